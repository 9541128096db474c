"""The village head's desk, played on every channel: the queue, the batch, returning, the evening's notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from sqlalchemy import update

from bot.commune_setup import act_as_operator
from bot.digest_scheduler import DigestScheduler
from criteria.activity import ActivityKind
from criteria.declaration import State
from criteria.policy import Role
from storage import activities, audit, cycles, declarations, digests, evidence, files, outbox, people, replay, roles
from storage.kit.tables import cycles as cycles_table
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState
from storage.people import Person
from storage.picture_reference import StoredPicture
from tests.conftest import Clock
from tests.pictures import photo
from tests.steps import declare, join
from tests.village import PLAIN, TOP, declared, neighbour, resident
from tests.world import World


async def seeded(world: World, make: Callable[[Transaction], list[Person]], answers: Mapping[str, object]) -> list[int]:
    """These people have declared, twenty minutes apart, the last just now; returns the ids."""

    def work(tx: Transaction) -> list[int]:
        act_as_operator(tx)
        crowd, now = make(tx), tx.now
        ids = []
        for i, person in enumerate(crowd, 1):
            tx.now = now - timedelta(minutes=20) * (len(crowd) - i)
            ids.append(declared(tx, world.village, person, answers).id)
        return ids

    return await world.app.database.write(work)


def neighbours(world: World, *numbers: int) -> Callable[[Transaction], list[Person]]:
    return lambda tx: [neighbour(tx, world.village, i) for i in numbers]


async def states(world: World, ids: list[int]) -> list[State]:
    def work(tx: Transaction) -> list[State]:
        found = [declarations.glance(tx, key) for key in ids]
        return [each.state for each in found if each is not None]

    return await world.app.database.read(work)


async def test_an_evening_the_doubtful_first_then_the_rest_together(world: World) -> None:
    head = world.phones["Đức"]
    plain = await seeded(world, neighbours(world, 1, 2, 3), PLAIN)
    doubtful = await seeded(world, neighbours(world, 4), TOP)
    own = await seeded(
        world,
        lambda tx: [resident(tx, world.village.kim_son, "Phan Thị Hoa", 1975, household="2")],
        {**PLAIN, "B4": "3"},
    )
    seen = await head.say("/duyet")
    assert "Có 4 bản khai chờ bác xác nhận." in str(seen)  # not the one of the head's own household
    lines = [label for label in seen.buttons if label.startswith("Lê Văn")]
    assert lines[0] == "Lê Văn Ea 1980: câu nào cũng mức cao nhất (+1)"
    assert lines[3] == "Lê Văn Da 1980: bình thường"
    card = await head.choose("Bắt đầu xem")
    assert "1/4 · Lê Văn Ea" in str(card)
    assert "! Câu nào cũng chọn mức cao nhất." in card.text
    assert (await head.choose("Bản sau")).buttons.count("Bản trước") == 1
    await head.choose("Bản trước")
    names = await head.choose("Xác nhận")
    assert "Đã xác nhận: Lê Văn Ea." in names.text
    assert "3 bản bình thường" in str(names)
    assert "Rút lại: Lê Văn Ea" in names.buttons
    names = await head.choose("Lê Văn Ba 1980")
    assert "Đã bỏ ra: Lê Văn Ba." in names.text
    assert "Lê Văn Ba 1980" not in names.buttons
    done = await head.choose("Xác nhận 2 bản này")
    assert "Đã xác nhận 2 bản." in done.text
    assert await states(world, [*doubtful, *plain]) == [State.CONFIRMED, State.SUBMITTED, *[State.CONFIRMED] * 2]
    back = await head.choose("Rút lại cả lượt vừa xác nhận")
    assert "Đã rút lại 2 bản." in back.text
    assert await states(world, [*plain, *own]) == [State.SUBMITTED] * 4
    told = await world.app.database.read(lambda tx: audit.of_subject(tx, f"declaration:{plain[1]}"))
    assert [each.data["move"] for each in told if each.code == "declaration.decided"] == ["confirm", "undo"]
    played = await world.app.database.read(replay.replay)
    assert [played[key].state for key in plain] == [State.SUBMITTED] * 3


async def test_a_batch_confirms_only_what_was_listed(world: World, clock: Clock) -> None:
    head = world.phones["Đức"]
    first = await seeded(world, neighbours(world, 1, 2), PLAIN)
    await head.say("/duyet")
    names = await head.choose("Xác nhận một lượt bản bình thường")

    def change(tx: Transaction) -> None:
        act_as_operator(tx)
        held = declarations.load(tx, first[0])
        assert held is not None
        assert held.speaker is not None
        declarations.answer(tx, held, "C2", "3", speaker=held.speaker)

    await world.app.database.write(change)
    later = await seeded(world, neighbours(world, 3), {**PLAIN, "B4": "3"})
    done = await head.choose("Xác nhận 2 bản này", on=names)
    assert "Đã xác nhận 1 bản." in done.text
    assert "1 bản vừa thay đổi nên để lại trong danh sách chờ." in done.text
    assert await states(world, [*first, *later]) == [State.SUBMITTED, State.CONFIRMED, State.SUBMITTED]
    if not head.is_numbered:
        again = await head.choose("Xác nhận 2 bản này", on=names)  # an old button decides nothing
        assert "2 bản bình thường" in str(again)
        assert await states(world, later) == [State.SUBMITTED]
        clock.advance(seconds=3)  # else it came too soon to be about what was seen
        forged = await head.press("batch-confirm/0123456789ab")
        assert "Chưa có gì được xác nhận" in forged.text


async def test_a_return_opens_the_answer_and_the_second_round_shows_what_changed(world: World) -> None:
    lan, head = world.phones["Lan"], world.phones["Đức"]
    await declare(lan)
    await head.say("/duyet")
    await head.choose("Bắt đầu xem")
    await head.choose("Trả lại")
    await head.choose("Xem lại câu: Dự lớp, buổi tập huấn")
    await head.choose("Lý do khác (tự viết)")
    await head.say("Bà kể rõ lớp nào với")
    told = await lan.notice()
    assert "Xem lại câu: Dự lớp, buổi tập huấn. Bà kể rõ lớp nào với" in told.text
    asked = await lan.choose("Sửa câu ấy") if not lan.is_numbered else await lan.say("Sửa câu ấy")
    assert "Câu 2/13" in str(asked)
    await lan.choose("1 buổi")
    await lan.choose("Gửi trưởng thôn xác nhận")
    await head.say("/duyet")
    card = await head.choose("Bắt đầu xem")
    assert "Lần trước trả lại vì: Xem lại câu: Dự lớp, buổi tập huấn. Bà kể rõ lớp nào với" in card.text
    assert "Đã sửa: Dự lớp, buổi tập huấn: trước “2-3 buổi”, nay “1 buổi”" in card.text


async def test_filters_and_a_name_typed(world: World) -> None:
    head = world.phones["Đức"]
    await seeded(world, neighbours(world, *range(1, 9)), PLAIN)
    await seeded(world, neighbours(world, 9), TOP)
    await head.say("/duyet")
    second = await head.choose("Trang sau")
    assert len([label for label in second.buttons if label.startswith("Lê Văn")]) == 4
    found = await head.say("le van ca")
    assert any(label.startswith("Lê Văn Ca ") for label in found.buttons)
    await head.choose("Danh sách chờ")
    assert "Không có ai tên ấy đang chờ" in (await head.say("Người không có")).text
    assert "Chỗ này nhận số của mục" in (await head.send("sticker")).text
    await head.choose("Lọc")
    only = await head.choose("Cần xem kỹ (1)")
    assert "Đang xem: Cần xem kỹ (1)" in only.text
    card = await head.choose("Bắt đầu xem")
    assert "1/1 · Lê Văn Ja" in str(card)
    rest = await head.choose("Xác nhận")
    assert "Đã xem hết phần này." in rest.text
    assert "Có 8 bản khai chờ" in str(rest)


async def test_no_buzz_but_one_notice_in_the_evening_and_at_once_for_what_waits_too_long(
    world: World, clock: Clock
) -> None:
    head, scheduler = world.phones["Đức"], DigestScheduler(world.app.database)
    await world.app.database.write(lambda tx: _follow_plan(tx, world))
    await seeded(world, neighbours(world, 1, 2), PLAIN)
    await seeded(world, neighbours(world, 3), TOP)
    await scheduler.look()  # four in the afternoon
    await head.say("/duyet")
    clock.advance(hours=3, minutes=30)
    await scheduler.look()
    evening = await head.notice()
    assert "Có 3 bản khai chờ bác xác nhận." in evening.text
    assert "1 bản cần xem kỹ." in evening.text
    assert "Xem ngay" in str(evening)
    await scheduler.look()  # once a day
    clock.advance(days=3, hours=4)  # half past eleven at night: what waits too long is told in the morning
    await scheduler.look()
    clock.advance(hours=8)
    await head.say("/giupdo")  # an Official Account may write to who has written within two days
    await scheduler.look()
    late = await head.notice()
    assert "3 bản khai đã chờ bác quá 3 ngày." in late.text
    await scheduler.look()  # told once
    waiting = await world.app.database.read(lambda tx: outbox.count_waiting(tx, before=clock() + timedelta(seconds=1)))
    assert waiting == 0


def _follow_plan(tx: Transaction, world: World) -> None:
    tx.connection.execute(
        update(cycles_table).where(cycles_table.c.id == world.village.cycle.id).values(plan="son-hong-2026-2030")
    )


async def test_the_hour_of_the_evenings_notice_is_chosen(world: World, clock: Clock) -> None:
    head = world.phones["Đức"]
    await seeded(world, neighbours(world, 1), PLAIN)
    await head.say("/start")
    await head.choose("Thôn Kim Sơn")
    await head.choose("Giờ nhận tin")
    assert "ví dụ 19h30" in (await head.say("lúc nào cũng được")).text
    assert "lúc 18:15" in (await head.say("6 giờ 15 tối")).text
    clock.advance(hours=2, minutes=15)
    await DigestScheduler(world.app.database).look()
    assert "Có 1 bản khai" in (await head.notice()).text
    await head.say("/start")
    await head.choose("Thôn Kim Sơn")
    await head.choose("Giờ nhận tin")
    never = await (head.say if head.is_numbered else head.choose)("Không cần tin buổi tối")
    assert "Từ nay không gửi tin buổi tối" in never.text
    head_id = world.village.head.id
    assert (await world.app.database.read(lambda tx: digests.settings(tx, head_id))).minute is None


async def test_the_claims_picture_stands_large_beside_the_claim(world: World) -> None:
    head = world.phones["Đức"]

    def with_picture(tx: Transaction) -> None:
        act_as_operator(tx)
        entry = activities.add(
            tx, world.village.lan, kind=ActivityKind.COURSE, name="Tin học cơ bản", held_on=tx.now.date(), hours=6,
            organiser="Trung tâm học tập cộng đồng",
        )  # fmt: skip
        content = photo(300, 200)
        digest = world.app.files.put(content)
        assert tx.chain is not None
        reference = StoredPicture(digest, "image/jpeg", len(content))
        account_id = tx.chain.account_id
        evidence.attach(tx, reference, person_id=world.village.lan.id, account_id=account_id, activity_id=entry.id)
        declared(tx, world.village, world.village.lan, PLAIN)

    await world.app.database.write(with_picture)
    await head.say("/duyet")
    await head.choose("Bắt đầu xem")
    large = await head.choose("Xem ảnh minh chứng (1)")
    assert "Khoá học: Tin học cơ bản, 23/11/2026, 6 giờ, Trung tâm học tập cộng đồng" in large.text
    assert "Câu khai: Dự lớp, buổi tập huấn: 2-3 buổi" in large.text
    if world.channel == "telegram":
        large = await head.notice()
    assert large.file is not None
    stranger = world.phones["Khách"]
    await stranger.open("KIMSON")
    await stranger.choose("Tôi đồng ý")
    await stranger.say("Hồ Thị Xuân")
    await stranger.say("1980")
    await stranger.choose("Đúng rồi")
    if not stranger.is_numbered:
        assert "của người khác" in (await stranger.press("proof/1/1")).text
    held = await world.app.database.read(lambda tx: [files.for_account(tx, each.digest or "", 2) for each in
                                                     evidence.for_review(tx, world.village.lan.id, 2026)])  # fmt: skip
    assert len(held) == 1


async def test_a_deputy_for_a_week_and_what_old_buttons_say_then(world: World, clock: Clock) -> None:
    lan, head = world.phones["Lan"], world.phones["Đức"]
    sent = await seeded(world, neighbours(world, 1, 2), PLAIN)
    await head.say("/start")
    await head.choose("Thôn Kim Sơn")
    await head.choose("Người phụ trách, người giúp")
    code = str(await head.choose("Mời người thay trong 7 ngày")).partition("Mã mời: ")[2][:9].replace(" ", "")
    await join(lan)
    offer = await lan.open(code)
    assert "Người thay trưởng thôn một thời gian" in offer.text
    assert "Trong 7 ngày" in offer.text
    await lan.choose("Tôi nhận")
    await lan.choose("Thôn Kim Sơn")
    assert not any(each.startswith("Mời") for each in (await lan.choose("Người phụ trách, người giúp")).buttons)
    if not lan.is_numbered:
        await lan.press(f"ask-in/{world.village.kim_son.id}/head/90")
        assert len(await world.app.database.read(lambda tx: roles.open_invites(tx, world.village.kim_son.id))) == 0
    assert "đã được dùng hoặc đã hết hạn" in (await world.phones["Khách"].open(code)).text
    await lan.say("/duyet")
    await lan.choose("Lê Văn Ba 1980: bình thường")
    await lan.choose("Xác nhận")
    assert await states(world, sent) == [State.CONFIRMED, State.SUBMITTED]
    await lan.say("/duyet")
    card = await lan.choose("Lê Văn Ca 1980: bình thường")
    clock.advance(days=8)
    late = await lan.choose("Xác nhận", on=card)
    assert "đã thôi phụ trách việc này từ 30/11/2026" in late.text
    assert await states(world, sent) == [State.CONFIRMED, State.SUBMITTED]
    assert "Chờ xác nhận" not in str(await lan.say("/start"))


async def test_leaving_office_and_being_let_go(world: World) -> None:
    lan, head, officer = world.phones["Lan"], world.phones["Đức"], world.phones["Thương"]
    sent = await seeded(world, neighbours(world, 1), PLAIN)
    await join(lan)

    def make_helper(tx: Transaction) -> None:
        act_as_operator(tx)
        roles.give(tx, world.village.lan, Role.HELPER, world.village.kim_son.id)

    await world.app.database.write(make_helper)
    assert "Khai hộ bà con" in (await lan.say("/start")).buttons
    assert "Việc này dành cho trưởng thôn" in (await lan.say("/duyet")).text
    await head.say("/start")
    await head.choose("Thôn Kim Sơn")
    await head.choose("Người phụ trách, người giúp")
    asked = await head.choose("Thôi giao việc cho Nguyễn Thị Lan")
    assert "các nút cũ không làm gì nữa" in asked.text
    await head.choose("Đúng, thôi việc này")
    assert "thôi việc" in (await lan.notice()).text
    assert "Khai hộ bà con" not in (await lan.say("/start")).buttons
    await head.choose("Tôi thôi phụ trách")
    assert "Sau đó ở đây không còn trưởng thôn nào" in head.last.text
    gone = await head.choose("Đúng, thôi việc này")
    assert "Cảm ơn bác đã giúp bà con." in gone.text
    assert "vừa thôi việc" in (await officer.notice()).text
    assert "đã thôi phụ trách việc này từ 23/11/2026" in (await head.say("/duyet")).text
    await officer.say("/duyet")
    await officer.choose("Bắt đầu xem")
    await officer.choose("Xác nhận")
    assert await states(world, sent) == [State.CONFIRMED]
    await officer.say("/start")
    await officer.choose("Tiến độ từng thôn")
    await officer.choose("Cán bộ xã phụ trách")
    assert "Đây là cán bộ xã duy nhất" in (await officer.choose("Tôi thôi phụ trách")).text


async def test_a_locked_year_takes_no_decision(world: World) -> None:
    head = world.phones["Đức"]
    sent = await seeded(world, neighbours(world, 1, 2), PLAIN)
    await head.say("/duyet")
    await head.choose("Xác nhận một lượt bản bình thường")
    done = await head.choose("Xác nhận 2 bản này")
    assert await states(world, sent) == [State.CONFIRMED] * 2
    await world.app.database.write(
        lambda tx: tx.connection.execute(update(cycles_table).values(state=CycleState.LOCKED)) and None
    )
    late = await head.choose("Rút lại cả lượt vừa xác nhận", on=done)
    assert "Lượt này không rút lại được nữa: kỳ đã khoá sổ" in late.text
    assert await states(world, sent) == [State.CONFIRMED] * 2
    assert await world.app.database.read(lambda tx: cycles.load(tx, world.village.cycle.id)) is not None


async def test_somebody_who_spells_their_name_otherwise_is_seen_beside_the_roster(world: World) -> None:
    head = world.phones["Đức"]

    def twin(tx: Transaction) -> list[Person]:
        add = partial(people.add, tx, place_id=world.village.kim_son.id, on_roster=False)
        return [add(full_name="Nguyễn Lan", birth_year=1969)]

    await seeded(world, twin, PLAIN)
    await head.say("/duyet")
    card = await head.choose("Bắt đầu xem")
    assert "! Có thể trùng với người khác trong thôn: Nguyễn Thị Lan, sinh 1968." in card.text
