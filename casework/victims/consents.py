"""What the person agreed to, and the one check before anything about them leaves the case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.sealing.keyring import keyring
from casework.standards.dates import format_date
from casework.standards.lists import entries, label
from casework.standards.tables import folded
from casework.victims.models import Case, Consent


class ConsentMissing(PermissionDenied):
    """Nobody agreed to this, or not any more. Its text is a sentence for whoever wanted to disclose."""


@dataclass
class Asked:
    """One question, for one purpose and one recipient: the answer that counts, and the earlier ones."""

    now: Consent
    missing: str  # why nothing may leave on this answer; empty when it may
    earlier: list[Consent] = field(default_factory=list)


def check_consent(case: Case, purpose: str, recipient: str = "") -> Consent:
    """The live consent for a purpose (a code of consent_purpose) and a recipient ("": this organisation).

    Raises ConsentMissing with a sentence. It reads what stands now: call it in the transaction that
    discloses.
    """
    rows = Consent.objects.answers().filter(case=case, purpose=purpose)
    found = _standing([of_case(row, case) for row in rows], recipient)
    refusal = refusal_of(found)
    if found is None or refusal:
        raise ConsentMissing(
            _("%(purpose)s (%(recipient)s): %(refusal)s")
            % {
                "purpose": label("consent_purpose", purpose),
                "recipient": recipient or _("your organisation"),
                "refusal": refusal,
            }
        )
    return found


def agreeing(cases: Sequence[Case], purpose: str, recipient: str = "") -> list[Case]:
    """Those of some cases whose people agree; two queries at most, however many cases."""
    keyring().load({case.victim_id for case in cases})
    by_id = {case.pk: case for case in cases}
    answers: dict[object, list[Consent]] = {}
    for row in Consent.objects.answers().filter(case__in=list(by_id), purpose=purpose):
        answers.setdefault(row.case_id, []).append(of_case(row, by_id[row.case_id]))
    return [case for case in cases if not refusal_of(_standing(answers.get(case.pk, []), recipient))]


def asked_in(case: Case, reader) -> list[Asked]:
    """Everything the person was asked, in the order of the purposes; the answer that counts first."""
    rows = Consent.objects.visible_to(reader).filter(case=case).live().select_related("created_by", "case")
    order = list(entries("consent_purpose"))
    by_question: dict[tuple[str, str], list[Consent]] = {}
    for row in rows.order_by("-given_on", "-created_at"):
        by_question.setdefault((row.purpose, recipient_key(row.recipient)), []).append(of_case(row, case))
    found = []
    for answers in by_question.values():
        now = next((row for row in answers if row.status != "superseded"), answers[0])
        found.append(Asked(now, refusal_of(now), [row for row in answers if row is not now]))
    return sorted(found, key=lambda one: (order.index(one.now.purpose), recipient_key(one.now.recipient)))


def never_asked(asked: Iterable[Asked]) -> list[str]:
    """The purposes nobody asked about, by code."""
    known = {one.now.purpose for one in asked}
    return [code for code in entries("consent_purpose") if code not in known]


def refusal_of(answer: Consent | None) -> str:
    """Why nothing may leave on an answer, in a sentence; empty when it may."""
    if answer is None:
        return _("Nobody has asked yet.")
    if answer.status == "refused":
        return _("The person said no on %(day)s.") % {"day": format_date(answer.given_on)}
    if answer.withdrawn_at is not None:
        return _("The person took consent back on %(day)s.") % {"day": format_date(answer.withdrawn_at)}
    if answer.status == "superseded":
        return _("A later answer replaced this one.")
    if answer.expires_on is not None and answer.expires_on < timezone.localdate():
        return _("Consent ended on %(day)s.") % {"day": format_date(answer.expires_on)}
    return answer.missing_for_child


def recipient_key(recipient: str) -> str:
    """One recipient is one, however its name is typed; empty for one's own organisation only."""
    return folded(recipient) or recipient.strip()


def of_case(row: Consent, case: Case) -> Consent:
    """The row with the case that is loaded already, person included."""
    row.case = case
    return row


def _standing(answers: Iterable[Consent], recipient: str) -> Consent | None:
    """The newest answer about a recipient, however its name was typed."""
    wanted = recipient_key(recipient)
    return next((row for row in answers if recipient_key(row.recipient) == wanted), None)
