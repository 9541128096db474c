"""A screen that asks for a file, as a conversation makes one; and where a link leads."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from acts import roster
from acts.way import Way
from bot.app import App
from criteria.policy import Action
from handlers.all_routes import ROUTER
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.router import HOME, Goto, Router, Routes
from handlers.kit.screen import Screen
from handlers.shared.wanted_file import asking, heard, with_link
from locales.text import Verbatim
from storage import received_files, roster_imports
from storage.accounts import Account
from storage.kit.engine import Database
from storage.kit.tables import accounts as account_rows
from storage.kit.tables import received_files as rows
from storage.kit.transaction import Transaction
from storage.kit.words import FilePurpose
from storage.received_files import ReceivedFile
from storage.roster_imports import RosterImport

ASK, LINK = Way("test-document"), Way("test-document-link")
WANTED = "Gửi danh sách của xã."
NAME = "Danh sách Kim Sơn.xlsx"
ROSTER = b"PK\x03\x04" + "Nguyễn Thị Lan".encode() * 50
ADDRESS = re.compile(r"https?://\S+/tep-len/\S+")

wanting = Routes()


@wanting.does("test-document-link", Action.EXPORT)
def link(turn: Turn) -> Goto:
    """The way in."""
    return with_link(turn, FilePurpose.ROSTER, ASK)


@wanting.shows("test-document", Action.EXPORT, once=True)
def document(turn: Turn) -> Screen:
    """A screen that takes files, for officers."""
    return asking(turn, Verbatim(WANTED), here=ASK, again=LINK, choices=(HOME,))


@wanting.hears("test-document")
def document_heard(turn: Turn, said: Said | Sent) -> Goto:
    """Take it."""
    return heard(turn, said, FilePurpose.ROSTER, ASK)


def router() -> Router:
    """The program's, and these."""
    return Router((Routes(dict(ROUTER.routes)), wanting), ROUTER.loaders)


def want(app: App) -> None:
    app.dispatcher.router = router()


async def stand_at(database: Database, person_id: int) -> None:
    """This person's chats stand at the screen that wants a file."""
    change = update(account_rows).where(account_rows.c.person_id == person_id).values(route=ASK)
    await database.write(lambda tx: tx.connection.execute(change))


def address_in(text: str) -> str:
    """The address of the upload page that a screen shows."""
    shown = ADDRESS.search(text)
    assert shown is not None, text
    return shown.group()


def all_files(tx: Transaction) -> list[ReceivedFile]:
    """All that came, or may come, in the order of their ids."""
    keys = tx.connection.execute(rows.select().with_only_columns(rows.c.id).order_by(rows.c.id)).scalars().all()
    return [one for key in keys if (one := received_files.load(tx, key)) is not None]


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is sent for a roster is kept and noted, and not read: that has tests of its own."""

    def bring(tx: Transaction, account: Account, *, commune_id: int, file_name: str, digest: str) -> RosterImport:
        return roster_imports.begin(
            tx, commune_id=commune_id, account_id=account.id, file_name=file_name, digest=digest
        )

    monkeypatch.setattr(roster, "bring", bring)
