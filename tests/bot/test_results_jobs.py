"""Results made elsewhere: read, taken, taken back beside the turns; whole, once, also after a kill, and proved."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.verifying import verify
from criteria.declaration import Measure, Move, State
from criteria.model import CITIZEN
from criteria.results_matching import Finding
from criteria.score import Verdict
from storage import counters, decisions, declarations, listed_results, recount, replay, result_lists, result_taking
from storage.counters import Tally
from storage.declaration_record import Declaration
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import ResultsState
from tests.conftest import Clock
from tests.results import Desk
from tests.village import PLAIN, declared, found, resident, sit_down, there

LAN = (1, "Thôn Kim Sơn", "NGUYỄN THỊ LAN", 1968, "Đạt", 85.5)
MAI = (2, "Kim Sơn", "Trần Thị Mai", 1992, "Chưa đạt")
KHANH = (3, "Hồng Lĩnh", "Lê Bá Khánh", 1955, "đạt")


@pytest.fixture
async def desk(database: Database, tmp_path: Path) -> Desk:
    def begin(tx: Transaction) -> Desk:
        village = found(tx)
        sit_down(tx, "web", "officer", village.officer)
        return Desk(database, tmp_path, village, "officer")

    return await database.write(begin)


async def tally(desk: Desk) -> Tally:
    return await desk.database.read(
        lambda tx: counters.tallies(tx, desk.village.cycle.id, CITIZEN).get(desk.village.kim_son.id, Tally(0, {}))
    )


async def of(desk: Desk, name: str, year: int) -> Declaration | None:
    person = await desk.who(name, year)

    def find(tx: Transaction) -> Declaration | None:
        return next(iter(declarations.of_person(tx, person.id)), None)

    return await desk.database.read(find)


async def proved(desk: Desk) -> None:
    """The log holds, the counters are what is counted anew and what the log adds up to."""

    def look(tx: Transaction) -> None:
        report = verify(tx)
        assert not report.problems, report.problems
        cycle = desk.village.cycle
        kept = counters.tallies(tx, cycle.id, CITIZEN)
        assert kept == recount.recount(tx, cycle, CITIZEN)
        assert kept == replay.tallies(replay.replay(tx), replay.registered(tx), cycle.id, CITIZEN)
        assert replay.differing(tx) == []

    await desk.database.read(look)


async def test_a_list_is_read_looked_at_and_taken_with_its_points_and_none_of_ours(desk: Desk) -> None:
    brought = await desk.brings(LAN, MAI, KHANH, (4, "Kim Sơn", "Hồ Văn Lạ", 1980, "đạt"))
    assert brought.state is ResultsState.READY
    assert (await desk.counts(brought)).all == {Finding.NEW: 3, Finding.UNKNOWN: 1}
    assert await of(desk, "Nguyễn Thị Lan", 1968) is None, "nothing is taken before an officer says so"

    taken = await desk.takes(brought)
    assert taken.state is ResultsState.TAKEN
    lan, mai = there(await of(desk, "Nguyễn Thị Lan", 1968)), there(await of(desk, "Trần Thị Mai", 1992))
    assert (lan.state, lan.verdict, lan.total, lan.assessment) == (State.SUBMITTED, Verdict.REACHED, None, None)
    assert (mai.verdict, dict(mai.answers)) == (Verdict.NOT_REACHED, {})
    said = there(await desk.database.read(lambda tx: listed_results.of_declaration(tx, lan.id)))
    assert (said.result.points, said.origin.made_by) == ("85.5", "Trường THCS Sơn Hồng")
    here = await tally(desk)
    assert {each: here[each] for each in (Measure.REGISTERED, Measure.DECLARED, Measure.MADE_ELSEWHERE)} == {
        Measure.REGISTERED: 2, Measure.DECLARED: 2, Measure.MADE_ELSEWHERE: 2,
    }  # fmt: skip
    await proved(desk)


async def test_the_same_list_twice_is_once(desk: Desk) -> None:
    await desk.takes(await desk.brings(LAN, MAI))
    before = await tally(desk)
    again = await desk.brings(LAN, MAI)
    assert (await desk.counts(again)).all == {Finding.AGAIN: 2}
    await desk.takes(again)
    assert await tally(desk) == before
    await proved(desk)


async def test_who_has_declared_here_stays_unless_an_officer_chooses(desk: Desk) -> None:
    await desk.do(lambda tx: declared(tx, desk.village, desk.village.lan, PLAIN))
    brought = await desk.brings((1, "Kim Sơn", "Nguyễn Thị Lan", 1968, "chưa đạt"), MAI)
    assert (await desk.counts(brought)).all == {Finding.DIFFERS: 1, Finding.NEW: 1}
    await desk.takes(brought)
    lan = there(await of(desk, "Nguyễn Thị Lan", 1968))
    assert (lan.verdict, lan.made_elsewhere, lan.total) == (Verdict.REACHED, False, 86)

    def choose(tx: Transaction) -> None:
        (line,) = result_lists.page(tx, brought.id, Finding.DIFFERS, after=-1, most=9)
        result_lists.prefer(tx, line, theirs=True)

    await desk.do(choose)
    await desk.takes(brought)
    lan = there(await of(desk, "Nguyễn Thị Lan", 1968))
    assert (lan.verdict, lan.made_elsewhere, lan.total) == (Verdict.NOT_REACHED, True, None)
    assert lan.answers["A1"] == "3", "what was answered here is not lost"
    await proved(desk)

    undone = await desk.undoes(brought)
    assert undone.state is ResultsState.UNDONE
    lan = there(await of(desk, "Nguyễn Thị Lan", 1968))
    assert (lan.state, lan.verdict, lan.made_elsewhere, lan.total) == (State.SUBMITTED, Verdict.REACHED, False, 86)
    assert await of(desk, "Trần Thị Mai", 1992) is None
    assert (await tally(desk))[Measure.MADE_ELSEWHERE] == 0
    await proved(desk)


async def test_undoing_takes_confirmations_of_the_list_back_with_it(desk: Desk) -> None:
    brought = await desk.takes(await desk.brings(LAN, MAI))
    lan = there(await of(desk, "Nguyễn Thị Lan", 1968))

    def confirm(tx: Transaction) -> None:
        held = there(declarations.load(tx, lan.id))
        there(decisions.decide(tx, held, Move.CONFIRM, person_id=desk.village.head.id))

    await desk.do(confirm)
    here = await tally(desk)
    assert (here[Measure.CONFIRMED], here[Measure.REACHED_ON_ROSTER], here[Measure.MADE_ELSEWHERE]) == (1, 1, 2)
    await proved(desk)
    await desk.undoes(brought)
    assert (await tally(desk)).counts.get(Measure.REACHED_ON_ROSTER, 0) == 0
    await proved(desk)


async def test_a_second_list_that_is_undone_leaves_what_the_first_said(desk: Desk) -> None:
    await desk.takes(await desk.brings(LAN))
    second = await desk.brings((1, "Kim Sơn", "Nguyễn Thị Lan", 1968, "chưa đạt", 60))

    def choose(tx: Transaction) -> None:
        (line,) = result_lists.page(tx, second.id, Finding.DIFFERS, after=-1, most=9)
        result_lists.prefer(tx, line, theirs=True)

    await desk.do(choose)
    await desk.takes(second)
    assert there(await of(desk, "Nguyễn Thị Lan", 1968)).verdict is Verdict.NOT_REACHED
    await desk.undoes(second)
    lan = there(await of(desk, "Nguyễn Thị Lan", 1968))
    assert (lan.verdict, lan.made_elsewhere) == (Verdict.REACHED, True)
    said = there(await desk.database.read(lambda tx: listed_results.of_declaration(tx, lan.id)))
    assert said.result.points == "85.5"
    await proved(desk)


@pytest.mark.parametrize("at", [0, 1])
async def test_a_kill_between_two_slices_loses_and_doubles_nobody(
    desk: Desk, at: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, done = result_taking.take_some, 0

    def killed(tx: Transaction, list_id: int, *, after: int = -1) -> int | None:
        nonlocal done
        done += 1
        if done == at + 1:
            raise RuntimeError("killed")
        return whole(tx, list_id, after=after, most=1)

    brought = await desk.brings(LAN, MAI, KHANH)
    monkeypatch.setattr(result_taking, "take_some", killed)
    await desk.takes(brought)
    assert (await desk.now(brought)).state is ResultsState.TAKING
    clock.advance(minutes=5)
    await desk.works()
    assert (await desk.now(brought)).state is ResultsState.TAKEN
    assert (await desk.counts(brought)).done == 3
    await proved(desk)


async def test_a_list_of_who_passed_says_nothing_beside_the_names(desk: Desk) -> None:
    brought = await desk.brings(
        ("Nguyễn Thị Lan", 1968, "Kim Sơn"), ("Trần Thị Mai", 1992, "Kim Sơn"),
        headings=("Họ và tên", "Năm sinh", "Thôn"), above=(("DANH SÁCH CÔNG DÂN ĐẠT DANH HIỆU",),),
    )  # fmt: skip
    assert (await desk.counts(brought)).all == {Finding.UNSAID: 2}
    from dataclasses import replace

    from tests.results import ORIGIN

    said = await desk.says(brought, replace(ORIGIN, all_reached=True))
    assert (await desk.counts(said)).all == {Finding.NEW: 2}


async def test_another_communes_list_is_refused_by_its_name(desk: Desk) -> None:
    brought = await desk.brings(LAN, above=(("ỦY BAN NHÂN DÂN XÃ SÓC SƠN",), ("DANH SÁCH KẾT QUẢ",)))
    assert (await desk.counts(brought)).read == 0
    assert "Sóc Sơn" in str(brought.found["notes"])


async def test_a_schools_list_finds_its_people_wherever_they_live(desk: Desk) -> None:
    from datetime import date

    from storage import places
    from storage.kit.words import PlaceKind

    await desk.do(
        lambda tx: places.add_village(
            tx, commune=desk.village.commune, label="trường", name="THCS Sơn Hồng", join_code="THCS2345",
            since=date(2026, 1, 1), kind=PlaceKind.UNIT,
        )
    )  # fmt: skip
    await desk.do(lambda tx: resident(tx, desk.village.hong_linh, "Nguyễn Thị Lan", 1969, household="8"))
    brought = await desk.brings(
        ("Nguyễn Thị Lan", 1968, "đạt"), ("Lê Bá Khánh", 1955, "đạt"), ("Lê Bá Khánh", "", "đạt"),
        headings=("Họ và tên", "Năm sinh", "Kết quả"), above=(("TRƯỜNG THCS SƠN HỒNG",),),
    )  # fmt: skip
    assert (await desk.counts(brought)).all == {Finding.NEW: 2, Finding.DOUBTFUL: 1}
