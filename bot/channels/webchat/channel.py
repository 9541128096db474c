"""The web chat's server side.

What a person does is a POST whose answer is the next screen, sent after the commit; the browser
repeats it with the same id until it gets that answer. Notices come by server-sent events and count
as delivered when the browser says it has shown them.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence, Set
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.channel import AwayError, Channel, LaterError
from bot.channels.base import Receipts, render_reply
from bot.channels.webchat.upload import SIDE_BY_SIDE, Upload, is_upload, read_upload
from bot.dispatch import Dispatcher, Reply
from bot.file_leave import for_account
from bot.file_links import PICTURES
from bot.http import file_response, json_of
from bot.media import TOO_BIG, PictureError, clean
from bot.render import Capabilities, Rendered, render_notice
from handlers.kit.event import Chose, Event, Input, Opened, Returned, Said, Sent
from locales.catalog import catalog
from locales.format import year_of
from locales.text import T
from storage import accounts, outbox
from storage.accounts import LET_GO, Account, Ended
from storage.files import FileStore
from storage.kit.engine import BusyError
from storage.kit.transaction import Transaction
from storage.picture_reference import StoredPicture

log = structlog.get_logger(__name__)

NAME = "web"
COOKIE = "hoctap"
ME = "me"  # in an address, instead of a session: the one of the cookie
NOTICE = re.compile(r"n(\d{1,18})")
SESSION = re.compile(r"[A-Za-z0-9_-]{20,64}")
UPDATE = re.compile(r"[A-Za-z0-9_-]{8,48}")
BODY_LIMIT = 16_000
REMEMBERED = 20_000  # sessions
SHOWN_WITHIN = 3.0  # seconds for the browser to say that it has shown a notice
AWAY = 3600.0  # seconds until a notice to a closed page is tried again, unless the page opens first
HEARTBEAT = 20.0
NOBODY = "0"  # owns what a chat says while it is nobody's
OVER = "/het"  # the page that says that a session has ended
CLEAR = {"clear-site-data": '"cache", "storage"'}  # of a session that has ended: the browser keeps nothing of it
ENDED = b"event: ended\ndata:\n\n"

# Each item is an event, its name and its data; None: the program is stopping.
Stream: TypeAlias = "asyncio.Queue[tuple[str, dict[str, Any]] | None]"
GONE: tuple[str, dict[str, Any]] = ("ended", {})  # in a stream: the chat is nobody's any more


class WebChat(Channel):
    """Chats in the browser; a chat's id is its session, a secret of at least 120 random bits."""

    name = NAME
    can = Capabilities(buttons=100, text_limit=20_000)

    def __init__(self, dispatcher: Dispatcher, store: FileStore) -> None:
        self._dispatcher = dispatcher
        self._store = store
        self._receipts = Receipts(dispatcher.database)
        self.uploads = asyncio.Semaphore(SIDE_BY_SIDE)
        self._streams: dict[str, dict[Stream, str]] = {}  # by chat, each with what its page calls the session
        self._shown_to: dict[str, int] = {}  # the account of each chat that has a stream
        self._known: OrderedDict[str, int] = OrderedDict()  # sessions, each with its account's id
        self._shown: dict[tuple[str, str], asyncio.Event] = {}

    def routes(self) -> list[BaseRoute]:
        """What the page talks to."""
        return [
            Route("/chat/{session}/events", self._events, methods=["POST"]),
            Route("/chat/{session}/picture", self._picture, methods=["POST"]),
            Route("/chat/{session}/stream", self._stream),
            Route("/chat/{session}/seen", self._seen, methods=["POST"]),
            Route("/chat/{session}/notices", self._ask_notices),
            Route("/chat/{session}/files/{digest}", self._file),
        ]

    async def run(self) -> None:
        """Nothing to fetch: everything comes in by the web server."""
        try:
            await asyncio.Event().wait()
        finally:
            for streams in self._streams.values():
                for stream in streams:
                    stream.put_nowait(None)
            await self._receipts.close()

    async def settled(self) -> None:
        """Wait until what went out is written down."""
        await self._receipts.settled()

    def wake(self, what: Set[str]) -> None:
        """Tell the pages of a chat that was let go, wherever that was done, and take its session for none."""
        gone = {int(each.removeprefix(LET_GO)) for each in what if each.startswith(LET_GO)}
        if gone:
            known = {**self._known, **self._shown_to}
            self._let_go([session for session, account_id in known.items() if account_id in gone])

    def _let_go(self, sessions: Sequence[str]) -> None:
        for session in sessions:
            self._known.pop(session, None)
            for stream in self._streams.get(session, ()):
                stream.put_nowait(GONE)

    async def _account(self, request: Request) -> Account | None:
        """The account of the session in the address: only sessions that were handed out exist."""
        session = str(request.path_params["session"])
        if session == ME:
            return await self.account_of_cookie(request)
        return await self.account_of(session)

    async def _known_session(self, request: Request) -> str | None:
        """The session of a request, if it was handed out; remembered, so that not every act looks it up."""
        given = str(request.path_params["session"])
        session = request.cookies.get(COOKIE, "") if given == ME else given
        if session in self._known:
            self._known.move_to_end(session)
            return session
        account = await self._account(request)
        if account is None:
            return None
        self._know(account)
        return session

    def _know(self, account: Account) -> None:
        self._known[account.chat] = account.id
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    async def account_of_cookie(self, request: Request) -> Account | None:
        """The account whose session the browser keeps, if there is one that has not ended."""
        account, why = await self.standing_of(request.cookies.get(COOKIE, ""))
        return None if why is not None else account

    async def standing_of(self, session: str) -> tuple[Account | None, Ended | None]:
        """The account of a session, if it was handed out, and why it is over, if it was somebody's and is no more.

        One look at both: who joins between two looks would be taken for somebody who has left.
        """
        if SESSION.fullmatch(session) is None:
            return None, None

        def look(tx: Transaction) -> tuple[Account | None, Ended | None]:
            account = accounts.find(tx, NAME, session)
            return account, None if account is None else accounts.ended(tx, account)

        return await self._dispatcher.database.read(look)

    async def has_ended_by(self, reply: Reply) -> bool:
        """Whether the chat of this turn was somebody's and is nobody's now."""
        if reply.person_id is not None:
            return False

        def look(tx: Transaction) -> bool:
            account = accounts.find(tx, NAME, reply.chat)
            return account is None or accounts.ended(tx, account) is not None

        return await self._dispatcher.database.read(look)

    async def leave(self, account: Account) -> None:
        """End the session of this account at the wish of who holds it; they come back by a code.

        Raises:
            BusyError: nothing happened.
        """

        def work(tx: Transaction) -> None:
            accounts.leave(tx, accounts.lock(tx, NAME, account.chat))

        await self._dispatcher.database.write(work)
        self._let_go([account.chat])

    async def account_of(self, session: str) -> Account | None:
        """The account of a session, if it was handed out."""
        return (await self.standing_of(session))[0]

    def answered(self, reply: Reply) -> dict[str, Any]:
        """The screen of a turn that was just carried out; it goes out with the answer to the request."""
        self._receipts.sent(reply.account_id, reply.update)
        return self._screen(reply, ME)

    def _screen(self, reply: Reply, base: str) -> dict[str, Any]:
        """The screen of a reply, with whose it is: when that changes, the page forgets what the one before said."""
        message = _message(reply.update, "screen", render_reply(reply, self.can), base)
        return {**message, "again": reply.is_again, "owner": _owner(reply)}

    async def screen_now(self, account: Account, base: str = ME) -> dict[str, Any] | None:
        """The open screen, drawn as things are now; nothing is changed by it.

        ``base``: what its page calls the session.
        """
        reply = await self._dispatcher.redraw(account.id, "")
        return None if reply is None else self._screen(reply, base)

    async def waiting(self, account: Account) -> list[dict[str, Any]]:
        """Notices that this account has not been shown, for a page that asks."""
        database = self._dispatcher.database
        errands = await database.read(lambda tx: outbox.waiting_notices(tx, account.id))
        year = year_of(database.clock())
        return [_message(f"n{errand.id}", "notice", render_notice(errand, year, self.can), ME) for errand in errands]

    async def acknowledge(self, account: Account, keys: Sequence[str]) -> None:
        """The page has shown these notices: those of them that are this account's are done."""
        wanted = {int(found.group(1)) for key in keys[:50] if (found := NOTICE.fullmatch(key)) is not None}
        if not wanted:
            return

        def work(tx: Transaction) -> None:
            mine = [each.id for each in outbox.waiting_notices(tx, account.id) if each.id in wanted]
            if mine:
                outbox.done(tx, mine)

        await self._dispatcher.database.write(work)

    async def _ask_notices(self, request: Request) -> Response:
        """For pages whose stream is cut."""
        account = await self._account(request)
        if account is None:
            return _no_session(request)
        return JSONResponse({"messages": await self.waiting(account)}, headers={"cache-control": "no-store"})

    # What the person does

    async def _events(self, request: Request) -> Response:
        session = await self._known_session(request)
        if session is None:
            return _no_session(request)
        if is_cross_site(request):
            return _problem(403, "vi")
        event = await _event(request, session)
        if event is None:
            return _problem(400, "vi")
        try:
            reply = await self._dispatcher.dispatch(event)
        except BusyError:
            return _problem(503, "vi")
        self._receipts.sent(reply.account_id, reply.update)
        return await self._answer(request, reply)

    async def _answer(self, request: Request, reply: Reply) -> Response:
        """The screen of a turn for the page's script; or that this turn, or another, has ended the session."""
        base = _base(request)
        if base == ME and await self.has_ended_by(reply):
            return JSONResponse({"messages": [], "ended": OVER}, headers={"cache-control": "no-store", **CLEAR})
        return JSONResponse({"messages": [self._screen(reply, base)]}, headers={"cache-control": "no-store"})

    async def _picture(self, request: Request) -> Response:
        session = await self._known_session(request)
        if session is None:
            return _no_session(request)
        if is_cross_site(request):
            return _problem(403, "vi")
        try:
            upload = await read_upload(request, self.uploads) if is_upload(request) else None
            if upload is None:
                return _problem(400, "vi")
            reply = await self.take_picture(session, upload)
        except BusyError:
            return _problem(503, "vi")
        return await self._answer(request, reply)

    async def take_picture(self, session: str, upload: Upload) -> Reply:
        """The turn of somebody who sent a picture: it lies in the store, made anew, before the turn begins.

        One that cannot be taken is no turn: the same screen comes back and says why. Where no picture is wanted, none
        is looked at.

        Raises:
            BusyError: nothing happened.
        """
        account = await self.account_of(session)
        shown = None if account is None else await self._dispatcher.redraw(account.id, "")
        if shown is None:
            raise RuntimeError("the account of this session is gone")
        update = upload.fields.get("update", "")
        if upload.content is None:
            return replace(shown, screen=shown.screen.with_note(TOO_BIG))
        if not upload.content or UPDATE.fullmatch(update) is None:
            return replace(shown, screen=shown.screen.with_note(NONE_CHOSEN))
        kept = None
        if shown.screen.picture:
            try:
                picture = await clean(upload.content)
            except PictureError as error:
                return replace(shown, screen=shown.screen.with_note(error.reason))
            digest = await asyncio.to_thread(self._store.put, picture.content)
            kept = StoredPicture(digest, picture.media_type, len(picture.content))
        event = Event(NAME, session, f"{session[:12]}{update}", Sent("photo", kept))
        reply = await self._dispatcher.dispatch(event)
        self._receipts.sent(reply.account_id, reply.update)
        return reply

    # What others tell them

    async def send(self, chat: str, message: Rendered, key: str) -> None:
        """See :meth:`Channel.send`: delivered when an open page has shown it."""
        streams = self._streams.get(chat)
        if not streams:
            raise AwayError("the page is closed", AWAY)
        shown = self._shown.setdefault((chat, key), asyncio.Event())
        for stream, base in streams.items():
            stream.put_nowait(("message", _message(key, "notice", message, base)))
        try:
            await asyncio.wait_for(shown.wait(), SHOWN_WITHIN)
        except TimeoutError:
            raise LaterError("the page does not answer", SHOWN_WITHIN) from None
        finally:
            self._shown.pop((chat, key), None)

    def tell(self, chat: str, name: str, data: dict[str, Any]) -> None:
        """Tell the pages of a chat that are open now something that is no message, as an event of this name."""
        for stream in self._streams.get(chat, {}):
            stream.put_nowait((name, data))

    async def _stream(self, request: Request) -> Response:
        account = await self._account(request)
        if account is None:
            return _no_session(request)
        return StreamingResponse(
            self._notices(account, _base(request)),
            media_type="text/event-stream",
            headers={"cache-control": "no-store", "x-accel-buffering": "no"},
        )

    async def _notices(self, account: Account, base: str) -> AsyncIterator[bytes]:
        stream: Stream = asyncio.Queue()
        self._streams.setdefault(account.chat, {})[stream] = base
        self._shown_to[account.chat] = account.id
        try:
            yield b": hello\n\n"
            with suppress(BusyError):
                await self._dispatcher.database.write(lambda tx: outbox.hurry(tx, account.id))
            while True:
                try:
                    told = await asyncio.wait_for(stream.get(), HEARTBEAT)
                except TimeoutError:
                    if not await self._is_let_go(account):
                        yield b": still here\n\n"
                        continue
                    told = GONE
                if told is None:
                    return
                if told is GONE:
                    yield ENDED
                    if base == ME:
                        return
                else:
                    name, data = told
                    yield b"event: " + name.encode() + b"\ndata: " + orjson.dumps(data) + b"\n\n"
        finally:
            open_streams = self._streams.get(account.chat, {})
            open_streams.pop(stream, None)
            if not open_streams:
                self._streams.pop(account.chat, None)
                self._shown_to.pop(account.chat, None)

    async def _is_let_go(self, account: Account) -> bool:
        """Whether another worker has let this chat go: what is done in this one wakes the stream itself."""
        if account.person is None or not self._dispatcher.database.shared:
            return False
        now = None
        with suppress(BusyError):
            now = await self.account_of(account.chat)
        return now is not None and now.person is None

    async def _seen(self, request: Request) -> Response:
        account = await self._account(request)
        given = await json_of(request, BODY_LIMIT)
        ids = given.get("ids") if isinstance(given, dict) else None
        keys = [str(key) for key in ids] if isinstance(ids, list) else []
        if account is None or is_cross_site(request):
            return Response(status_code=204)
        for key in keys:
            shown = self._shown.get((account.chat, key))
            if shown is not None:
                shown.set()
        with suppress(BusyError):  # then it is shown once more
            await self.acknowledge(account, [key for key in keys if (account.chat, key) not in self._shown])
        return Response(status_code=204)

    async def _file(self, request: Request) -> Response:
        account = await self._account(request)
        digest = str(request.path_params["digest"])
        if account is None or re.fullmatch(r"[0-9a-f]{64}", digest) is None:
            return _problem(404, "vi")
        found = await self._dispatcher.database.read(lambda tx: for_account(tx, digest, account))
        if found is None:
            return _problem(404, account.language)
        try:
            content = await asyncio.to_thread(self._store.get, digest)
        except FileNotFoundError:
            return _problem(404, account.language)
        return file_response(content, name=found.name, media_type=found.media_type)


NONE_CHOSEN = T("Chưa có ảnh nào được chọn. {You} chọn một tấm ảnh trước, rồi bấm Gửi ảnh.")
_PROBLEMS = {
    403: T("Trang khác không được gửi tin vào đây."),
    400: T("Tin này không đọc được. {You} tải lại trang rồi thử lại."),
    404: T("Không tìm thấy. Đường dẫn đã cũ, {you} xin lại đường dẫn nơi {you} ở."),
    503: T("Máy đang bận, tin của {you} không mất. Đang thử lại."),
}


def _problem(status: int, language: str) -> Response:
    return JSONResponse({"message": catalog(language).render(_PROBLEMS[status])}, status_code=status)


def _no_session(request: Request) -> Response:
    """There is no such session, or it is over: a page that keeps it in a cookie must forget what it shows."""
    if request.path_params["session"] != ME:
        return _problem(404, "vi")
    said = {"message": catalog("vi").render(_PROBLEMS[404]), "ended": OVER}
    return JSONResponse(said, status_code=404, headers={"cache-control": "no-store", **CLEAR})


def _owner(reply: Reply) -> str:
    """Names whose chat it is, without saying who they are; the same for nobody everywhere."""
    if reply.person_id is None:
        return NOBODY
    return hashlib.sha256(f"{reply.chat} {reply.person_id}".encode()).hexdigest()[:12]


def origin_of(request: Request) -> str:
    """The address on the network that somebody comes from, as the web server tells it."""
    return request.client.host if request.client is not None else ""


def is_cross_site(request: Request) -> bool:
    """Whether another site's page sent this: a session's cookie must not act for it."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


async def _event(request: Request, chat: str) -> Event | None:
    data = await json_of(request, BODY_LIMIT)
    if not isinstance(data, dict) or not isinstance(data.get("update"), str):
        return None
    if UPDATE.fullmatch(data["update"]) is None:
        return None
    given = _input(data.get("input"))
    # The browser makes the ids, so they are only unique within a session.
    return None if given is None else Event(NAME, chat, f"{chat[:12]}{data['update']}", given, origin_of(request))


def _input(given: Any) -> Input | None:
    match given:
        case {"type": "text", "text": str(text)} if len(text) <= 2000:
            return Said(text)
        case {"type": "choice", "route": str(route)}:
            return Chose(route)
        case {"type": "open"}:
            code = given.get("code")
            return Opened(code) if isinstance(code, str) else Returned()
        case {"type": "file", "kind": str(kind)}:
            return Sent(kind[:16])
        case _:
            return None


def _base(request: Request) -> str:
    """What this page calls its session: the session itself in the demo, "me" where it is a cookie."""
    return str(request.path_params["session"])


def _message(key: str, kind: str, message: Rendered, chat: str) -> dict[str, Any]:
    """A rendered screen as the page's script reads it."""
    return {
        "id": key,
        "kind": kind,
        "title": message.title,
        "text": "\n".join(message.texts),
        "choices": [
            {"label": button.label, "route": button.route, "look": button.look.value, "ticked": button.ticked}
            for row in message.rows
            for button in row
        ],
        "file": None
        if message.file is None
        else {
            "name": message.file.name,
            "url": f"/chat/{chat}/files/{message.file.digest}",
            "size": None,
            "image": message.file.media_type in PICTURES,
        },
        "picture": message.picture,
    }
