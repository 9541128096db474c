"""The web chat on a computer that is used alone: heads and officers sit down at it with a password.

Everybody may come to this computer, and the browser keeps whose chat it showed last. So a chat whose person holds a
role is shown only to who has typed that person's password since the program started, and is locked again after a
while without a touch. Locking takes the session from the browser and lets nothing go: notices wait, and the password
gives the same chat another session. Residents need no password: they leave by [Thoát], as everywhere.

Only this computer is served, under its own name: no page of another site can ask in the name of who sits here.
"""

from __future__ import annotations

import asyncio
import math
import re
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from acts.codes import new_code
from bot.channels.webchat.channel import CLEAR, COOKIE, ME, NAME, MovedError, WebChat, chat_of
from bot.http import body_of, is_cross_site
from bot.pages.page import busy_page, page_texts, templates
from bot.passwords import PasswordError, Passwords
from criteria.policy import Role
from locales.catalog import catalog
from locales.text import T, Tn, Verbatim, Words
from storage import accounts, places, roles, sign_in_codes
from storage.accounts import Account
from storage.kit.engine import BusyError, Database
from storage.kit.transaction import Transaction

DESK, LOCK, FORGOTTEN = "/mat-khau", "/mat-khau/khoa", "/mat-khau/quen"
LEAVE = "/thoat"
IDLE = 15 * 60.0  # seconds without a touch until a chat is locked
LOOK_EVERY = 20.0
CODE_LIVES = timedelta(minutes=10)
FORM_LIMIT = 4_000
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
OPEN_TO_ALL = re.compile(r"/(?:static/.*|health|manifest\.webmanifest|sw\.js|offline|mat-khau(?:/.*)?|)")
OF_A_CHAT = re.compile(r"/chat/([^/]+)/(\w+)(?:/.*)?")
NO_TOUCH = frozenset({"stream", "notices", "seen"})  # what pages ask for by themselves


class FrontDesk:
    """Who may act in a chat here, and the pages on which they say so. ``now``: seconds, for what is long ago."""

    def __init__(
        self, chat: WebChat, database: Database, passwords: Passwords, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._chat = chat
        self._database = database
        self._passwords = passwords
        self._now = now
        self._touched: dict[int, float] = {}  # accounts that are open, each with its last touch
        self._plain: dict[int, float] = {}  # accounts seen while they held no role, each with when that was last
        self._proven: set[int] = set()  # persons whose password was typed, and who come in by a code now

    def routes(self) -> list[BaseRoute]:
        """The pages."""
        return [
            Route(DESK, self._ask),
            Route(DESK, self._enter, methods=["POST"]),
            Route(LOCK, self._lock, methods=["POST"]),
            Route(FORGOTTEN, self._forgotten),
            Route(FORGOTTEN, self._recover, methods=["POST"]),
        ]

    def middleware(self) -> Middleware:
        """What stands in front of all pages."""
        return Middleware(Gate, desk=self)

    async def run(self) -> None:
        """Lock what nobody has touched for long, for as long as the program runs."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            self.lock_idle()

    def lock_idle(self) -> None:
        """Lock what nobody has touched for long; its open pages end."""
        self._close({each for each, touched in self._touched.items() if touched < self._now() - IDLE})

    def _close(self, account_ids: set[int]) -> None:
        for each in account_ids:
            self._touched.pop(each, None)
        if account_ids:
            self._chat.let_go(account_ids)

    # Each request

    async def refusal(self, request: Request) -> Response | None:
        """What is answered in the place of what was asked for; ``None`` where it may go on."""
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname
        if host not in LOOPBACK:
            return PlainTextResponse("this program serves its own computer only\n", status_code=421)
        path = str(request.scope["path"])
        if OPEN_TO_ALL.fullmatch(path) is not None:
            return None
        found = OF_A_CHAT.fullmatch(path)
        try:
            account = await self._account(request, found.group(1) if found else ME)
        except MovedError:
            return None  # whoever signs in at this moment is told to come again
        except BusyError:
            return busy_page(request)
        if account is None or account.person is None or not account.grants:
            if account is not None:
                self._plain[account.id] = self._now()
            return None
        if self._is_open(account):
            if found is None or found.group(2) not in NO_TOUCH:
                self._touched[account.id] = self._now()
            return await self._instead_of_leaving(request) if path == LEAVE else None
        if found is not None:
            said = {"message": catalog("vi").render(LOCKED), "ended": DESK}
            return JSONResponse(said, status_code=404, headers={"cache-control": "no-store", **CLEAR})
        return RedirectResponse(DESK, status_code=303, headers=CLEAR)

    async def _account(self, request: Request, session: str) -> Account | None:
        account, why = await self._chat.standing_of(request.cookies.get(COOKIE, "") if session == ME else session)
        return None if why is not None else account

    def _is_open(self, account: Account) -> bool:
        if account.person is not None and account.person.id in self._proven:
            self._proven.discard(account.person.id)
            self._touched[account.id] = self._now()
        return self._touched.get(account.id, -IDLE - 1) >= self._now() - IDLE

    async def _instead_of_leaving(self, request: Request) -> Response:
        """Whoever holds a role leaves by locking: the password brings them back, and no code is needed."""
        if request.method == "POST":
            return await self._lock(request)
        return _page(request, {"locks": True})

    async def seated(self, request: Request) -> int | None:
        """The account that sits here, having typed its password a while ago at most; its desk is open to no other."""
        try:
            account = await self._account(request, ME)
        except MovedError:
            return None
        return account.id if account is not None and account.grants and self._is_open(account) else None

    # Sitting down

    async def _ask(self, request: Request) -> Response:
        """Who sits down, and their password."""
        try:
            account = await self._account(request, ME)
            if account is not None and account.grants and self._is_open(account):
                return RedirectResponse("/chat", status_code=303)
            return await self._desk_page(request, account, anybody="ai" in request.query_params)
        except BusyError:
            return busy_page(request)

    async def _desk_page(
        self,
        request: Request,
        account: Account | None,
        *,
        anybody: bool = False,
        problem: Words | None = None,
    ) -> Response:
        names = await self._names()
        whose = None if account is None or not account.grants or anybody else account.person
        shown: dict[str, object] = {"problem": None if problem is None else _said(problem)}
        if whose is None or account is None:
            shown |= {"names": sorted(names.items(), key=lambda each: each[1])}
        elif self._may_choose(account, names):
            shown |= {"chooses": whose.full_name}
        elif whose.id in names:
            shown |= {"names": [(whose.id, names[whose.id])], "is_first": not self._passwords.has(whose.id)}
        else:
            shown |= {"needs_code": whose.full_name}
        return _page(request, shown)

    def _may_choose(self, account: Account, names: Mapping[int, str]) -> bool:
        """Whether somebody came by a one-time code a moment ago, and has got a role: they choose their password.

        Not the first officer: their password was set with the commune, by who gave them the code.
        """
        if account.person is None or not account.grants:
            return False
        has_first = account.person.id in names and not self._passwords.has(account.person.id)
        return not has_first and self._plain.get(account.id, -IDLE - 1) >= self._now() - IDLE

    async def _names(self) -> Mapping[int, str]:
        """Who can sit down with a password, by the person's id: the name, and where they serve."""

        def read(tx: Transaction) -> tuple[dict[int, str], set[int]]:
            held = roles.all_held(tx)
            said = {
                each.person.id: f"{each.person.full_name} ({places.get(tx, each.place_id).full_name})" for each in held
            }
            return said, {each.person.id for each in held if each.role is Role.OFFICER}

        said, officers = await self._database.read(read)
        self._passwords.keep_only(said)
        free = officers if self._passwords.is_first_free else set()
        return {key: name for key, name in said.items() if self._passwords.has(key) or key in free}

    async def _enter(self, request: Request) -> Response:
        """Open the chat of whose password this is; or take the first password of who has just got a role."""
        form = await _form(request)
        if form is None or is_cross_site(request):
            return Response(status_code=403)
        try:
            account = await self._account(request, ME)
            if "new" in form:
                return await self._choose(request, account, form)
            person_id = int(form["who"]) if form.get("who", "").isdecimal() else 0
            if person_id not in await self._names():
                return RedirectResponse(DESK, status_code=303)
            if self._passwords.wait(person_id):
                return await self._desk_page(request, account, problem=self._wait(person_id))
            is_officer = await self._database.read(lambda tx: roles.is_officer(tx, person_id))
            fits = await asyncio.to_thread(
                self._passwords.fits, person_id, form.get("password", ""), is_officer=is_officer
            )
            if not fits:
                return await self._desk_page(request, account, problem=self._wait(person_id))
            return await self._sit_down(person_id)
        except BusyError:
            return busy_page(request)

    def _wait(self, person_id: int) -> Words:
        return _later(self._passwords.wait(person_id)) or WRONG

    async def _choose(self, request: Request, account: Account | None, form: Mapping[str, str]) -> Response:
        """The password of somebody who came by a one-time code a moment ago, and has a role."""
        if account is None or account.person is None or not self._may_choose(account, await self._names()):
            return RedirectResponse(DESK, status_code=303)
        if form["new"] != form.get("again"):
            return await self._desk_page(request, account, problem=NOT_THE_SAME)
        try:
            await asyncio.to_thread(self._passwords.choose, account.person.id, form["new"])
        except PasswordError as error:
            return await self._desk_page(request, account, problem=Verbatim(str(error)))
        return await self._sit_down(account.person.id)

    async def _sit_down(self, person_id: int) -> Response:
        """Give the person's chat a session that this browser alone has; make them a code where they have no chat."""
        session = secrets.token_urlsafe(32)
        code = new_code()

        def work(tx: Transaction) -> int | None:
            seat = next((each for each in accounts.of_person(tx, person_id) if each.channel == NAME), None)
            account = None if seat is None else accounts.load(tx, seat.id)
            if account is not None:
                accounts.move(tx, account, chat_of(session))
                return account.id
            operator = accounts.lock(tx, "cli", "operator")
            expires = tx.now + CODE_LIVES
            sign_in_codes.make(tx, code, person_id=person_id, made_by=operator.id, expires_at=expires)
            return None

        account_id = await self._database.write(work)
        if account_id is None:
            self._proven.add(person_id)
            answer = RedirectResponse(f"/thon/{code}", status_code=303, headers=CLEAR)
            self._chat.drop(answer)
            return answer
        self._close({account_id})
        self._plain.pop(account_id, None)
        self._touched[account_id] = self._now()
        answer = RedirectResponse("/chat", status_code=303, headers=CLEAR)
        self._chat.keep(answer, session)
        return answer

    # Getting up

    async def _lock(self, request: Request) -> Response:
        """Take the session from the browser, and lock its chat; for whoever comes next."""
        if is_cross_site(request):
            return Response(status_code=403)
        try:
            account = await self._account(request, ME)
        except BusyError:
            return busy_page(request)
        if account is not None and account.grants:
            self._close({account.id})
        answer = RedirectResponse("/", status_code=303)
        self._chat.drop(answer)
        return answer

    # A password that was forgotten

    async def _forgotten(self, request: Request) -> Response:
        try:
            return await self._forgotten_page(request)
        except BusyError:
            return busy_page(request)

    async def _forgotten_page(self, request: Request, problem: Words | None = None) -> Response:
        officers = [(key, name) for key, name in (await self._officers()).items()]
        return _page(request, {"forgot": officers, "problem": None if problem is None else _said(problem)})

    async def _officers(self) -> Mapping[int, str]:
        def read(tx: Transaction) -> dict[int, str]:
            return {each.person.id: each.person.full_name for each in roles.all_held(tx) if each.role is Role.OFFICER}

        return await self._database.read(read)

    async def _recover(self, request: Request) -> Response:
        """Another password for an officer who has the recovery code; the next code is shown once."""
        form = await _form(request)
        if form is None or is_cross_site(request):
            return Response(status_code=403)
        try:
            person_id = int(form["who"]) if form.get("who", "").isdecimal() else 0
            if person_id not in await self._officers():
                return await self._forgotten_page(request)
            if form.get("new") != form.get("again"):
                return await self._forgotten_page(request, NOT_THE_SAME)
            made = await asyncio.to_thread(
                self._passwords.recover, person_id, form.get("code", ""), form.get("new", "")
            )
        except PasswordError as error:
            return await self._forgotten_page(request, Verbatim(str(error)))
        except BusyError:
            return busy_page(request)
        if made is None:
            return await self._forgotten_page(request, _later(self._passwords.wait_of_code()) or WRONG_CODE)
        return _page(request, {"recovered": made})


class Gate:
    """Asks the desk about each request before anything else sees it."""

    def __init__(self, app: ASGIApp, desk: FrontDesk) -> None:
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it."""
        refused = await self._desk.refusal(Request(scope)) if scope["type"] == "http" else None
        await (self._app if refused is None else refused)(scope, receive, send)


def _page(request: Request, shown: Mapping[str, object]) -> Response:
    context = {"lang": "vi", "texts": page_texts("vi"), "said": {k: _said(v) for k, v in TEXTS.items()}, **shown}
    response: Response = templates().TemplateResponse(
        request, "desk.html", context, headers={"cache-control": "no-store"}
    )
    return response


async def _form(request: Request) -> dict[str, str] | None:
    body = await body_of(request, FORM_LIMIT)
    return None if body is None else {k: v[0] for k, v in parse_qs(body.decode("utf-8", "replace")).items()}


def _said(words: Words) -> str:
    return catalog("vi").render(words)


def _later(seconds: float) -> Words | None:
    """That one has to wait; ``None`` where one need not."""
    return Tn("Sai nhiều lần. {You} đợi {n} giây rồi gõ lại.", math.ceil(seconds)) if seconds > 0 else None


LOCKED = T("Máy đã khoá. {You} gõ mật khẩu để làm tiếp.")
WRONG = T("Mật khẩu chưa đúng. {You} gõ lại, chú ý chữ hoa và bộ gõ tiếng Việt.")
WRONG_CODE = T("Mã khôi phục chưa đúng. {You} xem lại từng nhóm chữ trên tờ giấy.")
NOT_THE_SAME = T("Hai lần gõ chưa giống nhau. {You} gõ lại.")
TEXTS: Mapping[str, Words] = {
    "again": T("Gõ lại lần nữa"),
    "back": T("Quay lại"),
    "by_code": T(
        "Người mới, người dân: {you} về trang đầu. Có mã mời, mã đăng nhập thì gõ mã ở đó, rồi tự chọn mật khẩu."
    ),
    "change": T("Đổi mật khẩu"),
    "choose": T("{You} vừa nhận việc trên máy này. {You} chọn một mật khẩu: từ lần sau vào bằng mật khẩu ấy."),
    "choose_button": T("Đặt mật khẩu"),
    "code": T("Mã khôi phục trên tờ giấy"),
    "enter": T("Vào"),
    "first": T("Mật khẩu đã đặt lúc cài máy; từ nay là mật khẩu của {you}"),
    "forgot": T("Quên mật khẩu"),
    "forgot_what": T(
        "Cán bộ quên mật khẩu thì gõ mã khôi phục. Người khác quên thì xin cán bộ mã đăng nhập, rồi chọn mật khẩu mới."
    ),
    "lock": T("Khoá máy"),
    "lock_what": T("Khoá thì người sau không xem được gì. Tin báo vẫn chờ {you}; lần sau {you} gõ mật khẩu là vào."),
    "needs_code": T("{You} chưa có mật khẩu trên máy này. {You} xin cán bộ mã đăng nhập, rồi về trang đầu gõ mã ấy."),
    "new": T("Mật khẩu mới, từ 8 chữ trở lên"),
    "nobody": T("Chưa ai có mật khẩu trên máy này."),
    "other": T("Người khác vào"),
    "password": T("Mật khẩu"),
    "recovered": T(
        "Đã đổi mật khẩu. Mã khôi phục cũ hết dùng. {You} ghi mã mới này ra giấy, cất kỹ; chỉ hiện một lần:"
    ),
    "stay": T("Ở lại"),
    "to_first": T("Về trang đầu"),
    "who": T("Ai ngồi vào máy?"),
    "written": T("Đã ghi ra giấy"),
}
