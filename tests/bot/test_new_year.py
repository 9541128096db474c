"""The first seven hours of a year, when it is still the old one in UTC: the year is Viet Nam's."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from acts import ways
from criteria.activity import EventKind
from criteria.declaration import Measure, Move
from criteria.model import CITIZEN, FAMILY
from handlers.all_routes import ROUTER
from locales.text import T
from storage import accounts, counters, cycles, decisions, declarations, households, learning_events, mergers
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind
from tests.conftest import Clock
from tests.handlers.driver import Commune, commune_of
from tests.phone import Seen
from tests.rosters import taken
from tests.village import PLAIN, resident, sit_down, speaking, there
from tests.world import World

BEFORE = datetime(2026, 12, 31, 16, 50, tzinfo=UTC)  # ten to midnight in Viet Nam
AFTER = datetime(2026, 12, 31, 17, 10, tzinfo=UTC)


@pytest.fixture
async def commune(sqlite: Database, clock: Clock) -> Commune:
    """Xã Sơn Hồng, ten minutes before the new year."""
    commune = await commune_of(sqlite, clock)
    clock.now = BEFORE
    return commune


async def test_a_year_is_opened_and_declared_for_once_it_has_begun_here(commune: Commune) -> None:
    lan = commune.village.lan.id
    assert "Mở kỳ đánh giá năm 2027" not in (await commune.officer.press(ways.home())).labels
    assert "Công dân học tập năm 2026" in await commune.lan.press(ways.begin(lan))
    commune.clock.now = AFTER
    assert "Xã chưa mở kỳ đánh giá năm 2027." in await commune.lan.press(ways.begin(lan))
    await commune.officer.press(ways.home())
    assert "Đã mở kỳ đánh giá năm 2027." in await commune.officer.choose("Mở kỳ đánh giá năm 2027")
    assert "Công dân học tập năm 2027" in await commune.lan.press(ways.begin(lan))


async def test_a_roster_brought_in_then_is_counted_in_the_new_year(commune: Commune) -> None:
    commune.clock.now = AFTER
    village = commune.village

    def work(tx: Transaction) -> tuple[int, int]:
        cycle = cycles.open_year(tx, commune_id=village.commune.id, year=2027, plan="")
        person = resident(tx, village.kim_son, "Võ Thị Tứ", 1980, household="7", on_roster=False)
        speaker = speaking(tx)
        begun = declarations.begin(tx, person, cycle, speaker=speaker)
        for key, value in PLAIN.items():
            begun = declarations.answer(tx, begun, key, value, speaker=speaker)
        sent = there(declarations.submit(tx, begun, speaker=speaker))
        decisions.decide(tx, sent, Move.CONFIRM, person_id=village.head.id)

        def on_roster() -> int:
            return counters.tallies(tx, cycle.id, CITIZEN)[village.kim_son.id][Measure.REACHED_ON_ROSTER]

        before = on_roster()
        taken(tx, village, ("Võ Thị Tứ", 1980, "7"))
        return before, on_roster()

    assert await commune.do(work) == (0, 1)


async def test_a_village_that_is_merged_then_takes_along_what_is_of_the_new_year(commune: Commune) -> None:
    village = commune.village

    def announce(tx: Transaction, day: date, code: str) -> int:
        return learning_events.announce(
            tx, place_id=village.kim_son.id, kind=EventKind.CLASS, name="Lớp nấm", held_on=day, hours=2,
            organiser="Thôn", code=code, person_id=village.head.id,
        ).id  # fmt: skip

    def work(tx: Transaction) -> tuple[list[int], list[int]]:
        announce(tx, date(2026, 12, 31), "NAM234")
        new = announce(tx, date(2027, 1, 1), "NAM235")
        mergers.merge(tx, village.kim_son, village.hong_linh)
        moved = [
            each.id
            for year in (2026, 2027)
            for each in learning_events.of_places(tx, [village.hong_linh.id], year=year, limit=9)
        ]
        return moved, [new]

    commune.clock.now = AFTER
    moved, new = await commune.do(work)
    assert moved == new


async def _played(world: World, name: str) -> dict[str, Seen]:
    """Every menu that somebody reaches from their own, by the routes of its buttons; nothing is done on the way."""
    phone = world.phones[name]
    seen = {"home": await phone.say("menu")}
    waiting = list(seen["home"].routes.values())
    while waiting:
        route = waiting.pop(0)
        known = ROUTER.routes[route.partition("/")[0]]
        if route in seen or not known.shows:
            continue
        seen[route] = screen = await phone.press(route)
        assert "Có trục trặc" not in screen.text, (route, str(screen))
        assert "không còn dùng được" not in screen.text, (route, str(screen))
        waiting += [each for each in screen.routes.values() if not each.startswith(TOO_MANY)]
    return seen


TOO_MANY = ("target/", "indicator/", "criterion/", "calendar/", "plan-page/", "number/", "numbers/", "set-see/")


@pytest.mark.world("telegram-polling")
async def test_every_menu_over_new_year(world: World, clock: Clock) -> None:
    """Through Telegram, before midnight, after it and once 2027 is opened: nobody loses what is of 2026."""
    lan = world.phones["Lan"]
    clock.now = BEFORE
    commune = world.village
    cycle = commune.cycle.id

    def returned(tx: Transaction) -> int:
        sit_down(tx, "telegram", "1001", commune.lan)
        begun = declarations.begin(tx, commune.lan, commune.cycle, speaker=speaking(tx))
        for key, value in PLAIN.items():
            begun = declarations.answer(tx, begun, key, value, speaker=speaking(tx))
        sent = there(declarations.submit(tx, begun, speaker=speaking(tx)))
        return there(decisions.decide(tx, sent, Move.RETURN, person_id=commune.head.id, reason=T("Xem lại"))).id

    mine = await world.app.database.write(returned)
    of_2026 = {ways.stats(), ways.plans_of(cycle), ways.dossier_of(cycle), ways.villages()}
    assert of_2026 <= set(await _played(world, "Thương"))
    assert ways.mine(mine) in await _played(world, "Lan")
    clock.now = AFTER

    officer = await _played(world, "Thương")
    assert of_2026 <= set(officer)
    stats = officer[ways.stats()]
    assert "năm 2026" in str(stats.title)
    assert "Xã chưa mở kỳ đánh giá năm 2027, nên đây là của năm 2026." in stats.text
    assert stats.routes["Xuất Excel"] == ways.export_of(cycle)
    missing = officer[ways.missing(commune.kim_son.id)]
    assert "năm 2026" in str(missing.title)
    assert ways.missing(commune.kim_son.id) in await _played(world, "Đức")
    seen = await _played(world, "Lan")
    assert "Bản khai năm 2026 của bác được trả lại để xem lại." in seen["home"].text
    assert ways.mine(mine) in seen
    assert "Xã chưa mở kỳ đánh giá năm 2027." in str(await lan.say("/khai"))

    await world.phones["Thương"].press(ways.open_year(2027))
    officer = await _played(world, "Thương")
    assert "năm 2027" in str(officer[ways.stats()].title)
    chosen = officer[ways.stats_of(cycle)]
    assert "năm 2026" in str(chosen.title)
    assert chosen.routes["Xuất Excel"] == ways.export_of(cycle)
    village = commune.kim_son.id
    for way in (ways.plans_of(cycle), ways.dossier_of(cycle), ways.village_of(village, 2026),
                ways.missing_of(village, 2026)):  # fmt: skip
        assert way in officer
        assert "2026" in str(officer[way].title), way
    assert ways.missing_of(village, 2026) in await _played(world, "Đức")
    seen = await _played(world, "Lan")
    assert "chưa khai Công dân học tập năm nay" in seen["home"].text
    assert "Bản khai năm 2026 của bác được trả lại để xem lại." in seen["home"].text
    assert ways.mine(mine) in seen

    await world.phones["Thương"].press(ways.stats_of(cycle))
    assert "Đang lập báo cáo" in str(await world.phones["Thương"].choose("Xuất Excel"))
    assert "Báo cáo đã lập xong." in (await world.phones["Thương"].notice()).text
    assert "2026" in str((await world.phones["Thương"].notice()).file)


async def test_a_family_and_who_is_spoken_for_keep_what_last_year_left(commune: Commune) -> None:
    """A draft of a household's member, and the family's own, are still in sight once the new year is opened."""
    lan, other = commune.village.lan, await commune.neighbour("Trần Văn Bảy", 1950, household="1")

    def begin(tx: Transaction) -> tuple[int, int]:
        account = accounts.find(tx, "web", commune.lan.chat)
        assert account is not None
        accounts.speak_for(tx, account, other, ConsentKind.BESIDE)
        household = households.get(tx, there(lan.household_id))
        mine = declarations.begin(tx, other, commune.village.cycle, speaker=speaking(tx))
        family = declarations.begin(
            tx, lan, commune.village.cycle, speaker=speaking(tx), title=FAMILY, subject=household.about
        )
        return mine.id, family.id

    mine, family = await commune.do(begin)
    for _ in range(2):
        commune.clock.now = AFTER
        assert ways.mine(mine) in (await commune.lan.press(ways.whom())).choices.values()
        assert ways.onward(family) in (await commune.lan.press(ways.family())).choices.values()
        await commune.officer.press(ways.open_year(2027))
    assert "Trần Văn Bảy: bản khai năm 2026" in (await commune.lan.press(ways.whom())).labels
