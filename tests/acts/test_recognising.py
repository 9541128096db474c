"""A decision's life: drawn up from what is confirmed and reached, posted, submitted, signed; only that recognises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

import pytest

from acts import recognising
from bot.commune_setup import act_as_operator
from bot.verifying import verify
from criteria.declaration import Measure, Move, State
from criteria.model import CITIZEN
from criteria.recognition import POSTING_DAYS, Paper
from storage import accounts, counters, decisions, declarations, outbox, recognition, recount
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.people import Person
from storage.recognition import RecognitionList, Signed
from tests.village import FAIR, PLAIN, Village, declared, found, resident, sit_down, there

Value = TypeVar("Value")
SIGNED = Signed(number="15/QĐ-UBND", decided_on=date(2026, 11, 20), signer="Trần Văn Bình", signer_office="Chủ tịch")


def confirmed(tx: Transaction, village: Village, person: Person, answers: Mapping[str, object] = PLAIN) -> int:
    declared(tx, village, person, answers)
    (mine,) = declarations.of_person(tx, person.id)
    decided = decisions.decide(tx, there(declarations.load(tx, mine.id)), Move.CONFIRM, person_id=village.head.id)
    return there(decided).id


def commune(tx: Transaction) -> tuple[Village, list[int]]:
    """Six people of Kim Sơn and one of Hồng Lĩnh are confirmed and reach the title; one is confirmed and does not."""
    village = found(tx)
    sit_down(tx, "web", "lan", village.lan)
    sit_down(tx, "web", "officer", village.officer)
    keys = [confirmed(tx, village, village.lan)]
    for i in range(5):
        person = resident(tx, village.kim_son, f"Hồ Văn {'ABCDE'[i]}", 1950 + i, household="9")
        keys.append(confirmed(tx, village, person))
    far = resident(tx, village.hong_linh, "Vi Thị Xuân", 1960, household="9")
    keys.append(confirmed(tx, village, far))
    low = resident(tx, village.kim_son, "Hồ Văn Thấp", 1961, household="9")
    confirmed(tx, village, low, {**FAIR, "A1": "0", "A2": "0"})
    return village, keys


async def act(database: Database, work: Callable[[Transaction], Value]) -> Value:
    def whole(tx: Transaction) -> Value:
        act_as_operator(tx)
        return work(tx)

    return await database.write(whole)


async def drawn_up(database: Database, village: Village) -> RecognitionList:
    places = [village.kim_son.id, village.hong_linh.id]
    made = await act(
        database,
        lambda tx: recognition.draw_up(
            tx, cycle_id=village.cycle.id, title=CITIZEN, place_ids=places, by=village.officer.id
        ),
    )
    return there(made)


async def held(
    database: Database, found_: RecognitionList, work: Callable[[Transaction, RecognitionList], Value]
) -> Value:
    """Do something with a list, loaded with a lock."""
    return await act(database, lambda tx: work(tx, recognition.get(tx, found_.id, lock=True)))


async def issued(database: Database, village: Village, found_: RecognitionList, *, most: int = 2) -> RecognitionList:
    """Submitted, signed, and carried out."""
    assert await held(database, found_, recognising.submit) is not None

    def sign(tx: Transaction, each: RecognitionList) -> RecognitionList | None:
        account = there(accounts.find(tx, "web", "officer"))
        return recognising.issue(tx, account, each, SIGNED)

    made = there(await held(database, found_, sign))
    await carried_out(database, village, found_, most=most)
    return made


async def carried_out(database: Database, village: Village, found_: RecognitionList, *, most: int = 2) -> None:
    while await act(database, lambda tx: recognising.carry_out_some(tx, found_.id, by=village.officer.id, most=most)):
        pass


async def states(database: Database, keys: list[int]) -> list[State]:
    return [each.state for each in await database.write(lambda tx: declarations.load_many(tx, keys))]


async def proved(database: Database, village: Village) -> None:
    report = await database.read(verify)
    assert not report.problems, report.problems
    kept, counted = await database.read(
        lambda tx: (
            counters.tallies(tx, village.cycle.id, CITIZEN),
            recount.recount(tx, village.cycle, CITIZEN),
        )
    )
    assert kept == counted


async def test_only_a_signed_decision_recognises_and_who_is_named_hears_of_it(database: Database) -> None:
    village, keys = await database.write(commune)
    made = await drawn_up(database, village)
    by_place = await database.read(lambda tx: recognition.counts(tx, made.id))
    assert by_place == {village.kim_son.id: 6, village.hong_linh.id: 1}
    assert set(await states(database, keys)) == {State.CONFIRMED}

    signed = await issued(database, village, made)
    assert (signed.state, signed.number, signed.signer) == (Paper.ISSUED, "15/QĐ-UBND", "Trần Văn Bình")
    assert set(await states(database, keys)) == {State.RECOGNISED}

    def told(tx: Transaction) -> list[str]:
        account = there(accounts.find(tx, "web", "lan"))
        return [str(each.payload) for each in outbox.waiting_notices(tx, account.id)]

    (notice,) = await database.read(told)
    assert "15/QĐ-UBND" in notice
    tally = (await database.read(lambda tx: counters.tallies(tx, village.cycle.id, CITIZEN)))[village.kim_son.id]
    assert tally[Measure.RECOGNISED] == tally[Measure.RECOGNISED_ON_ROSTER] == 6
    assert tally[Measure.CONFIRMED] == 7, "who is recognised is confirmed, too"
    await proved(database, village)


async def test_nobody_stands_on_two_living_lists(database: Database) -> None:
    village, _ = await database.write(commune)
    await drawn_up(database, village)
    again = await act(
        database,
        lambda tx: recognition.draw_up(
            tx, cycle_id=village.cycle.id, title=CITIZEN, place_ids=[village.kim_son.id], by=village.officer.id
        ),
    )
    assert again is None


async def test_a_dropped_list_sets_its_people_free(database: Database) -> None:
    village, _ = await database.write(commune)
    made = await drawn_up(database, village)
    assert there(await held(database, made, recognising.drop)).state is Paper.DROPPED
    again = await drawn_up(database, village)
    assert sum((await database.read(lambda tx: recognition.counts(tx, again.id))).values()) == 7


async def test_who_is_struck_is_not_recognised_and_can_be_put_back_before_it_is_signed(database: Database) -> None:
    village, keys = await database.write(commune)
    made = await drawn_up(database, village)

    def strike(tx: Transaction) -> int:
        name = there(
            next((each for each in recognition.all_names(tx, made.id) if each.declaration_id == keys[1]), None)
        )
        recognition.strike(tx, name, why="Chuyển đi nơi khác", by=village.officer.id)
        return name.id

    struck = await act(database, strike)
    assert sum((await database.read(lambda tx: recognition.counts(tx, made.id))).values()) == 6
    assert await act(database, lambda tx: recognition.put_back(tx, there(recognition.name(tx, struck))))
    await act(database, strike)
    await issued(database, village, made)
    found_ = dict(zip(keys, await states(database, keys), strict=True))
    assert found_.pop(keys[1]) is State.CONFIRMED
    assert set(found_.values()) == {State.RECOGNISED}
    await proved(database, village)


async def test_a_list_is_posted_for_ten_days_and_an_objection_wants_an_answer_before_it_is_submitted(
    database: Database,
) -> None:
    village, keys = await database.write(commune)
    made = await drawn_up(database, village)
    posted = there(await held(database, made, lambda tx, each: recognising.post(tx, each, date(2026, 11, 5))))
    assert (posted.posted_from, posted.posted_to) == (date(2026, 11, 5), date(2026, 11, 14))
    assert (date(2026, 11, 14) - date(2026, 11, 5)).days + 1 == POSTING_DAYS

    def objects(tx: Transaction) -> int:
        return recognition.object_to(tx, posted, said="Chưa dự lớp nào", declaration_id=keys[0], by=village.officer.id)

    key = await act(database, objects)
    assert await held(database, made, recognising.submit) is None
    await act(database, lambda tx: recognition.answer(tx, there(recognition.objection(tx, key)), "Đã xem sổ điểm danh"))
    assert there(await held(database, made, recognising.submit)).state is Paper.SUBMITTED
    (kept,) = await database.read(lambda tx: recognition.objections(tx, made.id))
    assert (kept.about, kept.answer) == ("Nguyễn Thị Lan", "Đã xem sổ điểm danh")


async def test_who_is_not_confirmed_any_more_when_it_is_signed_falls_off(database: Database) -> None:
    village, keys = await database.write(commune)
    made = await drawn_up(database, village)
    await act(
        database,
        lambda tx: decisions.decide(tx, there(declarations.load(tx, keys[2])), Move.UNDO, person_id=village.head.id),
    )
    await issued(database, village, made)
    assert (await states(database, keys))[2] is State.SUBMITTED
    (gone,) = await database.read(lambda tx: recognition.page(tx, made.id, after_id=0, most=9, struck=True))
    assert (gone.declaration_id, gone.struck_why) == (keys[2], recognising.NOT_CONFIRMED)
    await proved(database, village)


async def test_a_revoked_decision_takes_all_back_and_one_person_can_be_taken_back_alone(database: Database) -> None:
    village, keys = await database.write(commune)
    made = await drawn_up(database, village)
    await issued(database, village, made)

    def one(tx: Transaction) -> bool:
        found_ = recognition.get(tx, made.id, lock=True)
        name = there(
            next((each for each in recognition.all_names(tx, made.id) if each.declaration_id == keys[0]), None)
        )
        return recognising.revoke_one(tx, found_, name, why="Khai không đúng", by=village.officer.id)

    assert await act(database, one)
    assert (await states(database, keys))[0] is State.REVOKED
    tally = (await database.read(lambda tx: counters.tallies(tx, village.cycle.id, CITIZEN)))[village.kim_son.id]
    assert tally[Measure.RECOGNISED] == 5

    def revoke(tx: Transaction, each: RecognitionList) -> RecognitionList | None:
        return recognising.revoke(tx, there(accounts.find(tx, "web", "officer")), each, why="Sai thể thức")

    assert there(await held(database, made, revoke)).state is Paper.REVOKED
    await carried_out(database, village, made)
    assert set(await states(database, keys)) == {State.REVOKED}
    await proved(database, village)


@pytest.mark.parametrize("what", [recognising.reopen, recognising.drop])
async def test_a_signed_list_is_neither_opened_again_nor_dropped(
    database: Database, what: Callable[[Transaction, RecognitionList], RecognitionList | None]
) -> None:
    village, _ = await database.write(commune)
    made = await drawn_up(database, village)
    await issued(database, village, made)
    assert await held(database, made, what) is None
