"""Declarations, decisions and counters, on SQLite and on PostgreSQL."""

from __future__ import annotations

import random
from collections.abc import Mapping

from sqlalchemy import text

from criteria.declaration import Measure, Move, State
from criteria.model import CITIZEN, Standing
from criteria.policy import Actor, Grant, Role
from criteria.score import Verdict
from locales.text import T
from storage import (
    audit,
    counters,
    cycles,
    decisions,
    declarations,
    erasure,
    past_years,
    people,
    queue,
    recount,
    replay,
)
from storage.cycles import Adoption
from storage.declaration_record import Declaration
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.people import Person
from tests.village import GOOD, Village, found, resident, speaking, there


def declare(
    tx: Transaction, village: Village, person: Person | None = None, answers: Mapping[str, object] = GOOD
) -> Declaration:
    declaration = declarations.begin(tx, person or village.lan, village.cycle, speaker=speaking(tx))
    for key, value in answers.items():
        declaration = declarations.answer(tx, declaration, key, value, speaker=speaking(tx))
    return declaration


async def test_a_confirmed_declaration_counts_and_its_recount_agrees(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        sent = there(declarations.submit(tx, declare(tx, village), speaker=speaking(tx)))
        assert sent.verdict is Verdict.REACHED
        assert sent.total == 84
        confirmed = there(decisions.decide(tx, sent, Move.CONFIRM, person_id=village.head.id))
        assert confirmed.state is State.CONFIRMED
        tally = counters.tallies(tx, village.cycle.id, CITIZEN)[village.kim_son.id]
        assert tally[Measure.REACHED_ON_ROSTER] == 1
        assert tally[Measure.WAITING] == 0
        assert counters.tallies(tx, village.cycle.id, CITIZEN) == recount.recount(tx, village.cycle, CITIZEN)

    await database.write(work)


async def test_an_unlawful_move_does_nothing(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        draft = declare(tx, village)
        assert decisions.decide(tx, draft, Move.CONFIRM, person_id=village.head.id) is None
        assert there(declarations.load(tx, draft.id)).state is State.DRAFT
        assert decisions.of_declaration(tx, draft.id) == ()

    await database.write(work)


async def test_an_answer_after_sending_is_a_new_revision_with_a_new_result(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        sent = there(declarations.submit(tx, declare(tx, village), speaker=speaking(tx)))
        changed = declarations.answer(tx, sent, "A2", "0", speaker=speaking(tx))
        assert changed.revision == sent.revision + 1
        assert changed.verdict is Verdict.NOT_REACHED
        assert declarations.load(tx, sent.id) == changed

    await database.write(work)


async def test_the_queue_leaves_out_the_heads_household_and_other_villages(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        mine = resident(tx, village.kim_son, "Phan Thị Hoa", 1975, household="2")
        far = resident(tx, village.hong_linh, "Lê Thị Bích", 1980, household="9")
        head = Actor(village.head.id, village.head.household_id, (Grant(Role.HEAD, village.kim_son.id),))
        for person in (village.head, mine, far, village.lan):
            declarations.submit(tx, declare(tx, village, person), speaker=speaking(tx))
        assert queue.count(tx, head) == 1
        assert [row.full_name for row in queue.page(tx, head, most=5).rows] == ["Nguyễn Thị Lan"]
        officer = Actor(village.officer.id, village.officer.household_id, (Grant(Role.OFFICER, village.commune.id),))
        assert queue.count(tx, officer) == 4

    await database.write(work)


async def test_corrections_rescore_on_record(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        sent = there(declarations.submit(tx, declare(tx, village), speaker=speaking(tx)))
        decisions.decide(tx, sent, Move.CONFIRM, person_id=village.head.id)
        corrected = Adoption.shipped("cdht-324-2023", Standing.PROVISIONAL, {"rules.total": 90})
        adopted = cycles.adopt(tx, village.cycle, CITIZEN, corrected, person_id=None)
        assert recount.rescore(tx, adopted, CITIZEN) == 1
        now = there(declarations.load(tx, sent.id))
        assert now.verdict is Verdict.NOT_REACHED
        assert now.edition.startswith("cdht-324-2023 v1+sửa-")
        tally = counters.tallies(tx, village.cycle.id, CITIZEN)[village.kim_son.id]
        assert tally[Measure.REACHED] == 0
        assert tally[Measure.CONFIRMED] == 1
        codes = [entry.code for entry in audit.of_subject(tx, f"cycle:{village.cycle.id}")]
        assert codes == ["cycle.opened", "cycle.adopted", "cycle.rescored"]

    await database.write(work)


async def test_counters_always_equal_the_recount_after_any_moves(database: Database) -> None:
    """Two hundred random lawful and unlawful moves on twelve people, with a fixed seed."""
    dice = random.Random(20261123)

    def work(tx: Transaction) -> None:
        village = found(tx)
        crowd = [
            resident(
                tx,
                dice.choice([village.kim_son, village.hong_linh]),
                f"Nguyễn Văn {chr(65 + i)}",
                dice.choice([1950, 1990, 2007, 2010]),
                household=str(10 + i),
                on_roster=dice.random() < 0.8,
            )
            for i in range(12)
        ]
        for _ in range(200):
            person = dice.choice(crowd)
            mine = declarations.of_person(tx, person.id)
            if not mine:
                declare(tx, village, person, GOOD if dice.random() < 0.7 else {**GOOD, "A1": "0"})
                continue
            declaration = mine[0]
            move = dice.choice(["submit", "confirm", "return", "undo", "answer", "withdraw"])
            if move == "submit":
                declarations.submit(tx, declaration, speaker=speaking(tx))
            elif move == "answer":
                value = dice.choice(["0", "3"])
                declarations.answer(tx, declaration, "C1", value, speaker=speaking(tx))
            elif move == "withdraw":
                if declaration.state is State.DRAFT:
                    declarations.withdraw(tx, declaration)
            else:
                decisions.decide(tx, declaration, Move(move), person_id=village.head.id, reason=T("Xem lại"))
            assert counters.tallies(tx, village.cycle.id, CITIZEN) == recount.recount(tx, village.cycle, CITIZEN)

    await database.write(work)


async def test_erasing_a_person_leaves_numbers_without_a_name(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        stranger = resident(tx, village.kim_son, "Hồ Thị Xuân", 1980, household="7", on_roster=False)
        sent = there(declarations.submit(tx, declare(tx, village, stranger), speaker=speaking(tx)))
        decisions.decide(tx, sent, Move.CONFIRM, person_id=village.head.id)
        before = counters.tallies(tx, village.cycle.id, CITIZEN)
        erasure.erase_person(tx, stranger)
        assert people.get(tx, stranger.id).full_name == ""
        assert there(declarations.load(tx, sent.id)).answers == {}
        log = audit.of_subject(tx, f"declaration:{sent.id}")
        assert all(entry.data == {} for entry in log if entry.code == "declaration.answered")
        tx.save_chain()
        assert audit.broken_chains(tx) == ()
        assert counters.tallies(tx, village.cycle.id, CITIZEN) == before
        assert recount.recount(tx, village.cycle, CITIZEN) == before

    await database.write(work)


async def test_declarations_are_gone_after_their_years_and_numbers_stay(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        sent = there(declarations.submit(tx, declare(tx, village), speaker=speaking(tx)))
        decisions.decide(tx, sent, Move.CONFIRM, person_id=village.head.id)
        assert past_years.settle_before(tx, 2026) == 0
        draft = declarations.begin(tx, village.head, village.cycle, speaker=speaking(tx))
        draft = declarations.answer(tx, draft, "occupation", "nghi", speaker=speaking(tx))
        before = counters.tallies(tx, village.cycle.id, CITIZEN)
        assert past_years.settle_before(tx, 2027) == 2
        assert past_years.settle_before(tx, 2027) == 0
        assert [declarations.load(tx, each.id) for each in (sent, draft)] == [None, None]
        settled = there(cycles.load(tx, village.cycle.id))
        assert not settled.is_open
        assert counters.tallies(tx, settled.id, CITIZEN) == recount.recount(tx, settled, CITIZEN) == before
        tx.save_chain()
        assert audit.broken_chains(tx) == ()
        assert replay.differing(tx) == []
        assert past_years.differing(tx) == []
        tx.connection.execute(text("UPDATE counters SET n = n + 1"))
        assert recount.recount(tx, settled, CITIZEN) != counters.tallies(tx, settled.id, CITIZEN)
        tx.connection.execute(text("UPDATE past_figures SET n = n + 1 WHERE figure = 'confirmed'"))
        assert past_years.differing(tx) == [settled.id]

    await database.write(work)
