from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict

import pytest

from bot.channels.webchat import chat_of
from bot.demo.evening import fill_queue
from bot.demo.population import (
    FIRST_HEAD,
    KEYS,
    NO_NEED,
    NO_TICK,
    NO_TOPIC,
    OFFICER_NAME,
    TICKS,
    TOPICS,
    VISITOR,
    DemoPerson,
    Population,
    population,
)
from bot.demo.seed import seed
from criteria.declaration import State
from criteria.parse import load
from criteria.score import Verdict, score
from storage import accounts, queue
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.queue import Filter

YEAR = 2026
CRITERIA = load("cdht-324-2023")
OCCUPATIONS = {occupation.id for occupation in CRITERIA.occupations}


@pytest.fixture(params=[(2026, 324), (2027, 324), (2030, 1), (2026, 2)], ids=str)
def commune(request: pytest.FixtureRequest) -> Population:
    year, seed = request.param
    return population(year, seed=seed)


def declared(people: tuple[DemoPerson, ...]) -> list[DemoPerson]:
    return [each for each in people if each.declaration is not None]


def test_the_same_year_and_seed_give_the_same_people() -> None:
    assert population(YEAR) == population(YEAR)
    assert population(YEAR) != population(YEAR, seed=1)


def test_counts() -> None:
    made = population(YEAR)
    adults = [each for each in made.people if YEAR - each.birth_year >= 18]
    assert len(made.villages) == len({village.name for village in made.villages}) == 5
    assert 300 <= len(adults) <= 330
    assert 5 <= len(made.people) - len(adults) <= 60
    assert sum(YEAR - each.birth_year >= 60 for each in adults) > 40
    assert 0.42 <= len(declared(made.people)) / len(adults) <= 0.48
    states = Counter(each.declaration.state for each in declared(made.people) if each.declaration)
    for state, part in {State.CONFIRMED: 0.6, State.SUBMITTED: 0.2, State.DRAFT: 0.15, State.RETURNED: 0.05}.items():
        assert abs(states[state] / states.total() - part) < 0.05


def test_names(commune: Population) -> None:
    for each in commune.people:
        assert unicodedata.is_normalized("NFC", each.full_name)
        words = each.full_name.split(" ")
        assert 3 <= len(words) <= 4
        assert len(set(words)) == len(words)
        assert all(word.isalpha() and word == word.capitalize() for word in words)


def test_nobody_can_be_mixed_up(commune: Population) -> None:
    assert len({(each.full_name, each.village) for each in commune.people}) == len(commune.people)
    names = [each.full_name for each in commune.people]
    assert names.count(VISITOR.full_name) == names.count(FIRST_HEAD.full_name) == 1
    assert OFFICER_NAME not in names


def test_the_visitor_and_the_first_head(commune: Population) -> None:
    visitor, head = commune.people[0], commune.people[commune.villages[0].head]
    assert (visitor.full_name, visitor.birth_year, visitor.village) == ("Nguyễn Thị Lan", 1968, 0)
    assert visitor.declaration is None
    assert (head.full_name, head.village) == ("Phan Văn Đức", 0)
    assert head.household != visitor.household


def test_households(commune: Population) -> None:
    households: dict[int, list[DemoPerson]] = defaultdict(list)
    for each in commune.people:
        households[each.household].append(each)
    for members in households.values():
        assert 2 <= len(members) <= 6
        assert len({each.village for each in members}) == 1
        for elder in members:
            for younger in members:
                if elder.generation == younger.generation - 1:
                    assert younger.birth_year - elder.birth_year >= 18
                if elder.generation < younger.generation == 2:
                    families = {each.full_name.split()[0] for each in members if each.generation == 1}
                    assert younger.full_name.split()[0] in families


def test_heads_are_grown_residents(commune: Population) -> None:
    for i, village in enumerate(commune.villages):
        head = commune.people[village.head]
        assert head.village == i
        assert head.generation < 2 or head.birth_year < 1990


def test_occupations_fit_the_age() -> None:
    for each in population(YEAR).people:
        age = YEAR - each.birth_year
        assert 15 <= age <= 95
        assert each.occupation in OCCUPATIONS
        assert (each.occupation == "di_hoc") <= (age < 23)
        assert (each.occupation == "nghi") <= (age >= 60)


def test_answers_are_answers_of_the_form() -> None:
    made = population(YEAR)
    for each in declared(made.people):
        assert each.declaration is not None
        assert YEAR - each.birth_year >= 18
        assert State(each.declaration.state) in {State.DRAFT, State.SUBMITTED, State.RETURNED, State.CONFIRMED}
        answers = each.declaration.answers
        complete = tuple(answers) == KEYS
        assert complete == (each.declaration.state is not State.DRAFT)
        assert tuple(answers) == KEYS[: len(answers)]
        for key, value in answers.items():
            match key:
                case "B1":
                    assert value == [NO_TICK] or value == [tick for tick in TICKS if tick in value] != []
                case "B2":
                    assert value in {NO_NEED, "0", "1", "2", "3"}
                case "schooling" | "qualification":
                    assert value in {"0", "1", "2", "3", "4", "5", "tho_gioi"}
                case "life_skills":
                    assert value == [NO_TOPIC] or value == [topic for topic in TOPICS if topic in value] != []
                case _:
                    assert value in {"0", "1", "2", "3"}


def test_the_ids_of_the_telephone_question_are_the_callers() -> None:
    made = population(YEAR, b1_options=["x", "y"], b1_none="z")
    ticked = {
        tick for each in declared(made.people) if each.declaration for tick in each.declaration.answers.get("B1", [])
    }
    assert ticked == {"x", "y", "z"}


def test_the_old_are_less_at_ease_with_a_telephone() -> None:
    ticks: dict[bool, list[int]] = {True: [], False: []}
    for each in declared(population(YEAR).people):
        if each.declaration and "B1" in each.declaration.answers:
            chosen = each.declaration.answers["B1"]
            ticks[YEAR - each.birth_year >= 60].append(len(chosen) if chosen != [NO_TICK] else 0)
    assert sum(ticks[True]) / len(ticks[True]) + 0.5 < sum(ticks[False]) / len(ticks[False])


def test_nobody_of_a_heads_household_is_decided_by_that_head(commune: Population) -> None:
    heads = {commune.people[village.head].household for village in commune.villages}
    for each in declared(commune.people):
        if each.household in heads and each.declaration:
            assert each.declaration.state in {State.DRAFT, State.SUBMITTED}


def test_the_ids_are_those_of_the_criteria_set() -> None:
    choices = {indicator.id: {choice.id for choice in indicator.choices} for indicator in CRITERIA.asked}
    assert set(KEYS) == set(choices)
    assert {*TICKS, NO_TICK} == choices["B1"]
    assert NO_NEED in choices["B2"]
    for each in declared(population(YEAR).people):
        if each.declaration:
            for key, value in each.declaration.answers.items():
                assert choices[key].issuperset([value] if isinstance(value, str) else value)


def test_some_reach_the_title_and_some_do_not() -> None:
    verdicts = Counter(
        score(CRITERIA, each.declaration.answers).verdict
        for each in declared(population(YEAR).people)
        if each.declaration and each.declaration.state is State.CONFIRMED
    )
    assert 0.4 < verdicts[Verdict.REACHED] / verdicts.total() < 0.85


async def test_a_full_queue_waits_for_the_demos_head(sqlite: Database) -> None:
    """Of 40 more, two have every answer at the top; the rest may be confirmed together."""

    def work(tx: Transaction) -> None:
        assert seed(tx, {"resident": "r", "head": "h", "officer": "o"})
        assert not seed(tx, {})
        head = accounts.find(tx, "web", chat_of("h"))
        assert head is not None
        before = queue.page(tx, head.actor, most=1).counts
        fill_queue(tx, 40)
        after = queue.page(tx, head.actor, most=1).counts
        assert after[Filter.ALL] - before[Filter.ALL] == 40
        assert after[Filter.DOUBTFUL] - before[Filter.DOUBTFUL] == 2
        assert after[Filter.PLAIN] - before[Filter.PLAIN] == 38

    await sqlite.write(work)
