"""A small commune with people who declared, whose result was made elsewhere, and both: its figures by hand.

The roster of :func:`tests.village.found`. Thôn Kim Sơn: Lan (1968), Mai (1992), Đức (1970), Hải (1996); Thôn Hồng Lĩnh:
Khánh (1955), Thương (1988). All are 18 or older: the whole is 4 + 2 = 6.
"""

from __future__ import annotations

from dataclasses import dataclass

from acts import ways
from criteria.declaration import Move
from criteria.model import CITIZEN
from handlers.commune.snapshot_figures import figures_of
from handlers.commune.year_basis import village_lines
from reports.tables.citizen_statistics import VillageLine, total
from storage import counters, decisions, declarations, listed_results, people, places, recount, replay, snapshots
from storage.kit.transaction import Transaction
from storage.person_deeds import move_to
from tests.handlers.driver import Commune
from tests.results import taken
from tests.village import there


@dataclass(frozen=True)
class Row:
    """Declared, of these made elsewhere, confirmed, reached of the roster, of how many."""

    declared: int
    made_elsewhere: int
    confirmed: int
    reached: int
    whole: int


async def rows(commune: Commune) -> tuple[Row, ...]:
    """A row a village, then the commune's; counted three times: as kept, anew, and from the log."""

    def look(tx: Transaction) -> tuple[Row, ...]:
        cycle = commune.village.cycle
        kept = counters.tallies(tx, cycle.id, CITIZEN)
        assert kept == recount.recount(tx, cycle, CITIZEN)
        assert kept == replay.tallies(replay.replay(tx), replay.registered(tx), cycle.id, CITIZEN)
        lines = village_lines(tx, cycle, places.villages(tx, cycle.commune_id), kept)
        for line in (*lines, whole := total(lines)):
            assert 0 <= line.reached_on_roster <= line.roster, "a share of 0 to 100 %"
            assert line.made_elsewhere <= line.declared <= line.registered
        return tuple(map(_row, (*lines, whole)))

    return await commune.look(look)


def _row(line: VillageLine) -> Row:
    return Row(line.declared, line.made_elsewhere, line.confirmed, line.reached_on_roster, line.roster)


async def confirm(commune: Commune, name: str) -> None:
    """The one whose name it is, by somebody who may."""

    def work(tx: Transaction) -> None:
        key = next(each.id for person in (commune.people[name],) for each in declarations.of_person(tx, person.id))
        held = there(declarations.load(tx, key))
        there(decisions.decide(tx, held, Move.CONFIRM, person_id=commune.village.officer.id))

    await commune.do(work)


async def test_declared_elsewhere_and_both(commune: Commune) -> None:
    # Lan declares here; the school's list names Lan (not reached), Mai (reached, 85,5) and Hải (not reached).
    await commune.sent(commune.village.lan)
    found = await taken(
        commune, ("Nguyễn Thị Lan", 1968, False), ("Trần Thị Mai", 1992, True, "85.5"), ("Phan Văn Hải", 1996, False)
    )
    # Of 4: Lan here, Mai and Hải elsewhere; nobody is confirmed yet. Hồng Lĩnh: nobody.
    assert await rows(commune) == (Row(3, 2, 0, 0, 4), Row(0, 0, 0, 0, 2), Row(3, 2, 0, 0, 6))

    for name in ("Mai", "Hải"):
        await confirm(commune, name)

    def confirm_lan(tx: Transaction) -> None:
        (mine,) = declarations.of_person(tx, commune.village.lan.id)
        assert not mine.made_elsewhere, "ours is not overwritten"
        held = there(declarations.load(tx, mine.id))
        there(decisions.decide(tx, held, Move.CONFIRM, person_id=commune.village.head.id))

    await commune.do(confirm_lan)
    # All three confirmed; Lan (86 points here) and Mai reach it: 2 of 4.
    assert await rows(commune) == (Row(3, 2, 3, 2, 4), Row(0, 0, 0, 0, 2), Row(3, 2, 3, 2, 6))

    await commune.officer.press(ways.snapshot_now(commune.cycle))

    def shot(tx: Transaction) -> None:
        (taken_down,) = snapshots.of_cycle(tx, commune.cycle)
        assert snapshots.agrees(tx, taken_down)
        figures = figures_of(tx, taken_down)
        assert figures.basis.made_elsewhere == 2
        assert "Trường THCS Sơn Hồng" in str(figures.basis.lists)
        assert [(each.reached, each.made_elsewhere) for each in figures.people.lines] == [(2, 2), (0, 0)]

    await commune.look(shot)

    # Mai moves to Hồng Lĩnh: what was confirmed this year stays where it was.
    await commune.do(
        lambda tx: move_to(tx, people.get(tx, commune.people["Mai"].id), commune.village.hong_linh, by=None)
    )
    assert (await rows(commune))[-1] == Row(3, 2, 3, 2, 6)
    assert await commune.look(lambda tx: listed_results.by_list(tx, commune.cycle)) == {found.id: 2}
    seen = await commune.officer.press(ways.stats())
    assert "Trong số đã tự đánh giá: 2 người có kết quả lập ở nơi khác." in seen
