"""A cheap stand-in for the Bot API on loopback: deals updates, takes replies, measures, checks that they are right.

It does for its caller what Telegram does for a bot: ``getUpdates`` hands out at most 100 updates and again and again
those that no higher offset has confirmed; a webhook gets one update at a time for each chat over 40 connections; a
sent message comes back whole, with its keyboard. The next tap of a chat is a button of the last message it got.

Measured is from the first update handed out to the last reply; a reply is ``sendMessage`` or ``editMessageText``.
Each must hold the text that its turn should bring: one that holds the text of another turn of the same chat is out of
order, any other is unexpected. So neither a broken nor a disorderly bot can look fast.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import orjson

from bench.clock import cpu_seconds, main_thread_seconds

BATCH = 100
POSTS = 40  # webhook connections
LONGEST_POLL = 5.0
BOT = {"id": 1, "is_bot": True, "first_name": "Học Tập", "username": "hoc_tap_bot"}
ABILITIES = {"can_join_groups": False, "can_read_all_group_messages": False, "supports_inline_queries": False}
DATE = 1_790_000_000
TRUE = b'{"ok":true,"result":true}'
SETTLE = 0.5  # seconds after the last reply, in which a bot does what it has put off


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What one run deals.

    Attributes:
        users: chats; each gets the whole script, all of them side by side.
        script: texts to type, or buttons to tap: "ask-say/ 2" is the second one whose data begins so.
        expect: what the reply to each step must hold.
        taps: the script taps.
        push: by webhook.
        delay: seconds that ``sendMessage`` and ``editMessageText`` take.
        limit: seconds after which a run is given up.
    """

    users: Sequence[int]
    script: Sequence[str]
    expect: Sequence[str]
    taps: bool = False
    push: bool = False
    delay: float = 0.0
    limit: float = 60.0

    @property
    def turns(self) -> int:
        """How many replies are due."""
        return len(self.users) * len(self.script)


@dataclass(slots=True, kw_only=True)
class Result:
    """What one run found. ``cpu_settled`` also counts the half second after the last reply."""

    turns: int
    done: bool = False
    seconds: float = 0.0
    cpu: float = 0.0
    cpu_settled: float = 0.0
    cpu_main_thread: float = 0.0
    out_of_order: int = 0
    unexpected: int = 0
    refused: int = 0  # webhook posts that were not answered 200
    example: str = ""  # an unexpected reply

    @property
    def right(self) -> bool:
        """All replies came, each the right one."""
        return self.done and not self.unexpected and not self.out_of_order

    @property
    def rate(self) -> float:
        """Turns per second."""
        return self.turns / self.seconds

    @property
    def cpu_per_turn(self) -> float:
        """Milliseconds of CPU for one turn, to the last reply."""
        return 1e3 * self.cpu / self.turns

    @property
    def settled_per_turn(self) -> float:
        """Milliseconds of CPU for one turn, with what is put off until after the reply."""
        return 1e3 * self.cpu_settled / self.turns


@dataclass(slots=True)
class _Chat:
    """One chat: how far its script was dealt and answered, and the message it got last."""

    dealt: int = 0
    answered: int = 0
    message_id: int = 0
    text: str = ""
    keyboard: list[list[dict[str, str]]] = field(default_factory=list)

    def button(self, step: str) -> str:
        """The data of the button that a step of a script means."""
        prefix, _, ordinal = step.partition(" ")
        data = [button["callback_data"] for row in self.keyboard for button in row]
        fitting = [each for each in data if each.startswith(prefix)]
        at = int(ordinal or 1) - 1
        return fitting[at] if at < len(fitting) else "no-such-button"


class Stub:
    """The server. One bot at a time; :meth:`run` deals it one plan."""

    def __init__(self, *, whole_answers: bool = True) -> None:
        self.port = 0
        self.webhook: tuple[str, str] | None = None  # address and secret
        self.last_reply_at = 0.0  # of the last run, by time.perf_counter
        self._whole_answers = whole_answers
        self._server: asyncio.Server | None = None
        self._next_id = 1_000
        self._chats: dict[int, _Chat] = {}
        self._waiting: deque[tuple[int, bytes]] = deque()  # not confirmed yet
        self._poll: tuple[_Connection, asyncio.TimerHandle] | None = None
        self._ready: asyncio.Queue[int] = asyncio.Queue()  # chats with a further update for the webhook
        self._plan = Plan(users=(), script=(), expect=())
        self._result = Result(turns=0)
        self._pid = 0
        self._cpu_before = 0.0
        self._began: tuple[float, float, float] | None = None
        self._replies = 0
        self._finished = asyncio.Event()
        self._has_webhook = asyncio.Event()

    async def start(self) -> None:
        """Listen on a free port of loopback."""
        self._server = await asyncio.get_running_loop().create_server(lambda: _Connection(self), "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()

    def forget_bot(self) -> None:
        """The bot has ended: what it left unconfirmed is not dealt to the next one."""
        self._waiting.clear()
        self._chats.clear()
        self._plan = Plan(users=(), script=(), expect=())
        self.webhook = None
        self._has_webhook.clear()
        if self._poll is not None:
            self._poll[1].cancel()
            self._poll = None

    async def run(self, plan: Plan, pid: int) -> Result:
        """Deal a plan to the bot of process ``pid`` and wait for its replies."""
        self._plan, self._pid, self._began, self._replies = plan, pid, None, 0
        self._result = result = Result(turns=plan.turns)
        self._finished.clear()
        for user in plan.users:
            chat = self._chats.setdefault(user, _Chat())
            chat.dealt = chat.answered = 0
        pushers: list[asyncio.Task[None]] = []
        if plan.push:
            self._ready = asyncio.Queue()
            for user in plan.users:
                self._ready.put_nowait(user)
            pushers = [asyncio.create_task(self._post_updates()) for _ in range(POSTS)]
        else:
            for _ in range(1 if plan.taps else len(plan.script)):
                self._waiting.extend(self._update(user) for user in plan.users)
            self._answer_poll()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._finished.wait(), plan.limit)
        for pusher in pushers:
            pusher.cancel()
        await asyncio.gather(*pushers, return_exceptions=True)
        if self._finished.is_set():
            await asyncio.sleep(SETTLE)
            result.cpu_settled = cpu_seconds(pid) - self._cpu_before
        return result

    # Updates out

    def _update(self, user: int) -> tuple[int, bytes]:
        """The next update of a chat, with its id."""
        chat = self._chats[user]
        step = self._plan.script[chat.dealt]
        chat.dealt += 1
        self._next_id += 1
        number = self._next_id
        person = {"id": user, "is_bot": False, "first_name": "Lan", "last_name": "Nguyễn Thị", "language_code": "vi"}
        room = {"id": user, "first_name": "Lan", "last_name": "Nguyễn Thị", "type": "private"}
        message: dict[str, Any] = {"chat": room, "date": DATE}
        update: dict[str, Any]
        if self._plan.taps:
            message |= {"message_id": chat.message_id, "from": BOT, "text": chat.text}
            message["reply_markup"] = {"inline_keyboard": chat.keyboard}
            tap = {"id": str(number), "from": person, "chat_instance": str(user), "message": message}
            update = {"update_id": number, "callback_query": tap | {"data": chat.button(step)}}
        else:
            message |= {"message_id": number, "from": person, "text": step}
            if step.startswith("/"):
                message["entities"] = [{"offset": 0, "length": len(step), "type": "bot_command"}]
            update = {"update_id": number, "message": message}
        return number, orjson.dumps(update)

    def polled(self, connection: _Connection, asked: dict[str, Any]) -> None:
        """``getUpdates``: confirm what is below the offset, answer now or as soon as there is something."""
        offset = int(asked.get("offset") or 0)
        while self._waiting and self._waiting[0][0] < offset:
            self._waiting.popleft()
        seconds = min(float(asked.get("timeout") or 0), LONGEST_POLL)
        timer = asyncio.get_running_loop().call_later(seconds, self._answer_poll, True)
        self._poll = (connection, timer)
        if self._waiting:
            self._answer_poll()

    def _answer_poll(self, is_over: bool = False) -> None:
        if self._poll is None or not (self._waiting or is_over):
            return
        connection, timer = self._poll
        timer.cancel()
        self._poll = None
        if connection.is_closing():
            return
        batch = [update for _, update in islice(self._waiting, BATCH)]
        if batch:
            self._begin()
        connection.answer(b'{"ok":true,"result":[' + b",".join(batch) + b"]}")

    async def _post_updates(self) -> None:
        """One connection to the webhook: an update, its answer, the next."""
        await self._has_webhook.wait()
        assert self.webhook is not None
        address, secret = self.webhook
        parts = urlsplit(address)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        head = (
            f"POST {parts.path} HTTP/1.1\r\nhost: {parts.netloc}\r\ncontent-type: application/json\r\n"
            f"x-telegram-bot-api-secret-token: {secret}\r\ncontent-length: "
        ).encode()
        try:
            while True:
                user = await self._ready.get()
                _, update = self._update(user)
                self._begin()
                for _ in range(20):
                    writer.write(head + b"%d\r\n\r\n%b" % (len(update), update))
                    answer = await reader.readuntil(b"\r\n\r\n")
                    length = _content_length(answer)
                    if length:
                        await reader.readexactly(length)
                    if answer[9:12] == b"200":
                        break
                    self._result.refused += 1
                    await asyncio.sleep(0.1)
                if self._chats[user].dealt < len(self._plan.script):
                    self._ready.put_nowait(user)
        finally:
            writer.close()

    # Replies in

    def called(self, connection: _Connection, method: str, given: dict[str, Any]) -> None:
        """One call of the Bot API."""
        match method:
            case "getupdates":
                self.polled(connection, given)
            case "sendmessage" | "editmessagetext":
                if self._plan.delay:
                    later = asyncio.get_running_loop().call_later
                    later(self._plan.delay, self._reply, connection, given)
                else:
                    self._reply(connection, given)
            case "getme":
                connection.answer(b'{"ok":true,"result":%b}' % orjson.dumps(BOT | ABILITIES))
            case "setwebhook":
                self.webhook = (given["url"], given.get("secret_token", ""))
                self._has_webhook.set()
                connection.answer(TRUE)
            case _:
                connection.answer(TRUE)

    def _reply(self, connection: _Connection, given: dict[str, Any]) -> None:
        user, text = int(given["chat_id"]), str(given["text"])
        chat = self._chats.setdefault(user, _Chat())
        markup = given.get("reply_markup")
        if isinstance(markup, str):
            markup = orjson.loads(markup)
        if given.get("message_id") is None:
            self._next_id += 1
            chat.message_id = self._next_id
        else:
            chat.message_id = int(given["message_id"])
        chat.text, chat.keyboard = text, (markup or {}).get("inline_keyboard", [])
        message: dict[str, Any] = {"message_id": chat.message_id, "from": BOT, "date": DATE, "text": text}
        message["chat"] = {"id": user, "first_name": "Lan", "last_name": "Nguyễn Thị", "type": "private"}
        if markup and self._whole_answers:
            message["reply_markup"] = markup
        connection.answer(b'{"ok":true,"result":%b}' % orjson.dumps(message))
        self._judge(user, chat, text)

    def _judge(self, user: int, chat: _Chat, text: str) -> None:
        """Count a reply, see whether it is the right one, let the next tap follow."""
        plan, result = self._plan, self._result
        if user not in plan.users or self._finished.is_set():
            return
        due = plan.expect[chat.answered] if chat.answered < len(plan.expect) else None
        if due is None or due not in text:
            if any(other in text for other in plan.expect):
                result.out_of_order += 1
            else:
                result.unexpected += 1
            result.example = result.example or f"{chat.answered}: {text}"
        chat.answered += 1
        self._replies += 1
        if self._replies == plan.turns:
            self._end()
        elif plan.taps and chat.dealt < len(plan.script):
            self._waiting.append(self._update(user))
            asyncio.get_running_loop().call_soon(self._answer_poll)

    # The clock

    def _begin(self) -> None:
        if self._began is None:
            self._cpu_before = cpu_seconds(self._pid)
            self._began = (time.perf_counter(), self._cpu_before, main_thread_seconds(self._pid))

    def _end(self) -> None:
        if self._began is not None:
            began, cpu, main_thread = self._began
            self.last_reply_at = time.perf_counter()
            self._result.seconds = self.last_reply_at - began
            self._result.cpu = cpu_seconds(self._pid) - cpu
            self._result.cpu_main_thread = main_thread_seconds(self._pid) - main_thread
            self._result.done = True
            self._finished.set()


class _Connection(asyncio.Protocol):
    """HTTP by hand: as much of it as bots' clients use here."""

    def __init__(self, stub: Stub) -> None:
        self._stub = stub
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def is_closing(self) -> bool:
        """Whether the other side has gone."""
        return self._transport is None or self._transport.is_closing()

    def data_received(self, data: bytes) -> None:
        """Collect one request; clients here send the next only after its answer."""
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head, body = self._buffer[:end], self._buffer[end + 4 :]
        if len(body) < _content_length(head):
            return
        self._buffer = b""
        method = head.partition(b" HTTP/")[0].rpartition(b"/")[2].decode().lower()
        given = orjson.loads(body) if body[:1] == b"{" else dict(parse_qsl(body.decode()))
        self._stub.called(self, method, given)

    def answer(self, body: bytes) -> None:
        """Send the answer."""
        if self._transport is not None and not self._transport.is_closing():
            head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body)
            self._transport.write(head + body)


def _content_length(head: bytes) -> int:
    at = head.lower().find(b"content-length:")
    return 0 if at < 0 else int(head[at + 15 :].partition(b"\r\n")[0])
