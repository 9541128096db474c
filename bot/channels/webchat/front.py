"""The web chat's front door: plain pages and forms that work without script, without streams, and installed on a phone.

Every act is a POST with an id of its own: a form that is sent twice, or again after a cut line, has one effect and
shows what is true now. Its answer sends the browser on to a page that is only looked at, so that Back and reload ask
for nothing twice. A cookie whose session is over is taken from the browser with all that it kept.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from acts.codes import ALPHABET, LENGTH
from bot.channels.webchat.channel import (
    CLEAR,
    COOKIE,
    OVER,
    UPDATE,
    WHY,
    WebChat,
)
from bot.dispatch import Dispatcher, Reply
from bot.http import body_of, is_cross_site
from bot.pages.page import FOLDER, language_of, page_texts, templates
from bot.uploads import DOCUMENT, PICTURE, Kind, is_upload
from handlers.kit.event import Chose, Input, Opened, Returned, Said
from locales.catalog import catalog
from locales.text import T
from storage import places
from storage.accounts import Account, Ended, UnknownChatError
from storage.kit.engine import BusyError
from storage.kit.transaction import Transaction

CODE = re.compile(r"[A-Za-z0-9 ]{4,20}")
ONE_TIME = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")  # how codes to sign in and invitations look
FORM_LIMIT = 16_000
TEXT_LIMIT = 2000
NEW_SESSIONS = 200  # for one address, in ten minutes: a whole village may sit behind one
WITHIN = 600.0
ADDRESSES = 10_000
ANSWERS = 1_000  # that browsers were sent on to and have not fetched yet


class Front:
    """The pages."""

    def __init__(self, chat: WebChat, dispatcher: Dispatcher, *, desk: str = "") -> None:
        self._chat = chat
        self._dispatcher = dispatcher
        self._desk = desk  # where heads and officers come in by a password, if there is such a page
        self._begun: OrderedDict[str, deque[float]] = OrderedDict()
        self._answers: OrderedDict[int, tuple[datetime, dict[str, Any]]] = OrderedDict()

    def routes(self) -> list[BaseRoute]:
        """All pages, and what a phone needs to install them."""
        return [
            Route("/", self._first),
            Route("/thon/{code}", self._first),
            Route("/vao", self._begin, methods=["POST"]),
            Route("/chat", self._show),
            Route("/chat", self._act, methods=["POST"]),
            Route("/chat/tep", self._act_document, methods=["POST"]),
            Route("/thoat", self._ask_to_leave),
            Route("/thoat", self._leave, methods=["POST"]),
            Route(OVER, self._over),
            Route("/manifest.webmanifest", self._manifest),
            Route("/sw.js", self._worker),
            Route("/offline", self._offline),
        ]

    # The first page

    async def _first(self, request: Request) -> Response:
        """What this is, for whom, and one big button. Nothing is stored by looking.

        A code that is no village's but looks like a one-time code is passed on unchecked: nobody learns here which
        ones exist.
        """
        code = "".join(str(request.path_params.get("code", "")).split()).upper()

        def read(tx: Transaction) -> tuple[str, str] | None:
            village = places.by_join_code(tx, code) if CODE.fullmatch(code) else None
            return None if village is None else (village.full_name, places.get(tx, village.commune_id).full_name)

        shown: dict[str, object] = {"code": code if CODE.fullmatch(code) else "", "village": None, "unknown": False}
        is_free = False  # nobody's session is kept here: neither is what one said
        with suppress(BusyError):  # then the page does without the village's name
            account = await self._chat.account_of_cookie(request)
            is_free = account is None
            found = await self._dispatcher.database.read(read)
            is_one_time = found is None and ONE_TIME.fullmatch(code) is not None
            if account is not None and not is_one_time and (account.person is not None or not code):
                return RedirectResponse("/chat", status_code=303)
            unknown = bool(code) and found is None and not is_one_time
            shown = {"code": "" if unknown else code, "village": found, "unknown": unknown}
        page = self._page(request, "start.html", language_of(request), {**shown, "forget": is_free, "desk": self._desk})
        return self._cleared(page) if is_free and COOKIE in request.cookies else page

    async def _begin(self, request: Request) -> Response:
        """Make a session, and come in with the code that was brought, if any."""
        if is_cross_site(request):
            return Response(status_code=403)
        form = await _form(request)
        if form is None:
            return Response(status_code=413)
        code = form.get("code", "").strip()
        given = Opened("".join(code.split()) if CODE.fullmatch(code) else code or None)
        try:
            account = await self._chat.account_of_cookie(request)
            if account is None and not self._may_begin(request):
                return self._page(request, "problem.html", "vi", {"problem": _words("too_many", "vi")}, 429)
            session = request.cookies[COOKIE] if account is not None else secrets.token_urlsafe(32)
            answer = await self._onward(
                *await self._chat.act(request, session, secrets.token_hex(12), given, begins=True)
            )
        except BusyError:
            return self._page(request, "problem.html", "vi", {"problem": _words("busy", "vi"), "code": code}, 503)
        if account is None and COOKIE in request.cookies:
            answer.headers.update(CLEAR)  # of whoever sat here before
        return answer

    async def _onward(self, reply: Reply, session: str) -> Response:
        """To the page that shows what came of a turn: what there is to say about it is kept until it is fetched.

        ``session``: what the browser holds from now on.
        """
        screen = self._chat.answered(reply)
        account, why = await self._chat.standing_of(session)
        if account is None or why is not None:
            return RedirectResponse(OVER, status_code=303)
        self._answers[account.id] = account.seen_at, screen
        self._answers.move_to_end(account.id)
        if len(self._answers) > ANSWERS:
            self._answers.popitem(last=False)
        answer = RedirectResponse("/chat", status_code=303)
        self._chat.keep(answer, session)
        return answer

    async def _screen(self, account: Account) -> dict[str, Any] | None:
        """What the turn just carried out has shown, once; else the open screen as it is now."""
        seen_at, screen = self._answers.pop(account.id, (None, None))
        return screen if seen_at == account.seen_at else await self._chat.screen_now(account)

    def _may_begin(self, request: Request) -> bool:
        """Whether this address has not made too many sessions lately."""
        address = request.client.host if request.client is not None else ""
        now = time.monotonic()
        begun = self._begun.setdefault(address, deque())
        self._begun.move_to_end(address)
        while len(self._begun) > ADDRESSES:
            self._begun.popitem(last=False)
        while begun and begun[0] < now - WITHIN:
            begun.popleft()
        if len(begun) >= NEW_SESSIONS:
            return False
        begun.append(now)
        return True

    # The chat

    async def _show(self, request: Request) -> Response:
        """Where the conversation stands, with what others had to say since; nothing is changed by looking."""
        language = "vi"
        try:
            account = await self._chat.account_of_cookie(request)
            if account is None:
                return _no_session(request)
            language = account.language
            return await self._chat_page(request, account, await self._screen(account))
        except BusyError:
            return self._busy_page(request, language, {})

    async def _chat_page(self, request: Request, account: Account, screen: dict[str, Any] | None) -> Response:
        notices = await self._chat.waiting(account)
        shown = {
            "notices": notices,
            "store": _store(account.id),
            "screen": screen,
            "seen": " ".join(notice["id"] for notice in notices),
            "update": secrets.token_hex(12),
        }
        return self._page(request, "chat.html", account.language, shown)

    def _busy_page(self, request: Request, language: str, form: Mapping[str, str]) -> Response:
        """What was typed or pressed stays in the form, with the same id. The database is not asked for anything."""
        kept = {name: form.get(name, "") for name in ("route", "text", "seen")}
        shown = {
            **kept,
            "store": "",
            "update": form.get("update") or secrets.token_hex(12),
            "problem": _words("busy", language),
        }
        return self._page(request, "chat.html", language, shown, 503)

    async def _act(self, request: Request) -> Response:
        """What the person did; then the chat as it stands. The same form sent again changes nothing."""
        if is_cross_site(request):
            return Response(status_code=403)
        if is_upload(request):
            return await self._act_upload(request, PICTURE)
        form = await _form(request)
        if form is None:
            return Response(status_code=413)
        update = form.get("update", "")
        language = "vi"
        try:
            session = await self._chat.session_of(request, update)
            account, why = (None, None) if session is None else await self._chat.standing_of(session)
            if session is None or account is None or why is not None:
                return _no_session(request)
            if UPDATE.fullmatch(update) is None:
                return RedirectResponse("/chat", status_code=303)
            language = account.language
            await self._chat.acknowledge(account, form.get("seen", "").split())
            return await self._onward(*await self._chat.act(request, session, update, _input(form)))
        except BusyError:
            return self._busy_page(request, language, form)
        except UnknownChatError:
            return _no_session(request)

    async def _act_document(self, request: Request) -> Response:
        """A document by a plain form."""
        if is_cross_site(request):
            return Response(status_code=403)
        if not is_upload(request):
            return RedirectResponse("/chat", status_code=303)
        return await self._act_upload(request, DOCUMENT)

    async def _act_upload(self, request: Request, kind: Kind) -> Response:
        """A picture or a document by a plain form; then the chat as it stands."""
        language = "vi"
        try:
            account = await self._chat.account_of_cookie(request)
            if account is None:
                return _no_session(request)
            language = account.language
            upload = await self._chat.read_upload(request, kind)
            if upload is None:
                return RedirectResponse("/chat", status_code=303)
            await self._chat.acknowledge(account, upload.fields.get("seen", "").split())
            return await self._onward(*await self._chat.take_upload(request, request.cookies[COOKIE], upload, kind))
        except BusyError:
            return self._busy_page(request, language, {})
        except UnknownChatError:
            return _no_session(request)

    # Leaving

    async def _ask_to_leave(self, request: Request) -> Response:
        """What leaving means and how one comes back, before it is done."""
        try:
            account = await self._chat.account_of_cookie(request)
        except BusyError:
            return self._page(request, "problem.html", "vi", {"problem": _words("busy", "vi")}, 503)
        if account is None:
            return _no_session(request)
        return self._page(request, "leave.html", account.language, {"known": account.person is not None})

    async def _leave(self, request: Request) -> Response:
        """End the session at this browser; the page that follows takes everything from it."""
        if is_cross_site(request):
            return Response(status_code=403)
        try:
            account = await self._chat.account_of_cookie(request)
            if account is not None:
                await self._chat.leave(account)
                self._answers.pop(account.id, None)
        except BusyError:
            return self._page(request, "problem.html", "vi", {"problem": _words("busy", "vi")}, 503)
        return self._cleared(RedirectResponse(OVER, status_code=303))

    async def _over(self, request: Request) -> Response:
        """The session of this browser is over: why, and how one comes back. Nothing of it stays here."""
        session = request.cookies.get(COOKIE, "")
        try:
            account, why = await self._chat.standing_of(session)
        except BusyError:
            return self._page(request, "problem.html", "vi", {"problem": _words("busy", "vi")}, 503)
        if account is not None and why is None:
            return RedirectResponse("/chat", status_code=303)  # it is not over
        if account is not None:
            self._answers.pop(account.id, None)
        elif (said := request.query_params.get(WHY, "").upper()) in Ended.__members__:
            why = Ended[said]
        language = "vi" if account is None else account.language
        told = _over_words(why, language)
        shown: dict[str, object] = {"code": "", "village": None, "unknown": False, "forget": True, "over": told}
        shown["desk"] = self._desk
        return self._cleared(self._page(request, "start.html", language, shown))

    def _cleared(self, answer: Response) -> Response:
        """The same answer, which takes the session and all that was kept of it from the browser."""
        self._chat.drop(answer)
        return answer

    # Installed on a phone

    async def _manifest(self, _request: Request) -> Response:
        texts = page_texts("vi")
        icons = [
            {"src": "/static/icon-192.png", "sizes": "192x192", "type": "image/png"},
            {"src": "/static/icon-512.png", "sizes": "512x512", "type": "image/png"},
            {"src": "/static/icon.svg", "sizes": "any", "type": "image/svg+xml"},
        ]
        manifest = {
            "name": texts["app_name"],
            "short_name": texts["app_name"],
            "lang": "vi",
            "start_url": "/chat",
            "scope": "/",
            "display": "standalone",
            "background_color": "#e3ebf4",
            "theme_color": "#0b57b7",
            "icons": icons,
        }
        return JSONResponse(manifest, media_type="application/manifest+json")

    async def _worker(self, _request: Request) -> Response:
        return FileResponse(FOLDER / "static" / "sw.js", media_type="text/javascript")

    async def _offline(self, request: Request) -> Response:
        return self._page(request, "problem.html", "vi", {"problem": _words("no_network", "vi")})

    @staticmethod
    def _page(request: Request, name: str, language: str, shown: Mapping[str, object], status: int = 200) -> Response:
        context = {"lang": language, "texts": page_texts(language), **shown}
        response: Response = templates().TemplateResponse(
            request, name, context, status_code=status, headers={"cache-control": "no-store"}
        )
        return response


def _store(account_id: int) -> str:
    """Names what the browser itself remembers of this chat; its session changes, and this does not."""
    return hashlib.sha256(f"chat {account_id}".encode()).hexdigest()[:12]


def _input(form: Mapping[str, str]) -> Input:
    if form.get("route"):
        return Chose(form["route"])
    text = form.get("text", "").strip()
    return Said(text[:TEXT_LIMIT]) if text else Returned()


async def _form(request: Request) -> dict[str, str] | None:
    """The fields of a form, the first of each name; ``None`` if it is too long."""
    body = await body_of(request, FORM_LIMIT)
    if body is None:
        return None
    return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


def _no_session(request: Request) -> Response:
    """To the first page; who has a session that is over is told so."""
    return RedirectResponse(OVER if request.cookies.get(COOKIE) else "/", status_code=303)


def _over_words(why: Ended | None, language: str) -> tuple[str, ...]:
    """Why a session is over, what that means, and how one comes back. Nothing is said to be there that may be gone."""
    come_back = () if why is Ended.ERASED else (COME_BACK,) if why is None else (STILL_THERE, COME_BACK)
    said = (OVER_WORDS[why or Ended.LEFT], NOTHING_KEPT, *come_back)
    return tuple(catalog(language).render(each) for each in said)


def _words(problem: str, language: str) -> str:
    return catalog(language).render(PROBLEMS[problem])


OVER_WORDS = {
    Ended.ERASED: T("Đã xoá. Cảm ơn {you}."),
    Ended.LEFT: T("Đã thoát khỏi máy này."),
    Ended.CUT_OFF: T(
        "Máy này đã được khoá từ nơi khác: từ máy khác của {you}, hoặc do {head_label}, cán bộ {commune_label}."
    ),
}
NOTHING_KEPT = T("Trên máy này không còn gì của {you}. Tệp nào {you} đã tải về thì {you} tự xoá.")
STILL_THERE = T("Bản khai vẫn còn.")
COME_BACK = T(
    "Muốn vào lại thì gõ mã đăng nhập: lấy mã trên máy khác của {you}, "
    "mục Điện thoại, ứng dụng của tôi; hoặc xin {head_label}."
)
PROBLEMS = {
    "busy": T("Máy đang bận, chưa ghi được. Không mất gì cả: {you} bấm Gửi lại."),
    "too_many": T("Có quá nhiều người vào cùng lúc từ mạng này. {You} đợi 10 phút rồi thử lại."),
    "no_network": T("Mất mạng. Các câu đã trả lời không mất. Có mạng lại thì {you} mở lại trang này."),
}
