"""Who asks to come in, and who answers: one tap on the notice, the list, old buttons, giving up, what ends a wish."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from acts import ways
from acts.joining import MOST_ASKED
from criteria.policy import Role
from handlers.kit.screen import screen_from_data
from locales.catalog import ELDER, catalog
from storage import accounts, erasure, households, joining_requests, people, places
from storage.households import Household
from storage.kit.tables import accounts as accounts_table
from storage.kit.tables import audit, outbox, ties
from storage.kit.transaction import Transaction
from storage.kit.words import PlaceKind
from storage.people import Person
from storage.places import Place
from tests.handlers.driver import Chat, Commune
from tests.village import there

CODE = "NHALAN23"


async def lans_home(commune: Commune) -> Household:
    """Lan is the head of her household, which has a code."""
    key = there(commune.village.lan.household_id)

    def make(tx: Transaction) -> Household:
        households.set_head(tx, households.get(tx, key), commune.village.lan)
        return households.give_code(tx, households.get(tx, key), CODE)

    return await commune.do(make)


async def guest(commune: Commune, name: str = "Lê Văn Sơn", year: int = 1994) -> Chat:
    """Somebody new of the village asks by the code."""
    person = await commune.neighbour(name, year, household="8", on_roster=False)
    commune.people[name] = await commune.do(lambda tx: households.leave(tx, person))
    chat = await commune.sits(name, commune.people[name])
    await chat.press(ways.family_join(CODE))
    await chat.choose("Con, dâu, rể")
    return chat


async def buttons(commune: Commune, chat: Chat) -> dict[str, str]:
    """The buttons of the last notice to somebody."""

    def read(tx: Transaction) -> dict[str, str]:
        rows = tx.connection.execute(
            select(outbox.c.payload)
            .join(accounts_table, accounts_table.c.id == outbox.c.account_id)
            .where(accounts_table.c.chat == chat.chat)
            .order_by(outbox.c.id)
        ).scalars()
        screen = screen_from_data(rows.all()[-1])
        return {catalog("vi").render(each.label, ELDER): str(each.route) for each in screen.choices}

    return await commune.look(read)


async def home_of(commune: Commune, name: str) -> int | None:
    return (await commune.person(commune.people[name])).household_id


async def codes(commune: Commune, person: Person) -> list[str]:
    """What the log says of somebody's wishes."""

    def read(tx: Transaction) -> list[str]:
        about = audit.c.subject == f"person:{person.id}"
        query = select(audit.c.code).where(about, audit.c.code.startswith("joining.")).order_by(audit.c.n)
        return list(tx.connection.execute(query).scalars())

    return await commune.look(read)


@pytest.mark.parametrize("label", ["Đồng ý", "Không đồng ý"])
async def test_one_tap_on_the_notice_answers_and_a_second_one_shows_what_is_true(commune: Commune, label: str) -> None:
    home = await lans_home(commune)
    son = await guest(commune)
    answers = await buttons(commune, commune.lan)
    assert set(answers) == {"Đồng ý", "Không đồng ý"}
    await commune.lan.press(answers[label])
    assert (await home_of(commune, "Lê Văn Sơn") == home.id) == (label == "Đồng ý")
    told = {"Đồng ý": "đã được nhận", "Không đồng ý": "Hộ chưa nhận"}[label]
    assert told in (await commune.notices(son))[-1]
    became = {"Đồng ý": "đã có người đồng ý rồi", "Không đồng ý": "đã có người trả lời không"}[label]
    for way in answers.values():
        assert f"Lê Văn Sơn, vào hộ: {became}." in await commune.mai.press(way)
    assert (await home_of(commune, "Lê Văn Sơn") == home.id) == (label == "Đồng ý")
    assert len(await commune.notices(son)) == 1
    ended = {"Đồng ý": "joining.agreed", "Không đồng ý": "joining.refused"}[label]
    assert await codes(commune, commune.people["Lê Văn Sơn"]) == ["joining.asked", ended]


async def test_a_guest_sees_of_the_household_only_whose_it_is_and_gives_up(commune: Commune) -> None:
    await lans_home(commune)
    son = await guest(commune)
    seen = await son.press(ways.family())
    assert "xin vào hộ: Gia đình Nguyễn Thị Lan." in seen
    assert "Đang chờ chủ hộ đồng ý." in seen
    assert "Trần Thị Mai" not in seen
    assert "Lời xin của tôi, đang chờ" in (await son.press(ways.home())).labels
    answers = await buttons(commune, commune.lan)
    await son.press(ways.family())
    assert "Đã thôi, không xin nữa." in await son.choose("Thôi, không xin vào hộ nữa")
    assert "Gõ mã hộ" in son.screen.labels
    assert await commune.notices(commune.lan) == []  # it had not gone out
    assert "đã thôi không xin nữa" in await commune.lan.press(answers["Đồng ý"])
    assert await home_of(commune, "Lê Văn Sơn") is None
    assert (await son.press(ways.joining_withdraw("household"))).at == "family"
    assert (await son.press(ways.joining_withdraw("x"))).at == "joinings"


async def test_whoever_answers_for_nobody_there_answers_nothing(commune: Commune) -> None:
    await lans_home(commune)
    son = await guest(commune)
    for way in (await buttons(commune, commune.lan)).values():
        for chat in (son, commune.son, commune.head, commune.officer, commune.far):
            assert "Lời xin này do người khác trả lời" in await chat.press(way)
        assert "chưa ghi tên" in await commune.stranger.press(way)
    assert await home_of(commune, "Lê Văn Sơn") is None
    assert "Không còn ai chờ bác trả lời." in await commune.head.press(ways.joinings())


async def test_without_a_chat_of_the_head_each_member_is_asked_and_one_yes_is_enough(commune: Commune) -> None:
    home = await lans_home(commune)
    old = await commune.neighbour("Trần Văn Bảy", 1940, household="1")
    await commune.do(lambda tx: households.set_head(tx, home, old))
    son = await guest(commune)
    assert "Đang chờ một người trong hộ đồng ý." in son.screen
    assert len(await commune.notices(commune.lan)) == len(await commune.notices(commune.mai)) == 1
    await commune.mai.press((await buttons(commune, commune.mai))["Đồng ý"])
    assert await commune.notices(commune.lan) == []
    assert await home_of(commune, "Lê Văn Sơn") == home.id


async def test_where_nobody_has_a_chat_the_village_head_is_asked_and_decides_on_none_of_them(commune: Commune) -> None:
    home = await lans_home(commune)
    await commune.do(
        lambda tx: [accounts.mark_blocked(tx, _account_of(tx, each)) for each in (commune.lan, commune.mai)]
    )
    son = await guest(commune)
    assert "Đang chờ trưởng thôn đồng ý." in son.screen
    assert "Hộ ấy chưa ai có chat" in (await commune.notices(commune.head))[-1]
    await commune.head.press(ways.home())
    await commune.head.choose("Có lời xin chờ trả lời (1)")
    await commune.head.choose("Trả lời: Lê Văn Sơn, vào hộ")
    await commune.head.choose("Đồng ý")
    assert await home_of(commune, "Lê Văn Sơn") == home.id
    assert (await commune.look(lambda tx: households.get(tx, home.id))).head_id == commune.village.lan.id

    def tied(tx: Transaction) -> set[int]:
        query = select(ties.c.person_id).where(ties.c.by_id == commune.village.head.id, ties.c.kind == "agreed")
        return set(tx.connection.execute(query).scalars())

    theirs = {commune.village.lan.id, commune.people["Mai"].id, commune.people["Lê Văn Sơn"].id}
    assert await commune.look(tied) == theirs


def _account_of(tx: Transaction, chat: Chat) -> int:
    return there(accounts.find(tx, "web", chat.chat)).id


async def test_who_enters_and_who_lives_there_do_not_decide_on_each_other(commune: Commune) -> None:
    await lans_home(commune)
    await guest(commune)
    await commune.lan.press((await buttons(commune, commune.lan))["Đồng ý"])
    son, mai = commune.people["Lê Văn Sơn"].id, commune.people["Mai"].id

    def tied(tx: Transaction) -> set[tuple[int, int]]:
        rows = tx.connection.execute(select(ties.c.person_id, ties.c.by_id).where(ties.c.kind == "household"))
        return {(row.person_id, row.by_id) for row in rows}

    assert {(son, mai), (mai, son)} <= await commune.look(tied)


async def test_a_wish_ends_where_the_person_founds_a_household_of_their_own(commune: Commune) -> None:
    await lans_home(commune)
    son = await guest(commune)
    answers = await buttons(commune, commune.lan)
    await son.press(ways.family())
    await son.choose("Lập hộ mới, tôi là chủ hộ")
    own = await home_of(commune, "Lê Văn Sơn")
    assert "đã thôi không xin nữa" in await commune.lan.press(answers["Đồng ý"])
    assert await home_of(commune, "Lê Văn Sơn") == own is not None


async def test_a_wish_ends_where_the_person_came_into_another_household(commune: Commune) -> None:
    await lans_home(commune)
    await guest(commune)
    answers = await buttons(commune, commune.lan)
    heads = there(commune.village.head.household_id)

    def enter(tx: Transaction) -> None:
        person = people.get(tx, commune.people["Lê Văn Sơn"].id)
        households.enter(tx, households.get(tx, heads), person, relation="other")

    await commune.do(enter)
    assert "không còn cần trả lời nữa" in await commune.lan.press(answers["Đồng ý"])
    assert await home_of(commune, "Lê Văn Sơn") == heads
    assert await codes(commune, commune.people["Lê Văn Sơn"]) == ["joining.asked", "joining.gone"]


async def test_a_wish_goes_with_its_person(commune: Commune) -> None:
    await lans_home(commune)
    await guest(commune)
    answers = await buttons(commune, commune.lan)
    await commune.do(lambda tx: erasure.erase_person(tx, people.get(tx, commune.people["Lê Văn Sơn"].id)))
    assert await commune.notices(commune.lan) == []
    assert "hoặc không còn nữa" in await commune.lan.press(answers["Đồng ý"])
    assert "Lê Văn Sơn" not in await commune.lan.press(ways.family())


async def test_the_same_household_is_not_asked_again_and_again(commune: Commune) -> None:
    await lans_home(commune)
    son = await guest(commune)
    for _ in range(MOST_ASKED - 1):
        await son.press(ways.joining_withdraw("household"))
        assert "Đã gửi lời xin vào hộ." in await son.press(ways.family_enter(CODE, "child"))
    await son.press(ways.family_enter(CODE, "child"))  # the same that waits already
    await son.press(ways.joining_withdraw("household"))
    assert "đã xin vào hộ này nhiều lần" in await son.press(ways.family_enter(CODE, "child"))
    assert await commune.notices(commune.lan) == []


async def test_another_wish_takes_the_place_of_the_first(commune: Commune) -> None:
    home = await lans_home(commune)
    son = await guest(commune)
    first = await buttons(commune, commune.lan)
    heads = there(commune.village.head.household_id)
    await commune.do(lambda tx: households.give_code(tx, households.get(tx, heads), "NHADUC23"))
    await son.press(ways.family_enter("NHADUC23", "other"))
    assert "đã thôi không xin nữa" in await commune.lan.press(first["Đồng ý"])
    assert await home_of(commune, "Lê Văn Sơn") is None
    (mine,) = await commune.look(lambda tx: joining_requests.mine(tx, commune.people["Lê Văn Sơn"].id))
    assert mine.household_id == heads != home.id


async def test_whoever_heads_the_unit_counts_there_at_once(commune: Commune) -> None:
    unit = await _school(commune)
    await commune.give(commune.people["Khánh"], Role.HEAD, unit)
    assert "từ nay bác tính ở trường" in await commune.far.press(ways.unit_take(there(unit.join_code)))
    assert (await commune.person(commune.people["Khánh"])).unit_id == unit.id


async def test_who_is_refused_by_the_unit_counts_in_the_village(commune: Commune) -> None:
    unit = await _school(commune)
    await commune.give(commune.people["Khánh"], Role.HEAD, unit)
    await commune.lan.press(ways.unit_take(there(unit.join_code)))
    assert "Thôi, không xin tính ở đơn vị nữa" in commune.lan.screen.labels
    await commune.far.press((await buttons(commune, commune.far))["Không đồng ý"])
    assert "vẫn tính ở thôn" in (await commune.notices(commune.lan))[-1]
    assert (await commune.person(commune.village.lan)).unit_id is None


async def test_who_is_confirmed_in_the_village_meanwhile_stays_there(commune: Commune) -> None:
    unit = await _school(commune)
    await commune.give(commune.people["Khánh"], Role.HEAD, unit)
    await commune.lan.press(ways.unit_take(there(unit.join_code)))
    sent = await commune.sent(commune.village.lan)
    await commune.officer.press(ways.confirm(sent.id, sent.revision))
    seen = await commune.far.press((await buttons(commune, commune.far))["Đồng ý"])
    assert "Nguyễn Thị Lan, vào đơn vị: không còn cần trả lời nữa." in seen
    assert (await commune.person(commune.village.lan)).unit_id is None


async def _school(commune: Commune) -> Place:
    def add(tx: Transaction) -> Place:
        return places.add_village(
            tx, commune=commune.village.commune, label="trường", name="THCS Sơn Hồng", join_code="THCSSH22",
            since=tx.now.date(), kind=PlaceKind.UNIT,
        )  # fmt: skip

    return await commune.do(add)


async def test_going_to_and_fro_between_two_households_asks_neither_without_end(commune: Commune) -> None:
    """Each is asked three times; then nobody is told any more."""
    lans, deans = (
        await lans_home(commune),
        await commune.look(lambda tx: households.get(tx, there(commune.village.head.household_id))),
    )
    code = await commune.do(lambda tx: households.give_code(tx, deans, "DEANHOME"))
    son = await guest(commune)
    for _ in range(MOST_ASKED + 3):
        for each in (there(lans.join_code), there(code.join_code)):
            await son.press(ways.family_enter(each, "other"))
    asked = await codes(commune, commune.people["Lê Văn Sơn"])
    assert asked.count("joining.asked") == 2 * MOST_ASKED
