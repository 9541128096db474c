"""The head's desk in the database: doubts, the queue, batches, and the log that proves it all, on both databases."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from criteria.activity import ActivityKind
from criteria.declaration import Move, State
from criteria.doubts import Doubt, DoubtKind
from criteria.model import CITIZEN
from criteria.policy import Action, Actor, Grant, Role, may
from storage import (
    activities,
    batches,
    counters,
    cycles,
    decisions,
    declarations,
    doubts,
    people,
    queue,
    recount,
    replay,
)
from storage.activities import Activity
from storage.circumstances import around
from storage.declaration_record import Declaration, Speaker
from storage.kit.engine import Database
from storage.kit.tables import audit
from storage.kit.tables import cycles as cycles_table
from storage.kit.tables import decisions as decisions_table
from storage.kit.tables import declarations as table
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind, CycleState
from storage.people import Person
from storage.queue import Filter
from tests.conftest import Clock
from tests.statements import statements_sent
from tests.village import GOOD, PLAIN, TOP, Village, declared, found, neighbour, resident, there


def kinds(declaration: Declaration) -> set[DoubtKind]:
    return {each.kind for each in declaration.doubts}


def stored(tx: Transaction, declaration: Declaration) -> Declaration:
    tx.held.clear()
    loaded = declarations.load(tx, declaration.id)
    assert loaded is not None
    return loaded


def head_of(village: Village) -> Actor:
    return Actor(village.head.id, village.head.household_id, (Grant(Role.HEAD, village.kim_son.id),))


async def test_plain_answers_raise_no_doubt_and_the_rest_say_why(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        assert declared(tx, village, village.lan, PLAIN).doubts == ()
        top = declared(tx, village, neighbour(tx, village, 1), TOP)
        assert kinds(top) == {DoubtKind.ALL_TOP, DoubtKind.NO_EVIDENCE}
        assert {each.indicator for each in top.doubts if each.kind is DoubtKind.NO_EVIDENCE} == {"A2", "A3"}
        near = declared(tx, village, neighbour(tx, village, 2), {**GOOD, "A1": "2"})
        assert (near.total, kinds(near)) == (82, {DoubtKind.NEAR_MARK})
        assert stored(tx, near).doubts == near.doubts

    await database.write(work)


async def test_the_same_answers_from_one_account_within_minutes_point_at_each_other(
    database: Database, clock: Clock
) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        assert tx.chain is not None
        one, two, three = (neighbour(tx, village, i) for i in range(3))

        def sent(person: Person, answers: Mapping[str, object]) -> Declaration:
            speaker = Speaker(there(tx.chain).account_id, village.lan.id, ConsentKind.BESIDE)
            begun = declarations.begin(tx, person, village.cycle, speaker=speaker)
            for key, value in answers.items():
                begun = declarations.answer(tx, begun, key, value, speaker=speaker)
            done = declarations.submit(tx, begun, speaker=speaker)
            assert done is not None
            return done

        first = sent(one, PLAIN)
        tx.now += timedelta(minutes=10)
        second = sent(two, {**PLAIN, "occupation": "tho"})  # what people do may differ
        assert second.doubts == (Doubt(DoubtKind.SAME_ANSWERS, about=(first.id,)),)
        assert stored(tx, first).doubts == (Doubt(DoubtKind.SAME_ANSWERS, about=(second.id,)),)
        tx.now += timedelta(minutes=20)
        assert sent(three, PLAIN).doubts == ()
        changed = declarations.answer(tx, stored(tx, second), "C1", "3", speaker=there(second.speaker))
        assert changed.doubts == ()
        assert stored(tx, first).doubts == ()

    await database.write(work)


async def test_an_event_that_nobody_else_attended(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        other = neighbour(tx, village, 1)
        lan = declared(tx, village, village.lan, PLAIN)
        day = tx.now.date() - timedelta(days=3)
        name, organiser = "Câu lạc bộ dưỡng sinh", "Hội Người cao tuổi"

        def entered(person: Person, kind: ActivityKind = ActivityKind.CLUB) -> Activity:
            return activities.add(tx, person, kind=kind, name=name, held_on=day, hours=2, organiser=organiser)

        mine = entered(village.lan)
        assert stored(tx, lan).doubts == (Doubt(DoubtKind.ALONE, about=(mine.id,)),)
        theirs = entered(other)
        assert stored(tx, lan).doubts == ()
        activities.remove(tx, theirs)
        assert kinds(stored(tx, lan)) == {DoubtKind.ALONE}
        entered(village.lan, ActivityKind.BOOK)  # read alone: no doubt
        assert len(stored(tx, lan).doubts) == 1

    await database.write(work)


async def test_an_official_alone_among_farmers(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        family = [
            resident(tx, village.kim_son, name, 1975, household="f") for name in ("Hồ Văn Ba", "Hồ Thị Tư", "Hồ Năm")
        ]
        official = declared(tx, village, family[0], {**PLAIN, "occupation": "can_bo"})
        assert official.doubts == ()
        declared(tx, village, family[1], {**PLAIN, "C1": "3"})
        assert stored(tx, official).doubts == ()  # one other is no household of farmers yet
        declared(tx, village, family[2], {**PLAIN, "C2": "3"})
        assert kinds(stored(tx, official)) == {DoubtKind.GROUP}

    await database.write(work)


@pytest.mark.parametrize(
    ("name", "year", "is_found"),
    [
        ("Nguyễn Thị Lan", 1969, True),  # the year of the other calendar
        ("Nguyễn Lan", 1968, True),
        ("Nguyen Thi Lan", 1968, True),
        ("Nguyễn Thị Lan", 1975, False),
        ("Nguyễn Thị Loan", 1968, False),
    ],
)
async def test_a_second_entry_of_the_same_person(database: Database, name: str, year: int, is_found: bool) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        first = declared(tx, village, village.lan, PLAIN)
        twin = people.add(tx, place_id=village.kim_son.id, full_name=name, birth_year=year, on_roster=False)
        second = declared(tx, village, twin, {**PLAIN, "C1": "3"})
        assert (DoubtKind.ALIKE in kinds(second)) == is_found
        assert (DoubtKind.ALIKE in kinds(stored(tx, first))) == is_found
        declarations.withdraw(tx, stored(tx, second))
        # the roster still knows one of them only: whoever joined by themselves may be counted twice
        assert (DoubtKind.ALIKE in kinds(stored(tx, first))) == is_found

    await database.write(work)


async def test_two_of_the_roster_in_different_households_are_two_people(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        other = resident(tx, village.kim_son, "Nguyễn Thị Lan", 1968, household="77")
        declared(tx, village, other, PLAIN)
        assert declared(tx, village, village.lan, {**PLAIN, "C1": "3"}).doubts == ()

    await database.write(work)


async def test_kept_doubts_are_those_found_anew_after_any_moves(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        assert tx.chain is not None
        dice = random.Random(7)
        crowd = [village.lan, *(neighbour(tx, village, i) for i in range(3))]
        crowd += [
            people.add(
                tx,
                place_id=village.kim_son.id,
                full_name=name,
                birth_year=1968,
                on_roster=False,
            )
            for name in ("Nguyễn Lan", "Nguyen Thi Lan")
        ]
        speaker = Speaker(tx.chain.account_id, village.lan.id, ConsentKind.BESIDE)
        sent: dict[int, int] = {}
        for _ in range(120):
            tx.now += timedelta(minutes=dice.randint(0, 9))
            tx.held.clear()
            person = dice.choice(crowd)
            held = declarations.load(tx, sent[person.id]) if person.id in sent else None
            if held is None:
                sent[person.id] = declared(tx, village, person, dice.choice([PLAIN, TOP, GOOD])).id
                continue
            match dice.choice(["answer", "confirm", "undo", "return", "submit", "withdraw", "diary"]):
                case "answer" if held.state in {State.SUBMITTED, State.RETURNED}:
                    declarations.answer(tx, held, dice.choice(["A2", "C1"]), dice.choice("0123"), speaker=speaker)
                case "confirm":
                    decisions.decide(tx, held, Move.CONFIRM, person_id=village.head.id)
                case "return":
                    decisions.decide(tx, held, Move.RETURN, person_id=village.head.id)
                case "undo":
                    decisions.decide(tx, held, Move.UNDO, person_id=village.head.id)
                case "submit":
                    declarations.submit(tx, held, speaker=speaker)
                case "withdraw" if held.state is not State.CONFIRMED:
                    declarations.withdraw(tx, held)
                    del sent[person.id]
                case "diary":
                    day = tx.now.date() - timedelta(days=dice.randint(1, 2))
                    activities.add(
                        tx, person, kind=ActivityKind.CLUB, name="Họp", held_on=day, hours=1, organiser="Hội"
                    )
                case _:
                    pass
            tx.held.clear()
            for key in sent.values():
                each = declarations.load(tx, key)
                assert each is not None
                if each.state is State.SUBMITTED:
                    assert each.doubts == doubts.of_declaration(tx, each)
            together = declarations.load_many(tx, sorted(sent.values()))
            alone = {each.id: around(tx, [each])[each.id] for each in together}
            assert around(tx, together) == alone

    await database.write(work)


async def test_the_log_played_again_gives_the_states_and_the_counters(database: Database) -> None:
    """A property: whatever people do, the log alone says where everything stands."""

    def work(tx: Transaction) -> None:
        village = found(tx)
        assert tx.chain is not None
        for round_ in range(4):
            dice = random.Random(round_)
            crowd = [neighbour(tx, village, 10 * round_ + i) for i in range(6)]
            stranger = people.add(
                tx, place_id=village.kim_son.id, full_name=f"Võ {round_}", birth_year=1990,
                on_roster=False,
            )  # fmt: skip
            speaker = Speaker(tx.chain.account_id, village.lan.id, ConsentKind.BESIDE)
            known: list[int] = []
            last_batch = 0
            for _ in range(90):
                tx.held.clear()
                held = declarations.load(tx, dice.choice(known)) if known else None
                match dice.choice(
                    ["new", "answer", "submit", "confirm", "return", "undo", "batch", "unbatch", "withdraw"]
                ):
                    case "new":
                        person = dice.choice([*crowd, stranger])
                        if not declarations.of_person(tx, person.id):
                            begun = declarations.begin(tx, person, village.cycle, speaker=speaker)
                            for key, value in dice.choice([PLAIN, TOP]).items():
                                begun = declarations.answer(tx, begun, key, value, speaker=speaker)
                            known.append(begun.id)
                    case "answer" if held and held.state in {State.DRAFT, State.SUBMITTED, State.RETURNED}:
                        declarations.answer(tx, held, "A4", dice.choice("0123"), speaker=speaker)
                    case "submit" if held:
                        declarations.submit(tx, held, speaker=speaker)
                    case "confirm" | "return" | "undo" as move if held:
                        decisions.decide(tx, held, Move(move), person_id=village.head.id)
                    case "batch":
                        waiting = [each for each in declarations.load_many(tx, known) if each.state is State.SUBMITTED]
                        last_batch, _ = batches.confirm(tx, waiting[:3], person_id=village.head.id)
                    case "unbatch" if last_batch:
                        made = batches.load(tx, last_batch)
                        assert made is not None
                        batches.undo(tx, made, batches.still_confirmed(tx, made), person_id=village.head.id)
                        last_batch = 0
                    case "withdraw" if held and held.state in {State.DRAFT, State.SUBMITTED, State.RETURNED}:
                        declarations.withdraw(tx, held)
                        known.remove(held.id)
                    case _:
                        pass
            tx.held.clear()
            told = replay.replay(tx)
            for declaration_id in known:
                now = declarations.load(tx, declaration_id)
                assert now is not None
                assert (told[declaration_id].state, told[declaration_id].counts) == (now.state, now.counts_for)
            assert sum(each.state is not None for each in told.values()) == len(
                declarations.of_cycle(tx, village.cycle, CITIZEN)
            )
            kept = counters.tallies(tx, village.cycle.id, CITIZEN)
            assert replay.tallies(told, replay.registered(tx), village.cycle.id, CITIZEN) == kept
            assert recount.recount(tx, village.cycle, CITIZEN) == kept

    await database.write(work)


async def test_a_log_with_a_row_cut_out_does_not_add_up(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        sent = declared(tx, village, village.lan, PLAIN)
        decisions.decide(tx, sent, Move.CONFIRM, person_id=village.head.id)
        assert replay.differing(tx) == []
        tx.connection.execute(update(table).where(table.c.id == sent.id).values(state="returned"))
        assert replay.differing(tx) == [sent.id]  # changed behind the log's back
        tx.connection.execute(delete(audit).where(audit.c.code == "declaration.submitted"))
        assert replay.differing(tx) == [sent.id]
        with pytest.raises(replay.ReplayError, match="confirm from"):
            replay.replay(tx)

    await database.write(work)


async def test_the_queue_is_in_order_and_knows_its_neighbours(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        head = head_of(village)
        sent = []
        for i in range(7):
            tx.now += timedelta(minutes=20)
            sent.append(declared(tx, village, neighbour(tx, village, i), TOP if i in {2, 5} else PLAIN))
        page = queue.page(tx, head, most=4)
        in_order = [sent[2], sent[5], sent[0], sent[1], sent[3], sent[4], sent[6]]
        assert [row.id for row in page.rows] == [each.id for each in in_order[:4]]
        assert (page.found, page.counts[Filter.DOUBTFUL], page.counts[Filter.PLAIN]) == (7, 2, 5)
        assert [row.id for row in queue.page(tx, head, skipped=4, most=4).rows] == [each.id for each in in_order[4:]]
        for i, each in enumerate(in_order):
            at = queue.in_line(tx, head, Filter.ALL, each.id)
            assert at is not None
            assert (at.position, at.total) == (i + 1, 7)
            assert at.previous == (in_order[i - 1].id if i else None)
            assert at.following == (in_order[i + 1].id if i < 6 else None)
            after = queue.following(tx, head, Filter.ALL, each)
            assert after is not None
            assert after.id == in_order[(i + 1) % 7].id  # from the last back to the first
        assert [row.full_name for row in queue.page(tx, head, most=9, named="le van d").rows] == ["Lê Văn Da"]
        tx.now += timedelta(days=4)
        assert queue.page(tx, head, Filter.LATE, most=9).found == 7
        assert queue.page(tx, head, Filter.AGAIN, most=9).found == 0

    await database.write(work)


async def test_a_page_of_the_queue_is_one_statement(sqlite: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        for i in range(20):
            declared(tx, village, neighbour(tx, village, i), PLAIN)
        with statements_sent() as sent:
            queue.page(tx, head_of(village), most=6)
            queue.page(tx, head_of(village), skipped=6, most=6)
        assert len(sent) == 2

    await sqlite.write(work)


async def test_a_batch_is_decided_one_by_one_and_taken_back_at_once(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        sent = [declared(tx, village, neighbour(tx, village, i), PLAIN) for i in range(4)]
        batch_id, done = batches.confirm(tx, sent[:3], person_id=village.head.id)
        assert [each.state for each in done] == [State.CONFIRMED] * 3
        assert all(there(decisions.latest(tx, each.id)).move is Move.CONFIRM for each in done)
        touched = there(decisions.decide(tx, done[0], Move.UNDO, person_id=village.head.id))
        decisions.decide(tx, touched, Move.CONFIRM, person_id=village.head.id)  # decided anew, by hand
        made = there(batches.load(tx, batch_id))
        back = batches.undo(tx, made, batches.still_confirmed(tx, made), person_id=village.head.id)
        assert [each.id for each in back] == [sent[1].id, sent[2].id]
        assert there(declarations.load(tx, sent[0].id)).state is State.CONFIRMED
        assert there(batches.load(tx, batch_id)).undone_at == tx.now
        assert batches.load(tx, batch_id + 1) is None

    await database.write(work)


async def test_each_line_of_a_batch_proves_its_own_decision(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        sent = [declared(tx, village, neighbour(tx, village, i), PLAIN) for i in range(3)]
        with statements_sent() as said:
            batch_id, done = batches.confirm(tx, sent, person_id=village.head.id)
        assert sum("INSERT INTO audit" in each for each in said) == 2  # of the decisions, and of the batch
        made = {row.declaration_id: row.id for row in tx.connection.execute(select(decisions_table)).all()}
        lines = tx.connection.execute(select(audit).where(audit.c.code == "declaration.decided").order_by(audit.c.seq))
        assert [(line.subject, set(line.rows)) for line in lines] == [
            (f"declaration:{each.id}", {f"decisions:{made[each.id]}", f"declarations:{each.id}"}) for each in done
        ]
        batch = tx.connection.execute(select(audit).where(audit.c.code == "batch.confirmed")).one()
        assert set(batch.rows) == {f"batches:{batch_id}"}

    await database.write(work)


async def test_lines_are_gathered_once_at_a_time(database: Database) -> None:
    def work(tx: Transaction) -> None:
        found(tx)
        with tx.lines_together(), pytest.raises(RuntimeError, match="gathered already"), tx.lines_together():
            pass

    await database.write(work)


async def test_two_heads_decide_the_same_batch_at_the_same_moment(database: Database) -> None:
    """Each declaration is confirmed once; the other's batch takes what is left. Nobody waits for ever."""

    def seed(tx: Transaction) -> tuple[Village, list[int]]:
        village = found(tx)
        return village, [declared(tx, village, neighbour(tx, village, i), PLAIN).id for i in range(6)]

    village, ids = await database.write(seed)

    def confirm(tx: Transaction, wanted: list[int]) -> int:
        tx.act_as(1, *_chain(tx))
        held = declarations.load_many(tx, wanted)
        waiting = [each for each in held if each.state is State.SUBMITTED]
        return len(batches.confirm(tx, waiting, person_id=village.head.id)[1])

    done = await asyncio.gather(
        database.write(lambda tx: confirm(tx, ids)), database.write(lambda tx: confirm(tx, ids[::-1]))
    )
    assert sorted(done) == [0, 6]
    told = await database.read(lambda tx: [len(decisions.of_declaration(tx, key)) for key in ids])
    assert told == [1] * 6


async def test_a_head_decides_while_the_resident_changes_an_answer(database: Database) -> None:
    """Either the answer came first and nothing is confirmed unseen, or the confirmation did and nothing is changed."""

    def seed(tx: Transaction) -> tuple[Village, Declaration]:
        village = found(tx)
        return village, declared(tx, village, village.lan, PLAIN)

    village, sent = await database.write(seed)

    def confirm(tx: Transaction) -> bool:
        tx.act_as(1, *_chain(tx))
        held = declarations.load(tx, sent.id)
        if held is None or held.revision != sent.revision:
            return False
        return decisions.decide(tx, held, Move.CONFIRM, person_id=village.head.id) is not None

    def change(tx: Transaction) -> bool:
        tx.act_as(1, *_chain(tx))
        held = declarations.load(tx, sent.id)
        assert held is not None
        if may(Actor(village.lan.id), Action.ANSWER, held.subject) is not None:
            return False
        declarations.answer(tx, held, "C1", "0", speaker=Speaker(1))
        return True

    confirmed, changed = await asyncio.gather(database.write(confirm), database.write(change))
    assert confirmed != changed
    now = there(await database.read(lambda tx: declarations.glance(tx, sent.id)))
    assert (now.state is State.CONFIRMED, now.answers["C1"] == "0") == (confirmed, changed)
    assert await database.read(lambda tx: replay.replay(tx)[sent.id].state is now.state)


def _chain(tx: Transaction) -> tuple[int, str]:
    """The end of the operator's audit chain, locked: both act in one name here."""
    from sqlalchemy import select

    from storage.kit.tables import accounts

    row = tx.connection.execute(
        select(accounts.c.audit_length, accounts.c.audit_head).where(accounts.c.id == 1).with_for_update()
    ).one()
    return row[0], row[1]


async def test_a_locked_cycle_takes_no_undo(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        sent = declared(tx, village, village.lan, PLAIN)
        decisions.decide(tx, sent, Move.CONFIRM, person_id=village.head.id)
        tx.connection.execute(
            update(cycles_table).where(cycles_table.c.id == village.cycle.id).values(state=CycleState.LOCKED)
        )
        locked = stored(tx, sent)
        assert cycles.load(tx, village.cycle.id) is not None
        assert may(head_of(village), Action.DECIDE, locked.subject) is not None
        assert queue.count(tx, head_of(village)) == 0

    await database.write(work)


async def test_a_return_keeps_the_answers_it_was_about(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        sent = declared(tx, village, village.lan, PLAIN)
        returned = there(decisions.decide(tx, sent, Move.RETURN, person_id=village.head.id, question="A2"))
        changed = declarations.answer(tx, returned, "A2", "1", speaker=there(sent.speaker))
        again = there(declarations.submit(tx, changed, speaker=there(sent.speaker)))
        assert there(decisions.last_return(tx, again.id)).answers == sent.answers
        assert again.answers["A2"] == "1"
        confirmed = there(decisions.decide(tx, again, Move.CONFIRM, person_id=village.head.id))
        undone = there(decisions.decide(tx, confirmed, Move.UNDO, person_id=village.head.id))
        assert decisions.last_return(tx, undone.id) is not None
        decisions.decide(tx, undone, Move.RETURN, person_id=village.head.id)
        back = there(decisions.decide(tx, stored(tx, sent), Move.UNDO, person_id=village.head.id))
        assert there(decisions.last_return(tx, back.id)).answers == sent.answers  # the return that stands

    await database.write(work)


async def test_the_id_of_a_withdrawn_declaration_is_never_given_again(database: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        first = declared(tx, village, village.lan, PLAIN)
        declarations.withdraw(tx, first)
        assert declared(tx, village, village.lan, PLAIN).id > first.id

    await database.write(work)
