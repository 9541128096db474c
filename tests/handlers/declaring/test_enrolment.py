"""One registers for the year in one tap, without declaring yet, and can take it back."""

from __future__ import annotations

from datetime import datetime

from acts import ways
from criteria.declaration import Measure
from criteria.model import CITIZEN
from storage import counters, cycles, registrations
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState, Registered
from storage.registrations import Registration, Whose
from tests.handlers.driver import Chat, Commune
from tests.village import there


async def registered(commune: Commune, title: str = CITIZEN, place: int | None = None) -> int:
    def read(tx: Transaction) -> int:
        tally = counters.tallies(tx, commune.cycle, title).get(place or commune.kim_son)
        return 0 if tally is None else tally[Measure.REGISTERED]

    return await commune.look(read)


async def of_lan(commune: Commune) -> Registration | None:
    whose = Whose(person_id=commune.village.lan.id)
    return await commune.look(lambda tx: registrations.find(tx, commune.village.cycle, CITIZEN, whose))


async def _in_january(commune: Commune) -> None:
    """Next year has begun, and its cycle is open with nothing adopted."""
    days = (datetime(2027, 1, 4) - datetime(2026, 11, 23)).days  # noqa: DTZ001 (days between)
    commune.clock.advance(days=days)
    await commune.do(lambda tx: cycles.open_year(tx, commune_id=commune.village.commune.id, year=2027, plan=""))


async def _refused(chat: Chat, way: str) -> bool:
    return "Người này ở nơi khác, hoặc không còn trong danh sách." in await chat.press(way)


async def test_one_tap_from_home_registers_and_says_what_that_means(commune: Commune) -> None:
    seen = await commune.lan.press(ways.home())
    assert "Đăng ký là báo tham gia năm nay; khai sau lúc nào cũng được." in seen
    after = await commune.lan.choose("Đăng ký Công dân học tập")
    assert "Bác đã đăng ký ngày 23/11/2026." in after
    assert await registered(commune) == 1
    kept = there(await of_lan(commune))
    assert (kept.how, kept.written_by) == (Registered.CHAT, commune.village.lan.id)
    home = await commune.lan.press(ways.home())
    assert "Bác đã đăng ký Công dân học tập năm 2026, chưa khai." in home
    assert "Đăng ký Công dân học tập" not in home.labels


async def test_in_january_registering_comes_before_declaring(commune: Commune) -> None:
    def labels(seen: tuple[str, ...]) -> list[str]:
        return [each for each in seen if each in {"Đăng ký Công dân học tập", "Khai Công dân học tập"}]

    assert labels((await commune.lan.press(ways.home())).labels)[0] == "Khai Công dân học tập"
    await _in_january(commune)
    assert labels((await commune.lan.press(ways.home())).labels)[0] == "Đăng ký Công dân học tập"
    assert "Bác đã đăng ký ngày " in await commune.lan.choose("Đăng ký Công dân học tập")


async def test_registering_twice_counts_once_and_can_be_taken_back(commune: Commune) -> None:
    lan = commune.village.lan.id
    await commune.lan.press(ways.enrol_now(lan, 2026))
    await commune.lan.press(ways.enrol_now(lan, 2026))
    assert await registered(commune) == 1
    seen = await commune.lan.choose("Rút đăng ký")
    assert "Đã rút đăng ký năm 2026." in seen
    assert await registered(commune) == 0
    assert "Bác chưa đăng ký." in await commune.lan.press(ways.enrol_off(lan, 2026))


async def test_who_has_begun_to_declare_is_registered_and_withdraws_the_declaration_first(commune: Commune) -> None:
    lan = commune.village.lan.id
    await commune.lan.press(ways.register(lan, 2026, "ruong"))
    assert there(await of_lan(commune)).how is Registered.DECLARED
    await commune.lan.press(ways.enrol_off(lan, 2026))
    assert await registered(commune) == 1


async def test_nobody_registers_in_a_year_that_is_closed_or_another(commune: Commune) -> None:
    lan = commune.village.lan.id
    await commune.lan.press(ways.enrol_now(lan, 2025))
    await commune.year_is(CycleState.CLOSED)
    assert "Kỳ đánh giá này đã khoá sổ." in await commune.lan.press(ways.enrol_now(lan, 2026))
    assert await registered(commune) == 0


async def test_nobody_registers_somebody_elses_person(commune: Commune) -> None:
    await commune.far.press(ways.enrol_now(commune.village.lan.id, 2026))
    assert await registered(commune) == 0
