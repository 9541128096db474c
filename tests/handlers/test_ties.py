"""Nobody makes a confirmed declaration alone: whoever is a party to a person leaves the decision to somebody else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from acts import joining, ways
from criteria.declaration import State
from criteria.doubts import DoubtKind
from criteria.policy import Role, Tie
from storage import declarations, evidence, households, people, queue
from storage.declaration_record import Speaker
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind
from storage.people import Person
from tests.handlers.driver import PICTURE, PLAIN, Chat, Commune
from tests.village import there

WayIn = Callable[[Commune, Chat, Person], Awaitable[None]]


async def by_code(commune: Commune, by: Chat, person: Person) -> None:
    """They gave a personal code, and it was used."""
    await by.press(ways.admit(person.id))
    code = by.screen.text.splitlines()[0].removeprefix("Mã đăng nhập: ").replace(" ", "")
    new = await commune.sits(f"Máy mới của {person.full_name}", None)
    await new.open(code)
    await new.choose("Đúng là tôi, tôi đồng ý")


async def by_speaking(commune: Commune, by: Chat, person: Person) -> None:
    """They declared for the person, who later goes on alone."""
    await by.press(ways.help_as(person.id, ConsentKind.BESIDE.value))
    await by.press(ways.register(person.id, 2026, "ruong"))


async def by_picture(commune: Commune, by: Chat, person: Person) -> None:
    """They sent a picture for the person's diary."""
    account = await by.account()
    await commune.do(lambda tx: evidence.attach(tx, PICTURE, person_id=person.id, account_id=account.id))


async def by_household(commune: Commune, by: Chat, person: Person) -> None:
    """They lived together this year, and do so no more."""
    him = there((await by.account()).person)

    def part(tx: Transaction) -> None:
        mine = households.get(tx, there(people.get(tx, him.id).household_id))
        moved = households.enter(tx, mine, people.get(tx, person.id), relation="other")
        households.leave(tx, moved)

    await commune.do(part)


async def by_agreeing(commune: Commune, by: Chat, person: Person) -> None:
    """In office they let somebody into the person's household, in which nobody has a chat."""
    newcomer = await commune.neighbour("Hồ Văn Khách", 1980, household="8", on_roster=False)

    def ask(tx: Transaction) -> int:
        home = households.get(tx, there(person.household_id))
        return there(joining.ask_household(tx, households.leave(tx, newcomer), home, "other")).id

    await by.press(ways.joining_agree(await commune.do(ask)))


WAYS_IN: dict[Tie, WayIn] = {
    Tie.LET_IN: by_code, Tie.SPOKE: by_speaking, Tie.PICTURED: by_picture, Tie.HOUSEHOLD: by_household,
    Tie.AGREED: by_agreeing,
}  # fmt: skip


def test_every_tie_is_tried() -> None:
    assert set(WAYS_IN) == set(Tie)


@pytest.fixture
async def deputy(commune: Commune) -> Chat:
    """A second head of Kim Sơn, of a household of her own."""
    person = await commune.neighbour("Hồ Thị Bình", household="7")
    await commune.give(person, Role.HEAD, commune.village.kim_son)
    return await commune.sits("Bình", person)


@pytest.mark.parametrize("kind", Tie)
@pytest.mark.parametrize("who", ["head", "officer"])
async def test_who_is_a_party_does_not_decide_and_all_others_do(
    commune: Commune, deputy: Chat, kind: Tie, who: str
) -> None:
    """All pairs of ways in and deciders: no way for one person alone, and the way on for everybody else."""
    person = await commune.neighbour("Trần Văn Bảy", 1950)
    deciders = {"head": commune.head, "deputy": deputy, "officer": commune.officer}
    party = deciders.pop(who)
    await WAYS_IN[kind](commune, party, person)
    begun = await commune.declarations_of(person)
    sent = begun[0] if begun else await commune.sent(person)
    if begun:
        await commune.do(lambda tx: _finish(tx, person))
    sent = await commune.declaration(sent)
    assert sent.state is State.SUBMITTED

    seen = await party.press(ways.review(sent.id))
    still_speaks = seen.at == ways.mine(sent.id)  # and so sees it as theirs
    assert still_speaks or "nên người khác xác nhận" in seen
    assert not {"Xác nhận", "Trả lại"} & set(seen.labels)
    for way in (ways.confirm(sent.id, sent.revision), ways.return_(sent.id, sent.revision)):
        assert "nên người khác xác nhận" in await party.press(way)
    assert await waiting(commune, party) == 0
    assert (await commune.declaration(sent)).state is State.SUBMITTED

    for other in deciders.values():
        assert await waiting(commune, other) == 1
        assert {"Xác nhận", "Trả lại"} <= set((await other.press(ways.review(sent.id))).labels)
    await next(iter(deciders.values())).press(ways.confirm(sent.id, sent.revision))
    done = await commune.declaration(sent)
    assert done.state is State.CONFIRMED
    assert "nên người khác xác nhận" in await party.press(ways.undo(done.id, done.revision))
    assert (await commune.declaration(sent)).state is State.CONFIRMED


def _finish(tx: Transaction, person: Person) -> None:
    """The person answers the rest from a chat of their own, and sends."""
    (begun,) = declarations.of_person(tx, person.id)
    speaker = Speaker(there(tx.chain).account_id, person.id)
    for key, value in PLAIN.items():
        begun = declarations.answer(tx, begun, key, value, speaker=speaker)
    assert declarations.submit(tx, begun, speaker=speaker) is not None


async def waiting(commune: Commune, chat: Chat) -> int:
    account = await chat.account()
    return await commune.look(lambda tx: queue.count(tx, account.actor))


async def test_what_is_sent_within_the_hour_of_a_code_is_looked_at_twice(commune: Commune) -> None:
    soon, later = await commune.neighbour("Trần Văn Bảy", 1950), await commune.neighbour("Trần Văn Tám", 1951)
    for person in (soon, later):
        await by_code(commune, commune.officer, person)
    first = await commune.sent(soon)
    commune.clock.advance(hours=1)
    second = await commune.sent(later)
    listed = (await commune.head.press(ways.queue_page(0))).labels
    assert [label for label in listed if "vừa vào bằng mã" in label] != []
    assert "sau khi vào bằng mã do người khác cấp" in await commune.head.press(ways.review(first.id))
    assert "vào bằng mã" not in await commune.head.press(ways.review(second.id))


async def test_ones_own_code_and_an_invitation_are_no_doubt_and_no_tie(commune: Commune) -> None:
    """Another phone of one's own, the village's public code, a role that was offered: they let nobody in."""
    await commune.lan.press(ways.link())
    code = commune.lan.screen.text.splitlines()[0].removeprefix("Mã nối: ").replace(" ", "")
    await commune.stranger.open(code)
    await commune.stranger.choose("Đúng là tôi, tôi đồng ý")
    sent = await commune.sent(commune.village.lan)
    assert not [each for each in sent.doubts if each.kind is DoubtKind.LET_IN]
    for decider in (commune.head, commune.officer):
        assert (await decider.account()).tied == {}
        assert "Xác nhận" in (await decider.press(ways.review(sent.id))).labels


async def test_the_officer_sees_who_lets_people_in_and_acts_for_them(commune: Commune) -> None:
    kept = ways.keepers(commune.kim_son)
    assert "cấp mã" not in await commune.officer.press(kept)
    for year, way in ((1950, by_code), (1951, by_code), (1952, by_speaking), (1953, by_picture)):
        await way(commune, commune.head, await commune.neighbour(f"Trần Văn Bảy {'ABCD'[year - 1950]}", year))
    seen = await commune.officer.press(kept)
    assert "cấp mã đăng nhập cho 2 người, khai hộ, nhập phiếu cho 1 người, gửi ảnh thay 1 người" in seen
    assert "đã quyết định" not in seen
    assert "cấp mã" not in await commune.head.press(kept)
