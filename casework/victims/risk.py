"""A risk assessment in its sections: what each one asks, how far it is, how the level went over time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.conf import settings
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from casework.standards.dates import format_date
from casework.standards.lists import entries, label
from casework.victims.models import RiskAssessment, RiskFactor

# The fields of the assessment itself, by section; the other sections hold the factors of one level.
FIELDS: dict[str, tuple[str, ...]] = {
    "own_view": ("own_view", "own_rating"),
    "threats": ("threats", "threat_details"),
    "conclusion": ("assessed_on", "level", "reasons", "review_on"),
}
LEVELS = ("low", "medium", "high", "extreme")


@dataclass(frozen=True)
class Factor:
    """One question about one thing that raises or lowers danger."""

    kind: str
    code: str

    @property
    def label(self) -> str:
        return label(f"{self.kind}_factor", self.code)


@dataclass(frozen=True)
class Section:
    """One section as the task list shows it: not started, in progress or done."""

    code: str
    state: str

    @property
    def label(self) -> str:
        return label("risk_section", self.code)


def factors_of(section: str) -> list[Factor]:
    """The factors of one level, those of risk first; none for a section that asks about no level."""
    return [
        Factor(kind, code)
        for kind in entries("factor_kind")
        for code, entry in entries(f"{kind}_factor").items()
        if entry.parent == section
    ]


def sections_of(assessment: RiskAssessment, factors: Iterable[RiskFactor]) -> list[Section]:
    """Every section in its order, with its state."""
    answered = {row.code for row in factors}
    found = []
    for code in entries("risk_section"):
        begun = any(factor.code in answered for factor in factors_of(code)) or any(
            # The day stands there from the beginning.
            getattr(assessment, name)
            for name in FIELDS.get(code, ())
            if name != "assessed_on"
        )
        is_done = code in assessment.sections_done
        found.append(Section(code, "done" if is_done else "begun" if begun else "to_come"))
    return found


def next_section(section: str) -> str | None:
    """The section after this one."""
    order = list(entries("risk_section"))
    return order[order.index(section) + 1] if section != order[-1] else None


def usual_review(level: str, assessed_on: date) -> date:
    """The day by which one looks again at a risk of this level, unless people decide otherwise."""
    return assessed_on + timedelta(days=settings.RISK_REVIEW_DAYS[level])


@dataclass(frozen=True)
class Trend:
    """Where the level is going, and since when."""

    direction: str  # rising, falling or same
    since: date

    @property
    def icon(self) -> str:
        return {"rising": "arrow-up", "falling": "arrow-down", "same": "arrow-right"}[self.direction]

    @property
    def words(self) -> str:
        """The direction as one says it: rising since 3 November 2026."""
        words = {
            "rising": _("rising since %(day)s"),
            "falling": _("falling since %(day)s"),
            "same": _("the same since %(day)s"),
        }
        return words[self.direction] % {"day": format_date(self.since)}


def trend_of(assessments: Sequence[RiskAssessment]) -> Trend | None:
    """How the level went, from finished assessments with the oldest first; nothing to say about one alone."""
    if len(assessments) < 2:
        return None
    steps = [
        (LEVELS.index(after.level) - LEVELS.index(before.level), before, after)
        for before, after in pairwise(assessments)
    ]
    steps.reverse()
    last = steps[0][0]
    since = steps[0]
    for step in steps:
        if (step[0] > 0) != (last > 0) or (step[0] < 0) != (last < 0):
            break
        since = step
    if last == 0:
        return Trend("same", since[1].assessed_on)
    return Trend("rising" if last > 0 else "falling", since[2].assessed_on)


# The picture in its own units: text stays readable when it is drawn 264 pixels wide.
WIDTH, LEFT, RIGHT, TOP, STEP = 280, 34, 246, 32, 30
DRAWN = 4


@dataclass(frozen=True)
class Point:
    """One assessment in the picture: its place, and a mark of another shape for each level."""

    x: float
    y: int
    level: str
    day: date

    @property
    def label(self) -> str:
        return label("risk_level", self.level)

    @property
    def at(self) -> str:
        """The place along the line, written for a picture whatever the language."""
        return f"{self.x:g}"

    @property
    def label_at(self) -> int:
        """Where the word stands: above the mark."""
        return self.y - 14

    @property
    def short_day(self) -> str:
        """Day and month; the year is in the table."""
        return format_date(self.day, "short").removesuffix(str(self.day.year)).strip("\u00a0 ")

    @property
    def corners(self) -> str:
        """The outline of the mark: a square, a triangle or a diamond; low is a circle."""
        size = {"medium": [(-6, -6), (6, -6), (6, 6), (-6, 6)], "high": [(0, -8), (8, 6), (-8, 6)]}
        around = size.get(self.level, [(0, -9), (9, 0), (0, 9), (-9, 0)])
        return " ".join(f"{self.x + right:g},{self.y + down}" for right, down in around)


@dataclass(frozen=True)
class Chart:
    """The level over time as a picture, for those who would rather look than read."""

    points: list[Point]
    earlier: int

    @property
    def line(self) -> str:
        return " ".join(f"{point.x:g},{point.y}" for point in self.points)

    @property
    def small_line(self) -> str:
        """The same in the small picture of the banner, 88 wide and 36 high, as steps."""
        width = 80 / max(1, len(self.points) - 1)
        heights = [31 - 26 * LEVELS.index(point.level) / 3 for point in self.points]
        at = [(2 + width * number, height) for number, height in enumerate(heights)]
        steps = [at[0]]
        for (_x, before), (x, after) in pairwise(at):
            steps += [(x, before), (x, after)]
        return " ".join(f"{x:g},{y:g}" for x, y in steps)

    @property
    def small_end(self) -> str:
        return self.small_line.rpartition(",")[2]

    @property
    def words(self) -> str:
        """The picture in words."""
        return ", ".join(f"{format_date(point.day, 'short')}: {point.label}" for point in self.points)

    @property
    def lines(self) -> list[int]:
        return [TOP + STEP * number for number in range(len(LEVELS))]


def chart_of(assessments: Sequence[RiskAssessment]) -> Chart:
    """The last assessments side by side, the oldest where reading begins."""
    shown = assessments[-DRAWN:]
    gap = (RIGHT - LEFT) / max(1, len(shown) - 1)
    points = []
    for number, row in enumerate(shown):
        x = LEFT + gap * number
        y = TOP + STEP * (len(LEVELS) - 1 - LEVELS.index(row.level))
        points.append(Point(WIDTH - x if get_language_bidi() else x, y, row.level, row.assessed_on))
    return Chart(points, len(assessments) - len(shown))
