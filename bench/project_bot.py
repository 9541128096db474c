"""The real program for the benchmark: ``hoctap run`` on a SQLite file in which people are about to declare.

``python -m bench.project_bot`` is ``hoctap run``, set up by the environment as always. With ``HOCTAP_BENCH_PROFILE``
naming a file, the event loop's thread runs under cProfile from SIGUSR1 on, and SIGUSR2 writes the profile there.
"""

from __future__ import annotations

import cProfile
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storage.kit.transaction import Transaction

CHAT = 10_001  # of the first person
CHANNEL = "telegram"

# A declaration: the occupation, ten indicators, three facts; the reply to each answer is the next question, then the
# review.
TYPED = ("1", "3", "2", "2", "2", "1", "2", "2", "2", "2", "2", "4", "1", "1")
QUESTIONS = tuple(f"Câu {i}/13" for i in range(1, 14))
TYPED_REPLIES = (*QUESTIONS, "xem lại các câu trả lời")
TAPPED = (
    *("ask-say/ 1", "ask-say/ 3", "ask-say/ 2", "ask-say/ 2", "ask-say/ 2"),
    *("ask-tick/ 1", "ask-ticked/"),  # a question with several answers: tick one, "Xong"
    *("ask-say/ 2",) * 7,
    *("ask-tick/ 1", "ask-ticked/"),
)
TAPPED_REPLIES = (*QUESTIONS[:5], QUESTIONS[4], *QUESTIONS[5:], QUESTIONS[12], TYPED_REPLIES[-1])
BEGIN = "/khai"
BEGIN_REPLY = "làm việc gì là chính"


def chats(count: int, first: int = 0) -> Sequence[int]:
    """Chat ids of seeded people."""
    return range(CHAT + first, CHAT + first + count)


def found(tx: Transaction, count: int, channel: str = CHANNEL) -> None:
    """A commune of ``count`` people who have joined, have agreed, and have begun this year's declaration."""
    from handlers.shared.title_form import OCCUPATION
    from storage import accounts, declarations
    from storage.declaration_record import Speaker

    for account, person, cycle in joined(tx, channel, [str(CHAT + i) for i in range(count)]):
        begun = declarations.begin(tx, person, cycle, speaker=Speaker(account.id, person.id))
        account.route = f"ask/{begun.id}/{OCCUPATION}"
        accounts.save(tx, account, owed=None)


def joined(tx: Any, channel: str, chat_ids: Sequence[str]) -> Iterator[tuple[Any, Any, Any]]:
    """A commune of people who have joined and agreed: each account, not saved yet, with its person and the cycle."""
    from bot.commune_setup import act_as_operator, add_commune
    from handlers.shared.consent import CONSENT_VERSION
    from locales.format import year_of
    from storage import accounts, cycles, people, places

    year = year_of(tx.now)
    commune = places.by_official_code(tx, "18160")
    if commune is None:
        commune = add_commune(
            tx, "18160", year=year, contact="Phòng Văn hoá - Xã hội", villages=["Kim Sơn", "Hồng Lĩnh"]
        )
    villages = places.villages(tx, commune.id)
    cycle = cycles.of_year(tx, commune.id, year)
    assert cycle is not None
    for i, chat in enumerate(chat_ids):
        act_as_operator(tx)
        village = villages[i % len(villages)]
        name = f"Nguyễn Thị Lan {chr(65 + i % 26)}{chr(65 + i // 26 % 26)}"
        person = people.add(
            tx,
            place_id=village.id,
            full_name=name,
            birth_year=year - 20 - i % 60,
            on_roster=True,
            household_id=people.household(tx, place_id=village.id, code=str(i // 6)),
        )
        account = accounts.lock(tx, channel, chat)
        accounts.give_consent(tx, account, version=CONSENT_VERSION, given=True)
        accounts.bind_person(tx, account, person)
        yield account, person, cycle


def seed(folder: Path, count: int) -> None:
    """Make the program's data folder with :func:`found` in its database."""
    write(folder, lambda tx: found(tx, count))


def seed_joined(folder: Path, channel: str, chat_ids: Sequence[str]) -> None:
    """Make the program's data folder with people who are about to declare, the second half of them in one message."""
    from storage import accounts

    def work(tx: Any) -> None:
        for i, (account, _, _) in enumerate(joined(tx, channel, chat_ids)):
            account.compact = i >= len(chat_ids) // 2
            accounts.save(tx, account, owed=None)

    write(folder, work)


def write(folder: Path, work: Callable[[Any], None]) -> None:
    """Run work on the program's database in a data folder, made if it is not there."""
    import asyncio

    from storage.kit.engine import open_database
    from storage.kit.migrate import upgrade

    url = f"sqlite:///{(folder / 'hoctap.db').absolute()}"
    upgrade(url)

    async def go() -> None:
        database = open_database(url)
        await database.write(work)
        await database.close()

    asyncio.run(go())


def main() -> None:
    """Run the program."""
    sys.argv[1:] = ["run"]
    from datetime import timedelta

    from bot import dispatch
    from bot.cli import main as hoctap

    dispatch.READING = timedelta()  # who is measured presses faster than people read
    out = os.environ.get("HOCTAP_BENCH_PROFILE")
    if out is None:
        hoctap()
        return
    profiler = cProfile.Profile()
    signal.signal(signal.SIGUSR1, lambda *_: profiler.enable())
    signal.signal(signal.SIGUSR2, lambda *_: profiler.dump_stats(out))
    hoctap()


if __name__ == "__main__":
    main()
