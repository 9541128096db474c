"""Who may do what to which: the policy, and the program as it is played, beside ``tests/authority.toml``."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pytest

from bot.dispatch import Dispatcher
from criteria import policy
from criteria.policy import NOBODYS, Action, Actor, Denied, Subject
from handlers.all_routes import LOADERS, ROUTER
from handlers.kit.context import Links
from storage import accounts
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from tests.authority import NOBODY, OFFICES, PEOPLE, WITHOUT_A_CHAT, Populated, populate
from tests.conftest import Clock
from tests.handlers.authority_play import Player, Try, knows
from tests.handlers.authority_table import rows
from tests.village import there

May = Callable[[Actor, Action, Subject | None], Denied | None]
DAILY = 7_000  # tries, of more than 300,000 in make soak
SOURCE = Path(policy.__file__).read_text("utf-8")
PARTS = 16  # of the routes: each can be run by itself, and many at once
SOAK = 8  # combinations of further parameters of each route, actor and record there


@dataclass(frozen=True)
class Population:
    """Two communes as the policy sees them."""

    made: Populated
    actors: Mapping[str, Actor]
    subjects: Mapping[str, Mapping[str, Subject]]  # of records, by kind and name


@pytest.fixture
async def population(sqlite: Database) -> Population:
    made = await sqlite.write(populate)

    def work(tx: Transaction) -> Population:
        actors = {name: there(accounts.find(tx, "web", chat)).actor for name, chat in made.chats.items()}
        subjects = {
            kind: {name: there(LOADERS[kind](tx, key)).subject for name, key in named.items()}
            for kind, named in made.records.items()
        }
        return Population(made, actors, subjects)

    return await sqlite.write(work)


Cell = tuple[str, str, str, Subject | None]  # a route, who presses it, the record, and what the policy is asked about


def cells(population: Population) -> Iterator[Cell]:
    """Each route, actor and record, and the record as the policy sees it; ``""`` where a route needs none."""
    for name, route in ROUTER.routes.items():
        kind = next((key for key, type_ in route.parameters if type_ is None), None)
        subjects: Mapping[str, Subject | None] = {"": None} if kind is None else population.subjects[kind]
        for record, subject in subjects.items():
            for who in population.actors:
                yield name, who, record, subject


def difference(population: Population, cell: Cell, may: May = policy.may) -> str:
    """How a policy differs from the table there: "confirm: head to coded: may not, but is let". "": it does not."""
    name, who, record, subject = cell
    is_let = may(population.actors[who], ROUTER.routes[name].action, subject) is None
    if is_let == (who in rows()[name].to.get(record, ())):
        return ""
    return f"{name}: {who} to {record}: {'may not, but is let' if is_let else 'may, but is not let'}"


async def test_the_policy_is_what_the_table_says(population: Population) -> None:
    wrong = [said for cell in cells(population) if (said := difference(population, cell))]
    assert not wrong, "\n".join(wrong)


async def test_the_table_is_about_all_that_there_is(population: Population) -> None:
    assert len(population.actors) == len(PEOPLE) - len(WITHOUT_A_CHAT) + len(NOBODY) >= 23
    assert set(population.subjects) == set(LOADERS)
    assert set(rows()) == set(ROUTER.routes)
    for name, row in rows().items():
        kind = next((key for key, type_ in ROUTER.routes[name].parameters if type_ is None), None)
        assert row.of == kind, name
        assert set(row.to) <= ({""} if kind is None else set(population.subjects[kind])), name
    named = {who for row in rows().values() for cell in row.to.values() for who in cell}
    assert named == set(population.actors)


# A line of the policy broken, and a cell that must notice.
BROKEN = (
    ("return subject.village_id in actor.places(Role.HEAD) or subject.commune_id in actor.communes",
     "return bool(actor.places(Role.HEAD) or actor.communes)", "review: head2 to lan: may not, but is let"),
    ("return subject.village_id in actor.places(Role.HEAD) or subject.commune_id in actor.communes",
     "return subject.village_id in actor.places(Role.HEAD)", "confirm: officer to lan: may, but is not let"),
    ("tie = None if subject.person_id is None else actor.tied.get(subject.person_id)",
     "tie = None", "confirm: head to coded: may not, but is let"),
    ("is_drawn = subject.unvouched is Unvouched.DRAWN and subject.commune_id not in actor.communes",
     "is_drawn = False", "confirm: head to drawn: may not, but is let"),
    ("same_household = actor.household_id is not None and actor.household_id == subject.household_id",
     "same_household = False", "confirm: head to heads_son: may not, but is let"),
    ("if subject.state is State.DRAFT:  # not sent yet: nobody else's business\n        return NOT_YOURS",
     "if False:\n        return NOT_YOURS", "review: head to draft: may not, but is let"),
    ("or subject.state is State.DRAFT:  # not sent yet: nobody else's business\n        return NOT_YOUR_VILLAGE",
     ":\n        return NOT_YOUR_VILLAGE", "return: officer to draft: may not, but is let"),
    ("(None if subject.cycle_open else LOCKED)\n\n\ndef _may_speak_for",
     "None\n\n\ndef _may_speak_for", "undo: officer to locked: may not, but is let"),
    ("return denied if denied is not None or subject is None else why_another(actor, subject)",
     "return denied", "newcomer-right: officer to officers_kin: may not, but is let"),
    ("return None if subject.state in EDITABLE else CONFIRMED",
     "return None", "submit: confirmed to confirmed: may not, but is let"),
    ("return None if actor.speaks(subject.person_id) else NOT_ASKED",
     "return None", "diary-of: kin to lan: may not, but is let"),
    ("return _must_be_officer(actor, subject) if subject.holds_role and subject.person_id != actor.person_id else None",
     "return None", "admit: head to helper: may not, but is let"),
    ("if _serves(actor, subject) or actor.speaks(subject.person_id) or subject.person_id in actor.named:",
     "if True:", "declare-for: helper to roster: may not, but is let"),
    ("return None if subject.role is Role.HELPER or subject.for_a_time else ONLY_OFFICER_ENDS",
     "return None", "role-end: deputy to head: may not, but is let"),
    ("if not actor.communes or (subject is not None and subject.commune_id not in actor.communes):",
     "if not actor.communes:", "stats-of: officer to foreign: may not, but is let"),
    ("is_theirs = subject is not None and subject.person_id is not None and subject.person_id == actor.person_id",
     "is_theirs = False", "put-right: officer to officer: may not, but is let"),
    ("None if subject is not None and _serves(actor, subject) else NOT_YOUR_RESIDENT\n        case Action.PUT_RIGHT",
     "None\n        case Action.PUT_RIGHT", "person: head2 to lan: may not, but is let"),
    ("return actor.household_id is not None and actor.household_id == subject.household_id",
     "return True", "family-out: neighbour to ours: may not, but is let"),
    ("in_their_place = not subject.kept and _serves(actor, subject) and subject.person_id not in actor.tied",
     "in_their_place = not subject.kept and _serves(actor, subject)",
     "joining-agree: head to let_in: may not, but is let"),
    ("in_their_place = not subject.kept and _serves(actor, subject) and subject.person_id not in actor.tied",
     "in_their_place = _serves(actor, subject)", "joining-agree: head to home: may not, but is let"),
    ("moves = subject.commune_id in actor.communes and not at_home",
     "moves = subject.commune_id in actor.communes", "joining-agree: officer to officers_leaving: may not, but is let"),
    ("    if is_theirs:\n        return NOT_ASKED_OF_YOU\n",
     "    if is_theirs:\n        return None\n", "joining-agree: neighbour to home: may not, but is let"),
)  # fmt: skip


def broken_policy(line: str, broken: str) -> May:
    """The policy with that line replaced; its kinds are those of the real one."""
    source = SOURCE.replace(line, broken)
    kinds = {name: value for name, value in policy.__dict__.items() if isinstance(value, type)}
    made = {**policy.__dict__}
    exec(compile(source, "criteria/policy.py", "exec"), made)  # noqa: S102
    made.update(kinds)
    may: May = made["may"]
    return may


async def test_a_broken_line_of_the_policy_is_noticed(population: Population) -> None:
    assert len(BROKEN) >= 10
    known = {f"{name}: {who} to {record}": (name, who, record, on) for name, who, record, on in cells(population)}
    for line, broken, said in BROKEN:
        assert SOURCE.count(line) == 1, line
        assert difference(population, known[said.rpartition(":")[0]], broken_policy(line, broken)) == said


async def test_a_refusal_does_not_tell_whether_there_is_such_a_record(population: Population) -> None:
    """In the same words of what somebody may see nothing of as of what is not there."""
    seen = {
        (who, rows()[name].of, record)
        for name, row in rows().items()
        for record, cell in row.to.items()
        for who in cell
    }
    for name, who, record, subject in cells(population):
        kind, actor, action = rows()[name].of, population.actors[who], ROUTER.routes[name].action
        if kind is None or (who, kind, record) in seen:
            continue
        if kind == "grant" and who in rows()["keepers"].to[OFFICES[record][1]]:  # there they stand on the list
            continue
        assert policy.may(actor, action, subject) == policy.may(actor, action, NOBODYS), (name, who, record)


def wrong(player: Player, each: Try) -> str:
    """What is wrong with what came of a try: what is refused writes nothing, and no screen names whom one may not know.

    ``""``: nothing is.
    """
    outcome = player.play(each)
    named = player.named(outcome.said) - knows(each.who) - player.told_by(each)
    is_bad = (outcome.written and not each.is_let) or "Có trục trặc" in outcome.said or named
    return f"{each}: {outcome}, named: {sorted(named)}" if is_bad else ""


async def played(database: Database, clock: Clock, which: Callable[[Player], Iterator[Try]]) -> int:
    """Play them, each route in a transaction of its own, which is taken back; returns how many."""
    made = await database.write(populate)
    clock.advance(minutes=5)
    dispatcher = Dispatcher(database, Links(("https://hoctap.vn/{code}",)))

    class TakenBackError(Exception):
        """Everything is taken back."""

    tries = await database.read(lambda tx: tuple(which(Player(tx, made, dispatcher))))
    faults: list[str] = []

    def of_one_route(tx: Transaction, tried: Sequence[Try]) -> None:
        player = Player(tx, made, dispatcher)
        faults.extend(filter(None, (wrong(player, each) for each in tried)))
        raise TakenBackError

    for _, tried in groupby(sorted(tries, key=attrgetter("name")), attrgetter("name")):
        with pytest.raises(TakenBackError):
            await database.write(partial(of_one_route, tried=tuple(tried)))
    assert faults == []
    return len(tries)


@pytest.mark.long
async def test_nobody_is_let_or_told_more_than_the_table_says(sqlite: Database, clock: Clock) -> None:
    def sample(player: Player) -> Iterator[Try]:
        """Each route with each record at least once by somebody, and as many more as there is time for."""
        chosen = random.Random(13)
        every = list(player.tries(2))
        of_each = {(each.name, each.record): each for each in chosen.sample(every, len(every))}
        yield from of_each.values()
        yield from chosen.sample(every, DAILY - len(of_each))

    assert await played(sqlite, clock, sample) == DAILY


async def test_more_than_three_hundred_thousand_are_tried_in_soak(sqlite: Database) -> None:
    def count(tx: Transaction) -> int:
        player = Player(tx, populate(tx), Dispatcher(sqlite, Links(("https://hoctap.vn/{code}",))))
        return sum(1 for _ in player.tries(SOAK))

    assert await sqlite.write(count) >= 300_000


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
async def test_nobody_is_let_or_told_more_whatever_they_try(sqlite: Database, clock: Clock, part: int) -> None:
    names = set(sorted(ROUTER.routes)[part::PARTS])
    n = await played(sqlite, clock, lambda player: (each for each in player.tries(SOAK) if each.name in names))
    print(f"{n} combinations of route, actor, record and further parameters tried, 0 let through")  # noqa: T201
    assert n > 0
