"""A small Telegram Bot API server for tests, on loopback.

It knows what the real one insists on: updates are delivered until they are confirmed by a higher offset,
polling conflicts with a webhook, callback data has 1 to 64 bytes, texts 4096 characters and well-formed HTML,
an edit that changes nothing is refused, a blocked bot is told so, too many calls get a ``retry_after``.

In one process::

    async with BotApi(TOKEN) as api:
        lan = api.user(1001, "Lan")
        lan.say("/start KIMSON")
        message = await lan.next()

As a process of its own, driven over HTTP: ``python -m tests.servers.botapi PORT TOKEN``, with
``POST /control/say {"chat", "text"}``, ``POST /control/tap {"chat", "data"}``, ``GET /control/messages?chat=``.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import aiohttp
from aiohttp import web

from tests.patience import PATIENCE

LONGEST_POLL = 10.0  # seconds that a question for updates is kept waiting


class ApiError(Exception):
    """An answer with ok:false."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.parameters = parameters


@dataclass(kw_only=True)
class Sent:
    """A message of the bot, as it stands now; ``edits`` counts its changes."""

    id: int
    chat: int
    text: str
    buttons: list[tuple[str, str]] = field(default_factory=list)
    html: str = ""
    document: bytes | None = None
    filename: str | None = None
    edits: int = 0


class _Html(HTMLParser):
    """Reads Telegram's HTML: only its tags, all of them closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.plain = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"b", "i", "u", "s", "a", "code", "pre"}:
            raise ApiError(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}"')
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise ApiError(400, "Bad Request: can't parse entities: Unmatched end tag")

    def handle_data(self, data: str) -> None:
        self.plain += data


def _plain(text: str, parse_mode: str | None) -> str:
    if parse_mode != "HTML":
        return text
    parser = _Html()
    parser.feed(text)
    parser.close()
    if parser.open:
        raise ApiError(400, "Bad Request: can't parse entities: Can't find end tag")
    return parser.plain


class User:
    """A person's side of their private chat with the bot."""

    def __init__(self, api: BotApi, chat: int, name: str) -> None:
        self.api = api
        self.chat = chat
        self.name = name
        self.inbound: asyncio.Queue[Sent] = asyncio.Queue()
        self.answered: list[str] = []

    @property
    def messages(self) -> list[Sent]:
        """All messages of the bot to this person, the oldest first."""
        return [message for message in self.api.messages.values() if message.chat == self.chat]

    async def next(self) -> Sent:
        """The next message or edit that arrives."""
        return await asyncio.wait_for(self.inbound.get(), PATIENCE)

    def say(self, text: str) -> int:
        """Write a text."""
        message: dict[str, Any] = {"text": text}
        if text.startswith("/"):
            word = text.split(maxsplit=1)[0]
            message["entities"] = [{"offset": 0, "length": len(word), "type": "bot_command"}]
        return self._message(message)

    def edit(self, update_id: int, text: str) -> int:
        """Change the text of a message that was sent."""
        message = {**self.api.delivered[update_id]["message"], "text": text, "edit_date": 1790000001}
        return self.api.deliver({"edited_message": message})

    def tap(self, data: str, message: Sent) -> int:
        """Press a button (or one made up) of a message."""
        query_id = f"query-{next(self.api.counter)}"
        query = {
            "id": query_id,
            "from": self._from(),
            "chat_instance": "1",
            "data": data,
            "message": self.api.as_json(message),
        }
        self.api.open_queries.add(query_id)
        return self.api.deliver({"callback_query": query})

    def photo(self, content: bytes = b"", album: str | None = None) -> int:
        """Send a photo, which comes in two sizes; those of an album share its id."""
        small, large = self.api.file(b"a small one"), self.api.file(content)
        sizes = [
            {"file_id": small, "file_unique_id": small, "width": 90, "height": 60, "file_size": 11},
            {"file_id": large, "file_unique_id": large, "width": 1280, "height": 853, "file_size": len(content)},
        ]
        return self._message({"photo": sizes, **({} if album is None else {"media_group_id": album})})

    def picture_file(self, content: bytes, mime_type: str) -> int:
        """Send a picture as a file."""
        key = self.api.file(content)
        file = {"file_id": key, "file_unique_id": key, "file_name": "anh", "file_size": len(content)}
        return self._message({"document": {**file, "mime_type": mime_type}})

    def file(self, content: bytes, caption: str | None = None, **said: object) -> int:
        """Send a file; ``said`` is what Telegram says of it besides: file_name, mime_type, file_size."""
        key = self.api.file(content)
        file = {"file_id": key, "file_unique_id": key, "file_size": len(content), **said}
        return self._message({"document": file, **({} if caption is None else {"caption": caption})})

    def sticker(self) -> int:
        """Send a sticker."""
        kind = {"is_animated": False, "is_video": False, "type": "regular"}
        return self._message(
            {"sticker": {"file_id": "s1", "file_unique_id": "s1", "width": 512, "height": 512, **kind}}
        )

    def voice(self, content: bytes | None = None) -> int:
        """Send a voice message."""
        key = "v1" if content is None else self.api.file(content)
        return self._message({"voice": {"file_id": key, "file_unique_id": key, "duration": 3}})

    def document(self) -> int:
        """Send a file."""
        return self._message({"document": {"file_id": "d1", "file_unique_id": "d1"}})

    def block(self) -> None:
        """Stop the bot: it cannot write any more."""
        self.api.blocked.add(self.chat)

    def _from(self) -> dict[str, Any]:
        return {"id": self.chat, "is_bot": False, "first_name": self.name, "language_code": "vi"}

    def _message(self, content: dict[str, Any]) -> int:
        chat = {"id": self.chat, "type": "private", "first_name": self.name}
        message = {"message_id": next(self.api.message_ids), "from": self._from(), "chat": chat, "date": 1790000000}
        return self.api.deliver({"message": {**message, **content}})


class BotApi:
    """The server. ``url`` goes into HOCTAP_TELEGRAM_API_URL."""

    def __init__(self, token: str, port: int = 0) -> None:
        self.token = token
        self.port = port
        self.counter = itertools.count(1)
        self.update_ids = itertools.count(1000)
        self.message_ids = itertools.count(1)
        self.updates: dict[int, dict[str, Any]] = {}  # not confirmed yet
        self.delivered: dict[int, dict[str, Any]] = {}
        self.messages: dict[int, Sent] = {}
        self.users: dict[int, User] = {}
        self.open_queries: set[str] = set()
        self.said_to_taps: list[str] = []  # what was said beside the screen, empty where nothing was
        self.files: dict[str, bytes] = {}
        self.fetched: list[str] = []  # files that somebody asked for
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.blocked: set[int] = set()
        self.faults: dict[str, list[ApiError | str]] = defaultdict(list)
        self.delays: dict[str, float] = {}
        self.webhook: tuple[str, str] | None = None
        self.behind: Callable[[str], Sequence[str]] = lambda url: (url,)  # to whom behind the webhook's address it goes
        self.webhook_statuses: list[int] = []
        self._news = asyncio.Event()
        self._polling = False
        self._pushes: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None
        self._client: aiohttp.ClientSession | None = None

    @property
    def url(self) -> str:
        """The server's address, without a trailing slash."""
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> BotApi:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/photos/{name}", self._file)
        app.router.add_post("/control/say", self._control_say)
        app.router.add_post("/control/tap", self._control_tap)
        app.router.add_get("/control/messages", self._control_messages)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.001)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._client = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._news.set()  # whoever waits for updates hears that there are none
        for task in self._pushes:
            task.cancel()
        await asyncio.gather(*self._pushes, return_exceptions=True)
        if self._client is not None:
            await self._client.close()
        if self._runner is not None:
            await self._runner.cleanup()

    # The person's side

    def user(self, chat: int, name: str) -> User:
        """The person of a chat."""
        return self.users.setdefault(chat, User(self, chat, name))

    def file(self, content: bytes) -> str:
        """The file_id of something that a person sends."""
        key = f"AgACAgUAAxkB{next(self.counter)}"
        self.files[key] = content
        return key

    def deliver(self, content: dict[str, Any]) -> int:
        """Put an update in the queue, or push it to the webhook; returns its id."""
        update = {"update_id": next(self.update_ids), **content}
        self.delivered[update["update_id"]] = update
        self.again(update)
        return int(update["update_id"])

    def repeat(self, update_id: int) -> None:
        """Deliver an update once more, although it was confirmed."""
        self.again(self.delivered[update_id])

    def again(self, update: dict[str, Any]) -> None:
        """Deliver this update, possibly for the second time."""
        self.updates[update["update_id"]] = update
        self._news.set()
        if self.webhook is not None:
            for url in self.behind(self.webhook[0]):
                task = asyncio.create_task(self._push(update, url))
                self._pushes.add(task)
                task.add_done_callback(self._pushes.discard)

    def fail(self, method: str, status: int, description: str, *, times: int = 1, **parameters: int) -> None:
        """The next calls of a method are refused; ``retry_after=1`` goes into the answer's parameters."""
        self.faults[method.lower()] += [ApiError(status, description, **parameters)] * times

    def cut(self, method: str) -> None:
        """The next call of a method is carried out, but its answer breaks off."""
        self.faults[method.lower()].append("cut")

    def count(self, method: str) -> int:
        """How often a method was called."""
        return sum(name == method.lower() for name, _ in self.calls)

    def as_json(self, message: Sent) -> dict[str, Any]:
        """A message as the Bot API shows it."""
        rows = [[{"text": label, "callback_data": data}] for label, data in message.buttons]
        return {
            "message_id": message.id,
            "from": {"id": 1, "is_bot": True, "first_name": "Học Tập", "username": "hoctap_test_bot"},
            "chat": {"id": message.chat, "type": "private", "first_name": "?"},
            "date": 1790000000,
            "text": message.text or "–",
            **({"reply_markup": {"inline_keyboard": rows}} if rows else {}),
        }

    # The bot's side

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        fault = self.faults[method].pop(0) if self.faults[method] else None
        try:
            result = await self._result(request, method, fault)
        except ApiError as error:
            answer: dict[str, Any] = {"ok": False, "error_code": error.status, "description": str(error)}
            if error.parameters:
                answer["parameters"] = error.parameters
            return web.json_response(answer, status=error.status)
        body = json.dumps({"ok": True, "result": result}).encode()
        if fault == "cut":
            half = web.StreamResponse(
                headers={"content-length": str(len(body) + 10), "content-type": "application/json"}
            )
            await half.prepare(request)
            await half.write(body[: len(body) // 2])
            assert request.transport is not None
            request.transport.close()
            return half
        return web.Response(body=body, content_type="application/json")

    async def _result(self, request: web.Request, method: str, fault: object) -> Any:
        if request.match_info["token"] != self.token:
            raise ApiError(401, "Unauthorized")
        params = await _parameters(request)
        self.calls.append((method, params))
        if isinstance(fault, ApiError):
            raise fault
        if delay := self.delays.get(method):
            await asyncio.sleep(delay)
        handler = getattr(self, f"on_{method}", None)
        if handler is None:
            raise ApiError(404, "Not Found: method not found")
        return await handler(params)

    async def on_getme(self, _: dict[str, Any]) -> Any:
        return {
            "id": 1,
            "is_bot": True,
            "first_name": "Học Tập",
            "username": "hoctap_test_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    async def on_getupdates(self, params: dict[str, Any]) -> Any:
        if self.webhook is not None:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        if self._polling:
            raise ApiError(409, "Conflict: terminated by other getUpdates request")
        offset, limit, timeout = (int(params.get(key, default)) for key, default in
                                  (("offset", 0), ("limit", 100), ("timeout", 0)))  # fmt: skip
        for update_id in [each for each in self.updates if each < offset]:
            del self.updates[update_id]
        self._polling = True
        try:
            if not self.updates:
                self._news.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), min(timeout, LONGEST_POLL))
        finally:
            self._polling = False
        return [self.updates[each] for each in sorted(self.updates)[:limit]]

    async def on_getfile(self, params: dict[str, Any]) -> Any:
        key = str(params.get("file_id"))
        self.fetched.append(key)
        content = self.files.get(key)
        if content is None:
            raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(content) > 20_000_000:
            raise ApiError(400, "Bad Request: file is too big")
        size = {"file_id": key, "file_unique_id": key, "file_size": len(content)}
        return {**size, "file_path": f"photos/{key}.jpg"}

    async def _file(self, request: web.Request) -> web.Response:
        content = self.files.get(request.match_info["name"].removesuffix(".jpg"))
        if request.match_info["token"] != self.token or content is None:
            return web.json_response({"ok": False, "error_code": 404, "description": "Not Found"}, status=404)
        return web.Response(body=content, content_type="application/octet-stream")

    async def on_setwebhook(self, params: dict[str, Any]) -> Any:
        secret = str(params.get("secret_token", ""))
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise ApiError(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = (str(params["url"]), secret)
        for update in list(self.updates.values()):
            self.again(update)
        return True

    async def on_deletewebhook(self, _: dict[str, Any]) -> Any:
        self.webhook = None
        return True

    async def on_getwebhookinfo(self, _: dict[str, Any]) -> Any:
        url = "" if self.webhook is None else self.webhook[0]
        return {"url": url, "has_custom_certificate": False, "pending_update_count": len(self.updates)}

    async def on_sendmessage(self, params: dict[str, Any]) -> Any:
        return self._send(params, _plain(str(params.get("text", "")), params.get("parse_mode")))

    async def on_senddocument(self, params: dict[str, Any]) -> Any:
        content, filename = params["document"]
        return self._send(params, str(params.get("caption", "")) or "–", document=content, filename=filename)

    async def on_sendvoice(self, params: dict[str, Any]) -> Any:
        given = params["voice"]  # a file, or the id of one that was sent before
        content = self.files[given] if isinstance(given, str) else given[0]
        sent = self._send(params, "–", document=content, filename="voice")
        return {**sent, "voice": {"file_id": given if isinstance(given, str) else self.file(content)}}

    def _send(self, params: dict[str, Any], plain: str, **more: Any) -> Any:
        chat = int(params["chat_id"])
        if chat in self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if not plain.strip():
            raise ApiError(400, "Bad Request: message text is empty")
        if len(plain) > 4096:
            raise ApiError(400, "Bad Request: message is too long")
        message = Sent(
            id=next(self.message_ids),
            chat=chat,
            text=plain,
            buttons=_buttons(params),
            html=str(params.get("text", "")),
            **more,
        )
        self.messages[message.id] = message
        self.user(chat, "?").inbound.put_nowait(message)
        return self.as_json(message)

    async def on_editmessagetext(self, params: dict[str, Any]) -> Any:
        message = self.messages.get(int(params["message_id"]))
        if message is None or message.chat != int(params["chat_id"]):
            raise ApiError(400, "Bad Request: message to edit not found")
        plain, buttons = _plain(str(params["text"]), params.get("parse_mode")), _buttons(params)
        if (plain, buttons) == (message.text, message.buttons):
            self.user(message.chat, "?").inbound.put_nowait(message)  # a person sees the same screen as before
            raise ApiError(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are exactly "
                "the same as a current content and reply markup of the message",
            )
        message.text, message.buttons, message.html = plain, buttons, str(params["text"])
        message.edits += 1
        self.user(message.chat, "?").inbound.put_nowait(message)
        return self.as_json(message)

    async def on_answercallbackquery(self, params: dict[str, Any]) -> Any:
        query = str(params["callback_query_id"])
        if query not in self.open_queries:
            raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.open_queries.discard(query)
        self.said_to_taps.append(str(params.get("text", "")))
        return True

    async def on_setmycommands(self, _: dict[str, Any]) -> Any:
        return True

    async def _push(self, update: dict[str, Any], url: str) -> None:
        """Deliver to the webhook until it answers 2xx."""
        assert self._client is not None
        while self.webhook is not None:
            _, secret = self.webhook
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
            try:
                async with self._client.post(url, json=update, headers=headers) as answer:
                    self.webhook_statuses.append(answer.status)
                    if answer.status < 300:
                        self.updates.pop(update["update_id"], None)
                        return
            except aiohttp.ClientError:
                self.webhook_statuses.append(0)
            await asyncio.sleep(0.05)  # the real one waits, too
            if self.webhook is not None:
                url = self.behind(self.webhook[0])[0]

    # The control of the separate process

    async def _control_say(self, request: web.Request) -> web.Response:
        data = await request.json()
        return web.json_response(self.user(data["chat"], "?").say(data["text"]))

    async def _control_tap(self, request: web.Request) -> web.Response:
        data = await request.json()
        user = self.user(data["chat"], "?")
        return web.json_response(user.tap(data["data"], user.messages[-1]))

    async def _control_messages(self, request: web.Request) -> web.Response:
        user = self.user(int(request.query["chat"]), "?")
        found = [{"id": m.id, "text": m.text, "buttons": m.buttons, "edits": m.edits} for m in user.messages]
        return web.json_response(found)


async def _parameters(request: web.Request) -> dict[str, Any]:
    """JSON, form or multipart; nested values may be JSON in a string, as the real server allows."""
    if request.content_type == "application/json":
        params: dict[str, Any] = await request.json()
    elif request.can_read_body:
        params = {}
        for key, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                params[key] = (value.file.read(), value.filename)
            else:
                params[key] = value
        for key, value in list(params.items()):  # attach://name
            if isinstance(value, str) and value.startswith("attach://"):
                params[key] = params[value.removeprefix("attach://")]
    else:
        params = dict(request.query)
    markup = params.get("reply_markup")
    if isinstance(markup, str):
        params["reply_markup"] = json.loads(markup)
    return params


def _buttons(params: dict[str, Any]) -> list[tuple[str, str]]:
    rows = (params.get("reply_markup") or {}).get("inline_keyboard", [])
    buttons = [(button["text"], button["callback_data"]) for row in rows for button in row]
    if any(not 1 <= len(data.encode()) <= 64 for _, data in buttons):
        raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    if len(buttons) > 100 or any(len(row) > 8 for row in rows):
        raise ApiError(400, "Bad Request: reply markup is too long")
    return buttons


async def main(port: int, token: str) -> None:
    """Serve until killed."""
    async with BotApi(token, port):
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
