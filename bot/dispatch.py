"""One event, one transaction: from what a person did to the screen they get, committed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

import structlog

from acts.choice import Choice, Look
from acts.codes import LENGTH
from bot.parts import in_parts
from bot.render import Capabilities
from criteria.names import fold
from criteria.policy import Denied
from handlers.all_routes import ROUTER
from handlers.kit.asides import asks, asks_why
from handlers.kit.choices import CHOOSE, read_choice
from handlers.kit.context import Links, Turn
from handlers.kit.event import Changed, Chose, Event, Opened, Returned, Said, Sent
from handlers.kit.guessing import must_wait
from handlers.kit.labels import is_label
from handlers.kit.places import code_in
from handlers.kit.read import Misread
from handlers.kit.router import GONE, HOME, Router, Weight
from handlers.kit.screen import Screen
from handlers.kit.spelling import read_number
from handlers.start.consent_again import ask, is_due
from handlers.start.home import COMMANDS
from locales.catalog import ELDER, Address
from locales.text import T, Verbatim, Words, joined, lines
from storage import accounts, entry_codes, files, guesses, looks, shown_once
from storage.accounts import Account, UnknownChatError
from storage.kit.engine import BusyError, Database, to_json
from storage.kit.transaction import Transaction
from storage.kit.words import Looked

log = structlog.get_logger(__name__)

MOST_OF_A_LABEL = 60
READING = timedelta(seconds=2)  # nobody reads a declaration in less: the number was meant for the screen before
TOO_QUICK = T("Tin này đến trước màn hình này nên chưa làm gì. {You} xem rồi chọn lại.")
OFFICE = T(
    "Đây là máy trả lời về Công dân học tập. Việc khác của {commune_label} thì {you} cứ nhắn ở đây, cán bộ "
    "{commune_label} đọc và trả lời."
)
DOCUMENT = "document"
ONLY_READ = T("Ảnh thì chỗ này không nhận, máy chỉ đọc chữ kèm ảnh.")
ONLY_READ_FILE = T("Tệp thì chỗ này không nhận, máy chỉ đọc chữ kèm tệp.")
FINALLY = T("Việc này không lấy lại được nên chưa làm gì. {You} bấm nút, hoặc gõ đủ chữ trên nút.")
CHANGED = T(
    "{You} vừa sửa một tin đã gửi. Ở đây đã đọc tin ấy trước khi sửa, nên chưa đổi gì. "
    "Muốn sửa câu trả lời thì {you} bấm Quay lại, hoặc sửa ở bước xem lại."
)
WHAT_FOR = T("Hỏi để xét danh hiệu Công dân học tập, không để làm việc khác.")
WHO_SEES = T("Chỉ {head_label} và cán bộ {commune_label} xem được; {you} xem, sửa, xoá ở mục Dữ liệu và quyền của tôi.")
MOST_NAMED = 3
MORE = "more/"  # what the way to the next part of a screen begins with
ROOMY = Capabilities(buttons=100, text_limit=4096)
# Words that lead somewhere from every screen, also where text is heard, and what they open.
WORDS: Mapping[str, tuple[str, Words]] = {
    "menu": ("home", HOME.label),
    "về đầu": ("home", HOME.label),
    "thôi": ("home", HOME.label),
    "nghỉ": ("home", HOME.label),
    "lui": ("home", HOME.label),
    "giúp đỡ": COMMANDS["giupdo"],
    "duyệt": COMMANDS["duyet"],
    "khai": COMMANDS["khai"],
    "số liệu": COMMANDS["solieu"],
}
WAYS: Mapping[str, str] = {
    "lui": "Quay lại",
    "nghỉ": "Lưu, nghỉ",
}  # the choice of a screen that the word means, if it is there
ALSO_CALLED = {"help": "giupdo", "settings": "quyen"}  # what messengers' own menus offer
ALSO_NAMES = frozenset({"duyệt", "khai"})
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
    is_silent: bool = False  # nothing is to be said, and nothing is owed
    was_unread: bool = False  # nothing came of it: the same is asked as before
    is_repeated: bool = False  # of an update that was answered before: what was owed for it is owed or paid already
    person_id: int | None = None  # whose chat it is now
    is_again: bool = False  # a choice led back to the screen it stands on: that may be drawn over, nothing is new


class Dispatcher:
    """Takes events from every channel. Its ``dispatch`` returns only after the commit."""

    def __init__(self, database: Database, links: Links, router: Router = ROUTER) -> None:
        self.database = database
        self.links = links
        self.router = router
        self.terse: set[str] = set()  # channels whose messages have become scarce
        self.on_turn: Callable[[Reply], None] = lambda _: None  # after a turn's commit, with what its person sees
        self.capabilities: dict[str, Capabilities] = {}  # of channels that can do less than others
        self.shared: set[str] = set()  # channels where people write to the office about everything: we do not butt in

    async def dispatch(self, event: Event) -> Reply:
        """Carry out one event and commit. A repeated one changes nothing; its reply shows what is true now.

        Raises:
            BusyError: the database could not be written; nothing happened, the event must come again.
            UnknownChatError: there is no such chat, and the event begins none.
        """
        try:
            reply = await self.database.write(partial(self.carry_out, event=event))
        except (BusyError, UnknownChatError):
            raise
        except Exception:  # a bug: the person gets a kind sentence, we get the reference in the log
            reference = secrets.token_hex(3).upper()
            log.exception("turn failed", reference=reference, channel=event.channel, input=type(event.input).__name__)
            return await self.database.write(partial(self._apologise, event=event, reference=reference))
        self.on_turn(reply)
        return reply

    def add_link(self, template: str) -> None:
        """From now on, codes are shown with this link, too; ``{code}`` in it stands for the code."""
        if template not in self.links.join:  # a channel that starts again says so again
            self.links = replace(self.links, join=(*self.links.join, template))

    async def redraw(self, account_id: int, update: str) -> Reply | None:
        """The reply that an earlier turn still owes, drawn as things are now; nothing is changed by it."""
        return await self.database.write(partial(self._redraw, account_id=account_id, update=update))

    def carry_out(self, tx: Transaction, event: Event) -> Reply:
        """Carry out one event in this transaction; :meth:`dispatch` commits it. Returns what is owed once it is.

        Raises:
            UnknownChatError: there is no such chat, and the event begins none.
        """
        account = accounts.lock(tx, event.channel, event.chat, begins=event.begins, update=event.update)
        was = account.person
        turn = self._turn_of(tx, account, event.origin)
        if account.is_repeated:
            _, screen = self.router.run(turn, account.route)
            return self._reply(turn, _placed(turn, screen), event.update, is_repeated=True)
        if self._is_for_others(turn, event):
            accounts.heard(tx, account)
            return self._reply(turn, Screen(text=Verbatim("")), event.update, is_silent=True)
        before = self._standing(turn)
        route, screen = self._answer(turn, event)
        if not isinstance(event.input, Returned) and is_due(turn, route) and not self.router.shows_once(route):
            route, screen = self.router.run(turn, ask(turn, route))
        if turn.guessed_wrong:
            guesses.wrong(tx, turn.whence)
        if turn.guessed_name:
            guesses.wrong(tx, guesses.of_names(turn.whence))
        if event.successor and account.person is not None and (was is None or was.id != account.person.id):
            accounts.move(tx, account, event.successor)
        reply = self._leave_at(turn, route, self._fitting(turn, screen, turn.part), event.update)
        is_again = isinstance(event.input, Chose) and route == before[0]
        return replace(reply, was_unread=self._standing(turn) == before, is_again=is_again)

    @staticmethod
    def _standing(turn: Turn) -> tuple[object, ...]:
        """What changes when something is made of what a person did: where they are, what is on record, the draft."""
        chain = turn.tx.chain
        return turn.account.route, None if chain is None else chain.length, to_json(turn.account.draft)

    def _is_for_others(self, turn: Turn, event: Event) -> bool:
        """Whether somebody who was answered before writes to the office, not to us: nothing that we asked for.

        Codes, commands, choices by number or label, and answers to an open question are ours.
        """
        account = turn.account
        if account.channel not in self.shared or account.route != "home" or not account.choices:
            return False
        match event.input:
            case Sent():
                return True
            case Said(text) if account.person is None:
                text = text.replace("\0", "").strip()
                return not text.startswith("/") and not self._is_ours(turn, text)
            case _:
                return False

    def _is_ours(self, turn: Turn, text: str) -> bool:
        if len(text) > MOST_OF_A_LABEL:
            return False
        named = any(is_label(text, Verbatim(word)) for word in WORDS) or fold(text).replace(" ", "") in COMMANDS
        codes = {"".join(text.split()).upper(), code_in(text) or ""}
        return (
            named
            or turn.numbered(text) is not None
            or self._named(turn, text, self._shown(turn)) is not None
            or any(CODE.fullmatch(each) and (self._opens(turn, each) or _looks_made(each)) for each in codes)
        )

    def _turn_of(self, tx: Transaction, account: Account, origin: str = "") -> Turn:
        return Turn(
            tx,
            account,
            self.links,
            terse=account.channel in self.terse,
            origin=origin,
            carries_files=self._can(account).documents,
            budgets={name: can.budget for name, can in self.capabilities.items() if can.budget},
        )

    def _can(self, account: Account) -> Capabilities:
        return self.capabilities.get(account.channel, ROOMY)

    def denied(self, tx: Transaction, account: Account, route: str) -> Denied | None:
        """Why ``account`` may not follow this route, as things stand in this transaction; ``None`` if they may."""
        return self.router.denied(self._turn_of(tx, account), route)

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
    def _reply(turn: Turn, screen: Screen, update: str, *, is_repeated: bool = False, is_silent: bool = False) -> Reply:
        account = turn.account
        if screen.about or screen.names:  # who is handed it has looked at them: on record, once a day
            shown = Looked.CARD if screen.file is None else Looked.PICTURE
            looks.record(turn.tx, turn.actor, screen.about, what=shown, names=screen.names)
        if screen.file is not None:  # that it was shown is on record, once
            files.hand_over(
                turn.tx,
                account.id,
                digest=screen.file.digest,
                name=screen.file.name,
                media_type=screen.file.media_type,
                size=screen.file.size,
                route=account.route,
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
            is_silent=is_silent,
            person_id=None if account.person is None else account.person.id,
        )

    def _answer(self, turn: Turn, event: Event) -> tuple[str, Screen]:
        """Find out what was meant, and do it."""
        match event.input:
            case Chose(route):
                return self._weighed(turn, route) if len(route.encode()) <= 64 else self._hint(turn, GONE)
            case Opened(code):
                return self._open(turn, code)
            case Returned():
                return self.router.run(turn, turn.account.route)
            case Sent(caption=caption) as sent if caption.strip() and not self._wants(turn, sent):
                at, screen = self._answer(turn, replace(event, input=Said(caption)))
                return at, screen.with_note(ONLY_READ_FILE if sent.kind == DOCUMENT else ONLY_READ)
            case Sent() as sent:
                if self.router.hears(turn.account.route):
                    return self.router.run(turn, turn.account.route, sent)
                return self._hint(turn, T("Ở đây chỉ nhận chữ và số, chưa nhận ảnh, giọng nói hay tệp."))
            case Changed(_, unread=False):
                return self._hint(turn, CHANGED)
            case Said(text) | Changed(text):
                text = text.replace("\0", "").strip()  # PostgreSQL stores no NUL
                if text.startswith("/"):
                    return self._command(turn, text)
                return self._said(turn, Said(text))

    def _wants(self, turn: Turn, sent: Sent) -> bool:
        """Whether the open screen takes such things: a caption is not what is said there then."""
        screen = self.router.run(turn, turn.account.route)[1]
        return screen.document if sent.kind == DOCUMENT and sent.picture is None else screen.picture or screen.document

    def _open(self, turn: Turn, code: str | None) -> tuple[str, Screen]:
        if code is None:
            return self.router.run(turn, "home")
        tidy = code.strip().upper()
        if CODE.fullmatch(tidy) is None:
            return self._hint(turn, T("Đường dẫn này thiếu mã. {You} xin lại mã của {village_label}."), route="home")
        return self.router.run(turn, f"open/{tidy}")

    def _command(self, turn: Turn, text: str) -> tuple[str, Screen]:
        word, _, argument = text[1:].partition(" ")
        name = word.partition("@")[0].lower()
        name = ALSO_CALLED.get(name, name)
        if name == "start":
            return self._open(turn, argument.strip() or None)
        if name in COMMANDS:
            return self.router.run(turn, COMMANDS[name][0])
        return self._hint(turn, T("Không có lệnh {command}. {You} chọn một mục bên dưới.", command=text[:20]))

    def _said(self, turn: Turn, said: Said) -> tuple[str, Screen]:
        """Typed text: a choice by number or label, a command's word, an answer to the open question, or neither."""
        text = said.text.strip()
        hears = self.router.hears(turn.account.route)
        if hears and text.isascii() and text.isdigit():
            return self.router.run(turn, turn.account.route, said)
        if (number := turn.numbered(text)) is not None and not hears and not asks(text):
            return self._by_number(turn, number)
        shown = self._shown(turn)
        if len(text) <= MOST_OF_A_LABEL and (route := self._named(turn, text, shown)) is not None:
            return self._weighed(turn, route)
        if (command := self._commanded(turn, text, shown)) is not None:
            return command
        if asks_why(text):
            return self._why(turn)
        if hears:
            return self.router.run(turn, turn.account.route, said)
        return self._meant(turn, text, shown)

    def _why(self, turn: Turn) -> tuple[str, Screen]:
        """What the open question is for, and who sees the answer; and the question again."""
        at, screen = self.router.run(turn, turn.account.route)
        return at, screen.with_hint(lines(screen.why or WHAT_FOR, WHO_SEES))

    def _commanded(self, turn: Turn, text: str, shown: Sequence[Choice]) -> tuple[str, Screen] | None:
        """Where a command's word leads; where it is also an answer, or may be a name, both are offered."""
        word = next((each for each in WORDS if is_label(text, Verbatim(each))), None)
        if word is None:
            return None
        route, words = WORDS[word]
        answers = [choice for choice in shown if choice.look is not Look.WAY]
        meant = read_choice(text, [c.label for c in answers], [c.also for c in answers]) if answers else None
        if isinstance(meant, int):
            return self._hint(
                turn, T("{You} muốn nghỉ, hay chọn {label}? Nghỉ thì {you} gõ menu.", label=answers[meant].label)
            )
        if word in ALSO_NAMES and self.router.hears(turn.account.route):
            return self._hint(
                turn,
                T(
                    "{You} muốn mở {words} thì gõ /{word}. Tìm người thì {you} gõ cả họ và tên.",
                    words=words,
                    word=Verbatim(fold(text).replace(" ", "")),
                ),
            )
        way = next(
            (
                choice.route
                for choice in shown
                if choice.look is Look.WAY and is_label(WAYS.get(word, ""), choice.label)
            ),
            route,
        )
        return self.router.run(turn, way)

    def _by_number(self, turn: Turn, route: str) -> tuple[str, Screen]:
        """Go where a typed number leads; a number may be a slip, so what cannot be undone wants its label."""
        if self.router.weight(route) is Weight.FINAL:
            return self._hint(turn, FINALLY)
        if self._is_early(turn) and _is_of_a_list(route, turn.account.choices):
            return self._hint(turn, TOO_QUICK)  # a line was taken off just now, and each below it has another number
        return self._weighed(turn, route)

    @staticmethod
    def _is_early(turn: Turn) -> bool:
        """Whether this came too soon after the last message to be about the screen that stands."""
        return turn.tx.now - turn.account.seen_at < READING

    def _fitting(self, turn: Turn, screen: Screen, part: int) -> Screen:
        """The screen, or the part of it that this channel shows at once, with what the person's place is called."""
        can = self._can(turn.account)
        return in_parts(_placed(turn, screen), part, turn.account.language, turn.address, can)

    def _shown(self, turn: Turn) -> list[Choice]:
        """The choices of the open screen that the person has seen."""
        _, screen = self.router.run(turn, turn.account.route)
        further = (route for route in turn.account.choices if route.startswith(MORE))
        screen = self._fitting(turn, screen, next((int(route.removeprefix(MORE)) - 1 for route in further), 0))
        return [choice for choice in screen.choices if choice.route in turn.account.choices]

    def _named(self, turn: Turn, text: str, shown: Sequence[Choice]) -> str | None:
        """The route whose label was typed, on the screen or else on the last notice, and nothing but the label."""
        seen = [(label, choice.route) for choice in shown for label in (choice.label, choice.word) if label is not None]
        for choices in (seen, turn.account.offers):
            found = [
                route
                for label, route in choices
                if is_label(text, label, alone=self.router.weight(route) is Weight.FINAL)
            ]
            if found:
                return found[0]
        return None

    def _meant(self, turn: Turn, text: str, shown: Sequence[Choice]) -> tuple[str, Screen]:
        """What was meant by a reply that is no label: a choice, unless it weighs too much to be guessed."""
        if len(text) > MOST_OF_A_LABEL:
            return self._unasked(turn, text, CHOOSE)
        index = read_choice(text, [choice.label for choice in shown], [choice.also for choice in shown])
        if not isinstance(index, Misread):
            route = shown[index].route
            if self.router.weight(route) is Weight.DOING:
                return self.router.run(turn, route)
            return self._hint(turn, self._ask_again(shown, route))
        if index.hint != CHOOSE or read_number(text) is not None:
            return self._unasked(turn, text, index.hint)
        offered = read_choice(text, [label for label, _ in turn.account.offers]) if turn.account.offers else index
        if isinstance(offered, Misread):
            return self._unasked(turn, text, offered.hint)
        named = turn.account.offers[offered][1]
        return self.router.run(turn, named) if self.router.weight(named) is Weight.DOING else self._hint(turn, CHOOSE)

    def _ask_again(self, shown: Sequence[Choice], route: str) -> Words:
        """What to say to a sentence that may mean a deed of weight."""
        numbered = [(i, choice) for i, choice in enumerate(shown, 1) if choice.look is not Look.WAY][:MOST_NAMED]
        names = joined([joined((Verbatim(f"{i}."), choice.label), " ") for i, choice in numbered], "; ")
        if self.router.weight(route) is Weight.FINAL:
            return FINALLY
        return T("Chưa làm gì, để khỏi nhầm. {You} bấm nút, hoặc gõ số: {names}", names=names)

    def _weighed(self, turn: Turn, route: str) -> tuple[str, Screen]:
        """Go where a choice leads, unless it decides and came too soon to be about this screen."""
        if self._is_early(turn) and self.router.weight(route) is not Weight.DOING and self.router.is_open(turn, route):
            return self._hint(turn, TOO_QUICK)
        return self.router.run(turn, route)

    def _unasked(self, turn: Turn, text: str, unclear: Words) -> tuple[str, Screen]:
        """Typed text that answers nothing on the screen: a greeting, a command's name, a code, a first word."""
        account = turn.account
        if fold(text) in GREETINGS:
            return self.router.run(turn, "home")
        if (command := fold(text).replace(" ", "")) in COMMANDS:
            return self.router.run(turn, COMMANDS[command][0])
        typed = "".join(text.split()).upper()
        wait = must_wait(turn)
        for code in (typed, code_in(text) or ""):
            if not CODE.fullmatch(code):
                continue
            looks_made = _looks_made(code) or len(code) == LENGTH
            if wait is not None and looks_made:
                return self._hint(turn, wait)
            if wait is None and (self._opens(turn, code) or (account.person is None and _looks_made(code))):
                return self.router.run(turn, f"open/{code}")
            turn.guessed_wrong = turn.guessed_wrong or looks_made
        if not account.choices:  # their first word to us: nothing was asked yet
            at, screen = self.router.run(turn, "home")
            is_lost = account.channel in self.shared and account.person is None
            return at, screen.with_note(OFFICE if is_lost else None)
        if account.person is None and account.route == "home" and CODE.fullmatch(text.upper()):  # one word, no "alo"
            return self._hint(
                turn, lines(unclear, T("Nếu {you} gõ mã của {village_label} thì mã ấy chưa đúng, {you} xem lại mã."))
            )
        return self._hint(turn, unclear)

    @staticmethod
    def _opens(turn: Turn, code: str) -> bool:
        """Whether a typed word is a code: of a village, of a household, of an invitation, to sign in …"""
        return entry_codes.opened_by(turn.tx, code) is not None

    def _hint(self, turn: Turn, note: Words, route: str | None = None) -> tuple[str, Screen]:
        """The open screen again, with a remark on what was not understood."""
        at, screen = self.router.run(turn, route or turn.account.route)
        return at, screen.with_hint(note)

    def _redraw(self, tx: Transaction, account_id: int, update: str) -> Reply | None:
        account = accounts.load(tx, account_id)
        if account is None:
            return None
        tx.act_as(account.id, account.audit_length, account.audit_head, account.audit_seal)
        turn = self._turn_of(tx, account)
        _, screen = self.router.run(turn, account.route)
        return self._reply(turn, self._fitting(turn, screen, 0), update)

    def _apologise(self, tx: Transaction, event: Event, reference: str) -> Reply:
        """Note the event as handled, leave the conversation where it was, and say sorry."""
        account = accounts.lock(tx, event.channel, event.chat, update=event.update)
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
            person_id=None if account.person is None else account.person.id,
        )


def _placed(turn: Turn, screen: Screen) -> Screen:
    """The screen with what the person's place is called, where it says that."""
    return screen.named(turn.place_words) if screen.is_open else screen


def _is_of_a_list(route: str, choices: Sequence[str]) -> bool:
    """Whether a choice is one of several lines of a list: the same way, to another record, by its number, each."""
    parts = route.split("/")
    others = [each for choice in choices if (each := choice.split("/"))[0] == parts[0] and each != parts]
    return any(
        mine.isdigit() and mine != theirs
        for other in others
        if len(other) == len(parts)
        for mine, theirs in zip(parts, other, strict=True)
    )


def _looks_made(code: str) -> bool:
    """Whether this is no word of a language: letters and digits together."""
    return any(c.isdigit() for c in code) and any(c.isalpha() for c in code)
