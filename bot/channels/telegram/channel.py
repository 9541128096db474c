"""The Telegram channel: long polling or webhook, an update acknowledged only after its turn has committed."""

from __future__ import annotations

import asyncio
import hmac
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Set
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from telegram import Bot, BotCommand, ChatMemberUpdated, InputFile
from telegram.constants import ChatMemberStatus, ChatType, UpdateType
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.channel import BlockedError, Finding, LaterError, RejectedError, SendError
from bot.channels.base import Messenger, back_off
from bot.channels.telegram.convert import NAME, VOICE_NAME, Received, Tap, buttons, received, shown
from bot.channels.telegram.request import AiohttpRequest, data_of, read_json
from bot.dispatch import Dispatcher, Reply
from bot.http import body_of
from bot.media import DOCUMENTS, PICTURES, Limit, UnreachableError
from bot.render import Capabilities, Rendered
from bot.retrying import POLLING
from bot.voices import GONE, HEAR, Voices
from handlers.kit.event import Changed, Chose, Event
from handlers.start.home import COMMANDS
from locales.catalog import catalog
from locales.text import T
from storage.document_reference import DocumentToFetch, TelegramDocument
from storage.files import FileStore
from storage.kit.engine import BusyError
from storage.kit.keys import KeysError
from storage.picture_reference import PictureToFetch, TelegramPicture

log = structlog.get_logger(__name__)

ALLOWED = [
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
]
PRIVATE_ONLY = T(
    "Học Tập chỉ nói chuyện riêng từng người, không đọc và không trả lời trong nhóm. "
    "Mỗi người bấm vào tên Học Tập rồi bấm Bắt đầu."
)
UNCHANGED = T("Vẫn là màn hình này. {You} chọn một mục ở trên.")
PATIENCE = 1.0  # seconds a button's clock may run while its screen is drawn
REMEMBERED = 20_000  # chats whose latest message is known, for editing in place
OUTSIDE = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}
POLL_SECONDS = 25
BODY_LIMIT = 1_000_000


class TelegramChannel(Messenger):
    """One bot. With ``public_url`` updates come by webhook, else they are polled."""

    name = NAME
    can = Capabilities(buttons=100, text_limit=4096)

    def __init__(
        self,
        token: str,
        api_url: str,
        dispatcher: Dispatcher,
        files: FileStore,
        *,
        public_url: str | None = None,
        webhook_secret: str = "",
    ) -> None:
        super().__init__(dispatcher)
        self._files = files
        self._voices = Voices(dispatcher.database, files)
        self._uploaded: dict[str, str] = {}  # recordings that Telegram has, by their digests
        self._public_url = public_url
        self._secret = webhook_secret
        self._latest: OrderedDict[str, int] = OrderedDict()
        self._unread: OrderedDict[str, int] = OrderedDict()  # the last message of a chat, where nothing came of it
        self._unchanged: dict[str, str] = {}  # by a tap's id: what to say where the screen stays as it is
        self._calls = AiohttpRequest(connections=256)
        self.bot = Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=self._calls,
            get_updates_request=AiohttpRequest(connections=1),
        )

    def routes(self) -> list[BaseRoute]:
        """The webhook."""
        if self._public_url is None:
            return []
        return [Route("/telegram/webhook", self._webhook, methods=["POST"])]

    async def run(self) -> None:
        """Take updates until cancelled, then let what is under way finish."""
        try:
            await self._set_up(self.bot.initialize)
            self._dispatcher.add_link(f"https://t.me/{self.bot.username}?start={{code}}")
            announcing = asyncio.create_task(self._announce())
            try:
                async with self._working():
                    if self._public_url is None:
                        await self._poll()
                    else:
                        await self._serve_webhook()
            finally:
                announcing.cancel()
                await asyncio.wait((announcing,))
        finally:
            await self.bot.shutdown()

    async def _announce(self) -> None:
        """Tell Telegram the commands people may type; not vital."""
        with suppress(TelegramError):
            for language in ("vi", "en"):
                words = catalog(language)
                commands = [BotCommand(name, words.render(text)[:256]) for name, (_, text) in COMMANDS.items()]
                await self.bot.set_my_commands(commands, language_code=None if language == "vi" else language)

    # Updates in

    async def _poll(self) -> None:
        await self._set_up(partial(self.bot.delete_webhook, drop_pending_updates=False))
        offset = failures = 0
        while True:
            try:
                updates = await self.bot.do_api_request(  # raw: get_updates reads all of them or none
                    "get_Updates",
                    {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": ALLOWED},
                    read_timeout=POLL_SECONDS + 5,
                )
            except InvalidToken:
                raise
            except RetryAfter as error:
                await back_off(POLLING.wait(1, _seconds(error)))
                continue
            except TelegramError as error:
                log.warning("telegram polling", error=type(error).__name__)
                failures += 1
                await back_off(POLLING.wait(failures))
                continue
            failures = 0
            if updates:
                await asyncio.gather(*[self._take(received(each, self.bot)) for each in updates])
                # Confirmed by the next call: all that can be read have committed.
                offset = max(offset, *[number + 1 for number in map(_number, updates)])

    async def _serve_webhook(self) -> None:
        await self._set_up(self._set_webhook)
        await asyncio.Event().wait()

    async def _set_webhook(self) -> None:
        await self.bot.set_webhook(
            f"{self._public_url}/telegram/webhook",
            secret_token=self._secret,
            allowed_updates=ALLOWED,
            max_connections=40,
        )

    async def look_after(self) -> None:
        """A webhook that was moved is set again: nobody else with our token takes our updates in silence.

        And recordings that another worker took are known here.
        """
        self._voices.look_again()
        if self._public_url is None:
            return
        with suppress(TelegramError):
            info = await self.bot.get_webhook_info()
            if info.url != f"{self._public_url}/telegram/webhook":
                log.warning("telegram webhook was moved, setting it again")
                await self._set_webhook()

    async def _set_up(self, call: Callable[[], Awaitable[object]]) -> None:
        await self._persist(call, failing=TelegramError, for_good=InvalidToken)

    async def _webhook(self, request: Request) -> Response:
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return Response(status_code=403)
        body = await body_of(request, BODY_LIMIT)
        if body is None:
            return Response(status_code=413)
        update = None
        try:
            update = received(read_json(body), self.bot)
        except ValueError:
            log.warning("telegram webhook: unreadable body", size=len(body))
        try:
            await self._take(update)
        except BusyError:  # Telegram delivers the update again
            return Response(status_code=503)
        # What cannot be read is acknowledged all the same: it cannot be read when it is sent again.
        return Response(status_code=200)

    async def _take(self, update: Received | ChatMemberUpdated | None) -> None:
        """Hand an update to its chat's lane; returns when its turn has committed. To listen is no turn."""
        match update:
            case Received(Event(chat=chat, input=Chose(route)), tap=Tap() as tap) if route.startswith(HEAR):
                await self._replies.put(chat, partial(self._read_aloud, chat, route, tap))
                return
        if isinstance(update, Received):
            await self._ready.wait()
            committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            await self._lanes.put(update.event.chat, partial(self._carry_out, update, committed))
            await asyncio.shield(committed)
        elif update is not None:
            await self._greet_group(update)

    async def _carry_out(self, update: Received, committed: asyncio.Future[None]) -> None:
        event, at = update.event, update.message_id
        if isinstance(event.input, Changed):
            unread = at is not None and self._unread.get(event.chat) == at
            event = replace(event, input=replace(event.input, unread=unread))
        reply = await self._turn(event, committed, patient=self._public_url is None, tapped=update.tap)
        if reply is not None and reply.was_unread and at is not None:
            self._unread[event.chat] = at
            self._unread.move_to_end(event.chat)
            if len(self._unread) > REMEMBERED:
                self._unread.popitem(last=False)
        elif reply is not None:
            self._unread.pop(event.chat, None)

    async def _greet_group(self, member: ChatMemberUpdated) -> None:
        """Say once to a group that has just taken the bot in that it works in private chats."""
        if member.chat.type not in {ChatType.GROUP, ChatType.SUPERGROUP}:
            return
        if member.old_chat_member.status in OUTSIDE and member.new_chat_member.status not in OUTSIDE:
            with suppress(SendError):
                await self._call("sendMessage", str(member.chat.id), text=catalog("vi").render(PRIVATE_ONLY))

    # Replies out

    async def _reply(self, reply: Reply, tapped: Tap | None) -> None:
        if tapped is None:
            await super()._reply(reply, None)
            return
        showing = asyncio.create_task(super()._reply(reply, tapped))
        await asyncio.wait((showing,), timeout=PATIENCE)
        await self._answer_tap(tapped)
        await showing
        self._unchanged.pop(tapped.id, None)  # where the screen came later than the answer

    async def _answer_tap(self, tapped: Tap) -> None:
        """Stop the button's clock, with a word where nothing else is to be seen; too late or twice does not matter."""
        with suppress(TelegramError):
            words = self._unchanged.pop(tapped.id, None)
            given = {"callback_query_id": tapped.id} | ({} if words is None else {"text": words})
            await self._post("answerCallbackQuery", given)

    async def _read_aloud(self, chat: str, route: str, tapped: Tap) -> None:
        """Send the recording of a text below the message that shows it, which is not the latest any more then."""
        found = await self._voices.sound(route)
        if found is None:
            self._unchanged[tapped.id] = catalog("vi").render(GONE)
        await self._answer_tap(tapped)
        if found is None:
            return
        digest, content = found
        known = self._uploaded.get(digest)
        voice = known or InputFile(content, filename=VOICE_NAME)
        try:
            sent = await self._call("sendVoice", chat, voice=voice)
        except SendError as error:  # whoever wants to hear it presses again
            self._uploaded.pop(digest, None)
            log.warning("recording not sent", reason=str(error))
            return
        self._remember(chat, sent["message_id"])
        with suppress(KeyError, TypeError):
            self._uploaded[digest] = sent["voice"]["file_id"]

    def wake(self, what: Set[str]) -> None:
        """See :meth:`Channel.wake`."""
        self._voices.wake(what)

    async def _show(self, chat: str, message: Rendered, tapped: Tap | None) -> None:
        """Redraw in place when the tapped message is the latest, else send anew. What must last is not drawn over."""
        message = await self._voices.offered(message)
        at = None if tapped is None else tapped.message_id
        if message.lasting:
            await self._send(chat, message)
            self._latest.pop(chat, None)
            return
        if at is not None and len(message.texts) == 1 and message.file is None and self._latest.get(chat) == at:
            try:
                await self._call("editMessageText", chat, message_id=at, **shown(message, 0))
            except RejectedError as error:
                if tapped is not None and "not modified" in str(error).lower():  # two taps on one button
                    self._unchanged[tapped.id] = message.words(UNCHANGED)
                    return
            else:
                return
        await self._send(chat, message)

    async def send(self, chat: str, message: Rendered, key: str) -> None:
        """See :meth:`Channel.send`."""
        await self._send(chat, message)

    async def _send(self, chat: str, message: Rendered) -> None:
        for piece in range(len(message.texts)):
            sent = await self._call("sendMessage", chat, **shown(message, piece))
            self._remember(chat, sent["message_id"])
        if message.file is not None:
            try:
                content = await asyncio.to_thread(self._files.get, message.file.digest)
            except (FileNotFoundError, KeysError) as error:
                raise RejectedError("the file is gone") from error
            document = InputFile(content, filename=message.file.name)
            sent = await self._call("sendDocument", chat, document=document, **buttons(message))
            self._remember(chat, sent["message_id"])

    async def _call(self, method: str, chat: str, **given: Any) -> Any:
        """A method of the Bot API about a chat; what comes back is plain data, errors are ours."""
        try:
            return await self._post(method, {"chat_id": int(chat), **given})
        except RetryAfter as error:
            raise LaterError("too many messages", _seconds(error)) from error
        except Forbidden as error:
            raise BlockedError(str(error)) from error
        except BadRequest as error:
            raise RejectedError(str(error)) from error
        except (NetworkError, InvalidToken) as error:
            raise LaterError(type(error).__name__) from error

    async def _post(self, method: str, given: dict[str, Any]) -> Any:
        """A method of the Bot API, by PTB's request and with its errors, and nothing around it.

        PTB's own wrappers would look through what is sent, and make objects of every field that is sent back, a fifth
        of a turn's CPU, of which only the message's number is of use.
        """
        return await self._calls.post(f"{self.bot.base_url}/{method}", data_of(given))

    async def fetch_picture(self, picture: PictureToFetch) -> bytes:
        """See :meth:`Channel.fetch_picture`."""
        if not isinstance(picture, TelegramPicture):  # of another channel
            raise PICTURES.error(PICTURES.not_fetched)
        return await self._fetch(picture.file_id, PICTURES)

    async def fetch_document(self, document: DocumentToFetch) -> bytes:
        """See :meth:`Channel.fetch_document`."""
        if not isinstance(document, TelegramDocument):
            raise DOCUMENTS.error(DOCUMENTS.not_fetched)
        return await self._fetch(document.file_id, DOCUMENTS)

    async def _fetch(self, file_id: str, limit: Limit) -> bytes:
        try:
            file = await self.bot.get_file(file_id)
            if (file.file_size or 0) > limit.most:
                raise limit.error(limit.too_big)
            return bytes(await file.download_as_bytearray())
        except BadRequest as error:  # "file is too big" is what the server says beyond 20 MB
            raise limit.error(limit.too_big if "too big" in str(error).lower() else limit.not_fetched) from error
        except TelegramError as error:
            raise UnreachableError(type(error).__name__) from None  # the error's own text may hold the token

    def _remember(self, chat: str, message_id: int) -> None:
        self._latest[chat] = message_id
        self._latest.move_to_end(chat)
        if len(self._latest) > REMEMBERED:
            self._latest.popitem(last=False)

    async def check(self, *, with_records: bool) -> list[Finding]:
        """See :meth:`Channel.check`."""
        subject = "Telegram"
        try:
            async with self.bot:
                me = await self.bot.get_me()
                info = await self.bot.get_webhook_info()
        except InvalidToken:
            return [
                Finding(subject, "token sai hoặc đã bị thu hồi", "lấy token ở BotFather, đặt HOCTAP_TELEGRAM_TOKEN")
            ]
        except TelegramError as error:
            problem = f"không gọi được máy chủ Telegram ({type(error).__name__})"
            return [
                Finding(subject, problem, "xem đường mạng; ở Việt Nam Telegram có lúc bị chặn, nên có thêm kênh Zalo")
            ]
        wanted = "" if self._public_url is None else f"{self._public_url}/telegram/webhook"
        webhook = f"{subject}: webhook"
        if info.url != wanted:
            problem = f"đang trỏ tới {info.url or 'không đâu'}"
            return [Finding(subject, detail=f"@{me.username}"), Finding(webhook, problem, "chạy hoctap run để đặt lại")]
        if info.last_error_message:
            remedy = "xem HOCTAP_PUBLIC_URL có tới được máy chủ không"
            return [Finding(subject, detail=f"@{me.username}"), Finding(webhook, info.last_error_message, remedy)]
        return [Finding(subject, detail=f"@{me.username}"), Finding(webhook, detail=wanted or "hỏi liên tục")]


def _number(update: Any) -> int:
    """The number by which an update is confirmed; before the first where it has none."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) else -1


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)
