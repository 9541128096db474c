"""The Zalo Bot channel: by webhook, or for development by asking; an update is acknowledged after its commit."""

from __future__ import annotations

import asyncio
import hmac
from contextlib import suppress
from functools import partial
from typing import Any

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channel import Finding, SendError
from bot.channels.base import Messenger, Receipts, back_off
from bot.channels.meter import WARN_AT, Meter
from bot.channels.zalo.api import TEXT_LIMIT, TokenError, ZaloBotApi
from bot.channels.zalo.convert import NAME, event_of, shown
from bot.dispatch import Dispatcher
from bot.fetch import Fetcher
from bot.file_links import FileLinks, link_line
from bot.http import body_of
from bot.render import Capabilities, Rendered
from bot.retrying import POLLING
from handlers.kit.event import Event
from storage.kit.engine import BusyError
from storage.picture_reference import PictureToFetch

log = structlog.get_logger(__name__)

POLL_SECONDS = 25
POLL_FLOOR = 1.0  # seconds between two questions: an update may come back at once, again and again
TYPING_AFTER = 1.0  # seconds an answer may take before people are told that it is coming
BODY_LIMIT = 1_000_000
PATH = "/zalo/webhook"


class ZaloBot(Messenger):
    """One bot. With ``public_url`` updates come by webhook, else they are asked for."""

    name = NAME

    def __init__(
        self,
        token: str,
        api_url: str,
        dispatcher: Dispatcher,
        links: FileLinks,
        pictures: Fetcher,
        *,
        monthly: int,
        public_url: str | None = None,
        webhook_secret: str = "",
        poll_floor: float = POLL_FLOOR,
    ) -> None:
        self.can = Capabilities(buttons=0, text_limit=TEXT_LIMIT, one_message=True, budget=monthly)
        self._meter = Meter(dispatcher, NAME, monthly)
        super().__init__(dispatcher, Receipts(dispatcher.database, meter=self._meter))
        self._api = ZaloBotApi(token, api_url)
        self._links = links
        self._pictures = pictures
        self._public_url = public_url
        self._secret = webhook_secret
        self._poll_floor = poll_floor

    def routes(self) -> list[BaseRoute]:
        """The webhook."""
        return [] if self._public_url is None else [Route(PATH, self._webhook, methods=["POST"])]

    async def run(self) -> None:
        """Take updates until cancelled, then let what is under way finish."""
        try:
            with suppress(BusyError):
                await self._meter.begin()
            me = await self._set_up("getMe")
            account = me.get("account_name") if isinstance(me, dict) else None
            if isinstance(account, str) and account:
                self._dispatcher.add_link(f"https://zalo.me/{account}")
            async with self._working():
                if self._public_url is None:
                    await self._poll()
                else:
                    await self._serve_webhook()
        finally:
            await self._api.close()

    # Updates in

    async def _poll(self) -> None:
        with suppress(SendError):  # there may be none to delete
            await self._api.call("deleteWebhook")
        failures = 0
        while True:
            floor = asyncio.create_task(asyncio.sleep(self._poll_floor))
            try:
                update = await self._api.get_update(POLL_SECONDS)
            except TokenError:
                raise
            except SendError as error:
                log.warning("zalo polling", error=str(error))
                failures += 1
                await back_off(POLLING.wait(failures))
            else:
                failures = 0
                await self._take(update, patient=True)
            await floor

    async def _serve_webhook(self) -> None:
        await self._set_up("setWebhook", url=f"{self._public_url}{PATH}", secret_token=self._secret)
        await asyncio.Event().wait()

    async def _set_up(self, method: str, **given: Any) -> Any:
        return await self._persist(partial(self._api.call, method, **given), failing=SendError, for_good=TokenError)

    async def look_after(self) -> None:
        """A webhook that was moved is set again."""
        if self._public_url is None:
            return
        with suppress(SendError):
            info = await self._api.call("getWebhookInfo")
            if not isinstance(info, dict) or info.get("url") != f"{self._public_url}{PATH}":
                log.warning("zalo webhook was moved, setting it again")
                await self._api.call("setWebhook", url=f"{self._public_url}{PATH}", secret_token=self._secret)

    async def _webhook(self, request: Request) -> Response:
        given = request.headers.get("x-bot-api-secret-token", "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return Response(status_code=403)
        body = await body_of(request, BODY_LIMIT)
        if body is None:
            return Response(status_code=413)
        try:
            update = orjson.loads(body) if body else None
        except orjson.JSONDecodeError:
            # Acknowledged all the same: what cannot be read now cannot be read when it is sent again.
            log.warning("zalo webhook: unreadable body", size=len(body))
            return Response(status_code=200)
        try:
            await self._take(update, patient=False)
        except BusyError:
            return Response(status_code=503)
        return Response(status_code=200)

    async def _take(self, update: Any, *, patient: bool) -> None:
        event = event_of(update)
        if event is not None:
            await self.take(event, patient=patient)

    async def _turn(self, event: Event, committed: asyncio.Future[None], *, patient: bool, tapped: Any) -> None:
        """Say that somebody is writing, where the answer takes longer than a moment: it costs no message."""
        typing = asyncio.create_task(self._say_typing(event.chat))
        try:
            await super()._turn(event, committed, patient=patient, tapped=tapped)
        finally:
            typing.cancel()

    async def _say_typing(self, chat: str) -> None:
        await asyncio.sleep(TYPING_AFTER)
        with suppress(SendError):
            await self._api.call("sendChatAction", chat_id=chat, action="typing")

    # Replies out

    async def _show(self, chat: str, message: Rendered, tapped: Any) -> None:
        await self._send(chat, message)

    async def send(self, chat: str, message: Rendered, key: str) -> None:
        """See :meth:`Channel.send`."""
        if self._meter.is_spent:
            raise self._meter.closed()
        await self._send(chat, message)

    async def _send(self, chat: str, message: Rendered) -> None:
        text = shown(message)
        file = message.file
        if file is not None and file.media_type.startswith("image/"):
            await self._api.send_photo(chat, await self._links.picture(NAME, chat, file), text[:TEXT_LIMIT])
        else:
            if file is not None:
                text = f"{text}\n{link_line(message, file, await self._links.file(NAME, chat, file))}"
            await self._api.send_message(chat, text)
        self._receipts.count()

    async def fetch_picture(self, picture: PictureToFetch) -> bytes:
        """See :meth:`Channel.fetch_picture`."""
        return await self._pictures.fetch_picture(picture)

    async def check(self, *, with_records: bool) -> list[Finding]:
        """See :meth:`Channel.check`."""
        try:
            me = await self._api.call("getMe")
        except TokenError:
            return [Finding("Zalo Bot", "token sai hoặc đã bị thu hồi", "lấy token mới, đặt HOCTAP_ZALO_TOKEN")]
        except SendError as error:
            return [Finding("Zalo Bot", f"không gọi được máy chủ Zalo ({error})", "xem đường mạng của máy chủ")]
        finally:
            await self._api.close()
        name = me.get("account_name", "?") if isinstance(me, dict) else "?"
        found = [Finding("Zalo Bot", detail=f"{name}"), await self._check_webhook()]
        return [*found, await self._check_budget()] if with_records else found

    async def _check_webhook(self) -> Finding:
        subject = "Zalo Bot: webhook"
        if self._public_url is None:
            return Finding(subject, detail="hỏi liên tục (chỉ để thử); chạy thật thì đặt HOCTAP_PUBLIC_URL")
        try:
            info = await self._api.call("getWebhookInfo")
        except SendError:
            info = None  # a bot without one answers 404
        finally:
            await self._api.close()
        url = info.get("url") if isinstance(info, dict) else None
        if url != f"{self._public_url}{PATH}":
            return Finding(subject, f"đang trỏ tới {url or 'không đâu'}", "chạy hoctap run để đặt lại")
        return Finding(subject, detail=str(url))

    async def _check_budget(self) -> Finding:
        await self._meter.begin()
        subject = "Zalo Bot: số tin tháng này"
        detail = f"{self._meter.spent}/{self._meter.monthly}"
        if self._meter.percent >= WARN_AT[0]:
            return Finding(subject, f"đã dùng {detail}", "mua gói cao hơn, hoặc cho người dân dùng trang web")
        return Finding(subject, detail=detail)
