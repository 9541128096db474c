"""Two records of one person: offered with the reason, side by side, merged, taken apart."""

from __future__ import annotations

import pytest

from acts import ways
from criteria.declaration import Measure, Move
from criteria.doubts import DoubtKind
from criteria.model import CITIZEN
from storage import counters, decisions, declarations, duplicates, recount
from storage.kit.transaction import Transaction
from storage.people import Person
from tests.handlers.driver import Commune


async def double_of_lan(commune: Commune, name: str = "Nguyen Thi Lan", year: int = 1968) -> Person:
    return await commune.neighbour(name, year, place=commune.village.hong_linh, household="8", on_roster=False)


async def agree(commune: Commune) -> dict[int, counters.Tally]:
    def look(tx: Transaction) -> dict[int, counters.Tally]:
        kept = counters.tallies(tx, commune.cycle, CITIZEN)
        assert kept == recount.recount(tx, commune.village.cycle, CITIZEN)
        return kept

    return await commune.look(look)


async def test_an_offered_double_is_merged_and_taken_apart(commune: Commune) -> None:
    lan, double = commune.village.lan, await double_of_lan(commune)
    await commune.officer.press(ways.person(lan.id))
    seen = await commune.officer.choose("Gộp với bản ghi trùng")
    assert f"- Nguyen Thi Lan, 1968, Thôn Hồng Lĩnh, số {double.id}: cùng họ tên, cùng năm sinh" in seen
    seen = await commune.officer.choose(f"Nguyen Thi Lan, 1968, Thôn Hồng Lĩnh, số {double.id}")
    assert "Có phải một người không?" in seen
    assert f"Số {lan.id}: Nguyễn Thị Lan, sinh 1968" in seen
    assert "Tự ghi tên, không có trong danh sách dân cư." in seen
    seen = await commune.officer.choose(f"Một người, giữ bản ghi số {lan.id}")
    assert "Tách lại được, trong mục Các lần sửa." in seen
    card = await commune.officer.choose("Gộp")
    assert "Đã gộp." in card
    assert "ghi trùng với" not in card
    assert (await commune.person(double)).is_merged
    assert "vừa gộp hai bản ghi trùng của bác" in (await commune.notices(commune.lan))[-1]
    gone = await commune.officer.press(ways.person(double.id))
    assert "Đây là bản ghi trùng, đã gộp." in gone
    assert "Chuyển nơi ở, hộ, đơn vị" not in gone.labels
    await commune.officer.press(ways.changes(lan.id))
    await commune.officer.choose("Tách bản ghi đã gộp, lần 1")
    assert "Đã tách lại như cũ." in await commune.officer.choose("Tách lại")
    assert not (await commune.person(double)).is_merged
    assert (await commune.officer.press(ways.parting_now(lan.id, 1))).at == ways.changes(lan.id)


async def test_which_of_two_declarations_counts_is_chosen_never_silently(commune: Commune) -> None:
    lan, double = commune.village.lan, await double_of_lan(commune)
    mine = await commune.sent(lan)
    theirs = await commune.sent(double)
    await commune.do(lambda tx: decisions.decide(tx, theirs, Move.CONFIRM, person_id=commune.village.officer.id))
    seen = await commune.officer.press(ways.merging_see(double.id, lan.id))
    assert "Năm 2026 có hai bản khai" in seen
    assert f"- Số {lan.id}: thôn Kim Sơn, đã gửi, chờ xác nhận, 86 điểm" in seen
    assert "Năm 2026 có hai bản khai" in await commune.officer.press(ways.merging_now(double.id, lan.id))
    assert not (await commune.person(double)).is_merged
    await commune.officer.choose(f"Giữ bản khai của bản ghi số {double.id}")
    assert "Bản khai không chọn thì để riêng, không đếm." in commune.officer.screen
    await commune.officer.choose("Gộp")
    assert [each.id for each in await commune.declarations_of(lan)] == [theirs.id]
    assert [each.id for each in await commune.declarations_of(double)] == [mine.id]
    tallies = await agree(commune)
    assert sum(tally[Measure.REGISTERED] for tally in tallies.values()) == 1
    assert "để riêng" in await commune.head.press(ways.confirm(mine.id, mine.revision))
    assert "86 điểm" not in await commune.head.press(ways.queue())


async def test_a_double_is_found_by_name_too(commune: Commune) -> None:
    lan = commune.village.lan
    other = await double_of_lan(commune, "Nguyễn Thị Lành", 1971)
    await commune.officer.press(ways.merging(lan.id))
    assert "ít nhất 2 chữ cái" in await commune.officer.say("x")
    assert "Không tìm thấy ai" in await commune.officer.say("zezeze")
    seen = await commune.officer.say("lành")
    assert len([label for label in seen.labels if "Lành" in label]) == 1
    await commune.officer.choose(f"Nguyễn Thị Lành, 1971, Thôn Hồng Lĩnh, số {other.id}")
    await commune.officer.choose("Hai người khác nhau")
    assert not (await commune.person(other)).is_merged


async def test_two_people_are_not_offered_to_each_other_again(commune: Commune) -> None:
    lan, double = commune.village.lan, await double_of_lan(commune)
    assert len(await commune.look(lambda tx: duplicates.in_commune(tx, commune.village.commune.id))) == 1
    await commune.officer.press(ways.merging_two(lan.id, double.id))
    assert await commune.look(lambda tx: duplicates.in_commune(tx, commune.village.commune.id)) == ()
    assert "ghi trùng với" not in await commune.officer.press(ways.person(lan.id))


@pytest.mark.parametrize("other", [0, 999])
async def test_what_is_no_other_record_of_the_commune_is_not_merged(commune: Commune, other: int) -> None:
    lan = commune.village.lan
    for key in (other, lan.id, commune.village.officer.id):  # nobody, herself, the officer themselves
        for way in (ways.merging_with(lan.id, key), ways.merging_see(lan.id, key), ways.merging_now(lan.id, key)):
            assert "Không gộp được" in await commune.officer.press(way)
    assert not (await commune.person(lan)).is_merged


async def test_a_newcomer_who_may_stand_twice_is_offered_with_the_reason(commune: Commune) -> None:
    await commune.stranger.open("HONGLINH")
    await commune.stranger.choose("Tôi đồng ý")
    await commune.stranger.say("Nguyễn Thị Lan")
    await commune.stranger.say("1968")
    await commune.stranger.choose("Đúng rồi")
    account = await commune.stranger.account()
    assert account.person is not None
    seen = await commune.officer.press(ways.newcomer(account.person.id))
    assert "Có thể ghi trùng với Nguyễn Thị Lan, 1968, Thôn Kim Sơn: cùng họ tên, cùng năm sinh." in seen
    assert "Gộp với bản ghi trùng" in seen.labels


async def test_a_head_who_helps_is_offered_who_is_nearly_called_so_and_a_helper_no_names(commune: Commune) -> None:
    await commune.neighbour("Hồ Thị Bảy", 1950)
    await commune.head.press(ways.helping_next())
    await commune.head.say("Hồ Thị Bảy")
    seen = await commune.head.say("1951")
    assert "- Hồ Thị Bảy, 1950: họ tên giống, năm sinh lệch 1 năm" in seen
    assert "Hồ Thị Bảy, sinh 1950" in seen.labels
    assert "Ghi tên mới ở thôn Kim Sơn" in seen.labels


async def test_two_declarations_of_one_person_in_the_same_second_are_found(commune: Commune) -> None:
    """On two chats, in one second, under two spellings of the name: each is doubtful because of the other."""
    other = await commune.neighbour("Nguyễn Thị Lân", 1968, household="1", on_roster=False)

    def both(tx: Transaction) -> None:
        from tests.handlers.driver import PLAIN
        from tests.village import declared

        for person in (commune.village.lan, other):
            declared(tx, commune.village, person, PLAIN)

    await commune.do(both)
    for person in (commune.village.lan, other):
        (sent,) = await commune.declarations_of(person)
        assert DoubtKind.ALIKE in {each.kind for each in sent.doubts}
        now = await commune.look(lambda tx, key=sent.id: declarations.glance(tx, key))  # type: ignore[misc]
        assert now is not None
        assert now.doubts
