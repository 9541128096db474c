"""The web chat's front door: plain pages and forms that work without script, without streams, and installed on a phone.

Every act is a POST with an id of its own: a form that is sent twice, or again after a cut line, has one effect and
shows what is true now.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.base import body_of
from bot.channels.webchat.channel import COOKIE, NAME, UPDATE, WebChat, is_cross_site
from bot.channels.webchat.page import FOLDER, page_texts, templates
from bot.dispatch import Dispatcher
from handlers.kit.event import Chose, Event, Input, Opened, Returned, Said
from locales.catalog import catalog
from locales.text import T
from storage import places
from storage.accounts import Account
from storage.engine import BusyError
from storage.transaction import Transaction

CODE = re.compile(r"[A-Za-z0-9 ]{4,20}")
YEAR = 365 * 24 * 3600
FORM_LIMIT = 16_000
TEXT_LIMIT = 2000
NEW_SESSIONS = 200  # for one address, in ten minutes: a whole village may sit behind one
WITHIN = 600.0
ADDRESSES = 10_000


class Front:
    """The pages. ``secure``: people come by https, so the cookie may travel on nothing else."""

    def __init__(self, chat: WebChat, dispatcher: Dispatcher, *, secure: bool) -> None:
        self._chat = chat
        self._dispatcher = dispatcher
        self._secure = secure
        self._begun: OrderedDict[str, deque[float]] = OrderedDict()

    def routes(self) -> list[BaseRoute]:
        """All pages, and what a phone needs to install them."""
        return [
            Route("/", self._first),
            Route("/thon/{code}", self._first),
            Route("/vao", self._begin, methods=["POST"]),
            Route("/chat", self._show),
            Route("/chat", self._act, methods=["POST"]),
            Route("/manifest.webmanifest", self._manifest),
            Route("/sw.js", self._worker),
            Route("/offline", self._offline),
        ]

    # The first page

    async def _first(self, request: Request) -> Response:
        """What this is, for whom, and one big button. Nothing is stored by looking."""
        code = str(request.path_params.get("code", "")).strip().upper()
        account = await self._chat.account_of_cookie(request)
        if account is not None and (account.person is not None or not code):
            return RedirectResponse("/chat", status_code=303)

        def read(tx: Transaction) -> tuple[str, str] | None:
            village = places.by_join_code(tx, code) if CODE.fullmatch(code) else None
            return None if village is None else (village.full_name, places.get(tx, village.commune_id).full_name)

        found = await self._dispatcher.database.read(read)
        shown = {"code": code if found else "", "village": found, "unknown": bool(code) and found is None}
        return self._page(request, "start.html", _language(request), shown)

    async def _begin(self, request: Request) -> Response:
        """Make a session, and come in with the code that was brought, if any."""
        if is_cross_site(request):
            return Response(status_code=403)
        form = await _form(request)
        if form is None:
            return Response(status_code=413)
        code = form.get("code", "").strip()
        account = await self._chat.account_of_cookie(request)
        session = account.chat if account is not None else secrets.token_urlsafe(32)
        if account is None and not self._may_begin(request):
            return self._page(request, "problem.html", "vi", {"problem": _words("too_many", "vi")}, 429)
        given = Opened("".join(code.split()) if CODE.fullmatch(code) else code or None)
        event = Event(NAME, session, _update(session, secrets.token_hex(12)), given)
        try:
            answer = await self._after(request, event)
        except BusyError:
            return self._page(request, "problem.html", "vi", {"problem": _words("busy", "vi")}, 503)
        answer.set_cookie(COOKIE, session, max_age=YEAR, path="/", secure=self._secure, httponly=True, samesite="lax")
        return answer

    async def _after(self, request: Request, event: Event) -> Response:
        """Carry out what somebody did, and the chat as it stands then, with what there is to say about it."""
        reply = await self._dispatcher.dispatch(event)
        screen = self._chat.answered(reply)
        account = await self._chat.account_of(event.chat)
        if account is None:
            raise RuntimeError("the account of this turn is gone")
        return await self._chat_page(request, account, screen)

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
        account = await self._chat.account_of_cookie(request)
        if account is None:
            return RedirectResponse("/", status_code=303)
        try:
            screen = await self._chat.screen_now(account)
        except BusyError:
            return await self._chat_page(request, account, None, problem=_words("busy", account.language))
        return await self._chat_page(request, account, screen)

    async def _chat_page(
        self,
        request: Request,
        account: Account,
        screen: dict[str, Any] | None,
        *,
        problem: str = "",
        kept: Mapping[str, str] | None = None,
    ) -> Response:
        notices = await self._chat.waiting(account)
        shown = {
            "notices": notices,
            "store": hashlib.sha256(account.chat.encode()).hexdigest()[:12],  # names the browser's own memory
            "screen": screen,
            "seen": " ".join(notice["id"] for notice in notices),
            "update": (kept or {}).get("update") or secrets.token_hex(12),
            "text": (kept or {}).get("text", ""),
            "problem": problem,
        }
        return self._page(request, "chat.html", account.language, shown, 503 if problem else 200)

    async def _act(self, request: Request) -> Response:
        """What the person did; then the chat as it stands. The same form sent again changes nothing."""
        if is_cross_site(request):
            return Response(status_code=403)
        account = await self._chat.account_of_cookie(request)
        if account is None:
            return RedirectResponse("/", status_code=303)
        form = await _form(request)
        if form is None:
            return Response(status_code=413)
        update = form.get("update", "")
        if UPDATE.fullmatch(update) is None:
            return RedirectResponse("/chat", status_code=303)
        try:
            await self._chat.acknowledge(account, form.get("seen", "").split())
            return await self._after(request, Event(NAME, account.chat, _update(account.chat, update), _input(form)))
        except BusyError:  # what was typed stays in the form, with the same id
            busy = _words("busy", account.language)
            return await self._chat_page(request, account, None, problem=busy, kept=form)

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


def _update(session: str, update: str) -> str:
    """The id of an act: the page makes it, so it is only unique within a session."""
    return f"{session[:12]}{update}"


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


def _language(request: Request) -> str:
    """Of a stranger: Vietnamese, unless they ask for English."""
    return "en" if request.query_params.get("lang") == "en" else "vi"


def _words(problem: str, language: str) -> str:
    return catalog(language).render(PROBLEMS[problem])


PROBLEMS = {
    "busy": T("Máy đang bận, chưa ghi được. Chữ {you} gõ vẫn còn: {you} bấm Gửi lại."),
    "too_many": T("Có quá nhiều người vào cùng lúc từ mạng này. {You} đợi 10 phút rồi thử lại."),
    "no_network": T("Mất mạng. Các câu đã trả lời không mất. Có mạng lại thì {you} mở lại trang này."),
}
