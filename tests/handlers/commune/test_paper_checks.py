"""The sample of what a signed paper confirmed, held against it by an officer who neither signed nor typed."""

from __future__ import annotations

from acts import ways
from criteria.declaration import State
from criteria.policy import Role
from storage import declarations, paper_confirmations
from storage.paper_confirmations import Drawn
from tests.handlers.driver import Chat, Commune
from tests.meetings import signed_paper, work_off
from tests.village import there


async def drawn_for(commune: Commune) -> tuple[Chat, Drawn]:
    """A second officer, and who was drawn of two confirmed."""
    await signed_paper(commune)
    await work_off(commune)
    second = await commune.neighbour("Hồ Thị Hai", household="77", place=commune.village.hong_linh)
    await commune.give(second, Role.OFFICER, commune.village.commune)
    chat = await commune.sits("second", second)
    (drawn,) = await commune.look(lambda tx: paper_confirmations.open_of_cycle(tx, commune.cycle, most=9))
    return chat, drawn


async def test_it_stands_in_the_officers_list_until_it_is_checked(commune: Commune) -> None:
    chat, drawn = await drawn_for(commune)
    await chat.press(ways.home())
    await chat.choose("Đối chiếu giấy ký (1)")
    seen = await chat.press(ways.paper_check(commune.cycle, drawn.id))
    assert f"Người ký: {commune.village.head.full_name}." in seen
    assert "Xem ảnh 1" in seen.labels
    seen = await chat.choose("Đúng như trên giấy")
    assert "Không còn ai phải đối chiếu." in seen
    assert "Đối chiếu giấy ký (1)" not in (await chat.press(ways.home())).labels


async def test_one_that_does_not_stand_so_waits_again(commune: Commune) -> None:
    chat, drawn = await drawn_for(commune)
    await chat.press(ways.paper_check(commune.cycle, drawn.id))
    seen = await chat.choose("Không đúng, xem lại người này")
    assert "lại chờ xác nhận" in seen
    now = there(await commune.look(lambda tx: declarations.glance(tx, drawn.declaration_id)))
    assert now.state is State.SUBMITTED


async def test_who_typed_it_does_not_check_it(commune: Commune) -> None:
    _, drawn = await drawn_for(commune)
    seen = await commune.officer.press(ways.paper_check(commune.cycle, drawn.id))
    assert "cán bộ khác đối chiếu" in seen
    await commune.officer.press(ways.paper_check_say(commune.cycle, drawn.id, "agrees"))
    assert await commune.look(lambda tx: paper_confirmations.count_open(tx, commune.cycle)) == 1
