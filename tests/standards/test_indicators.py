"""The published rules, over every combination of counts, against a second formulation written otherwise."""

from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.standards.indicators import (
    DIMENSIONS,
    ILO_DIMENSIONS,
    OUTCOMES,
    RULES,
    SPEAKS_OF_TRAFFICKING,
    Answered,
    Counts,
    ilo_dimension_is_met,
    ilo_outcome,
    palermo_outcome,
    result_of,
    ways_to_meet,
)
from casework.standards.lists import codes

# Second formulation: a dimension is met when its yes answers contain one of these hands of indicators.
HANDS = ("SS", "SM", "SW", "MMM", "MMW")
EVERY_COUNT = list(product(range(7), repeat=3))


def holds_a_hand(strong: int, medium: int, weak: int) -> bool:
    held = "S" * strong + "M" * medium + "W" * weak
    return any(all(held.count(one) >= hand.count(one) for one in "SMW") for hand in HANDS)


def test_a_dimension_is_met_exactly_by_the_published_hands():
    assert len(EVERY_COUNT) == 343
    for numbers in EVERY_COUNT:
        assert ilo_dimension_is_met(Counts(*numbers)) == holds_a_hand(*numbers), numbers


def test_what_is_missing_is_the_least_that_would_do():
    """Against trying every smaller handful of open indicators."""
    for yes, left in product(product(range(3), repeat=3), product(range(5), repeat=3)):
        if ilo_dimension_is_met(Counts(*yes)):
            continue
        ways = ways_to_meet(ilo_dimension_is_met, Counts(*yes), Counts(*left))
        handfuls = {
            tuple(hand.count(one) for one in "SMW")
            for size in range(4)
            for hand in combinations_with_replacement("SMW", size)
        }
        enough = {
            more for more in handfuls
            if all(m <= most for m, most in zip(more, left, strict=True))
            and holds_a_hand(*(y + m for y, m in zip(yes, more, strict=True)))
        }  # fmt: skip
        least = {
            one for one in enough
            if not any(other != one and all(map(int.__le__, other, one)) for other in enough)
        }  # fmt: skip
        assert {(way.strong, way.medium, way.weak) for way in ways} == least


def outcome_by_the_table(met: frozenset[str], is_child: bool, has_act: bool) -> str:
    """The published table read from the bottom up, as a list of lines that overrule those before."""
    deceived, forced, used, exploited, coerced, abused = (code in met for code in ILO_DIMENSIONS)
    lines = [
        ("none", True),
        ("some_dimensions", deceived or forced or used or exploited or coerced or abused),
        ("exploitation", exploited),
        ("deception_and_exploitation", exploited and deceived),
        ("trafficking_by_vulnerability", exploited and (deceived or forced or used) and (coerced or abused)),
        ("trafficking", exploited and (deceived or forced) and coerced),
        ("exploitation_of_child", exploited and is_child),
        ("trafficking_of_child", exploited and is_child and has_act),
    ]
    return [code for code, holds in lines if holds][-1]


def subsets(dimensions):
    for chosen in product((False, True), repeat=len(dimensions)):
        yield frozenset(code for code, takes in zip(dimensions, chosen, strict=True) if takes)


@pytest.mark.parametrize("is_child", [False, True])
@pytest.mark.parametrize("has_act", [False, True])
def test_every_set_of_dimensions_has_the_outcome_of_the_table(is_child, has_act):
    for met in subsets(ILO_DIMENSIONS):
        assert ilo_outcome(met, is_child, has_act) == outcome_by_the_table(met, is_child, has_act), met


@pytest.mark.parametrize("is_child", [False, True])
def test_act_and_purpose_are_enough_for_a_child_only(is_child):
    for met in subsets(DIMENSIONS["palermo"]):
        elements = {"act", "purpose"} | (set() if is_child else {"means"})
        speaks = palermo_outcome(met, is_child, True) in SPEAKS_OF_TRAFFICKING
        assert speaks == (elements <= met)
    assert palermo_outcome(frozenset(), is_child, True) == "none"


ANSWERS = st.sampled_from(["yes", "no", "unknown", "declined", ""])


@st.composite
def answered(draw):
    rule = draw(st.sampled_from(sorted(RULES)))
    weights = ["S", "M", "W"] if rule == "ilo" else [""]
    one = st.builds(Answered, st.sampled_from(DIMENSIONS[rule]), st.sampled_from(weights), ANSWERS)
    return rule, draw(st.lists(one, max_size=30)), draw(st.booleans())


@given(answered())
def test_an_open_answer_is_never_a_no(asked):
    """Not asked, unknown and declined give the same result, and a no in their place never gives more."""
    rule, answers, is_child = asked
    result = result_of(rule, answers, is_child=is_child)
    for other in ("", "unknown", "declined"):
        same = [Answered(a.dimension, a.weight, other) if a.is_open else a for a in answers]
        assert result_of(rule, same, is_child=is_child) == result
    closed = [Answered(a.dimension, a.weight, "no") if a.is_open else a for a in answers]
    final = result_of(rule, closed, is_child=is_child)
    assert final.outcome == result.outcome
    assert final.could_become == ""
    assert not any(one.could_be_met for one in final.dimensions)


@given(answered())
def test_what_it_could_become_is_what_yes_to_all_gives(asked):
    rule, answers, is_child = asked
    result = result_of(rule, answers, is_child=is_child)
    best = [Answered(a.dimension, a.weight, "yes") if a.is_open else a for a in answers]
    full = result_of(rule, best, is_child=is_child)
    assert full.outcome == (result.could_become or result.outcome)
    assert OUTCOMES.index(full.outcome) >= OUTCOMES.index(result.outcome)
    reachable = {one.code for one in result.dimensions if one.is_met or one.could_be_met}
    assert full.met == reachable


@given(answered())
def test_a_further_yes_never_takes_an_indication_away(asked):
    rule, answers, is_child = asked
    before = result_of(rule, answers, is_child=is_child)
    more = Answered(DIMENSIONS[rule][0], "S" if rule == "ilo" else "", "yes")
    after = result_of(rule, [*answers, more], is_child=is_child)
    assert before.met <= after.met
    assert OUTCOMES.index(before.outcome) <= OUTCOMES.index(after.outcome)


def test_means_are_asked_of_adults_only():
    assert result_of("ilo", [], is_child=False).needs_means
    assert not result_of("ilo", [], is_child=True).needs_means


@pytest.mark.parametrize(
    ("outcome", "proposal"),
    [
        ("trafficking", "PossibleVictimOfTrafficking"),
        ("trafficking_of_child", "PossibleVictimOfTrafficking"),
        ("trafficking_by_vulnerability", "PossibleVictimOfTrafficking"),
        ("deception_and_exploitation", "MigrantInVulnerableSituation"),
        ("exploitation", "MigrantInVulnerableSituation"),
        ("exploitation_of_child", "MigrantInVulnerableSituation"),
        ("some_dimensions", ""),
        ("none", ""),
    ],
)
def test_what_is_proposed_never_says_who_is_no_victim(outcome, proposal):
    from casework.standards.indicators import Result

    assert Result((), outcome, "", True).proposal == proposal


def test_outcomes_and_dimensions_have_their_words():
    assert codes("screening_outcome") == set(OUTCOMES)
    assert codes("indicator_dimension") == {code for all_of in DIMENSIONS.values() for code in all_of}
    assert codes("indicator_rule") == set(RULES)
