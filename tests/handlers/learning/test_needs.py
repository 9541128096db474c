"""What residents want to learn: said, taken back, and seen by others as a number from five up only."""

from __future__ import annotations

from acts import ways
from criteria.activity import NeedKind
from storage import learning_needs
from storage.people import Person
from tests.handlers.driver import Commune


async def wants(commune: Commune, person: Person, kind: NeedKind, said: str) -> bool:
    """Somebody said so."""
    return await commune.do(lambda tx: learning_needs.say(tx, person.id, kind, said))


async def test_lan_says_what_she_wants_to_learn_and_takes_it_back(commune: Commune) -> None:
    await commune.lan.press(ways.classes())
    await commune.lan.choose("Tôi muốn học…")
    await commune.lan.choose("Ghi điều muốn học")
    await commune.lan.choose("Trồng trọt, chăn nuôi")
    assert "- Trồng trọt, chăn nuôi: Nấm rơm tại nhà" in await commune.lan.say("Nấm rơm tại nhà")
    seen = await commune.lan.choose("Bỏ điều 1: Nấm rơm tại nhà")
    assert "Đã bỏ." in seen
    assert "Nấm rơm" not in seen


async def test_five_are_enough_and_somebody_elses_is_none_of_theirs(commune: Commune) -> None:
    lan = commune.village.lan
    for n in range(learning_needs.MOST):
        assert await wants(commune, lan, NeedKind.LAW, f"Điều {n}")
    assert not await wants(commune, lan, NeedKind.LAW, "Nữa")
    assert "Ghi điều muốn học" not in (await commune.lan.press(ways.needs())).labels
    (first, *_) = await commune.look(lambda tx: learning_needs.of_person(tx, lan.id))
    await commune.far.press(ways.need_drop(first.id))
    assert first in await commune.look(lambda tx: learning_needs.of_person(tx, lan.id))


async def test_the_head_sees_a_number_from_five_people_up_and_nobodys_words(commune: Commune) -> None:
    for n in range(4):
        person = await commune.neighbour(f"Hà Thị {n}", household=f"4{n}")
        await wants(commune, person, NeedKind.FARMING, "Nấm rơm")
    seen = await commune.head.press(ways.needs_of(commune.kim_son))
    assert "Chưa có loại nào từ 5 người trở lên." in seen
    for said in ("Nấm rơm", "Nấm sò"):  # two of one person are one
        await wants(commune, commune.village.lan, NeedKind.FARMING, said)
    seen = await commune.officer.press(ways.needs_of(commune.village.commune.id))
    assert "- Trồng trọt, chăn nuôi: 5 người" in seen
    assert "Nấm" not in seen
    assert (await commune.lan.press(ways.needs_of(commune.kim_son))).at == "home"
