"""Reminders that wait: for the morning, for the head at the door; and those that have become needless."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from bot.channel import Channel
from bot.notice_sender import NoticeSender
from bot.render import Capabilities, Rendered
from handlers.kit.screen import Screen, screen_to_data
from handlers.village.overview import progress_words
from locales.catalog import catalog
from locales.text import Verbatim, lines
from storage import accounts, audit, cycles, mergers, outbox, places, roster
from storage.kit.engine import Database
from storage.kit.tables import cycles as cycles_table
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind, PlaceKind
from tests.conftest import Clock
from tests.village import PLAIN, Village, declared, family_of, found, resident, sit_down


class Heard(Channel):
    """Takes everything, and notes it down."""

    name = "telegram"
    can = Capabilities(buttons=100, text_limit=4096)

    def __init__(self) -> None:
        self.said: list[str] = []

    async def run(self) -> None:
        """Nothing comes in."""

    async def send(self, chat: str, message: Rendered, key: str) -> None:
        self.said += message.texts


def payload(text: str) -> dict[str, Any]:
    return {**screen_to_data(Screen(text=Verbatim(text))), "matter": "reminder"}


def remind(tx: Transaction, village: Village, text: str = "Mời bà khai.") -> None:
    """A reminder for Lan, on Telegram, due now."""
    sit_down(tx, "telegram", "7", village.lan)
    account_id = accounts.reachable(tx, village.lan.id)
    assert account_id is not None
    key = outbox.reminder_key(village.lan.id)
    assert outbox.put(tx, ErrandKind.NOTICE, account_id, payload(text), person_id=village.lan.id, key=key)


async def deliver(database: Database, channel: Channel) -> None:
    sender = NoticeSender(database, {"telegram": channel})
    await sender.deliver()
    await sender.settled()


async def test_a_reminder_that_comes_late_waits_for_the_day_and_a_word_that_is_awaited_does_not(
    database: Database, clock: Clock
) -> None:
    village = await database.write(found)
    await database.write(lambda tx: remind(tx, village))

    def decided(tx: Transaction) -> None:
        account_id = accounts.reachable(tx, village.lan.id)
        assert account_id is not None
        confirmed = screen_to_data(Screen(text=Verbatim("Đã xác nhận.")))
        outbox.put(tx, ErrandKind.NOTICE, account_id, confirmed, person_id=village.lan.id)

    await database.write(decided)
    channel = Heard()
    clock.advance(hours=7)  # the server stood still until eleven in the evening
    await deliver(database, channel)
    assert channel.said == ["Đã xác nhận."]
    await database.write(lambda tx: outbox.hurry(tx, _account(tx, village)))  # the page was opened anew
    await deliver(database, channel)
    assert channel.said == ["Đã xác nhận."]
    clock.advance(hours=7, minutes=29)
    await deliver(database, channel)
    assert channel.said == ["Đã xác nhận."]
    clock.advance(minutes=1)  # half past six
    await deliver(database, channel)
    assert channel.said == ["Đã xác nhận.", "Mời bà khai."]


def _account(tx: Transaction, village: Village) -> int:
    found_ = accounts.reachable(tx, village.lan.id)
    assert found_ is not None
    return found_


async def test_only_what_a_reminder_asks_for_makes_it_needless(database: Database) -> None:
    village = await database.write(found)

    def waiting(tx: Transaction) -> int:
        return len(outbox.waiting_notices(tx, _account(tx, village)))

    def work(tx: Transaction) -> None:
        remind(tx, village)
        family_of(tx, village, village.lan)  # the family's declaration is another matter
        assert waiting(tx) == 1
        declared(tx, village, village.lan, PLAIN)
        assert waiting(tx) == 0

    await database.write(work)
    assert await database.read(audit.broken_chains) == ()


async def test_who_wants_no_reminders_is_spared_the_one_that_waits(database: Database) -> None:
    village = await database.write(found)

    def work(tx: Transaction) -> None:
        remind(tx, village)
        roster.want_reminders(tx, village.lan.id, wanted=False)
        assert outbox.waiting_notices(tx, _account(tx, village)) == ()

    await database.write(work)


async def test_who_is_counted_at_a_unit_is_missing_there_and_not_at_home(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        school = places.add_village(
            tx, commune=village.commune, label="Trường", name="Tiểu học Kim Sơn", join_code="TRUONG",
            since=tx.now.date(), kind=PlaceKind.UNIT,
        )  # fmt: skip
        teacher = resident(tx, village.kim_son, "Bùi Thị Thu", 1990, household="3")
        mergers.assess_at(tx, teacher, school)
        here = {each.full_name for each in roster.of_place(tx, village.kim_son.id, village.cycle)}
        there = {each.full_name for each in roster.of_place(tx, school.id, village.cycle)}
        assert there == {"Bùi Thị Thu"}
        assert "Bùi Thị Thu" not in here

    await database.write(work)


async def test_days_are_counted_by_viet_nams_calendar(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        tx.connection.execute(
            update(cycles_table).where(cycles_table.c.id == village.cycle.id).values(plan="son-hong-2026-2030")
        )
        cycle = cycles.load(tx, village.cycle.id)
        assert cycle is not None
        words = catalog("vi").render
        assert "Còn 7 ngày đến 30/11/2026" in words(lines(*progress_words(tx, village.kim_son, cycle)))
        tx.now = tx.now.replace(hour=18)  # one in the morning of the 24th in Viet Nam
        assert "Còn 6 ngày đến 30/11/2026" in words(lines(*progress_words(tx, village.kim_son, cycle)))

    await database.write(work)
