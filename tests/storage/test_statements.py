"""Statements that go straight to the driver give what SQLAlchemy's own way gives: rows, types, errors, locks."""

from __future__ import annotations

import gc
import weakref
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import (
    Connection,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError, InvalidRequestError, OperationalError, PendingRollbackError

from storage.kit import statements
from storage.kit.engine import Database
from storage.kit.tables import accounts, audit, declarations, guesses, households, metadata, people, places
from storage.kit.transaction import Transaction
from tests.conftest import MOMENT
from tests.village import Village, found

_KEPT = select(people.c.id, people.c.full_name, people.c.created_at).where(people.c.id == bindparam("id"))
_IN_THE_TEXT = select(places.c.id).where(places.c.kind.in_(["village", "unit"])).order_by(places.c.id)
_STATES = select(func.count()).where(declarations.c.state.in_(["submitted", "returned"]))


def reading(v: Village) -> dict[str, tuple[Any, Any]]:
    """Statements and their parameters."""
    return {
        "kept": (_KEPT, {"id": v.lan.id}),
        "kept, another value": (_KEPT, {"id": v.head.id}),
        "kept, nobody": (_KEPT, {"id": 0}),
        "made for the occasion": (select(people.c.full_name).where(people.c.id == v.lan.id), None),
        "the same shape again": (select(people.c.full_name).where(people.c.id == v.head.id), None),
        "a list in the text": (_IN_THE_TEXT, None),
        "a list of another length": (select(people.c.id).where(people.c.id.in_([v.lan.id])), None),
        "an empty list": (select(people.c.id).where(people.c.id.in_([])), None),
        "two lists": (
            select(people.c.id).where(or_(people.c.id.in_([v.lan.id, v.head.id]), people.c.id.in_([v.head.id]))),
            None,
        ),
        "a list among the parameters": (
            select(people.c.id).where(people.c.id.in_(bindparam("ids", expanding=True))).order_by(people.c.id),
            {"ids": [v.lan.id, v.head.id]},
        ),
        "a number": (_STATES, None),
        "all of a table": (select(people).order_by(people.c.id), None),
        "two tables, one name": (
            select(people.c.id.label("person"), places.c.id.label("place"))
            .join(places, places.c.id == people.c.place_id).order_by(people.c.id),
            None,
        ),
        "JSON and times": (select(audit.c.data, audit.c.at, audit.c.rows).order_by(audit.c.n), None),
        "case, exists, null": (
            select(
                case((people.c.on_roster, "a"), else_="b").label("which"),
                exists().where(accounts.c.person_id == people.c.id).label("sits"),
                null().label("empty"),
                literal("100 % là").label("said"),
            ).order_by(people.c.id),
            None,
        ),
        "united": (
            union_all(
                select(people.c.id.label("n")).where(people.c.id == v.lan.id),
                select(places.c.id.label("n")).where(places.c.id == v.commune.id),
            ),
            None,
        ),
        "a part of them": (select(people.c.id).order_by(people.c.id).limit(2).offset(1), None),
        "LIKE": (select(people.c.full_name).where(people.c.full_name.contains("Thị%", autoescape=True)), None),
        "text": (text("SELECT id, full_name FROM people WHERE id = :id"), {"id": v.lan.id}),
    }  # fmt: skip


def as_read(result: Any) -> tuple[list[str], list[dict[str, Any]]]:
    """The names of a result's columns, and its rows by them."""
    return list(result.keys()), [dict(row) for row in result.mappings()]


async def test_what_is_read_is_what_sqlalchemy_reads(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        itself: Connection = tx.connection.execution_options()
        for _ in range(2):  # the second time by what is kept
            for kind, (statement, parameters) in reading(village).items():
                ours = as_read(tx.connection.execute(statement, parameters))
                assert ours == as_read(itself.execute(statement, parameters)), kind

    await database.write(work)


async def test_all_columns_of_all_tables_are_read_alike(database: Database) -> None:
    def work(tx: Transaction) -> None:
        found(tx)
        itself: Connection = tx.connection.execution_options()
        n = 0
        for table in metadata.sorted_tables:
            ours = as_read(tx.connection.execute(select(table)))
            assert ours == as_read(itself.execute(select(table)))
            n += len(ours[1])
        assert n > 20

    await database.write(work)


async def test_rows_are_read_by_name_place_and_column(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        row = tx.connection.execute(_KEPT, {"id": village.lan.id}).one()
        by_key = tx.connection.execute(_KEPT, {"id": village.lan.id}).mappings().one()
        assert row.full_name == row[1] == by_key["full_name"] == by_key[people.c.full_name]
        assert row.created_at.tzinfo is not None
        assert tx.connection.execute(_IN_THE_TEXT).scalars().first() is not None
        assert tx.connection.execute(_KEPT, {"id": 0}).one_or_none() is None
        assert tx.connection.execute(_STATES).scalar_one() == 0

    await database.write(work)


async def test_many_rows_come_all(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "AT_ONCE", 3)

    def work(tx: Transaction) -> None:
        for n in range(10):
            tx.connection.execute(
                insert(guesses), {"whence": f"w{n}", "n": n, "since": MOMENT, "until": None}
            )  # fmt: skip
        read = select(guesses.c.n).order_by(guesses.c.n)
        assert tx.connection.execute(read).scalars().all() == list(range(10))
        assert tx.connection.execute(read).scalars().first() == 0
        assert tx.connection.execute(
            delete(guesses).where(guesses.c.n < 8).returning(guesses.c.n)
        ).scalars().all() == list(range(8))
        assert tx.connection.execute(read).scalars().all() == [8, 9]

    await database.write(work)


async def test_what_is_written_is_counted_and_given_back(database: Database) -> None:
    def work(tx: Transaction) -> None:
        found(tx)
        row = {"whence": "a", "n": 1, "since": MOMENT, "until": None}
        tx.connection.execute(insert(guesses), row)
        tx.connection.execute(insert(guesses), [{**row, "whence": "b"}, {**row, "whence": "c"}])
        changed: Any = tx.connection.execute(update(guesses).where(guesses.c.whence != "a").values(n=5))
        assert changed.rowcount == 2
        later = datetime(2027, 1, 1, tzinfo=UTC)
        told = (
            update(guesses).where(guesses.c.whence == "a").values(until=later).returning(guesses.c.until, guesses.c.n)
        )
        assert tuple(tx.connection.execute(told).one()) == (later, 1)
        one_more = (
            update(guesses).values(n=guesses.c.n + bindparam("more")).where(guesses.c.whence == bindparam("which"))
        )
        for which, more in (("a", 1), ("b", 2)):
            assert tx.connection.execute(one_more, {"which": which, "more": more}).rowcount == 1
        read = select(guesses.c.whence, guesses.c.n).order_by(guesses.c.whence)
        assert [tuple(each) for each in tx.connection.execute(read)] == [("a", 2), ("b", 7), ("c", 5)]
        gone: Any = tx.connection.execute(delete(guesses).where(guesses.c.since < MOMENT + timedelta(days=1)))
        assert gone.rowcount == 3

    await database.write(work)


async def test_the_same_statement_with_other_parameters_writes_other_columns(database: Database) -> None:
    """An INSERT or UPDATE without values takes its columns from the parameters: each set of names is its own."""
    statement = insert(guesses)

    def work(tx: Transaction) -> None:
        tx.connection.execute(statement, {"whence": "a", "n": 1, "since": MOMENT})
        tx.connection.execute(statement, {"whence": "b", "n": 2, "since": MOMENT, "until": MOMENT})
        tx.connection.execute(statement, {"whence": "c", "n": 3, "since": MOMENT})
        read = select(guesses.c.until).order_by(guesses.c.whence)
        assert tx.connection.execute(read).scalars().all() == [None, MOMENT, None]

    await database.write(work)


async def test_an_error_of_the_driver_is_told_as_sqlalchemy_tells_it(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        home = {"place_id": village.kim_son.id, "code": "x", "on_roster": False}
        tx.connection.execute(insert(households), home)
        with pytest.raises(IntegrityError) as ours, tx.connection.begin_nested():
            tx.connection.execute(insert(households), home)
        itself: Connection = tx.connection.execution_options()
        with pytest.raises(IntegrityError) as theirs, itself.begin_nested():
            itself.execute(insert(households), home)
        assert type(ours.value.orig) is type(theirs.value.orig)
        assert "INSERT INTO households" in str(ours.value.statement)
        assert tx.connection.execute(select(func.count()).select_from(people)).scalar_one() > 0

    await database.write(work)


async def test_a_value_that_is_missing_is_named(database: Database) -> None:
    def work(tx: Transaction) -> None:
        with pytest.raises(InvalidRequestError, match="'id'"):
            tx.connection.execute(_KEPT)
        with pytest.raises(InvalidRequestError, match="'id'"):
            tx.connection.execute(_KEPT, {"other": 1})

    await database.write(work)


async def test_a_statement_that_grows_from_a_kept_one_is_its_own(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        assert tx.connection.execute(_KEPT, {"id": village.lan.id}).one().id == village.lan.id
        narrower = _KEPT.where(people.c.full_name == "nobody")
        assert tx.connection.execute(narrower, {"id": village.lan.id}).one_or_none() is None
        assert tx.connection.execute(_KEPT, {"id": village.lan.id}).one().id == village.lan.id

    await database.write(work)


async def test_who_only_reads_may_not_lock(sqlite: Database) -> None:
    with pytest.raises(RuntimeError, match="must not lock"):
        await sqlite.read(lambda tx: tx.connection.execute(select(people.c.id).with_for_update()).all())


async def test_what_is_remembered_of_a_shape_holds_no_statement(sqlite: Database) -> None:
    """A statement that was made for the occasion is let go of with it, the first of its shape, too."""

    def work(tx: Transaction) -> weakref.ref[Any]:
        statement = select(people.c.id).where(people.c.full_name.in_(["only", "here"]), people.c.birth_year == 1)
        tx.connection.execute(statement).all()
        return weakref.ref(statement)

    made = await sqlite.write(work)
    gc.collect()
    assert made() is None


async def test_a_savepoint_that_failed_is_refused_as_sqlalchemy_refuses_it(sqlite: Database) -> None:
    def work(tx: Transaction) -> None:
        savepoint = tx.connection.begin_nested()
        tx.connection.exec_driver_sql("ROLLBACK TO SAVEPOINT sa_savepoint_1")
        tx.connection.exec_driver_sql("RELEASE SAVEPOINT sa_savepoint_1")
        with pytest.raises(OperationalError):
            savepoint.commit()
        with pytest.raises(PendingRollbackError):
            tx.connection.execute(_STATES)

    with suppress(Exception):
        await sqlite.write(work)
    assert await sqlite.write(lambda tx: tx.connection.execute(_STATES).scalar_one()) == 0


async def test_a_label_like_another_columns_name_is_its_own(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        query = select(people.c.id.label("people_full_name"), people.c.full_name).where(people.c.id == village.lan.id)
        assert tx.connection.execute(query).one().people_full_name == village.lan.id

    await database.write(work)


async def test_several_rows_at_once_are_written_as_sqlalchemy_writes_them(database: Database) -> None:
    rows = [{"whence": f"w{n}", "n": n, "since": MOMENT + timedelta(minutes=n)} for n in range(3)]
    step = update(guesses).where(guesses.c.whence == bindparam("which")).values(n=guesses.c.n + bindparam("more"))
    steps = [{"which": f"w{n}", "more": 10 * n} for n in range(3)]

    def work(tx: Transaction) -> list[tuple[Any, ...]]:
        tx.connection.execute(insert(guesses).inline(), rows)
        tx.connection.execute(step, steps)
        tx.connection.execute(step, tuple(steps[:1]))
        left = tx.connection.execute(select(guesses.c.n, guesses.c.since).order_by(guesses.c.n)).all()
        with pytest.raises(IntegrityError), tx.connection.begin_nested():
            tx.connection.execute(insert(guesses).inline(), rows[:1])
        return [tuple(row) for row in left]

    assert await database.write(work) == [(11 * n, MOMENT + timedelta(minutes=n)) for n in range(3)]
