"""The published rules by which answers about indicators are combined. Pure: answers in, a result out.

Rule "ilo": operational indicators of trafficking, ILO and European Commission, 2009 (Delphi survey), page 3.
Rule "palermo": article 3 of the Palermo Protocol; (c) asks for no means when the person is under 18.
Neither is a legal determination. An answer that is missing, unknown or declined never counts as a no.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product

YES, NO = "yes", "no"
STRONG, MEDIUM, WEAK = "S", "M", "W"
WEIGHTS = (STRONG, MEDIUM, WEAK)

ILO_DIMENSIONS = (
    "deceptive_recruitment", "coercive_recruitment", "recruitment_by_abuse_of_vulnerability",
    "exploitation", "coercion_at_destination", "abuse_of_vulnerability_at_destination",
)  # fmt: skip
PALERMO_DIMENSIONS = ("act", "means", "purpose")
DIMENSIONS = {"ilo": ILO_DIMENSIONS, "palermo": PALERMO_DIMENSIONS}
# A yes in one of these says that somebody recruited, moved or kept the person: the act of article 3.
TELLS_OF_AN_ACT = {*ILO_DIMENSIONS[:3], "coercion_at_destination"}
# From the least to the most.
OUTCOMES = (
    "none", "some_dimensions", "exploitation", "exploitation_of_child", "deception_and_exploitation",
    "trafficking_by_vulnerability", "trafficking_of_child", "trafficking",
)  # fmt: skip
SPEAKS_OF_TRAFFICKING = frozenset({"trafficking_by_vulnerability", "trafficking_of_child", "trafficking"})


@dataclass(frozen=True)
class Counts:
    """How many indicators of each weight."""

    strong: int = 0
    medium: int = 0
    weak: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.strong + other.strong, self.medium + other.medium, self.weak + other.weak)

    @property
    def total(self) -> int:
        return self.strong + self.medium + self.weak


@dataclass(frozen=True)
class Answered:
    """One indicator with its answer: yes, no, unknown, declined, or empty when it was not asked."""

    dimension: str
    weight: str
    answer: str = ""

    @property
    def is_open(self) -> bool:
        """Neither yes nor no: it could still turn out to be either."""
        return self.answer not in (YES, NO)


@dataclass(frozen=True)
class DimensionResult:
    """One dimension: whether it is met, by what, and by what it could still be met."""

    code: str
    is_met: bool
    yes: Counts
    open: Counts
    ways: tuple[Counts, ...] = ()

    @property
    def could_be_met(self) -> bool:
        return not self.is_met and bool(self.ways)


@dataclass(frozen=True)
class Result:
    """What the answers say together."""

    dimensions: tuple[DimensionResult, ...]
    outcome: str
    could_become: str  # the outcome if every open answer were a yes; empty when that changes nothing
    needs_means: bool

    @property
    def met(self) -> frozenset[str]:
        return frozenset(one.code for one in self.dimensions if one.is_met)

    @property
    def proposal(self) -> str:
        """The status that a person may decide on; empty when the answers propose none."""
        if self.outcome in SPEAKS_OF_TRAFFICKING:
            return "PossibleVictimOfTrafficking"
        return "MigrantInVulnerableSituation" if "exploitation" in self.outcome else ""


def ilo_dimension_is_met(counts: Counts) -> bool:
    """Two strong; or one strong with any other; or three medium; or two medium with one weak."""
    if counts.strong:
        return counts.total >= 2
    return counts.medium >= 3 or (counts.medium == 2 and counts.weak >= 1)


def palermo_element_is_met(counts: Counts) -> bool:
    """One form of an act, a means or a purpose is enough."""
    return counts.total >= 1


def ilo_outcome(met: frozenset[str], is_child: bool, has_act: bool) -> str:
    """What the dimensions that are met say together.

    Abuse of vulnerability may stand in for deception or coercion. For a child no means are asked:
    exploitation with an act is enough.
    """
    if "exploitation" not in met:
        return "some_dimensions" if met else "none"
    if is_child:
        return "trafficking_of_child" if has_act else "exploitation_of_child"
    if met & {"deceptive_recruitment", "coercive_recruitment"} and "coercion_at_destination" in met:
        return "trafficking"
    recruited = met & set(ILO_DIMENSIONS[:3])
    if recruited and met & {"coercion_at_destination", "abuse_of_vulnerability_at_destination"}:
        return "trafficking_by_vulnerability"
    return "deception_and_exploitation" if "deceptive_recruitment" in met else "exploitation"


def palermo_outcome(met: frozenset[str], is_child: bool, has_act: bool) -> str:
    """Act, means and purpose together; for a child act and purpose."""
    if met >= {"act", "means", "purpose"}:
        return "trafficking"
    if is_child and met >= {"act", "purpose"}:
        return "trafficking_of_child"
    return "some_dimensions" if met else "none"


@dataclass(frozen=True)
class Rule:
    """How one family of sets combines its answers."""

    dimensions: tuple[str, ...]
    is_met: Callable[[Counts], bool]
    outcome: Callable[[frozenset[str], bool, bool], str]


RULES = {
    "ilo": Rule(ILO_DIMENSIONS, ilo_dimension_is_met, ilo_outcome),
    "palermo": Rule(PALERMO_DIMENSIONS, palermo_element_is_met, palermo_outcome),
}


def result_of(rule: str, answers: Iterable[Answered], *, is_child: bool) -> Result:
    """What the answers say by a rule. An uncertain age is a child's: say so with `is_child`."""
    known, given = RULES[rule], list(answers)
    now = _outcome(known, given, is_child, with_open=False)
    best = _outcome(known, given, is_child, with_open=True)
    return Result(
        dimensions=tuple(_dimension(known, code, given) for code in known.dimensions),
        outcome=now,
        could_become=best if OUTCOMES.index(best) > OUTCOMES.index(now) else "",
        needs_means=not is_child,
    )


def _outcome(rule: Rule, given: list[Answered], is_child: bool, with_open: bool) -> str:
    counted = [one for one in given if one.answer == YES or (with_open and one.is_open)]
    by_code = {code: counts(one for one in counted if one.dimension == code) for code in rule.dimensions}
    met = frozenset(code for code, number in by_code.items() if rule.is_met(number))
    return rule.outcome(met, is_child, any(one.dimension in TELLS_OF_AN_ACT for one in counted))


def _dimension(rule: Rule, code: str, given: list[Answered]) -> DimensionResult:
    mine = [one for one in given if one.dimension == code]
    yes, left = counts(one for one in mine if one.answer == YES), counts(one for one in mine if one.is_open)
    is_met = rule.is_met(yes)
    return DimensionResult(code, is_met, yes, left, () if is_met else ways_to_meet(rule.is_met, yes, left))


def counts(answers: Iterable[Answered]) -> Counts:
    """How many of each weight; an indicator without a weight counts as strong."""
    weights = [one.weight for one in answers]
    medium, weak = weights.count(MEDIUM), weights.count(WEAK)
    return Counts(len(weights) - medium - weak, medium, weak)


def ways_to_meet(is_met: Callable[[Counts], bool], yes: Counts, left: Counts) -> tuple[Counts, ...]:
    """The smallest further yes answers that would meet a dimension, fewest first; none when nothing could."""
    reach = (range(min(most, 3) + 1) for most in (left.strong, left.medium, left.weak))
    meeting = [more for more in (Counts(*one) for one in product(*reach)) if is_met(yes + more)]
    smallest = [one for one in meeting if not any(_is_within(other, one) for other in meeting)]
    return tuple(sorted(smallest, key=lambda one: (one.total, -one.strong, -one.medium)))


def _is_within(less: Counts, more: Counts) -> bool:
    """Whether one is a part of the other and not the same."""
    return (
        less != more and less.strong <= more.strong and less.medium <= more.medium and less.weak <= more.weak
    )
