"""Telegram's faults are the channel's business: retried, backed off, reported; nothing lost, nothing twice."""

from __future__ import annotations

import ast
import asyncio
import inspect
import io
import re
import warnings
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.warnings import PTBUserWarning

from bot.channels.base import BACKLOG
from bot.channels.telegram import channel as channel_module
from bot.channels.telegram.channel import TelegramChannel
from storage import accounts, outbox
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind
from tests.phone import TelegramPhone
from tests.servers.botapi import BotApi
from tests.world import TOKEN, World

pytestmark = pytest.mark.world("telegram-polling")


async def test_too_many_requests_are_waited_out(world: World, waited: list[float]) -> None:
    world.server(BotApi).fail("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3)
    assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))
    assert 3.0 in waited


@pytest.mark.parametrize("fault", ["502", "cut"])
async def test_a_broken_answer_is_tried_again(world: World, fault: str, waited: list[float]) -> None:
    if fault == "cut":
        world.server(BotApi).cut("sendMessage")
    else:
        world.server(BotApi).fail("sendMessage", 502, "Bad Gateway")
    assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))


async def test_polling_survives_conflicts_and_outages(world: World, waited: list[float]) -> None:
    world.server(BotApi).fail("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    world.server(BotApi).fail("getUpdates", 500, "Internal Server Error", times=2)
    assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))
    assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))


async def test_a_blocked_bot_stops_and_is_unblocked_by_a_message(world: World) -> None:
    api, lan = world.server(BotApi), world.phones["Lan"]
    await lan.open("KIMSON")
    world.phone("Lan", TelegramPhone).user.block()

    def notice(tx: Transaction) -> None:
        account = accounts.lock(tx, "telegram", "1001")
        outbox.put(
            tx, ErrandKind.NOTICE, account.id, {"text": {"T": "Về đầu"}, "choices": [], "title": None, "file": None}
        )

    def is_blocked(tx: Transaction) -> bool:
        account = accounts.find(tx, "telegram", "1001")
        return account is not None and account.blocked

    await world.app.database.write(notice)
    await world.until(is_blocked)
    api.blocked.clear()
    await lan.say("/start")
    assert not await world.app.database.read(is_blocked)


@pytest.mark.world("telegram-webhook")
async def test_the_webhook_wants_its_secret(world: World) -> None:
    url = f"http://{world.app.settings.web_bind}/telegram/webhook"
    body = {
        "update_id": 5,
        "message": {"message_id": 1, "date": 1, "chat": {"id": 1001, "type": "private"}, "text": "a"},
    }
    async with aiohttp.ClientSession() as client:
        for wrong in ({}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}):
            async with client.post(url, json=body, headers=wrong) as answer:
                assert answer.status == 403
        secret = {"X-Telegram-Bot-Api-Secret-Token": world.app.settings.derived_secret("telegram webhook")}
        for odd in (b"", b"no json", b"[]", b"{}", b'{"update_id": "x"}', b'{"update_id": 7, "message": {}}'):
            async with client.post(url, data=odd, headers=secret) as answer:
                assert answer.status == 200  # it would only be sent again
        async with client.post(url, data=io.BytesIO(b"x" * 2_000_000), headers=secret) as answer:
            assert answer.status == 413
    assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))
    assert set(world.server(BotApi).webhook_statuses) == {200}


async def test_an_old_query_and_an_unchanged_screen_do_not_matter(world: World) -> None:
    lan = world.phones["Lan"]
    await lan.say("/start")
    world.server(BotApi).fail("answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired")
    await lan.choose("Giúp đỡ")
    await lan.press("help")
    assert world.server(BotApi).count("sendMessage") == 1  # everything else was drawn in place
    assert "chỉ cần bấm nút" in lan.last.text


async def test_groups_edits_and_unknown_updates_are_left_alone(world: World) -> None:
    api = world.server(BotApi)
    group = {"message_id": 900, "date": 1, "chat": {"id": -5, "type": "group", "title": "Xóm"}, "text": "/start"}
    api.deliver({"message": {**group, "from": {"id": 1001, "is_bot": False, "first_name": "Lan"}}})
    api.deliver({"something_new": {"a": 1}})
    assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))
    assert api.count("sendMessage") == 1


async def test_chats_are_served_side_by_side_and_each_in_order(world: World) -> None:
    api = world.server(BotApi)
    api.delays["sendmessage"] = 0.05
    users = [api.user(5000 + i, f"N{i}") for i in range(20)]
    for text in ("/start", "/giupdo", "/ngonngu"):
        for user in users:
            user.say(text)
    started = asyncio.get_running_loop().time()
    for user in users:
        seen = [await user.next() for _ in range(3)]
        assert ["Chào bác" in seen[0].text, "chỉ cần bấm nút" in seen[1].text, seen[2].text] == [
            True,
            True,
            "Tiếng Việt / English?",
        ]
    # One after the other this would take 60 calls * 50 ms = 3 s.
    assert asyncio.get_running_loop().time() - started < 2.5


async def test_the_token_stands_in_no_log(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    from bot import logs

    logs.set_up(as_json=True)
    import structlog

    structlog.get_logger("t").warning("x", url=f"https://api.telegram.org/bot{TOKEN}/getMe", list=[1])
    structlog.get_logger("t").error("y", exc_info=ValueError(TOKEN))
    structlog.reset_defaults()
    said = capsys.readouterr().err
    assert "<token>" in said
    assert TOKEN not in said


async def test_a_flood_of_one_chat_holds_up_nobody_and_ends_with_what_is_true(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While Telegram makes one chat wait, its further replies stay owed; the others go on being answered."""
    lan, head = world.phones["Lan"], world.phones["Đức"]
    assert isinstance(lan, TelegramPhone)
    channel = world.app.channels["telegram"]
    assert isinstance(channel, TelegramChannel)
    await lan.open("KIMSON")
    waiting, go_on = asyncio.Event(), asyncio.Event()

    async def back_off(_seconds: float) -> None:
        waiting.set()
        await go_on.wait()

    def owed(tx: Transaction) -> list[str]:
        far = tx.now + timedelta(days=1)
        return [update for _, update in accounts.replies_owed(tx, channel="telegram", before=far)]

    def sent_to_lan() -> int:
        return sum(
            method == "sendmessage" and params["chat_id"] == 1001 for method, params in world.server(BotApi).calls
        )

    monkeypatch.setattr("bot.channels.base.back_off", back_off)
    world.server(BotApi).fail("sendMessage", 429, "Too Many Requests: retry after 60", retry_after=60)
    before = sent_to_lan()
    last = [lan.user.say(f"/start {i}") for i in range(40)][-1]
    await waiting.wait()
    assert "Phan Văn Đức" in str(await head.say("/start"))
    await world.until(lambda tx: owed(tx) == [str(last)])  # what was written before has committed, too
    await channel.pay_debts(timedelta(days=-1))  # nothing is added to what is only late
    go_on.set()
    await channel.settled()
    assert sent_to_lan() - before == 1 + BACKLOG  # the first was refused once
    await channel.pay_debts(timedelta(days=-1))
    await channel.settled()
    assert sent_to_lan() - before == 2 + BACKLOG
    assert await world.app.database.read(owed) == []


@pytest.mark.world("telegram-webhook")
async def test_a_webhook_that_was_moved_is_set_again(world: World) -> None:
    await world.phones["Lan"].say("/start")
    api = world.server(BotApi)
    ours = api.webhook
    api.webhook = ("http://127.0.0.1:9/elsewhere", "another secret")
    channel = world.app.channels["telegram"]
    assert isinstance(channel, TelegramChannel)
    await channel.look_after()
    assert api.webhook == ours
    assert ours is not None


class Recorder(Bot):
    """A bot that asks nobody; ``asked`` are the methods it would have called."""

    asked: list[str] = []  # noqa: RUF012 (of the class: a Bot takes no new attributes)

    async def _post(self, endpoint: str, *_args: object, **_given: object) -> Any:
        self.asked.append(endpoint)
        return {}


async def test_ptb_takes_our_odd_capitals_for_methods_it_does_not_know() -> None:
    """With them it warns of nothing and asks for the right method; a PTB that reads names otherwise fails here."""
    source = ast.parse(inspect.getsource(channel_module))
    texts = {each.value for each in ast.walk(source) if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    methods = {text for text in texts if re.fullmatch(r"[a-z]+(_[a-z]+)*_[A-Z][a-z]+", text)}
    assert methods == {"send_Message", "edit_message_Text", "send_Document"}
    bot = Recorder(TOKEN)
    for method in methods:
        bot.asked.clear()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            await bot.do_api_request(method, {})
        with pytest.warns(PTBUserWarning, match="Please use"):
            await bot.do_api_request(method.lower(), {})
        assert bot.asked == [bot.asked[0]] * 2
        assert bot.asked[0] in {"sendMessage", "editMessageText", "sendDocument"}
