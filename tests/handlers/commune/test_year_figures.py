"""The figures of a year, from the database to the report: counted by hand for a small commune."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO

import docx
from sqlalchemy import update

from bot.commune_setup import act_as_operator
from criteria.declaration import Move
from criteria.letterhead import Letterhead
from criteria.model import CITIZEN, FAMILY, Standing
from criteria.parse import title_name
from handlers.commune.year_figures import year_figures
from reports.documents.year_report import YearReport, year_report
from reports.tables.basis import NOT_ADOPTED
from reports.year_figures import TitleFigures, YearFigures
from storage import cycles, decisions, people
from storage.cycles import Adoption
from storage.declaration_record import About
from storage.kit.engine import Database
from storage.kit.tables import households
from storage.kit.transaction import Transaction
from tests.reports.figures import words
from tests.statements import statements_sent
from tests.village import FAMILY_ANSWERS, GOOD, Village, declared, found, resident, there


async def of(
    database: Database, work: Callable[[Transaction, Village], object] = lambda _tx, _village: None
) -> YearFigures:
    """The figures of the commune after what ``work`` does."""

    def make(tx: Transaction) -> int:
        village = found(tx)
        work(tx, village)
        return village.cycle.id

    cycle = await database.write(make)
    return await database.read(lambda tx: year_figures(tx, cycle, 1))


def numbers(figures: TitleFigures) -> list[tuple[str, int, int, int]]:
    return [(str(line.place), line.whole, line.registered, line.reached) for line in figures.lines]


def confirmed(tx: Transaction, village: Village, person: people.Person) -> None:
    decisions.decide(tx, declared(tx, village, person, GOOD), Move.CONFIRM, person_id=village.head.id)


async def test_people_of_the_roster_in_both_parts_of_every_share(database: Database) -> None:
    """Kim Sơn 4 adults: Lan confirmed, a neighbour outside the roster confirmed, Khánh of Hồng Lĩnh only sent it."""

    def work(tx: Transaction, village: Village) -> None:
        confirmed(tx, village, village.lan)
        confirmed(tx, village, resident(tx, village.kim_son, "Lò Văn Ngoài", 1980, household="9", on_roster=False))
        (khanh,) = people.namesakes(tx, place_id=village.hong_linh.id, full_name="Lê Bá Khánh", birth_year=1955)
        declared(tx, village, khanh, GOOD)

    data = await of(database, work)
    citizens = data.people
    assert numbers(citizens) == [("Thôn Kim Sơn", 4, 1, 1), ("Thôn Hồng Lĩnh", 2, 1, 0)]
    assert (citizens.outside_registered, citizens.outside_reached) == (1, 1)
    assert citizens.total.reached_share == 1 / 6
    assert citizens.missing == 3  # 60 % of 6 are 3.6, so 4, and one is there


async def test_families_of_the_roster_only_the_others_are_told_apart(database: Database) -> None:
    def work(tx: Transaction, village: Village) -> None:
        own = resident(tx, village.kim_son, "Lò Văn Ngoài", 1980, household="9", on_roster=False)
        for person in (village.lan, own):
            about = About(household_id=person.household_id)
            declared(tx, village, person, FAMILY_ANSWERS, FAMILY, about)
        tx.connection.execute(update(households).where(households.c.id == own.household_id).values(on_roster=False))

    data = await of(database, work)
    families = next(each for each in data.titles if each.title == title_name(FAMILY))
    assert numbers(families) == [("Thôn Kim Sơn", 2, 1, 0), ("Thôn Hồng Lĩnh", 2, 0, 0)]
    assert (families.outside_registered, families.outside_reached) == (1, 0)


async def test_the_plan_is_the_communes_own_or_none(database: Database) -> None:
    assert there((await of(database)).plan)
    for plan in ("kien-hung-2026", "thai-binh-2021-2030", "thap-muoi-2024", "dong-son-2023-2030", ""):

        def follow(tx: Transaction, plan: str = plan) -> None:
            act_as_operator(tx)
            cycle = there(cycles.load(tx, 1))
            if cycle.plan != plan:
                cycles.follow(tx, cycle, plan)

        await database.write(follow)
        other = await database.read(lambda tx: year_figures(tx, 1, 1))
        assert (other.plan, list(other.targets)) == (None, []), plan
        assert all(each.asked is None for each in other.titles)


async def test_a_set_that_nobody_adopted_is_warned_of_and_one_that_was_checked_is_not(sqlite: Database) -> None:
    assert (await of(sqlite)).warnings == (NOT_ADOPTED,)

    def adopt(tx: Transaction) -> None:
        act_as_operator(tx)
        adopted = Adoption.shipped("cdht-324-2023", Standing.VERIFIED)
        cycles.adopt(tx, there(cycles.load(tx, 1)), CITIZEN, adopted, person_id=None)

    await sqlite.write(adopt)
    data = await sqlite.read(lambda tx: year_figures(tx, 1, 1))
    assert data.warnings == ()
    assert data.people.is_verified
    assert not all(each.is_verified for each in data.titles)


async def test_the_report_is_made_of_the_database_as_it_is(sqlite: Database) -> None:
    data = await of(sqlite, lambda tx, village: confirmed(tx, village, village.lan))
    report = YearReport(figures=data, letterhead=Letterhead(), number="", day=date(2026, 11, 28))
    text = "\n".join(each.text for each in docx.Document(BytesIO(year_report(report, words))).paragraphs)
    assert "Công dân học tập: tổng số 6 người; đăng ký 1 (16,7%); đạt 1, bằng 16,7% tổng số và 100% số đăng ký." in text
    assert "trên tổng số 6 công dân trong danh sách" in text
    assert "còn thiếu 3 người để đạt chỉ tiêu 60%" in text


async def test_how_many_statements_the_figures_take_does_not_grow_with_the_people(sqlite: Database) -> None:
    def count(tx: Transaction) -> int:
        with statements_sent() as sent:
            year_figures(tx, 1, 1)
        return len(sent)

    await of(sqlite)
    before = await sqlite.read(count)

    def more(tx: Transaction) -> None:
        act_as_operator(tx)
        for i in range(30):
            village = people.get(tx, 1).place_id
            people.add(tx, place_id=village, full_name=f"Lê Thị {i}", birth_year=1980, on_roster=True,
                       household_id=people.household(tx, place_id=village, code=f"x{i}"))  # fmt: skip

    await sqlite.write(more)
    assert before < 60
    assert await sqlite.read(count) == before
