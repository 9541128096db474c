"""Telegram's faults are the channel's business: retried, backed off, reported; nothing lost, nothing twice."""

from __future__ import annotations

import ast
import asyncio
import inspect
import io
import re
import warnings
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.warnings import PTBUserWarning

from acts import ways
from bot.channels.base import BACKLOG
from bot.channels.telegram import channel as channel_module
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.convert import Received, received
from bot.commune_setup import act_as_operator
from handlers.all_routes import ROUTER
from locales.catalog import catalog
from storage import accounts, outbox
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind
from tests.conftest import Clock
from tests.logs import log_plainly
from tests.phone import TelegramPhone
from tests.servers.botapi import BotApi
from tests.village import resident, sit_down
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
    await world.until(lambda _: bool(world.server(BotApi).said_to_taps))
    assert world.server(BotApi).said_to_taps == ["Vẫn là màn hình này. Bác chọn một mục ở trên."]
    assert world.server(BotApi).count("sendMessage") == 1  # everything else was drawn in place
    assert "chỉ cần chọn một mục" in lan.last.text


async def test_groups_moving_places_and_unknown_updates_are_left_alone(world: World) -> None:
    api = world.server(BotApi)
    group = {"message_id": 900, "date": 1, "chat": {"id": -5, "type": "group", "title": "Xóm"}, "text": "/start"}
    api.deliver({"message": {**group, "from": {"id": 1001, "is_bot": False, "first_name": "Lan"}}})
    api.deliver({"something_new": {"a": 1}})
    live = {"message_id": 3, "date": 1, "edit_date": 2, "location": {"latitude": 18.4, "longitude": 105.4}}
    api.deliver({"edited_message": {**live, "chat": {"id": 1001, "type": "private"}}})
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
        assert ["Chào bác" in seen[0].text, "chỉ cần chọn một mục" in seen[1].text, seen[2].text] == [
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
    log_plainly()
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


async def test_ptb_takes_our_odd_capitals_for_a_method_it_does_not_know() -> None:
    """With them it warns of nothing and asks for the right method; a PTB that reads names otherwise fails here."""
    source = ast.parse(inspect.getsource(channel_module))
    texts = {each.value for each in ast.walk(source) if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    methods = {text for text in texts if re.fullmatch(r"[a-z]+(_[a-z]+)*_[A-Z][a-z]+", text)}
    assert methods == {"get_Updates"}
    bot = Recorder(TOKEN)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        await bot.do_api_request("get_Updates", {})
    with pytest.warns(PTBUserWarning, match="Please use"):
        await bot.do_api_request("get_updates", {})
    assert bot.asked == ["getUpdates"] * 2


WHO: dict[str, Any] = {"id": 7, "is_bot": False, "first_name": "Lan"}
CHAT: dict[str, Any] = {"id": 7, "type": "private", "first_name": "Lan"}
WRITTEN: dict[str, Any] = {"message_id": 5, "date": 1_700_000_000, "chat": CHAT, "from": WHO}
PLAIN: dict[str, dict[str, Any]] = {
    "a text": {"update_id": 3, "message": {**WRITTEN, "text": "1"}},
    "a command": {"update_id": 3, "message": {**WRITTEN, "text": "/start@hoctap_bot KIMSON"}},
    "a start": {"update_id": 3, "message": {**WRITTEN, "text": "/start"}},
    "a tap": {
        "update_id": 3,
        "callback_query": {
            "id": "9", "from": WHO, "chat_instance": "1", "data": "home", "message": {**WRITTEN, "text": "Chào bác"},
        },
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", PLAIN)
def test_what_is_read_plainly_is_what_ptb_reads(kind: str) -> None:
    """The same update with something that makes it PTB's to read."""
    bot = Bot(TOKEN)
    plainly = received(PLAIN[kind], bot)
    assert isinstance(plainly, Received)
    assert received({**PLAIN[kind], "unheard_of": 1}, bot) == plainly


@pytest.mark.parametrize("chat", [{"id": -7, "type": "group", "title": "Thôn"}, {"id": "7", "type": "private"}])
def test_what_is_of_no_private_chat_is_nothing(chat: dict[str, Any]) -> None:
    update = {"update_id": 3, "message": {**WRITTEN, "chat": chat, "text": "1"}}
    assert received(update, Bot(TOKEN)) is None


ODD: dict[str, dict[str, Any]] = {
    "a poll of an older server": {
        "poll": {"id": "1", "question": "?", "options": [], "is_anonymous": True, "type": "regular"}
    },
    "half a character": {"text": "bác \ud83d"},
    "half a character in a name": {"text": "chào", "from": {"id": 7001, "is_bot": False, "first_name": "\udc00"}},
    "a number for a text": {"text": 7},
    "a photo without sizes": {"photo": [{"file_id": "x"}]},
    "a date in words": {"date": "hôm nay", "text": "chào"},
    "a chat without a kind": {"chat": {"id": 7001}, "text": "chào"},
    "nothing in it": {},
    "entities that are none": {"text": "chào", "entities": [{"type": "bold"}]},
    "a tap on a message that is none": {"callback_query": {"id": "1"}},
}


@pytest.mark.world("telegram-polling")
@pytest.mark.parametrize("odd", ODD)
async def test_one_update_that_cannot_be_read_stops_nobody(world: World, odd: str) -> None:
    await _stops_nobody(world, ODD[odd])
    assert world.server(BotApi).webhook_statuses == []


@pytest.mark.world("telegram-webhook")
@pytest.mark.parametrize("odd", ODD)
async def test_nor_by_webhook(world: World, odd: str) -> None:
    await _stops_nobody(world, ODD[odd])
    assert set(world.server(BotApi).webhook_statuses) == {200}


async def _stops_nobody(world: World, odd: dict[str, Any]) -> None:
    """Others before it, beside it and after it are answered, and it is confirmed, so that it does not come again."""
    api = world.server(BotApi)
    user = {"id": 7001, "is_bot": False, "first_name": "Ai"}
    message = {"message_id": 99, "date": 1, "chat": {"id": 7001, "type": "private"}, "from": user, **odd}
    before = api.user(7002, "Trước").say("/start")
    api.deliver(odd if "callback_query" in odd else {"message": message})
    after = api.user(7003, "Sau").say("/start")
    for chat in (7002, 7003):
        assert "Chào bác" in (await api.user(chat, "?").next()).text
    assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))
    if api.webhook is None:
        assert not {before, before + 1, after} & set(api.updates)


async def test_whose_message_holds_something_odd_is_answered_all_the_same(world: World) -> None:
    api, user = world.server(BotApi), world.phone("Lan", TelegramPhone).user
    await world.phones["Lan"].open("KIMSON")
    chat = {"id": user.chat, "type": "private"}
    api.deliver({"message": {"message_id": 98, "date": 1, "chat": chat, **ODD["a poll of an older server"]}})
    assert "chưa nhận ảnh, giọng nói hay tệp" in (await user.next()).text
    assert api.count("sendMessage") == 2


ONCE = {
    "invited": (ways.codes(), "Mời người đứng đầu"),
    "linking": (ways.devices(), "Nối thêm máy, ứng dụng"),
    "admitted": (None, "Cấp mã đăng nhập"),
    "roster-send": (ways.roster(), "Đưa danh sách từ tệp vào"),
}
PLAYED_ELSEWHERE = {  # what it takes to come there is more than a press
    "data-key": "tests/handlers/commune/test_publishing.py",
    "desk": "tests/handlers/start/test_desk_door.py",
    "form-send": "tests/handlers/commune/test_superior_form.py",
    "results-send": "tests/bot/test_results_on_channels.py",
    "scan-send": "tests/handlers/commune/test_decision_scans.py",
    "site-send": "tests/handlers/commune/test_association_site.py",
}
LEFT_BY = {"roster-send": "Về danh sách dân cư"}  # what leads on from the code, where it is not "Xong"


def test_every_code_that_is_shown_once_is_played() -> None:
    assert set(ONCE) | set(PLAYED_ELSEWHERE) == {route.name for route in ROUTER.routes.values() if route.once}
    assert not set(ONCE) & set(PLAYED_ELSEWHERE)
    assert all((Path(__file__).parents[2] / each).is_file() for each in PLAYED_ELSEWHERE.values())


@pytest.mark.parametrize("name", ONCE)
async def test_a_code_that_is_shown_once_is_a_message_of_its_own(world: World, name: str) -> None:
    """The screens after it are drawn elsewhere: who notes codes for twenty villages still finds the first."""
    officer = world.phone("Thương", TelegramPhone)
    at, label = ONCE[name]
    await officer.say("menu")
    seen = await officer.press(at or ways.resident(world.village.lan.id))
    edited = seen.extra
    seen = await officer.choose(next(each for each in seen.buttons if each.startswith(label)))
    code, text = seen.extra, seen.extra.text
    if name == "invited":  # the picture of the code follows
        await officer.notice()
        await officer.notice()
    assert code.id != edited.id
    assert "Dùng được một lần" in text
    await officer.choose(LEFT_BY.get(name, "Xong"), on=seen)
    await officer.choose("Về đầu")
    await officer.choose(LEFT_BY.get(name, "Về đầu"), on=seen)  # a button of the code itself
    assert (code.text, code.edits) == (text, 0)
    assert officer.last.extra.id != code.id
    if name in LEFT_BY:
        await officer.choose("Về đầu")
    seen = await officer.choose("Giúp đỡ")
    assert seen.extra.edits > 0  # all else is drawn in place again


async def _asked_for_the_name(world: World) -> TelegramPhone:
    lan = world.phone("Khách", TelegramPhone)
    await lan.open("KIMSON")
    for _ in range(5):  # consent and place come before
        if "họ và tên" in lan.last.text and not lan.last.buttons:
            break
        await lan.choose(lan.last.buttons[0])
    return lan


async def test_a_changed_message_is_read_while_its_question_is_open(world: World) -> None:
    lan = await _asked_for_the_name(world)
    first = lan.user.say("4")
    again = await lan.user.next()
    assert "họ và tên" in again.text.lower()
    lan.user.edit(first, "Trần Thị Mận")
    assert "năm nào" in (await lan.user.next()).text


async def test_a_changed_message_that_was_taken_is_answered_and_changes_nothing(world: World) -> None:
    lan = await _asked_for_the_name(world)
    first = lan.user.say("Trần Thị Mậm")
    assert "năm nào" in (await lan.user.next()).text
    lan.user.edit(first, "1961")  # not even what would fit the question that is open now
    said = await lan.user.next()
    assert "vừa sửa một tin đã gửi" in said.text
    assert "năm nào" in said.text
    lan.user.say("1961")
    assert "Mậm" in (await lan.user.next()).text


async def test_only_the_last_message_is_read_anew(world: World) -> None:
    lan = await _asked_for_the_name(world)
    first = lan.user.say("4")
    await lan.user.next()
    lan.user.say("5")
    await lan.user.next()
    lan.user.edit(first, "Trần Thị Mận")
    assert "vừa sửa một tin đã gửi" in (await lan.user.next()).text


async def test_a_group_is_told_once_that_people_talk_to_the_bot_alone(world: World) -> None:
    api = world.server(BotApi)
    bot = {"id": 1, "is_bot": True, "first_name": "Học Tập", "username": "hoctap_test_bot"}
    group = {"id": -5, "type": "supergroup", "title": "Xóm"}

    def turned(old: str, new: str) -> None:
        change = {"chat": group, "from": {"id": 1001, "is_bot": False, "first_name": "Lan"}, "date": 1}
        sides = {"old_chat_member": {"user": bot, "status": old}, "new_chat_member": {"user": bot, "status": new}}
        api.deliver({"my_chat_member": {**change, **sides}})

    turned("left", "member")
    assert "chỉ nói chuyện riêng" in (await api.user(-5, "Xóm").next()).text
    api.deliver({"message": {"message_id": 900, "date": 1, "chat": group, "text": "chào"}})
    turned("member", "left")
    assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))
    assert [each.text for each in api.user(-5, "Xóm").messages] == [catalog("vi").render(channel_module.PRIVATE_ONLY)]


async def test_two_phones_on_one_messenger_are_told_apart(world: World, clock: Clock) -> None:
    """On one's own list and on the head's; even where both were used in the same minute."""
    await world.app.database.write(lambda tx: sit_down(tx, "telegram", "1001", world.village.lan))
    first, second = world.phone("Lan", TelegramPhone), world.phone("Khách", TelegramPhone)
    await first.say("menu")
    seen = await first.press(ways.link())
    await second.say(str(seen.title).removeprefix("Mã nối: "))
    await second.choose("Đúng là tôi, tôi đồng ý")
    assert "vừa mở trên Telegram" in (await first.notice()).text
    for days in (0, 3):
        clock.advance(days=days)
        await first.say("menu")
        seen = await first.press(ways.devices())
        assert len(set(seen.buttons)) == len(seen.buttons)
        assert "Bỏ Telegram (máy đang dùng)" in seen.buttons
        assert any(each.startswith("Bỏ Telegram, dùng ") for each in seen.buttons)
        assert "(máy đang dùng)" in seen.text
        head = world.phone("Đức", TelegramPhone)
        await head.say("menu")
        cuts = [each for each in (await head.press(ways.resident(world.village.lan.id))).buttons if "Khoá" in each]
        assert len(cuts) == len(set(cuts)) == 2


@pytest.mark.parametrize(("command", "said"), [("/help", "chỉ cần chọn một mục"), ("/settings", "Dữ liệu")])
async def test_what_telegrams_own_menus_offer_is_known(world: World, command: str, said: str) -> None:
    assert said in str(await world.phones["Thương"].say(command))


async def test_who_was_spoken_to_in_one_way_is_so_to_the_end(world: World) -> None:
    """Erased, and still thanked as before: "anh/chị" did not become "bác"."""

    def young(tx: Transaction) -> None:
        act_as_operator(tx)
        sit_down(tx, "telegram", "1001", resident(tx, world.village.kim_son, "Trần Thị Mận", 1996, household="9"))

    await world.app.database.write(young)
    lan = world.phones["Lan"]
    assert "anh/chị" in str(await lan.say("/giupdo")).lower()
    await lan.press(ways.erase())
    said = (await lan.choose("Xoá hết")).text
    assert "Đã xoá. Cảm ơn anh/chị." in said
    assert "bác" not in said
