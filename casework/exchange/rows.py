"""One row of a workbook: its cells become values of records, or refusals that say how to mend them."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from openpyxl.utils import datetime as spreadsheet_days

from casework.exchange.columns import NON_ANSWERS, Column, HtcdsField, fields
from casework.exchange.reader import Mark
from casework.standards import dates
from casework.standards.countries import countries
from casework.standards.dates import PartialDate
from casework.standards.languages import languages
from casework.standards.lists import codes, resolve
from casework.standards.tables import folded

SMUGGLING = ("smuggl", "traficillicitedemigrant", "passeur")
DATE_RULES = (
    (dates.NO_SUCH_DAY, "date_impossible"),
    (dates.SHORT_YEAR, "date_short_year"),
    (dates.YEAR_OUT_OF_RANGE, "date_out_of_range"),
)
FIRST_SERIAL = 2958  # numbers above the last year we know are days counted by the spreadsheet
HOUR = re.compile(r"([01]?\d|2[0-3])\s*[:hH.]\s*([0-5]\d)?(?::[0-5]\d)?\s*")


class CellRefused(Exception):
    """The value of a cell cannot be taken; `rule` says why."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


@dataclass(frozen=True)
class Refusal:
    """A cell that cannot be taken. The value is known to the terminal only, and never for sealed fields."""

    row: int
    column: str
    field: str
    rule: str
    value: str = ""


@dataclass
class Row:
    """A row as it was read: values by record and attribute, its refusals, and the words its token is made of."""

    number: int
    values: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    owner: str = ""
    reference: str = ""

    @property
    def person(self) -> dict[str, Any]:
        return self.values.get(("person", 0), {})

    @property
    def has_name(self) -> bool:
        return any(
            self.person.get(name) for name in ("given_names", "family_name", "name_to_use", "identity_number")
        )


def read_row(number: int, cells: Sequence[Any], columns: Sequence[Column], epoch: datetime.datetime) -> Row:
    """Read every recognised cell; what cannot be taken is refused cell by cell."""
    row = Row(number)
    exact: list[tuple[Column, HtcdsField, list[str]]] = []
    for column in columns:
        known = column.htcds
        value = cells[column.index] if column.index < len(cells) else None
        if known is None or value is None or (isinstance(value, str) and not value.strip()):
            continue
        # The token follows the label, so that a second answer about the address adds no second case.
        by_label = column.other_field if column.how == "address" and column.other_field else column.field
        row.words.append(
            f"{min(column.field, by_label)} {max(column.field, by_label)} {column.occurrence} {as_text(value)}"
        )
        try:
            if isinstance(value, Mark):
                raise CellRefused(value.rule)
            if known.exact_of:
                exact.append((column, known, _codes_as_written(as_text(value))))
                continue
            taken = take(known, value, epoch)
        except CellRefused as refused:
            row.refusals.append(_refusal(row, column, refused.rule, value))
            continue
        if known.kind == "owner":
            row.owner = taken
        elif known.kind == "reference":
            row.reference = taken
        else:
            _put(row, column, known, taken, value)
    for column, known, given in exact:
        _put_exact(row, column, known, given)
    _check_together(row, columns)
    return row


def _put(row: Row, column: Column, known: HtcdsField, taken: Any, value: Any) -> None:
    record = row.values.setdefault((known.record, column.occurrence), {})
    if record.get(known.attribute, taken) != taken:
        # Two columns lead to one field: the old agreement beside the consent.
        row.refusals.append(_refusal(row, column, "consents_disagree", value))
    record[known.attribute] = taken


def _put_exact(row: Row, column: Column, known: HtcdsField, given: list[str]) -> None:
    """Codes of ours count when the standard column still says what they were written as."""
    several = known.kind == "codes"
    of_list = {"given", "refused", "withdrawn"} if known.kind == "consent" else _codes_of(known)
    if not given or any(code not in of_list for code in given) or (len(given) > 1 and not several):
        row.refusals.append(_refusal(row, column, "not_in_list", ""))
        return
    record = row.values.setdefault((known.record, column.occurrence), {})
    standing = record.get(known.attribute)
    now = set(standing if several and standing else [standing] if standing else [])
    meant = {_from_standard(known, known.written(code)) for code in given} - {None}
    if meant == now:
        record[known.attribute] = given if several else given[0]


def _codes_of(known: HtcdsField) -> frozenset[str]:
    if known.list_name in ("country", "language"):
        own = frozenset(countries() if known.list_name == "country" else languages())
    else:
        own = codes(known.list_name)
    return own | frozenset(NON_ANSWERS if known.takes_answers else ())


def _from_standard(known: HtcdsField, written: str) -> str | None:
    if not written:
        return None
    return _consent(written) if known.kind == "consent" else known.code_for(written)


def _check_together(row: Row, columns: Sequence[Column]) -> None:
    def refuse(attribute: str, rule: str, record: str, occurrence: int) -> None:
        for column in columns:
            known = column.htcds
            if known and (known.record, known.attribute, column.occurrence) == (
                record,
                attribute,
                occurrence,
            ):
                row.refusals.append(Refusal(row.number, column.letter, column.field, rule))
                return

    for (record, occurrence), values in row.values.items():
        if ("from_hour" in values) != ("to_hour" in values):
            refuse("from_hour" if "from_hour" in values else "to_hour", "hours_in_pairs", record, occurrence)
        if record == "consent" and values.get("expires_on"):
            if values["expires_on"] < values.get("given_on", timezone.localdate()):
                refuse("expires_on", "ends_before_it_began", record, occurrence)
        if (
            record == "case"
            and "closed_on" in values
            and values.get("status", "Active") in ("Active", "FollowUp")
        ):
            refuse("closed_on", "closed_but_open", record, occurrence)


def _refusal(row: Row, column: Column, rule: str, value: Any) -> Refusal:
    shown = "" if fields()[column.field].is_sealed or isinstance(value, Mark) else as_text(value)[:80]
    return Refusal(row.number, column.letter, column.field, rule, shown)


# One cell ------------------------------------------------------------------------------------------------
def as_text(value: Any) -> str:
    """What the cell shows, as text."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def take(known: HtcdsField, value: Any, epoch: datetime.datetime) -> Any:
    """The value that a cell stands for in its field; raises CellRefused."""
    text = as_text(value)
    if known.kind in ("text", "owner", "reference"):
        return _text(known, text)
    if known.kind == "code":
        return _code(known, text)
    if known.kind == "codes":
        return _several_codes(known, text)
    if known.kind == "consent":
        return _consent(text)
    if known.kind == "checkbox":
        return _yes_no(text) == "yes"
    if known.kind == "number":
        return _number(known, text)
    if known.kind == "hour":
        return _hour(value, text)
    return _date(known, value, text, epoch)


def _text(known: HtcdsField, text: str) -> str:
    longest = getattr(known.model_field, "max_length", None) or 200
    if len(text) > longest:
        raise CellRefused("too_long")
    return text


def _code(known: HtcdsField, text: str) -> str:
    code = known.code_for(text)
    if code is None:
        if ";" in text and len({known.code_for(part) for part in _parts(text)}) > 1:
            raise CellRefused("one_value_only")
        raise CellRefused(_unknown_word(known, text))
    return code


def _several_codes(known: HtcdsField, text: str) -> list[str]:
    found: list[str] = []
    parts = _parts(text)
    while parts:
        # Some labels of the standard hold a semicolon themselves: the longest label wins.
        for length in range(min(len(parts), 3), 0, -1):
            code = known.code_for("; ".join(parts[:length]))
            if code is not None:
                break
        else:
            raise CellRefused(_unknown_word(known, parts[0]))
        if code not in found:
            found.append(code)
        del parts[:length]
    if len(found) > 1 and set(found) & set(NON_ANSWERS):
        raise CellRefused("stands_alone")
    return found


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]


def _codes_as_written(text: str) -> list[str]:
    return list(dict.fromkeys(_parts(text)))


def _unknown_word(known: HtcdsField, text: str) -> str:
    if known.list_name in ("trafficking_status", "type_of_exploitation") and any(
        word in folded(text) for word in SMUGGLING
    ):
        return "smuggling"
    return {"country": "country_unknown", "language": "language_unknown"}.get(known.list_name, "not_in_list")


def _yes_no(text: str) -> str:
    answer = resolve("yes_no", text)
    if answer is None:
        raise CellRefused("not_yes_no")
    return answer


def _consent(text: str) -> str:
    status = resolve("consent_status", text)
    if status in ("given", "refused"):
        return status
    return "given" if _yes_no(text) == "yes" else "refused"


def _number(known: HtcdsField, text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        raise CellRefused("not_a_number")
    number = int(text)
    try:
        known.model_field.run_validators(number)
    except ValidationError as error:
        raise CellRefused("number_too_big") from error
    return number


def _hour(value: Any, text: str) -> datetime.time:
    if isinstance(value, datetime.datetime):
        return value.time()
    if isinstance(value, datetime.time):
        return value
    found = HOUR.fullmatch(text)
    if not found:
        raise CellRefused("hour_unreadable")
    return datetime.time(int(found[1]), int(found[2] or 0))


def _date(known: HtcdsField, value: Any, text: str, epoch: datetime.datetime) -> Any:
    try:
        date = _partial_date(value, text, epoch)
    except ValueError as error:
        # The sentences are translated when shown: they are told apart by identity.
        rules = (rule for sentence, rule in DATE_RULES if error.args and error.args[0] is sentence)
        raise CellRefused(next(rules, "date_unreadable")) from error
    if known.kind.startswith("past") and date.earliest > timezone.localdate():
        raise CellRefused("date_future")
    if known.kind.endswith("date"):
        return date
    if date.precision != "day":
        raise CellRefused("date_day_missing")
    return date.earliest


def _partial_date(value: Any, text: str, epoch: datetime.datetime) -> PartialDate:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value > FIRST_SERIAL:
        value = spreadsheet_days.from_excel(value, epoch)
    if isinstance(value, datetime.datetime):
        return PartialDate.from_day(value.date())
    if isinstance(value, datetime.date):
        return PartialDate.from_day(value)
    return PartialDate.parse(re.sub(r"[ T]00:00(:00)?(\.0+)?$", "", text))
