"""A person with a phone: the driver of conversation tests, the same on every channel.

A phone says, chooses by label, sends things that are no text, and waits for what it gets: one screen for
each thing done, and notices when something happened elsewhere.
"""

from __future__ import annotations

import asyncio
import itertools
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Generic, TypeVar

import httpx
import orjson

from tests.conftest import Clock
from tests.patience import PATIENCE
from tests.servers import zalobot, zalooa
from tests.servers.botapi import User


@dataclass(frozen=True)
class Seen:
    """What stands on the phone: a screen or a notice, as people read it."""

    title: str | None
    text: str
    buttons: tuple[str, ...]
    file: str | None = None
    routes: dict[str, str] = field(default_factory=dict, compare=False)
    extra: Any = field(default=None, compare=False)

    def __str__(self) -> str:
        parts = [self.title or "", self.text, f"<{self.file}>" if self.file else ""]
        parts.append(" ".join(f"[{label}]" for label in self.buttons))
        return "\n".join(part for part in parts if part)


READING = 3.0  # seconds that pass between what people see and what they do


def of_line(name: str, routes: Mapping[str, str]) -> list[str]:
    """The routes of lines about somebody: "Lê Văn Ba, sinh 1980" of "Lê Văn Ba, sinh 1980: bình thường"."""
    return [route for label, route in routes.items() if label.startswith((f"{name}, ", f"{name}: "))]


class Phone(ABC):
    """One person's chat. Time passes between two acts, as people read; not between two taps on one screen."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.last = Seen(None, "", ())
        self._clock = clock

    def reads(self) -> None:
        """Time passes while the person reads what is on the screen."""
        if self._clock is not None:
            self._clock.advance(seconds=READING)

    async def say(self, text: str) -> Seen:
        """Type a text."""
        self.reads()
        return await self._done(await self._say(text))

    async def open(self, code: str) -> Seen:
        """Come by a village's link."""
        self.reads()
        return await self._done(await self._open(code))

    async def choose(self, label: str, on: Seen | None = None) -> Seen:
        """Press the button with this label, or of the line that begins so, on the last screen or on an older one."""
        screen = on or self.last
        if screen == self.last:
            self.reads()
        routes = [screen.routes[label]] if label in screen.routes else of_line(label, screen.routes)
        if not routes:
            raise AssertionError(f"there is no [{label}] on:\n{screen}")
        return await self._done(await self._press(routes[0], screen))

    async def read_on(self) -> str:
        """The text of the last screen to its end, where it is shown in parts."""
        text = self.last.text
        while (more := next((each for each in self.last.buttons if each.startswith("Xem tiếp (")), None)) is not None:
            text += f"\n{(await self.choose(more)).text}"
        return text

    async def insist(self, label: str) -> Seen:
        """Press the button; where nothing can be pressed type its whole label, which what cannot be undone asks for."""
        if not self.is_numbered:
            return await self.choose(label)
        assert "chưa làm gì" in (await self.choose(label)).text
        return await self.say(label)

    async def press(self, route: str) -> Seen:
        """Press a button made up by hand."""
        return await self._done(await self._press(route, self.last))

    async def send(self, kind: str) -> Seen:
        """Send a photo, a sticker, a voice message."""
        return await self._done(await self._send(kind))

    async def photo(self, content: bytes) -> Seen:
        """Send a photo that was just taken."""
        self.reads()
        return await self._done(await self._photo(content))

    async def file(self, content: bytes, name: str) -> Seen:
        """Send a file."""
        self.reads()
        return await self._done(await self._file(content, name))

    async def _done(self, seen: Seen) -> Seen:
        self.last = seen
        return seen

    @property
    def is_numbered(self) -> bool:
        """Whether choices come as numbered lines, not buttons, on this phone."""
        return False

    @abstractmethod
    async def _say(self, text: str) -> Seen: ...

    @abstractmethod
    async def _open(self, code: str) -> Seen: ...

    @abstractmethod
    async def _press(self, route: str, screen: Seen) -> Seen: ...

    @abstractmethod
    async def _send(self, kind: str) -> Seen: ...

    @abstractmethod
    async def _photo(self, content: bytes) -> Seen: ...

    @abstractmethod
    async def _file(self, content: bytes, name: str) -> Seen: ...

    @abstractmethod
    async def notice(self) -> Seen:
        """The next notice, waited for."""

    @abstractmethod
    async def download(self, seen: Seen) -> bytes:
        """The file that came with it."""

    @abstractmethod
    async def repeat(self) -> Seen:
        """The last thing done is delivered again; what is on the screen then."""


class WebPhone(Phone):
    """A phone on the web chat, by its real protocol: POST, event stream, acknowledgement."""

    def __init__(self, client: httpx.AsyncClient, session: str, clock: Clock | None = None) -> None:
        super().__init__(clock)
        self._client = client
        self._session = session
        self._counter = itertools.count(1)
        self._notices: asyncio.Queue[Seen] = asyncio.Queue()
        self._ready = asyncio.Event()
        self._last_request: tuple[str, dict[str, Any]] = ("", {})
        self._listener = asyncio.create_task(self._listen())

    async def connected(self) -> WebPhone:
        """Wait until notices can arrive."""
        await asyncio.wait_for(self._ready.wait(), PATIENCE)
        return self

    async def close(self) -> None:
        self._listener.cancel()
        with suppress(asyncio.CancelledError):
            await self._listener

    async def _listen(self) -> None:
        url = f"/chat/{self._session}/stream"
        async with self._client.stream("GET", url, timeout=None) as stream:
            async for line in stream.aiter_lines():
                self._ready.set()
                if line.startswith("data: "):
                    data = orjson.loads(line.removeprefix("data: "))
                    await self._client.post(f"/chat/{self._session}/seen", json={"ids": [data["id"]]})
                    self._notices.put_nowait(_web_seen(data))

    async def _post(self, given: dict[str, Any]) -> Seen:
        self._last_request = "events", {"json": {"update": self._update(), "input": given}}
        return await self._deliver()

    async def _photo(self, content: bytes) -> Seen:
        form = {"files": {"picture": ("IMG_0001.jpg", content)}, "data": {"update": self._update()}}
        self._last_request = "picture", form
        return await self._deliver()

    async def _file(self, content: bytes, name: str) -> Seen:
        form = {"files": {"document": (name, content)}, "data": {"update": self._update()}}
        self._last_request = "document", form
        return await self._deliver()

    def _update(self) -> str:
        return f"update-{next(self._counter):06}"

    async def _deliver(self) -> Seen:
        path, request = self._last_request
        answer = await self._client.post(f"/chat/{self._session}/{path}", **request, timeout=PATIENCE)
        assert answer.status_code == 200, (answer.status_code, answer.text)
        (message,) = answer.json()["messages"]
        return _web_seen(message)

    async def _say(self, text: str) -> Seen:
        return await self._post({"type": "text", "text": text})

    async def _open(self, code: str) -> Seen:
        return await self._post({"type": "open", "code": code})

    async def _press(self, route: str, screen: Seen) -> Seen:
        return await self._post({"type": "choice", "route": route})

    async def _send(self, kind: str) -> Seen:
        return await self._post({"type": "file", "kind": kind})

    async def repeat(self) -> Seen:
        return await self._done(await self._deliver())

    async def notice(self) -> Seen:
        return await self._done(await asyncio.wait_for(self._notices.get(), PATIENCE))

    async def download(self, seen: Seen) -> bytes:
        answer = await self._client.get(seen.extra)
        assert answer.status_code == 200
        return answer.content


def _web_seen(data: dict[str, Any]) -> Seen:
    file = data["file"]
    return Seen(
        title=data["title"],
        text=data["text"],
        buttons=tuple(choice["label"] for choice in data["choices"]),
        file=None if file is None else file["name"],
        routes={choice["label"]: choice["route"] for choice in data["choices"]},
        extra=None if file is None else file["url"],
    )


class TelegramPhone(Phone):
    """A phone with Telegram, on the test server; the bot's messages pass the real python-telegram-bot."""

    def __init__(self, user: User, clock: Clock | None = None) -> None:
        super().__init__(clock)
        self.user = user
        self._last_update = 0

    async def _next(self) -> Seen:
        message = await self.user.next()
        title, text = _split_title(message.html) if message.document is None else (None, "")
        return Seen(
            title=title,
            text=text,
            buttons=tuple(label for label, _ in message.buttons),
            file=message.filename,
            routes=dict(message.buttons),
            extra=message,
        )

    async def _say(self, text: str) -> Seen:
        self._last_update = self.user.say(text or " ")
        return await self._next()

    async def _open(self, code: str) -> Seen:
        self._last_update = self.user.say(f"/start {code}")
        return await self._next()

    async def _press(self, route: str, screen: Seen) -> Seen:
        self._last_update = self.user.tap(route, screen.extra)
        return await self._next()

    async def _send(self, kind: str) -> Seen:
        self._last_update = getattr(self.user, kind)()
        return await self._next()

    async def _photo(self, content: bytes) -> Seen:
        self._last_update = self.user.photo(content)
        return await self._next()

    async def _file(self, content: bytes, name: str) -> Seen:
        self._last_update = self.user.file(content, file_name=name)
        return await self._next()

    async def repeat(self) -> Seen:
        """Nothing more comes: a message that did would be read in place of the next one."""
        self.user.api.repeat(self._last_update)
        self.user.api.repeat(self._last_update)
        return self.last

    async def notice(self) -> Seen:
        return await self._done(await self._next())

    async def download(self, seen: Seen) -> bytes:
        content = seen.extra.document
        assert isinstance(content, bytes)
        return content


def _split_title(html: str) -> tuple[str | None, str]:
    found = re.fullmatch(r"<b>(.*?)</b>\n(.*)", html, re.DOTALL)
    if found is None:
        return None, unescape(html)
    return unescape(found.group(1)), unescape(found.group(2))


CHOICE = re.compile(r"(\d+)\. (.+)")
COUNTED = re.compile(r"- (.+)")
TO_COUNT = re.compile(r".*(?:gõ con số, ví dụ 2|the number, for example 2)\.")
TO_TYPE = re.compile(r"(?:Hoặc gõ|Or type|Muốn xem hay làm thì \w+(?:/\w+)? gõ|To see or do more, type): (.+)")
WAYS_TO_TYPE = re.compile(r"(?:Gõ|Type) (“.+)")
WAY_TO_TYPE = re.compile(r"“(.+?)”(?: \((.+?)\))?")
LINK = re.compile(r"(?:Tải tệp|Download) (\S+) .*?(https?://\S+/tep/\S+)")


def read_plain(text: str) -> tuple[str, dict[str, str], tuple[str, str] | None]:
    """A message without buttons as its reader takes it: the text, each choice with what to type, a file's link."""
    link = LINK.search(text)
    lines = text.split("\n")
    if link is not None:
        lines.remove(link.group())
    if found := TO_TYPE.fullmatch(lines[-1]):
        lines.pop()
        typed = {label: label for label in _counted(lines)} | _ways(found.group(1))
        return _joined(lines), typed, link and (link.group(1), link.group(2))
    choices: dict[str, str] = {}
    while lines and (found := CHOICE.fullmatch(lines[-1])):
        choices[found.group(2)] = found.group(1)
        lines.pop()
        if found.group(1) == "1":
            break
    ordered = dict(reversed(choices.items()))
    return _joined(lines), ordered, link and (link.group(1), link.group(2))


def read_beside_buttons(text: str) -> tuple[str, dict[str, str]]:
    """A message with buttons: the text, and the ways out that are words, each with what to type."""
    *rest, last = text.split("\n")
    if (found := WAYS_TO_TYPE.fullmatch(last)) is None:
        return text, {}
    return _joined(rest), _ways(found.group(1))


def _ways(text: str) -> dict[str, str]:
    return {label or word: word for word, label in WAY_TO_TYPE.findall(text)}


def _counted(lines: list[str]) -> list[str]:
    """The answers of a screen that asks how many: they have no number of their own. Takes them off the lines."""
    first = max((i for i, line in enumerate(lines) if TO_COUNT.fullmatch(line)), default=None)  # a note may say it too
    if first is None:
        return []
    answers = [found.group(1) for line in lines[first + 1 :] if (found := COUNTED.fullmatch(line))]
    del lines[first:]
    return answers


def _joined(lines: list[str]) -> str:
    return "\n".join(lines).strip()


PlainUser = TypeVar("PlainUser", zalobot.User, zalooa.User)


class PlainPhone(Phone, Generic[PlainUser]):
    """A phone on a messenger that sends plain messages: what can be chosen is read off them, files come by link."""

    def __init__(self, user: PlainUser, clock: Clock, year: int | None = None) -> None:
        super().__init__(clock)
        self.user: PlainUser = user
        self._year = year
        self.last_id = ""

    @abstractmethod
    async def _next(self) -> Seen: ...

    async def _did(self, message_id: str) -> Seen:
        self.last_id = message_id
        return await self._next()

    async def _say(self, text: str) -> Seen:
        return await self._did(self.user.say(text or " "))

    async def _open(self, code: str) -> Seen:
        return await self._say(code)

    async def _send(self, kind: str) -> Seen:
        if kind == "photo":
            return await self._photo(PHOTO)
        return await self._did(getattr(self.user, kind)())

    async def _photo(self, content: bytes) -> Seen:
        return await self._did(self.user.photo(self.user.api.picture(content)))

    async def _file(self, content: bytes, name: str) -> Seen:
        user = self.user
        if isinstance(user, zalobot.User):  # which carries none: an event that says nothing of it
            return await self._did(user.unsupported())
        return await self._did(user.file(user.api.picture(content), name, len(content)))

    async def repeat(self) -> Seen:
        """Nothing more comes: a message that did would be read in place of the next one."""
        self.user.api.repeat(self.last_id)
        self.user.api.repeat(self.last_id)
        return self.last

    async def download(self, seen: Seen) -> bytes:
        return seen.extra if isinstance(seen.extra, bytes) else await fetch_linked(seen.extra, self._year)

    @staticmethod
    def _seen(text: str, choices: dict[str, str], picture: bytes | None, link: tuple[str, str] | None) -> Seen:
        return Seen(
            title=None,
            text=text,
            buttons=tuple(choices),
            file="picture" if picture is not None else link and link[0],
            routes=choices,
            extra=picture or (link and link[1]),
        )


class ZaloPhone(PlainPhone[zalobot.User]):
    """A phone with a Zalo Bot: everything is typed."""

    def __init__(self, user: zalobot.User, clock: Clock, year: int | None = None) -> None:
        super().__init__(user, clock, year)
        self._standing = self.last  # the screen whose numbers hold; a notice has none

    @property
    def is_numbered(self) -> bool:
        return True

    async def _next(self) -> Seen:
        message = await self.user.next()
        text, choices, link = read_plain(message.text or message.caption or "")
        return self._seen(text, choices, message.photo, link)

    async def _done(self, seen: Seen) -> Seen:
        self._standing = seen
        return await super()._done(seen)

    async def choose(self, label: str, on: Seen | None = None) -> Seen:
        if on is None and label not in self.last.routes:
            self.last = self._standing
        return await super().choose(label, on)

    async def _press(self, route: str, screen: Seen) -> Seen:
        return await self._say(route)

    async def _send(self, kind: str) -> Seen:
        return await super()._send("unsupported" if kind == "document" else kind)

    async def notice(self) -> Seen:
        self.last = await self._next()
        return self.last


class OaPhone(PlainPhone[zalooa.User]):
    """A phone with the commune's Official Account: buttons whose press arrives as text, numbers where they are many."""

    def __init__(self, user: zalooa.User, clock: Clock, sign: Callable[[str, str], str], year: int | None) -> None:
        super().__init__(user, clock, year)
        self._sign = sign

    async def _next(self) -> Seen:
        message = await self.user.next()
        text, choices, link = read_plain(message.text)
        if message.buttons:
            text, choices = read_beside_buttons(message.text)
            choices = {**dict(message.buttons), **choices}
        return self._seen(text, choices, message.image, link)

    def writes_to_the_office(self, what: str) -> bool:
        """Whether a step of a transcript is none of the bot's affair here: a stranger's picture where none is asked."""
        return what in {"gửi ảnh", "gửi nhãn dán"} and "Ghi tên tham gia" in self.last.buttons

    async def is_left_alone(self, what: str) -> None:
        """Do it, and get no answer."""
        api, so_far = self.user.api, len(self.user.messages)
        _ = self.user.photo(api.picture(PHOTO)) if what == "gửi ảnh" else self.user.sticker()
        await api.settled()
        assert len(self.user.messages) == so_far

    async def _press(self, route: str, screen: Seen) -> Seen:
        known = route in screen.routes.values()
        # Who can sign must get no further either.
        return await self._did(self.user.press(route if known else self._sign(self.user.chat, route)))

    async def notice(self) -> Seen:
        return await self._done(await self._next())


PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


async def fetch_linked(url: str, year: int | None) -> bytes:
    """The file behind a link, for who knows the receiver's birth year."""
    async with httpx.AsyncClient() as client:
        page = await client.get(url)
        assert page.status_code == 200
        assert 'name="year"' in page.text
        answer = await client.post(url, data={"year": str(year)})
        assert answer.headers["content-disposition"].startswith("attachment")
        return answer.content
