"""The learning diary: writing an entry down, putting it right, deleting it, pictures; for oneself and for others."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest

from acts import ways
from criteria.activity import ActivityKind, EventKind
from storage import accounts, activities, diary_keeping, evidence, learning_events
from storage.activities import Activity
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind
from storage.people import Person
from tests.handlers.driver import PICTURE, Chat, Commune

TODAY = date(2026, 11, 23)
LINE = "1, Trồng nấm, hôm qua, 4 giờ, Hội Nông dân"


async def entries(commune: Commune, of: Person, year: int = 2026) -> tuple[Activity, ...]:
    return await commune.look(lambda tx: activities.of_person(tx, of.id, year))


async def written(commune: Commune, **said: Any) -> Activity:
    """Lan's entry."""
    facts = {"name": "Trồng nấm", "held_on": TODAY, "hours": 4, "organiser": "Thôn", **said}
    return await commune.do(lambda tx: activities.add(tx, commune.village.lan, kind=ActivityKind.COURSE, **facts))


async def attended(commune: Commune) -> Activity:
    """Lan was at an evening of the village, by its code."""

    def work(tx: Transaction) -> Activity:
        event = learning_events.announce(
            tx, place_id=commune.kim_son, kind=EventKind.CLASS, name="Phòng lừa đảo", held_on=TODAY, hours=2,
            organiser="Thôn", code="NAM234", person_id=commune.village.head.id,
        )  # fmt: skip
        activities.attend(tx, commune.village.lan, event)
        (entry,) = activities.of_person(tx, commune.village.lan.id, 2026)
        return entry

    return await commune.do(work)


async def speaks(commune: Commune, chat: Chat, person: Person) -> None:
    def work(tx: Transaction) -> None:
        account = accounts.lock(tx, "web", chat.chat)
        accounts.speak_for(tx, account, person, ConsentKind.BESIDE)
        accounts.save(tx, account, owed=None)

    await commune.database.write(work)


# Writing


async def test_five_answers_make_an_entry(commune: Commune) -> None:
    lan = commune.lan
    await lan.press(ways.diary())
    assert "Chưa ghi việc học nào." in lan.screen
    await lan.choose("Ghi việc học mới")
    await lan.say("1")
    await lan.say("Kỹ thuật trồng nấm")
    await lan.choose("Hôm qua")
    await lan.say("khoảng 4 tiếng")
    assert "Đã ghi vào sổ." in await lan.choose("Hội Nông dân")
    (entry,) = await entries(commune, commune.village.lan)
    assert (entry.name, entry.held_on, entry.hours, entry.organiser) == (
        "Kỹ thuật trồng nấm", date(2026, 11, 22), 4, "Hội Nông dân",
    )  # fmt: skip
    assert "1 việc học, 4 giờ." in await lan.press(ways.diary())


async def test_everything_in_one_line_is_read_in_its_order(commune: Commune) -> None:
    await commune.lan.press(ways.entry_new(commune.village.lan.id))
    assert "Đã ghi vào sổ." in await commune.lan.say(LINE)
    (entry,) = await entries(commune, commune.village.lan)
    assert (entry.name, entry.held_on, entry.hours) == ("Trồng nấm", date(2026, 11, 22), 4)


async def test_the_line_stops_at_what_is_not_clear_and_keeps_what_was(commune: Commune) -> None:
    lan = commune.lan
    await lan.press(ways.entry_new(commune.village.lan.id))
    seen = await lan.say("1, Trồng nấm, ngày nào đó, 4 giờ")
    assert seen.at.endswith("/day")
    assert "gõ ngày" in seen
    await lan.say("22/11")
    await lan.say("4")
    await lan.say("Thôn")
    (entry,) = await entries(commune, commune.village.lan)
    assert (entry.name, entry.organiser) == ("Trồng nấm", "Thôn")


async def test_more_commas_than_questions_do_no_harm(commune: Commune) -> None:
    await commune.lan.press(ways.entry_new(commune.village.lan.id))
    await commune.lan.say(f"{LINE}, và nữa, và nữa")
    (entry,) = await entries(commune, commune.village.lan)
    assert entry.organiser == "Hội Nông dân"


@pytest.mark.parametrize("day", ["30/2/2026", "25/12/2026", "31/12/2023", "mai", "hôm nào"])
async def test_a_day_that_is_none_or_still_to_come_is_asked_back(commune: Commune, day: str) -> None:
    lan = commune.lan
    await lan.press(ways.entry_new(commune.village.lan.id))
    await lan.say("1, Trồng nấm")
    seen = await lan.say(day)
    assert seen.at.endswith("/day")
    assert await entries(commune, commune.village.lan) == ()


async def test_a_sticker_answers_nothing(commune: Commune) -> None:
    lan = commune.lan
    await lan.press(ways.entry_new(commune.village.lan.id))
    assert "chọn một mục bên dưới" in await lan.send("sticker")
    await lan.say("1")
    assert "Chỗ này chỉ nhận chữ." in await lan.send("photo")
    assert lan.screen.at.endswith("/name")


async def test_what_is_half_way_waits_and_can_be_given_up(commune: Commune) -> None:
    lan, me = commune.lan, commune.village.lan.id
    await lan.press(ways.entry_new(me))
    assert "Bỏ việc đang ghi" not in lan.screen.labels  # nothing to give up yet
    await lan.say("1")
    await lan.choose("Thôi, để sau")
    await lan.choose("Ghi tiếp việc đang dở")
    assert lan.screen.at.endswith("/name")
    assert (await lan.press(ways.entry_new(me))).at.endswith("/name")  # "new" goes on with it, too
    stopped = await lan.choose("Bỏ việc đang ghi")
    assert "Ghi việc học mới" in stopped.labels
    assert (await lan.press(ways.entry_save(me))).at == ways.diary_of(me, 2026)
    assert await entries(commune, commune.village.lan) == ()


async def test_an_old_answer_button_after_the_entry_was_saved_writes_nothing(commune: Commune) -> None:
    lan, me = commune.lan, commune.village.lan.id
    await lan.press(ways.entry_new(me))
    old = lan.screen.choices[lan.screen.labels[0]]
    await lan.say(LINE)
    assert (await lan.press(old)).at == ways.diary_of(me, 2026)
    assert len(await entries(commune, commune.village.lan)) == 1


async def test_nothing_is_saved_before_all_is_said(commune: Commune) -> None:
    lan, me = commune.lan, commune.village.lan.id
    await lan.press(ways.entry_new(me))
    await lan.say("1")
    assert (await lan.press(ways.entry_save(me))).at.endswith("/name")
    assert await entries(commune, commune.village.lan) == ()


# Whose it is


async def test_whose_diary_is_asked_only_where_there_is_a_choice(commune: Commune) -> None:
    me = commune.village.lan.id
    assert (await commune.lan.press(ways.diary())).at == ways.diary_of(me, 2026)
    other = await commune.neighbour("Trần Văn Bảy", 1940, household="1")
    await speaks(commune, commune.lan, other)
    assert "Sổ học tập của ai?" in await commune.lan.press(ways.diary())
    assert "Trần Văn Bảy · Sổ học tập năm 2026" in await commune.lan.choose("Trần Văn Bảy")
    await commune.lan.choose("Ghi việc học mới")
    await commune.lan.say(LINE)
    assert len(await entries(commune, other)) == 1
    assert await entries(commune, commune.village.lan) == ()


async def test_what_is_half_way_for_one_is_not_mixed_with_another(commune: Commune) -> None:
    other = await commune.neighbour("Trần Văn Bảy", 1940, household="1")
    await speaks(commune, commune.lan, other)
    await commune.lan.press(ways.entry_new(other.id))
    await commune.lan.say("1")
    seen = await commune.lan.press(ways.diary_of(commune.village.lan.id, 2026))
    assert "Ghi việc học mới" in seen.labels
    assert (await commune.lan.press(ways.entry_ask_next(commune.village.lan.id))).at == seen.at
    await commune.lan.press(ways.entry_stop(commune.village.lan.id))  # stops nothing of the other's
    assert (await commune.lan.press(ways.entry_ask_next(other.id))).at.endswith("/name")


async def test_a_diary_is_its_persons_and_whoevers_speaks_for_them(commune: Commune) -> None:
    entry, me = await written(commune), commune.village.lan.id
    for way in (
        ways.diary_of(me, 2026),
        ways.diary_page(me, 2026, 0),
        ways.entry_new(me),
        ways.entry_stop(me),
        ways.entry_save(me),
        ways.entry(entry.id),
        ways.entry_fix(entry.id),
        ways.entry_part(entry.id, "name"),
        ways.entry_drop(entry.id),
        ways.entry_gone(entry.id),
        ways.certificate(entry.id),
    ):
        for chat in (commune.mai, commune.head, commune.officer):
            seen = await chat.press(way)
            assert (seen.at, "chưa khai hộ người này" in seen) == ("home", True), way
        assert "chưa ghi tên" in await commune.stranger.press(way)
    assert await entries(commune, commune.village.lan) == (entry,)


# Leafing


async def test_five_entries_a_page_and_the_years_that_have_some(commune: Commune) -> None:
    me = commune.village.lan.id
    for i in range(1, 8):
        await written(commune, name=f"Buổi số {i}", held_on=date(2026, 10, i))
    await written(commune, name="Năm ngoái", held_on=date(2025, 5, 1))
    seen = await commune.lan.press(ways.diary())
    assert [label for label in seen.labels if label.startswith("Xem: ")] == [
        f"Xem: Buổi số {i}" for i in range(7, 2, -1)
    ]
    assert "7 việc học, 28 giờ." in seen
    more = await commune.lan.choose("Xem thêm")
    assert [label for label in more.labels if label.startswith("Xem: ")] == ["Xem: Buổi số 2", "Xem: Buổi số 1"]
    assert "Xem thêm" not in more.labels
    assert "Năm ngoái" in await commune.lan.choose("Năm 2025")
    far = await commune.lan.press(ways.diary_of(me, 9999))
    assert far.at == ways.diary_of(me, 2026)


# Putting right, deleting


@pytest.mark.parametrize(
    ("part", "said", "now"),
    [
        ("Tên: Trồng nấm", "Nuôi ong", "Nuôi ong"),
        ("Số giờ: 4", "6", "6 giờ"),
        ("Tổ chức: Thôn", "Hội Phụ nữ", "Tổ chức: Hội Phụ nữ"),
        ("Ngày: 23/11/2026", "1/11", "1/11/2026"),
    ],
)
async def test_one_part_is_put_right_and_the_others_stay(commune: Commune, part: str, said: str, now: str) -> None:
    entry = await written(commune)
    await commune.lan.press(ways.entry_fix(entry.id))
    await commune.lan.choose(part)
    seen = await commune.lan.say(said)
    assert (seen.at, "Đã sửa." in seen, now in seen) == (ways.entry(entry.id), True, True)
    (after,) = await entries(commune, commune.village.lan)
    same = [
        getattr(after, field) == getattr(entry, field) for field in ("kind", "name", "held_on", "hours", "organiser")
    ]
    assert same.count(False) == 1


async def test_what_was_attended_says_what_its_event_says(commune: Commune) -> None:
    entry = await attended(commune)
    seen = await commune.lan.press(ways.entry(entry.id))
    assert "Có điểm danh ở buổi học." in seen
    assert "Sửa" not in seen.labels
    assert "không sửa được" in await commune.lan.press(ways.entry_fix(entry.id))
    assert (await commune.lan.press(ways.entry_part(entry.id, "name"))).at == ways.entry(entry.id)
    assert "(có điểm danh)" in await commune.lan.press(ways.diary())
    assert "1 việc có điểm danh." in commune.lan.screen


async def test_an_entry_deleted_while_it_was_being_changed_is_not_written_again(commune: Commune) -> None:
    entry = await written(commune)
    await commune.lan.press(ways.entry_part(entry.id, "name"))
    await commune.do(lambda tx: activities.remove(tx, entry))
    assert "Đã sửa." not in await commune.lan.say("Nuôi ong")
    assert await entries(commune, commune.village.lan) == ()


async def test_a_part_that_there_is_not_changes_nothing(commune: Commune) -> None:
    entry = await written(commune)
    assert (await commune.lan.press(ways.entry_part(entry.id, "x"))).at == ways.entry(entry.id)
    assert await entries(commune, commune.village.lan) == (entry,)


async def test_an_entry_is_deleted_after_asking(commune: Commune) -> None:
    entry = await written(commune)
    await commune.lan.press(ways.entry(entry.id))
    assert "Xoá rồi không lấy lại được." in await commune.lan.choose("Xoá")
    await commune.lan.choose("Thôi, giữ lại")
    assert await entries(commune, commune.village.lan) == (entry,)
    await commune.lan.choose("Xoá")
    assert "Đã xoá: Trồng nấm." in await commune.lan.choose("Xoá thật")
    assert await entries(commune, commune.village.lan) == ()
    assert (await commune.lan.press(ways.entry_gone(entry.id))).at == "home"


# Pictures


async def test_pictures_stand_beside_the_entry_ten_at_most(commune: Commune) -> None:
    entry = await written(commune)
    await commune.lan.press(ways.entry(entry.id))
    await commune.lan.choose("Gửi ảnh giấy chứng nhận")
    assert "Không có ảnh, bỏ qua" in commune.lan.screen.labels
    for _ in range(evidence.MOST):
        assert "Đang lấy ảnh về." in await commune.lan.photo()
    full = await commune.lan.photo()
    assert (full.at, "Mỗi chỗ giữ nhiều nhất 10 ảnh" in full) == (ways.entry(entry.id), True)
    assert "10 ảnh kèm theo." in full
    assert "Xem ảnh 10" in full.labels


async def test_where_a_picture_is_wanted_words_and_stickers_are_answered_kindly(commune: Commune) -> None:
    entry = await written(commune)
    here = ways.certificate(entry.id)
    await commune.lan.press(here)
    assert "chưa nhận được thứ vừa gửi" in await commune.lan.send("sticker")
    assert "Chỗ này nhận ảnh." in await commune.lan.say("ảnh đây ạ")
    assert (await commune.lan.say("1")).at == ways.entry(entry.id)  # the number of "Không có ảnh, bỏ qua"
    assert await commune.look(lambda tx: evidence.of_activity(tx, entry.id)) == ()
    await commune.lan.press(here)
    await commune.lan.send("photo", PICTURE)
    assert "Xong" in commune.lan.screen.labels


async def test_what_would_be_swept_tomorrow_is_not_written_today(commune: Commune) -> None:
    """A day past its term is asked back; who keeps old diaries for themselves may write it, for themselves."""
    lan = commune.village.lan.id
    for kept in (False, True):
        await commune.do(partial(diary_keeping.keep, person_id=lan, kept=kept))
        await commune.lan.press(ways.entry_stop(lan))
        await commune.lan.press(ways.entry_new(lan))
        await commune.lan.choose("Khoá học")
        await commune.lan.say("Trồng nấm")
        seen = await commune.lan.say("12/10/2024")
        assert ("Khoảng mấy giờ" in seen) is kept
