"""Declaring for somebody of the household: found or entered once they agreed, one's own household only, ten at most."""

from __future__ import annotations

import pytest

from acts import ways
from handlers.declaring.for_household import MOST
from storage import accounts, audit, households, people
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind
from storage.people import Person
from tests.handlers.driver import Commune, Seen

BESIDE = "Đồng ý: người ấy ngồi cạnh, tự trả lời"


async def names(commune: Commune, name: str, year: str, agrees: str | None = BESIDE) -> Seen:
    """Lan names somebody to declare for."""
    await commune.lan.press(ways.whom())
    await commune.lan.choose("Khai hộ người khác trong nhà")
    await commune.lan.say(name)
    seen = await commune.lan.say(year)
    return seen if agrees is None else await commune.lan.choose(agrees)


async def spoken_for(commune: Commune) -> dict[int, ConsentKind]:
    return (await commune.lan.account()).speaks_for


async def speaks(commune: Commune, *persons: Person) -> None:
    def work(tx: Transaction) -> None:
        account = accounts.lock(tx, "web", "Lan")
        for each in persons:
            accounts.speak_for(tx, account, each, ConsentKind.BESIDE)
        accounts.save(tx, account, owed=None)

    await commune.database.write(work)


async def known(commune: Commune, name: str, year: int) -> tuple[Person, ...]:
    return await commune.look(
        lambda tx: people.namesakes(tx, place_id=commune.kim_son, full_name=name, birth_year=year)
    )


@pytest.mark.parametrize(
    ("label", "how"), [(BESIDE, ConsentKind.BESIDE), ("Đồng ý: người ấy đã nhờ bác khai hộ", ConsentKind.ASKED)]
)
async def test_somebody_of_the_household_agrees_and_how_is_on_record(commune: Commune, label: str, how: str) -> None:
    father = await commune.neighbour("Trần Văn Bảy", 1940, household="1")
    seen = await names(commune, "trần văn bảy", "1940", None)
    assert "Quyền của Trần Văn Bảy" in seen  # the consent is read to them
    seen = await commune.lan.choose(label)
    assert "Trần Văn Bảy · Công dân học tập năm 2026" in seen
    assert await spoken_for(commune) == {father.id: how}
    lines = await commune.look(lambda tx: audit.of_subject(tx, f"person:{father.id}"))
    assert "consent.passed_on" in [each.code for each in lines]


async def test_who_is_not_on_the_roster_is_entered_in_ones_household(commune: Commune) -> None:
    await names(commune, "Trần Văn Út", "1999")
    (entered,) = await known(commune, "tran van ut", 1999)
    assert (entered.household_id, entered.on_roster) == (commune.village.lan.household_id, False)


async def test_who_refuses_is_forgotten(commune: Commune) -> None:
    await names(commune, "Trần Văn Út", "1999", None)
    seen = await commune.lan.choose("Không đồng ý")
    assert (seen.at, "không giữ gì của người ấy" in seen) == ("whom", True)
    assert await known(commune, "tran van ut", 1999) == ()
    assert (await commune.lan.account()).draft == {}
    assert (await commune.lan.press(ways.them_done())).at == ways.add_them("name")


async def test_nothing_is_done_before_they_agreed(commune: Commune) -> None:
    await names(commune, "Trần Văn Út", "1999", None)
    assert (await commune.lan.press(ways.them_done())).at == ways.add_them("consent")
    assert "chọn một mục bên dưới" in await commune.lan.send("sticker")
    await commune.lan.press(ways.add_them_say("consent", "x"))
    assert await known(commune, "tran van ut", 1999) == ()


@pytest.mark.parametrize(
    ("name", "year", "said"),
    [
        ("Nguyễn Thị Lan", "1968", "Đó là tên của bác"),
        ("Trần Thị Mai", "1992", "đã ghi tên trên điện thoại của mình"),
        ("Phan Văn Tám", "1950", "ở hộ khác"),
    ],
)
async def test_oneself_who_has_a_chat_and_other_households_are_not_spoken_for(
    commune: Commune, name: str, year: str, said: str
) -> None:
    await commune.neighbour("Phan Văn Tám", 1950, household="2")
    await commune.do(lambda tx: accounts.bind_person(tx, accounts.lock(tx, "web", "x"), commune.people["Mai"]))
    seen = await names(commune, name, year)
    assert (seen.at, said in seen) == ("whom", True)
    assert await spoken_for(commune) == {}


async def test_somebody_spoken_for_already_is_gone_on_with(commune: Commune) -> None:
    father = await commune.neighbour("Trần Văn Bảy", 1940, household="1")
    await speaks(commune, father)
    assert (await names(commune, "Trần Văn Bảy", "1940")).at == ways.begin(father.id)
    assert await spoken_for(commune) == {father.id: ConsentKind.BESIDE}


async def test_one_chat_speaks_for_ten_at_most(commune: Commune) -> None:
    await speaks(commune, *[await commune.neighbour(f"Hồ Văn {'ABCDEFGHIJ'[i]}a", 1940 + i) for i in range(MOST)])
    seen = await commune.lan.press(ways.whom())
    assert "Khai hộ người khác trong nhà" not in seen.labels
    await commune.lan.press(ways.add_them("name"))
    await commune.lan.say("Trần Văn Út")
    await commune.lan.say("1999")
    seen = await commune.lan.choose(BESIDE)
    assert (seen.at, "nhiều nhất 10 người" in seen) == ("whom", True)
    assert len(await spoken_for(commune)) == MOST
    assert await known(commune, "tran van ut", 1999) == ()


async def test_whom_says_who_has_declared(commune: Commune) -> None:
    father = await commune.neighbour("Trần Văn Bảy", 1940, household="1")
    await speaks(commune, father)
    await commune.sent(father)
    seen = await commune.lan.press(ways.whom())
    assert "Bản thân: chưa khai năm nay" in seen
    assert "Trần Văn Bảy: đã có bản khai năm nay" in seen
    assert "Khai hộ bà con" not in seen.labels
    assert "Khai hộ bà con" in (await commune.head.press(ways.whom())).labels


async def test_one_stops_speaking_and_what_was_declared_stays(commune: Commune) -> None:
    father = await commune.neighbour("Trần Văn Bảy", 1940, household="1")
    await speaks(commune, father)
    sent = await commune.sent(father)
    await commune.lan.press(ways.whom())
    await commune.lan.choose("Thôi khai hộ Trần Văn Bảy")
    assert await spoken_for(commune) == {}
    assert await commune.declaration(sent) == sent
    assert (await commune.lan.press(ways.let_go(commune.village.head.id))).at == "whom"  # never spoken for
    assert "của người khác" in await commune.lan.press(ways.mine(sent.id))


async def test_a_stranger_speaks_for_nobody(commune: Commune) -> None:
    for way in (ways.whom(), ways.add_them("name"), ways.add_them_next(), ways.they_refuse(), ways.them_done(),
                ways.let_go(1)):  # fmt: skip
        assert "chưa ghi tên" in await commune.stranger.press(way), way


async def test_a_year_worked_out_from_an_age_counts_after_a_yes(commune: Commune) -> None:
    seen = await names(commune, "mẹ tôi tên Trần Thị Út", "mẹ tôi 70 tuổi", None)
    assert "Người ấy sinh năm 1956, đúng không?" in seen
    assert "Quyền của Trần Thị Út" in await commune.lan.choose("Đúng")
    await commune.lan.choose(BESIDE)
    (entered,) = await known(commune, "tran thi ut", 1956)
    assert entered.full_name == "Trần Thị Út"


async def test_a_year_worked_out_is_not_offered_for_the_next_person(commune: Commune) -> None:
    await names(commune, "Trần Thị Út", "70 tuổi", None)
    await commune.lan.choose("Thôi")
    seen = await names(commune, "Trần Thị Mười", "1960", None)
    assert "Quyền của Trần Thị Mười" in seen


async def test_who_lives_in_no_household_and_was_declared_for_is_nobodys_by_name_and_year(commune: Commune) -> None:
    """A name and a year must not show what a neighbour had declared, nor let anybody change it."""
    old = await commune.neighbour("Hồ Thị Cụ", 1940, household="7")
    await commune.do(lambda tx: households.leave(tx, old))
    await commune.head.press(ways.help_as(old.id, ConsentKind.ASKED.value))
    assert "ở hộ khác, tự khai hoặc đã có người khai hộ" in await names(commune, "Hồ Thị Cụ", "1940", BESIDE)
    assert old.id not in await spoken_for(commune)
    (told,) = await commune.notices(commune.head)  # through whom she is reached
    assert "Nguyễn Thị Lan vừa hỏi để khai hộ cho Hồ Thị Cụ." in told


async def test_who_was_declared_for_on_paper_is_nobodys_by_name_and_year(commune: Commune) -> None:
    old = await commune.neighbour("Hồ Thị Cụ", 1940, household="7")
    await commune.sent(old)
    await commune.do(lambda tx: households.leave(tx, old))
    assert "ở hộ khác, tự khai hoặc đã có người khai hộ" in await names(commune, "Hồ Thị Cụ", "1940", BESIDE)
    assert old.id not in await spoken_for(commune)
    assert await spoken_for(commune) == {}


async def test_a_neighbour_with_a_chat_and_no_household_is_refused_as_for_a_wrong_year(commune: Commune) -> None:
    """Whether the year is right is not told: nobody finds it by trying."""
    other = await commune.neighbour("Đào Thị Bưởi", 1950)
    await commune.do(lambda tx: households.leave(tx, other))
    await commune.sits("buoi", other)
    said = {str(await names(commune, other.full_name, str(year), BESIDE)) for year in (1949, 1950, 1951)}
    assert len(said) == 1


async def test_one_of_ones_own_household_is_meant_before_a_namesake_outside(commune: Commune) -> None:
    def twin(tx: Transaction) -> Person:
        return people.add(
            tx, place_id=commune.kim_son, full_name="Phan Thị Cụ", birth_year=1940, on_roster=True, household_id=home
        )

    home: int | None = commune.village.lan.household_id
    mother = await commune.do(twin)
    home = None
    outside = await commune.do(twin)
    await names(commune, "Phan Thị Cụ", "1940")
    assert set(await spoken_for(commune)) == {mother.id} != {outside.id}
