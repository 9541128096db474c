"""Who may open which page and send which form: the policy, and the desk as played, beside tests/authority.toml."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import pytest

from criteria.policy import NOBODYS, Subject, may
from desk.kit.table import LOADERS, Entry
from desk.server.all_pages import ENTRIES
from desk.server.html import ROOT
from storage import accounts
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from tests.authority import PEOPLE, WITHOUT_A_CHAT, Populated, populate
from tests.conftest import Clock
from tests.desk.seat import Office, Seat, desk_of
from tests.handlers.authority_play import knows
from tests.handlers.authority_table import actors, desk, rows
from tests.village import Village, there

DAILY = 350  # tries of some 3,000 in make soak
ABSENT, ABSENT_ID = "absent", 999_999
REST = {"title": "citizen", "figure": "tong-so", "which": "x"}
DECIDE = actors("@heads")


@dataclass(frozen=True)
class Try:
    """Somebody opens a page, or sends a form, about a record of that name (``""``: it needs none)."""

    who: str
    entry: Entry
    record: str
    path: str

    @property
    def is_let(self) -> bool:
        """What the table says."""
        return self.who in DECIDE and self.who in rows()[desk()[self.entry.name]].to.get(self.record, ())


def tries(made: Populated) -> Iterator[Try]:
    """Every page and form, of whoever decides, about every record."""
    for entry in ENTRIES:
        named = {"": 0} if entry.record is None else {**made.records[entry.record], ABSENT: ABSENT_ID}
        for record, key in named.items():
            values = {**REST, **({} if entry.record is None else {entry.record: str(key)})}
            path = re.sub(r"\{(\w+)\}", lambda found, known=values: known[found[1]], entry.path)  # type: ignore[misc]
            for who in sorted(DECIDE):
                yield Try(who, entry, record, path)


@pytest.fixture
async def played(sqlite: Database, clock: Clock) -> tuple[Office, Populated]:
    made = await sqlite.write(populate)
    nowhere = cast("Village", None)  # there are two communes here, made otherwise
    return Office(sqlite, clock, nowhere, desk_of(sqlite)), made


def test_every_page_and_form_stands_in_the_table_and_no_other() -> None:
    assert {each.name for each in ENTRIES} == set(desk())
    assert len(ENTRIES) == len(desk())


async def test_the_policy_says_of_each_page_what_the_table_says(played: tuple[Office, Populated]) -> None:
    office, made = played

    def differ(tx: Transaction) -> tuple[int, list[str]]:
        acting = {who: there(accounts.find(tx, "web", made.chats[who])).actor for who in DECIDE}
        subjects: dict[tuple[str, str], Subject] = {
            (kind, name): there(loader(tx, key)).subject
            for kind, loader in LOADERS.items()
            for name, key in made.records[kind].items()
        }
        n, found = 0, []
        for each in tries(made):
            subject = None if each.entry.record is None else subjects.get((each.entry.record, each.record), NOBODYS)
            n += 1
            if (may(acting[each.who], each.entry.action, subject) is None) is not each.is_let:
                found.append(f"{each.entry.name}: {each.who} to {each.record}")
        return n, found

    n, found = await office.database.write(differ)
    assert n > 1000
    assert found == []


async def play(office: Office, made: Populated, most: int) -> int:
    """Some tries, as they are in a browser: let in where the table says so, and no name that is not theirs to know."""
    seats = {who: await office.sits(made.chats[who]) for who in sorted(DECIDE)}
    tokens = {who: (await seat.open()).token for who, seat in seats.items()}
    names = {full_name: who for who, (full_name, _, _) in PEOPLE.items()}
    every = list(tries(made))
    chosen = every if most >= len(every) else random.Random(11).sample(every, most)
    for each in chosen:
        client = seats[each.who].client
        if each.entry.takes:
            answer = await client.post(
                ROOT + each.path, data={"csrf": tokens[each.who], "ban": "0"}, follow_redirects=False
            )
        else:
            answer = await client.get(ROOT + each.path)
        assert answer.status_code in {200, 303, 403, 404, 422}, (each, answer.status_code)
        assert (answer.status_code != 403) is each.is_let, each
        named = {who for name, who in names.items() if name in answer.text}
        assert not named - knows(each.who), each
    return len(chosen)


async def test_at_the_desk_everybody_is_let_in_where_the_table_says_and_reads_no_other_name(
    played: tuple[Office, Populated],
) -> None:
    assert await play(*played, DAILY) == DAILY


@pytest.mark.soak
async def test_at_the_desk_everybody_tries_everything(played: tuple[Office, Populated]) -> None:
    assert await play(*played, 1_000_000) > DAILY


async def test_who_decides_nothing_sits_at_no_desk_whatever_their_browser_holds(
    played: tuple[Office, Populated],
) -> None:
    office, made = played
    others = [who for who in PEOPLE if who not in WITHOUT_A_CHAT and who not in DECIDE]
    assert {"lan", "helper", "reporter", "was_head", "was_officer"} <= set(others)
    for who in others:
        page = await (await office.sits(made.chats[who])).open()
        assert (page.status, "Bàn làm việc đang đóng" in page.text) == (403, True), who
    for entry in ENTRIES:
        path = re.sub(r"\{\w+\}", "1", entry.path)
        stranger = Seat(office, None)
        answer = await (stranger.client.post if entry.takes else stranger.client.get)(ROOT + path)
        assert answer.status_code == 403, entry.name
        assert not [name for name, _, _ in PEOPLE.values() if name in answer.text]
