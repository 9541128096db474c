"""Officials by office: the same people as the plan's measure counts, by name."""

from __future__ import annotations

from criteria.declaration import Move
from criteria.plan import Measured
from criteria.year import Counting, YearSettings
from storage import cycles, decisions, declarations, officials, places, target_actuals
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import PlaceKind
from storage.places import Place
from tests.village import PLAIN, Village, declared, found, resident, there


def office(tx: Transaction, village: Village, label: str, name: str, code: str) -> Place:
    return places.add_village(
        tx, commune=village.commune, label=label, name=name, join_code=code, since=tx.now.date(), kind=PlaceKind.UNIT
    )


async def test_who_is_listed_is_who_the_plan_counts(database: Database) -> None:
    """A teacher holds it, one only sent, one did nothing; a gardener and an enterprise do not count."""

    def work(tx: Transaction) -> None:
        village = found(tx)
        school = office(tx, village, "trường", "THCS", "TRUONG22")
        firm = office(tx, village, "doanh nghiệp", "Gỗ", "GOGOGO22")
        hoa, binh, _, vuon = (
            resident(tx, school, name, 1980 + i, household=str(i))
            for i, name in enumerate(("Phạm Thị Hoa", "Phạm Văn Bình", "Phạm Văn Cảnh", "Phạm Văn Vườn"))
        )
        resident(tx, firm, "Phạm Thị Dung", 1982, household="4")
        for person, work_, is_confirmed in ((hoa, "can_bo", True), (binh, "can_bo", False), (vuon, "ruong", True)):
            sent = declared(tx, village, person, {**PLAIN, "occupation": work_})
            if is_confirmed:
                held = there(declarations.load(tx, sent.id))
                decisions.decide(tx, held, Move.CONFIRM, person_id=village.officer.id)
        cycle = there(cycles.load(tx, village.cycle.id))
        assert [each.id for each in officials.offices(tx, cycle)] == [school.id]
        listed = officials.of_offices(tx, cycle, [school.id])[school.id]
        assert {each.full_name: each.holds for each in listed} == {
            "Phạm Thị Hoa": True, "Phạm Văn Bình": False, "Phạm Văn Cảnh": False,
        }  # fmt: skip
        counted = target_actuals.all_of(tx, cycle)[Measured.CADRES]
        assert (sum(each.holds for each in listed), len(listed)) == (counted.part, counted.whole)
        cycles.choose(tx, cycle, YearSettings(counting=Counting.RECOGNISED))
        now = there(cycles.load(tx, cycle.id))
        assert not any(each.holds for each in officials.of_offices(tx, now, [school.id])[school.id])

    await database.write(work)
