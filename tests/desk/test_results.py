"""Results: each number is the counters' own, opens to who is behind it, and says what it is."""

from __future__ import annotations

import re

import pytest

from criteria.declaration import Measure, Move
from criteria.model import CITIZEN, FAMILY
from desk.shared.figures import MEASURES, Aim
from storage import behind_figures, decisions, declarations, figures_by_place
from storage.behind_figures import Figure
from storage.declaration_record import About
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from tests.desk.seat import Office
from tests.village import FAIR, FAMILY_ANSWERS, PLAIN, TOP, Village, declared, found, resident, there


async def confirmed(office: Office, *names: str) -> None:
    """Some of Kim Sơn declared, and their head confirmed it."""
    for name in names:
        sent = await office.sent(await office.neighbour(name), PLAIN)

        def work(tx: Transaction, key: int = sent.id) -> None:
            now = there(declarations.load(tx, key))
            decisions.decide(tx, now, Move.CONFIRM, person_id=office.village.head.id)

        await office.do(work)


async def test_places_stand_in_order_against_the_target_with_bars_and_their_table(office: Office) -> None:
    await confirmed(office, "Lê Văn Bình", "Lê Thị Cúc")
    page = await (await office.sits("officer")).open("/ket-qua")
    assert page.words.index("Thôn Kim Sơn") < page.words.index("Thôn Hồng Lĩnh")
    assert "Đạt 2/8, 25,0%." in page.words or "Đạt 2/8, 25%." in page.words
    assert page.text.count('<rect class="whole"') == 2
    assert "Cách tính các số này" in page.words
    for said in ("Số đạt", "Tổng số trong diện đánh giá", "Tỷ lệ đã tự đánh giá", "Nguồn", "Tính đến"):
        assert f"<dt>{said}</dt>" in page.text, said
    assert "Diễn biến theo tuần" in page.words
    assert '<polyline class="line"' in page.text


async def test_a_number_opens_to_the_people_and_who_decided(office: Office) -> None:
    await confirmed(office, "Lê Văn Bình")
    seat = await office.sits("officer")
    place = office.village.kim_son.id
    (way,) = (await seat.open("/ket-qua")).links(f"/noi/{place}/citizen/dat")
    page = await seat.open(way)
    assert "Lê Văn Bình, sinh 1975" in page.words
    assert office.village.head.full_name in page.words
    (card,) = page.links("/hang-cho/")
    assert "Các quyết định" in (await seat.open(card)).words


async def test_a_head_sees_their_own_part_and_no_other(office: Office) -> None:
    seat = await office.sits("head")
    assert (await seat.open("/ket-qua")).status == 403
    assert "Thôn Kim Sơn, năm 2026" in (await seat.open(f"/noi/{office.village.kim_son.id}")).words
    other = office.village.hong_linh.id
    for path in (f"/noi/{other}", f"/noi/{other}/citizen/tong-so"):
        assert (await seat.open(path)).status == 403, path


async def test_a_long_list_is_leafed_through(office: Office) -> None:
    def many(tx: Transaction) -> None:
        for i in range(40):
            resident(tx, office.village.kim_son, f"Trần Văn {i:02}", 1970, household=str(100 + i))

    await office.do(many)
    seat = await office.sits("head")
    path = f"/noi/{office.village.kim_son.id}/citizen/tong-so?nam=2026"
    first = await seat.open(path)
    (onward,) = [each for each in first.links(path) if "trang=" in each]
    second = await seat.open(onward)
    names = [set(re.findall(r"Trần Văn \d\d", each.text)) for each in (first, second)]
    assert (len(names[0] | names[1]), len(names[0] & names[1])) == (40, 0)
    assert (await seat.open(f"{path}&trang=999999")).status == 200


@pytest.mark.parametrize("path", ["citizen/x", "x/dat", "family/tong-so"])
async def test_a_figure_that_is_none_says_so(office: Office, path: str) -> None:
    page = await (await office.sits("head")).open(f"/noi/{office.village.kim_son.id}/{path}")
    assert page.status in {200, 404}
    assert "<table" not in page.text


def _year(tx: Transaction) -> Village:
    """Some declared, some were confirmed, one moved on, one is outside the roster, one is too young; a family, too."""
    village = found(tx)
    names = ["Lê Văn An", "Lê Văn Bình", "Lê Văn Cường", "Lê Văn Dũng"]
    others = [resident(tx, village.kim_son, name, 1970 + i, household=str(20 + i)) for i, name in enumerate(names)]
    outside = resident(tx, village.kim_son, "Lê Văn Giang", 1980, household="30", on_roster=False)
    answers = (TOP, PLAIN, FAIR, PLAIN, TOP)
    sent = [declared(tx, village, *each) for each in zip((*others, outside), answers, strict=True)]
    about = About(household_id=village.lan.household_id)
    sent.append(declared(tx, village, village.lan, FAMILY_ANSWERS, title=FAMILY, about=about))
    for each in sent[1:]:
        now = there(declarations.load(tx, each.id))
        judged = None if now.verdict.value != "undecided" else now.verdict.REACHED
        decisions.decide(tx, now, Move.CONFIRM, person_id=village.officer.id, judged=judged)
    return village


@pytest.mark.parametrize("title", [CITIZEN, FAMILY])
async def test_as_many_stand_behind_a_number_as_it_says(database: Database, title: str) -> None:
    village = await database.write(_year)

    def read(tx: Transaction) -> None:
        counted = 0
        for place in figures_by_place.by_place(tx, village.cycle, title):
            for figure in Figure:
                if figure is Figure.WHOLE and title != CITIZEN:
                    continue
                rows, n = behind_figures.page(tx, village.cycle, title, place.place.id, figure, skipped=0, most=100)
                said = {Figure.WHOLE: place.whole, Figure.REACHED: place.reached}.get(figure)
                said = place.tally[MEASURES[figure]] if said is None else said
                assert (len(rows), n) == (said, said), (place.place.name, figure)
                counted += n
        assert counted > 1

    await database.read(read)


async def test_the_last_week_of_the_line_is_the_number_of_today(database: Database) -> None:
    village = await database.write(_year)

    def read(tx: Transaction) -> None:
        total = sum(each.reached for each in figures_by_place.by_place(tx, village.cycle, CITIZEN))
        before, after = figures_by_place.reached_by(
            tx, village.cycle, CITIZEN, [tx.now.replace(year=tx.now.year - 1), tx.now.replace(year=tx.now.year + 1)]
        )
        assert total > 0
        assert (before, after) == (0, total)
        assert figures_by_place.reached_by(tx, village.cycle, CITIZEN, []) == ()

    await database.read(read)


@pytest.mark.parametrize(
    ("aim", "reached", "whole", "n"),
    [(Aim(60, strict=False), 0, 303, 182), (Aim(60, strict=False), 6, 10, 0), (Aim(60, strict=True), 6, 10, 1),
     (Aim(60, strict=False), 0, 0, 0), (Aim(60, strict=False), 9, 10, 0)],
)  # fmt: skip
def test_a_target_is_never_rounded_down(aim: Aim, reached: int, whole: int, n: int) -> None:
    assert aim.missing(reached, whole) == n


def test_every_number_that_opens_is_a_counter_or_the_whole() -> None:
    assert set(MEASURES) == set(Figure) - {Figure.WHOLE, Figure.REACHED}
    assert set(MEASURES.values()) <= set(Measure)
