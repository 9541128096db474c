"""People at Telegram who join a village and declare all the way, many side by side, whatever happens to the program.

They do what people do: read the newest screen, press or type what it asks for, now and then press a button twice. Each
thing done is an update of its own, and what must come of it is known here: one answer on record, one reply.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.verifying import verify
from criteria.declaration import State
from storage import accounts, audit, declarations
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.servers.botapi import BotApi, Sent, User
from tests.village import there

CODE = "KIMSON"
WAYS = ("Quay lại", "Lưu, nghỉ", "Về đầu", "Khai nhanh", "Gửi", "Sửa")  # how buttons begin that answer nothing
ONWARD = ("Tôi đồng ý", "Đúng rồi", "Khai Công dân học tập", "Khai tiếp", "Gửi trưởng thôn xác nhận")
TOO_QUICK = "đến trước màn hình này"  # said twice it is an answer twice
FIRST_CHAT = 5001
MOST_STEPS = 60
PATIENCE, AGAIN = 240.0, 20.0  # seconds until a reply must be there; until one that looks like the last is believed
FAMILY = ("Lê", "Trần", "Phan", "Hồ", "Đinh", "Bùi")
COUNTS = os.environ.get("HOCTAP_TEST_COUNTS", "")  # a file to which counts are added
GIVEN = ("An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khoa", "Linh", "Minh", "Nga", "Oanh", "Phúc")


@dataclass(kw_only=True)
class Outcome:
    """What was tried, and what came of it; the goal is that the last four stay 0."""

    updates: int = 0
    answers: int = 0
    lost: int = 0
    doubled: int = 0
    stopped: int = 0
    inconsistent: int = 0
    words: list[str] = field(default_factory=list)

    def __iadd__(self, other: Outcome) -> Outcome:
        for name in ("updates", "answers", "lost", "doubled", "stopped", "inconsistent"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.words += other.words
        return self

    def wrong(self, what: str, words: str) -> None:
        """One more of these."""
        setattr(self, what, getattr(self, what) + 1)
        self.words.append(f"{what}: {words}")

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.stopped or self.inconsistent)

    def __str__(self) -> str:
        return (
            f"{self.updates} updates, {self.answers} answers: {self.lost} lost, {self.doubled} doubled, "
            f"{self.stopped} stopped, {self.inconsistent} inconsistent"
        )


class Declarer:
    """One person with Telegram."""

    def __init__(
        self,
        api: BotApi,
        number: int,
        seed: int,
        clock: Clock | None = None,
        *,
        twice: float = 0.0,  # how often a button is pressed twice
        waits_for_all: bool = True,  # replies; where things go wrong they may come twice, or one for two
    ) -> None:
        self.user: User = api.user(FIRST_CHAT + number, f"Người {number}")
        self.name = f"{FAMILY[number % 6]} Văn {GIVEN[number // 6 % 12]}"
        self.year = 1950 + number % 50
        self.answered: dict[str, object] = {}  # by question: the choice that was made
        self.given: Counter[str] = Counter()  # by question: how often an answer was given
        self.updates = 0
        self.replies = 0  # screens that came
        self.is_done = False
        self._seed = f"{seed}/{number}"
        self._chance = random.Random(self._seed)
        self._clock, self._twice, self._waits_for_all = clock, twice, waits_for_all
        self._screen: Sent | None = None

    async def declare(self) -> None:
        """Join and declare until it is sent, or until nothing leads on."""
        self._say(f"/start {CODE}")
        for _ in range(MOST_STEPS):
            await self._reads()
            if "chờ xác nhận" in there(self._screen).text:
                self.is_done = True
                return
            self._goes_on()

    async def _reads(self) -> None:
        """Look at the newest message once all that is due has come; where things go wrong, once something has."""
        before, acted_on = self.replies, self._screen and (self._screen.text, self._screen.buttons)
        while True:
            try:
                await asyncio.wait_for(self.user.inbound.get(), AGAIN if self.replies > before else PATIENCE)
            except TimeoutError:
                if self.replies == before:
                    raise
                break  # it is the same screen that was due
            self.replies += 1
            self.heard()
            self._screen = self.user.messages[-1]
            if self._waits_for_all:
                if self.replies >= self.updates:
                    break
            elif TOO_QUICK in self._screen.text or (self._screen.text, self._screen.buttons) != acted_on:
                break  # else the one before has come once more
        if self._clock is not None:
            self._clock.advance(seconds=3)

    def _say(self, text: str) -> None:
        self.updates += 1
        self.user.say(text)

    def _goes_on(self) -> None:
        screen = there(self._screen)
        routes = dict(screen.buttons)
        for label in ONWARD:
            if label in routes:
                self._press(routes[label])
                return
        if "họ và tên" in screen.text:
            self._say(self.name)
        elif "sinh năm nào" in screen.text:
            self._say(str(self.year))
        elif "chọn nhiều" in screen.text or "gõ hết trong một tin" in screen.text:
            ticks = [route.split("/") for route in routes.values() if route.startswith("ask-tick/")]
            self._answers(ticks[0][3], [each[4] for each in ticks[:2]])
            self._say("1 2")
        else:
            self._press(self._choice([route for label, route in screen.buttons if not label.startswith(WAYS)]))

    def _choice(self, routes: Sequence[str]) -> str:
        """One of the answers, and the same whenever this is asked."""
        return random.Random(f"{self._seed}/{routes[0].rpartition('/')[0]}").choice(routes) if routes else "home"

    def _press(self, route: str) -> None:
        times = 2 if self._chance.random() < self._twice else 1
        match route.split("/"):
            case ["ask-say", _, _, key, value]:
                self._answers(key, value, times)
        for _ in range(times):
            self.updates += 1
            self.user.tap(route, there(self._screen))

    def _answers(self, key: str, value: object, times: int = 1) -> None:
        self.answered[key] = value
        self.given[key] += times

    def heard(self) -> None:
        """Count what else came."""
        while not self.user.inbound.empty():
            self.user.inbound.get_nowait()
            self.replies += 1

    def judged(self, tx: Transaction) -> Outcome:
        """What is on record of this person, beside what they did and were shown."""
        found = Outcome(updates=self.updates, answers=sum(self.given.values()), stopped=int(not self.is_done))
        account = accounts.find(tx, "telegram", str(self.user.chat))
        person = None if account is None else account.person
        theirs = () if person is None else declarations.of_person(tx, person.id)
        if person is None or person.full_name != self.name or len(theirs) > 1:
            found.wrong("inconsistent", f"{self.name}: {person}, {len(theirs)} declarations")
        for declaration in theirs[:1]:
            entries = audit.of_subject(tx, f"declaration:{declaration.id}")
            answered = (entry.data["answers"] for entry in entries if entry.code == "declaration.answered")
            said = Counter(key for answers in answered for key in answers)
            for key, value in self.answered.items():
                if said[key] == 0 or declaration.answers.get(key) != value:
                    found.wrong("lost", f"{self.name}: {key} {value!r}, on record {declaration.answers.get(key)!r}")
            for key, n in said.items():
                if n > max(self.given[key], 1):
                    found.wrong("doubled", f"{self.name}: {key} {n} times for {self.given[key]}")
            if self.is_done and declaration.state is not State.SUBMITTED:
                found.wrong("lost", f"{self.name}: {declaration.state}")
        if self.is_done and not theirs:
            found.wrong("lost", f"{self.name}: nothing")
        if not self.is_done:
            found.words.append(f"{self.name} stopped: {self.replies} replies to {self.updates}, {self._screen}")
        return found


async def judge(database: Database, people: Sequence[Declarer]) -> Outcome:
    """What came of it all: for each of them, and whether ``hoctap verify`` finds the record whole."""
    found = Outcome()
    for each in people:
        each.heard()
        found += await database.read(each.judged)
    for problem in (await database.read(verify)).problems:
        found.wrong("inconsistent", problem)
    return found


def count(what: str, outcome: Outcome) -> None:
    """A line for the page of counts: it stands in the output of ``make soak``, and where COUNTS says."""
    line = f"counted | {what} | {outcome}"
    print(line)  # noqa: T201
    if COUNTS:
        with Path(COUNTS).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
