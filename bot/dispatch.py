"""One event, one transaction: from what a person did to the screen they get, committed."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from functools import partial

import structlog

from handlers.home import COMMANDS
from handlers.kit.context import Links, Turn
from handlers.kit.event import Chose, Event, Opened, Returned, Said, Sent
from handlers.kit.read import CHOOSE, Misread, fold, read_choice
from handlers.kit.router import GONE, HOME, Router
from handlers.kit.screen import Screen
from handlers.program import ROUTER
from locales.catalog import ELDER, Address
from locales.text import T, Verbatim, Words, lines
from storage import accounts, grants, inbox, places
from storage.engine import BusyError, Database
from storage.transaction import Transaction

log = structlog.get_logger(__name__)

CODE = re.compile(r"[A-Z0-9]{4,16}")
GREETINGS = frozenset({"menu", "bat dau", "ve dau", "trang chu", "xin chao", "chao", "hello", "hi", "start", "home"})


@dataclass(frozen=True, slots=True)
class Reply:
    """What a committed turn owes its person. ``update`` names the debt for :func:`accounts.replies_sent`."""

    account_id: int
    channel: str
    chat: str
    update: str
    language: str
    address: Address
    screen: Screen


class Dispatcher:
    """Takes events from every channel. Its ``dispatch`` returns only after the commit."""

    def __init__(self, database: Database, links: Links, router: Router = ROUTER) -> None:
        self.database = database
        self.links = links
        self.router = router

    async def dispatch(self, event: Event) -> Reply:
        """Carry out one event and commit; a repeated one changes nothing and is answered with what is true now.

        Raises:
            BusyError: the database could not be written; nothing happened, the event must come again.
        """
        try:
            return await self.database.write(partial(self._turn, event=event))
        except BusyError:
            raise
        except Exception:  # a bug: the person gets a kind sentence, we get the reference in the log
            reference = secrets.token_hex(3).upper()
            log.exception("turn failed", reference=reference, channel=event.channel, input=type(event.input).__name__)
            return await self.database.write(partial(self._apologise, event=event, reference=reference))

    def add_link(self, template: str) -> None:
        """From now on, codes are shown with this link, too; ``{code}`` in it stands for the code."""
        self.links = Links((*self.links.join, template))

    async def redraw(self, account_id: int, update: str) -> Reply | None:
        """The reply that an earlier turn still owes, drawn as things are now; nothing is changed by it."""
        return await self.database.write(partial(self._redraw, account_id=account_id, update=update))

    def _turn(self, tx: Transaction, event: Event) -> Reply:
        is_new = inbox.is_new(tx, event.channel, event.update)
        account = accounts.lock(tx, event.channel, event.chat)
        turn = Turn(tx, account, self.links)
        if is_new:
            route, screen = self._answer(turn, event)
        else:
            route, screen = self.router.run(turn, account.route)
        return self._leave_at(turn, route, screen, event.update)

    def _leave_at(self, turn: Turn, route: str, screen: Screen, update: str) -> Reply:
        """Write down where the conversation stands and what is owed."""
        account = turn.account
        account.route = route
        account.choices = [choice.route for choice in screen.choices]
        accounts.save(turn.tx, account, owed=update)
        return self._reply(turn, screen, update)

    @staticmethod
    def _reply(turn: Turn, screen: Screen, update: str) -> Reply:
        account = turn.account
        return Reply(account.id, account.channel, account.chat, update, account.language, turn.address, screen)

    def _answer(self, turn: Turn, event: Event) -> tuple[str, Screen]:
        """Find out what was meant, and do it."""
        match event.input:
            case Chose(route):
                return self.router.run(turn, route) if len(route.encode()) <= 64 else self._hint(turn, GONE)
            case Opened(code):
                return self._open(turn, code)
            case Returned():
                return self.router.run(turn, turn.account.route)
            case Sent() as sent:
                if self.router.hears(turn.account.route):
                    return self.router.run(turn, turn.account.route, sent)
                return self._hint(turn, T("Ở đây chỉ nhận chữ và nút bấm, chưa nhận ảnh hay tệp."))
            case Said(text) as said:
                text = text.strip()
                if text.startswith("/"):
                    return self._command(turn, text)
                return self._said(turn, said)

    def _open(self, turn: Turn, code: str | None) -> tuple[str, Screen]:
        if code is None:
            return self.router.run(turn, "home")
        tidy = code.strip().upper()
        if CODE.fullmatch(tidy) is None:
            return self._hint(turn, T("Đường dẫn này thiếu mã. {You} xin lại mã của thôn."), route="home")
        return self.router.run(turn, f"open/{tidy}")

    def _command(self, turn: Turn, text: str) -> tuple[str, Screen]:
        word, _, argument = text[1:].partition(" ")
        name = word.partition("@")[0].lower()
        if name == "start":
            return self._open(turn, argument.strip() or None)
        if name in COMMANDS:
            return self.router.run(turn, COMMANDS[name][0])
        return self._hint(turn, T("Không có lệnh {command}. {You} bấm một nút bên dưới.", command=text[:20]))

    def _said(self, turn: Turn, said: Said) -> tuple[str, Screen]:
        """Typed text: a choice by number or label, an answer to the open question, a code, a greeting."""
        account = turn.account
        text = said.text.strip()
        hears = self.router.hears(account.route)
        if text.isascii() and text.isdigit():
            if hears:
                return self.router.run(turn, account.route, said)
            if len(text) < 4 and 1 <= int(text) <= len(account.choices):
                return self.router.run(turn, account.choices[int(text) - 1])
        elif len(text) <= 40:
            chosen = self._label(turn, text, exact=hears)
            if chosen is not None:
                return self.router.run(turn, chosen)
        if hears:
            return self.router.run(turn, account.route, said)
        if fold(text) in GREETINGS:
            return self.router.run(turn, "home")
        code = "".join(text.split()).upper()
        if CODE.fullmatch(code) and (places.by_join_code(turn.tx, code) or grants.invite_of_code(turn.tx, code)):
            return self.router.run(turn, f"open/{code}")
        if account.person is None and account.route == "home":
            return self._hint(turn, lines(CHOOSE, T("Nếu {you} gõ mã của thôn thì mã ấy chưa đúng, {you} xem lại mã.")))
        return self._hint(turn, CHOOSE)

    def _label(self, turn: Turn, text: str, *, exact: bool) -> str | None:
        """The route of the shown choice that a typed label names.

        Where the screen takes typed answers, only a whole label counts, so that an answer is never
        mistaken for a button.
        """
        _, screen = self.router.run(turn, turn.account.route)
        shown = [choice for choice in screen.choices if choice.route in turn.account.choices]
        index = read_choice(text, [choice.label for choice in shown])
        if isinstance(index, Misread):
            return None
        if exact:
            whole = read_choice(text, [shown[index].label])
            names = {fold(text)} & _folded_labels(shown[index].label)
            return shown[index].route if not isinstance(whole, Misread) and names else None
        return shown[index].route

    def _hint(self, turn: Turn, note: Words, route: str | None = None) -> tuple[str, Screen]:
        """The open screen again, with a remark on what was not understood."""
        at, screen = self.router.run(turn, route or turn.account.route)
        return at, screen.with_note(note)

    def _redraw(self, tx: Transaction, account_id: int, update: str) -> Reply | None:
        account = accounts.load(tx, account_id)
        if account is None:
            return None
        tx.act_as(account.id, account.audit_length, account.audit_head)
        turn = Turn(tx, account, self.links)
        _, screen = self.router.run(turn, account.route)
        return self._reply(turn, screen, update)

    def _apologise(self, tx: Transaction, event: Event, reference: str) -> Reply:
        """Note the event as handled, leave the conversation where it was, and say sorry."""
        inbox.is_new(tx, event.channel, event.update)
        account = accounts.lock(tx, event.channel, event.chat)
        screen = Screen(
            text=T(
                "Có trục trặc ở phía máy, không phải lỗi của {you}. Các câu đã trả lời vẫn còn. "
                "{You} bấm nút bên dưới để thử lại. Mã sự cố: {reference}",
                reference=Verbatim(reference),
            ),
            choices=(HOME,),
        )
        account.choices = [HOME.route]
        accounts.save(tx, account, owed=None)
        return Reply(account.id, account.channel, account.chat, event.update, account.language, ELDER, screen)


def _folded_labels(label: Words) -> set[str]:
    from locales.catalog import LANGUAGES, catalog

    return {fold(catalog(language).render(label)) for language in LANGUAGES}
