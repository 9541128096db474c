"""Scoring, on examples worked by hand and on any answers at all."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.correct import correct
from criteria.model import CriteriaSet
from criteria.parse import load
from criteria.score import AnswerError, Assessment, Verdict, score
from tests.village import FAIR, there

CDHT = load("cdht-324-2023")
CHOICES = [indicator.id for indicator in CDHT.indicators if indicator.id != "B1"]


def test_fair_everywhere_just_reaches_the_mark() -> None:
    assessment = score(CDHT, FAIR)
    assert assessment.total == 80
    assert assessment.verdict is Verdict.REACHED
    assert assessment.below == ()


def test_one_indicator_below_five_does_not_reach_whatever_the_total() -> None:
    # Nine times 10, and A1 at 0: 90 points, but one indicator is below 5.
    best = {**dict.fromkeys(CHOICES, "3"), "B1": ["goi", "tim", "cong"], "A1": "0"}
    assessment = score(CDHT, best)
    assert assessment.total == 90
    assert assessment.below == ("A1",)
    assert assessment.verdict is Verdict.NOT_REACHED


def test_exactly_five_points_in_an_indicator_are_enough() -> None:
    # Seven times 10, three times 5: 85 points, and none below 5.
    answers = {**dict.fromkeys(CHOICES, "3"), "B1": ["goi", "tim", "cong"], "A1": "1", "A2": "1", "B2": "khong_can"}
    assessment = score(CDHT, answers)
    assert assessment.total == 85
    assert assessment.below == ()
    assert assessment.verdict is Verdict.REACHED
    four = correct(CDHT, {"points.A1": [0, 4, 8, 10]})
    assert (score(four, answers).total, score(four, answers).below) == (84, ("A1",))
    assert score(four, answers).verdict is Verdict.NOT_REACHED


def test_79_points_do_not_reach() -> None:
    # Seven times 8, one 10, one 5, one 8 minus nothing: 7*8 + 10 + 5 + 8 = 79.
    assessment = score(CDHT, {**FAIR, "A1": "3", "A2": "1"})
    assert assessment.total == 79
    assert assessment.verdict is Verdict.NOT_REACHED


def test_not_needing_a_foreign_language_is_a_value_of_its_own() -> None:
    assert score(CDHT, {**FAIR, "B2": "khong_can"}).total == 77  # 9 * 8 + 5
    assert score(CDHT, {**FAIR, "B2": "0"}).below == ("B2",)


@pytest.mark.parametrize(
    ("chosen", "points"),
    [
        (["khong"], 0),
        (["goi"], 5),
        (["goi", "tien"], 8),
        (["goi", "tim", "cong"], 10),
        (["goi", "tim", "cong", "tien"], 10),
    ],
)
def test_the_number_of_tasks_is_the_level(chosen: list[str], points: int) -> None:
    assert score(CDHT, {"B1": chosen}).total == points


def test_unanswered_is_incomplete() -> None:
    assessment = score(CDHT, {"A1": "3"})
    assert assessment.verdict is Verdict.INCOMPLETE
    assert assessment.unanswered == ("A2", "A3", "A4", "B1", "B2", "B3", "B4", "C1", "C2")


def test_without_a_rule_there_is_no_verdict() -> None:
    assert score(replace(CDHT, rules=()), FAIR).verdict is Verdict.UNDECIDED


def test_the_switched_off_indicator_is_not_asked_for() -> None:
    assert "C3" not in {each.id for each in score(CDHT, FAIR).points}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("A1", "4"),
        ("A1", 3),
        ("A1", None),
        ("A1", ["3"]),
        ("B1", "goi"),
        ("B1", []),
        ("B1", ["goi", "goi"]),
        ("B1", ["goi", "khong"]),
        ("B1", ["fax"]),
    ],
)
def test_what_is_no_answer_is_named(key: str, value: object) -> None:
    with pytest.raises(AnswerError) as caught:
        score(CDHT, {**FAIR, key: value})
    assert (caught.value.key, caught.value.value) == (key, value)


def _values(criteria: CriteriaSet, key: str) -> st.SearchStrategy[object]:
    indicator = criteria.indicator(key)
    if key == "B1":
        tasks = [option.id for option in indicator.options if option.id != indicator.alone]
        return st.lists(st.sampled_from(tasks), min_size=1, unique=True) | st.just([indicator.alone])
    return st.sampled_from([level.id for level in indicator.levels])


answers = st.fixed_dictionaries({}, optional={each.id: _values(CDHT, each.id) for each in CDHT.indicators})
anything = st.dictionaries(
    st.sampled_from([each.id for each in CDHT.all_indicators] + ["occupation", "ZZ"]),
    st.none() | st.integers() | st.text(max_size=3) | st.lists(st.text(max_size=4), max_size=3),
)


def _scored(given_answers: dict[str, object]) -> Assessment | AnswerError:
    try:
        return score(CDHT, given_answers)
    except AnswerError as error:
        return error


@given(anything)
def test_any_answers_give_an_assessment_or_a_typed_error(given_answers: dict[str, object]) -> None:
    assert isinstance(_scored(given_answers), Assessment | AnswerError)


@given(answers)
def test_totals_stay_within_bounds_and_add_up(given_answers: dict[str, object]) -> None:
    assessment = score(CDHT, given_answers)
    assert 0 <= there(assessment.total) <= there(CDHT.total_max).value
    assert assessment.total == sum(each.points or 0 for each in assessment.points)
    assert all(each.points is None or 0 <= each.points <= there(each.max) for each in assessment.points)


@given(answers, st.randoms())
def test_the_order_of_answers_does_not_matter(given_answers: dict[str, object], shuffle: random.Random) -> None:
    items = list(given_answers.items())
    shuffle.shuffle(items)
    assert score(CDHT, dict(items)) == score(CDHT, given_answers)


@given(answers, st.sampled_from(CHOICES), st.integers(0, 2))
def test_a_better_answer_never_lowers_the_total(given_answers: dict[str, object], key: str, level: int) -> None:
    worse = score(CDHT, {**given_answers, key: str(level)})
    better = score(CDHT, {**given_answers, key: str(level + 1)})
    assert there(better.total) >= there(worse.total)
    if worse.verdict is Verdict.REACHED:
        assert better.verdict is Verdict.REACHED


@given(st.lists(st.sampled_from(["goi", "tim", "cong", "tien"]), min_size=1, unique=True))
def test_one_task_more_never_lowers_the_total(tasks: list[str]) -> None:
    totals = [there(score(CDHT, {"B1": tasks[: n + 1]}).total) for n in range(len(tasks))]
    assert totals == sorted(totals)


@given(answers)
def test_an_assessment_survives_storage(given_answers: dict[str, object]) -> None:
    assessment = score(CDHT, given_answers)
    assert Assessment.from_data(assessment.to_data()) == assessment
