-- The second wall's foundations, installed by `manage.py prepare_database` as the administrator of the
-- database. Everything in schema sec belongs to casework_guard, a role nobody can log in as: neither the
-- application nor the owner of the tables can read the context key or write a link of the chain. Temporary
-- schemas stand last in every search path: named nowhere, they would be looked into first.

create schema if not exists sec authorization casework_guard;
grant usage on schema sec to casework_owner, casework_app, casework_audit;
grant usage on schema public to casework_guard;

-- Who is asking ----------------------------------------------------------------------------------------
-- HMAC is made of sha256 with the padded key precomputed, because the embedded server has no pgcrypto.
create table if not exists sec.context_key (
    id boolean primary key default true check (id),
    inner_key bytea not null,
    outer_key bytea not null
);
alter table sec.context_key owner to casework_guard;
revoke all on sec.context_key from public;

-- The subject of the signed context ("user:<id>" or "system:<purpose>"), or null when it is absent, expired,
-- made for another connection, or not signed with our key.
create or replace function sec.subject() returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    parts text[] := string_to_array(nullif(current_setting('casework.context', true), ''), '|');
    key sec.context_key;
    expected bytea;
begin
    if parts is null or cardinality(parts) <> 4 or parts[2] <> pg_backend_pid()::text
       or parts[3] !~ '^[0-9]{1,12}$' or parts[3]::bigint < extract(epoch from clock_timestamp()) then
        return null;
    end if;
    select * into key from sec.context_key;
    expected := sha256(key.outer_key || sha256(key.inner_key ||
        convert_to(parts[1] || '|' || parts[2] || '|' || parts[3], 'UTF8')));
    if encode(expected, 'hex') is distinct from parts[4] then
        return null;
    end if;
    return parts[1];
end $$;

-- The person the signed context names, while they and their organisation are active; nulls for anybody else.
-- Each call proves the signature again, so a rule asks once and works with the answer.
create or replace function sec.me(out id uuid, out role text, out organisation_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    subject text := sec.subject();
begin
    if left(subject, 5) = 'user:' then
        select s.id, s.role, s.organisation_id into id, role, organisation_id
        from public.access_staffuser s join public.access_organisation o on o.id = s.organisation_id
        where s.id = substr(subject, 6)::uuid and s.is_active and o.is_active;
    end if;
end $$;

create or replace function sec.user_id() returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return (sec.me()).id;
end $$;

create or replace function sec.role() returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return (sec.me()).role;
end $$;

create or replace function sec.organisation_id() returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return (sec.me()).organisation_id;
end $$;

-- The organisation whose every case the present user answers for: protection officers only.
create or replace function sec.overseen_organisation() returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return (select m.organisation_id from sec.me() m where m.role = 'protection_officer');
end $$;

-- The organisation in which the present user may register people and open cases.
create or replace function sec.registering_organisation() returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return (select m.organisation_id from sec.me() m where m.role in ('caseworker', 'protection_officer'));
end $$;

-- The number of the permission that a grant on a case bears: to see it, or to change it.
create or replace function sec.permission(wanted text) returns integer
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return (select p.id from public.auth_permission p
            join public.django_content_type t on t.id = p.content_type_id
            where t.app_label = 'victims' and t.model = 'case' and p.codename = wanted);
end $$;

-- People and cases kept apart -----------------------------------------------------------------------------
-- The cases that somebody of staff is kept out of: every case of a person they are related to, and each case held
-- apart from one they work on, unless they work on both already.
create or replace function sec.kept_from_by(person uuid) returns setof uuid
language plpgsql stable security definer rows 3 set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
begin
    return query
        select c.id
        from public.victims_conflictofinterest k
        join public.victims_case about on about.id = k.case_id
        join public.victims_case c on c.victim_id = about.victim_id
        where k.user_id = person and k.ended_at is null and not k.entered_in_error
        union
        select case when held.case_id = s.first_id then s.second_id else s.first_id end
        from public.victims_caseassignment held
        join public.victims_separatedcases s on held.case_id in (s.first_id, s.second_id) and s.status = 'kept'
        where held.user_id = person and held.ended_at is null
          and not exists (select 1 from public.victims_caseassignment too
                          where too.user_id = person and too.ended_at is null
                            and too.case_id in (s.first_id, s.second_id) and too.case_id <> held.case_id);
end $$;

-- The same for the application's own wall, which asks by the person it serves and not by the signed context.
create or replace function sec.cases_kept_from(person uuid) returns setof uuid
language plpgsql stable security definer rows 3 set search_path = pg_catalog, pg_temp as $$
begin
    if session_user <> 'casework_app' or person = sec.user_id() then
        return query select sec.kept_from_by(person);
    end if;
end $$;

create or replace function sec.kept_from() returns setof uuid
language plpgsql stable security definer rows 3 set search_path = pg_catalog, pg_temp as $$
begin
    return query select sec.kept_from_by(sec.user_id());
end $$;

-- Whether the present user answers for this case as a protection officer.
create or replace function sec.oversees(overseen uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return exists (select 1 from public.victims_case c
                   where c.id = overseen and c.organisation_id = sec.overseen_organisation())
        and overseen not in (select sec.kept_from());
end $$;

-- Whether somebody must not be given this case; only a protection officer gets an answer, and never the reason.
create or replace function sec.is_kept_from(person uuid, wanted uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return exists (select 1 from public.victims_case c
                   where c.id = wanted and c.organisation_id = sec.overseen_organisation())
        and (wanted in (select sec.kept_from_by(person))
             or exists (select 1 from public.victims_separatedcases s
                        join public.victims_caseassignment held
                          on held.case_id in (s.first_id, s.second_id) and held.case_id <> wanted
                        where s.status = 'kept' and wanted in (s.first_id, s.second_id)
                          and held.user_id = person and held.ended_at is null));
end $$;

-- For noticing that somebody may be registered twice: the newest case of each of these people, open ones first, if
-- it was not noticed beside this case before and nobody told the two people apart. Signed purpose only.
create or replace function sec.cases_alike(people uuid[], mine uuid) returns setof uuid
language plpgsql stable security definer rows 5 set search_path = pg_catalog, pg_temp as $$
begin
    if sec.subject() is distinct from 'system:notice-alike' then
        raise exception 'cases are compared for noticing duplicates only' using errcode = 'insufficient_privilege';
    end if;
    return query
        select found.id from (
            select distinct on (c.victim_id) c.id, c.victim_id
            from public.victims_case c where c.victim_id = any (people)
            order by c.victim_id, c.closed_on is not null, c.opened_on desc, c.id) found
        where not exists (select 1 from public.victims_possibleduplicate d
                          where (d.one_id, d.other_id) in ((mine, found.id), (found.id, mine)))
          and not exists (select 1 from public.victims_distinctpair t
                          join public.victims_case c on c.id = mine
                          where (t.first_id, t.second_id) in ((c.victim_id, found.victim_id),
                                                              (found.victim_id, c.victim_id)));
end $$;

-- For noticing that a suspected person is registered in the same organisation: the cases of these people that were
-- not compared with this case before. Signed purpose only.
create or replace function sec.cases_to_separate(people uuid[], mine uuid) returns setof uuid
language plpgsql stable security definer rows 5 set search_path = pg_catalog, pg_temp as $$
begin
    if sec.subject() is distinct from 'system:notice-suspects' then
        raise exception 'cases are compared for keeping them apart only' using errcode = 'insufficient_privilege';
    end if;
    return query
        select c.id from public.victims_case c
        join public.victims_case m on m.id = mine and m.organisation_id = c.organisation_id
        where c.victim_id = any (people) and c.victim_id <> m.victim_id
          and not exists (select 1 from public.victims_separatedcases s
                          where (s.first_id, s.second_id) in ((mine, c.id), (c.id, mine)));
end $$;

-- Suspected persons of an organisation, sealed, with the key of the person in whose case they stand: compared in
-- memory with somebody just registered there. Signed purpose only.
create or replace function sec.sealed_suspects(mine uuid)
returns table (suspect_id uuid, case_id uuid, victim_id uuid, key_id text, wrapped bytea, names bytea, aliases bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    if sec.subject() is distinct from 'system:notice-suspects' then
        raise exception 'suspected persons are compared for keeping cases apart only'
            using errcode = 'insufficient_privilege';
    end if;
    return query
        select s.id, c.id, c.victim_id, k.key_encryption_key::text, k.wrapped, s.names, s.aliases
        from public.victims_suspectedperson s
        join public.victims_case c on c.id = s.case_id
        join public.victims_case m on m.id = mine and m.organisation_id = c.organisation_id
        join public.sealing_datakey k on k.subject = c.victim_id
        where not s.entered_in_error and c.victim_id <> m.victim_id
          and not exists (select 1 from public.victims_separatedcases p
                          where (p.first_id, p.second_id) in ((mine, c.id), (c.id, mine)));
end $$;

-- The cases granted to the present user by assignment or live referral: the rows guardian wrote. A grant means
-- nothing in the hands of a role that reads no cases.
create or replace function sec.granted_cases() returns setof uuid
language plpgsql stable security definer rows 300 set search_path = pg_catalog, pg_temp as $$
declare
    me record := sec.me();
    to_view integer := sec.permission('view_case');
begin
    if me.role in ('caseworker', 'shelter_partner', 'protection_officer') then
        return query
            select g.content_object_id from public.victims_caseuserobjectpermission g
            where g.user_id = me.id and g.permission_id = to_view
              and g.content_object_id not in (select sec.kept_from_by(me.id));
    end if;
end $$;

-- The rules of writing are planned once in a connection: planning took longer than asking.

-- Whether the present user is who a record names as its maker, and may change this case and what is recorded
-- about it: both in one question, asked for every record written.
create or replace function sec.may_enter(changed uuid, maker uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
    me record := sec.me();
    to_change integer := sec.permission('change_case');
begin
    return me.id = maker and (
        me.role in ('caseworker', 'protection_officer')
        and exists (select 1 from public.victims_caseuserobjectpermission g
                    where g.content_object_id = changed and g.user_id = me.id
                      and g.permission_id = to_change)
        or me.role = 'protection_officer'
        and exists (select 1 from public.victims_case c
                    where c.id = changed and c.organisation_id = me.organisation_id))
        and changed not in (select sec.kept_from_by(me.id));
end $$;

create or replace function sec.may_change(changed uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return sec.may_enter(changed, sec.user_id());
end $$;

-- Whether the present user may open a case for this person: somebody in sight already, or somebody they have
-- just registered. Knowing an id is not enough.
create or replace function sec.may_open_case(person uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
    me record := sec.me();
begin
    return exists (select 1 from public.victims_victim v
                   where v.id = person and v.created_by_id = me.id
                     and not exists (select 1 from public.victims_case c where c.victim_id = person))
        or exists (select 1 from public.victims_case c
                   where c.victim_id = person
                     and (me.role = 'protection_officer' and c.organisation_id = me.organisation_id
                          and c.id not in (select sec.kept_from_by(me.id))
                          or c.id in (select sec.granted_cases())));
end $$;

-- Whether the present user may give or end a grant on this case: its overseer, or whoever is just opening it.
-- Once somebody was assigned, having opened it gives no way back.
create or replace function sec.may_grant(granted uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan as $$
declare
    me record := sec.me();
begin
    return exists (
        select 1 from public.victims_case c
        where c.id = granted and c.organisation_id = me.organisation_id
          and granted not in (select sec.kept_from_by(me.id))
          and (me.role = 'protection_officer'
               or me.role = 'caseworker' and c.created_by_id = me.id
                  and not exists (select 1 from public.victims_caseassignment a where a.case_id = granted)));
end $$;

-- What a record hangs on - its id, its case, its person, its maker - is not moved by anybody.
create or replace function sec.refuse_move() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    raise exception 'what a row of % hangs on stays as it was entered', tg_table_name
        using errcode = 'insufficient_privilege';
end $$;

-- When a transaction commits, a record says what the newest row of its history says. The arguments: the table of
-- the history, then columns that the database itself writes.
create or replace function sec.demand_history() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    live jsonb;
    kept jsonb;
begin
    execute format('select to_jsonb(t) from %I.%I t where t.id = $1', tg_table_schema, tg_table_name)
        into live using new.id;
    execute format('select to_jsonb(h) from %I.%I h where h.id = $1 order by h.history_date desc limit 1',
                   tg_table_schema, tg_argv[0])
        into kept using new.id;
    if kept is null or not kept @> (live - tg_argv) then
        raise exception 'a row of % was written without its history', tg_table_name
            using errcode = 'insufficient_privilege';
    end if;
    return null;
end $$;

-- Nobody signs for somebody else: who decided, finished or handed in is who is asking, and who decides is a
-- protection officer. The arguments: the columns that hold a signature.
create or replace function sec.demand_own_signature() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    signed text;
begin
    foreach signed in array tg_argv loop
        if to_jsonb(new) ->> signed is not null
           and (tg_op = 'INSERT' or to_jsonb(old) ->> signed is distinct from to_jsonb(new) ->> signed)
           and ((to_jsonb(new) ->> signed)::uuid is distinct from sec.user_id()
                or signed = 'decided_by_id' and sec.role() <> 'protection_officer') then
            raise exception 'nobody signs a row of % for somebody else', tg_table_name
                using errcode = 'insufficient_privilege';
        end if;
    end loop;
    return new;
end $$;

-- Nobody raises themselves: roles and organisations change only by another administrator.
create or replace function sec.watch_staff() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    if session_user = 'casework_app' and tg_op = 'UPDATE' and new.password is distinct from old.password
       and sec.user_id() is distinct from new.id then
        raise exception 'people set their own password and nobody else''s' using errcode = 'insufficient_privilege';
    end if;
    if session_user = 'casework_app' and (
        tg_op = 'INSERT'
        -- An id carries the grants of its account: two accounts that exchange ids exchange what they see.
        or new.id is distinct from old.id
        or new.role is distinct from old.role
        or new.organisation_id is distinct from old.organisation_id
        or new.is_active is distinct from old.is_active
        or new.email is distinct from old.email
    ) and (sec.role() is distinct from 'administrator' or new.id = sec.user_id()) then
        raise exception 'only another administrator changes role, organisation or state of staff'
            using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;

-- Which of these references no case bears, whoever holds it: nothing else is told.
create or replace function sec.free_references(wanted text[]) returns setof text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return query select w from unnest(wanted) w
                 where not exists (select 1 from public.victims_case c where c.reference = w);
end $$;

-- Who else began to write into a form and has not saved it, and since when; never what was written.
create or replace function sec.drafts_beside(form text) returns table (who uuid, since timestamptz)
language plpgsql stable security definer rows 2 set search_path = pg_catalog, pg_temp as $$
begin
    return query select d.created_by_id, d.created_at from public.victims_draft d
                 where d.address = form and d.created_by_id <> sec.user_id()
                   and (d.case_id in (select sec.granted_cases()) or sec.oversees(d.case_id))
                 order by d.created_at;
end $$;

-- Shelters ---------------------------------------------------------------------------------------------
-- Those who work in a shelter tend its stays without a grant on any case; nothing here is a way to a case.

-- The organisation whose shelters the present user sets up and staffs.
create or replace function sec.managed_organisation() returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return (select m.organisation_id from sec.me() m where m.role in ('protection_officer', 'administrator'));
end $$;

create or replace function sec.managed_shelters() returns setof uuid
language plpgsql stable security definer rows 20 set search_path = pg_catalog, pg_temp as $$
begin
    return query select h.id from public.assistance_shelter h
                 where h.organisation_id = sec.managed_organisation();
end $$;

-- The shelters the present user works in now.
create or replace function sec.staffed_shelters() returns setof uuid
language plpgsql stable security definer rows 5 set search_path = pg_catalog, pg_temp as $$
declare
    me record := sec.me();
begin
    if me.role in ('caseworker', 'shelter_partner') then
        return query select w.shelter_id from public.assistance_shelterstaff w
                     where w.user_id = me.id and w.ended_at is null;
    end if;
end $$;

-- The stays of those shelters: live, or ended within the week in which a slip can be put right.
create or replace function sec.tended_stays() returns setof uuid
language plpgsql stable security definer rows 50 set search_path = pg_catalog, pg_temp as $$
begin
    return query select s.id from public.assistance_shelterstay s
                 where s.shelter_id in (select sec.staffed_shelters()) and not s.entered_in_error
                   and (s.ended_at is null or s.ended_at > now() - interval '7 days');
end $$;

-- Whether the present user may enter a stay of this case in this shelter: it stays there already, and is moved.
create or replace function sec.may_house(housed uuid, shelter uuid) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    return exists (select 1 from public.assistance_shelterstay s
                   where s.case_id = housed and s.shelter_id = shelter and s.id in (select sec.tended_stays()));
end $$;

-- The shelters whose place the present user may know: where they work, and where a case they work on lives now.
create or replace function sec.open_shelters() returns setof uuid
language plpgsql stable security definer rows 10 set search_path = pg_catalog, pg_temp as $$
begin
    return query select sec.staffed_shelters();
    if sec.role() in ('caseworker', 'protection_officer') then
        return query select s.shelter_id from public.assistance_shelterstay s
                     where s.status in ('admitted', 'on_leave') and not s.entered_in_error
                       and s.case_id in (select sec.granted_cases());
    end if;
end $$;

-- What every board shows of a bed in sight: that it is taken, or until when it is held. Never for whom.
create or replace function sec.bed_states() returns table (bed_id uuid, state text, held_until timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    me record := sec.me();
begin
    return query
        select s.bed_id, case when bool_or(s.status <> 'held') then 'taken' else 'held' end,
               max(upper(s.period)) filter (where s.status = 'held')
        from public.assistance_shelterstay s join public.assistance_shelter h on h.id = s.shelter_id
        where s.status in ('held', 'admitted', 'on_leave') and s.period @> now() and not s.entered_in_error
          and (me.role in ('caseworker', 'protection_officer')
               or me.role = 'administrator' and h.organisation_id = me.organisation_id
               or h.id in (select sec.staffed_shelters()))
        group by s.bed_id;
end $$;

-- How many beds of a shelter in sight were taken on each day, by the clock of a time zone.
create or replace function sec.beds_taken(shelter uuid, first_day date, last_day date, zone text)
returns table (day date, taken bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    me record := sec.me();
begin
    return query
        select d::date, count(distinct s.bed_id)
        from generate_series(first_day, last_day, interval '1 day') d
        left join public.assistance_shelterstay s
          on s.shelter_id = shelter and not s.entered_in_error
         and s.status in ('admitted', 'on_leave', 'discharged')
         and s.period && tstzrange(d::date::timestamp at time zone zone,
                                   (d::date + 1)::timestamp at time zone zone)
        where exists (select 1 from public.assistance_shelter h where h.id = shelter
                      and (me.role in ('caseworker', 'protection_officer')
                           or me.role = 'administrator' and h.organisation_id = me.organisation_id
                           or h.id in (select sec.staffed_shelters())))
        group by d order by d;
end $$;

-- A stay says itself whose it is: reference, person and organisation are those of the case, whoever writes it.
-- The bed stands in the shelter and is in use; and only the house, or its own organisation, lets somebody in,
-- because whoever is let in learns where the house is.
create or replace function sec.stamp_stay() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    me record;
begin
    if tg_op = 'INSERT' then
        select c.reference, c.victim_id, c.organisation_id into new.reference, new.person_id, new.placed_by_id
        from public.victims_case c where c.id = new.case_id;
    end if;
    if new.bed_id is not null and (tg_op = 'INSERT' or new.bed_id is distinct from old.bed_id)
       and not exists (select 1 from public.assistance_bed b join public.assistance_room r on r.id = b.room_id
                       where b.id = new.bed_id and r.shelter_id = new.shelter_id and not b.is_out_of_use) then
        raise exception 'this bed is out of use or stands elsewhere'
            using errcode = 'check_violation', constraint = 'bed_is_in_use_here';
    end if;
    -- Two who reach for one bed stand in a row: exclusion constraints alone would let them wait for each other.
    if new.bed_id is not null and new.status in ('held', 'admitted') then
        perform pg_advisory_xact_lock(l.key)
        from (select hashtextextended(t.thing::text, 0) as key
              from unnest(array[new.bed_id, new.person_id]) t(thing) order by 1) l;
    end if;
    if session_user = 'casework_app' and new.status in ('admitted', 'on_leave')
       and (tg_op = 'INSERT' or old.status not in ('admitted', 'on_leave')) then
        me := sec.me();
        if new.shelter_id not in (select sec.staffed_shelters())
           and not exists (select 1 from public.assistance_shelter h
                           where h.id = new.shelter_id and h.organisation_id = me.organisation_id) then
            raise exception 'only the shelter lets somebody in' using errcode = 'insufficient_privilege';
        end if;
    end if;
    return new;
end $$;

-- Names for the search index in memory ------------------------------------------------------------------
-- Sealed names and wrapped keys only, and only for the signed purpose "name-index".
-- Rows changed by transactions at or after `since` come again, so that a slow commit is never missed;
-- rows carrying a transaction number of the future were restored from elsewhere and are in the first build.
create or replace function sec.sealed_names(since bigint)
returns table (victim_id uuid, key_id text, wrapped bytea, given_names bytea, middle_names bytea,
               family_name bytea, name_to_use bytea, other_names bytea, name_on_documents bytea,
               birth_date bytea)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    if sec.subject() is distinct from 'system:name-index' then
        raise exception 'names are read for the name index only' using errcode = 'insufficient_privilege';
    end if;
    return query
        select v.id, k.key_encryption_key::text, k.wrapped, v.given_names, v.middle_names, v.family_name,
               v.name_to_use, v.other_names, v.name_on_documents, v.birth_date
        from public.victims_victim v
        join public.sealing_datakey k on k.subject = v.id
        where since is null or (v.names_changed_in >= since
              and v.names_changed_in < pg_snapshot_xmax(pg_current_snapshot())::text::bigint);
end $$;

create or replace function sec.stamp_names() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    new.names_changed_in := pg_current_xact_id()::text::bigint;
    return new;
end $$;

-- The chain ---------------------------------------------------------------------------------------------
-- One chain holds every history row and every access event. Links are made when a transaction commits
-- (deferred triggers), so the lock on the head is held for a moment only and never across two connections.
create table if not exists sec.chain (
    seq bigint primary key,
    table_name text not null,
    row_id uuid not null,
    digest bytea not null,
    link bytea not null,
    unique (table_name, row_id)
);
create table if not exists sec.chain_head (
    id boolean primary key default true check (id),
    seq bigint not null,
    link bytea not null
);
alter table sec.chain owner to casework_guard;
alter table sec.chain_head owner to casework_guard;
revoke all on sec.chain, sec.chain_head from public;
insert into sec.chain_head (seq, link) values (0, sha256('casework')) on conflict do nothing;

-- Columns added later are null in older rows and leave their digests as they were.
create or replace function sec.row_digest(content jsonb) returns bytea
language sql immutable set search_path = pg_catalog, pg_temp as $$
    select sha256(convert_to(jsonb_strip_nulls(content)::text, 'UTF8'))
$$;

create or replace function sec.link(previous bytea, seq bigint, table_name text, row_id uuid, digest bytea)
returns bytea language sql immutable set search_path = pg_catalog, pg_temp as $$
    select sha256(previous || convert_to(seq || '|' || table_name || '|' || row_id || '|', 'UTF8') || digest)
$$;

create or replace function sec.append_to_chain() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp
set timezone = 'UTC' set datestyle = 'ISO' set extra_float_digits = 1 set bytea_output = 'hex' as $$
declare
    content jsonb := to_jsonb(new);
    row_id uuid := (content ->> tg_argv[0])::uuid;
    digest bytea := sec.row_digest(content);
    head sec.chain_head;
begin
    update sec.chain_head h set seq = h.seq + 1,
        link = sec.link(h.link, h.seq + 1, tg_table_name, row_id, digest) returning h.* into head;
    insert into sec.chain values (head.seq, tg_table_name, row_id, digest, head.link);
    return null;
end $$;

create or replace function sec.head(out seq bigint, out link bytea)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select seq, link from sec.chain_head
$$;

create or replace function sec.link_at(wanted bigint) returns bytea
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
    select case when wanted = 0 then sha256('casework')
           else (select link from sec.chain where seq = wanted) end
$$;

-- For the auditor, who sees no case: what the cases of the trail are called.
create or replace function sec.case_references(wanted uuid[]) returns table (case_id uuid, reference text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    if sec.role() = 'auditor' then
        return query
            select c.id, c.reference::text from public.victims_case c
            where c.id = any (wanted) and c.organisation_id = sec.organisation_id();
    end if;
end $$;

create or replace function sec.case_called(wanted text) returns uuid
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
    if sec.role() is distinct from 'auditor' then
        return null;
    end if;
    return (select c.id from public.victims_case c
            where lower(c.reference) = lower(wanted) and c.organisation_id = sec.organisation_id());
end $$;

-- The first place where the trail is broken, or no row when it is whole.
create or replace function sec.first_break() returns table (seq bigint, table_name text, row_id uuid, problem text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set timezone = 'UTC' set datestyle = 'ISO' set extra_float_digits = 1 set bytea_output = 'hex' as $$
declare
    place record;
    found_place record;
    earliest bigint := null;
    head sec.chain_head;
    last_seq bigint;
begin
    -- 1. the links themselves: numbering without gaps, each made from the one before
    for place in
        select c.seq, c.table_name, c.row_id,
               case when c.seq <> c.expected then 'links_missing'
                    else 'link_altered' end as problem
        from (select k.*, row_number() over (order by k.seq) as expected,
                     lag(k.link, 1, sha256('casework')) over (order by k.seq) as previous
              from sec.chain k) c
        where c.seq <> c.expected or c.link <> sec.link(c.previous, c.seq, c.table_name, c.row_id, c.digest)
        order by c.seq limit 1
    loop
        earliest := place.seq; seq := place.seq; table_name := place.table_name;
        row_id := place.row_id; problem := place.problem;
    end loop;
    -- 2. the rows behind the links: none changed, none gone, none without a link
    --    (a table whose trigger was taken away stays among those the chain knows)
    for place in
        select known.name, case when known.name like '%historical%' then 'history_id' else 'id' end as key
        from (select r.relname::text as name from pg_trigger t join pg_class r on r.oid = t.tgrelid
              where t.tgname = 'append_to_chain'
              union select c.table_name from sec.chain c) known
        where to_regclass('public.' || quote_ident(known.name)) is not null
        order by 1
    loop
        for found_place in execute format(
            'select c.seq, c.table_name, c.row_id,
                    case when t.%1$I is null then ''row_gone'' else ''row_changed'' end as problem
             from sec.chain c left join public.%2$I t on t.%1$I = c.row_id
             where c.table_name = %2$L and (t.%1$I is null or sec.row_digest(to_jsonb(t)) <> c.digest)
             order by c.seq limit 1', place.key, place.name)
        loop
            if earliest is null or found_place.seq < earliest then
                earliest := found_place.seq; seq := found_place.seq; table_name := found_place.table_name;
                row_id := found_place.row_id; problem := found_place.problem;
            end if;
        end loop;
        for found_place in execute format(
            'select t.%1$I as row_id from public.%2$I t
             where not exists (select 1 from sec.chain c where c.table_name = %2$L and c.row_id = t.%1$I) limit 1',
            place.key, place.name)
        loop
            if earliest is null then
                earliest := 0; seq := 0; table_name := place.name;
                row_id := found_place.row_id; problem := 'row_unlinked';
            end if;
        end loop;
    end loop;
    -- 3. the head: the last link and the head agree
    select * into head from sec.chain_head;
    select max(c.seq) into last_seq from sec.chain c;
    if earliest is null and head.seq <> coalesce(last_seq, 0) then
        earliest := head.seq; seq := head.seq; table_name := ''; row_id := null;
        problem := 'end_cut';
    end if;
    if earliest is not null then
        return next;
    end if;
end $$;

do $$
declare f record;
begin
    for f in select p.oid::regprocedure as name from pg_proc p
             join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'sec'
    loop
        execute format('alter function %s owner to casework_guard', f.name);
        execute format('revoke all on function %s from public', f.name);
        execute format('grant execute on function %s to casework_owner, casework_app, casework_audit', f.name);
    end loop;
end $$;

-- About anybody else the guard alone may ask.
revoke execute on function sec.kept_from_by(uuid) from casework_owner, casework_app, casework_audit;
