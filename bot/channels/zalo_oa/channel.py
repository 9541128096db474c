"""The Official Account: signed webhook in; text, buttons and pictures out, within the window that Zalo leaves open."""

from __future__ import annotations

import asyncio
import hmac
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channel import ClosedError, Finding, LaterError, SendError
from bot.channels.base import Messenger
from bot.channels.zalo_oa.api import MOST_BUTTONS, TEXT_LIMIT, OaApi, ParametersError
from bot.channels.zalo_oa.convert import (
    NAME,
    Payloads,
    event_of,
    loads,
    message_of,
    numbered,
    picture_of,
    sender_of,
    signature,
)
from bot.channels.zalo_oa.tokens import Tokens, TokensBrokenError
from bot.dispatch import Dispatcher
from bot.fetch import Fetcher
from bot.file_links import FileLinks, link_line
from bot.http import body_of
from bot.render import Capabilities, Rendered
from storage import accounts
from storage.kit.engine import BusyError
from storage.kit.transaction import Transaction
from storage.picture_reference import PictureToFetch

log = structlog.get_logger(__name__)

BODY_LIMIT = 1_000_000
PATH = "/zalo-oa/webhook"
FREE = timedelta(hours=48)
PAID = timedelta(days=7)
QUOTA_PAUSE = timedelta(hours=1)
OLDEST = timedelta(days=6)  # of a webhook call: less than updates are remembered, so that none can be played back


@dataclass(frozen=True, slots=True, kw_only=True)
class OaSettings:
    """What is needed to speak as an Official Account; see docs/operating.md."""

    app_id: str
    secret_key: str
    webhook_secret: str
    refresh_token: str
    api_url: str
    oauth_url: str
    paid: bool = False  # write between 48 hours and 7 days, too, which costs money


class ZaloOa(Messenger):
    """One Official Account."""

    name = NAME

    def __init__(
        self, given: OaSettings, dispatcher: Dispatcher, links: FileLinks, pictures: Fetcher, *, payload_secret: str
    ) -> None:
        super().__init__(dispatcher)
        self.can = Capabilities(
            buttons=MOST_BUTTONS,
            text_limit=TEXT_LIMIT,
            one_message=True,
            window=PAID if given.paid else FREE,
        )
        self._given = given
        self._links = links
        self._pictures = pictures
        self._payloads = Payloads(payload_secret)
        self._tokens = Tokens(
            dispatcher.database,
            NAME,
            app_id=given.app_id,
            secret_key=given.secret_key,
            first_refresh=given.refresh_token,
            oauth_url=given.oauth_url,
        )
        self._api = OaApi(given.api_url, self._tokens)
        self._closed_until: datetime | None = None  # for notices: the plan's messages were used up

    def routes(self) -> list[BaseRoute]:
        """The webhook; its address is entered at developers.zalo.me."""
        return [Route(PATH, self._webhook, methods=["POST"])]

    async def run(self) -> None:
        """Take updates until cancelled, then let what is under way finish."""
        try:
            await self._begin()
            async with self._working():
                await asyncio.Event().wait()
        finally:
            await self._api.close()

    async def _begin(self) -> None:
        while True:
            try:
                await self._tokens.begin()
            except BusyError:
                continue
            break
        with suppress(SendError):
            account = await self._api.account()
            if isinstance(account.get("oa_id"), str | int):
                self._dispatcher.add_link(f"https://zalo.me/{account['oa_id']}")

    async def look_after(self) -> None:
        """Renew the tokens ahead of time, so that trouble with them shows while the old ones still serve."""
        try:
            await self._tokens.access()
        except (LaterError, BusyError) as error:
            log.warning("zalo oa tokens", error=str(error))

    # Updates in

    async def _webhook(self, request: Request) -> Response:
        body = await body_of(request, BODY_LIMIT)
        if body is None:
            return Response(status_code=413)
        if body.strip() in {b"", b"{}"}:  # saving the address at developers.zalo.me sends this, unsigned
            return Response(status_code=200)
        data = loads(body)
        stamp = request.headers.get("x-zevent-timestamp") or str(
            data.get("timestamp", "") if isinstance(data, dict) else ""
        )
        expected = signature(self._given.app_id, body, stamp, self._given.webhook_secret)
        given = request.headers.get("x-zevent-signature", "").removeprefix("mac=")
        if not hmac.compare_digest(given.encode(), expected.encode()):
            return Response(status_code=403)
        if self._is_old(stamp):
            log.warning("zalo oa webhook: a call from long ago")
            return Response(status_code=200)
        try:
            await self._take(data, body)
        except BusyError:
            return Response(status_code=503)
        return Response(status_code=200)

    def _is_old(self, stamp: str) -> bool:
        if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 15:
            return False  # signed, so it is Zalo's own way of writing a time
        now = self._dispatcher.database.clock()
        return now - datetime.fromtimestamp(int(stamp) / 1000, now.tzinfo) > OLDEST

    async def _take(self, data: Any, body: bytes) -> None:
        if isinstance(data, dict) and data.get("event_name") == "unfollow":
            await self._left(sender_of(data))
            return
        event = event_of(data, body, self._payloads)
        if event is not None:
            await self.take(event, patient=False)

    async def _left(self, chat: str | None) -> None:
        """The person follows us no more: nothing can be sent until they come back."""

        def mark(tx: Transaction) -> None:
            account = None if chat is None else accounts.find(tx, NAME, chat)
            if account is not None:
                accounts.mark_blocked(tx, account.id)

        await self._dispatcher.database.write(mark)

    # Replies out

    async def _show(self, chat: str, message: Rendered, tapped: Any) -> None:
        await self._send(chat, message)

    async def send(self, chat: str, message: Rendered, key: str) -> None:
        """See :meth:`Channel.send`. A quota that the last sending used up closes the way for notices for an hour."""
        now = self._dispatcher.database.clock()
        if self._api.is_spent:
            self._api.quota = {}
            self._closed_until = now + QUOTA_PAUSE
        if self._closed_until is not None and now < self._closed_until:
            raise ClosedError("the plan's messages are used up")
        await self._send(chat, message)

    async def _send(self, chat: str, message: Rendered) -> None:
        file = message.file
        if file is not None and file.media_type.startswith("image/"):
            text = message_of(message, chat, self._payloads)["text"]
            await self._api.send(picture_of(text, await self._links.picture(NAME, chat, file)), chat)
            return
        content = message_of(message, chat, self._payloads)
        if file is not None:
            line = link_line(message, file, await self._links.file(NAME, chat, file))
            content["text"] = f"{content['text']}\n{line}"
        try:
            await self._api.send(content, chat)
        except ParametersError:
            if "attachment" not in content:
                raise
            log.warning("zalo oa takes no buttons, numbered lines instead")
            await self._api.send(numbered(message), chat)

    async def fetch_picture(self, picture: PictureToFetch) -> bytes:
        """See :meth:`Channel.fetch_picture`."""
        return await self._pictures.fetch_picture(picture)

    async def check(self, *, with_records: bool) -> list[Finding]:
        """See :meth:`Channel.check`. Tokens that are due are renewed: there is no other way to ask."""
        subject = "Zalo OA"
        if not with_records:
            return [Finding(subject, "token ở trong cơ sở dữ liệu, nên chưa xem được", "chạy: hoctap migrate")]
        try:
            await self._tokens.begin()
            account = await self._api.account()
        except TokensBrokenError:
            return [
                Finding(
                    subject,
                    "Zalo không nhận mã làm mới (refresh token)",
                    "cấp quyền lại ở developers.zalo.me rồi đặt HOCTAP_ZALO_OA_REFRESH_TOKEN",
                )
            ]
        except SendError as error:
            return [
                Finding(subject, f"không gọi được máy chủ Zalo ({error})", "xem đường mạng và HOCTAP_ZALO_OA_APP_ID")
            ]
        finally:
            await self._api.close()
        return [
            Finding(subject, detail=str(account.get("name", "?"))),
            Finding(f"{subject}: webhook", detail=f"nhập ở developers.zalo.me: <HOCTAP_PUBLIC_URL>{PATH}"),
        ]
