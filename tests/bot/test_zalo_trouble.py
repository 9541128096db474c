"""What Zalo's two platforms do on bad days, each through the real channel: refusals, droughts, webhooks, strangers."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from sqlalchemy import update

from acts.choice import Choice
from acts.way import Way
from bot.app import App
from bot.channel import ClosedError
from bot.channels.base import OWED_AFTER
from bot.channels.zalo import ZaloBot
from bot.channels.zalo.channel import FREE_PEOPLE, NEARLY_FULL
from bot.channels.zalo_oa import ZaloOa
from bot.channels.zalo_oa.api import MOST_BUTTONS, TEXT_LIMIT
from bot.channels.zalo_oa.convert import numbered, signature
from bot.doctor import examine
from bot.media import UnreachableError
from bot.render import Capabilities, render
from handlers.kit.screen import Screen
from locales.catalog import ELDER
from locales.text import T, Verbatim
from storage import accounts, channel_tokens, message_budget
from storage.kit.tables import credentials
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.patience import PATIENCE
from tests.phone import OaPhone, ZaloPhone
from tests.pictures import photo, stand_at, want
from tests.servers.zalobot import RefusalError, ZaloBotApi
from tests.servers.zalooa import ZaloOaApi
from tests.steps import join
from tests.world import OA_APP, OA_WEBHOOK_SECRET, World, oa_world, zalo_world

BOT = pytest.mark.world("zalo-webhook")
OA = pytest.mark.world("zalo-oa")


def bot(world: World) -> ZaloBot:
    found = world.app.channels["zalo"]
    assert isinstance(found, ZaloBot)
    return found


def oa(world: World) -> ZaloOa:
    found = world.app.channels["zalo-oa"]
    assert isinstance(found, ZaloOa)
    return found


async def hooked(world: World) -> ZaloBotApi:
    """The server, once it knows where to send updates."""
    api = world.server(ZaloBotApi)
    async with asyncio.timeout(PATIENCE):
        while api.webhook is None:
            await world.app.database.read(lambda _: None)
    return api


async def owed(world: World) -> int:
    later = world.app.database.clock() + timedelta(days=1)
    return await world.app.database.read(lambda tx: accounts.count_owed(tx, before=later))


async def findings(world: World) -> dict[str, str]:
    nowhere = "http://127.0.0.1:9"
    own = {"zalo": "zalo_api_url", "zalo-oa": "zalo_oa_api_url"}[world.channel]
    others = {"telegram_api_url", "zalo_api_url", "zalo_oa_api_url"} - {own}
    app = App(world.app.settings.model_copy(update=dict.fromkeys(others, nowhere)), world.app.database.clock)
    app.add_configured()
    try:
        return {each.subject: str(each) async for each in examine(app)}
    finally:
        await app.database.close()


async def signed_call(world: World, chat: str, stamp: str) -> int:
    """Somebody writes "1"; the HTTP status."""
    body = b'{"event_name":"user_send_text","sender":{"id":"%s"},"message":{"text":"1"}}' % chat.encode()
    mac = signature(OA_APP, body, stamp, OA_WEBHOOK_SECRET)
    headers = {"x-zevent-signature": f"mac={mac}", "x-zevent-timestamp": stamp}
    async with httpx.AsyncClient() as client:
        url = f"{world.app.settings.web_url}/zalo-oa/webhook"
        return (await client.post(url, content=body, headers=headers)).status_code


# Refusals


@BOT
@pytest.mark.parametrize("http_status", [None, 200])
@pytest.mark.parametrize("code", [0, 202, 403, 404, 409, 499, -1])
async def test_an_unknown_refusal_is_tried_and_the_reply_stays_owed(
    world: World, waited: list[float], clock: Clock, code: int, http_status: int | None
) -> None:
    api, lan = await hooked(world), world.phone("Lan", ZaloPhone)
    api.fail("sendMessage", 403, code, "refused", times=3, http_status=http_status)
    lan.user.say("/start")
    await api.settled()
    await bot(world).settled()
    assert waited == [1.0, 2.0]
    assert await owed(world) == 1
    clock.advance(hours=2)
    assert "1 người" in (await findings(world))["Câu trả lời còn nợ"]
    await bot(world).pay_debts(OWED_AFTER)
    assert "Công dân học tập" in str(await lan.notice())
    await bot(world).settled()
    assert await owed(world) == 0


@BOT
async def test_a_debt_is_paid_ever_more_seldom(world: World, waited: list[float], clock: Clock) -> None:
    api, lan = await hooked(world), world.phone("Lan", ZaloPhone)
    api.fail("sendMessage", 403, times=100)
    lan.user.say("/start")
    await api.settled()
    await bot(world).settled()
    for _ in range(120):  # an hour of looks
        clock.advance(seconds=30)
        await bot(world).pay_debts(OWED_AFTER)
        await bot(world).settled()
    assert 3 * 6 <= api.count("sendMessage") <= 3 * 12


@BOT
async def test_one_internal_server_error_blocks_nobody(world: World, waited: list[float]) -> None:
    api, lan = await hooked(world), world.phone("Lan", ZaloPhone)
    api.fail("sendMessage", 403, 403, "Internal server error", http_status=200)
    assert "Công dân học tập" in str(await lan.say("/start"))
    account = await world.app.database.read(lambda tx: accounts.find(tx, "zalo", lan.user.chat))
    assert account is not None
    assert not account.blocked


@OA
@pytest.mark.parametrize("http_status", [200, 400])
@pytest.mark.parametrize("code", [-200, -201, -233, -305, 100])
async def test_buttons_that_are_refused_by_whatever_code_become_lines_and_are_not_tried_for_ever(
    world: World, waited: list[float], code: int, http_status: int
) -> None:
    api, lan = world.server(ZaloOaApi), world.phones["Lan"]
    api.refuse_attachments = code, http_status
    seen = await lan.open("KIMSON")
    assert seen.routes == {"Tôi đồng ý": "1", "Tôi không đồng ý": "2"}
    await lan.choose("Tôi đồng ý")  # a screen that is answered with words: its way out is named, not numbered
    assert not any(route.isdigit() for route in lan.last.routes.values())
    for said in ("Nguyễn Thị Lan", "1968"):
        await lan.say(said)
    before = api.count("cs")
    await lan.say("/start")
    assert api.count("cs") == before + 1
    assert oa(world).can.buttons == 0
    assert waited == []


@OA
async def test_buttons_that_failed_once_are_sent_again(world: World, waited: list[float]) -> None:
    api, lan = world.server(ZaloOaApi), world.phones["Lan"]
    api.fail(-200, "Send message failed")
    assert (await lan.open("KIMSON")).routes["Tôi đồng ý"] == "1"
    assert oa(world).can.buttons == MOST_BUTTONS
    assert (await lan.open("KIMSON")).routes["Tôi đồng ý"].startswith("#")


@OA
@pytest.mark.parametrize("code", [-200, -305, 100])
async def test_an_unknown_refusal_of_the_account_is_owed(
    world: World, waited: list[float], clock: Clock, code: int
) -> None:
    api, lan = world.server(ZaloOaApi), world.phone("Lan", OaPhone)
    api.fail(code, "what is it", times=6)  # three tries, each with buttons and without
    lan.user.say("/start")
    await api.settled()
    await oa(world).settled()
    assert waited == [1.0, 2.0]
    assert await owed(world) == 1
    clock.advance(minutes=2)
    await oa(world).pay_debts(OWED_AFTER)
    assert "Công dân học tập" in str(await lan.notice())


# The month's messages


@BOT
@pytest.mark.parametrize("how", ["500", "cut"])
async def test_what_arrived_although_it_failed_is_counted(world: World, waited: list[float], how: str) -> None:
    api, lan = await hooked(world), world.phone("Lan", ZaloPhone)
    if how == "cut":
        api.cut("sendMessage")
    else:
        api.fail("sendMessage", 500, late=True)
    await lan.say("/start")
    await lan.notice()
    await bot(world).settled()
    spent = await world.app.database.read(lambda tx: message_budget.spent(tx, "zalo"))
    assert spent == len(api.messages) == 2


@BOT
async def test_a_server_that_fails_for_hours_does_not_use_up_the_month(
    world: World, waited: list[float], clock: Clock
) -> None:
    api, lan = await hooked(world), world.phone("Lan", ZaloPhone)
    api.fail("sendMessage", 500, times=50)
    lan.user.say("/start")
    await api.settled()
    await bot(world).settled()
    for _ in range(3):
        clock.advance(minutes=15)
        await bot(world).pay_debts(OWED_AFTER)
        await bot(world).settled()
    assert api.count("sendMessage") == 20
    assert await world.app.database.read(lambda tx: message_budget.spent(tx, "zalo")) == 1


@BOT
async def test_a_month_that_is_used_up_holds_up_nobody(world: World, waited: list[float]) -> None:
    api = await hooked(world)
    api.quota = 0
    phones = [world.phone(name, ZaloPhone) for name in ("Lan", "Khách")]
    for phone in phones:
        phone.user.say("/start")
        phone.user.say("xin chào")
    await api.settled()
    await bot(world).settled()
    assert "zalo" in world.app.dispatcher.terse
    asked = api.count("sendMessage")
    assert asked <= 8
    async with asyncio.timeout(PATIENCE):
        while len(waited) < 6:
            await world.app.database.read(lambda _: None)
    assert waited[:6] == [60.0, 120.0, 240.0, 480.0, 600.0, 600.0]
    chat = phones[0].user.chat
    with pytest.raises(ClosedError):
        await bot(world).send(chat, render(Screen(text=T("Đã khoá.")), "vi", ELDER, bot(world).can), "n1")
    api.quota = 10
    for phone in phones:
        assert "Công dân học tập" in str(await phone.notice())
    await bot(world).settled()
    assert "zalo" not in world.app.dispatcher.terse
    assert await owed(world) == 0


# Webhooks


@BOT
async def test_people_are_heard_while_zalos_own_servers_fail_at_the_start(
    sqlite_url: str, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> Any:
        raise RefusalError(500, {"ok": False, "error_code": 500, "description": "oops"})

    with monkeypatch.context() as patched:
        patched.setattr(ZaloBotApi, "on_getme", fail)
        async with zalo_world(sqlite_url, clock, tmp_path, webhook=True) as world:
            url = f"{world.app.settings.web_url}/zalo/webhook"  # known since an earlier run
            world.server(ZaloBotApi).webhook = url, world.app.settings.derived_secret("zalo webhook")
            assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))


@OA
async def test_people_are_heard_while_the_accounts_servers_fail_at_the_start(
    sqlite_url: str, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(*_: object) -> Any:
        await asyncio.sleep(60)

    monkeypatch.setattr(ZaloOaApi, "on_getoa", hang)
    async with oa_world(sqlite_url, clock, tmp_path) as world:
        assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))


@BOT
async def test_a_webhook_that_was_deleted_is_set_again(world: World) -> None:
    api = await hooked(world)
    await world.phones["Lan"].say("/start")
    ours, api.webhook = api.webhook, None
    assert "không đâu" in (await findings(world))["Zalo Bot: webhook"]
    api.fail("getWebhookInfo", 500)
    await bot(world).look_after()  # nobody knows
    assert api.webhook is None
    await bot(world).look_after()
    assert api.webhook == ours is not None


@BOT
async def test_an_address_that_zalo_tried_in_vain_is_reported_until_it_is_reached(world: World) -> None:
    api = await hooked(world)
    await world.phones["Lan"].say("/start")
    api.webhook = None
    api.verification = {"ok": False, "outcome": "failed", "status_code": 502, "hint": "bad gateway"}
    await bot(world).look_after()
    await hooked(world)  # kept all the same
    async with httpx.AsyncClient() as client:
        health = await client.get(f"{world.app.settings.web_url}/health")
    assert health.text == "ok\ntrouble of zalo: failed 502 bad gateway\n"
    assert "502 bad gateway" in (await findings(world))["zalo: webhook"]
    api.verification = {"ok": True, "outcome": "verified"}
    await bot(world).look_after()
    assert "zalo: webhook" not in await findings(world)


async def test_a_bot_without_a_public_address_says_what_its_links_are_worth(
    sqlite_url: str, clock: Clock, tmp_path: Path
) -> None:
    with structlog.testing.capture_logs() as logged:
        async with zalo_world(sqlite_url, clock, tmp_path, webhook=False) as world:
            await world.phones["Lan"].say("/start")
    assert any("this computer only" in each["event"] for each in logged)


@OA
@pytest.mark.parametrize("stamp", ["999999999999999", "99999999999999", "1795424400", "1795424400000", "now", "1"])
async def test_a_time_that_is_written_otherwise_stops_nobody(world: World, stamp: str) -> None:
    assert await signed_call(world, "77", stamp) == 200
    assert await world.app.database.read(lambda tx: accounts.find(tx, "zalo-oa", "77")) is not None


@OA
@pytest.mark.parametrize("factor", [1, 1000])
async def test_a_time_long_ago_is_read_in_seconds_and_in_milliseconds(world: World, clock: Clock, factor: int) -> None:
    stamp = str(int((clock() - timedelta(days=7)).timestamp()) * factor)
    assert await signed_call(world, "77", stamp) == 200
    assert await world.app.database.read(lambda tx: accounts.find(tx, "zalo-oa", "77")) is None


# What doctor tells


@OA
async def test_a_refresh_token_is_named_broken_while_the_old_access_token_serves(world: World) -> None:
    await world.phones["Lan"].say("/start")
    assert "✓" in (await findings(world))["Zalo OA"]

    def refuse(tx: Transaction) -> None:
        channel_tokens.give_up(tx, "zalo-oa", broken=True)
        tx.connection.execute(update(credentials).values(expires_at=tx.now + timedelta(hours=12)))

    await world.app.database.write(refuse)
    assert "HOCTAP_ZALO_OA_REFRESH_TOKEN" in (await findings(world))["Zalo OA"]
    assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))


@BOT
async def test_doctor_counts_people_and_messages(world: World) -> None:
    await world.phones["Lan"].say("/start")
    await bot(world).settled()
    told = await findings(world)
    assert told["Zalo Bot: số người"].endswith(f"4/{FREE_PEOPLE}")
    assert told["Zalo Bot: số tin tháng này"].endswith("1/3000")

    def fill(tx: Transaction) -> None:
        for i in range(NEARLY_FULL - 4):
            accounts.lock(tx, "zalo", f"person {i}")

    await world.app.database.write(fill)
    assert f"✗ Zalo Bot: số người: {NEARLY_FULL}/{FREE_PEOPLE}" in (await findings(world))["Zalo Bot: số người"]


# The office's own account


@OA
async def test_a_strangers_matter_is_answered_once_and_then_left_to_the_office(world: World) -> None:
    lan = world.phone("Lan", OaPhone)
    first = await lan.say("cho hỏi giấy khai sinh làm ở đâu")
    assert "cán bộ xã đọc và trả lời" in first.text
    assert "mã ấy chưa đúng" not in first.text
    for said in ("cho hỏi", "alo có ai không", "xin chào", "cảm ơn nhiều nhé " * 20):
        lan.user.say(said)
    lan.user.sticker()
    lan.user.document()
    lan.user.photo(world.server(ZaloOaApi).picture(b"\xff\xd8\xff"), "giấy khai sinh")
    await world.server(ZaloOaApi).settled()
    await oa(world).settled()
    assert len(lan.user.messages) == 1
    assert await owed(world) == 0
    assert "Công dân học tập" in str(await lan.open("KIMSON"))  # nothing came in between
    assert len(lan.user.messages) == 2


@OA
@pytest.mark.parametrize("said", ["menu", "/start", "khai", "kim son", "1", "giúp đỡ"])
async def test_what_was_asked_for_is_answered_a_stranger_too(world: World, said: str) -> None:
    lan = world.phone("Lan", OaPhone)
    await lan.say("alo")
    lan.user.say("cho hỏi")
    await world.server(ZaloOaApi).settled()
    assert await lan.say(said)
    assert len(lan.user.messages) == 2


@OA
async def test_who_has_a_name_is_answered_and_their_stickers_are_for_the_office(world: World) -> None:
    lan = world.phone("Lan", OaPhone)
    await join(lan)
    await lan.say("/start")
    sent = len(lan.user.messages)
    lan.user.sticker()
    await world.server(ZaloOaApi).settled()
    await oa(world).settled()
    assert len(lan.user.messages) == sent
    assert await lan.say("tôi muốn khai")


@OA
@pytest.mark.parametrize("opens", [True, False])
async def test_a_followers_first_word_is_no_wrong_code(world: World, opens: bool) -> None:
    lan = world.phone("Lan", OaPhone)
    world.server(ZaloOaApi).follow_opens = opens
    lan.user.last = None
    lan.user.follow()
    await world.server(ZaloOaApi).settled()
    await oa(world).settled()
    if opens:
        assert "Công dân học tập" in str(await lan.notice())
    else:
        assert lan.user.messages == []
        seen = await lan.say("cho hỏi")
        assert "Công dân học tập" in str(seen)
        assert "mã ấy chưa đúng" not in seen.text


# Buttons for answers, words for ways out


@OA
async def test_questions_are_answered_with_buttons_and_left_with_words(world: World) -> None:
    lan = world.phone("Lan", OaPhone)
    await join(lan)
    await lan.say("/khai")
    await lan.choose("Làm ruộng, chăn nuôi, nội trợ")
    with_buttons = 0
    for i in range(1, 14):
        message, seen = lan.user.messages[-1], lan.last
        answers = [label for label in seen.buttons if label not in {"Quay lại", "Lưu, nghỉ"}]
        if 0 < len(answers) <= MOST_BUTTONS:
            with_buttons += 1
            assert [title for title, _ in message.buttons] == answers, seen
            assert "Gõ “lui” (Quay lại), “nghỉ” (Lưu, nghỉ)" in message.text or "“nghỉ” (Lưu, nghỉ)" in message.text
            assert "1. " not in message.text.split("\n\n")[-1]
        if i < 13:
            await lan.say("1") if not message.buttons else await lan.choose(answers[0])
    assert with_buttons >= 10


@OA
async def test_the_words_lead_where_the_choices_did(world: World) -> None:
    lan = world.phone("Lan", OaPhone)
    await join(lan)
    await lan.say("/khai")
    await lan.choose("Làm ruộng, chăn nuôi, nội trợ")
    first = str(lan.last)
    await lan.choose(lan.last.buttons[0])
    assert str(lan.last) != first
    assert lan.last.routes["Quay lại"] == "lui"
    assert "Câu 1/" in str(await lan.choose("Quay lại"))
    assert "Khai tiếp" in (await lan.choose("Lưu, nghỉ")).buttons


# Pictures, and what stands under them


@pytest.mark.parametrize("kind", ["zalo", "oa"])
async def test_what_stands_under_a_picture_is_not_lost(
    kind: str, sqlite_url: str, clock: Clock, tmp_path: Path
) -> None:
    opened = (
        zalo_world(sqlite_url, clock, tmp_path, webhook=True)
        if kind == "zalo"
        else oa_world(sqlite_url, clock, tmp_path)
    )
    async with opened as world:
        lan = world.phones["Lan"]
        assert isinstance(lan, ZaloPhone | OaPhone)
        await lan.open("KIMSON")
        await lan.choose("Tôi đồng ý")
        lan.user.photo(lan.user.api.picture(b"\xff\xd8\xff"), "Nguyễn Thị Lan")
        asked = await lan.notice()
        assert "sinh năm nào" in asked.text
        assert "chỉ đọc chữ kèm ảnh" in asked.text
        await lan.say("1968")
        assert "Nguyễn Thị Lan" in str(await lan.choose("Đúng rồi"))


@OA
async def test_who_is_told_that_a_picture_is_on_its_way_hears_once_that_it_takes_longer(
    world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(_: object) -> bytes:
        raise UnreachableError("TimeoutError")

    monkeypatch.setattr("bot.file_jobs.LOOK_EVERY", 0.01)
    monkeypatch.setattr(oa(world), "fetch_picture", hang)
    want(world.app)
    await stand_at(world.app.database, world.village.head.id)
    head = world.phone("Đức", OaPhone)
    await head.photo(photo(300, 200))
    told: list[str] = []
    async with asyncio.timeout(PATIENCE):
        while not told or "gửi lại tấm ảnh" not in told[-1]:
            clock.advance(seconds=30)
            await asyncio.sleep(0.01)
            while not head.user.inbound.empty():
                told.append((await head.notice()).text)
    assert [("đang thử lại" in each, "Chưa lấy được ảnh" in each) for each in told] == [(True, True), (False, True)]


def test_a_screen_of_full_length_keeps_its_choices_without_buttons() -> None:
    choices = tuple(Choice(T("Sửa câu {i}", i=i), Way(f"ask/{i}")) for i in range(1, MOST_BUTTONS + 1))
    can = Capabilities(buttons=MOST_BUTTONS, text_limit=TEXT_LIMIT, one_message=True)
    message = render(Screen(text=Verbatim("chữ " * 495), choices=choices), "vi", ELDER, can)
    text = numbered(message)["text"]
    assert len(text) <= TEXT_LIMIT
    assert all(f"\n{i}. Sửa câu {i}" in text for i in range(1, MOST_BUTTONS + 1))
