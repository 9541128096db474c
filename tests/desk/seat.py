"""A desk without a network: who sits at it, what they open, what they send."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from html import unescape
from typing import TypeVar

import httpx

from bot.commune_setup import act_as_operator
from bot.http import form_of
from bot.web import web_app
from desk.server.app import COOKIE, Desk
from desk.server.html import ROOT
from storage import accounts, declarations, desk_sessions
from storage.declaration_record import Declaration
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.people import Person
from tests.conftest import Clock
from tests.village import Village, declared, resident, there

Made = TypeVar("Made")
TOKEN = re.compile(r'name="csrf" value="([0-9a-f]+)"')
BASE = "http://test"


@dataclass(frozen=True)
class Opened:
    """A page as it came."""

    status: int
    text: str
    address: str

    @property
    def words(self) -> str:
        """What is read on it, without the ways."""
        body = self.text.partition("<main")[2]
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())

    @property
    def token(self) -> str:
        """What its forms carry."""
        return there(TOKEN.search(self.text)).group(1)

    def hidden(self, name: str) -> str:
        """A value that goes with its form."""
        return there(re.search(rf'name="{name}" value="([^"]*)"', self.text)).group(1)

    def links(self, begins: str) -> list[str]:
        """The addresses below the desk's to which it leads, of those that begin so."""
        found = re.findall(rf'href="{ROOT}({re.escape(begins)}[^"]*)"', self.text)
        return [unescape(each) for each in found]


class Seat:
    """Somebody at a browser of their own."""

    def __init__(self, office: Office, secret: str | None) -> None:
        self._office = office
        cookies = {} if secret is None else {COOKIE: secret}
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(web_app(office.database, office.desk.routes())),
            base_url=BASE,
            cookies=cookies,
            follow_redirects=True,
        )

    async def open(self, path: str = "") -> Opened:
        """Open a page of the desk, by its address below the desk's."""
        return self._opened(await self.client.get(ROOT + path))

    async def send(self, path: str, token: str, fields: Mapping[str, str] | None = None) -> Opened:
        """Send a form; what it leads to."""
        return self._opened(await self.client.post(ROOT + path, data={"csrf": token, **(fields or {})}))

    @staticmethod
    def _opened(answer: httpx.Response) -> Opened:
        assert "Có trục trặc" not in answer.text, answer.url
        return Opened(answer.status_code, answer.text, str(answer.url).removeprefix(BASE + ROOT))


@dataclass
class Office:
    """Xã Sơn Hồng (``tests/village.py``) and the desk that is served for it."""

    database: Database
    clock: Clock
    village: Village
    desk: Desk

    async def do(self, work: Callable[[Transaction], Made]) -> Made:
        """Let something be so, done by the operator."""

        def as_operator(tx: Transaction) -> Made:
            act_as_operator(tx)
            made = work(tx)
            tx.save_chain()
            return made

        return await self.database.write(as_operator)

    async def sits(self, chat: str) -> Seat:
        """Who has this chat opens the desk."""

        def work(tx: Transaction) -> str:
            account = there(accounts.find(tx, "web", chat))
            secret = f"secret of {chat}"
            desk_sessions.sit_down(tx, account, secret)
            return secret

        return Seat(self, await self.do(work))

    async def link(self, chat: str, code: str = "ABCDEFGH23456789") -> str:
        """The address of a link that the chat asked for."""

        def work(tx: Transaction) -> None:
            desk_sessions.ask(tx, there(accounts.find(tx, "web", chat)), code)

        await self.do(work)
        return self.desk.address(code)

    async def sent(self, person: Person, answers: Mapping[str, object], **about: object) -> Declaration:
        """Declared and sent."""
        return await self.do(lambda tx: declared(tx, self.village, person, answers, **about))  # type: ignore[arg-type]

    async def neighbour(self, name: str, year: int = 1975, household: str = "9") -> Person:
        """Somebody more lives in Kim Sơn, on the roster, without a chat."""
        return await self.do(lambda tx: resident(tx, self.village.kim_son, name, year, household=household))

    async def now(self, declaration: Declaration) -> Declaration:
        """A declaration as it is now."""
        return there(await self.database.read(lambda tx: declarations.glance(tx, declaration.id)))


def desk_of(database: Database) -> Desk:
    """The desk as the program serves it."""
    return Desk(
        database,
        secret="secret",
        base=BASE,
        read_form=partial(form_of, limit=20_000),
        file_at=lambda account, digest: f"{BASE}/tep/{account}.{digest}",
        upload_at=lambda code: f"{BASE}/gui/{code}",
    )
