"""What the demo adds to the program: three phones that see each other act, and the story they play.

After each turn of one phone the open screens of all are drawn again, as the program draws them for a reload: what
shows cannot write. A page whose screen has become another is told, and asks for it when nobody has a finger there. In
real life nobody watches three phones at once, and a head gets one notice an evening; so this stands here and in no
channel.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import structlog

from bot.channels.webchat import WebChat, chat_of
from bot.demo.seed import speak
from bot.demo.story import Scene, Seen, news, told
from bot.dispatch import Dispatcher, Reply
from handlers.kit.screen import Screen, screen_to_data
from locales.catalog import catalog
from locales.format import year_of
from locales.text import BLANK, Joined
from storage import accounts, audit, declarations
from storage.accounts import Account
from storage.declaration_record import Declaration
from storage.kit.engine import BusyError
from storage.kit.transaction import Transaction

log = structlog.get_logger(__name__)

WORKBOOK = "cong-dan-hoc-tap_"  # how the name of the officer's workbook begins


class Stage:
    """The three phones by seat; ``tokens`` are their sessions. ``play``: its name, another one after a restart."""

    def __init__(self, dispatcher: Dispatcher, chat: WebChat, tokens: Mapping[str, str], play: str) -> None:
        self.tokens = tokens
        self.play = play
        self.is_over = False  # from the beginning again
        self.on_restart: Callable[[], object] = lambda: None
        self.database = dispatcher.database
        self._dispatcher = dispatcher
        self._chat = chat
        self._seats = {chat_of(token): seat for seat, token in tokens.items()}
        self._shown: dict[str, Screen] = {}  # by seat, what its phone shows
        self._scene: Scene | None = None
        self._acted: asyncio.Queue[str] = asyncio.Queue()
        self._looks = 0
        dispatcher.on_turn = self._heard

    def restart(self) -> None:
        """End this play; the program begins from the beginning."""
        self.is_over = True
        self.on_restart()

    async def language(self) -> str:
        """What the page speaks: the officer's language, unless somebody asks for another."""
        return (await self._accounts())["officer"].language

    async def speak(self, language: str) -> None:
        """Let the three phones speak this language."""
        if any(each.language != language for each in (await self._accounts()).values()):
            await self.database.write(lambda tx: speak(tx, self.tokens, language))

    async def story(self, language: str) -> dict[str, Any]:
        """Where the story stands, for the page. ``n`` grows: an answer that comes behind a later one is old news."""
        n = self._begin_to_look()
        return {"play": self.play, "n": n, **told(await self._look(), language)}

    async def screen(self, seat: str) -> dict[str, Any] | None:
        """The open screen of a phone, drawn as things are now."""
        account = (await self._accounts()).get(seat)
        return None if account is None else await self._chat.screen_now(account, self.tokens[seat])

    async def run(self) -> None:
        """After each turn, tell the phones what has changed for them."""
        while True:
            seat = await self._acted.get()
            try:
                await self._catch_up(seat)
            except BusyError:
                pass  # the next turn tells it
            except Exception:
                log.exception("the other phones were not told")

    def _heard(self, reply: Reply) -> None:
        seat = self._seats.get(reply.chat)
        if seat is not None and not reply.is_repeated:
            self._shown[seat] = reply.screen
            self._acted.put_nowait(seat)

    async def _catch_up(self, by: str) -> None:
        n = self._begin_to_look()
        before, scene = self._scene, await self._look()
        self._scene = scene
        for seat, phone in scene.phones.items():
            screen = phone.reply.screen
            shown = self._shown.get(seat)
            if shown is None or is_same(shown, screen):
                continue
            self._shown[seat] = screen
            why = news(before or scene, scene, by)
            self._chat.tell(self.tokens[seat], "moved", {"why": catalog(phone.reply.language).render(why)})
        data = {"play": self.play, "n": n, **told(scene, await self.language())}
        for token in self.tokens.values():
            self._chat.tell(token, "story", data)

    async def _accounts(self) -> dict[str, Account]:
        def find(tx: Transaction) -> dict[str, Account]:
            found = {seat: accounts.find(tx, "web", chat_of(token)) for seat, token in self.tokens.items()}
            return {seat: each for seat, each in found.items() if each is not None}

        return await self.database.read(find)

    def _begin_to_look(self) -> int:
        self._looks += 1
        return self._looks

    async def _look(self) -> Scene:
        """The scene as it is now: what is on record and what the phones show are of one moment."""
        while True:
            found = await self._accounts()
            record = await self.database.read(lambda tx, found=found: _record(tx, found))  # type: ignore[misc]
            phones = await self._drawn(found)
            if record == await self.database.read(lambda tx, found=found: _record(tx, found)):  # type: ignore[misc]
                break
        person = found["resident"].person
        declaration, exported = record
        return Scene(
            None if declaration is None else declaration.state,
            0 if declaration is None else declaration.id,
            "" if person is None else person.full_name,
            exported,
            phones,
        )

    async def _drawn(self, found: Mapping[str, Account]) -> dict[str, Seen]:
        """The open screen of each phone, drawn as things are now."""
        phones: dict[str, Seen] = {}
        for seat, account in found.items():
            reply = await self._dispatcher.redraw(account.id, "")
            if reply is not None:
                phones[seat] = Seen(account.route, reply)
        return phones


def _record(tx: Transaction, found: Mapping[str, Account]) -> tuple[Declaration | None, bool]:
    """The resident's declaration of this year, and whether the officer was given a workbook since its decision."""
    person = found["resident"].person
    theirs = () if person is None else declarations.of_person(tx, person.id)
    declaration = next((each for each in theirs if each.cycle.year == year_of(tx.now)), None)
    decided_at = None if declaration is None else declaration.decided_at
    if decided_at is None:
        return declaration, False
    entries = audit.of_subject(tx, f"account:{found['officer'].id}")
    given = [each for each in entries if each.code == "file.made" and each.at >= decided_at]
    return declaration, any(str(each.data.get("name", "")).startswith(WORKBOOK) for each in given)


def is_same(shown: Screen, drawn: Screen) -> bool:
    """Whether a screen says what it said, apart from the hour and from remarks on what was just done."""
    text = shown.text
    while text != drawn.text and isinstance(text, Joined) and len(text.parts) == 3 and text.parts[1] == BLANK:
        text = text.parts[2]
    said, says = screen_to_data(shown), screen_to_data(drawn)
    said["text"] = screen_to_data(Screen(text=text))["text"]
    return bool(_timeless(said) == _timeless(says))


def _timeless(data: Any) -> Any:
    """Without moments: that a minute has passed is no news."""
    match data:
        case {"Moment": _}:
            return {}
        case dict():
            return {key: _timeless(value) for key, value in data.items()}
        case list():
            return [_timeless(each) for each in data]
    return data
