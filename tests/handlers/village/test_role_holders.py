"""Who heads and helps in a place: inviting, calling back, ending; who may do which, and who hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from acts import ways
from acts.errands import InvitationQrErrand
from criteria.policy import Role
from storage import accounts, roles
from storage.roles import Held
from tests.handlers.driver import Chat, Commune


def code_on(chat: Chat) -> str:
    title = chat.screen.text.splitlines()[0]
    assert title.startswith("Mã mời: "), title
    return title.removeprefix("Mã mời: ").replace(" ", "")


async def held(commune: Commune, place: int) -> tuple[Held, ...]:
    return await commune.look(lambda tx: roles.of_place(tx, place))


async def takes(commune: Commune, chat: Chat, role: Role, days: int = 0) -> Held:
    """Đức invites, and that chat takes the role."""
    await commune.head.press(ways.ask_in(commune.kim_son, role.value, days))
    await chat.press(ways.role_take(code_on(commune.head)))
    person = (await chat.account()).person
    assert person is not None
    (taken,) = [each for each in await held(commune, commune.kim_son) if each.person.id == person.id]
    return taken


# Inviting


async def test_a_head_invites_deputies_and_helpers_an_officer_heads_too(commune: Commune) -> None:
    def invites(labels: tuple[str, ...]) -> list[str]:
        return [label for label in labels if label.startswith("Mời")]

    deputies = [f"Mời người thay trong {days} ngày" for days in (7, 30, 90)]
    helper = "Mời hàng xóm tin cậy khai hộ"
    assert invites((await commune.head.press(ways.keepers(commune.kim_son))).labels) == [*deputies, helper]
    seen = await commune.officer.press(ways.keepers(commune.kim_son))
    assert invites(seen.labels) == ["Mời trưởng thôn", *deputies, helper, "Mời người phụ trách số liệu (một năm)"]
    seen = await commune.officer.press(ways.keepers(commune.village.commune.id))
    assert invites(seen.labels) == ["Mời cán bộ xã"]


async def test_a_deputy_invites_nobody(commune: Commune) -> None:
    """A role for a time must not be handed on beyond that time."""
    await takes(commune, commune.lan, Role.HEAD, 30)
    seen = await commune.lan.press(ways.keepers(commune.kim_son))
    assert not [label for label in seen.labels if label.startswith("Mời")]
    assert (await commune.lan.press(ways.ask_in(commune.kim_son, "helper", 0))).at == ways.keepers(commune.kim_son)
    assert await commune.look(lambda tx: roles.open_invites(tx, commune.kim_son)) == ()


@pytest.mark.parametrize(("role", "days"), [("head", 0), ("officer", 0), ("head", 31), ("helper", 7), ("x", 0)])
async def test_an_invitation_that_is_not_offered_is_not_made(commune: Commune, role: str, days: int) -> None:
    assert (await commune.head.press(ways.ask_in(commune.kim_son, role, days))).at == ways.keepers(commune.kim_son)
    assert await commune.look(lambda tx: roles.open_invites(tx, commune.kim_son)) == ()
    assert await commune.errands() == []


async def test_the_code_is_shown_once_with_its_picture_to_come(commune: Commune) -> None:
    await commune.head.press(ways.keepers(commune.kim_son))
    await commune.head.choose("Mời người thay trong 30 ngày")
    code = code_on(commune.head)
    await commune.head.press(ways.ask_in(commune.kim_son, "head", 30))
    assert code_on(commune.head) == code  # pressed twice, there is one
    assert await commune.errands() == [InvitationQrErrand(commune.kim_son, f"https://hoctap.vn/{code}")]
    await commune.head.choose("Xong")
    seen = await commune.head.press(ways.invited(commune.kim_son, "head", 30))
    assert (seen.at, "Mã chỉ hiện một lần" in seen) == (ways.keepers(commune.kim_son), True)
    assert "1 lời mời chưa dùng." in seen


async def test_an_unused_invitation_is_called_back(commune: Commune) -> None:
    await commune.head.press(ways.ask_in(commune.kim_son, "helper", 0))
    code = code_on(commune.head)
    await commune.head.press(ways.keepers(commune.kim_son))
    assert "Đã huỷ 1 lời mời." in await commune.head.choose("Huỷ các lời mời chưa dùng")
    assert "đã hết hạn" in await commune.lan.press(ways.role_take(code))
    assert "Đã huỷ" not in await commune.head.press(ways.uninvite(commune.kim_son))


async def test_roles_are_kept_by_who_serves_the_place(commune: Commune) -> None:
    for way in (ways.keepers(commune.hong_linh), ways.ask_in(commune.hong_linh, "helper", 0),
                ways.invited(commune.hong_linh, "helper", 0), ways.uninvite(commune.hong_linh)):  # fmt: skip
        assert "dành cho trưởng thôn" in await commune.head.press(way), way
        assert "dành cho trưởng thôn" in await commune.lan.press(way), way
    assert await commune.look(lambda tx: roles.open_invites(tx, commune.hong_linh)) == ()


# What is held


async def test_who_holds_what_until_when(commune: Commune) -> None:
    await takes(commune, commune.lan, Role.HEAD, 30)
    seen = await commune.officer.press(ways.keepers(commune.kim_son))
    assert "Phan Văn Đức: Trưởng thôn: xác nhận bản khai, từ 23/11/2026" in seen
    assert "Nguyễn Thị Lan: Người thay trưởng thôn một thời gian: xác nhận bản khai, đến" in seen
    assert "Chưa có ai phụ trách ở đây" in await commune.officer.press(ways.keepers(commune.hong_linh))


async def test_a_deputys_time_ends_by_itself(commune: Commune) -> None:
    await takes(commune, commune.lan, Role.HEAD, 7)
    assert (await commune.lan.press(ways.queue())).at == ways.queue_page(0)
    commune.clock.advance(days=7)
    assert "đã thôi phụ trách việc này từ 30/11/2026" in await commune.lan.press(ways.queue())
    assert len(await held(commune, commune.kim_son)) == 1


# Ending


async def test_one_leaves_a_role_and_the_commune_hears_of_it(commune: Commune) -> None:
    await commune.head.press(ways.keepers(commune.kim_son))
    seen = await commune.head.choose("Tôi thôi phụ trách")
    assert "không còn trưởng thôn nào" in seen
    await commune.head.choose("Không, giữ nguyên")
    assert len(await held(commune, commune.kim_son)) == 1
    await commune.head.press(ways.keepers(commune.kim_son))
    await commune.head.choose("Tôi thôi phụ trách")
    seen = await commune.head.choose("Đúng, thôi việc này")
    assert (seen.at, "đã thôi việc" in seen) == ("home", True)
    assert "Thôn Kim Sơn" not in seen.labels
    (told,) = await commune.notices(commune.officer)
    assert "Phan Văn Đức vừa thôi việc" in told
    assert await held(commune, commune.kim_son) == ()


async def test_a_deputy_or_helper_is_thanked_when_the_head_ends_it(commune: Commune) -> None:
    deputy = await takes(commune, commune.lan, Role.HEAD, 30)
    await commune.head.press(ways.keepers(commune.kim_son))
    seen = await commune.head.choose("Thôi giao việc cho Nguyễn Thị Lan")
    assert "không còn trưởng thôn nào" not in seen  # Đức stays
    assert "Đã thôi giao việc cho Nguyễn Thị Lan." in await commune.head.choose("Đúng, thôi việc này")
    told = await commune.notices(commune.lan)
    assert len([each for each in told if "Cảm ơn bác đã giúp bà con" in each]) == 1
    assert [each.person.id for each in await held(commune, commune.kim_son)] == [commune.village.head.id]
    again = await commune.head.press(ways.role_end_now(deputy.id))
    assert "Đã thôi giao việc" not in again


async def test_a_head_is_let_go_by_an_officer_not_by_another_head(commune: Commune) -> None:
    await commune.give(commune.village.lan, Role.HEAD, commune.village.kim_son)
    (of_lan,) = [e for e in await held(commune, commune.kim_son) if e.person.id == commune.village.lan.id]
    assert "Thôi giao việc cho Nguyễn Thị Lan" not in (await commune.head.press(ways.keepers(commune.kim_son))).labels
    for way in (ways.role_end(of_lan.id), ways.role_end_now(of_lan.id)):
        assert "Chỉ cán bộ xã mới cho trưởng thôn khác thôi" in await commune.head.press(way)
        assert "dành cho trưởng thôn" in await commune.mai.press(way)
    assert len(await held(commune, commune.kim_son)) == 2
    assert "Đã thôi giao việc" in await commune.officer.press(ways.role_end_now(of_lan.id))


async def test_the_last_officer_stays(commune: Commune) -> None:
    at = commune.village.commune.id
    (last,) = await held(commune, at)
    for way in (ways.role_end(last.id), ways.role_end_now(last.id)):
        seen = await commune.officer.press(way)
        assert (seen.at, "cán bộ xã duy nhất" in seen) == (ways.keepers(at), True)
    assert len(await held(commune, at)) == 1
    await commune.give(commune.village.lan, Role.OFFICER, commune.village.commune)
    assert "đã thôi việc" in await commune.officer.press(ways.role_end_now(last.id))


async def test_an_invitation_lives_two_weeks(commune: Commune) -> None:
    await commune.head.press(ways.ask_in(commune.kim_son, "helper", 0))
    code = code_on(commune.head)
    commune.clock.advance(days=14)
    assert "đã hết hạn" in await commune.lan.press(ways.role_take(code))
    invite = await commune.do(lambda tx: roles.invite_of_code(tx, code))
    assert invite is not None
    assert invite.expires_at - commune.clock() < timedelta(0)
    assert (await commune.look(lambda tx: accounts.find(tx, "web", "Lan"))) is not None


async def test_an_invitation_stands_in_no_message_with_a_public_code(commune: Commune) -> None:
    """Forwarded as one message, the wrong one of two codes is typed."""
    for role, days in ((Role.HEAD, 30), (Role.HELPER, 0)):
        await commune.head.press(ways.ask_in(commune.kim_son, role.value, days))
        code = code_on(commune.head)
        assert not any(public in commune.head.screen.text for public in ("KIMSON", "HONGLINH"))
        seen = await commune.head.press(ways.codes())
        assert "KIMSON" in seen
        assert code not in seen.text.replace(" ", "")
