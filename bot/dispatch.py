"""One event, one transaction: from what a person did to the screen they get, committed."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import structlog

from criteria.names import fold
from handlers.all_routes import ROUTER
from handlers.kit.choices import CHOOSE, read_choice
from handlers.kit.context import Links, Turn
from handlers.kit.event import Chose, Event, Opened, Returned, Said, Sent
from handlers.kit.read import Misread
from handlers.kit.router import GONE, HOME, Router
from handlers.kit.screen import Screen
from handlers.kit.spelling import read_number
from handlers.start.home import COMMANDS
from locales.catalog import ELDER, Address
from locales.text import T, Verbatim, Words, lines
from storage import accounts, entry_codes, files, inbox, shown_once
from storage.accounts import Account
from storage.kit.engine import BusyError, Database
from storage.kit.transaction import Transaction

log = structlog.get_logger(__name__)

MOST_OF_A_LABEL = 60
READING = timedelta(seconds=2)  # nobody reads a declaration in less: the number was meant for the screen before
TOO_QUICK = T("Tin này đến trước khi {you} xem bản dưới đây nên chưa quyết gì. {You} xem rồi gõ lại.")
CODE = re.compile(r"[A-Z0-9]{4,16}")
GREETINGS = frozenset({"menu", "bat dau", "ve dau", "trang chu", "xin chao", "chao", "hello", "hi", "start", "home"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a committed turn owes its person. ``update`` names the debt for :func:`accounts.replies_sent`."""

    account_id: int
    channel: str
    chat: str
    update: str
    language: str
    address: Address
    screen: Screen
    is_repeated: bool = False  # of an update that was answered before: what was owed for it is owed or paid already


class Dispatcher:
    """Takes events from every channel. Its ``dispatch`` returns only after the commit."""

    def __init__(self, database: Database, links: Links, router: Router = ROUTER) -> None:
        self.database = database
        self.links = links
        self.router = router
        self.terse: set[str] = set()  # channels whose messages have become scarce

    async def dispatch(self, event: Event) -> Reply:
        """Carry out one event and commit. A repeated one changes nothing; its reply shows what is true now.

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
        turn = self._turn_of(tx, account)
        if not is_new:
            _, screen = self.router.run(turn, account.route)
            return self._reply(turn, screen, event.update, is_repeated=True)
        route, screen = self._answer(turn, event)
        return self._leave_at(turn, route, screen, event.update)

    def _turn_of(self, tx: Transaction, account: Account) -> Turn:
        return Turn(tx, account, self.links, terse=account.channel in self.terse)

    def _leave_at(self, turn: Turn, route: str, screen: Screen, update: str) -> Reply:
        """Write down where the conversation stands and what is owed."""
        account = turn.account
        if route != account.route and self.router.shows_once(account.route):
            shown_once.leave(turn.tx, account.id, route)
        account.route = route
        account.choices = [choice.route for choice in screen.choices]
        accounts.save(turn.tx, account, owed=update)
        return self._reply(turn, screen, update)

    @staticmethod
    def _reply(turn: Turn, screen: Screen, update: str, *, is_repeated: bool = False) -> Reply:
        account = turn.account
        if screen.file is not None:  # that it was shown is on record, once
            files.hand_over(
                turn.tx,
                account.id,
                digest=screen.file.digest,
                name=screen.file.name,
                media_type=screen.file.media_type,
                size=screen.file.size,
            )
        return Reply(
            account_id=account.id,
            channel=account.channel,
            chat=account.chat,
            update=update,
            language=account.language,
            address=turn.address,
            screen=screen,
            is_repeated=is_repeated,
        )

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
                return self._hint(
                    turn, T("Ở đây chỉ nhận chữ, chưa nhận ảnh, giọng nói hay tệp. {You} gõ chữ hoặc số.")
                )
            case Said(text):
                text = text.replace("\0", "").strip()  # PostgreSQL stores no NUL
                if text.startswith("/"):
                    return self._command(turn, text)
                return self._said(turn, Said(text))

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
        return self._hint(turn, T("Không có lệnh {command}. {You} chọn một mục bên dưới.", command=text[:20]))

    def _said(self, turn: Turn, said: Said) -> tuple[str, Screen]:
        """Typed text: a choice by number or label, an answer to the open question, or neither."""
        account = turn.account
        text = said.text.strip()
        hears = self.router.hears(account.route)
        unclear: Words = CHOOSE
        if text.isascii() and text.isdigit():
            if hears:
                return self.router.run(turn, account.route, said)
            if (route := turn.numbered(text)) is not None:
                return self._typed_choice(turn, route)
        elif len(text) <= MOST_OF_A_LABEL:
            chosen = self._label(turn, text, exact=hears)
            if isinstance(chosen, str):
                return self._typed_choice(turn, chosen)
            if chosen is not None:
                unclear = chosen.hint
        if hears:
            return self.router.run(turn, account.route, said)
        return self._unasked(turn, text, unclear)

    def _typed_choice(self, turn: Turn, route: str) -> tuple[str, Screen]:
        """Go where a typed number or label leads, unless it decides and came too soon to be about this screen."""
        if self.router.decides(route) and turn.tx.now - turn.account.seen_at < READING:
            return self._hint(turn, TOO_QUICK)
        return self.router.run(turn, route)

    def _unasked(self, turn: Turn, text: str, unclear: Words) -> tuple[str, Screen]:
        """Typed text that answers nothing on the screen: a greeting, a command's name, a code, a first word."""
        account = turn.account
        if fold(text) in GREETINGS:
            return self.router.run(turn, "home")
        if (command := fold(text).replace(" ", "")) in COMMANDS:
            return self.router.run(turn, COMMANDS[command][0])
        code = "".join(text.split()).upper()
        if CODE.fullmatch(code) and (self._opens(turn, code) or (account.person is None and _looks_made(code))):
            return self.router.run(turn, f"open/{code}")
        if not account.choices:  # their first word to us: nothing was asked yet
            return self.router.run(turn, "home")
        if account.person is None and account.route == "home":
            return self._hint(
                turn, lines(unclear, T("Nếu {you} gõ mã của thôn thì mã ấy chưa đúng, {you} xem lại mã."))
            )
        return self._hint(turn, unclear)

    @staticmethod
    def _opens(turn: Turn, code: str) -> bool:
        """Whether a typed word is a code: of a village, of a household, of an invitation, to sign in …"""
        return entry_codes.opened_by(turn.tx, code) is not None

    def _label(self, turn: Turn, text: str, *, exact: bool) -> str | Misread | None:
        """The route of the choice that a typed label names: one of the open screen, or of the last notice.

        Where the screen takes typed answers, only a whole label counts, so that an answer is never
        mistaken for a choice.
        """
        _, screen = self.router.run(turn, turn.account.route)
        shown = [(choice.label, choice.route) for choice in screen.choices if choice.route in turn.account.choices]
        if exact:
            whole = fold(text)
            named = [route for label, route in (*shown, *turn.account.offers) if whole in _folded_labels(label)]
            return named[0] if named else None
        index = read_choice(text, [label for label, _ in shown])
        if not isinstance(index, Misread):
            return shown[index][1]
        offered = Misread(CHOOSE)
        if turn.account.offers and read_number(text) is None:
            found = read_choice(text, [label for label, _ in turn.account.offers])
            if not isinstance(found, Misread):
                return turn.account.offers[found][1]
            offered = found
        return next((each for each in (index, offered) if each.hint != CHOOSE), None)

    def _hint(self, turn: Turn, note: Words, route: str | None = None) -> tuple[str, Screen]:
        """The open screen again, with a remark on what was not understood."""
        at, screen = self.router.run(turn, route or turn.account.route)
        return at, screen.with_note(note)

    def _redraw(self, tx: Transaction, account_id: int, update: str) -> Reply | None:
        account = accounts.load(tx, account_id)
        if account is None:
            return None
        tx.act_as(account.id, account.audit_length, account.audit_head)
        turn = self._turn_of(tx, account)
        _, screen = self.router.run(turn, account.route)
        return self._reply(turn, screen, update)

    def _apologise(self, tx: Transaction, event: Event, reference: str) -> Reply:
        """Note the event as handled, leave the conversation where it was, and say sorry."""
        inbox.is_new(tx, event.channel, event.update)
        account = accounts.lock(tx, event.channel, event.chat)
        screen = Screen(
            text=T(
                "Có trục trặc ở phía máy, không phải lỗi của {you}. Các câu đã trả lời vẫn còn. "
                "{You} chọn mục bên dưới để thử lại. Mã sự cố: {reference}",
                reference=Verbatim(reference),
            ),
            choices=(HOME,),
        )
        account.choices = [HOME.route]
        accounts.save(tx, account, owed=None)
        return Reply(
            account_id=account.id,
            channel=account.channel,
            chat=account.chat,
            update=event.update,
            language=account.language,
            address=ELDER,
            screen=screen,
        )


def _looks_made(code: str) -> bool:
    """Whether this is no word of a language: letters and digits together."""
    return any(c.isdigit() for c in code) and any(c.isalpha() for c in code)


def _folded_labels(label: Words) -> set[str]:
    from locales.catalog import LANGUAGES, catalog

    return {fold(catalog(language).render(label)) for language in LANGUAGES}
