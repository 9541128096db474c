"""Forms: what comes next follows from the answers alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.parse import load
from handlers.kit.form import Form, Kind, Option, Question
from handlers.shared.title_form import OCCUPATION, group_of, title_form
from locales.text import T
from tests.village import GOOD, there

CDHT = load("cdht-324-2023")
YES_NO = (Option("yes", T("Có")), Option("no", T("Không")))
FORM = Form(
    (
        Question(key="a", text=T("A?"), kind=Kind.CHOICE, options=YES_NO),
        Question(
            key="b", text=T("B?"), kind=Kind.CHOICE, options=YES_NO, when=lambda answers: answers.get("a") == "yes"
        ),
        Question(key="c", text=T("C?"), kind=Kind.CHOICES, options=(*YES_NO, Option("none", T("Chưa"))), alone="none"),
    )
)


def test_the_next_question_is_the_first_that_applies_and_has_no_valid_answer() -> None:
    assert there(FORM.next({})).key == "a"
    assert there(FORM.next({"a": "yes"})).key == "b"
    assert there(FORM.next({"a": "no"})).key == "c"
    assert there(FORM.next({"a": "gone", "c": ["yes"]})).key == "a"  # its option was taken away
    assert FORM.next({"a": "no", "c": ["yes"]}) is None


def test_a_question_added_while_people_are_half_way_is_asked_and_the_rest_stays() -> None:
    longer = Form((*FORM.questions, Question(key="d", text=T("D?"), kind=Kind.CHOICE, options=YES_NO)))
    done = {"a": "no", "c": ["yes"]}
    assert there(longer.next(done)).key == "d"
    assert longer.position("d", done) == (3, 3)


def test_back_and_position_count_only_what_is_asked() -> None:
    assert there(FORM.before("c", {"a": "no"})).key == "a"
    assert there(FORM.before("c", {"a": "yes"})).key == "b"
    assert FORM.before("a", {}) is None
    assert FORM.position("c", {"a": "no"}) == (2, 2)
    assert FORM.position("c", {"a": "yes"}) == (3, 3)


def test_an_excluding_option_stands_alone() -> None:
    question = there(FORM.question("c"))
    assert question.tidy(["none", "yes"]) == ["yes"]
    assert question.tidy(["none"]) == ["none"]
    assert question.tidy(["no", "yes", "no"]) == ["yes", "no"]


def test_two_questions_of_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        Form((FORM.questions[0], FORM.questions[0]))


def test_the_title_form_is_the_criteria_set() -> None:
    form = title_form(CDHT, {})
    assert [q.key for q in form.questions] == [OCCUPATION, *(each.id for each in CDHT.asked)]
    assert form.position("A1", {}) == (1, 13)
    assert form.position(OCCUPATION, {}) is None
    assert form.next(GOOD) is None


@pytest.mark.parametrize(
    ("occupation", "group"),
    [("ruong", "G1"), ("tho", "G2"), ("can_bo", "G3"), ("di_hoc", "G4"), ("nghi", "G1"), ("gone", None), (None, None)],
)
def test_the_form_fits_the_persons_group(occupation: Any, group: str | None) -> None:
    assert group_of(CDHT, {OCCUPATION: occupation}) == group
    question = there(title_form(CDHT, {OCCUPATION: occupation}).question("A1"))
    expected = CDHT.question_for(CDHT.indicator("A1"), group)
    assert question.text == expected


@given(st.permutations(list(GOOD)))
def test_any_order_of_answers_leads_to_the_same_end(order: list[str]) -> None:
    answers: dict[str, Any] = {}
    for key in order:
        assert title_form(CDHT, answers).next(answers) is not None
        answers[key] = GOOD[key]
    assert title_form(CDHT, answers).next(answers) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["yes", "none", ""]) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)


@given(JSON)
def test_whatever_is_stored_is_an_answer_or_none(value: Any) -> None:
    one, _, several = FORM.questions
    assert one.is_valid(value) is (value in ("yes", "no"))
    told = ("yes", "no", "none")
    assert several.is_valid(value) is (isinstance(value, list) and bool(value) and all(each in told for each in value))
