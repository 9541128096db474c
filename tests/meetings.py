"""Meetings about who is proposed, for tests of the conversations about them."""

from __future__ import annotations

from acts import meeting as acts
from acts import ways
from acts.meeting import PaperErrand
from storage import meetings
from storage.kit.transaction import Transaction
from storage.meetings import Meeting
from storage.people import Person
from tests.handlers.driver import PLAIN, Chat, Commune
from tests.proposals import confirmed
from tests.village import there


async def meeting_of(commune: Commune) -> Meeting:
    """The living meeting of Kim Sơn as it is now."""
    return there(await commune.look(lambda tx: meetings.of_place(tx, commune.cycle, commune.kim_son)))


async def opened(commune: Commune, kind: str = "village") -> Meeting:
    """The head opens the meeting of Kim Sơn."""
    await commune.head.press(ways.meeting_open(commune.kim_son, kind))
    return await meeting_of(commune)


async def held_with_refusal(commune: Commune, who: str) -> Meeting:
    """The meeting of Kim Sơn is over: Lan and Mai were proposed, one of them was discussed in vain."""
    standing = await commune.look(lambda tx: meetings.reached(tx, commune.cycle, commune.kim_son))
    if not standing:
        await confirmed(commune, commune.village.lan, commune.people["Mai"])
    found = await opened(commune)
    for each in await commune.look(lambda tx: meetings.everybody(tx, found)):
        if each.person_id == commune.people[who].id:
            await commune.head.press(ways.meeting_mark(found.id, each.declaration_id, "refused"))
    await commune.head.press(ways.meeting_hold(found.id))
    return await meeting_of(commune)


async def work_off(commune: Commune) -> None:
    """What signed papers confirm is confirmed, as the job does it."""

    def work(tx: Transaction, key: int) -> None:
        after: int | None = 0
        while after is not None:
            after = acts.confirm_some(tx, key, after=after, most=1)
        acts.finish(tx, key)

    for each in await commune.errands():
        if isinstance(each, PaperErrand):
            await commune.do(lambda tx, key=each.meeting_id: work(tx, key))  # type: ignore[misc]


async def signed_paper(
    commune: Commune, *more: Person, typist: Chat | None = None, refused: Person | None = None
) -> Meeting:
    """A list of Kim Sơn that the head signed, with Lan and a neighbour waiting; typed in by the officer or another."""
    neighbour = await commune.neighbour("Lò Thị Bưởi", household="31")
    await commune.sent(neighbour, {**PLAIN, "B2": "3"})
    for person in (commune.village.lan, *more):
        await commune.sent(person)
    found, chat = await opened(commune, "signed"), typist or commune.officer
    await chat.press(ways.meeting_signed(found.id, commune.village.head.id))
    for each in await commune.look(lambda tx: meetings.everybody(tx, found)):
        if refused is not None and each.person_id == refused.id:
            await chat.press(ways.meeting_mark(found.id, each.declaration_id, "refused"))
    await chat.press(ways.meeting(found.id))
    await chat.photo()
    await chat.press(ways.meeting_hold(found.id))
    return await meeting_of(commune)
