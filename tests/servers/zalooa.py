"""A small Zalo Official Account server for tests, on loopback: OAuth, the API and the signed webhook.

It knows what the real one insists on (design/CHANNELS.md, section 2): refresh tokens work once, access tokens run out
after 25 hours, errors come with HTTP 200, texts have 1 to 2000 characters, a message has at most five buttons, pictures
are read twice from their address, and nobody is written to after seven days of silence.

In one process::

    async with ZaloOaApi(APP_ID, APP_SECRET, WEBHOOK_SECRET, REFRESH_TOKEN, clock=clock) as api:
        api.webhook = "http://127.0.0.1:8000/zalo"
        lan = api.user("8617332990342518921", "Lan")
        lan.say("KIMSON")
        message = await lan.next()
        lan.press(message.buttons[0][1])
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from tests.patience import PATIENCE
from tests.servers.zalobot import Handler, Loopback, RefusalError

OA_ID = "2491302944280861639"
WINDOW = timedelta(days=7)
EXPIRES_IN = 90000  # seconds: 25 hours


@dataclass(kw_only=True)
class Sent:
    """A message of the OA: a text with its buttons (title, payload), or an image."""

    text: str
    buttons: list[tuple[str, str]] = field(default_factory=list)
    image: bytes | None = None
    id: str = ""
    chat: str = ""
    image_url: str | None = None
    button_types: list[str] = field(default_factory=list)


class User:
    """A person's side of their chat with the OA; each thing sent returns its msg_id."""

    def __init__(self, api: ZaloOaApi, chat: str, name: str) -> None:
        self.api = api
        self.chat = chat
        self.name = name
        self.last: datetime | None = None  # interaction
        self.inbound: asyncio.Queue[Sent] = asyncio.Queue()

    @property
    def messages(self) -> list[Sent]:
        """All messages of the OA to this person, the oldest first."""
        return [message for message in self.api.messages.values() if message.chat == self.chat]

    async def next(self) -> Sent:
        """The next message that arrives."""
        return await asyncio.wait_for(self.inbound.get(), PATIENCE)

    def say(self, text: str) -> str:
        """Write a text."""
        return self._message("user_send_text", {"text": text})

    def press(self, payload: str) -> str:
        """Press a button, or one made up: it arrives like a typed text."""
        return self.say(payload)

    def photo(self, url: str, text: str | None = None) -> str:
        """Send a photo, best one of ``api.picture(content)``."""
        content = {"attachments": [{"type": "image", "payload": {"url": url, "thumbnail": url}}]}
        return self._message("user_send_image", content if text is None else {**content, "text": text})

    def sticker(self) -> str:
        """Send a sticker."""
        return self._attachment("sticker", "sticker.png", id="s1")

    def voice(self) -> str:
        """Send a voice message."""
        return self._attachment("audio", "voice.aac")

    def document(self) -> str:
        """Send a file."""
        return self._attachment("file", "file.pdf", name="file.pdf", size="1000", type="pdf")

    def file(self, url: str, name: str, size: int) -> str:
        """Send a file, best one of ``api.picture(content)``."""
        return self.file_of({"url": url, "name": name, "size": str(size), "type": name.rpartition(".")[2]})

    def file_of(self, payload: object) -> str:
        """Send a file of which the event says this."""
        return self._message("user_send_file", {"attachments": [{"type": "file", "payload": payload}]})

    def follow(self) -> str:
        """Follow the OA, which also opens the window."""
        if self.api.follow_opens:
            self.last = self.api.clock()
        self.api.blocked.discard(self.chat)
        return self._following("follow")

    def unfollow(self) -> str:
        """Stop following: the person cannot be written to any more."""
        self.api.blocked.add(self.chat)
        return self._following("unfollow")

    def _attachment(self, kind: str, file: str, **more: str) -> str:
        payload = {"url": f"{self.api.url}/media/{file}", **more}
        return self._message(f"user_send_{kind}", {"attachments": [{"type": kind, "payload": payload}]})

    def _message(self, event_name: str, content: dict[str, Any]) -> str:
        self.last = self.api.clock()
        msg_id = self.api.new_id()
        event = {
            "app_id": self.api.app_id,
            "user_id_by_app": f"7{self.chat}",
            "event_name": event_name,
            "timestamp": self.api.timestamp(),
            "sender": {"id": self.chat},
            "recipient": {"id": OA_ID},
            "message": {"msg_id": msg_id, **content},
        }
        return self.api.deliver(msg_id, event)

    def _following(self, event_name: str) -> str:
        event = {
            "event_name": event_name,
            "source": "testing_webhook",
            "follower": {"id": self.chat},
            "oa_id": OA_ID,
            "timestamp": self.api.timestamp(),
        }
        return self.api.deliver(self.api.new_id(), event)


class ZaloOaApi(Loopback):
    """The server. Faults, cuts, delays and calls know three methods: ``cs``, ``getoa`` and ``access_token``."""

    def __init__(
        self,
        app_id: str,
        app_secret: str,
        webhook_secret: str,
        first_refresh_token: str,
        port: int = 0,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(port)
        self.app_id = app_id
        self.app_secret = app_secret
        self.webhook_secret = webhook_secret
        self.refresh_token = first_refresh_token  # the only one that works
        self.clock = clock
        self.access_token: str | None = None  # the newest
        self.refreshes = 0
        self.webhook: str | None = None  # without one, events are lost
        self.timestamp_header = False  # the timestamp goes into X-ZEvent-Timestamp, not into the body
        self.unauthorized_401 = False  # a bad access token is told with HTTP 401, not 200
        self.refuse_buttons = False
        self.refuse_attachments: tuple[int, int] | None = None  # error and HTTP status, whatever the real ones are
        self.follow_opens = True  # following opens the window
        self.quota = {"quota_type": "reply", "remain": "7", "total": "8"}  # as each sending reports it
        self.blocked: set[str] = set()
        self.messages: dict[str, Sent] = {}
        self.users: dict[str, User] = {}
        self.delivered: dict[str, dict[str, Any]] = {}
        self._valid_until: dict[str, datetime] = {}

    # The person's side

    def user(self, chat: str, name: str) -> User:
        """The person of a user_id."""
        return self.users.setdefault(chat, User(self, chat, name))

    def new_id(self) -> str:
        """A msg_id."""
        return f"96d3cdf3af150460{next(self.ids):08x}"

    def timestamp(self) -> str:
        """Now, in milliseconds."""
        return str(int(self.clock().timestamp() * 1000))

    def deliver(self, msg_id: str, event: dict[str, Any]) -> str:
        """Push an event to the webhook; returns its msg_id."""
        self.delivered[msg_id] = event
        self.repeat(msg_id)
        return msg_id

    def repeat(self, msg_id: str) -> None:
        """Push an event, although it may have been accepted."""
        self._start(self._push(self.delivered[msg_id]))

    def fail(self, code: int, message: str, http_status: int = 200, times: int = 1, *, method: str = "cs") -> None:
        """The next calls of a method are refused: ``fail(-32, "...")`` for too many calls."""
        self.faults[method.lower()] += [_refusal(code, message, http_status)] * times

    def cut(self, method: str = "cs") -> None:
        """The next call of a method is carried out, but its answer breaks off."""
        super().cut(method)

    def expire_access_token(self) -> None:
        """No access token handed out so far works any more."""
        self._valid_until.clear()

    # The bot's side

    def _add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/v4/oa/access_token", self._oauth)
        router.add_post("/v3.0/oa/message/cs", self._call("cs", self.on_cs))
        router.add_get("/v2.0/oa/getoa", self._call("getoa", self.on_getoa))

    async def _oauth(self, request: web.Request) -> web.StreamResponse:
        return await self._perform(request, "access_token", dict(await request.post()), self.on_access_token)

    def _call(self, method: str, handler: Handler) -> Callable[[web.Request], Any]:
        async def authorized(request: web.Request) -> web.StreamResponse:
            expiry = self._valid_until.get(request.headers.get("access_token", ""))
            if expiry is None or expiry <= self.clock():
                raise _refusal(-216, "Access token is invalid", 401 if self.unauthorized_401 else 200)
            return await self._perform(request, method, await _json(request), handler)

        return authorized

    async def on_access_token(self, request: web.Request, params: dict[str, Any]) -> Any:
        if request.headers.get("secret_key") != self.app_secret:
            raise RefusalError(200, {"error": -14004, "error_name": "Invalid secret key"})
        if params.get("app_id") != self.app_id or params.get("grant_type") != "refresh_token":
            raise RefusalError(200, {"error": -14002, "error_name": "Invalid parameter"})  # the real code is not known
        if params.get("refresh_token") != self.refresh_token:
            raise RefusalError(200, {"error": -14020, "error_name": "Invalid refresh token"})
        self.refreshes += 1
        self.access_token, self.refresh_token = f"access-{self.refreshes}", f"refresh-{self.refreshes}"
        self._valid_until[self.access_token] = self.clock() + timedelta(seconds=EXPIRES_IN)
        return {
            "access_token": self.access_token,
            "refresh_token": self.refresh_token,
            "expires_in": str(EXPIRES_IN),
        }

    async def on_getoa(self, *_: object) -> Any:
        data = {"oa_id": OA_ID, "name": "OA Học Tập", "is_verified": True}
        return {"error": 0, "message": "Success", "data": data}

    async def on_cs(self, _: web.Request, params: dict[str, Any]) -> Any:
        chat = _dict(params.get("recipient")).get("user_id")
        if not isinstance(chat, str) or not chat:
            raise _refusal(-201, "user_id is invalid")
        message = await self._message(_dict(params.get("message")))
        user = self.user(chat, "?")
        if chat in self.blocked:
            raise _refusal(-213, "user has not followed")
        if user.last is None or self.clock() - user.last > WINDOW:
            raise _refusal(-230 if user.last else -232, "user has not interacted with the OA in the past 7 days")
        message.chat, message.id = chat, self.new_id()
        self.messages[message.id] = message
        user.inbound.put_nowait(message)
        data = {"message_id": message.id, "user_id": chat, "quota": self.quota}
        return {"error": 0, "message": "Success", "data": data}

    async def _message(self, content: dict[str, Any]) -> Sent:
        """What a message holds, once everything in it is as it must be."""
        text, attachment = content.get("text", ""), content.get("attachment")
        payload = _dict(_dict(attachment).get("payload"))
        if attachment is not None and self.refuse_attachments is not None:
            raise _refusal(self.refuse_attachments[0], "refused", self.refuse_attachments[1])
        if attachment is not None and (_dict(attachment).get("type") != "template" or not payload):
            raise _refusal(-201, "attachment is invalid")
        template = payload.get("template_type")
        if not isinstance(text, str) or len(text) > 2000 or (not text.strip() and template != "media"):
            raise _refusal(-201, "text must have 1 to 2000 characters")
        if template == "media":
            url = _image_url(payload)
            if (image := await self._fetch_twice(url)) is None:
                raise _refusal(-201, "url cannot be read")
            return Sent(text=text, image=image, image_url=url)
        if template is not None:
            raise _refusal(-201, "template_type is invalid")
        buttons = _buttons(payload["buttons"]) if "buttons" in payload else []
        if buttons and self.refuse_buttons:
            raise _refusal(-201, "Params is invalid")
        return Sent(
            text=text,
            buttons=[(title, each) for title, _, each in buttons],
            button_types=[kind for _, kind, _ in buttons],
        )

    # The webhook

    def _webhook_url(self) -> str | None:
        return self.webhook

    def _as_push(self, event: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
        timestamp = event["timestamp"]
        headers = {"Content-Type": "application/json"}
        if self.timestamp_header:
            event = {key: value for key, value in event.items() if key != "timestamp"}
            headers["X-ZEvent-Timestamp"] = timestamp
        body = json.dumps(event).encode()  # with blanks and \u escapes: written anew, it would not match its signature
        signed = self.app_id.encode() + body + timestamp.encode() + self.webhook_secret.encode()
        return body, {**headers, "X-ZEvent-Signature": "mac=" + hashlib.sha256(signed).hexdigest()}


def _refusal(code: int, message: str, http_status: int = 200) -> RefusalError:
    return RefusalError(http_status, {"error": code, "message": message})


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


async def _json(request: web.Request) -> dict[str, Any]:
    if request.method == "GET":
        return dict(request.query)
    try:
        return _dict(json.loads(await request.read()))
    except ValueError:
        raise _refusal(-201, "Params is invalid") from None


def _image_url(payload: dict[str, Any]) -> str:
    elements = payload.get("elements")
    if not isinstance(elements, list) or len(elements) != 1 or "buttons" in payload:
        raise _refusal(-201, "elements is invalid")
    element = _dict(elements[0])
    if element.get("media_type") != "image" or not isinstance(element.get("url"), str):
        raise _refusal(-201, "elements is invalid")
    return str(element["url"])


def _buttons(buttons: object) -> list[tuple[str, str, str]]:
    """Title, type and payload of each button."""
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 5:
        raise _refusal(-201, "a message has 1 to 5 buttons")
    found = []
    for button in map(_dict, buttons):
        title, kind, payload = button.get("title"), button.get("type"), button.get("payload")
        if kind == "oa.open.url" and isinstance(payload, dict):
            payload = payload.get("url")
        if kind not in {"oa.query.show", "oa.query.hide", "oa.open.url"}:
            raise _refusal(-201, "type of a button is invalid")
        if not isinstance(title, str) or not title.strip() or len(title) > 100:
            raise _refusal(-201, "title of a button must have 1 to 100 characters")
        if not isinstance(payload, str) or not 1 <= len(payload) <= 1000:
            raise _refusal(-201, "payload of a button must have 1 to 1000 characters")
        found.append((title, str(kind), payload))
    return found
