"""Officials of each office: who is missing, for those in charge only."""

from __future__ import annotations

from acts import ways
from acts.errands import OfficialsErrand
from criteria.policy import Role
from storage import looks, places
from storage.kit.transaction import Transaction
from storage.kit.words import PlaceKind
from storage.people import Person
from storage.places import Place
from tests.handlers.driver import Commune
from tests.village import resident


async def school_of(commune: Commune) -> tuple[Place, Person]:
    """A school with a teacher who has not declared."""

    def work(tx: Transaction) -> tuple[Place, Person]:
        school = places.add_village(
            tx, commune=commune.village.commune, label="trường", name="THCS Sơn Hồng", join_code="TRUONG22",
            since=tx.now.date(), kind=PlaceKind.UNIT,
        )  # fmt: skip
        return school, resident(tx, school, "Phạm Thị Hoa", 1985, household="1")

    return await commune.do(work)


async def test_the_officer_sees_each_office_and_who_is_missing_there_which_is_on_record(commune: Commune) -> None:
    _, teacher = await school_of(commune)
    await commune.officer.press(ways.plans_of(commune.cycle))
    seen = await commune.officer.choose("Cán bộ, công chức, viên chức: ai chưa đạt")
    assert "Đạt Công dân học tập: 0/1." in seen
    seen = await commune.officer.choose("Trường THCS Sơn Hồng: 0/1")
    assert "- Phạm Thị Hoa, sinh 1985: Chưa khai" in seen
    looked = await commune.look(lambda tx: looks.of_person(tx, teacher.id))
    assert looked, "that she was named is on record"
    await commune.officer.press(ways.officials_file(commune.cycle))
    assert OfficialsErrand(commune.cycle) in await commune.errands()


async def test_who_is_in_charge_of_the_office_sees_its_people_and_nobody_elses(commune: Commune) -> None:
    school, _ = await school_of(commune)
    assert "Phạm Thị Hoa" not in await commune.head.press(ways.officials_of(school.id, 0))
    await commune.give(commune.village.head, Role.HEAD, school)
    assert "- Phạm Thị Hoa" in await commune.head.press(ways.officials_of(school.id, 0))
    assert "Đạt Công dân học tập" not in await commune.head.press(ways.officials(commune.cycle))


async def test_a_village_is_no_office(commune: Commune) -> None:
    assert "Chưa đạt" not in await commune.officer.press(ways.officials_of(commune.kim_son, 0))
