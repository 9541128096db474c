"""Who has no chat withdraws through head or officer: a sheet to sign, a second question, on record with who did it."""

from __future__ import annotations

import pytest

from acts import ways
from acts.errands import WithdrawalSheetErrand
from bot.file_makers import read_for
from criteria.data_rights import RequestKind
from criteria.policy import Role
from storage import accounts, audit, data_requests, roles
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind
from storage.people import Person
from tests.handlers.driver import Chat, Commune
from tests.village import there


async def _aided(commune: Commune, *, on_roster: bool = False) -> Person:
    """Somebody without a chat, for whom the head declared."""
    person = await commune.neighbour("Lò Văn Nhờ", 1940, on_roster=on_roster)

    def helped(tx: Transaction) -> None:
        account = accounts.lock(tx, "web", commune.head.chat)
        accounts.speak_for(tx, account, person, ConsentKind.BESIDE)
        accounts.save(tx, account, owed=None)

    await commune.do(helped)
    await commune.sent(person)
    return person


def _chat(commune: Commune, who: str) -> Chat:
    return {"head": commune.head, "officer": commune.officer}[who]


@pytest.mark.parametrize("who", ["head", "officer"])
async def test_a_sheet_first_then_a_question_then_everything_is_gone(commune: Commune, who: str) -> None:
    person, chat = await _aided(commune), _chat(commune, who)
    await commune.head.press(ways.home())
    await chat.press(ways.resident(person.id))
    seen = await chat.choose("Rút đồng ý, xoá dữ liệu")
    assert "Đã ký, làm tiếp" not in seen.labels
    assert (await chat.press(ways.withdraw_sure(person.id))).at == ways.withdraw(person.id)
    assert (await chat.press(ways.withdraw_now(person.id))).at == ways.withdraw(person.id)
    assert (await commune.person(person)).full_name == "Lò Văn Nhờ"

    seen = await chat.choose("In tờ đề nghị")
    assert await commune.errands() == [WithdrawalSheetErrand(person.id)]
    seen = await chat.choose("Đã ký, làm tiếp")
    assert "Lò Văn Nhờ, sinh 1940" in seen
    assert "sổ học tập" in seen
    for doubtful in ("ừ", "có", "xoá đi"):
        await chat.say(doubtful)
        assert (await commune.person(person)).full_name == "Lò Văn Nhờ", doubtful
    await chat.press(ways.withdraw_sure(person.id))
    assert "Đã xoá" in await chat.choose("Xoá hết")

    assert (await commune.person(person)).full_name == ""
    assert await commune.declarations_of(person) == ()
    assert await commune.look(lambda tx: accounts.proxies_of(tx, person.id)[0].ended_at) is not None
    log = await commune.look(lambda tx: audit.of_subject(tx, f"person:{person.id}"))
    (erased,) = [line for line in log if line.code == "person.erased"]
    assert erased.account_id == (await chat.account()).id
    (asked,) = await commune.look(lambda tx: data_requests.of_person(tx, person.id))
    assert asked.done_at is not None
    agreed = await commune.look(lambda tx: accounts.consents_of(tx, person.id))
    assert [each.given for each in agreed][-1:] == [False]
    assert await commune.look(audit.broken_chains) == ()


async def test_what_the_roster_knows_is_said_to_stay(commune: Commune) -> None:
    person = await _aided(commune, on_roster=True)
    await commune.head.press(ways.withdraw_sheet(person.id))
    seen = await commune.head.press(ways.withdraw_sure(person.id))
    assert "Xoá: họ tên" not in seen
    await commune.head.choose("Xoá hết")
    assert (await commune.person(person)).full_name == "Lò Văn Nhờ"


async def test_only_for_who_has_no_chat_and_no_role_in_ones_own_place(commune: Commune) -> None:
    """Nobody else's head, no helper, no neighbour, nobody who has a chat, nobody in office."""
    person = await _aided(commune)
    far = await commune.neighbour("Lò Văn Xa", 1941, place=commune.village.hong_linh)
    in_office = await commune.neighbour("Lò Văn Giúp", 1942)
    await commune.give(in_office, Role.HELPER, commune.village.kim_son)
    helper = await commune.sits("helper", await commune.neighbour("Lò Thị Hộ", 1980))
    await commune.give(there((await helper.account()).person), Role.HELPER, commune.village.kim_son)
    ways_in = (ways.withdraw, ways.withdraw_sheet, ways.withdraw_sure, ways.withdraw_now)
    for chat, whom, why in (
        (commune.head, commune.village.lan, "có chat riêng"),
        (commune.officer, commune.village.lan, "có chat riêng"),
        (commune.head, in_office, "đang phụ trách"),
        (commune.head, far, "ở nơi khác"),
        (commune.lan, person, "dành cho"),
        (commune.far, person, "dành cho"),
        (helper, person, "dành cho"),
        (commune.stranger, person, "dành cho"),
    ):
        for way in ways_in:
            seen = await chat.press(way(whom.id))
            assert (seen.at, why in seen) == ("home", True), (chat.chat, way, str(seen))
            assert whom.full_name not in seen or chat is commune.lan
    assert "Rút đồng ý, xoá dữ liệu" not in (await commune.head.press(ways.resident(commune.village.lan.id))).labels
    assert await commune.errands() == []


async def test_a_sheet_names_the_person_and_ends_with_the_role(commune: Commune) -> None:
    person = await _aided(commune)
    account = await commune.head.account()
    drawn = await commune.look(lambda tx: read_for(tx, WithdrawalSheetErrand(person.id), account, str.encode))
    assert drawn.draw().startswith(b"%PDF")
    assert drawn.draw() == drawn.draw()
    (held,) = await commune.look(lambda tx: roles.held_by(tx, commune.village.head.id))
    await commune.do(lambda tx: roles.revoke(tx, held, person_id=commune.village.officer.id))
    assert "thôi phụ trách" in await commune.head.press(ways.withdraw(person.id))


async def test_a_request_is_noted_once_and_of_a_known_kind(commune: Commune) -> None:
    lan = commune.village.lan.id
    for _ in range(2):
        await commune.head.press(ways.request_for(lan))
        assert "Đã ghi yêu cầu" in await commune.head.choose("xoá dữ liệu")
    await commune.head.press(ways.request_note(lan, "everything"))
    found = await commune.look(lambda tx: data_requests.of_person(tx, lan))
    assert [each.kind for each in found] == [RequestKind.DELETION]
    assert "xoá dữ liệu" in await commune.lan.press(ways.data())
    assert "yêu cầu" not in await commune.mai.press(ways.data())
