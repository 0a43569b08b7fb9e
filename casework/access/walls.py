"""The second wall: grants, row-level security and triggers, raised over every table after migrating.

A model says how it is guarded in a nested class `Wall` (most inherit it from CaseRecord). Rules are SQL in
which {table} stands for the table. They read the same grant rows as `visible_to` does; `(select ...)` makes
PostgreSQL evaluate a function once for a query, not once for a row.
"""

from typing import Any

from django.apps import apps
from django.db import connections, models, transaction

SEEN_BY_CASE = "exists (select 1 from victims_case c where c.id = {{table}}.{column})"
SEEN_BY_VICTIM = "exists (select 1 from victims_case c where c.victim_id = {{table}}.{column})"
MADE_BY_ONESELF = "created_by_id = (select sec.user_id())"
SIGNED_IN = "(select sec.user_id()) is not null"
NEVER = "false"
# Columns in which somebody signs: only with their own name.
SIGNATURES = ("decided_by_id", "finished_by_id", "submitted_by_id")


class Wall:
    """How rows are guarded when nothing else is said: seen by nobody, written by nobody."""

    seen = NEVER  # which rows a person may read
    entered = NEVER  # which rows a person may put in
    changed = NEVER  # which rows a person may change
    removed = NEVER  # which rows a person may remove
    history_seen = NEVER
    history_entered = NEVER
    stamped: tuple[str, ...] = ()  # columns that a trigger writes, unknown to the history


def is_history(model: type[models.Model]) -> bool:
    return hasattr(model, "instance_type") and hasattr(model, "history_id")


def _origin(model: Any) -> Any:
    """The model whose nested class says how rows are guarded: that of the records, for their history."""
    return model.instance_type if is_history(model) else model


def guarded_models() -> list[type[models.Model]]:
    """Every model behind the second wall, history models included."""
    return [m for m in apps.get_models() if hasattr(m, "Wall") or hasattr(_origin(m), "Wall")]


def chained_tables() -> list[str]:
    """The tables whose every new row becomes a link of the chain: history, and who looked."""
    return ["access_accessevent", *(m._meta.db_table for m in guarded_models() if is_history(m))]


def raise_walls(using: str) -> None:
    """Put grants, policies and triggers on every table; repeatable. Run by the owner after migrating."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("grant usage on schema public to casework_app, casework_audit")
        cursor.execute("grant select, insert, update, delete on all tables in schema public to casework_app")
        cursor.execute("grant usage, select on all sequences in schema public to casework_app")
        cursor.execute("revoke all on all tables in schema public from casework_audit")
        # What a permission means, and that an account was there, is not the application's to change.
        cursor.execute(
            "revoke insert, update, delete on django_migrations, django_content_type, auth_permission,"
            " auth_group, auth_group_permissions from casework_app"
        )
        cursor.execute("revoke delete on access_staffuser from casework_app")
        cursor.execute(
            "grant select on access_staffuser, access_organisation, auth_permission, django_content_type"
            " to casework_guard"
        )
        for model in apps.get_models():
            if getattr(model, "written_by_owner", False):
                cursor.execute(f'revoke insert, update, delete on "{model._meta.db_table}" from casework_app')
        for model in guarded_models():
            _guard(cursor, model)
        _watch(cursor)


def _guard(cursor, model: type[models.Model]) -> None:
    table, history = model._meta.db_table, is_history(model)
    wall = _origin(model).Wall
    rules = {
        "insert": wall.history_entered if history else wall.entered,
        "update": NEVER if history else wall.changed,
        "delete": NEVER if history else wall.removed,
    }
    seen = (wall.history_seen if history else wall.seen).format(table=table)
    cursor.execute(f'revoke insert, update, delete on "{table}" from casework_app')
    cursor.execute(f'grant select on "{table}" to casework_guard')
    cursor.execute(f'alter table "{table}" enable row level security')
    cursor.execute(f'alter table "{table}" force row level security')
    _policy(cursor, table, "guard_reads", "select", "casework_guard", "using (true)")
    _policy(cursor, table, "app_select", "select", "casework_app", f"using ({seen})")
    for command, template in rules.items():
        if template == NEVER:
            cursor.execute(f'drop policy if exists app_{command} on "{table}"')
            continue
        rule = template.format(table=table)
        if history and "history_user_id" not in rule:
            rule = f"({rule}) and history_user_id = (select sec.user_id())"
        check = {
            "insert": f"with check ({rule})",
            "update": f"using ({seen}) with check ({rule})",
            "delete": f"using ({rule})",
        }[command]
        cursor.execute(f'grant {command} on "{table}" to casework_app')
        _policy(cursor, table, f"app_{command}", command, "casework_app", check)
    if history:
        _chain(cursor, table, "history_id")
    else:
        if rules["update"] != NEVER:
            _hold_in_place(cursor, model)
        if hasattr(model, "history"):
            _demand_history(cursor, model)
        _demand_own_signature(cursor, model)


def _hold_in_place(cursor, model: type[models.Model]) -> None:
    """A row keeps its keys, its maker and moment, and the references that no form can change."""
    held = [
        field.column
        for field in model._meta.concrete_fields
        if field.column in _unremembered(model)
        or field.unique
        or (field.remote_field and not field.editable)
        or getattr(field, "auto_now_add", False)
    ]
    moved = " or ".join(f'old."{column}" is distinct from new."{column}"' for column in held)
    table = model._meta.db_table
    cursor.execute(f'drop trigger if exists hold_in_place on "{table}"')
    cursor.execute(
        f'create trigger hold_in_place before update on "{table}" for each row when ({moved})'
        " execute function sec.refuse_move()"
    )


def _unremembered(model: Any) -> set[str]:
    """Columns whose value the history does not keep, because it is written once."""
    history = getattr(model, "history", None)
    kept = {field.column for field in (history.model if history else model)._meta.concrete_fields}
    return {field.column for field in model._meta.concrete_fields} - kept


def _demand_history(cursor, model: Any) -> None:
    """No row is committed that its newest history row does not tell."""
    table, history = model._meta.db_table, model.history.model._meta.db_table
    unknown = {*_origin(model).Wall.stamped, *_unremembered(model)}
    stamped = "".join(f", '{column}'" for column in sorted(unknown))
    cursor.execute(f'drop trigger if exists demand_history on "{table}"')
    cursor.execute(
        f'create constraint trigger demand_history after insert or update on "{table}" deferrable'
        f" initially deferred for each row when (session_user = 'casework_app')"
        f" execute function sec.demand_history('{history}'{stamped})"
    )


def _demand_own_signature(cursor, model: type[models.Model]) -> None:
    table = model._meta.db_table
    signed = [field.column for field in model._meta.concrete_fields if field.column in SIGNATURES]
    cursor.execute(f'drop trigger if exists demand_own_signature on "{table}"')
    if signed:
        columns = ", ".join(f"'{column}'" for column in signed)
        cursor.execute(
            f'create trigger demand_own_signature before insert or update on "{table}" for each row'
            f" when (session_user = 'casework_app') execute function sec.demand_own_signature({columns})"
        )


def _policy(cursor, table: str, name: str, command: str, role: str, rule: str) -> None:
    cursor.execute(f'drop policy if exists {name} on "{table}"')
    cursor.execute(f'create policy {name} on "{table}" for {command} to {role} {rule}')


def _chain(cursor, table: str, key: str) -> None:
    cursor.execute(f'drop trigger if exists append_to_chain on "{table}"')
    cursor.execute(
        f'create constraint trigger append_to_chain after insert on "{table}" deferrable initially deferred'
        f" for each row execute function sec.append_to_chain('{key}')"
    )


def _watch(cursor) -> None:
    """The audit role writes reading records and nothing else; staff and names have their triggers."""
    cursor.execute("grant usage on schema public to casework_audit")
    cursor.execute("grant insert on access_accessevent to casework_audit")
    _policy(cursor, "access_accessevent", "audit_insert", "insert", "casework_audit", "with check (true)")
    _chain(cursor, "access_accessevent", "id")
    cursor.execute("drop trigger if exists watch_staff on access_staffuser")
    cursor.execute(
        "create trigger watch_staff before insert or update on access_staffuser"
        " for each row execute function sec.watch_staff()"
    )
    cursor.execute("drop trigger if exists stamp_names on victims_victim")
    cursor.execute(
        "create trigger stamp_names before insert or update of given_names, middle_names, family_name,"
        " name_to_use, other_names, name_on_documents, birth_date on victims_victim"
        " for each row execute function sec.stamp_names()"
    )
