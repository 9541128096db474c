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

from bot.channel import DroughtError, Finding, SendError
from bot.channels.base import Messenger, Receipts, back_off
from bot.channels.calls import DoubtfulError
from bot.channels.meter import WARN_AT, Meter
from bot.channels.zalo.api import TEXT_LIMIT, NotFoundError, TokenError, TroubleError, ZaloBotApi
from bot.channels.zalo.convert import NAME, event_of, shown
from bot.dispatch import Dispatcher
from bot.fetch import Fetcher
from bot.file_links import FileLinks, link_line
from bot.http import body_of
from bot.render import Capabilities, Rendered
from bot.retrying import POLLING
from handlers.kit.event import Event
from storage import accounts
from storage.document_reference import DocumentToFetch
from storage.kit.engine import BusyError
from storage.picture_reference import PictureToFetch

log = structlog.get_logger(__name__)

POLL_SECONDS = 25
POLL_FLOOR = 1.0  # seconds between two questions: an update may come back at once, again and again
TYPING_AFTER = 1.0  # seconds an answer may take before people are told that it is coming
BODY_LIMIT = 1_000_000
PATH = "/zalo/webhook"
DRY_FOR_NOTICES = 4  # looks in vain after which a notice goes elsewhere: some seven minutes
FREE_PLAN = 3000  # messages a month
FREE_PEOPLE = 50  # that may write to a bot of the free plan
NEARLY_FULL = 45


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
        self.can = Capabilities(buttons=0, text_limit=TEXT_LIMIT, one_message=True, budget=monthly, documents=False)
        dispatcher.capabilities[NAME] = self.can
        self._meter = Meter(dispatcher, NAME, monthly)
        super().__init__(dispatcher, Receipts(dispatcher.database, meter=self._meter))
        self._api = ZaloBotApi(token, api_url)
        self._links = links
        self._pictures = pictures
        self._public_url = public_url
        self._secret = webhook_secret
        self._poll_floor = poll_floor
        self._doubted: set[str] = set()  # chats whose last message may have arrived although the server failed
        self.trouble = ""  # what Zalo's own look at our webhook found

    def routes(self) -> list[BaseRoute]:
        """The webhook."""
        return [] if self._public_url is None else [Route(PATH, self._webhook, methods=["POST"])]

    async def run(self) -> None:
        """Take updates until cancelled, then let what is under way finish."""
        try:
            with suppress(BusyError):
                await self._meter.begin()
            async with self._working():  # first of all: what people write is taken while Zalo's own servers fail
                await self._introduce()
                if self._public_url is None:
                    log.warning("no public address: links in messages open on this computer only", channel=NAME)
                    await self._poll()
                else:
                    await self._serve_webhook()
        finally:
            await self._api.close()

    async def _introduce(self) -> None:
        me = await self._set_up("getMe")
        account = me.get("account_name") if isinstance(me, dict) else None
        if isinstance(account, str) and account:
            self._dispatcher.add_link(f"https://zalo.me/{account}")

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
        await self._persist(self._set_webhook, failing=SendError, for_good=TokenError)
        await asyncio.Event().wait()

    async def _set_webhook(self) -> None:
        """Have updates sent here. Zalo tries the address then, and keeps it even when it cannot be reached."""
        answer = await self._api.call("setWebhook", url=f"{self._public_url}{PATH}", secret_token=self._secret)
        verification = answer.get("verification") if isinstance(answer, dict) else None
        if not isinstance(verification, dict) or verification.get("ok") is not False:
            self.trouble = ""
            return
        told = (verification.get(key) for key in ("outcome", "status_code", "hint"))
        self.trouble = " ".join(str(each)[:100] for each in told if each) or "failed"
        log.error("zalo webhook: Zalo tried the address in vain", found=self.trouble)

    async def _set_up(self, method: str, **given: Any) -> Any:
        return await self._persist(partial(self._api.call, method, **given), failing=SendError, for_good=TokenError)

    async def look_after(self) -> None:
        """A webhook that was moved or deleted is set again, and one that Zalo could not reach is tried again."""
        if self._public_url is None:
            return
        try:
            url = await self._webhook_url()
            if url != f"{self._public_url}{PATH}":
                log.warning("zalo webhook was moved or deleted, setting it again")
                await self._set_webhook()
            elif self.trouble:
                await self._set_webhook()
        except SendError as error:
            log.warning("zalo webhook: not looked at", error=str(error))

    async def _webhook_url(self) -> str | None:
        """Where Zalo sends updates; a bot without a webhook answers 404."""
        try:
            info = await self._api.call("getWebhookInfo")
        except NotFoundError:
            return None
        url = info.get("url") if isinstance(info, dict) else None
        return str(url) if url else None

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
        if self._meter.is_spent or self._dry >= DRY_FOR_NOTICES:
            raise self._meter.closed()
        try:
            await self._send(chat, message)
        except DroughtError:
            self._went_dry()
            raise
        self._rained()

    def _set_dry(self, *, dry: bool) -> None:
        self._meter.set_dry(dry=dry)

    async def _send(self, chat: str, message: Rendered) -> None:
        try:
            await self._deliver(chat, message)
        except DoubtfulError:  # what arrived all the same was counted by Zalo
            self._receipts.count()
            raise
        except TroubleError:
            if chat not in self._doubted:  # once: a server that fails for hours does not use up the month
                self._doubted.add(chat)
                self._receipts.count()
            raise
        self._doubted.discard(chat)
        self._receipts.count()

    async def _deliver(self, chat: str, message: Rendered) -> None:
        text = shown(message)
        file = message.file
        if file is not None and file.media_type.startswith("image/"):
            await self._api.send_photo(chat, await self._links.picture(NAME, chat, file), text[:TEXT_LIMIT])
        else:
            if file is not None:
                text = f"{text}\n{link_line(message, file, await self._links.file(NAME, chat, file))}"
            await self._api.send_message(chat, text)

    async def fetch_picture(self, picture: PictureToFetch) -> bytes:
        """See :meth:`Channel.fetch_picture`."""
        return await self._pictures.fetch_picture(picture)

    async def fetch_document(self, document: DocumentToFetch) -> bytes:
        """See :meth:`Channel.fetch_document`. Of this messenger only a picture can be one: of a signed paper."""
        return await self._pictures.fetch_document(document)

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
        return [*found, await self._check_budget(), await self._check_people()] if with_records else found

    async def _check_webhook(self) -> Finding:
        subject = "Zalo Bot: webhook"
        if self._public_url is None:
            return Finding(subject, detail="hỏi liên tục (chỉ để thử); chạy thật thì đặt HOCTAP_PUBLIC_URL")
        try:
            url = await self._webhook_url()
        except SendError as error:
            return Finding(subject, f"không hỏi được Zalo ({error})", "chạy lại hoctap doctor sau ít phút")
        finally:
            await self._api.close()
        if url != f"{self._public_url}{PATH}":
            return Finding(subject, f"đang trỏ tới {url or 'không đâu'}", "chạy hoctap run để đặt lại")
        return Finding(subject, detail=str(url))

    async def _check_people(self) -> Finding:
        """The free plan's bot does not answer, nor hear, the person after the fiftieth."""
        subject = "Zalo Bot: số người"
        people = await self._dispatcher.database.read(lambda tx: accounts.count_on(tx, NAME))
        if not 0 < self._meter.monthly <= FREE_PLAN:
            return Finding(subject, detail=str(people))
        if people >= NEARLY_FULL:
            problem = f"{people}/{FREE_PEOPLE}; đủ {FREE_PEOPLE} thì người đến sau nhắn không ai thấy"
            return Finding(subject, problem, "cho người dân dùng Zalo OA hoặc trang web, hay mua gói cao hơn")
        return Finding(subject, detail=f"{people}/{FREE_PEOPLE}")

    async def _check_budget(self) -> Finding:
        await self._meter.begin()
        subject = "Zalo Bot: số tin tháng này"
        detail = f"{self._meter.spent}/{self._meter.monthly}"
        if self._meter.percent >= WARN_AT[0]:
            return Finding(subject, f"đã dùng {detail}", "mua gói cao hơn, hoặc cho người dân dùng trang web")
        return Finding(subject, detail=detail)
