"""Who looked: one statement for a screen, nothing written twice on one day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import text

from criteria.policy import Actor, Grant, Role
from storage import looks, people
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import Looked
from tests.conftest import MOMENT, Clock
from tests.statements import statements_sent
from tests.village import found, resident


def rows(tx: Transaction) -> int:
    return int(tx.connection.execute(text("SELECT count(*) FROM looks")).scalar_one())


async def test_a_screen_of_many_is_one_statement_and_writes_only_what_is_new(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        many = [resident(tx, village.kim_son, f"Người {i}", 1970, household=str(10 + i)).id for i in range(20)]
        head = Actor(village.head.id, village.head.household_id, (Grant(Role.HEAD, village.kim_son.id),))
        with statements_sent() as said:
            looks.record(tx, head, many[:1], what=Looked.CARD, names=many[1:])
        assert (len(said), rows(tx)) == (1, 20)
        with statements_sent() as said:
            looks.record(tx, head, many[:1], what=Looked.CARD, names=many[1:])
            looks.record(tx, head, [village.head.id], what=Looked.CARD)
            looks.record(tx, Actor(), many, what=Looked.CARD)
        assert (len(said), rows(tx)) == (1, 20)
        (look,) = looks.of_person(tx, many[0])
        assert (look.day, look.name, look.role, look.what) == (
            date(2026, 11, 23), "Phan Văn Đức", Role.HEAD, Looked.CARD,
        )  # fmt: skip
        looks.record(tx, head, [10**6], what=Looked.CARD)  # somebody who is not there
        assert rows(tx) == 20

    await database.write(work)


async def test_an_export_of_a_whole_commune_is_a_few_statements(sqlite: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        many = [
            people.add(tx, place_id=village.kim_son.id, full_name=f"Người {i}", birth_year=1970, on_roster=True).id
            for i in range(1200)
        ]
        officer = Actor(village.officer.id, None, (Grant(Role.OFFICER, village.commune.id),))
        with statements_sent() as said:
            looks.record(tx, officer, many, what=Looked.EXPORT)
        assert (len(said), rows(tx)) == (3, 1200)

    await sqlite.write(work)


async def test_what_somebody_saw_since_a_day(database: Database, clock: Clock) -> None:
    def look(tx: Transaction) -> tuple[int, int]:
        village = found(tx)
        looks.record(tx, Actor(village.head.id), [village.lan.id], what=Looked.CARD)
        return village.head.id, village.lan.id

    head, lan = await database.write(look)
    clock.advance(days=3)
    await database.write(lambda tx: looks.record(tx, Actor(head), [lan], what=Looked.LIST))
    seen = await database.read(lambda tx: looks.people_seen(tx, head, MOMENT.date()))
    assert seen == {lan: date(2026, 11, 26)}
    assert await database.read(lambda tx: looks.people_seen(tx, head, date(2026, 11, 27))) == {}
