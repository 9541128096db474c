"""The one policy, and its twin in SQL."""

from __future__ import annotations

import itertools

from criteria.declaration import State
from criteria.policy import Action, Actor, Denied, Grant, Role, Subject, may
from handlers.all_routes import ROUTER
from storage import declarations, people, queue
from storage.declaration_record import Declaration, Speaker
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.queue import Filter
from tests.village import GOOD, Village, found, resident

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
        village = found(tx)
        crowd = _crowd(tx, village)
        sent = [_sent(tx, village, person) for person in crowd]
        for person in crowd:
            for grants in _grants(village):
                actor = Actor(person.id, person.household_id, grants)
                page = queue.page(tx, actor, most=100)
                lawful = {each.id for each in sent if grants and may(actor, Action.DECIDE, each.subject) is None}
                assert {row.id for row in page.rows} == lawful
                assert page.found == page.counts[Filter.ALL] == queue.count(tx, actor) == len(lawful)
                for each in sent:
                    assert (queue.in_line(tx, actor, Filter.ALL, each.id) is not None) == (each.id in lawful)

    await database.write(work)


def _crowd(tx: Transaction, village: Village) -> list[people.Person]:
    homes = [village.kim_son, village.hong_linh]
    crowd = [
        resident(tx, home, f"Lê Văn {letter}", 1980, household=household)
        for home, letter, household in itertools.product(homes, "AB", ["1", "2"])
    ]
    loner = people.add(
        tx,
        place_id=village.kim_son.id,
        full_name="Võ Thị Đơn",
        folded_name="vo thi don",
        birth_year=1970,
        on_roster=False,
    )
    return [*crowd, loner, village.head, village.officer]


def _sent(tx: Transaction, village: Village, person: people.Person) -> Declaration:
    speaker = Speaker(tx.chain.account_id)
    declaration = declarations.begin(tx, person, village.cycle, speaker=speaker)
    for key, value in GOOD.items():
        declaration = declarations.answer(tx, declaration, key, value, speaker=speaker)
    sent = declarations.submit(tx, declaration, speaker=speaker)
    assert sent is not None
    return sent


def _grants(village: Village) -> list[tuple[Grant, ...]]:
    head, other = Grant(Role.HEAD, village.kim_son.id), Grant(Role.HEAD, village.hong_linh.id)
    officer = Grant(Role.OFFICER, village.commune.id)
    return [(), (head,), (other,), (head, other), (officer,), (officer, head)]
