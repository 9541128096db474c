"""The Official Account's faults: tokens that expire and rotate, windows that close, buttons that are refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from bot.channel import ClosedError, LaterError
from bot.channels.zalo_oa import ZaloOa
from bot.channels.zalo_oa.convert import Payloads, event_of, signature
from bot.channels.zalo_oa.tokens import Tokens, TokensBrokenError
from bot.render import render
from handlers.kit.event import Chose, Said
from handlers.kit.screen import Screen
from locales.catalog import ELDER
from locales.text import T
from storage import accounts, channel_tokens
from storage.kit.engine import BusyError, Database
from storage.kit.keys import Keys
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.keys import keys_in
from tests.patience import PATIENCE
from tests.phone import OaPhone
from tests.servers.zalooa import ZaloOaApi
from tests.world import OA_APP, OA_REFRESH, OA_SECRET, OA_WEBHOOK_SECRET, World

pytestmark = pytest.mark.world("zalo-oa")


def channel(world: World) -> ZaloOa:
    found = world.app.channels["zalo-oa"]
    assert isinstance(found, ZaloOa)
    return found


async def hooked(world: World, body: bytes, **headers: str) -> int:
    async with httpx.AsyncClient() as client:
        url = f"{world.app.settings.web_url}/zalo-oa/webhook"
        return (await client.post(url, content=body, headers=headers)).status_code


def signed(body: bytes, stamp: str = "1790000000000") -> dict[str, str]:
    mac = signature(OA_APP, body, stamp, OA_WEBHOOK_SECRET)
    return {"x-zevent-signature": f"mac={mac}", "x-zevent-timestamp": stamp}


# The webhook


async def test_the_unsigned_ping_is_welcome_and_other_unsigned_calls_are_not(world: World) -> None:
    assert await hooked(world, b"{}") == 200
    assert await hooked(world, b"") == 200
    assert await hooked(world, b'{"event_name":"user_send_text"}') == 403
    assert await hooked(world, b'{"a":1}', **{"x-zevent-signature": "mac="}) == 403
    assert await hooked(world, b'{"a":1}', **{"x-zevent-signature": "mac=" + "0" * 64}) == 403


async def test_the_signature_is_over_the_body_as_it_came(world: World) -> None:
    body = b'{"event_name": "user_send_text",  "sender": {"id": "77"}, "message": {"msg_id": "m1", "text": "1"}}'
    assert await hooked(world, body, **signed(body)) == 200
    tidied = orjson.dumps(orjson.loads(body))
    assert await hooked(world, tidied, **signed(body)) == 403


@pytest.mark.parametrize("in_header", [True, False])
async def test_the_time_stands_in_a_header_or_in_the_body(world: World, in_header: bool) -> None:
    world.server(ZaloOaApi).timestamp_header = in_header
    assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))


async def test_a_call_recorded_long_ago_is_played_back_in_vain(world: World, clock: Clock) -> None:
    stamp = str(int((clock() - timedelta(days=7)).timestamp() * 1000))
    body = b'{"event_name": "user_send_text", "sender": {"id": "77"}, "message": {"msg_id": "m1", "text": "1"}}'
    assert await hooked(world, body, **signed(body, stamp)) == 200
    assert await world.app.database.read(lambda tx: accounts.find(tx, "zalo-oa", "77")) is None


async def test_a_huge_body_is_not_read(world: World) -> None:
    assert await hooked(world, b"x" * 10_000_000) == 413


async def test_who_stops_following_is_not_written_to(world: World) -> None:
    lan = world.phone("Lan", OaPhone)
    await lan.say("/start")
    lan.user.unfollow()
    await world.server(ZaloOaApi).settled()
    chat = lan.user.chat
    account = await world.app.database.read(lambda tx: accounts.find(tx, "zalo-oa", chat))
    assert account is not None
    assert account.blocked
    lan.user.follow()
    assert "Công dân học tập" in str(await lan.notice())


# What buttons carry


def test_a_payload_typed_by_hand_is_only_a_dead_button() -> None:
    payloads = Payloads("secret")
    made = payloads.write("7", "confirm/1/1")
    assert payloads.read("7", made) == "confirm/1/1"
    assert payloads.read("8", made) == ""  # made for another chat
    assert payloads.read("7", "#confirm/1/1~000000000000") == ""
    assert payloads.read("7", "#chào") is None

    def said(text: str) -> object:
        body: dict[str, Any] = {"event_name": "user_send_text", "sender": {"id": "7"}, "message": {"text": text}}
        event = event_of(body, b"", payloads)
        return None if event is None else event.input

    assert said(made) == Chose("confirm/1/1")
    assert said("#confirm/1/1~000000000000") == Chose("")
    assert said("# 1") == Said("# 1")


async def test_a_made_up_payload_is_answered_kindly(world: World) -> None:
    lan = world.phone("Lan", OaPhone)
    await lan.open("KIMSON")
    lan.user.press("#agree~0123456789ab")
    seen = await lan.notice()
    assert "Nút này không còn dùng được" in seen.text


async def test_buttons_that_are_refused_become_numbers(world: World) -> None:
    world.server(ZaloOaApi).refuse_buttons = True
    lan = world.phones["Lan"]
    seen = await lan.open("KIMSON")
    assert seen.routes == {"Tôi đồng ý": "1", "Tôi không đồng ý": "2"}
    assert "họ và tên" in (await lan.choose("Tôi đồng ý")).text


# Sending


async def test_too_many_calls_are_waited_out(world: World, waited: list[float]) -> None:
    world.server(ZaloOaApi).fail(-32, "Too many requests")
    assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))
    assert waited == [30.0]


@pytest.mark.parametrize("how", ["500", "cut"])
async def test_a_server_that_fails_is_asked_again(world: World, waited: list[float], how: str) -> None:
    if how == "cut":
        world.server(ZaloOaApi).cut()
    else:
        world.server(ZaloOaApi).fail(-500, "oops", http_status=500)
    assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))
    if how == "cut":  # it was carried out, but nobody knows
        await world.phones["Lan"].notice()
    assert waited == [1.0]


async def test_a_plan_that_is_used_up_closes_the_way_for_notices_for_an_hour(world: World, clock: Clock) -> None:
    lan = world.phone("Lan", OaPhone)
    await lan.say("/start")
    oa = channel(world)
    message = render(Screen(text=T("Đã khoá.")), "vi", ELDER, oa.can)
    chat = lan.user.chat
    world.server(ZaloOaApi).quota = {"quota_type": "sub_quota", "remain": "0", "total": "10"}
    await oa.send(chat, message, "n1")  # the last that the plan had
    assert "Đã khoá." in (await lan.notice()).text
    for _ in range(2):
        with pytest.raises(ClosedError):
            await oa.send(chat, message, "n2")
    clock.advance(hours=1, minutes=1)
    await oa.send(chat, message, "n2")
    assert "Đã khoá." in (await lan.notice()).text
    assert len(lan.user.messages) == 3


# Tokens


@pytest.mark.parametrize("with_401", [True, False])
async def test_an_access_token_that_expired_is_renewed_and_the_message_sent(world: World, with_401: bool) -> None:
    api = world.server(ZaloOaApi)
    await world.phones["Lan"].say("/start")
    before = api.refreshes
    api.unauthorized_401 = with_401
    api.expire_access_token()
    assert "Công dân học tập" in str(await world.phones["Lan"].say("/start"))
    assert api.refreshes == before + 1


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return keys_in(tmp_path)


def tokens(database: Database, keys: Keys, api: ZaloOaApi, refresh: str = OA_REFRESH) -> Tokens:
    return Tokens(
        database, keys, "zalo-oa", app_id=OA_APP, secret_key=OA_SECRET, first_refresh=refresh, oauth_url=api.url
    )


@pytest.fixture
async def api(clock: Clock) -> AsyncIterator[ZaloOaApi]:
    async with ZaloOaApi(OA_APP, OA_SECRET, OA_WEBHOOK_SECRET, OA_REFRESH, clock=clock) as running:
        yield running


async def test_many_workers_at_once_use_a_refresh_token_once(database: Database, keys: Keys, api: ZaloOaApi) -> None:
    workers = [tokens(database, keys, api) for _ in range(8)]
    await workers[0].begin()
    found = await asyncio.gather(*(worker.access() for worker in workers))
    assert set(found) == {api.access_token}
    assert api.refreshes == 1
    for worker in workers:
        await worker.close()


async def test_new_tokens_wait_for_a_database_that_is_out_of_reach(
    database: Database, keys: Keys, api: ZaloOaApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Zalo has used up the refresh token before: without the new one nobody could write there any more."""
    worker = tokens(database, keys, api)
    await worker.begin()
    write = database.write
    waits: list[float] = []

    async def out_of_reach(work: Callable[[Transaction], object]) -> object:
        if api.refreshes and len(waits) < 3:
            raise BusyError("gone")
        return await write(work)

    async def back_off(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("bot.channels.zalo_oa.tokens.back_off", back_off)
    monkeypatch.setattr(database, "write", out_of_reach)
    assert await worker.access() == api.access_token
    held = await database.read(lambda tx: channel_tokens.load(tx, keys, "zalo-oa"))
    assert held is not None
    assert held.access == api.access_token
    assert len(waits) == 3
    await worker.close()


async def test_a_worker_that_died_with_the_claim_is_followed_by_another(
    database: Database, keys: Keys, api: ZaloOaApi, clock: Clock
) -> None:
    worker = tokens(database, keys, api)
    await worker.begin()
    assert await database.write(lambda tx: channel_tokens.claim(tx, keys, "zalo-oa", stale_access="")) == OA_REFRESH
    clock.advance(seconds=61)
    assert await worker.access() == api.access_token
    await worker.close()


async def test_what_came_for_a_refresh_token_is_kept_though_nobody_waits_for_it_any_more(
    database: Database, keys: Keys, api: ZaloOaApi
) -> None:
    """The program ends while the tokens are renewed: a refresh token works once."""
    worker = tokens(database, keys, api)
    await worker.begin()
    api.delays["access_token"] = 0.1
    asked = asyncio.create_task(worker.access())
    async with asyncio.timeout(PATIENCE):
        while not api.count("access_token"):
            await database.read(lambda _: None)
    asked.cancel()
    await worker.close()
    with pytest.raises(asyncio.CancelledError):
        await asked
    after = tokens(database, keys, api)
    assert await after.access() == api.access_token
    assert api.refreshes == 1
    await after.close()


async def test_tokens_are_renewed_half_a_day_ahead_and_the_old_one_serves_meanwhile(
    database: Database, keys: Keys, api: ZaloOaApi, clock: Clock
) -> None:
    worker = tokens(database, keys, api)
    await worker.begin()
    first = await worker.access()
    clock.advance(hours=14)
    api.fail(-1, "down", http_status=503, method="access_token")
    assert await worker.access() == first
    second = await worker.access()
    assert second != first
    assert await worker.access() == second
    await worker.close()


async def test_an_answer_that_was_lost_with_the_refresh_token_is_told_to_the_officers(
    database: Database, keys: Keys, api: ZaloOaApi
) -> None:
    worker = tokens(database, keys, api)
    await worker.begin()
    api.cut("access_token")
    with pytest.raises(LaterError):
        await worker.access()
    with pytest.raises(TokensBrokenError):
        await worker.access()

    def held(tx: Transaction) -> channel_tokens.Credentials | None:
        return channel_tokens.load(tx, keys, "zalo-oa")

    broken = await database.read(held)
    assert broken is not None
    assert broken.broken_at is not None
    # Somebody grants access anew and sets the new first refresh token.
    api.refresh_token = "granted anew"
    again = tokens(database, keys, api, "granted anew")
    await again.begin()
    assert await again.access() == api.access_token
    await worker.close()
    await again.close()


async def test_a_start_with_the_same_first_token_keeps_the_later_ones(
    database: Database, keys: Keys, api: ZaloOaApi
) -> None:
    worker = tokens(database, keys, api)
    await worker.begin()
    access = await worker.access()
    await worker.begin()
    assert await worker.access() == access
    assert api.refreshes == 1
    await worker.close()
