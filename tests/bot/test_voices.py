"""A question that somebody of the commune has read aloud can be heard on Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from acts import recording, ways
from acts.recording import ReadText
from bot.channels.telegram import TelegramChannel
from bot.commune_setup import act_as_operator
from criteria.model import CITIZEN
from storage import recordings
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.phone import Phone, TelegramPhone
from tests.steps import join
from tests.world import World, telegram_world

OPUS = b"OggS" + bytes(24) + b"OpusHead" + b"sound"


@pytest_asyncio.fixture
async def telegram(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[World]:
    async with telegram_world(sqlite_url, clock, tmp_path, webhook=True) as there:
        yield there


def on_telegram(phone: Phone) -> TelegramPhone:
    assert isinstance(phone, TelegramPhone)
    return phone


def channel_of(world: World) -> TelegramChannel:
    channel = world.app.channels["telegram"]
    assert isinstance(channel, TelegramChannel)
    return channel


async def first_question(telegram: World) -> ReadText:
    """The text of a farmer's first question."""
    lan = on_telegram(telegram.phones["Lan"])
    await join(lan)
    await lan.say("/khai")
    await lan.choose("Làm ruộng, chăn nuôi, nội trợ")
    shown = recordings.fingerprint(lan.last.text)
    texts = await telegram.app.database.read(lambda tx: recording.asked_now(tx, telegram.village.commune.id))
    return next(text for text in texts.values() if shown in text.fingerprints)


async def test_an_officers_voice_message_is_heard_by_who_is_asked(telegram: World) -> None:
    text = await first_question(telegram)
    lan, officer = on_telegram(telegram.phones["Lan"]), on_telegram(telegram.phones["Thương"])
    assert "Nghe" not in lan.last.buttons
    await officer.say("menu")
    await officer.press(ways.set_(telegram.village.cycle.id, CITIZEN))
    await officer.choose("Ghi âm câu hỏi")
    await officer.press(ways.voice(text.key))
    officer.user.voice(OPUS)
    assert "Đang lấy bản ghi âm" in (await officer.user.next()).text
    assert "Đã giữ bản ghi âm" in (await officer.user.next()).text
    assert OPUS not in [path.read_bytes() for path in telegram.app.files.folder.glob("??/*")]

    await lan.say("/khai")
    assert lan.last.buttons[-1] == "Nghe"
    for _ in range(2):  # the second time Telegram has it
        lan.user.tap(lan.last.routes["Nghe"], lan.user.messages[-1])
        assert (await lan.user.next()).document == OPUS
    await channel_of(telegram).settled()
    given = [params["voice"] for method, params in lan.user.api.calls if method == "sendvoice"]
    assert [isinstance(each, str) for each in given] == [False, True]

    lan.last = await lan.say("6")
    assert "Nghe" not in lan.last.buttons


async def test_what_was_taken_back_is_not_heard(telegram: World) -> None:
    text = await first_question(telegram)
    lan = on_telegram(telegram.phones["Lan"])
    digest = telegram.app.files.put(OPUS)

    def work(tx: Transaction) -> None:
        act_as_operator(tx)
        recordings.keep(tx, text.fingerprints, digest=digest, person_id=telegram.village.officer.id)

    await telegram.app.database.write(work)
    shown = await lan.say("/khai")

    def back(tx: Transaction) -> None:
        act_as_operator(tx)
        recordings.drop(tx, text.fingerprints)

    await telegram.app.database.write(back)
    lan.user.tap(shown.routes["Nghe"], lan.user.messages[-1])
    await channel_of(telegram).settled()
    assert lan.user.api.said_to_taps[-1] == "Câu này chưa có bản ghi âm. Bác đọc trên màn hình."
    assert lan.user.api.count("sendvoice") == 0


async def test_what_is_no_recording_is_not_kept(telegram: World) -> None:
    text = await first_question(telegram)
    officer = on_telegram(telegram.phones["Thương"])
    await officer.say("menu")
    await officer.press(ways.voice(text.key))
    officer.user.voice(b"RIFF")
    assert "Đang lấy bản ghi âm" in (await officer.user.next()).text
    assert "không phải ghi âm" in (await officer.user.next()).text
    assert await telegram.app.database.read(recordings.all_of_them) == {}
