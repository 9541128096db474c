"""The desk's pages as they are served: the link that opens it, who sits there, and the policy before every page.

A link works for five minutes and once; to look at it changes nothing, for messengers open links by themselves to show
a preview: the page has one button, and only that uses the link up. What it opens lasts a working day in that browser.
Its secret lies hashed, and the link carries a signature beside its code, so that whoever reads the database has
neither. Each page asks whether the chat is still that person's and the role still held; each form carries a token that
only these pages know.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from acts import receiving
from criteria.policy import NOBODYS, Action, Denied, may
from desk.kit.blocks import Form, Note, Page, Para, To, Tone
from desk.kit.table import GLANCES, LOADERS, Answer, Entry, values_of
from desk.kit.visit import Visit
from desk.server.all_pages import ENTRIES
from desk.server.html import ROOT, Frame, Reader, drawn
from desk.shared.notes import NOTE, NOTES
from desk.shared.places import menu
from locales.text import T, Verbatim
from storage import accounts, desk_sessions, looks, places
from storage.accounts import Account
from storage.kit.engine import BusyError, Database
from storage.kit.transaction import Transaction
from storage.kit.words import Looked

log = structlog.get_logger(__name__)

COOKIE = "hoctap_desk"
MOST_ID = 10**15
SIGNED = 16  # signs of a link's signature
TOKEN = re.compile(rf"([A-Z0-9]{{{receiving.CODE_LENGTH}}})\.([0-9a-f]{{{SIGNED}}})")
HEADERS = {"cache-control": "no-store"}  # nobody who comes later reads them with the way back

CLOSED = T(
    "Bàn làm việc đang đóng ở trình duyệt này, hoặc đã hết giờ. {You} vào chat Học Tập, bấm Mở bàn làm việc để lấy "
    "đường dẫn mới."
)
SEATED = T("{You} đã vào máy này bằng mật khẩu. Bấm Mở bàn làm việc để vào.")
GONE = T(
    "Đường dẫn này đã dùng, đã hết hạn hoặc không đúng. {You} vào chat Học Tập, bấm Mở bàn làm việc để lấy đường dẫn "
    "mới."
)
TITLE = T("Bàn làm việc Học Tập")
STALE = T("Trang này mở từ trước nên chưa làm gì. {You} quay lại, tải lại trang rồi làm lại.")
NO_ENTRY = T("Trang này không dành cho {you}")
OPENS = T("Bấm Mở bàn làm việc để vào, trên máy của {you}. Đường dẫn dùng được một lần. Máy dùng chung thì nhớ đóng.")

ReadForm = Callable[[Request], Awaitable[Mapping[str, str] | None]]
SeatOf = Callable[[Request], Awaitable[int | None]]
FileAt = Callable[[int, str], str]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a transaction found: the answer, to whom, what stands around it, and who is put on record as looked at."""

    answer: Answer
    account: Account
    reader: Reader
    frame: Frame


class Desk:
    """Makes the links and answers the pages.

    Args:
        database: where all is kept.
        secret: from which links' signatures and forms' tokens are made.
        base: the web server's address as people reach it.
        read_form: reads a form within limits; ``None`` where another site sent it, or it is too long.
        file_at: makes of an account and a file's hash the address where it is fetched.
        upload_at: makes of the code of an upload link the address where its page lies.
        seat_of: on a computer that is used alone, the account that sits there with a password: the desk is open to no
            other, whatever the browser holds. ``None``: everybody has their own computer.
    """

    def __init__(
        self,
        database: Database,
        *,
        secret: str,
        base: str,
        read_form: ReadForm,
        file_at: FileAt,
        upload_at: Callable[[str], str],
        seat_of: SeatOf | None = None,
    ) -> None:
        self._database = database
        self._secret = secret.encode()
        self._base = base
        self._read_form = read_form
        self._file_at = file_at
        self._upload_at = upload_at
        self._seat_of = seat_of

    def address(self, code: str) -> str:
        """Where the desk is opened with this code."""
        return f"{self._base}{ROOT}/mo/{code}.{self._sign('link', code)[:SIGNED]}"

    def _sign(self, purpose: str, said: str) -> str:
        return hmac.new(self._secret, f"{purpose}:{said}".encode(), hashlib.sha256).hexdigest()

    def routes(self) -> list[BaseRoute]:
        """All addresses of the desk."""
        return [
            Route(f"{ROOT}/mo/{{token}}", self._ask, methods=["GET"]),
            Route(f"{ROOT}/mo/{{token}}", self._open, methods=["POST"]),
            Route(f"{ROOT}/mo", self._sit_down, methods=["POST"]),
            Route(f"{ROOT}/dong", self._close, methods=["POST"]),
            *(self._route(each) for each in ENTRIES),
        ]

    def _route(self, entry: Entry) -> Route:
        path = ROOT + entry.path.replace("{" + (entry.record or "") + "}", "{" + (entry.record or "") + ":int}")
        if entry.takes:
            return Route(path, partial(self._kindly, partial(self._take, entry)), methods=["POST"])
        return Route(path, partial(self._kindly, partial(self._show, entry)), methods=["GET"])

    @staticmethod
    async def _kindly(answer: Callable[[Request], Awaitable[Response]], request: Request) -> Response:
        """A bug of ours undoes what it was about: its person gets a kind sentence, the log the same reference."""
        try:
            return await answer(request)
        except (BusyError, ClientDisconnect, HTTPException):
            raise
        except Exception:
            reference = secrets.token_hex(3).upper()
            log.exception("a page of the desk failed", reference=reference, path=request.scope["path"])
            return _outside(
                Note(
                    T(
                        "Có trục trặc ở phía máy, không phải lỗi của {you}. Chưa có gì được ghi. {You} quay "
                        "lại rồi thử lại. Mã sự cố: {reference}",
                        reference=Verbatim(reference),
                    ),
                    Tone.LATE,
                ),
                500,
            )

    # Opening and closing

    def _code(self, request: Request) -> str | None:
        """The code of an address that was made here."""
        parts = TOKEN.fullmatch(str(request.path_params["token"]))
        if parts is None:
            return None
        is_ours = hmac.compare_digest(parts.group(2), self._sign("link", parts.group(1))[:SIGNED])
        return parts.group(1) if is_ours else None

    async def _ask(self, request: Request) -> Response:
        """The page of a link: one button. Looking changes nothing."""
        code = self._code(request)
        works = code is not None and await self._database.read(lambda tx: _opens(tx, code) is not None)
        if not works:
            return _outside(Para(GONE), 404)
        form = Form(to=f"/mo/{request.path_params['token']}", button=T("Mở bàn làm việc"))
        return _outside(Para(OPENS), form=form)

    async def _open(self, request: Request) -> Response:
        """Use the link up, and let this browser in."""
        code, secret = self._code(request), secrets.token_urlsafe(32)
        if code is None or await self._read_form(request) is None:
            return _outside(Para(GONE), 404)

        def work(tx: Transaction) -> int | None:
            found = _opens(tx, code)
            account = None if found is None else accounts.load(tx, found.account_id)
            if found is None or account is None:
                return None
            tx.act_as(account.id, account.audit_length, account.audit_head, account.audit_seal)
            return account.id if desk_sessions.open_(tx, found, secret) else None

        if await self._database.write(work) is None:
            return _outside(Para(GONE), 404)
        return self._let_in(secret)

    def _let_in(self, secret: str) -> Response:
        answer = RedirectResponse(ROOT, status_code=303, headers=HEADERS)
        lives = int(desk_sessions.SESSION_LIVES.total_seconds())
        secure = self._base.startswith("https://")
        answer.set_cookie(COOKIE, secret, max_age=lives, path=ROOT, secure=secure, httponly=True, samesite="lax")
        return answer

    async def _sit_down(self, request: Request) -> Response:
        """Open it without a link, on a computer that is used alone, for who sits there with their password."""
        seat = None if self._seat_of is None else await self._seat_of(request)
        if seat is None or await self._read_form(request) is None:
            return _outside(Para(CLOSED), 403)
        secret = secrets.token_urlsafe(32)

        def work(tx: Transaction) -> bool:
            account = accounts.load(tx, seat)
            if account is None or account.person is None or may(account.actor, Action.SEE_QUEUE) is not None:
                return False
            tx.act_as(account.id, account.audit_length, account.audit_head, account.audit_seal)
            desk_sessions.sit_down(tx, account, secret)
            return True

        return self._let_in(secret) if await self._database.write(work) else _outside(Para(CLOSED), 403)

    async def _close(self, request: Request) -> Response:
        """Close it in this browser."""
        form = await self._read_form(request)
        secret = request.cookies.get(COOKIE, "")
        if form is None or not self._is_from_here(form, secret):
            return _outside(Note(STALE, Tone.LATE), 403)

        def work(tx: Transaction) -> None:
            found = desk_sessions.find(tx, secret)
            account = None if found is None else accounts.load(tx, found.account_id)
            if found is not None and account is not None:
                tx.act_as(account.id, account.audit_length, account.audit_head, account.audit_seal)
                desk_sessions.end(tx, found.person_id, found.id)

        await self._database.write(work)
        answer = _outside(Note(T("Đã đóng bàn làm việc ở trình duyệt này.")))
        answer.delete_cookie(COOKIE, path=ROOT)
        return answer

    # Pages and forms

    def _is_from_here(self, form: Mapping[str, str], secret: str) -> bool:
        return hmac.compare_digest(form.get("csrf", ""), self._token(secret))

    def _token(self, secret: str) -> str:
        return self._sign("form", secret)[:32]

    async def _show(self, entry: Entry, request: Request) -> Response:
        """Draw a page; whom it shows is on record before it is handed out."""
        seat = None if self._seat_of is None else await self._seat_of(request)
        seen = await self._database.read(partial(self._see, entry=entry, request=request, form={}, seat=seat))
        if seen is None:
            return await self._not_open(seat)
        return await self._handed_out(seen)

    async def _take(self, entry: Entry, request: Request) -> Response:
        """Take a form, once, and lead on."""
        form = await self._read_form(request)
        if form is None or not self._is_from_here(form, request.cookies.get(COOKIE, "")):
            return _outside(Note(STALE, Tone.LATE), 403)
        seat = None if self._seat_of is None else await self._seat_of(request)
        seen = await self._database.write(partial(self._see, entry=entry, request=request, form=form, seat=seat))
        if seen is None:
            return await self._not_open(seat)
        return await self._handed_out(seen)

    async def _not_open(self, seat: int | None) -> Response:
        if seat is not None:
            return _outside(Para(SEATED), 403, form=Form(to="/mo", button=T("Mở bàn làm việc")))
        return _outside(Para(CLOSED), 403)

    def _see(
        self, tx: Transaction, *, entry: Entry, request: Request, form: Mapping[str, str], seat: int | None
    ) -> Seen | None:
        """What the page or form answers to who sits here; ``None``: nobody does, or the role has ended."""
        secret = request.cookies.get(COOKIE, "")
        found = desk_sessions.find(tx, secret) if secret else None
        if found is None or (self._seat_of is not None and seat != found.account_id):
            return None
        account = (accounts.load if entry.takes else accounts.load_unlocked)(tx, found.account_id)
        if account is None or account.person is None or account.person.id != found.person_id:
            return None
        if may(account.actor, Action.SEE_QUEUE) is not None:
            return None
        if entry.takes:
            tx.act_as(account.id, account.audit_length, account.audit_head, account.audit_seal)
        visit = Visit(
            tx=tx,
            account=account,
            person=account.person,
            query=dict(request.query_params),
            form=form,
            file_at=partial(self._file_at, account.id),
            upload_at=self._upload_at,
        )
        answer = self._answer(visit, entry, request)
        reader = Reader(account.language, visit.address, visit.place_words)
        return Seen(answer, account, reader, self._frame(visit, secret, request))

    @staticmethod
    def _answer(visit: Visit, entry: Entry, request: Request) -> Answer:
        """Ask the policy, then the page."""
        record = None
        if entry.record is not None:
            number = int(request.path_params[entry.record])
            loaders = LOADERS if entry.takes else GLANCES
            record = loaders[entry.record](visit.tx, number) if number < MOST_ID else None
        subject = None if entry.record is None else NOBODYS if record is None else record.subject
        denied = may(visit.actor, entry.action, subject)
        if denied is None and entry.record is not None and record is None:
            denied = Denied(T("Việc này không còn nữa."))
        if denied is not None:
            return Page(title=NO_ENTRY, blocks=(Para(denied.because),), status=403)
        answer: Answer = entry.function(visit, **values_of(entry, request.path_params, record))
        if isinstance(answer, Page) and subject is not None and subject.person_id is not None:
            answer = replace(answer, about=answer.about | {subject.person_id})
        if isinstance(answer, To) or (note := NOTES.get(visit.query.get(NOTE, ""))) is None or answer.status != 200:
            return answer
        return replace(answer, blocks=(Note(note), *answer.blocks))

    def _frame(self, visit: Visit, secret: str, request: Request) -> Frame:
        commune = next(iter(visit.actor.communes), None) or places.get(visit.tx, visit.person.place_id).commune_id
        return Frame(
            name=visit.person.full_name,
            commune=places.get(visit.tx, commune).full_name,
            menu=tuple(menu(visit)),
            here=str(request.url.path).removeprefix(ROOT),
            token=self._token(secret),
        )

    async def _handed_out(self, seen: Seen) -> Response:
        answer = seen.answer
        if isinstance(answer, To):
            said = {NOTE: answer.note} if answer.note else {}
            joint = "&" if "?" in answer.path else "?"
            to = ("" if "://" in answer.path else ROOT) + answer.path + (joint + urlencode(said) if said else "")
            return RedirectResponse(to, status_code=303, headers=HEADERS)
        if answer.about or answer.names:
            await self._database.write(
                lambda tx: looks.record(tx, seen.account.actor, answer.about, what=Looked.CARD, names=answer.names)
            )
        return HTMLResponse(drawn(answer, seen.reader, seen.frame), answer.status, HEADERS)


def _opens(tx: Transaction, code: str) -> desk_sessions.DeskSession | None:
    """What a link opens, as long as the chat is still that person's and they serve somewhere."""
    found = desk_sessions.of_link(tx, code)
    account = None if found is None else accounts.load_unlocked(tx, found.account_id)
    if found is None or account is None or account.person is None or account.person.id != found.person_id:
        return None
    return found if may(account.actor, Action.SEE_QUEUE) is None else None


def _outside(block: Para | Note, status: int = 200, form: Form | None = None) -> Response:
    """A page for who does not sit at the desk: no names, no ways in but the chat's."""
    page = Page(title=TITLE, blocks=(block,) if form is None else (block, form))
    return HTMLResponse(drawn(page, Reader(), None), status, HEADERS)
