"""The page where a file is sent by its link, from any computer, into the chat that asked for it.

A link works for half an hour, for one account and one screen that asked; a file that was taken uses it up. To open it
changes nothing: messengers open links by themselves to show a preview. Its code lies hashed, and the address carries a
signature beside it, so that whoever reads a screen's code in the database has no link.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from acts import receiving
from bot.dispatch import Dispatcher
from bot.media import DOCUMENTS, NO_FILE_CHOSEN
from bot.uploads import DOCUMENT, DOCUMENTS_SIDE_BY_SIDE, Upload, is_upload, read_upload
from locales.catalog import ELDER, Address, address_for, catalog
from locales.format import year_of
from locales.place_words import named
from locales.text import T, Words
from storage import accounts, places, received_files
from storage.accounts import Account
from storage.document_reference import tidy_name
from storage.files import FileStore
from storage.kit.transaction import Transaction
from storage.received_files import Bytes, ReceivedFile

PATH = "/tep-len"
SIGNED = 16  # signs of a signature
TOKEN = re.compile(rf"([A-Z0-9]{{{receiving.CODE_LENGTH}}})\.([0-9a-f]{{{SIGNED}}})")

GONE = T("Đường dẫn này đã dùng, đã hết hạn hoặc không đúng. {You} quay lại chat và lấy đường dẫn mới.")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the page: in which language, and how they are spoken to."""

    language: str
    address: Address = ELDER


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a link that works asks for: for which place, and what."""

    reader: Reader
    place: str
    label: Words


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a link that is whole may not be used."""

    reader: Reader
    because: Words


class UploadPage:
    """Makes the addresses and answers them. ``base`` is the web server's address as people reach it."""

    def __init__(self, dispatcher: Dispatcher, store: FileStore, secret: str, base: str) -> None:
        self._dispatcher = dispatcher
        self._store = store
        self._secret = secret.encode()
        self._base = base
        self._room = asyncio.Semaphore(DOCUMENTS_SIDE_BY_SIDE)

    def address(self, code: str) -> str:
        """Where a file can be sent with this code."""
        return f"{self._base}{PATH}/{code}.{self._sign(code)}"

    def _sign(self, code: str) -> str:
        return hmac.new(self._secret, code.encode(), hashlib.sha256).hexdigest()[:SIGNED]

    def routes(self) -> list[BaseRoute]:
        """The page behind the links."""
        return [
            Route(f"{PATH}/{{token}}", self._show, methods=["GET"]),
            Route(f"{PATH}/{{token}}", self._take, methods=["POST"]),
        ]

    def _code(self, request: Request) -> str | None:
        """The code of an address that was made here."""
        parts = TOKEN.fullmatch(str(request.path_params["token"]))
        if parts is None or not hmac.compare_digest(parts.group(2), self._sign(parts.group(1))):
            return None
        return parts.group(1)

    async def _show(self, request: Request) -> Response:
        """For which place, what, and the form; looking changes nothing."""
        code = self._code(request)
        found = None if code is None else await self._wanted(code)
        return _asked(request, found) if isinstance(found, Wanted) else _no_page(request, found)

    async def _wanted(self, code: str) -> Wanted | Refusal | None:
        """What this link asks for; why it may not be used; ``None`` where it works no more."""

        def look(tx: Transaction) -> Wanted | Refusal | None:
            awaited = received_files.of_link(tx, code)
            account = None if awaited is None else accounts.load_unlocked(tx, awaited.account_id)
            if awaited is None or account is None or not _is_theirs(account, awaited):
                return None
            denied = self._dispatcher.denied(tx, account, awaited.route)
            if denied is not None:
                return _refusal(tx, account, denied.because)
            if received_files.has_sent_enough(tx, account.id):
                return _refusal(tx, account, receiving.ENOUGH)
            return Wanted(_reader(tx, account), _place(tx, account), receiving.of(awaited.purpose).label)

        return await self._dispatcher.database.write(look)  # the policy's records are loaded with a lock

    async def _take(self, request: Request) -> Response:
        """The file: kept, its purpose's next step taken, the link used up, in one commit."""
        code, begun = self._code(request), self._dispatcher.database.clock()
        found = None if code is None else await self._wanted(code)
        if not isinstance(found, Wanted):
            return _no_page(request, found)
        upload = await read_upload(request, self._room, DOCUMENT) if is_upload(request) else None
        if upload is None or upload.content == b"":
            return _asked(request, found, NO_FILE_CHOSEN, 400)
        if upload.content is None:
            return _asked(request, found, DOCUMENTS.too_big, 413)
        taken = await self._keep(str(code), begun, upload, upload.content)
        if not isinstance(taken, str):
            return _no_page(request, taken)
        done = T("Tệp {name} đã đến. {You} xem kết quả trong chat. Trang này đóng được rồi.", name=taken)
        return _page(request, found.reader, done=done)

    async def _keep(self, code: str, begun: datetime, upload: Upload, content: bytes) -> str | Refusal | None:
        """Keep what was sent; returns the name it has, or why it is not taken, ``None``: the link works no more."""
        digest = await asyncio.to_thread(self._store.put, content)
        given = Bytes(digest, tidy_name(upload.name), upload.media_type, len(content))

        def keep(tx: Transaction) -> str | Refusal | None:
            awaited = received_files.of_link(tx, code, begun=begun)
            account = None if awaited is None else accounts.load(tx, awaited.account_id)
            if awaited is None or account is None or not _is_theirs(account, awaited):
                return None
            tx.act_as(account.id, account.audit_length, account.audit_head, account.audit_seal)
            denied = self._dispatcher.denied(tx, account, awaited.route)
            if receiving.arrive(tx, account, awaited, given, denied):
                return given.name
            return None if denied is None else _refusal(tx, account, denied.because)

        return await self._dispatcher.database.write(keep)


def _is_theirs(account: Account, awaited: ReceivedFile) -> bool:
    return account.person is not None and account.person.id == awaited.person_id


def _reader(tx: Transaction, account: Account) -> Reader:
    age = None if account.person is None else account.person.age_in(year_of(tx.now))
    return Reader(account.language, address_for(age))


def _refusal(tx: Transaction, account: Account, because: Words) -> Refusal:
    place = places.words_to(tx, account.person, account.actor)
    return Refusal(_reader(tx, account), named(because, place))


def _place(tx: Transaction, account: Account) -> str:
    """The commune whose officer asked; else where they live."""
    communes = account.actor.communes
    if communes:
        return places.get(tx, communes[0]).full_name
    return "" if account.person is None else places.get(tx, account.person.place_id).full_name


def _no_page(request: Request, why: Refusal | None) -> Response:
    from bot.pages.page import language_of

    if why is None:
        return _page(request, Reader(language_of(request)), 404, problem=GONE)
    return _page(request, why.reader, 403, problem=why.because)


def _asked(request: Request, wanted: Wanted, problem: Words | None = None, status: int = 200) -> Response:
    return _page(request, wanted.reader, status, wanted=wanted, problem=problem)


def _page(
    request: Request,
    reader: Reader,
    status: int = 200,
    *,
    wanted: Wanted | None = None,
    problem: Words | None = None,
    done: Words | None = None,
) -> Response:
    from bot.pages.page import page_texts, templates

    words, address = catalog(reader.language), reader.address
    shown: Mapping[str, object] = {
        "lang": reader.language,
        "texts": page_texts(reader.language),
        "wanted": None if wanted is None else {"place": wanted.place, "label": words.render(wanted.label, address)},
        "problem": None if problem is None else words.render(problem, address),
        "done": None if done is None else words.render(done, address),
    }
    response: Response = templates().TemplateResponse(
        request, "upload.html", dict(shown), status_code=status, headers={"cache-control": "no-store"}
    )
    return response
