"""The learning diary and its events: what is written, what writes itself, what is counted, what goes with a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from criteria.activity import ActivityKind, EventKind
from criteria.policy import Action, Actor, Grant, Role, may
from storage import accounts, activities, audit, erasure, evidence, learning_events
from storage.activities import Activity
from storage.kit.engine import Database
from storage.kit.tables import activities as rows
from storage.kit.transaction import Transaction
from storage.learning_events import LearningEvent, Turnout
from storage.picture_reference import TelegramPicture
from tests.village import Village, found, sit_down

NEW_YEAR, LAST_DAY = date(2026, 1, 1), date(2026, 12, 31)


@dataclass
class Diary:
    """A commune, and its people writing."""

    village: Village

    def write(
        self,
        tx: Transaction,
        *,
        kind: ActivityKind = ActivityKind.TRAINING,
        name: str = "Kỹ thuật trồng nấm",
        on: date = date(2026, 10, 12),
        hours: int = 4,
    ) -> Activity:
        accounts.lock(tx, "web", "lan")
        return activities.add(
            tx, self.village.lan, kind=kind, name=name, held_on=on, hours=hours, organiser="Hội Nông dân"
        )

    def announce(
        self,
        tx: Transaction,
        code: str = "NAM234",
        *,
        kind: EventKind = EventKind.TRAINING,
        on: date = date(2026, 11, 20),
        at: int | None = None,
    ) -> LearningEvent:
        accounts.lock(tx, "web", "lan")
        return learning_events.announce(
            tx,
            place_id=at or self.village.kim_son.id,
            kind=kind,
            name="Phòng lừa đảo trên mạng",
            held_on=on,
            hours=2,
            organiser="Thôn",
            code=code,
            person_id=self.village.head.id,
        )


def begun(tx: Transaction) -> Diary:
    village = found(tx)
    sit_down(tx, "web", "lan", village.lan)
    return Diary(village)


@pytest.fixture
async def diary(database: Database) -> Diary:
    return await database.write(begun)


async def test_an_entry_is_written_put_right_and_taken_out(database: Database, diary: Diary) -> None:
    written = await database.write(diary.write)
    assert (written.name, written.hours, written.held_on) == ("Kỹ thuật trồng nấm", 4, date(2026, 10, 12))
    assert not written.attended
    assert await database.read(lambda tx: activities.load(tx, written.id)) == written

    def put_right(tx: Transaction) -> Activity:
        accounts.lock(tx, "web", "lan")
        return activities.change(tx, written, hours=6, kind=ActivityKind.COURSE)

    changed = await database.write(put_right)
    assert (changed.hours, changed.kind, changed.name) == (6, ActivityKind.COURSE, written.name)
    assert await database.read(lambda tx: activities.load(tx, written.id)) == changed

    def take_out(tx: Transaction) -> None:
        account = accounts.lock(tx, "web", "lan")
        evidence.attach(
            tx, TelegramPicture("AgAC1"), person_id=written.person_id, account_id=account.id, activity_id=written.id
        )
        activities.remove(tx, changed)

    await database.write(take_out)
    assert await database.read(lambda tx: activities.load(tx, written.id)) is None
    assert await database.read(lambda tx: evidence.of_activity(tx, written.id)) == ()
    log = await database.read(lambda tx: audit.of_subject(tx, f"activity:{written.id}"))
    assert [line.code for line in log] == ["activity.added", "activity.changed", "activity.removed"]
    assert await database.read(audit.broken_chains) == ()


async def test_the_log_holds_no_words_that_a_person_wrote(database: Database, diary: Diary) -> None:
    written = await database.write(diary.write)
    (line,) = await database.read(lambda tx: audit.of_subject(tx, f"activity:{written.id}"))
    assert line.data == {"person": diary.village.lan.id, "kind": "training"}


@pytest.mark.parametrize("hours", [0, -1, 1001])
async def test_hours_that_cannot_be_are_refused_by_the_database(database: Database, diary: Diary, hours: int) -> None:
    with pytest.raises(IntegrityError):
        await database.write(lambda tx: diary.write(tx, hours=hours))


async def test_a_year_of_the_diary_the_latest_first(database: Database, diary: Diary) -> None:
    days = [NEW_YEAR, LAST_DAY, date(2026, 6, 1), date(2025, 12, 31), date(2027, 1, 1)]
    written = [await database.write(partial(diary.write, on=day)) for day in days]
    lan, head = diary.village.lan.id, diary.village.head.id
    of_2026 = await database.read(lambda tx: activities.of_person(tx, lan, 2026))
    assert of_2026 == (written[1], written[2], written[0])
    assert await database.read(lambda tx: activities.years(tx, lan)) == (2027, 2026, 2025)
    assert await database.read(lambda tx: activities.of_person(tx, head, 2026)) == ()
    assert await database.read(lambda tx: activities.years(tx, head)) == ()


async def test_two_entries_of_one_day_the_later_written_first(database: Database, diary: Diary) -> None:
    first = await database.write(diary.write)
    second = await database.write(diary.write)
    lan = diary.village.lan.id
    assert await database.read(lambda tx: activities.of_person(tx, lan, 2026)) == (second, first)


async def test_who_is_there_twice_is_there_once(database: Database, diary: Diary) -> None:
    lan, head = diary.village.lan, diary.village.head

    def come(tx: Transaction) -> tuple[LearningEvent, list[bool]]:
        event = diary.announce(tx)
        return event, [activities.attend(tx, each, event) for each in (lan, lan, head, lan)]

    event, new = await database.write(come)
    assert new == [True, False, True, False]
    assert not await database.write(lambda tx: _attend(tx, diary, event))
    (mine,) = await database.read(lambda tx: activities.of_person(tx, lan.id, 2026))
    assert mine.attended
    assert (mine.kind, mine.name, mine.held_on, mine.hours, mine.organiser, mine.event_id) == (
        ActivityKind.TRAINING, "Phòng lừa đảo trên mạng", date(2026, 11, 20), 2, "Thôn", event.id,
    )  # fmt: skip
    log = await database.read(lambda tx: audit.of_subject(tx, f"activity:{mine.id}"))
    assert [(line.code, line.data) for line in log] == [("activity.attended", {"person": lan.id, "event": event.id})]
    loaded = await database.read(lambda tx: learning_events.load(tx, event.id))
    assert loaded is not None
    assert loaded.turnout == 2


def _attend(tx: Transaction, diary: Diary, event: LearningEvent) -> bool:
    accounts.lock(tx, "web", "lan")
    return activities.attend(tx, diary.village.lan, event)


async def test_what_was_attended_says_what_its_event_says(database: Database, diary: Diary) -> None:
    event = await database.write(diary.announce)
    await database.write(lambda tx: _attend(tx, diary, event))
    (mine,) = await database.read(lambda tx: activities.of_person(tx, diary.village.lan.id, 2026))
    with pytest.raises(ValueError, match="attended"):
        await database.write(lambda tx: activities.change(tx, mine, hours=8))


async def test_who_took_it_out_may_be_there_again(database: Database, diary: Diary) -> None:
    event = await database.write(diary.announce)
    await database.write(lambda tx: _attend(tx, diary, event))

    def again(tx: Transaction) -> bool:
        (mine,) = activities.of_person(tx, diary.village.lan.id, 2026)
        accounts.lock(tx, "web", "lan")
        activities.remove(tx, mine)
        return activities.attend(tx, diary.village.lan, event)

    assert await database.write(again)


async def test_entries_of_some_kinds_between_two_days(database: Database, diary: Diary) -> None:
    lan = diary.village.lan.id

    def work(tx: Transaction) -> None:
        for day in (date(2025, 12, 31), NEW_YEAR, date(2026, 5, 5), LAST_DAY):
            diary.write(tx, on=day)
        diary.write(tx, kind=ActivityKind.BOOK, on=date(2026, 5, 5))
        activities.attend(tx, diary.village.lan, diary.announce(tx))

    await database.write(work)

    def look(tx: Transaction) -> list[int]:
        kinds = (("training",), ("book",), ("training", "book"), ("club",), ())
        return [activities.count(tx, lan, each, NEW_YEAR, LAST_DAY) for each in kinds]

    assert await database.read(look) == [4, 1, 5, 0, 0]


async def test_a_code_in_any_case_finds_its_event(database: Database, diary: Diary) -> None:
    event = await database.write(diary.announce)
    for typed in ("NAM234", "nam234", " nam234 "):
        assert await database.read(partial(learning_events.by_code, code=typed)) == event
    assert await database.read(lambda tx: learning_events.by_code(tx, "NAM235")) is None
    log = await database.read(lambda tx: audit.of_subject(tx, f"event:{event.id}"))
    assert [(line.code, line.data) for line in log] == [
        ("event.announced", {"kind": "training", "place": diary.village.kim_son.id, "on": "2026-11-20"})
    ]
    with pytest.raises(IntegrityError):
        await database.write(diary.announce)  # the same code a second time


async def test_a_cancelled_event_is_listed_no_more_and_counts_nothing(database: Database, diary: Diary) -> None:
    def work(tx: Transaction) -> LearningEvent:
        diary.announce(tx, "STAYS2", on=date(2026, 11, 21))
        event = diary.announce(tx)
        learning_events.cancel(tx, event)
        return event

    event = await database.write(work)
    place = diary.village.kim_son.id
    listed = await database.read(lambda tx: learning_events.of_places(tx, [place], year=2026, limit=10))
    assert [each.code for each in listed] == ["STAYS2"]
    known = await database.read(lambda tx: learning_events.by_code(tx, event.code))
    assert known is not None
    assert known.is_cancelled
    log = await database.read(lambda tx: audit.of_subject(tx, f"event:{event.id}"))
    assert [line.code for line in log] == ["event.announced", "event.cancelled"]
    turnout = await database.read(lambda tx: learning_events.turnout(tx, diary.village.commune.id, 2026))
    assert turnout == {"1.1": Turnout(1, 0)}


async def test_the_events_of_places_the_latest_first(database: Database, diary: Diary) -> None:
    village = diary.village

    def work(tx: Transaction) -> None:
        diary.announce(tx, "AAAA22", on=date(2026, 3, 1))
        diary.announce(tx, "BBBB22", on=date(2026, 5, 1), at=village.hong_linh.id)
        diary.announce(tx, "CCCC22", on=date(2026, 4, 1), at=village.commune.id)
        diary.announce(tx, "DDDD22", on=date(2025, 4, 1))

    await database.write(work)

    def codes(tx: Transaction, *at: int, limit: int = 10) -> list[str]:
        return [each.code for each in learning_events.of_places(tx, at, year=2026, limit=limit)]

    places = (village.commune.id, village.kim_son.id, village.hong_linh.id)
    assert await database.read(lambda tx: codes(tx, *places)) == ["BBBB22", "CCCC22", "AAAA22"]
    assert await database.read(lambda tx: codes(tx, *places, limit=1)) == ["BBBB22"]
    assert await database.read(lambda tx: codes(tx, village.kim_son.id)) == ["AAAA22"]
    assert await database.read(codes) == []


async def test_turnout_by_the_indicators_of_thong_tu_25(database: Database, diary: Diary) -> None:
    village = diary.village

    def work(tx: Transaction) -> None:
        week = diary.announce(tx, "WEEK22", kind=EventKind.LIFELONG_WEEK, at=village.commune.id)
        club = diary.announce(tx, "CLUB22", kind=EventKind.CLUB)
        diary.announce(tx, "CLUB33", kind=EventKind.CLUB, at=village.hong_linh.id)
        lesson = diary.announce(tx, "CLAS22", kind=EventKind.CLASS)
        diary.announce(tx, "OLD222", kind=EventKind.CLUB, on=date(2025, 11, 1))
        for person, event in [
            (village.lan, week), (village.head, week), (village.officer, week), (village.lan, club),
            (village.lan, lesson), (village.head, lesson),
        ]:  # fmt: skip
            activities.attend(tx, person, event)

    await database.write(work)
    turnout = await database.read(lambda tx: learning_events.turnout(tx, village.commune.id, 2026))
    assert turnout == {"1.1": Turnout(2, 5), "1.3": Turnout(1, 3), "3.3": Turnout(3, 3)}
    assert await database.read(lambda tx: learning_events.turnout(tx, village.commune.id, 2024)) == {}
    assert await database.read(lambda tx: learning_events.turnout(tx, 12345, 2026)) == {}


async def test_who_may_write_in_a_diary_and_who_announces(database: Database, diary: Diary) -> None:
    village, lan = diary.village, diary.village.lan
    entry = await database.write(diary.write)
    head = Actor(village.head.id, grants=(Grant(Role.HEAD, village.kim_son.id),))
    other = Actor(99, grants=(Grant(Role.HEAD, village.hong_linh.id),))
    officer = Actor(village.officer.id, grants=(Grant(Role.OFFICER, village.commune.id),))
    proxy = Actor(99, speaks_for=frozenset({lan.id}))
    mine = {"Lan": Actor(lan.id), "proxy": proxy, "head": head, "other": other, "officer": officer, "nobody": Actor()}

    def those(action: Action, subject: LearningEvent | Activity) -> set[str]:
        return {name for name, actor in mine.items() if may(actor, action, subject.subject) is None}

    assert those(Action.WRITE_DIARY, entry) == {"Lan", "proxy"}
    assert those(Action.ANNOUNCE, await database.write(diary.announce)) == {"head", "officer"}
    of_commune = await database.write(lambda tx: diary.announce(tx, "XA2222", at=village.commune.id))
    assert of_commune.commune_id == village.commune.id
    assert those(Action.ANNOUNCE, of_commune) == {"officer"}


async def test_whoever_is_forgotten_leaves_no_entry(database: Database, diary: Diary) -> None:
    def work(tx: Transaction) -> LearningEvent:
        diary.write(tx)
        event = diary.announce(tx)
        activities.attend(tx, diary.village.lan, event)
        activities.attend(tx, diary.village.head, event)
        erasure.erase_person(tx, diary.village.lan)
        return event

    event = await database.write(work)
    left = await database.read(lambda tx: tx.connection.execute(select(rows.c.person_id)).scalars().all())
    assert left == [diary.village.head.id]
    known = await database.read(lambda tx: learning_events.load(tx, event.id))
    assert known is not None
    assert known.turnout == 1  # the count shrinks with them
    assert await database.read(audit.broken_chains) == ()
