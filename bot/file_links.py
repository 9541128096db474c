"""Files by link, for messengers that cannot carry them: signed, expiring, bound to who they were made for.

A link to a document opens a page that asks for the receiver's birth year: a link that was passed on, or that a
messenger opened by itself to show a preview, gives nothing away. A picture's link is fetched by the messenger itself,
several times, and therefore opens without a question; it lives for a shorter time.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime, timedelta
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channel import RejectedError
from bot.file_leave import for_account
from bot.http import body_of, stored_file
from bot.render import Rendered
from handlers.kit.screen import Attachment
from locales.catalog import catalog
from locales.text import T, Words
from storage import accounts, files
from storage.files import FileStore, StoredFile
from storage.kit.engine import Database
from storage.kit.transaction import Transaction

FILE_LIVES = timedelta(hours=24)
PICTURE_LIVES = timedelta(hours=1)
TOKEN = re.compile(r"(\d{1,18})\.(\d{1,12})\.([0-9a-f]{64})\.([0-9a-f]{32})")
FORM_LIMIT = 1000
PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})


def link_line(message: Rendered, file: Attachment, url: str) -> str:
    """The line of a message that leads to its file."""
    return message.words(T("Tải tệp {name} (trong 24 giờ): {url}", name=file.name, url=url))


class FileLinks:
    """Makes the links and answers them. ``base`` is the web server's address as people reach it."""

    def __init__(self, database: Database, store: FileStore, secret: str, base: str) -> None:
        self._database = database
        self._store = store
        self._secret = secret.encode()
        self._base = base

    async def file(self, channel: str, chat: str, file: Attachment) -> str:
        """The address of a document for the account of this chat."""
        return await self._url("tep", channel, chat, file, FILE_LIVES)

    async def picture(self, channel: str, chat: str, file: Attachment) -> str:
        """The address of a picture that the messenger fetches for this chat."""
        return await self._url("anh", channel, chat, file, PICTURE_LIVES)

    async def _url(self, kind: str, channel: str, chat: str, file: Attachment, lives: timedelta) -> str:
        def find(tx: Transaction) -> int | None:
            account = accounts.find(tx, channel, chat)
            return None if account is None else account.id

        account_id = await self._database.read(find)
        if account_id is None:
            raise RejectedError("a file for a chat that is gone")
        return self._address(kind, account_id, file.digest, lives)

    def address(self, account_id: int, digest: str) -> str:
        """The address of a document that was made for this account, as :meth:`file` gives it to its chat."""
        return self._address("tep", account_id, digest, FILE_LIVES)

    def _address(self, kind: str, account_id: int, digest: str, lives: timedelta) -> str:
        expires = int((self._database.clock() + lives).timestamp())
        claim = f"{account_id}.{expires}.{digest}"
        return f"{self._base}/{kind}/{claim}.{self._sign(kind, claim)}"

    def _sign(self, kind: str, claim: str) -> str:
        return hmac.new(self._secret, f"{kind}.{claim}".encode(), hashlib.sha256).hexdigest()[:32]

    def routes(self) -> list[BaseRoute]:
        """The pages behind the links."""
        return [
            Route("/tep/{token}", self._page, methods=["GET", "POST"]),
            Route("/anh/{token}", self._picture, methods=["GET"]),
        ]

    async def _found(self, kind: str, token: str) -> tuple[StoredFile, accounts.Account] | None:
        """The file of a link that is whole, in time, and still its receiver's."""
        parts = TOKEN.fullmatch(token)
        if parts is None:
            return None
        account_id, expires, digest, mac = parts.groups()
        if not hmac.compare_digest(mac, self._sign(kind, f"{account_id}.{expires}.{digest}")):
            return None
        if datetime.fromtimestamp(int(expires), self._database.clock().tzinfo) <= self._database.clock():
            return None

        def read(tx: Transaction) -> tuple[StoredFile, accounts.Account] | None:
            account = accounts.load_unlocked(tx, int(account_id))
            found = None if account is None else for_account(tx, digest, account)
            return None if found is None or account is None else (found, account)

        return await self._database.write(read)

    async def _picture(self, request: Request) -> Response:
        found = await self._found("anh", str(request.path_params["token"]))
        if found is None or found[0].media_type not in PICTURES:
            return Response(status_code=404)
        return await self._bytes(found[0], inline=True)

    async def _page(self, request: Request) -> Response:
        token = str(request.path_params["token"])
        found = await self._found("tep", token)
        if found is None:
            return self._shown(request, "vi", 404, problem=GONE)
        file, account = found
        if file.tries >= files.MOST_TRIES:
            return self._shown(request, account.language, 403, problem=LOCKED)
        if request.method == "GET" and account.person is not None:
            return self._shown(request, account.language, 200, file=file)
        body = await body_of(request, FORM_LIMIT)
        given = parse_qs((body or b"").decode("utf-8", "replace")).get("year", [""])[0].strip()
        left = await self._database.write(lambda tx: files.take_try(tx, file.digest, account.id))
        if left is None:  # counted before it is compared: two hundred at once have five tries, too
            return self._shown(request, account.language, 403, problem=LOCKED)
        if account.person is None or given != str(account.person.birth_year):
            if not left:
                return self._shown(request, account.language, 403, problem=LOCKED)
            return self._shown(request, account.language, 200, file=file, problem=WRONG)
        await self._database.write(lambda tx: self._record(tx, account.id, file))
        return await self._bytes(file, inline=False)

    @staticmethod
    def _record(tx: Transaction, account_id: int, file: StoredFile) -> None:
        account = accounts.load(tx, account_id)
        if account is not None:
            tx.act_as(account.id, account.audit_length, account.audit_head, account.audit_seal)
            files.fetched(tx, file)
            files.right_try(tx, file.digest, account_id)

    @staticmethod
    def _shown(
        request: Request, language: str, status: int, *, file: StoredFile | None = None, problem: Words | None = None
    ) -> Response:
        """The page of a link: its file and the question, or why there is none."""
        from bot.pages.page import page_texts, templates

        response: Response = templates().TemplateResponse(
            request,
            "file.html",
            {
                "lang": language,
                "texts": page_texts(language),
                "file": None if file is None else {"name": file.name, "kilobytes": -(-file.size // 1024)},
                "problem": None if problem is None else catalog(language).render(problem),
            },
            status_code=status,
            headers={"cache-control": "no-store"},
        )
        return response

    async def _bytes(self, file: StoredFile, *, inline: bool) -> Response:
        answer = await stored_file(self._store, file.digest, name=file.name, media_type=file.media_type, inline=inline)
        return answer or Response(status_code=404)


GONE = T("Đường dẫn này không đúng hoặc đã hết hạn. {You} quay lại chat và xin tệp mới.")
LOCKED = T("Đã trả lời sai nhiều lần nên đường dẫn này bị khoá. {You} quay lại chat và xin tệp mới.")
WRONG = T("Năm sinh chưa đúng. Tệp này chỉ dành cho người đã xin.")
