"""Doubts are signals from the data file and the answers, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from criteria.doubts import Circumstances, Doubt, DoubtKind, find_doubts, same_answers
from criteria.names import match_key
from criteria.parse import default, load, titles
from criteria.score import score
from tests.village import PLAIN, TOP

CRITERIA = load(default("citizen"))


def doubts_of(answers: Mapping[str, object], around: Circumstances | None = None) -> tuple[Doubt, ...]:
    return find_doubts(CRITERIA, answers, score(CRITERIA, answers), around or Circumstances())


def test_the_weightiest_doubt_comes_first_and_survives_being_stored() -> None:
    around = Circumstances(alone=(9,), groups=("G1", "G1"), same=(3, 1), alike=(7,))
    found = doubts_of({**TOP, "occupation": "can_bo"}, around)
    assert [each.kind for each in found] == [
        DoubtKind.ALIKE, DoubtKind.SAME_ANSWERS, DoubtKind.ALONE, DoubtKind.GROUP, DoubtKind.NO_EVIDENCE,
        DoubtKind.NO_EVIDENCE, DoubtKind.ALL_TOP,
    ]  # fmt: skip
    assert found[1].about == (1, 3)
    assert tuple(Doubt.from_data(each.to_data()) for each in found) == found


def test_an_entry_of_the_diary_answers_the_question_for_evidence() -> None:
    assert {each.indicator for each in doubts_of(TOP) if each.kind is DoubtKind.NO_EVIDENCE} == {"A2", "A3"}
    left = doubts_of(TOP, Circumstances(entries={"A2": 1}))
    assert {each.indicator for each in left if each.kind is DoubtKind.NO_EVIDENCE} == {"A3"}


@pytest.mark.parametrize(
    ("occupation", "groups", "stands_out"),
    [
        ("can_bo", ("G1", "G1"), True),
        ("can_bo", ("G1",), False),
        ("can_bo", ("G1", "G3"), False),
        ("tho", ("G1", "G1"), False),
        ("ruong", ("G3", "G3"), False),
        (None, ("G1", "G1"), False),
    ],
)
def test_a_group_is_held_against_the_household(
    occupation: str | None, groups: tuple[str, ...], stands_out: bool
) -> None:
    found = doubts_of({**PLAIN, "occupation": occupation}, Circumstances(groups=groups))
    assert (DoubtKind.GROUP in {each.kind for each in found}) == stands_out


@pytest.mark.parametrize(
    ("changes", "total", "is_near"),
    [
        ({}, 86, False),
        ({"A1": "2"}, 84, False),
        ({"A1": "1", "A4": "2"}, 79, True),
        ({"C1": "1"}, 83, True),
        ({"A1": "0"}, 76, False),
    ],
)
def test_points_near_the_mark(changes: dict[str, str], total: int, is_near: bool) -> None:
    answers = {**PLAIN, **changes}
    assert score(CRITERIA, answers).total == total
    assert (DoubtKind.NEAR_MARK in {each.kind for each in doubts_of(answers)}) == is_near


def test_one_answer_less_than_all_at_the_top_is_no_doubt() -> None:
    assert DoubtKind.ALL_TOP in {each.kind for each in doubts_of(TOP)}
    assert DoubtKind.ALL_TOP not in {each.kind for each in doubts_of({**TOP, "C1": "2"})}
    assert DoubtKind.ALL_TOP not in {each.kind for each in doubts_of({**TOP, "B1": ["goi"]})}


@pytest.mark.parametrize(("n", "says_something"), [(3, False), (4, True), (5, True)])
def test_all_at_the_top_says_something_from_four_questions_on(n: int, says_something: bool) -> None:
    few = replace(CRITERIA, all_indicators=CRITERIA.indicators[:n])
    found = find_doubts(few, TOP, None, Circumstances())
    assert (DoubtKind.ALL_TOP in {each.kind for each in found}) == says_something


def test_as_many_tasks_as_make_the_highest_level_are_the_top() -> None:
    assert DoubtKind.ALL_TOP in {each.kind for each in doubts_of({**TOP, "B1": ["goi", "tim", "cong"]})}
    assert DoubtKind.ALL_TOP not in {each.kind for each in doubts_of({**TOP, "B1": ["goi", "tim"]})}


def test_work_and_facts_are_no_part_of_the_same_answers() -> None:
    assert same_answers(CRITERIA, PLAIN, {**PLAIN, "occupation": "tho", "schooling": "2"})
    assert not same_answers(CRITERIA, PLAIN, {**PLAIN, "B4": "0"})


@pytest.mark.parametrize("title", titles())
def test_every_title_can_be_looked_at(title: str) -> None:
    criteria = load(default(title))
    assert find_doubts(criteria, {}, score(criteria, {}), Circumstances()) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nguyen thi ly", "nguyen li"),
        ("huynh van phuoc", "hoang phuc"),
        ("vo thi my", "vu mi"),
        ("tran van sinh", "chan xinh"),
        ("nghiem thi giang", "ngiem dang"),
        ("le van thi", "le thi"),
    ],
)
def test_names_that_may_be_one(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(("one", "other"), [("nguyen lan", "nguyen loan"), ("nguyen thi lan", "tran thi lan"),
                                            ("le van nam", "le van lam"), ("", "le")])  # fmt: skip
def test_names_that_are_two(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)
