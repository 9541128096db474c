"""The web chat's server side.

What a person does is a POST whose answer is the next screen, sent after the commit; the browser
repeats it with the same id until it gets that answer. Notices come by server-sent events and count
as delivered when the browser says it has shown them.

Who holds a session is its chat. The session itself, 256 random bits, is known to the browser alone: what is kept is
its SHA-256, which cannot be turned back and opens nothing. It changes when somebody signs in.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import re
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence, Set
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any, TypeAlias

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.channel import AwayError, Channel, LaterError
from bot.channels.base import Receipts, render_reply
from bot.dispatch import Dispatcher, Reply
from bot.file_leave import for_account
from bot.file_links import PICTURES as PICTURE_TYPES
from bot.http import is_cross_site, json_of, stored_file
from bot.media import DOCUMENTS, NO_FILE_CHOSEN, PICTURES, Limit, NotTakenError, clean
from bot.render import Capabilities, Rendered, render_notice
from bot.uploads import (
    DOCUMENT,
    DOCUMENTS_SIDE_BY_SIDE,
    PICTURE,
    SIDE_BY_SIDE,
    Kind,
    Upload,
    is_upload,
    read_upload,
)
from handlers.kit.event import Chose, Event, Input, Opened, Returned, Said, Sent
from handlers.kit.screen import Screen
from locales.catalog import catalog
from locales.format import year_of
from locales.text import T
from storage import accounts, outbox
from storage.accounts import LET_GO, Account, Ended, UnknownChatError
from storage.document_reference import DocumentReference, StoredDocument, tidy_name, tidy_type
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
REMEMBERED = 20_000  # chats
YEAR = 365 * 24 * 3600
SHOWN_WITHIN = 3.0  # seconds for the browser to say that it has shown a notice
AWAY = 3600.0  # seconds until a notice to a closed page is tried again, unless the page opens first
HEARTBEAT = 20.0
NOBODY = "0"  # owns what a chat says while it is nobody's
OVER = "/het"  # the page that says that a session has ended
WHY = "vi-sao"  # and its query that says why
CLEAR = {"clear-site-data": '"cache", "storage"'}  # of a session that has ended: the browser keeps nothing of it
ENDED = b"event: ended\ndata:\n\n"

# Each item is an event, its name and its data; None: the program is stopping.
Stream: TypeAlias = "asyncio.Queue[tuple[str, dict[str, Any]] | None]"
GONE: tuple[str, dict[str, Any]] = ("ended", {})  # in a stream: the chat is nobody's any more


class MovedError(BusyError):
    """Somebody has just signed in, and the browser was given another session: what is under way comes again with it."""


def chat_of(session: str) -> str:
    """The id of a session's chat: a digest. Nobody gets from it to the session, which is too random to be guessed."""
    return hashlib.sha256(session.encode()).hexdigest()


def _patient(answer: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """The same endpoint; where the database is busy, or the session about to change, the page asks again."""

    async def patiently(request: Request) -> Response:
        try:
            return await answer(request)
        except BusyError:
            return _problem(503, "vi")

    return patiently


class WebChat(Channel):
    """Chats in the browser. ``secure``: people come by https, so the cookie may travel on nothing else.

    ``secret`` makes the sessions that take the place of others as people sign in; all workers have the same.
    """

    name = NAME
    can = Capabilities(buttons=100, text_limit=20_000)

    def __init__(self, dispatcher: Dispatcher, store: FileStore, *, secret: str, secure: bool = False) -> None:
        self._dispatcher = dispatcher
        self._store = store
        self._secret = secret.encode()
        self._secure = secure
        self._receipts = Receipts(dispatcher.database)
        self._room = {
            PICTURE: asyncio.Semaphore(SIDE_BY_SIDE),
            DOCUMENT: asyncio.Semaphore(DOCUMENTS_SIDE_BY_SIDE),
        }
        self._streams: dict[int, dict[Stream, str]] = {}  # by account, each with what its page calls the session
        self._chats: dict[str, int] = {}  # the account of each chat that has a stream
        self._known: OrderedDict[str, int] = OrderedDict()  # chats that were looked up, each with its account's id
        self._shown: dict[tuple[int, str], asyncio.Event] = {}

    def routes(self) -> list[BaseRoute]:
        """What the page talks to."""
        return [
            Route("/chat/{session}/events", _patient(self._events), methods=["POST"]),
            Route("/chat/{session}/picture", _patient(partial(self._upload, kind=PICTURE)), methods=["POST"]),
            Route("/chat/{session}/document", _patient(partial(self._upload, kind=DOCUMENT)), methods=["POST"]),
            Route("/chat/{session}/stream", _patient(self._stream)),
            Route("/chat/{session}/seen", _patient(self._seen), methods=["POST"]),
            Route("/chat/{session}/notices", _patient(self._ask_notices)),
            Route("/chat/{session}/files/{digest}", _patient(self._file)),
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
            self.let_go(gone)

    def let_go(self, account_ids: Set[int]) -> None:
        """End the open pages of these accounts; their sessions are looked up anew."""
        for chat in [chat for chat, account_id in self._known.items() if account_id in account_ids]:
            del self._known[chat]
        for account_id in account_ids:
            for stream in self._streams.get(account_id, ()):
                stream.put_nowait(GONE)

    # Sessions

    def keep(self, answer: Response, session: str) -> None:
        """Let the browser keep this session."""
        answer.set_cookie(COOKIE, session, max_age=YEAR, path="/", secure=self._secure, httponly=True, samesite="lax")

    def drop(self, answer: Response) -> None:
        """Take the session from the browser, and what was kept of it."""
        answer.headers.update(CLEAR)
        answer.delete_cookie(COOKIE, path="/", secure=self._secure, httponly=True, samesite="lax")

    def successor(self, session: str, update: str) -> str:
        """The session that takes this one's place if somebody signs in by this act.

        Always the same: whose answer got lost sends the same act again and is given it again. Nobody else can: the
        page makes the act's id as it acts.
        """
        made = hmac.new(self._secret, f"{session} {update}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(made).decode().rstrip("=")

    async def session_of(self, request: Request, update: str = "") -> str | None:
        """The session that a request may act with, if there is one; remembered, so that not every act looks it up.

        ``update``: the id of its act. Whoever signed in by that act, and got no answer, holds another session by now.

        Raises:
            BusyError: it has just changed; the request must come again.
        """
        given = _given(request)
        if SESSION.fullmatch(given) is None:
            return None
        if (chat := chat_of(given)) in self._known:
            self._known.move_to_end(chat)
            return given
        try:
            account = await self._account(request)
        except MovedError:
            later = await self._signed_in_by(request, given, update)
            if later is None:
                raise
            return later
        if account is None:
            return await self._signed_in_by(request, given, update)
        self._know(account)
        return given

    async def _signed_in_by(self, request: Request, given: str, update: str) -> str | None:
        """The session that this act, done before, has put in the place of the one it came with."""
        if not is_cookies(request) or UPDATE.fullmatch(update) is None:
            return None
        later = self.successor(given, update)
        account, why = await self.standing_of(later)
        return None if account is None or why is not None else later

    async def _account(self, request: Request) -> Account | None:
        """The account of the session in the address: only sessions that were handed out exist."""
        if is_cookies(request):
            return await self.account_of_cookie(request)
        return await self.account_of(_given(request))

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

        Raises:
            MovedError: somebody has just signed in, and the browser is about to hear of its new session.
        """
        if SESSION.fullmatch(session) is None:
            return None, None
        chat = chat_of(session)

        def look(tx: Transaction) -> tuple[Account | None, Ended | None, bool]:
            account = accounts.find(tx, NAME, chat)
            if account is None:
                return None, None, accounts.has_moved(tx, NAME, chat)
            return account, accounts.ended(tx, account), False

        account, why, has_moved = await self._dispatcher.database.read(look)
        if has_moved:
            raise MovedError("the session has changed")
        return account, why

    async def act(
        self, request: Request, session: str, update: str, given: Input, *, begins: bool = False
    ) -> tuple[Reply, str]:
        """One turn of a session; returns its reply, and the session from then on.

        ``begins``: the session may be one that was made just now.

        Raises:
            BusyError: nothing happened.
            UnknownChatError: the session is none any more.
        """
        came_with = session if begins else _given(request)
        later = self.successor(session, update) if is_cookies(request) and session == came_with else ""
        event = Event(
            NAME,
            chat_of(session),
            update_of(came_with, update),
            given,
            origin_of(request),
            successor=chat_of(later) if later else "",
            begins=begins,
        )
        try:
            reply = await self._dispatcher.dispatch(event)
        except UnknownChatError:
            self._known.pop(event.chat, None)
            raise
        self._receipts.sent(reply.account_id, reply.update)
        if reply.chat == event.chat:
            return reply, session
        self._known.pop(event.chat, None)
        if reply.account_id in self._streams:
            self._chats[reply.chat] = reply.account_id
        return reply, later

    async def ended_by(self, reply: Reply) -> str:
        """Where it is said that the chat of this turn was somebody's and is nobody's now, and why; "" if it is not so.

        The address says why: another tab that hears of it may have taken the cookie away, by which the page would know.
        """
        if reply.person_id is not None:
            return ""

        def look(tx: Transaction) -> str:
            account = accounts.find(tx, NAME, reply.chat)
            why = None if account is None else accounts.ended(tx, account)
            if why is None:
                return OVER if account is None else ""
            return f"{OVER}?{WHY}={why.name.lower()}"

        return await self._dispatcher.database.read(look)

    async def leave(self, account: Account) -> None:
        """End the session of this account at the wish of who holds it; they come back by a code.

        Raises:
            BusyError: nothing happened.
        """

        def work(tx: Transaction) -> None:
            accounts.leave(tx, accounts.lock(tx, NAME, account.chat, begins=False))

        try:
            await self._dispatcher.database.write(work)
        except UnknownChatError:
            raise MovedError("the session has changed") from None
        self.let_go({account.id})

    async def account_of(self, session: str) -> Account | None:
        """The account of a session, if it was handed out."""
        return (await self.standing_of(session))[0]

    def answered(self, reply: Reply) -> dict[str, Any]:
        """The screen of a turn that was just carried out; it goes out with the answer to the request."""
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
        said = await json_of(request, BODY_LIMIT)
        update = said.get("update") if isinstance(said, dict) else None
        session = await self.session_of(request, update if isinstance(update, str) else "")
        if session is None:
            return _no_session(request)
        if is_cross_site(request):
            return _problem(403, "vi")
        given = _input(said.get("input")) if isinstance(update, str) and UPDATE.fullmatch(update) else None
        if given is None or not isinstance(update, str):
            return _problem(400, "vi")
        try:
            reply, held = await self.act(request, session, update, given)
        except UnknownChatError:
            return await self._not_known(request, update)
        return await self._answer(request, reply, held)

    async def _not_known(self, request: Request, update: str) -> Response:
        """The session was known here, and is none any more: another worker changed it, or it was swept."""
        return _no_session(request) if await self.session_of(request, update) is None else _problem(503, "vi")

    async def _answer(self, request: Request, reply: Reply, held: str) -> Response:
        """The screen of a turn for the page's script; or that this turn, or another, has ended the session."""
        base = _base(request)
        if base == ME and (over := await self.ended_by(reply)):
            return JSONResponse({"messages": [], "ended": over}, headers={"cache-control": "no-store", **CLEAR})
        answer = JSONResponse({"messages": [self._screen(reply, base)]}, headers={"cache-control": "no-store"})
        if held != _given(request):
            self.keep(answer, held)
        return answer

    async def _upload(self, request: Request, kind: Kind) -> Response:
        session = await self.session_of(request)
        if session is None:
            return _no_session(request)
        if is_cross_site(request):
            return _problem(403, "vi")
        upload = await self.read_upload(request, kind) if is_upload(request) else None
        if upload is None:
            return _problem(400, "vi")
        try:
            reply, held = await self.take_upload(request, session, upload, kind)
        except UnknownChatError:
            return await self._not_known(request, "")
        return await self._answer(request, reply, held)

    async def read_upload(self, request: Request, kind: Kind) -> Upload | None:
        """The form with a file of that kind, as :func:`bot.uploads.read_upload` reads it."""
        return await read_upload(request, self._room[kind], kind)

    async def take_upload(self, request: Request, session: str, upload: Upload, kind: Kind) -> tuple[Reply, str]:
        """The turn of somebody who sent a picture or a document: it lies in the store before the turn begins.

        One that cannot be taken is no turn: the same screen comes back and says why. Where none is wanted, none is
        looked at. Returns the reply, and the session from then on.

        Raises:
            BusyError: nothing happened.
            UnknownChatError: the session is none any more.
        """
        account = await self.account_of(session)
        shown = None if account is None else await self._dispatcher.redraw(account.id, "")
        if shown is None:
            raise UnknownChatError("the account of this session is gone")
        update = upload.fields.get("update", "")
        try:
            if upload.content is None:
                raise _limit(kind).error(_limit(kind).too_big)
            if not upload.content or UPDATE.fullmatch(update) is None:
                raise _limit(kind).error(NONE_CHOSEN[kind])
            sent = await (self._picture if kind == PICTURE else self._document)(upload, upload.content, shown.screen)
        except NotTakenError as error:
            return replace(shown, screen=shown.screen.with_note(error.reason)), session
        return await self.act(request, session, update, sent)

    async def _picture(self, _upload: Upload, content: bytes, screen: Screen) -> Sent:
        """A picture, made anew."""
        if not screen.picture:
            return Sent("photo")
        picture = await clean(content)
        digest = await asyncio.to_thread(self._store.put, picture.content)
        return Sent("photo", StoredPicture(digest, picture.media_type, len(picture.content)))

    async def _document(self, upload: Upload, content: bytes, screen: Screen) -> Sent:
        """A document, as it came."""
        if not screen.document:
            return Sent("document")
        at = StoredDocument(await asyncio.to_thread(self._store.put, content))
        name, media_type = tidy_name(upload.name), tidy_type(upload.media_type)
        return Sent("document", document=DocumentReference(at, name, media_type, len(content)))

    # What others tell them

    async def send(self, chat: str, message: Rendered, key: str) -> None:
        """See :meth:`Channel.send`: delivered when an open page has shown it."""
        account_id = self._chats.get(chat)
        streams = None if account_id is None else self._streams.get(account_id)
        if account_id is None or not streams:
            raise AwayError("the page is closed", AWAY)
        shown = self._shown.setdefault((account_id, key), asyncio.Event())
        for stream, base in streams.items():
            stream.put_nowait(("message", _message(key, "notice", message, base)))
        try:
            async with asyncio.timeout(SHOWN_WITHIN):
                await shown.wait()
        except TimeoutError:
            raise LaterError("the page does not answer", SHOWN_WITHIN) from None
        finally:
            self._shown.pop((account_id, key), None)

    def tell(self, session: str, name: str, data: dict[str, Any]) -> None:
        """Tell the pages of a session that are open now something that is no message, as an event of this name."""
        for stream in self._streams.get(self._chats.get(chat_of(session), 0), {}):
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
        self._streams.setdefault(account.id, {})[stream] = base
        self._chats[account.chat] = account.id
        try:
            yield b": hello\n\n"
            with suppress(BusyError):
                await self._dispatcher.database.write(lambda tx: outbox.hurry(tx, account.id))
            while True:
                try:
                    async with asyncio.timeout(HEARTBEAT):
                        told = await stream.get()
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
            open_streams = self._streams.get(account.id, {})
            open_streams.pop(stream, None)
            if not open_streams:
                self._streams.pop(account.id, None)
                for chat in [chat for chat, account_id in self._chats.items() if account_id == account.id]:
                    del self._chats[chat]

    async def _is_let_go(self, account: Account) -> bool:
        """Whether another worker has let this chat go: what is done in this one wakes the stream itself.

        If another worker gave it another session, it is found by that one from then on.
        """
        if not self._dispatcher.database.shared:
            return False
        now: Account | None = None
        with suppress(BusyError):
            now = await self._dispatcher.database.read(lambda tx: accounts.load_unlocked(tx, account.id))
        if now is None:
            return False
        self._chats[now.chat] = account.id
        return account.person is not None and now.person is None

    async def _seen(self, request: Request) -> Response:
        account = await self._account(request)
        given = await json_of(request, BODY_LIMIT)
        ids = given.get("ids") if isinstance(given, dict) else None
        keys = [str(key) for key in ids] if isinstance(ids, list) else []
        if account is None or is_cross_site(request):
            return Response(status_code=204)
        for key in keys:
            shown = self._shown.get((account.id, key))
            if shown is not None:
                shown.set()
        with suppress(BusyError):  # then it is shown once more
            await self.acknowledge(account, [key for key in keys if (account.id, key) not in self._shown])
        return Response(status_code=204)

    async def _file(self, request: Request) -> Response:
        account = await self._account(request)
        digest = str(request.path_params["digest"])
        if account is None or re.fullmatch(r"[0-9a-f]{64}", digest) is None:
            return _problem(404, "vi")
        try:
            found = await self._dispatcher.database.write(lambda tx: for_account(tx, digest, account))
        except BusyError:
            return _problem(503, account.language)
        if found is None:
            return _problem(404, account.language)
        answer = await stored_file(self._store, digest, name=found.name, media_type=found.media_type)
        return answer or _problem(404, account.language)


NONE_CHOSEN = {
    PICTURE: T("Chưa có ảnh nào được chọn. {You} chọn một tấm ảnh trước, rồi bấm Gửi ảnh."),
    DOCUMENT: NO_FILE_CHOSEN,
}
_PROBLEMS = {
    403: T("Trang khác không được gửi tin vào đây."),
    400: T("Tin này không đọc được. {You} tải lại trang rồi thử lại."),
    404: T("Không tìm thấy. Đường dẫn đã cũ, {you} xin lại đường dẫn nơi {you} ở."),
    503: T("Máy đang bận, tin của {you} không mất. Đang thử lại."),
}


def _limit(kind: Kind) -> Limit:
    return PICTURES if kind == PICTURE else DOCUMENTS


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
    return hashlib.sha256(f"{reply.account_id} {reply.person_id}".encode()).hexdigest()[:12]


def origin_of(request: Request) -> str:
    """The address on the network that somebody comes from, as the web server tells it."""
    return request.client.host if request.client is not None else ""


def _given(request: Request) -> str:
    """The session that a request came with: of the cookie, or in the address."""
    return request.cookies.get(COOKIE, "") if is_cookies(request) else str(request.path_params["session"])


def is_cookies(request: Request) -> bool:
    """Whether a request's session is that of the cookie, which changes when somebody signs in."""
    return str(request.path_params.get("session", ME)) == ME


def update_of(session: str, update: str) -> str:
    """The id of an act in the database: the page makes it, so it is only unique within the session it came with."""
    return f"{chat_of(session)[:12]}{update}"


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
        "aloud": message.aloud,
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
            "image": message.file.media_type in PICTURE_TYPES,
        },
        "picture": message.picture,
        "document": message.document,
    }
