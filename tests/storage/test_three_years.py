"""Three report years of a commune: of the first one numbers are left, which read as before, and nothing of anybody."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, String, Table, Text, func, select, update

from bot.blotter import Blotter
from bot.commune_setup import act_as_operator
from bot.readers.citizen_report import citizen_report
from bot.retention import Retention
from criteria.activity import ActivityKind, EventKind, NeedKind
from criteria.declaration import Move
from criteria.meeting import Mark, MeetingKind
from criteria.model import CITIZEN, CLAN, FAMILY
from criteria.parse import titles
from criteria.policy import Actor, Grant, Role, Tie
from criteria.results_matching import Result
from criteria.score import Verdict
from storage import (
    accounts,
    activities,
    audit,
    clans,
    clock_witness,
    counters,
    cycles,
    decisions,
    declarations,
    erasure,
    evidence,
    files,
    households,
    learning_events,
    learning_needs,
    listed_results,
    looks,
    meetings,
    outbox,
    paper_confirmations,
    past_figures,
    past_years,
    people,
    recognition,
    record,
    recount,
    replay,
    result_lists,
    sign_ups,
    target_actuals,
    ties,
    to_tell_in_person,
)
from storage.cycles import Cycle
from storage.declaration_record import HIMSELF, About, Speaker
from storage.files import FileStore
from storage.kit import slices
from storage.kit.engine import Database
from storage.kit.personal import Personal, said_of
from storage.kit.tables import cycles as cycles_table
from storage.kit.tables import metadata
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind, ErrandKind, Looked, Witness
from storage.people import Person
from storage.picture_reference import StoredPicture
from tests.conftest import Clock
from tests.keys import keys_in
from tests.village import FAMILY_ANSWERS, GOOD, Village, found, resident, sit_down, there

GONE, STAYS, SPOKEN_FOR = "Lò Văn Đi Xa", "Lò Thị Ở Lại", "Lò Thị Nhờ Khai"
OLD = "dấu vết năm ấy"  # stands in every text of the first year
YEAR_OF_GONE = 1931
FIRST, NOW = 2026, datetime(2028, 3, 1, 3, tzinfo=UTC)
WRITTEN = re.compile(rf"{OLD}|{GONE}|{SPOKEN_FOR}|(?<![0-9a-f]){YEAR_OF_GONE}(?![0-9a-f])", re.IGNORECASE)


@dataclass
class Played:
    """The commune, and who is looked for later."""

    village: Village
    gone: Person
    stays: Person
    spoken_for: Person
    digest: str


def _declares(
    tx: Transaction, chat: str, person: Person, cycle: Cycle, by: Person, *,
    about: About = HIMSELF, title: str = CITIZEN, place_id: int | None = None, confirm: bool = True,
    consent: ConsentKind = ConsentKind.SELF,
) -> None:  # fmt: skip
    account = accounts.lock(tx, "telegram", chat)
    speaker = Speaker(account.id, None if account.person is None else account.person.id, consent)
    answers = {CITIZEN: GOOD, FAMILY: FAMILY_ANSWERS}.get(title, {})
    begun = declarations.begin(tx, person, cycle, speaker=speaker, title=title, subject=about, place_id=place_id)
    for key, value in answers.items():
        begun = declarations.answer(tx, begun, key, value, speaker=speaker)
    if answers:
        sent = there(declarations.submit(tx, begun, speaker=speaker))
        decisions.decide(tx, sent, Move.CONFIRM if confirm else Move.RETURN, person_id=by.id)
    accounts.save(tx, account, owed=None)


def _first_year(tx: Transaction, digest: str) -> Played:
    village = found(tx)
    gone = resident(tx, village.kim_son, GONE, YEAR_OF_GONE, household="7", on_roster=False)
    stays = resident(tx, village.kim_son, STAYS, 1950, household="8", on_roster=False)
    helped = resident(tx, village.kim_son, SPOKEN_FOR, YEAR_OF_GONE, household="7", on_roster=False)
    for chat, person in (("lan", village.lan), ("gone", gone), ("stays", stays), ("head", village.head)):
        sit_down(tx, "telegram", chat, person)
    cycle, head = village.cycle, village.head
    _declares(tx, "lan", village.lan, cycle, head)
    _declares(tx, "gone", gone, cycle, head)
    _declares(tx, "stays", stays, cycle, head, confirm=False)
    account = accounts.lock(tx, "telegram", "head")
    accounts.speak_for(tx, account, helped, ConsentKind.BESIDE)
    accounts.give_consent(tx, account, version="2026-12", given=True, for_person=helped)
    account.draft = {"helped": {"name": OLD}}
    accounts.save(tx, account, owed=None)
    _declares(tx, "head", helped, cycle, village.officer, consent=ConsentKind.BESIDE)
    household = households.get(tx, village.lan.household_id or 0)
    _declares(tx, "lan", village.lan, cycle, head, about=household.about, title=FAMILY, place_id=household.place_id)
    clan = clans.found(tx, gone, name="Lò", code="HOLO2345")
    _declares(tx, "gone", gone, cycle, head, about=clan.about, title=CLAN, place_id=clan.place_id)
    event = learning_events.announce(
        tx, place_id=village.kim_son.id, kind=EventKind.CLASS, name="Lớp nấm", held_on=date(FIRST, 11, 2),
        hours=2, organiser="Thôn", code="NAM23456", person_id=head.id,
    )  # fmt: skip
    for person in (village.lan, gone):
        activities.attend(tx, person, event)
        sign_ups.sign_up(tx, event.id, person.id, asked_by=person.id)
        assert learning_needs.say(tx, person.id, NeedKind.FARMING, OLD)
    account = accounts.lock(tx, "telegram", "gone")
    entry = activities.add(
        tx, gone, kind=ActivityKind.BOOK, name=OLD, held_on=date(FIRST, 3, 1), hours=4, organiser=OLD
    )
    evidence.attach(
        tx, StoredPicture(digest, "image/png", 3), person_id=gone.id, account_id=account.id, activity_id=entry.id,
        caption=OLD,
    )  # fmt: skip
    files.grant(tx, digest=digest, account_id=account.id, name=f"{OLD}.pdf", media_type="a/b", size=3)
    outbox.put(tx, ErrandKind.NOTICE, account.id, {"text": OLD}, person_id=gone.id)
    account.draft = {"name": OLD}
    account.choices = [OLD]
    accounts.save(tx, account, owed=None)
    for person in (helped, village.lan):  # nobody went to tell them
        to_tell_in_person.add(tx, person.id, {"text": OLD})
    ties.tie(tx, helped.id, gone.id, Tie.PICTURED)
    looking = Actor(head.id, head.household_id, (Grant(Role.HEAD, village.kim_son.id),))
    made = there(recognition.draw_up(tx, cycle_id=cycle.id, title=CITIZEN, place_ids=[village.kim_son.id], by=head.id))
    name = recognition.all_names(tx, made.id)[0]
    recognition.object_to(tx, made, said=OLD, declaration_id=name.declaration_id, by=head.id)
    recognition.strike(tx, name, why=OLD, by=head.id)
    looks.record(tx, looking, [village.lan.id, gone.id], what=Looked.CARD)
    _met_and_listed(tx, cycle, head, village.kim_son.id, account.id, name.declaration_id)
    act_as_operator(tx)
    rows = metadata.tables["declarations"]
    tx.connection.execute(update(rows).where(rows.c.title == FAMILY).values(judged=Verdict.REACHED))
    recount.rebuild(tx, cycle, FAMILY)
    return Played(village, gone, stays, helped, digest)


def _met_and_listed(tx: Transaction, cycle: Cycle, head: Person, place: int, account_id: int, key: int) -> None:
    """A declaration was spoken of at a meeting, confirmed by its paper, and stood on a list made elsewhere before."""
    met = meetings.begin(tx, cycle_id=cycle.id, kind=MeetingKind.VILLAGE, place_id=place, by=head.id)
    meetings.change(tx, met, signed_by=head.id)
    meetings.set_apart(tx, met, key, mark=Mark.DISCUSS, agreed=True, said=OLD)
    held = meetings.conclude(tx, meetings.get(tx, met.id), by=head.id)
    theirs = there(declarations.load(tx, key))
    paper_confirmations.add(tx, held, [theirs], revisions=[theirs.revision])
    brought = result_lists.begin(tx, cycle, account_id=account_id, by=head.id, file_name="kq.xlsx", digest=None)
    listed_results.put(tx, key, brought.id, Result(reached=True, points=OLD[:16]), {"state": OLD})
    listed_results.end(tx, key)


def _shown(tx: Transaction, cycle: Cycle) -> dict[str, Any]:
    """Every figure of a year as it is shown somewhere, and the verdicts by place."""
    report = citizen_report(tx, cycle.id, 1)
    others = there(report.others)
    actuals = target_actuals.all_of(tx, cycle)
    return {
        "villages": report.villages,
        "agrees": report.basis.recount_agrees,
        "others": [
            others.targets,
            others.indicators,
            others.titles,
        ],
        "actuals": {each.value: (a.part, a.whole, a.known, a.registered) for each, a in actuals.items()},
        "turnout": learning_events.turnout(tx, cycle.commune_id, cycle.year),
        "counters": {title: counters.tallies(tx, cycle.id, title) for title in titles()},
    }


def _verdicts(tx: Transaction, cycle: Cycle) -> dict[str, dict[int, dict[str, int]]]:
    rows = metadata.tables["declarations"]
    query = (
        select(rows.c.place_id, rows.c.verdict, func.count().label("n"))
        .where(rows.c.cycle_id == cycle.id, rows.c.submitted_at.is_not(None))
        .group_by(rows.c.place_id, rows.c.verdict)
    )
    counted: dict[str, dict[int, dict[str, int]]] = {}
    for title in titles():
        counted[title] = {}
        for row in tx.connection.execute(query.where(rows.c.title == title)):
            counted[title].setdefault(row.place_id, {})[row.verdict.value] = row.n
    return counted


def _proved(tx: Transaction, cycle_ids: Iterable[int]) -> None:
    """As ``hoctap verify`` looks."""
    assert audit.broken_chains(tx) == ()
    assert replay.differing(tx) == []
    assert past_years.differing(tx) == []
    for key in cycle_ids:
        cycle = there(cycles.load(tx, key))
        for title in titles():
            assert counters.tallies(tx, key, title) == recount.recount(tx, cycle, title)


def _all_of(tx: Transaction, cycle_id: int) -> dict[str, Any]:
    cycle = there(cycles.load(tx, cycle_id))
    return {"shown": _shown(tx, cycle), "verdicts": _verdicts(tx, cycle)}


def _another(tx: Transaction, played: Played, year: int) -> int:
    act_as_operator(tx)
    cycle = cycles.open_year(tx, commune_id=played.village.commune.id, year=year, plan="")
    _declares(tx, "stays", played.stays, cycle, played.village.head)
    act_as_operator(tx)
    return cycle.id


ENDING = tuple(t for t in metadata.sorted_tables if (kept := said_of(t).kept) is not None and kept.report_years)
OVER = datetime(2026, 12, 31, 17, tzinfo=UTC)  # what is older than the year that was two years ago


def _newest(row: dict[str, Any]) -> datetime:
    """The latest moment in a row."""
    moments = [each for each in row.values() if isinstance(each, datetime)]
    days = [datetime(each.year, each.month, each.day, tzinfo=UTC) for each in row.values() if type(each) is date]
    return max([*moments, *days])


def _may_stay(table: Table, row: dict[str, Any]) -> bool:
    """Whether a row of a table with an end in years may still be there: it is of the years that are kept, or empty."""
    match table.name:
        case "people":  # on the roster, forgotten, or active since
            return bool(row["on_roster"]) or row["erased_at"] is not None or row["full_name"] == STAYS
        case "audit":
            is_plain = row["code"].partition(".")[0] in {"audit", "cycle", "grant", "place", "consent", "person"}
            return row["at"] >= OVER or bool(row["redacted"]) or is_plain
        case "recognition_names" | "meeting_names" | "paper_confirmations":  # they go with it
            return True
        case _:
            return _newest(row) >= OVER


def _left(tx: Transaction, played: Played) -> list[str]:
    """What every table still tells of the first year, or of who is gone; collected from the tables."""
    chats = metadata.tables["accounts"]
    gone = tx.connection.execute(select(chats.c.id).where(chats.c.chat == "gone")).scalar_one()
    theirs = {"people": {played.gone.id, played.spoken_for.id}, "accounts": {gone}}
    left = []
    for table in metadata.sorted_tables:
        said = said_of(table)
        stays = {*said.stays, *said.words_stay} if isinstance(said, Personal) else set()
        for row in map(dict, tx.connection.execute(select(table)).mappings()):
            for column in table.columns:
                value = row[column.name]
                if isinstance(column.type, String | Text | JSON) and WRITTEN.search(
                    json.dumps(value, ensure_ascii=False)
                ):
                    left.append(f"{column}: {value}")
                targets = {each.column.table.name for each in column.foreign_keys}
                if column.name not in stays:
                    left += [f"{column} points at {t} {value}" for t in targets if value in theirs.get(t, ())]
            if table in ENDING and not _may_stay(table, row):
                left.append(f"{table}: {row}")
    return left


def _rows(tx: Transaction) -> dict[str, int]:
    return {t.name: tx.connection.execute(select(func.count()).select_from(t)).scalar_one() for t in ENDING}


@pytest.mark.parametrize("at_once", [500, 2])
async def test_of_the_first_of_three_years_only_numbers_are_left(
    database: Database, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    store = FileStore(tmp_path / "files", keys_in(tmp_path))
    digest = store.put(b"png")
    monkeypatch.setattr(slices, "AT_ONCE", at_once)
    played = await database.write(lambda tx: _first_year(tx, digest))
    database.on_erased = Blotter(database).finish
    assert all((await database.read(_rows)).values())
    assert len(await database.read(lambda tx: _left(tx, played))) > 50
    retention = Retention(database, store, keys_in(tmp_path))
    ids, before = [played.village.cycle.id], dict[str, Any]()
    while clock.now < NOW:
        clock.now = min(clock.now + timedelta(days=20), NOW)
        year = FIRST + len(ids)
        if (clock.now + timedelta(hours=7)).year == year:
            before = await database.read(lambda tx: _all_of(tx, ids[0]))
            ids.append(await database.write(partial(_another, played=played, year=year)))
        assert await retention.sweep()

    assert await database.read(lambda tx: _left(tx, played)) == []
    assert before["shown"]["agrees"]
    assert before["verdicts"][CITIZEN]
    assert before["shown"]["actuals"]["families"][0] == 1
    cycle = there(await database.read(lambda tx: cycles.load(tx, ids[0])))
    assert await database.read(lambda tx: _shown(tx, cycle)) == before["shown"]
    kept = await database.read(lambda tx: {title: past_figures.verdicts(tx, cycle, title) for title in titles()})
    assert kept == before["verdicts"]
    await database.read(lambda tx: _proved(tx, ids))
    rows = metadata.tables["declarations"]
    years = select(cycles_table.c.year).join(rows, rows.c.cycle_id == cycles_table.c.id)
    assert sorted(await database.read(lambda tx: tx.connection.execute(years).scalars().all())) == [2027, 2028]
    assert not store.path(digest).exists()
    assert await database.read(lambda tx: people.get(tx, played.stays.id).full_name) == STAYS


async def test_a_year_that_is_over_is_counted_anew_by_nobody(database: Database, clock: Clock, tmp_path: Path) -> None:
    """A roster brought in later, a village merged, a person corrected: the numbers of the settled year stand."""
    store = FileStore(tmp_path / "files", keys_in(tmp_path))
    digest = store.put(b"png")
    played = await database.write(lambda tx: _first_year(tx, digest))
    key = played.village.cycle.id
    before = await database.read(lambda tx: counters.tallies(tx, key, CITIZEN))

    def work(tx: Transaction) -> None:
        act_as_operator(tx)
        assert past_years.settle_before(tx, FIRST + 1)
        recount.rebuild(tx, there(cycles.load(tx, key)), CITIZEN)
        assert counters.tallies(tx, key, CITIZEN) == before

    await database.write(work)


async def test_many_people_are_forgotten_a_few_at_a_time(
    sqlite: Database, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasure, "AT_ONCE", 3)

    def crowd(tx: Transaction) -> None:
        village = found(tx)
        for i in range(8):
            resident(tx, village.kim_son, f"Lê Văn {chr(65 + i)}", 1980, household=f"x{i}", on_roster=False)

    await sqlite.write(crowd)
    clock.advance(days=500)

    def vouch(tx: Transaction) -> None:
        act_as_operator(tx)
        clock_witness.confirm(tx, Witness.OPERATOR)

    await sqlite.write(vouch)
    assert await Retention(sqlite, FileStore(tmp_path, keys_in(tmp_path)), keys_in(tmp_path)).sweep()
    rows = metadata.tables["people"]
    named = select(func.count()).where(~rows.c.on_roster, rows.c.full_name != "")
    assert await sqlite.read(lambda tx: tx.connection.execute(named).scalar_one()) == 0


async def test_a_year_whose_sweep_is_stopped_goes_on_there_and_its_numbers_stand(
    sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each slice the numbers are those of the whole year, and the record is whole."""
    monkeypatch.setattr(slices, "AT_ONCE", 1)
    digest = FileStore(tmp_path / "files", keys_in(tmp_path)).put(b"png")
    played = await sqlite.write(lambda tx: _first_year(tx, digest))
    key = played.village.cycle.id
    before = await sqlite.read(lambda tx: counters.tallies(tx, key, CITIZEN))

    def slice_(tx: Transaction) -> bool:
        act_as_operator(tx)
        return past_years.settle_some(tx, FIRST + 1).is_last

    left: list[int] = []
    there_are = select(func.count()).select_from(metadata.tables["declarations"])
    while not await sqlite.write(slice_):
        cycle = there(await sqlite.read(lambda tx: cycles.load(tx, key)))
        assert await sqlite.read(partial(recount.recount, cycle=cycle, title=CITIZEN)) == before
        left.append(await sqlite.read(lambda tx: tx.connection.execute(there_are).scalar_one()))
    assert left == sorted(left, reverse=True)
    assert len(set(left)) > 3
    assert left[-1] == 0
    assert (await sqlite.read(record.look)).rows == ()
