"""One cell of a workbook: the value it stands for in its field, or why it cannot be taken."""

import datetime
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from openpyxl.utils import datetime as spreadsheet_days

from casework.exchange.htcds import NON_ANSWERS, HtcdsField
from casework.standards import dates
from casework.standards.dates import PartialDate
from casework.standards.lists import resolve
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
        return consent_status(text)
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
        if ";" in text and len({known.code_for(part) for part in parts_of(text)}) > 1:
            raise CellRefused("one_value_only")
        raise CellRefused(_unknown_word(known, text))
    return code


def _several_codes(known: HtcdsField, text: str) -> list[str]:
    found: list[str] = []
    parts = parts_of(text)
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


def parts_of(text: str) -> list[str]:
    """The values of a cell that holds several."""
    return [part.strip() for part in re.split(r"[;\n]", text) if part.strip()]


def codes_as_written(text: str) -> list[str]:
    """The codes of a column that holds them exactly."""
    return list(dict.fromkeys(parts_of(text)))


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


def consent_status(text: str) -> str:
    """Given or refused, from a tick or a word."""
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
