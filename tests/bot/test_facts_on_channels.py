"""What was told last year of what seldom changes: offered the next year, on every channel, and never copied unasked."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commune_setup import act_as_operator
from storage import cycles, declarations
from storage.declaration_record import Declaration, Speaker
from storage.kit.transaction import Transaction
from tests.phone import Phone, Seen
from tests.steps import join
from tests.village import GOOD
from tests.world import World

FACTS = ("schooling", "qualification", "life_skills")
TOLD = {key: GOOD[key] for key in FACTS}


async def last_year(world: World, answers: Mapping[str, object]) -> None:
    """Lan declared last year, with these answers."""

    def work(tx: Transaction) -> None:
        act_as_operator(tx)
        assert tx.chain is not None
        cycle = cycles.open_year(tx, commune_id=world.village.commune.id, year=2025, plan="")
        speaker = Speaker(tx.chain.account_id, world.village.lan.id)
        begun = declarations.begin(tx, world.village.lan, cycle, speaker=speaker)
        for key, value in answers.items():
            begun = declarations.answer(tx, begun, key, value, speaker=speaker)
        declarations.submit(tx, begun, speaker=speaker)

    await world.app.database.write(work)


async def this_year(world: World) -> Declaration:
    mine = await world.app.database.read(lambda tx: declarations.of_person(tx, world.village.lan.id))
    return next(each for each in mine if each.cycle.year == 2026)


async def points_asked(phone: Phone) -> Seen:
    """All questions that give points are answered; returns what comes next."""
    await join(phone)
    await phone.say("/khai")
    await phone.choose("Làm ruộng, chăn nuôi, nội trợ")
    for answer in ("6", "2", "4", "3", "1 2 3", "1", "3", "3", "3", "4"):
        await phone.say(answer)
    return phone.last


async def test_one_tap_says_that_it_is_still_true(world: World) -> None:
    lan = world.phones["Lan"]
    await last_year(world, GOOD)
    offered = await points_asked(lan)
    assert "Vẫn đúng chứ ạ?" in str(offered)
    assert "Học hết lớp: Hết cấp 2" in str(offered)
    assert not set(FACTS) & set((await this_year(world)).answers)  # never copied unasked
    review = await lan.choose("Vẫn đúng")
    assert "Gửi trưởng thôn xác nhận" in review.buttons
    answers = (await this_year(world)).answers
    assert {key: answers[key] for key in FACTS} == TOLD


async def test_something_has_changed_so_all_are_asked(world: World) -> None:
    lan = world.phones["Lan"]
    await last_year(world, GOOD)
    await points_asked(lan)
    asked = await lan.choose("Có thay đổi")
    assert "Câu 11/13" in str(asked)
    await lan.say("6")
    await lan.say("/start")
    assert "Câu 12/13" in str(await lan.choose("Khai tiếp"))  # it is not offered again on the way
    await lan.say("1")
    await lan.say("1 2")
    answers = (await this_year(world)).answers
    assert answers["schooling"] != TOLD["schooling"]
    assert set(FACTS) <= set(answers)


async def test_half_of_last_years_facts_are_not_offered(world: World) -> None:
    await last_year(world, {key: value for key, value in GOOD.items() if key != "qualification"})
    assert "Câu 11/13" in str(await points_asked(world.phones["Lan"]))
