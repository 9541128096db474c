"""The one policy, and its twin in SQL."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import update

from bot.commune_setup import add_commune
from criteria.declaration import Move, State
from criteria.model import CLAN, FAMILY, UNIT, VILLAGE
from criteria.policy import TIED, Action, Actor, Denied, Grant, Role, Subject, Tie, Unvouched, may
from handlers.all_routes import ROUTER
from locales.text import T
from storage import (
    accounts,
    clans,
    cycles,
    decisions,
    declarations,
    households,
    mergers,
    people,
    places,
    queue,
    roles,
    ties,
)
from storage.declaration_record import About, Declaration, Speaker
from storage.kit import tables
from storage.kit.engine import Database
from storage.kit.tables import people as people_table
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind, CycleState, PlaceKind
from storage.queue import Filter
from tests.village import CONTACT, GOOD, Village, found, resident

MINE = Subject(commune_id=1, village_id=2, person_id=10, household_id=100, state=State.SUBMITTED)
RESIDENT = Actor(10, 100)
HEAD = Actor(20, 200, (Grant(Role.HEAD, 2),))
OTHER_HEAD = Actor(30, 300, (Grant(Role.HEAD, 3),))
OFFICER = Actor(40, 400, (Grant(Role.OFFICER, 1),))
PROXY = Actor(60, 600, (Grant(Role.HEAD, 2),), frozenset({10}))  # a head who speaks for the resident
FORMER_PROXY = Actor(70, 700, (Grant(Role.HEAD, 2),))  # a head who spoke last, and does so no more
HEAD_OF_MY_HOUSE = Actor(50, 100, (Grant(Role.HEAD, 2),))


def allowed(action: Action, subject: Subject | None = MINE) -> list[str]:
    actors = {
        "nobody": Actor(),
        "resident": RESIDENT,
        "head": HEAD,
        "other head": OTHER_HEAD,
        "officer": OFFICER,
        "family head": HEAD_OF_MY_HOUSE,
        "proxy": PROXY,
        "former proxy": FORMER_PROXY,
    }
    return [name for name, actor in actors.items() if may(actor, action, subject) is None]


def test_who_may_do_what() -> None:
    assert allowed(Action.SEE) == ["resident", "head", "officer", "family head", "proxy", "former proxy"]
    draft = Subject(commune_id=1, village_id=2, person_id=10, household_id=100, state=State.DRAFT)
    assert allowed(Action.SEE, draft) == ["resident", "proxy"]
    assert allowed(Action.ANSWER) == ["resident", "proxy"]
    assert allowed(Action.SPEAK_FOR) == ["resident", "proxy"]
    spoken = Subject(commune_id=1, village_id=2, person_id=10, household_id=100, state=State.SUBMITTED, spoken_by=70)
    assert allowed(Action.DECIDE) == ["head", "officer", "former proxy"]
    for tie in Tie:
        tied = replace(HEAD, tied={10: tie})
        assert may(tied, Action.DECIDE, MINE) == TIED[tie]
        assert may(tied, Action.DECIDE, replace(MINE, person_id=11)) is None
        assert may(tied, Action.SEE, MINE) is None  # they see, and do not decide
    assert allowed(Action.DECIDE, spoken) == ["head", "officer"]  # nobody decides on what they said themselves
    holder = Subject(commune_id=1, village_id=2, person_id=80, holds_role=True)
    assert allowed(Action.ADMIT) == ["head", "officer", "family head", "proxy", "former proxy"]
    assert allowed(Action.ADMIT, holder) == ["officer"]  # a head lets nobody into an officer's or a head's account
    assert allowed(Action.EXPORT, None) == ["officer"]
    assert allowed(Action.ADOPT, Subject(commune_id=9)) == []
    assert allowed(Action.ENTER, Subject(commune_id=1)) == ["officer"]
    assert allowed(Action.ENTER, Subject(commune_id=9)) == []
    assert allowed(Action.SEE_QUEUE, None) == ["head", "other head", "officer", "family head", "proxy", "former proxy"]
    assert "nobody" not in allowed(Action.TAKE_PART, None)


def test_a_closed_cycle_changes_no_more() -> None:
    closed = Subject(commune_id=1, village_id=2, person_id=10, household_id=100, state=State.DRAFT, cycle_open=False)
    assert allowed(Action.ANSWER, closed) == []
    assert allowed(Action.DECIDE, closed) == []
    assert allowed(Action.ENTER, Subject(commune_id=1, cycle_open=False)) == []


def test_every_action_is_decided_and_every_refusal_says_why() -> None:
    for action, subject in itertools.product(Action, [None, MINE]):
        answer = may(Actor(), action, subject)
        assert answer is None or isinstance(answer, Denied)
        assert (answer is None) == (action is Action.LOOK)


def test_every_route_names_an_action_and_routes_about_a_record_load_it() -> None:
    assert len(ROUTER.routes) > 30
    for name, route in ROUTER.routes.items():
        keys = [key for key, _ in route.parameters]
        if route.action in {Action.SEE, Action.ANSWER, Action.DECIDE}:
            assert keys[0] in {"declaration", "evidence"}, name
        deciding = name in {
            "confirm",
            "return",
            "return-as",
            "return-how",
            "return-why",
            "undo",
            "answer",
            "tick",
            "ticked",
            "submit",
            "compact-save",
            "facts-same",
            "confirm-as",
        }
        assert ("revision" in keys) == deciding, name


async def test_the_queue_in_sql_is_the_policy(database: Database) -> None:
    """For everybody and every declaration: it stands in the queue exactly if the policy lets them decide."""

    def work(tx: Transaction) -> None:
        world = _world(tx)
        waiting = [each for each in world.declared if each.state is State.SUBMITTED]
        decided = [each for each in world.declared if each.state in {State.CONFIRMED, State.RETURNED}]
        seen: set[int] = set()
        for actor in world.actors:
            lawful = _lawful(actor, waiting)
            page = queue.page(tx, actor, most=100)
            assert {row.id for row in page.rows} == lawful, actor
            assert page.found == page.counts[Filter.ALL] == queue.count(tx, actor) == len(lawful)
            recent = queue.recently_decided(tx, actor, most=100)
            assert {each.id for each in recent} == _lawful(actor, decided), actor
            seen |= lawful
        assert seen == {each.id for each in waiting if each.cycle.is_open}  # each waits for somebody
        for actor in world.actors[:: len(world.actors) // 40]:
            lawful = _lawful(actor, waiting)
            for each in world.declared:
                assert (queue.in_line(tx, actor, Filter.ALL, each.id) is not None) == (each.id in lawful)
            after = queue.following(tx, actor, Filter.ALL, world.declared[0])
            assert (after is not None) == bool(lawful - {world.declared[0].id})

    await database.write(work)


def _lawful(actor: Actor, some: Sequence[Declaration]) -> set[int]:
    return {each.id for each in some if may(actor, Action.DECIDE, each.subject) is None}


@dataclass(frozen=True)
class World:
    """People of every kind, and what they have declared, in every state and in every way."""

    actors: list[Actor]
    declared: list[Declaration]


def _world(tx: Transaction) -> World:
    """Two communes and a school, everybody's declarations, and everybody in every role."""
    village = found(tx)
    elsewhere = add_commune(tx, "18163", year=2026, contact=CONTACT, villages=["Xóm Mới"])
    (far,) = places.villages(tx, elsewhere.id)
    school = places.add_village(
        tx, commune=village.commune, label="trường", name="THCS", join_code="THCSSH", since=date(2026, 1, 1),
        kind=PlaceKind.UNIT,
    )  # fmt: skip
    crowd = _crowd(tx, village)
    first, second, third, *_ = crowd
    for drawn in (first, crowd[4]):
        where = people_table.c.id == drawn.id
        tx.connection.execute(people_table.update().where(where).values(unvouched=Unvouched.DRAWN))
    stranger = resident(tx, far, "Cao Thị Xa", 1980, household="1")
    teacher = mergers.assess_at(tx, resident(tx, village.kim_son, "Hồ Văn Thầy", 1985, household="9"), school)
    assert teacher is not None
    declared = [
        *(_sent(tx, village, each, Speaker(_account(tx), each.id)) for each in (first, teacher, village.head)),
        _sent(tx, village, second, Speaker(_account(tx), third.id, ConsentKind.BESIDE)),
        _sent(tx, village, third, Speaker(_account(tx), village.head.id, ConsentKind.PAPER)),
        _sent(tx, village, village.officer, Speaker(_account(tx))),  # on paper of old: nobody is named
        _sent(tx, village, stranger, Speaker(_account(tx), stranger.id)),
        *(_sent(tx, village, each, Speaker(_account(tx), village.officer.id, ConsentKind.ASKED)) for each in crowd[3:]),
        *_of_places(tx, village, school, teacher),
        *_of_households(tx, village, crowd),
        *_in_other_states(tx, village),
    ]
    everybody = [*crowd, stranger, teacher, village.lan, village.head, village.officer]
    grants = _grants(village, school, far, elsewhere)
    proxied = [frozenset[int](), frozenset({first.id, third.id}), frozenset({village.head.id, teacher.id})]
    actors = [
        Actor(now.id, now.household_id, held, spoken_for, tied=ties.of_decider(tx, now.id))
        for now, held, spoken_for in itertools.product((people.get(tx, each.id) for each in everybody), grants, proxied)
    ]
    tx.held.clear()
    return World([*actors, *_at_their_phones(tx, village, crowd)], [_now(tx, each) for each in declared])


def _now(tx: Transaction, declaration: Declaration) -> Declaration:
    found_again = declarations.load(tx, declaration.id)
    assert found_again is not None
    return found_again


def _account(tx: Transaction) -> int:
    assert tx.chain is not None
    return tx.chain.account_id


def _crowd(tx: Transaction, village: Village) -> list[people.Person]:
    homes = [village.kim_son, village.hong_linh]
    crowd = [
        resident(tx, home, f"Lê Văn {letter}", 1980, household=household)
        for home, letter, household in itertools.product(homes, "AB", ["1", "2"])
    ]
    loners = [
        people.add(tx, place_id=village.kim_son.id, full_name=name, birth_year=1970, on_roster=False)
        for name in ("Võ Thị Đơn", "Võ Thị Lẻ")
    ]
    return [*crowd, *loners]


def _sent(
    tx: Transaction,
    village: Village,
    person: people.Person,
    speaker: Speaker,
    answers: Mapping[str, object] = GOOD,
    **about: Any,
) -> Declaration:
    commune_id = places.get(tx, person.place_id).commune_id
    cycle = cycles.of_year(tx, commune_id, 2026)
    assert cycle is not None
    declaration = declarations.begin(tx, person, cycle, speaker=speaker, **about)
    for key, value in answers.items():
        declaration = declarations.answer(tx, declaration, key, value, speaker=speaker)
    sent = declarations.submit(tx, declaration, speaker=speaker)
    assert sent is not None
    return sent


def _of_places(
    tx: Transaction, village: Village, school: places.Place, teacher: people.Person
) -> Iterator[Declaration]:
    """What a village and a unit declare about themselves: where they are, and where a village confirms for a unit."""
    answers = {"TH3": "1"}
    for title, place, at in ((VILLAGE, village.kim_son, village.kim_son), (UNIT, school, school)):
        speaker = Speaker(_account(tx), village.head.id)
        about = About(place_id=place.id)
        yield _sent(tx, village, village.head, speaker, answers, title=title, subject=about, place_id=at.id)
    office = places.add_village(
        tx,
        commune=village.commune,
        label="trạm",
        name="Y tế",
        join_code="TRAMYT",
        since=date(2026, 1, 1),
        kind=PlaceKind.UNIT,
    )
    about = About(place_id=office.id)
    there = village.hong_linh.id
    yield _sent(
        tx, village, teacher, Speaker(_account(tx), teacher.id), answers, title=UNIT, subject=about, place_id=there
    )


def _of_households(tx: Transaction, village: Village, crowd: Sequence[people.Person]) -> Iterator[Declaration]:
    """A family and a clan; a family whose only member has moved to another's household; people who have moved."""
    mover = resident(tx, village.kim_son, "Đinh Văn Chuyển", 1975, household="7")
    for person in (village.lan, mover):
        assert person.household_id is not None
        about = About(household_id=person.household_id)
        speaker = Speaker(_account(tx), person.id)
        yield _sent(tx, village, person, speaker, {"nguoi_lon": "2"}, title=FAMILY, subject=about)
        yield _sent(tx, village, person, speaker)
    host, left_behind = crowd[0], mover.household_id
    assert host.household_id is not None
    assert left_behind is not None
    households.enter(tx, households.get(tx, host.household_id), mover, relation="other")
    households.enter(tx, households.get(tx, left_behind), crowd[1], relation="other")  # lives where the mover lived
    clan = clans.found(tx, village.head, name="Phan Văn", code="PHANVN")
    speaker = Speaker(_account(tx), village.lan.id, ConsentKind.ASKED)
    yield _sent(tx, village, village.head, speaker, {"DH2": "1"}, title=CLAN, subject=clan.about)


def _in_other_states(tx: Transaction, village: Village) -> Iterator[Declaration]:
    """A draft, one confirmed, one returned, one withdrawn from confirmation; and one of a year that is closed."""
    someone = [resident(tx, village.kim_son, f"Mai Thị {letter}", 1990, household="8") for letter in "ABCDE"]
    speakers = [Speaker(_account(tx), each.id) for each in someone]
    yield declarations.begin(tx, someone[0], village.cycle, speaker=speakers[0])
    for person, speaker, move in zip(
        someone[1:4], speakers[1:4], (Move.CONFIRM, Move.RETURN, Move.CONFIRM), strict=True
    ):
        decided = decisions.decide(
            tx, _sent(tx, village, person, speaker), move, person_id=village.officer.id, reason=T("Chưa rõ")
        )
        assert decided is not None
        yield decided
    yield from _of_a_closed_year(tx, village, someone[4])


def _of_a_closed_year(tx: Transaction, village: Village, person: people.Person) -> Iterator[Declaration]:
    last_year = cycles.open_year(tx, commune_id=village.commune.id, year=2025, plan="")
    speaker = Speaker(_account(tx), person.id)
    for resident_, move in ((person, None), (village.lan, Move.CONFIRM)):
        declaration = declarations.begin(tx, resident_, last_year, speaker=speaker)
        for key, value in GOOD.items():
            declaration = declarations.answer(tx, declaration, key, value, speaker=speaker)
        sent = declarations.submit(tx, declaration, speaker=speaker)
        assert sent is not None
        yield sent if move is None else decisions.decide(tx, sent, move, person_id=village.officer.id) or sent
    tx.connection.execute(
        update(tables.cycles).where(tables.cycles.c.id == last_year.id).values(state=CycleState.CLOSED)
    )


def _grants(
    village: Village, school: places.Place, far: places.Place, elsewhere: places.Place
) -> list[tuple[Grant, ...]]:
    head, other = Grant(Role.HEAD, village.kim_son.id), Grant(Role.HEAD, village.hong_linh.id)
    officer, helper = Grant(Role.OFFICER, village.commune.id), Grant(Role.HELPER, village.kim_son.id)
    of_school, of_far = Grant(Role.HEAD, school.id), Grant(Role.HEAD, far.id)
    stranger = Grant(Role.OFFICER, elsewhere.id)
    return [
        (), (head,), (other,), (head, other), (officer,), (officer, head), (officer, of_school), (helper,),
        (helper, other), (of_school,), (of_far, stranger), (officer, stranger), (officer, other),
    ]  # fmt: skip


def _at_their_phones(tx: Transaction, village: Village, crowd: Sequence[people.Person]) -> Iterator[Actor]:
    """Actors as a turn finds them: a deputy, one whose time is over, a helper, one who speaks for a neighbour."""
    soon, past = tx.now + timedelta(days=1), tx.now - timedelta(days=1)
    roles.give(tx, crowd[0], Role.HEAD, village.kim_son.id, until=soon)
    roles.give(tx, crowd[1], Role.HEAD, village.kim_son.id, until=past)
    roles.give(tx, crowd[2], Role.HELPER, village.kim_son.id)
    roles.give(tx, crowd[3], Role.HEAD, village.hong_linh.id)
    for number, person in enumerate(crowd[:4]):
        account = accounts.lock(tx, "web", f"phone-{number}")
        accounts.bind_person(tx, account, people.get(tx, person.id))
        if person is crowd[3]:
            accounts.speak_for(tx, account, crowd[5], ConsentKind.BESIDE)
        accounts.save(tx, account, owed=None)
        yield accounts.lock(tx, "web", f"phone-{number}").actor
