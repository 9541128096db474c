"""What the question does that docs/adding-a-question.md adds; the page is followed in test_pages_followed.py."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from criteria.correct import correct
from criteria.explain import answer_words, explain
from criteria.model import CriteriaSet, Standing
from criteria.parse import CriteriaError, parse
from criteria.policy import Action
from criteria.score import Verdict, score
from criteria.texts import messages
from handlers.kit.context import Turn
from handlers.kit.form import Form, Kind, Option, Question
from handlers.kit.router import HOME, Routes
from handlers.kit.screen import Screen
from handlers.shared.title_form import OCCUPATION, title_form
from locales.catalog import catalog
from locales.text import T, Verbatim
from storage.declaration_record import Declaration
from tests.frozen import text_of
from tests.project.copies import fenced
from tests.project.following import QUESTION as PAGE
from tests.project.following import TOTAL
from tests.village import there

SOUND = text_of("titles/cdht-324-2023.toml")


def with_new_total() -> str:
    return TOTAL.sub(lambda _: fenced(PAGE, "toml total_max"), SOUND)


TEXT = f"{with_new_total()}\n{fenced(PAGE, 'toml')}"
NEW = re.findall(r'id = "(\w+)"', fenced(PAGE, "toml"))[0]


@pytest.fixture(scope="module")
def before() -> CriteriaSet:
    return parse(SOUND, "before.toml")


@pytest.fixture(scope="module")
def criteria() -> CriteriaSet:
    return parse(TEXT, "after.toml")


def best(criteria: CriteriaSet) -> dict[str, object]:
    """The best answers to everything."""
    answers: dict[str, object] = {OCCUPATION: "ruong"}
    for each in criteria.asked:
        options = [option.id for option in each.options if option.id != each.alone]
        answers[each.id] = options or max((level.id for level in each.levels if level.id.isdigit()), key=int)
    return answers


def test_form_asks_the_new_question_after_all_others(before: CriteriaSet, criteria: CriteriaSet) -> None:
    answers = best(before)
    assert title_form(before, answers).next(answers) is None
    form = title_form(criteria, answers)
    question = form.next(answers)
    assert question is not None
    assert question.key == NEW
    assert form.position(NEW, answers) == (11, 14)
    assert [*title_form(before, answers).questions] == [q for q in form.questions if q.key != NEW]


def test_screen_offers_its_levels_and_reads_what_is_typed(criteria: CriteriaSet) -> None:
    question = title_form(criteria, {}).question(NEW)
    assert question is not None
    shown = [(option.value, catalog("vi").render(option.label)) for option in question.options]
    assert shown == [(level.id, level.label.msgid) for level in criteria.indicator(NEW).levels]
    assert question.read("2") == "1"  # the second choice
    assert question.read("tuần nào cũng có") == "2"
    assert catalog("vi").render(question.text).startswith("Tháng qua, bác đọc sách")


def test_a_group_has_its_own_wording(criteria: CriteriaSet) -> None:
    question = title_form(criteria, {OCCUPATION: "di_hoc"}).question(NEW)
    assert question is not None
    assert "người trong nhà" in catalog("vi").render(question.text)


def test_answer_counts_and_is_missed(criteria: CriteriaSet) -> None:
    answers = best(criteria)
    assert score(criteria, answers).total == there(criteria.total_max).value == 110
    assert score(criteria, {**answers, NEW: "1"}).total == 105
    without = {key: value for key, value in answers.items() if key != NEW}
    assert score(criteria, without).verdict is Verdict.INCOMPLETE
    assert score(criteria, without).unanswered == (NEW,)


def test_explanation_names_it_and_says_what_to_do(criteria: CriteriaSet) -> None:
    indicator = criteria.indicator(NEW)
    assessment = score(criteria, {**best(criteria), NEW: "0"})
    assert assessment.verdict is Verdict.NOT_REACHED
    said = catalog("vi").render(explain(criteria, assessment, Standing.PROVISIONAL))
    assert indicator.name.msgid in said
    assert indicator.advice.msgid in said
    assert catalog("vi").render(answer_words(criteria, NEW, "3")) == indicator.levels[3].label.msgid


def test_officer_can_correct_its_points(criteria: CriteriaSet) -> None:
    corrected = correct(criteria, {f"points.{NEW}": [0, 4, 7, 10]})
    assert score(corrected, {**best(criteria), NEW: "1"}).total == 104


def test_its_texts_go_to_the_catalogues(criteria: CriteriaSet) -> None:
    indicator = criteria.indicator(NEW)
    collected = {text for _, text in messages(TEXT)} - {text for _, text in messages(SOUND)}
    wanted = {indicator.name, indicator.question, indicator.evidence, indicator.advice}
    wanted |= {said for level in indicator.levels for said in (level.label, level.short) if said is not None}
    wanted |= set(indicator.question_for.values())
    assert collected == {each.msgid for each in wanted}


def test_forgotten_total_is_reported_with_its_line() -> None:
    with pytest.raises(CriteriaError) as caught:
        parse(f"{SOUND}\n{fenced(PAGE, 'toml')}", "forgotten.toml")
    (problem,) = caught.value.problems
    assert problem.key == "total_max"
    assert problem.line == SOUND[: SOUND.index("[total_max]")].count("\n") + 1


def test_question_of_a_conversation_is_asked_and_answered() -> None:
    turn = SimpleNamespace(year=2026)
    names = {"Question": Question, "Kind": Kind, "Option": Option, "T": T, "turn": turn}
    question: Question = eval(compile(fenced(PAGE, "python"), "adding-a-question.md", "eval"), names)  # noqa: S307 (our own page)
    form = Form((Question(key="birth_year", text=Verbatim("?")), question))
    assert form.asked({}) == form.questions[:1]
    assert form.next({"birth_year": 2008}) is None
    assert form.next({"birth_year": 2009}) is question
    assert question.read("có biết") == "biet"
    assert question.read("CHƯA BIẾT") == "chua"
    assert form.next({"birth_year": 2009, "guardian": "biet"}) is None
    assert form.before("guardian", {"birth_year": 2009}) is form.questions[0]


def test_route_of_the_page_registers_and_answers() -> None:
    routes = Routes()
    names = {
        "routes": routes, "Action": Action, "Turn": Turn, "Declaration": Declaration, "Screen": Screen, "T": T,
        "HOME": HOME,
    }  # fmt: skip
    exec(compile(fenced(PAGE, "python route"), "adding-a-question.md", "exec"), names)  # noqa: S102 (our own page)
    route = routes.routes["thanks"]
    assert route.action is Action.SEE
    assert route.parameters == (("declaration", None),)
    screen = route.function(None, declaration=None)
    assert isinstance(screen, Screen)
    assert screen.choices == (HOME,)
