"""The family: who belongs to it, coming in by a code, who is its head, leaving; and registering it."""

from __future__ import annotations

from functools import partial
from itertools import product

import pytest

from acts import ways
from acts.codes import spaced
from criteria.declaration import Move, State
from criteria.model import FAMILY
from criteria.policy import Role
from handlers.groups import family
from handlers.kit.router import Route
from storage import accounts, decisions, households
from storage.households import Household
from storage.kit.tables import households as households_table
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind, CycleState
from tests.handlers.driver import Chat, Commune
from tests.village import there


async def household_of(commune: Commune, who: str) -> Household:
    person = await commune.person(commune.people[who])
    assert person.household_id is not None
    key = person.household_id
    return await commune.look(lambda tx: households.get(tx, key))


async def lans_code(commune: Commune) -> str:
    """Lan invites; she answers for the household of the roster, which had no head."""
    home = await household_of(commune, "Lan")
    await commune.lan.press(ways.family_invite(home.id))
    return (await household_of(commune, "Lan")).join_code or ""


async def newcomer(commune: Commune, name: str = "Lê Văn Sơn", year: int = 1994) -> Chat:
    """Somebody of Kim Sơn who is not on the roster and lives in no household yet."""
    person = await commune.neighbour(name, year, household="8", on_roster=False)
    await commune.do(lambda tx: households.leave(tx, person))
    commune.people[name] = await commune.person(person)
    return await commune.sits(name, commune.people[name])


# Seeing it


async def test_each_member_is_named_with_what_is_still_missing(commune: Commune) -> None:
    sent = await commune.sent(commune.people["Mai"])
    seen = await commune.lan.press(ways.family())
    assert "- Nguyễn Thị Lan: chưa khai" in seen
    assert "- Trần Thị Mai: đã gửi, chờ xác nhận" in seen
    await commune.do(lambda tx: decisions.decide(tx, sent, Move.CONFIRM, person_id=commune.village.head.id))
    seen = await commune.lan.press(ways.family())
    assert "- Trần Thị Mai: Đạt" in seen or "- Trần Thị Mai: đạt" in seen
    assert "Người lớn đạt Công dân học tập: 1/2" in seen
    assert "Gia đình học tập: chưa đăng ký" in seen


async def test_a_child_is_named_and_asked_for_nothing(commune: Commune) -> None:
    await lans_code(commune)
    home = await household_of(commune, "Lan")
    await commune.do(
        lambda tx: households.add_member(tx, home, full_name="Trần Bé Na", birth_year=2016, relation="child")
    )
    seen = await commune.lan.press(ways.family())
    (line,) = [line for line in seen.text.splitlines() if "Bé Na" in line]
    assert line == "- Trần Bé Na (Con, dâu, rể)"


async def test_next_year_before_it_is_opened_the_family_can_still_be_seen(commune: Commune) -> None:
    await commune.no_year()
    seen = await commune.lan.press(ways.family())
    assert "- Nguyễn Thị Lan" in seen
    assert "Xã chưa mở kỳ đánh giá năm 2027, nên đây là của năm 2026." in seen
    assert not [label for label in seen.labels if label.startswith("Khai")]


# Coming in


async def test_who_lives_in_no_household_makes_one_or_types_a_code(commune: Commune) -> None:
    son = await newcomer(commune)
    assert (await son.press(ways.family())).labels[:2] == ("Gõ mã hộ", "Lập hộ mới, tôi là chủ hộ")
    made = await son.choose("Lập hộ mới, tôi là chủ hộ")
    home = await household_of(commune, "Lê Văn Sơn")
    assert f"Mã hộ: {spaced(home.join_code or '')}" in made
    assert "Gia đình Lê Văn Sơn" in made
    again = await son.press(ways.family_new())
    assert "Đã lập hộ" not in again
    assert (await household_of(commune, "Lê Văn Sơn")).id == home.id


async def test_whom_somebody_speaks_for_comes_into_the_new_household_with_them(commune: Commune) -> None:
    son = await newcomer(commune)
    other = await commune.neighbour("Lê Thị Bảy", 1950, household="7", on_roster=False)
    far = await commune.neighbour("Lê Thị Tám", 1951, place=commune.village.hong_linh, household="7", on_roster=False)
    await commune.do(lambda tx: [households.leave(tx, each) for each in (other, far)])

    def speaks(tx: Transaction) -> None:
        account = accounts.lock(tx, "web", son.chat)
        for each in (other, far):
            accounts.speak_for(tx, account, each, ConsentKind.BESIDE)
        accounts.save(tx, account, owed=None)

    await commune.database.write(speaks)
    await son.press(ways.family_new())
    home = await household_of(commune, "Lê Văn Sơn")
    assert (await commune.person(other)).household_id == home.id
    assert (await commune.person(far)).household_id is None  # of another village


async def test_a_grown_child_asks_by_the_code_and_the_head_agrees_by_one_tap(commune: Commune) -> None:
    code = await lans_code(commune)
    son = await newcomer(commune)
    await son.press(ways.family_code())
    assert "là gì của chủ hộ" in await son.say(f"{code[:3].lower()} {code[3:]}")
    asked = await son.choose("Con, dâu, rể")
    assert "Đang chờ chủ hộ đồng ý." in asked
    assert "chưa khai" not in asked  # nothing of who lives there
    (told,) = await commune.notices(commune.lan)
    assert "Lê Văn Sơn (Con, dâu, rể) xin vào hộ bằng mã hộ. Có đúng người nhà không?" in told
    assert "Người lớn đạt Công dân học tập: 0/2" in await commune.lan.press(ways.family())
    await commune.lan.choose("Trả lời về Lê Văn Sơn")
    assert "Đã đồng ý: Lê Văn Sơn, vào hộ." in await commune.lan.choose("Đồng ý")
    assert "Người lớn đạt Công dân học tập: 0/3" in commune.lan.screen
    (heard,) = await commune.notices(son)
    assert "từ nay anh/chị ở trong hộ" in heard or "từ nay bác ở trong hộ" in heard
    assert "- Lê Văn Sơn (Con, dâu, rể): chưa khai" in await son.press(ways.family())
    assert "đã ở trong hộ này rồi" in await son.press(ways.family_join(code))
    await son.press(ways.family_enter(code, "spouse"))
    assert "- Lê Văn Sơn (Con, dâu, rể): chưa khai" in await son.press(ways.family())
    assert await commune.notices(commune.lan) == []  # what has been answered need not go out any more


@pytest.mark.parametrize("typed", ["KHONGCO", "??", "mã ạ"])
async def test_a_code_that_is_none_is_asked_for_again(commune: Commune, typed: str) -> None:
    son = await newcomer(commune)
    await son.press(ways.family_code())
    seen = await son.say(typed)
    assert (seen.at, "Không có mã hộ ấy." in seen) == (ways.family_code(), True)
    assert "Không có mã hộ ấy." in await son.send("sticker")


async def test_a_code_of_another_kind_is_no_household(commune: Commune) -> None:
    son = await newcomer(commune)
    kim_son = commune.village.kim_son.join_code or ""
    assert (await son.press(ways.family_join(kim_son))).at == "family"
    assert "Gõ mã hộ" in (await son.press(ways.family_enter(kim_son, "child"))).labels
    assert (await commune.person(commune.people["Lê Văn Sơn"])).household_id is None


async def test_nobody_comes_into_a_household_of_another_village(commune: Commune) -> None:
    code = await lans_code(commune)
    seen = await commune.far.press(ways.family_join(code))
    assert (seen.at, "Hộ này ở thôn Kim Sơn." in seen) == ("home", True)
    assert "Hộ này ở thôn Kim Sơn." in await commune.far.press(ways.family_enter(code, "parent"))
    assert await household_of(commune, "Khánh") != await household_of(commune, "Lan")


async def test_a_guest_learns_nothing_of_the_heads_years_and_what_cannot_be_is_left_open(commune: Commune) -> None:
    """Lan was born in 1968: somebody of 1994 is not her parent. He asks all the same, and the family says."""
    code = await lans_code(commune)
    son = await newcomer(commune)
    await son.press(ways.family_join(code))
    said = {str(await son.press(ways.family_enter(code, each))) for each in ("parent", "grandparent", "child")}
    assert len(said) == 1
    assert not any("1968" in each for each in said)
    await son.press(ways.joining_withdraw("household"))
    await son.press(ways.family_enter(code, "parent"))
    assert (await commune.person(commune.people["Lê Văn Sơn"])).household_id is None
    for relation in ("head", "x"):
        await son.press(ways.family_enter(code, relation))
        assert (await commune.person(commune.people["Lê Văn Sơn"])).household_id is None
    await commune.lan.press(ways.family())
    await commune.lan.choose("Trả lời về Lê Văn Sơn")
    assert "Quan hệ đã ghi không khớp năm sinh" in await commune.lan.choose("Đồng ý")
    assert (await commune.person(commune.people["Lê Văn Sơn"])).relation == "other"


async def test_who_moves_in_leaves_the_other_household(commune: Commune) -> None:
    code = await lans_code(commune)
    seen = await commune.son.press(ways.family_join(code))
    assert "đang ở hộ khác: được nhận vào hộ này thì rời hộ kia" in seen
    await commune.son.choose("Con, dâu, rể")
    assert "Anh/chị xin vào hộ: Gia đình Nguyễn Thị Lan." in commune.son.screen
    assert (await household_of(commune, "Hải")).id == (await household_of(commune, "Đức")).id
    await commune.lan.press(ways.family())
    await commune.lan.choose("Trả lời về Phan Văn Hải")
    await commune.lan.choose("Đồng ý")
    assert (await household_of(commune, "Hải")).id == (await household_of(commune, "Lan")).id


# Inviting, and whose affair it is


async def test_inviting_makes_one_code_for_good(commune: Commune) -> None:
    code = await lans_code(commune)
    assert f"Mã hộ: {spaced(code)}" in commune.lan.screen
    assert f"https://hoctap.vn/{code}" in commune.lan.screen
    home = await household_of(commune, "Lan")
    assert home.head_id == commune.village.lan.id
    await commune.mai.press(ways.family_invite(home.id))
    after = await household_of(commune, "Lan")
    assert (after.join_code, after.head_id) == (code, commune.village.lan.id)


async def test_a_household_without_a_code_shows_none(commune: Commune) -> None:
    assert (await commune.lan.press(ways.family_show())).at == "family"


async def test_a_household_is_its_members_affair(commune: Commune) -> None:
    home = await household_of(commune, "Lan")
    lan = commune.village.lan.id
    for way in (
        ways.family_begin(home.id, FAMILY),
        ways.family_invite(home.id),
        ways.family_members(home.id),
        ways.family_member(home.id, lan),
        ways.family_relation(home.id, lan, "child"),
        ways.family_head(home.id, lan),
        ways.family_out(home.id, lan),
        ways.family_leave(home.id),
        ways.family_left(home.id, 0),
    ):
        for chat in (commune.head, commune.officer):
            seen = await chat.press(way)
            assert (seen.at, "Hộ này không phải hộ của" in seen) == ("home", True), way
        assert "chưa ghi tên" in await commune.stranger.press(way)
    assert await household_of(commune, "Lan") == home


# Members


async def test_a_relation_is_put_right_as_far_as_years_allow(commune: Commune) -> None:
    await lans_code(commune)
    home, mai = await household_of(commune, "Lan"), commune.people["Mai"]
    await commune.lan.press(ways.family_members(home.id))
    await commune.lan.choose("Trần Thị Mai")
    assert "Trần Thị Mai là gì của chủ hộ?" in commune.lan.screen
    assert "không thể là" in await commune.lan.press(ways.family_relation(home.id, mai.id, "grandparent"))
    assert "Đã sửa." in await commune.lan.press(ways.family_relation(home.id, mai.id, "child"))
    assert "- Trần Thị Mai (Con, dâu, rể): chưa khai" in commune.lan.screen
    for relation in ("head", "x"):
        assert "Đã sửa." not in await commune.lan.press(ways.family_relation(home.id, mai.id, relation))
    assert (await commune.person(mai)).relation == "child"


async def test_the_head_has_no_relation_to_themselves(commune: Commune) -> None:
    await lans_code(commune)
    home, lan = await household_of(commune, "Lan"), commune.village.lan.id
    seen = await commune.lan.press(ways.family_member(home.id, lan))
    assert seen.labels == ("Quay lại",)
    await commune.lan.press(ways.family_relation(home.id, lan, "child"))
    assert (await commune.person(commune.village.lan)).relation != "child"


async def test_somebody_else_becomes_the_head(commune: Commune) -> None:
    await lans_code(commune)
    home, mai = await household_of(commune, "Lan"), commune.people["Mai"]
    await commune.lan.press(ways.family_member(home.id, mai.id))
    assert "Từ nay chủ hộ là Trần Thị Mai." in await commune.lan.choose("Làm chủ hộ")
    assert (await household_of(commune, "Lan")).head_id == mai.id


async def test_a_member_who_lives_elsewhere_is_taken_out_but_nobody_takes_themselves_out(commune: Commune) -> None:
    home, mai = await household_of(commune, "Lan"), commune.people["Mai"]
    sent = await commune.sent(mai)
    await commune.lan.press(ways.family_out(home.id, commune.village.lan.id))
    assert (await commune.person(commune.village.lan)).household_id == home.id
    await commune.lan.press(ways.family_member(home.id, mai.id))
    assert "Đã hỏi Trần Thị Mai." in await commune.lan.choose("Không còn ở hộ này")
    assert (await commune.person(mai)).household_id == home.id  # the roster says so: it takes her own yes
    (told,) = await commune.notices(commune.mai)
    assert "Nguyễn Thị Lan báo là" in told
    assert "Trả lời về Trần Thị Mai" in (await commune.mai.press(ways.family())).labels
    await commune.mai.choose("Trả lời về Trần Thị Mai")
    await commune.mai.choose("Đồng ý")
    assert (await commune.person(mai)).household_id is None
    assert "Trần Thị Mai không còn trong hộ." in (await commune.notices(commune.lan))[-1]
    assert (await commune.declaration(sent)).state is State.SUBMITTED


async def test_whom_the_roster_knows_stays_where_they_say_so_and_without_a_chat_the_officer_answers(
    commune: Commune,
) -> None:
    home, mai = await household_of(commune, "Lan"), commune.people["Mai"]
    old = await commune.neighbour("Trần Văn Bảy", 1940, household="1")
    await commune.lan.press(ways.family_out(home.id, mai.id))
    await commune.mai.press(ways.family())
    await commune.mai.choose("Trả lời về Trần Thị Mai")
    await commune.mai.choose("Không đồng ý")
    assert (await commune.person(mai)).household_id == home.id
    assert "Trần Thị Mai vẫn ở trong hộ." in (await commune.notices(commune.lan))[-1]
    assert "Đã hỏi cán bộ xã." in await commune.lan.press(ways.family_out(home.id, old.id))
    assert "Có lời xin chờ trả lời" not in str(
        (await commune.head.press(ways.home())).labels
    )  # not the head of the village
    await commune.officer.press(ways.home())
    await commune.officer.choose("Có lời xin chờ trả lời (1)")
    await commune.officer.choose("Trả lời: Trần Văn Bảy, rời hộ")
    await commune.officer.choose("Đồng ý")
    assert (await commune.person(old)).household_id is None


async def test_the_head_is_taken_out_by_nobody(commune: Commune) -> None:
    await lans_code(commune)
    home = await household_of(commune, "Lan")
    assert "Chọn người khác làm chủ hộ trước đã." in await commune.mai.press(
        ways.family_out(home.id, commune.village.lan.id)
    )
    assert (await household_of(commune, "Lan")).head_id == commune.village.lan.id


async def test_nobody_of_another_household_is_touched_through_ones_own(commune: Commune) -> None:
    home, hai = await household_of(commune, "Lan"), commune.people["Hải"]
    for way in (
        ways.family_member(home.id, hai.id),
        ways.family_relation(home.id, hai.id, "child"),
        ways.family_head(home.id, hai.id),
        ways.family_out(home.id, hai.id),
    ):
        assert (await commune.lan.press(way)).at == "family", way
    assert (await commune.person(hai)).household_id == (await household_of(commune, "Đức")).id
    assert (await household_of(commune, "Lan")).head_id is None


# Leaving


async def test_a_member_leaves_after_a_word_of_warning(commune: Commune) -> None:
    home = await household_of(commune, "Lan")
    assert "rời hộ này thật chứ" in await commune.mai.press(ways.family_leave(home.id))
    assert "đã rời hộ" in await commune.mai.choose("Rời hộ")
    assert (await commune.person(commune.people["Mai"])).household_id is None


async def test_a_head_leaves_only_after_naming_an_heir(commune: Commune) -> None:
    await lans_code(commune)
    home, mai = await household_of(commune, "Lan"), commune.people["Mai"]
    await commune.do(
        lambda tx: households.add_member(tx, home, full_name="Trần Bé Na", birth_year=2016, relation="child")
    )
    seen = await commune.lan.press(ways.family_leave(home.id))
    assert seen.labels == ("Trần Thị Mai", "Quay lại")  # not the child
    for heir in (0, commune.village.lan.id, commune.people["Hải"].id):
        assert (await commune.lan.press(ways.family_left(home.id, heir))).at == ways.family_leave(home.id)
    assert "đã rời hộ" in await commune.lan.press(ways.family_left(home.id, mai.id))
    assert (await household_of(commune, "Mai")).head_id == mai.id


async def test_the_last_one_is_told_that_nobody_stays(commune: Commune) -> None:
    await lans_code(commune)
    home = await household_of(commune, "Lan")
    await commune.mai.press(ways.family_left(home.id, 0))
    assert "là người duy nhất trong hộ" in await commune.lan.press(ways.family_leave(home.id))
    await commune.lan.choose("Rời hộ")
    assert (await commune.person(commune.village.lan)).household_id is None


# Registering


async def test_registering_a_household_of_the_roster_makes_who_does_it_its_head(commune: Commune) -> None:
    home = await household_of(commune, "Lan")
    assert (await commune.mai.press(ways.family_begin(home.id, FAMILY))).at.startswith("ask/")
    assert (await household_of(commune, "Lan")).head_id == commune.people["Mai"].id
    assert (await commune.lan.press(ways.family_begin(home.id, FAMILY))).at.startswith("ask/")
    mine = await commune.declarations_of(commune.people["Mai"], FAMILY)
    assert len(mine) == 1
    assert await commune.declarations_of(commune.village.lan, FAMILY) == ()


async def test_nothing_is_registered_in_a_locked_year_or_for_a_title_that_is_no_familys(commune: Commune) -> None:
    home = await household_of(commune, "Lan")
    assert (await commune.lan.press(ways.family_begin(home.id, "clan"))).at == "family"
    await commune.year_is(CycleState.LOCKED)
    assert "Xã chưa mở kỳ đánh giá năm 2026." in await commune.lan.press(ways.family_begin(home.id, FAMILY))
    assert await commune.declarations_of(commune.village.lan, FAMILY) == ()


# Who says who lives here


async def test_a_newcomer_with_the_code_is_a_guest_who_takes_nobody_out(commune: Commune) -> None:
    """Nobody becomes the head of a household of the roster by taking others out of it."""
    code = await lans_code(commune)
    guest = await newcomer(commune)
    await guest.open(code)
    await guest.choose("Người khác trong nhà")
    home = await household_of(commune, "Lan")
    person = (await guest.account()).person
    assert person is not None
    for way in (ways.family_members(home.id), ways.family_begin(home.id, FAMILY)):  # a guest does not keep the family
        assert "Hộ này không phải hộ của" in await guest.press(way)
    await commune.do(lambda tx: households.enter(tx, home, person, relation="other"))
    lan, mai = commune.village.lan.id, commune.people["Mai"].id
    for someone in (lan, mai):
        labels = (await guest.press(ways.family_member(home.id, someone))).labels
        assert not {"Làm chủ hộ", "Không còn ở hộ này"} & set(labels)
        for way in (ways.family_head(home.id, someone), ways.family_out(home.id, someone)):
            assert "Việc này của chủ hộ" in await guest.press(way)
    assert {lan, mai} <= {each.id for each in await commune.look(lambda tx: households.members(tx, home.id))}
    assert (await household_of(commune, "Lan")).head_id == lan
    await commune.mai.press(ways.family_out(home.id, person.id))  # whom the roster knows says so
    assert person.id not in {each.id for each in await commune.look(lambda tx: households.members(tx, home.id))}


@pytest.mark.parametrize("headed_by", ["Lan, who has a chat", "the grandfather, who has none", "nobody"])
async def test_nobody_becomes_the_head_by_taking_others_out(commune: Commune, headed_by: str) -> None:
    """All deeds of the conversation about each member, by each other member, in every order of two."""
    home, lan, mai = await household_of(commune, "Lan"), commune.village.lan, commune.people["Mai"]
    old = await commune.neighbour("Trần Văn Bảy", 1940, household="1")
    guest = await newcomer(commune)
    entered = commune.people["Lê Văn Sơn"]
    await commune.do(lambda tx: households.enter(tx, home, entered, relation="other"))
    head = {"Lan, who has a chat": lan, "the grandfather, who has none": old}.get(headed_by)
    if head is not None:
        await commune.do(lambda tx: households.set_head(tx, home, head))
    deeds = [
        (route.name, way)
        for route in family.routes.routes.values()
        if not route.shows and route.name != "family-left" and "household" in dict(route.parameters)
        for person in (lan, mai, old, entered)
        for way in _ways(route, home.id, person.id)
    ]
    assert len({name for name, _ in deeds}) >= 5
    for chat, on_roster in ((guest, False), (commune.mai, True)):
        for name, way in deeds:
            staying, was = await _living(commune, home.id)
            await chat.press(way)
            stayed, now = await _living(commune, home.id)
            if now == was:
                continue
            assert stayed == staying, way  # whoever goes, the head stays who it was
            if name == "family-head":
                assert head is not lan, way  # who has a chat hands over themselves
            else:  # nobody answered for the household, and whom the roster knows now does
                assert (was, on_roster, name) in {(None, True, "family-begin"), (None, True, "family-invite")}, way
            await commune.do(partial(_is_headed_by, home.id, was))
    staying, _ = await _living(commune, home.id)
    assert staying == {lan.id, mai.id, old.id}  # the roster's people are moved by their own yes, or by the officer


async def _living(commune: Commune, household_id: int) -> tuple[set[int], int | None]:
    """Who lives in a household, and its head."""

    def look(tx: Transaction) -> tuple[set[int], int | None]:
        return {each.id for each in households.members(tx, household_id)}, households.get(tx, household_id).head_id

    return await commune.look(look)


def _is_headed_by(household_id: int, person_id: int | None, tx: Transaction) -> None:
    tx.connection.execute(
        households_table.update().where(households_table.c.id == household_id).values(head_id=person_id)
    )


def _ways(route: Route, household_id: int, person_id: int) -> list[str]:
    values = {"household": [str(household_id)], "person": [str(person_id)], "heir": ["0", str(person_id)],
              "title": [FAMILY], "wanted": ["1", "0"], "relation": ["child", "head"]}  # fmt: skip
    return ["/".join((route.name, *each)) for each in product(*(values[key] for key, _ in route.parameters))]


async def test_who_helps_a_village_founds_a_household_of_their_own_alone(commune: Commune) -> None:
    """Those they speak for by their role are neighbours: they come along with nobody."""
    old = await commune.neighbour("Hồ Thị Cụ", 1940)
    son = await newcomer(commune)
    await commune.do(lambda tx: households.leave(tx, old))
    await commune.give(commune.people["Lê Văn Sơn"], Role.HELPER, commune.village.kim_son)
    await son.press(ways.helping_anew())
    await son.say("Hồ Thị Cụ")
    await son.say("1940")
    await son.press(ways.help_as(old.id, "beside"))
    await son.press(ways.family_new())
    assert (await commune.person(commune.people["Lê Văn Sơn"])).household_id is not None
    assert (await commune.person(old)).household_id is None


async def test_where_the_heads_phone_was_cut_off_who_lives_there_may_take_over(commune: Commune) -> None:
    """Lan heads it and has a chat: Mai may not. Lan's phone is lost and cut off by the village's head: then Mai may."""
    await lans_code(commune)
    lan = commune.village.lan
    home = there(lan.household_id)
    found = await commune.look(lambda tx: households.members(tx, home))
    (mai,) = [each for each in found if each.full_name == "Trần Thị Mai"]
    chat = await commune.sits("mai", mai)
    await chat.press(ways.family_head(home, mai.id))
    assert (await household_of(commune, "Lan")).head_id == lan.id
    seat = await commune.lan.account()
    await commune.do(lambda tx: accounts.cut_off(tx, seat.id, lan.id))
    await chat.press(ways.family_head(home, mai.id))
    assert (await household_of(commune, "Lan")).head_id == mai.id
