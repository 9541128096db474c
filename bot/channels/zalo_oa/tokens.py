"""The Official Account's tokens: an access token for 25 hours, and a refresh token that works once.

The pair lives in the database, encrypted. One worker at a time claims the renewal; the new pair is written in one
transaction. A crash before the exchange burns nothing; a crash between Zalo's answer and our commit cannot be
excluded by anybody, so renewals are made half a day ahead: the old access token then still serves while a person
consents anew.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog

from acts.notices import Notice, tell
from bot.channel import LaterError
from bot.channels.base import back_off
from bot.channels.calls import Caller
from bot.retrying import DATABASE
from locales.text import T
from storage import channel_tokens, message_budget, roles
from storage.kit.engine import BusyError, Database
from storage.kit.keys import Keys
from storage.kit.transaction import Transaction

log = structlog.get_logger(__name__)

RENEW_BEFORE = timedelta(hours=12)
LIVES = timedelta(hours=25)
TRUSTED = timedelta(minutes=1)
NEVER = datetime.min.replace(tzinfo=UTC)
LOOKS = 40  # at what another worker makes of its claim
LOOK_EVERY = 0.25  # seconds
REFUSED = frozenset({-14020, -14019, -14014, -14004, -14003, -14002})  # seen or documented; see docs/channels.md


class TokensBrokenError(LaterError):
    """The refresh token is refused: somebody must grant access anew and set HOCTAP_ZALO_OA_REFRESH_TOKEN."""


class Tokens:
    """Hands out an access token that works, renewing it when it must be."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        channel: str,
        *,
        app_id: str,
        secret_key: str,
        first_refresh: str,
        oauth_url: str,
    ) -> None:
        self._database = database
        self._keys = keys
        self._channel = channel
        self._app_id = app_id
        self._secret_key = secret_key
        self._first_refresh = first_refresh
        self._url = f"{oauth_url}/v4/oa/access_token"
        self._caller = Caller()
        self._good, self._good_until = "", NEVER
        self._renewing: asyncio.Task[str] | None = None

    async def begin(self) -> None:
        """Take up the stored tokens, or the configured first refresh token."""
        await self._database.write(lambda tx: channel_tokens.begin(tx, self._keys, self._channel, self._first_refresh))

    async def broken_since(self) -> datetime | None:
        """Since when the refresh token is refused, though an older access token may still serve."""
        held = await self._database.read(lambda tx: channel_tokens.load(tx, self._keys, self._channel))
        return None if held is None else held.broken_at

    async def access(self) -> str:
        """An access token, renewed if it has half a day or less to live.

        Raises:
            LaterError: there is none now.
        """
        now = self._database.clock()
        if now < self._good_until:
            return self._good
        held = await self._held()
        if held.access and now < held.expires_at - RENEW_BEFORE:
            # For a minute, so that not every message reads the database; a refusal by Zalo comes to renew() anyway.
            self._good, self._good_until = held.access, now + TRUSTED
            return held.access
        try:
            return await self.renew(held.access)
        except LaterError:
            if held.access and now < held.expires_at:
                return held.access  # it still serves; the renewal is tried again with the next message
            raise

    async def renew(self, stale: str) -> str:
        """A newer access token than ``stale``, made by this worker or by the one that is at it.

        What was begun is brought to its end, even if nobody waits for it any more: the refresh token works once.
        """
        self._good_until = NEVER
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.create_task(self._renew(stale))
            self._renewing.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(self._renewing)

    async def _renew(self, stale: str) -> str:
        for _ in range(LOOKS):
            refresh = await self._database.write(
                lambda tx: channel_tokens.claim(tx, self._keys, self._channel, stale_access=stale)
            )
            if refresh is not None:
                return await self._exchange(refresh)
            held = await self._held()
            if held.broken_at is not None:
                raise TokensBrokenError("the refresh token is refused")
            if held.access != stale:
                return held.access
            await back_off(LOOK_EVERY)
        raise LaterError("another worker has not finished renewing the tokens")

    async def _held(self) -> channel_tokens.Credentials:
        held = await self._database.read(lambda tx: channel_tokens.load(tx, self._keys, self._channel))
        if held is None:
            raise LaterError("there are no tokens yet")
        return held

    async def _exchange(self, refresh: str) -> str:
        form = {"refresh_token": refresh, "app_id": self._app_id, "grant_type": "refresh_token"}
        try:
            status, answer = await self._caller.post(self._url, form=form, headers={"secret_key": self._secret_key})
        except LaterError:
            await self._database.write(lambda tx: channel_tokens.give_up(tx, self._channel, broken=False))
            raise
        access, next_refresh = answer.get("access_token"), answer.get("refresh_token")
        if not (isinstance(access, str) and access and isinstance(next_refresh, str) and next_refresh):
            raise await self._refused(answer, status)
        expires_at = self._database.clock() + _lifetime(answer.get("expires_in"))
        renewed = partial(
            channel_tokens.replace,
            keys=self._keys,
            channel=self._channel,
            access=access,
            refresh=next_refresh,
            expires_at=expires_at,
        )
        while True:  # the one before has been used up: without this one the channel would be cut off
            try:
                await self._database.write(renewed)
            except BusyError:
                log.warning("zalo oa tokens wait for the database")
                await back_off(DATABASE.wait(1))
            else:
                return access

    async def _refused(self, answer: dict[str, object], status: int) -> LaterError:
        """Write down what the refusal means: a broken refresh token needs a person, anything else another try."""
        code = answer.get("error")
        broken = code in REFUSED
        log.error("zalo oa tokens", error=code, status=status, broken=broken)
        await self._database.write(partial(_give_up, channel=self._channel, broken=broken))
        return TokensBrokenError(f"refused: {code}") if broken else LaterError(f"no new tokens: {code} HTTP {status}")

    async def close(self) -> None:
        """Finish a renewal that was begun, and let go of the connections."""
        if self._renewing is not None:
            await asyncio.wait((self._renewing,))
        await self._caller.close()


def _lifetime(given: object) -> timedelta:
    """How long the access token lives: as told, if what is told can be meant."""
    seconds = int(given) if isinstance(given, str | int) and str(given).isdigit() else 0
    return timedelta(seconds=seconds) if 0 < seconds <= LIVES.total_seconds() * 2 else LIVES


def _give_up(tx: Transaction, channel: str, *, broken: bool) -> None:
    channel_tokens.give_up(tx, channel, broken=broken)
    if not broken:
        return
    notice = Notice(
        T(
            "Zalo OA của {commune_label} ngừng gửi tin: Zalo không nhận mã làm mới nữa. Người quản lý máy chủ "
            "cấp quyền lại cho ứng dụng rồi đặt HOCTAP_ZALO_OA_REFRESH_TOKEN."
        )
    )
    for person_id in roles.officers(tx):
        tell(tx, person_id, notice, key=f"tokens:{channel}:{message_budget.month_of(tx.now)}:{person_id}")
