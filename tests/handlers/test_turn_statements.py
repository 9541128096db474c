"""How many statements a turn sends: each is a round trip on PostgreSQL, and half of what a turn costs.

One more needs a reason and a change of this table; a typed answer never gets one more.
"""

from __future__ import annotations

import re

from acts import ways
from handlers.kit.event import Chose, Event, Input, Said
from tests.handlers.driver import Chat, Commune, answered
from tests.statements import statements_sent

CEILINGS = {
    "typed answer": 5,  # who has a diary: one more at a question that it speaks to
    "submit": 10,
    "queue": 6,
    "card": 9,
    "confirm": 13,
    "batch, a person": 1,  # twenty people are as many statements as one, and a page of the queue
}


class Counting:
    """Counts what one thing that somebody does sends to the database."""

    def __init__(self, commune: Commune) -> None:
        self._commune = commune
        self.sent: dict[str, list[str]] = {}

    async def of(self, name: str, chat: Chat, what: Input) -> str:
        """What is done is sent by itself: a chat of the tests looks at the database, too. What was said, as a text."""
        self._commune.clock.advance(seconds=3)
        with statements_sent() as sent:
            reply = await self._commune.dispatcher.dispatch(Event("web", chat.chat, self._commune.update(), what))
        self.sent[name] = [each for each in sent if not each.startswith("BEGIN")]  # what several turns share
        return str(reply.screen)


async def test_no_turn_sends_more_statements_than_the_table_allows(commune: Commune) -> None:
    counting = Counting(commune)
    await commune.lan.say("/khai")
    await commune.lan.say("1")
    await counting.of("typed answer", commune.lan, Said("6"))
    mine = await answered(commune)
    await counting.of("submit", commune.lan, Chose(ways.submit(mine.id, mine.revision)))
    sent = await commune.declaration(mine)
    await counting.of("queue", commune.head, Chose(ways.queue()))
    await counting.of("card", commune.head, Chose(ways.review(sent.id)))
    await counting.of("confirm", commune.head, Chose(ways.confirm(sent.id, sent.revision)))
    people = 20
    for i in range(people):
        commune.clock.advance(minutes=20)
        await commune.sent(await commune.neighbour(f"Hồ Văn {'ABCDEGHIKLMNOPQRSTUVXYZ'[i]}a", 1940 + 2 * i))
    commune.clock.advance(minutes=20)
    await commune.head.press(ways.batch())
    (way,) = [way for way in commune.head.screen.choices.values() if way.startswith("batch-confirm/")]
    assert str(people) in await counting.of("batch, a person", commune.head, Chose(way))
    found = {name: len(each) for name, each in counting.sent.items()} | {
        "batch, a person": len(counting.sent["batch, a person"]) / people
    }
    assert set(found) == set(CEILINGS)
    over = [name for name, n in found.items() if n > CEILINGS[name]]
    assert not over, "\n".join([f"{found}", *(re.sub(r"\s+", " ", text)[:150] for text in counting.sent[over[0]])])
