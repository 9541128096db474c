"""The Official Account: signed webhook in; text, buttons and pictures out, within the window that Zalo leaves open."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channel import ClosedError, Finding, LaterError, SendError, UnclearError
from bot.channels.base import Messenger, back_off
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
from bot.retrying import DATABASE
from storage import accounts
from storage.document_reference import DocumentToFetch
from storage.kit.engine import BusyError
from storage.kit.keys import Keys
from storage.kit.transaction import Transaction
from storage.picture_reference import PictureToFetch

log = structlog.get_logger(__name__)

BODY_LIMIT = 1_000_000
PATH = "/zalo-oa/webhook"
FREE = timedelta(hours=48)
PAID = timedelta(days=7)
QUOTA_PAUSE = timedelta(hours=1)
REFUSED_TWICE = 2  # messages in a row, taken without their buttons, after which buttons are sent no more
OLDEST = timedelta(days=6)  # of a webhook call: less than updates are remembered, so that none can be played back


UNITS = {13: 1000, 10: 1}  # of a time by its digits: milliseconds, or seconds


class NeverError(Exception):
    """Nothing ends the asking who we are: tokens may be set, servers may come back."""


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
        self,
        given: OaSettings,
        dispatcher: Dispatcher,
        links: FileLinks,
        fetcher: Fetcher,
        *,
        payload_secret: str,
        keys: Keys,
    ) -> None:
        super().__init__(dispatcher)
        self.can = Capabilities(
            buttons=MOST_BUTTONS,
            text_limit=TEXT_LIMIT,
            one_message=True,
            window=PAID if given.paid else FREE,
        )
        dispatcher.capabilities[NAME] = self.can
        dispatcher.shared.add(NAME)
        self._given = given
        self._links = links
        self._fetcher = fetcher
        self._payloads = Payloads(payload_secret)
        self._tokens = Tokens(
            dispatcher.database,
            keys,
            NAME,
            app_id=given.app_id,
            secret_key=given.secret_key,
            first_refresh=given.refresh_token,
            oauth_url=given.oauth_url,
        )
        self._api = OaApi(given.api_url, self._tokens)
        self._refused = 0  # messages in a row that were taken only without their buttons
        self._closed_until: datetime | None = None  # for notices: the plan's messages were used up

    def routes(self) -> list[BaseRoute]:
        """The webhook; its address is entered at developers.zalo.me."""
        return [Route(PATH, self._webhook, methods=["POST"])]

    async def run(self) -> None:
        """Take updates until cancelled, then let what is under way finish."""
        try:
            async with self._working():  # first of all: what people write is taken while Zalo's own servers fail
                await self._begin()
                await asyncio.Event().wait()
        finally:
            await self._api.close()

    async def _begin(self) -> None:
        while True:
            try:
                await self._tokens.begin()
            except BusyError:
                await back_off(DATABASE.wait(1))
                continue
            break
        account = await self._persist(self._api.account, failing=SendError, for_good=NeverError)
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
        if not stamp.isascii() or not stamp.isdigit() or len(stamp) not in UNITS:
            return False  # signed, so it is Zalo's own way of writing a time
        now = self._dispatcher.database.clock()
        return now - datetime.fromtimestamp(int(stamp) / UNITS[len(stamp)], now.tzinfo) > OLDEST

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
        content, plain = message_of(message, chat, self._payloads, self.can.buttons), numbered(message)
        is_picture = file is not None and file.media_type.startswith("image/")
        if file is not None:
            line = link_line(message, file, await self._links.file(NAME, chat, file))
            plain = numbered(message, line)
            if is_picture:  # which leaves no room for buttons
                content = picture_of(numbered(message)["text"], await self._links.picture(NAME, chat, file))
            else:
                content["text"] = f"{content['text']}\n{line}"
        if "attachment" not in content:
            await self._api.send(content, chat)
            return
        try:
            await self._api.send(content, chat)
        except (ParametersError, UnclearError) as refusal:
            await self._api.send(plain, chat)
            log.warning("zalo oa took the message without its attachment only", refusal=str(refusal))
            if not is_picture:
                self._no_buttons(for_sure=isinstance(refusal, ParametersError))
        else:
            if not is_picture:
                self._refused = 0

    def _no_buttons(self, *, for_sure: bool) -> None:
        """Remember that buttons are refused, or else each screen would cost two calls."""
        self._refused = REFUSED_TWICE if for_sure else self._refused + 1
        if self._refused >= REFUSED_TWICE and self.can.buttons:
            log.error("zalo oa takes no buttons: choices are lines until the next start")
            self.can = replace(self.can, buttons=0)

    async def fetch_picture(self, picture: PictureToFetch) -> bytes:
        """See :meth:`Channel.fetch_picture`."""
        return await self._fetcher.fetch_picture(picture)

    async def fetch_document(self, document: DocumentToFetch) -> bytes:
        """See :meth:`Channel.fetch_document`."""
        return await self._fetcher.fetch_document(document)

    async def check(self, *, with_records: bool) -> list[Finding]:
        """See :meth:`Channel.check`. Tokens that are due are renewed: there is no other way to ask."""
        subject = "Zalo OA"
        broken = Finding(
            subject,
            "Zalo không nhận mã làm mới (refresh token)",
            "cấp quyền lại ở developers.zalo.me rồi đặt HOCTAP_ZALO_OA_REFRESH_TOKEN",
        )
        if not with_records:
            return [Finding(subject, "token ở trong cơ sở dữ liệu, nên chưa xem được", "chạy: hoctap migrate")]
        try:
            await self._tokens.begin()
            account = await self._api.account()
            if await self._tokens.broken_since() is not None:  # the old access token serves a few hours more
                return [broken]
        except TokensBrokenError:
            return [broken]
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
