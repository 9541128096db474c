"""Every table says whose data it holds; erasure, the sweep and "my data" are held to what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Enum,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy import ForeignKey as Reference

from acts import receiving, ways
from bot.commune_setup import act_as_operator
from bot.readers.my_data import data_of
from bot.retention import LAST, SWEEPS, WITH_DECLARATIONS, Retention
from criteria.activity import ActivityKind, CountedHow, EventKind, NeedKind
from criteria.data_rights import RequestKind
from criteria.declaration import Measure, Move
from criteria.doubts import Doubt, DoubtKind
from criteria.handed import Handed
from criteria.meeting import CouncilRole, Mark, MeetingKind
from criteria.model import CITIZEN, CLAN, FAMILY
from criteria.names import fold, match_key
from criteria.policy import Actor, Grant, Joining, Role, Tie
from criteria.results_matching import Finding, Result
from criteria.roster_matching import Likeness, Listing
from handlers.all_routes import ROUTER
from handlers.kit.context import Turn
from handlers.start.my_data import data_words
from locales.catalog import catalog
from locales.format import VIETNAM
from locales.text import Verbatim, to_data
from storage import (
    accounts,
    activities,
    announcements,
    assignments,
    backups,
    batches,
    blotting,
    clans,
    clock_witness,
    councils,
    cycles,
    data_keys,
    data_requests,
    decision_scans,
    decisions,
    declarations,
    desk_sessions,
    diary_keeping,
    digests,
    dossiers,
    entered_figures,
    erasure,
    evidence,
    files,
    funds,
    guesses,
    households,
    inbox,
    joining_requests,
    learning_events,
    learning_needs,
    listed_results,
    looks,
    meetings,
    mergers,
    my_data,
    outbox,
    paper_confirmations,
    people,
    person_deeds,
    places,
    publications,
    received_files,
    recognition,
    recordings,
    result_lists,
    roles,
    roster,
    roster_imports,
    shown_once,
    sign_in_codes,
    sign_ups,
    site_entries,
    snapshots,
    superior_forms,
    ties,
    to_tell_in_person,
)
from storage.declaration_record import Speaker
from storage.document_reference import DocumentReference, StoredDocument
from storage.dossiers import Noted
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.personal import NOBODY, SHOWN, Hidden, NotPersonal, Personal, said_of
from storage.kit.tables import Key, Utc, metadata
from storage.kit.transaction import Transaction
from storage.kit.words import (
    ConsentKind,
    CycleState,
    ErrandKind,
    FilePurpose,
    Looked,
    PlaceKind,
    ResultsFrom,
    ScanKind,
    SnapshotKind,
    Witness,
)
from storage.people import Person
from storage.picture_reference import StoredPicture, TelegramPicture
from storage.received_files import Bytes
from storage.result_lists import Origin
from storage.roster_imports import NewLine, Source
from tests.conftest import MOMENT, Clock
from tests.keys import keys_in
from tests.village import FAMILY_ANSWERS, GOOD, Village, declared, found, sit_down, there

NAME, BORN = "Lò Thị Hương Lan", 1947
CHAT, ZALO = "7341947001", "zalo-lan-7341947"
TRACE = "dấu vết"  # stands in every text of Lan's
CODES = ("LANCODE2", "LANCODE3", "LANSHOWN")
SPELLINGS = (NAME, fold(NAME), match_key(fold(NAME)), TRACE, CHAT, ZALO, "hương lan", *CODES)
YEAR = re.compile(rf"(?<![0-9a-f]){BORN}(?![0-9a-f])")
TABLES = tuple(metadata.sorted_tables)
PERSONAL = {table.name: said for table in TABLES if isinstance(said := table.info.get("personal"), Personal)}


def written(word: str) -> str:
    """A text of Lan's that is found wherever it is copied to."""
    return f"{TRACE} {word}"


# A world in which every table has something of Lan


def _lan(tx: Transaction, village: Village, *, on_roster: bool) -> Person:
    lan = people.add(tx, place_id=village.kim_son.id, full_name=NAME, birth_year=BORN, on_roster=on_roster)
    household = households.found(tx, lan, code="LANHOUSE")
    (mai,) = people.namesakes(tx, place_id=village.kim_son.id, full_name="Trần Thị Mai", birth_year=1992)
    households.enter(tx, household, mai, relation="child")
    clan = clans.found(tx, lan, name=written("clan"), code="LANCLAN2")
    clans.enter(tx, clan, household)
    school = places.add_village(
        tx, commune=village.commune, label="trường", name="Mầm non", join_code="MAMNON", since=date(2026, 1, 1),
        kind=PlaceKind.UNIT,
    )  # fmt: skip
    mergers.assess_at(tx, people.get(tx, lan.id), school)
    mergers.is_same(tx, people.get(tx, lan.id), village.officer)
    twin = people.add(
        tx, place_id=village.hong_linh.id, full_name="Lò Thị Lan Hương",
        birth_year=1948, on_roster=True,
    )  # fmt: skip
    mergers.is_same(tx, twin, people.get(tx, lan.id))
    was = people.get(tx, lan.id)
    person_deeds.correct(tx, was, full_name=f"{NAME} Cũ", birth_year=BORN, by=village.officer.id)
    person_deeds.correct(tx, was, full_name=NAME, birth_year=BORN, by=village.officer.id)
    roster.claim_reminder(tx, [lan.id])
    roster.want_reminders(tx, lan.id, wanted=False)
    return people.get(tx, lan.id)


def _in_office(tx: Transaction, village: Village, lan: Person) -> None:
    """Lan was head of Hồng Lĩnh, and entered a figure as an officer; she is so no more."""
    account = accounts.lock(tx, "telegram", CHAT)
    offered = roles.invite(
        tx, code="LANINV23", role=Role.HEAD, place_id=village.hong_linh.id, expires_at=datetime(2027, 1, 1, tzinfo=UTC),
        made_by=lan.id, lasts_days=5,
    )  # fmt: skip
    assert roles.accept(tx, offered, account, lan)
    accounts.save(tx, account, owed=None)
    (khanh,) = people.namesakes(
        tx, place_id=village.hong_linh.id, full_name="Lê Bá Khánh", birth_year=1955
    )  # fmt: skip
    theirs = declared(tx, village, khanh, dict(GOOD))
    batches.confirm(tx, [theirs], person_id=lan.id)
    digests.choose(tx, lan.id, 1021)
    digests.claim(tx, lan.id, date(2026, 11, 23))
    digests.claim_late(tx, lan.id, tx.now)
    digests.claim_registration(tx, lan.id, 2026)
    event = learning_events.announce(
        tx, place_id=village.kim_son.id, kind=EventKind.CLASS, name=written("event"), held_on=date(2026, 11, 2),
        hours=2, organiser=written("event"), code="LANEVENT", person_id=lan.id,
    )  # fmt: skip
    activities.attend(tx, lan, event)
    learning_events.count_by_hand(tx, event, 9, CountedHow.ESTIMATE)
    sign_ups.sign_up(tx, event.id, lan.id, asked_by=lan.id)
    sign_ups.sign_up(tx, event.id, khanh.id, asked_by=lan.id)
    assert learning_needs.say(tx, lan.id, NeedKind.TRADE, written("need"))
    announcements.make(tx, lan.place_id, written("announcement"), told=1, by=lan.id)
    announcements.want(tx, lan.id, wanted=False)
    figure = entered_figures.enter(tx, village.cycle, "tt25:1.1", note=written("entry"), person_id=lan.id, value=3)
    sums = funds.Sums(opening=0, received=5, spent=2, closing=3, grants=1)
    funds.state(
        tx,
        village.cycle,
        village.kim_son,
        sums,
        clan_id=None,
        source=written("fund"),
        stated_on=date(2026, 11, 10),
        by=lan.id,
    )
    assignments.assign(tx, village.cycle, "tt25:1.1", lead_id=village.kim_son.id, support_ids=(), by=lan.id)
    assert tx.chain is not None
    evidence.attach(tx, TelegramPicture("figure"), person_id=lan.id, account_id=tx.chain.account_id, entry_id=figure.id)
    sign_in_codes.make(tx, "MAICODE2", person_id=khanh.id, made_by=tx.chain.account_id, expires_at=tx.now)
    to_tell_in_person.add(tx, khanh.id, {"text": to_data(Verbatim(f"{NAME} mời họp"))})
    officer = Actor(village.officer.id, None, (Grant(Role.OFFICER, village.commune.id),))
    (told,) = to_tell_in_person.open_for(tx, officer, limit=5)
    to_tell_in_person.done(tx, told, person_id=lan.id)
    for held in roles.held_by(tx, lan.id):
        roles.revoke(tx, held, person_id=lan.id)


def _declares(tx: Transaction, village: Village, lan: Person) -> None:
    """This year's is confirmed after a return, last year's was never sent; her family's and her clan's, too."""
    account = accounts.lock(tx, "telegram", CHAT)
    speaker = Speaker(account.id, lan.id)
    sent = declared(tx, village, lan, dict(GOOD))
    returned = decisions.decide(
        tx, sent, Move.RETURN, person_id=village.officer.id, reason=Verbatim(written("reason")), question="A1"
    )
    assert returned is not None
    answered = declarations.answer(tx, returned, "occupation", written("answer"), speaker=speaker)
    answered = declarations.answer(tx, answered, "occupation", "ruong", speaker=speaker)
    answered = declarations.answer(tx, answered, "A1", "2", speaker=speaker)
    again = declarations.submit(tx, answered, speaker=speaker)
    assert again is not None
    assert decisions.decide(tx, again, Move.CONFIRM, person_id=village.officer.id) is not None
    last_year = cycles.open_year(tx, commune_id=village.commune.id, year=2025, plan="")
    draft = declarations.begin(tx, lan, last_year, speaker=speaker)
    declarations.answer(tx, draft, "occupation", written("unsent answer"), speaker=speaker)
    household = households.get(tx, lan.household_id or 0)
    declared(tx, village, lan, FAMILY_ANSWERS, FAMILY, household.about, household.place_id)
    clan = clans.of_person(tx, lan)
    assert clan is not None
    declarations.begin(tx, lan, village.cycle, speaker=speaker, title=CLAN, subject=clan.about, place_id=clan.place_id)


def _around(tx: Transaction, village: Village, lan: Person) -> None:
    """Her diary, what waits for her and what others were told of her."""
    account = accounts.lock(tx, "telegram", CHAT)  # her diary
    entry = activities.add(
        tx, lan, kind=ActivityKind.BOOK, name=written("diary"), held_on=date(2026, 3, 1), hours=4,
        organiser=written("diary"),
    )  # fmt: skip
    evidence.attach(tx, TelegramPicture("waits"), person_id=lan.id, account_id=account.id, activity_id=entry.id)
    evidence.attach(
        tx, StoredPicture("ab" * 32, "image/png", 9), person_id=lan.id, account_id=account.id, activity_id=entry.id
    )
    notice = {"text": to_data(Verbatim(written("notice")))}
    outbox.put(tx, ErrandKind.NOTICE, account.id, notice, person_id=lan.id, key=outbox.reminder_key(lan.id))
    to_tell_in_person.add(tx, lan.id, notice)
    files.grant(
        tx,
        digest="cd" * 32,
        account_id=account.id,
        name="du-lieu-cua-toi.txt",
        media_type="text/plain",
        size=3,
        basis={"route": "data"},
    )
    sent = DocumentReference(StoredDocument("ef" * 32), written("sent.xlsx"), "text/csv", 3)
    assert receiving.send(tx, account, sent, purpose=FilePurpose.ROSTER, route=ways.home()) is None
    recordings.keep(tx, [recordings.fingerprint("Bác học gì?")], digest="aa" * 32, person_id=lan.id)
    desk_sessions.ask(tx, account, "LANDESK2LANDESK2")
    received_files.open_link(tx, account, "LANLINK2LANLINK2", purpose=FilePurpose.ROSTER, route="home")
    guesses.wrong(tx, [guesses.of_account(account.id)])
    backups.begin(tx)
    ties.tie(tx, lan.id, village.head.id, Tie.PICTURED)
    blotting.leave(tx, lan)  # as if she had been here before, and was erased then
    joining_requests.ask(tx, lan, Joining.UNIT, unit_id=village.kim_son.id)
    data_requests.note(tx, lan.id, RequestKind.CORRECTION, noted_by=village.head.id)
    sign_in_codes.make(tx, "LANCODE2", person_id=lan.id, made_by=account.id, expires_at=tx.now)
    assert sign_in_codes.use(tx, "LANCODE2", account) is False
    shown_once.keep(tx, account.id, "link", "LANSHOWN")
    looks.record(tx, Actor(village.head.id, None, (Grant(Role.HEAD, village.kim_son.id),)), [lan.id], what=Looked.CARD)
    (mai,) = people.namesakes(tx, place_id=village.kim_son.id, full_name="Trần Thị Mai", birth_year=1992)
    accounts.speak_for(tx, account, mai, ConsentKind.ASKED)
    accounts.give_consent(tx, account, version="2026-11", given=True, for_person=mai)
    account.draft = {"name": written("draft")}
    account.choices = [written("choice")]
    account.preferred = account.compact = True
    accounts.save(tx, account, owed=None)
    accounts.offer(tx, account.id, [(Verbatim(written("offer")), "home")])
    other = accounts.lock(tx, "zalo", ZALO)
    other.draft, other.choices, other.preferred, other.compact = {"x": TRACE}, [TRACE], True, True
    accounts.save(tx, other, owed=None)
    head = accounts.lock(tx, "telegram", "head")
    accounts.speak_for(tx, head, lan, ConsentKind.BESIDE)
    accounts.give_consent(tx, head, version="2026-11", given=True, for_person=lan)
    sign_in_codes.make(tx, "LANCODE3", person_id=lan.id, made_by=head.id, expires_at=tx.now)
    shown_once.keep(tx, head.id, "sign-in-for", "LANCODE3")
    head.draft = {"sheet": {"of": lan.id, "answers": {"A1": TRACE}}}
    accounts.save(tx, head, owed=None)
    accounts.offer(tx, head.id, [(Verbatim(f"Xem {NAME}"), "queue")])
    outbox.put(tx, ErrandKind.NOTICE, head.id, {"text": to_data(Verbatim(f"{NAME} vừa gửi")), "more": [NAME, 1]})
    helper = accounts.lock(tx, "web", "helper")
    helper.draft = {"helped": {"name": NAME, "birth_year": BORN}}
    accounts.save(tx, helper, owed=None)


def _scanned(tx: Transaction, list_id: int) -> None:
    """She sent the signed minutes of a list."""
    account = accounts.lock(tx, "telegram", CHAT)
    sent = DocumentReference(StoredDocument("ee" * 32), "quet.pdf", "application/pdf", 3)
    noted = received_files.attach(tx, account, sent, purpose=FilePurpose.DECISION_SCAN, route=ways.home())
    file = received_files.keep(tx, noted, Bytes("ee" * 32, "quet.pdf", "application/pdf", 3))
    decision_scans.keep(tx, list_id, ScanKind.MINUTES, there(file), media_type="application/pdf")


def _listed(tx: Transaction, village: Village, lan: Person) -> None:
    """A roster that she brought names her, and may mean her; she was on a list to be recognised, which she drew up."""
    account = accounts.lock(tx, "telegram", CHAT)
    file = roster_imports.begin(
        tx, commune_id=village.commune.id, account_id=account.id, file_name="a.xlsx", digest="ef"
    )
    roster_imports.say_origin(
        tx, file, Source(source="Công an", as_of=date(2026, 11, 1), basis="CV 1", provider="Ô. A")
    )
    line = NewLine(
        n=0, sheet="Sheet1", row=2, place_id=village.kim_son.id, household="7", relation="head", full_name=NAME,
        birth_year=BORN, listing=Listing.CHANGED, likeness=Likeness.SPELLING, person_id=lan.id, like_id=lan.id,
        cells={"name": NAME}, remarks=[{"why": to_data(Verbatim(NAME))}],
    )  # fmt: skip
    roster_imports.put_lines(tx, file.id, [line])
    roster_imports.ready(tx, file.id, {})
    _result_elsewhere(tx, village, lan, account.id)
    cycle, places_ = village.cycle, [lan.assessed_at, lan.place_id]
    made = there(recognition.draw_up(tx, cycle_id=cycle.id, title=CITIZEN, place_ids=places_, by=lan.id))
    (name,) = [each for each in recognition.all_names(tx, made.id) if each.person_id == lan.id]
    said = written("objection")
    key = recognition.object_to(tx, made, said=said, declaration_id=name.declaration_id, by=village.officer.id)
    recognition.answer(tx, there(recognition.objection(tx, key)), written("answer to an objection"))
    recognition.recognised(tx, [name.id])
    recognition.strike(tx, name, why=written("why she was struck"), by=village.officer.id)
    _meets(tx, village, lan, name)
    _scanned(tx, made.id)
    shot = snapshots.take(tx, cycle, SnapshotKind.FINAL, {}, upto=0, by=lan.id, why=written("why figures were taken"))
    snapshots.send(tx, shot, snapshots.Sending("Sở", "1/BC", date(2026, 11, 1)), by=lan.id)
    publications.publish(tx, shot, by=lan.id)
    publications.take_back(tx, cycle.id, by=lan.id)
    data_keys.make(tx, village.commune.id, written("whose program reads"), data_keys.new_key(), by=lan.id)
    data_keys.end(tx, data_keys.of_commune(tx, village.commune.id)[0], by=lan.id)
    asked = Noted(state=Handed.ASKED, number="", day=date(2026, 11, 1), said=written("what a dossier lacks"))
    dossiers.note(tx, cycle.id, asked, by=lan.id)
    site_entries.tick(tx, cycle.id, village.kim_son.id, people=1, by=lan.id)
    superior_forms.bring(tx, village.commune.id, written("a superior's form"), by=lan.id)
    closed = there(cycles.move(tx, cycle, CycleState.CLOSED, by=lan.id))
    cycles.move(tx, closed, CycleState.OPEN, by=lan.id, why=written("why the year was opened again"))
    accounts.save(tx, account, owed=None)


def _meets(tx: Transaction, village: Village, lan: Person, name: recognition.Name) -> None:
    """She opened her village's meeting, at which she was discussed, and was confirmed by its paper."""
    met = meetings.begin(tx, cycle_id=village.cycle.id, kind=MeetingKind.VILLAGE, place_id=lan.assessed_at, by=lan.id)
    meetings.change(tx, met, signed_by=village.head.id, said=written("minutes"))
    said = {"mark": Mark.DISCUSS, "agreed": True, "votes_for": 3, "votes_against": 1, "said": written("meeting")}
    meetings.set_apart(tx, met, name.declaration_id, **said)
    held = meetings.conclude(tx, meetings.get(tx, met.id), by=lan.id)
    mine = there(declarations.load(tx, name.declaration_id))
    paper_confirmations.add(tx, held, [mine], revisions=[mine.revision])
    paper_confirmations.draw(tx, held, share=100)
    councils.add(tx, village.cycle.id, full_name=NAME, post="Chủ tịch", role=CouncilRole.CHAIR, by=lan.id)
    (drawn,) = paper_confirmations.open_of_cycle(tx, village.cycle.id, most=9)
    paper_confirmations.checked(tx, drawn, agrees=True, by=village.officer.id)


def _result_elsewhere(tx: Transaction, village: Village, lan: Person, account_id: int) -> None:
    """A list of results that she brought names her, and said something of her before she declared."""
    brought = result_lists.begin(tx, village.cycle, account_id=account_id, by=lan.id, file_name="kq.xlsx", digest="ef")
    origin = Origin(
        made_at=ResultsFrom.UNIT, made_by="Trường Mầm non", made_on=date(2026, 11, 1), signer="Ô. A", all_reached=True
    )
    result_lists.say_origin(tx, brought, origin)
    said = Result(True, written("points")[:16], (("1", written("points")),))
    line = result_lists.NewLine(
        n=0, sheet="Sheet1", row=2, place_id=village.kim_son.id, household="7", full_name=NAME, birth_year=BORN,
        result=said, finding=Finding.DIFFERS, likeness=Likeness.SPELLING, person_id=lan.id, like_id=lan.id,
        cells={"name": NAME}, remarks=[{"why": to_data(Verbatim(NAME))}],
    )  # fmt: skip
    result_lists.put_lines(tx, brought.id, [line])
    result_lists.ready(tx, brought.id, {})
    mine = next(each for each in declarations.of_person(tx, lan.id) if each.cycle.year == 2026)
    listed_results.put(tx, mine.id, brought.id, said, {"state": written("before")})
    listed_results.dispute(tx, mine.id)
    listed_results.end(tx, mine.id)


def _unsaid(tx: Transaction, lan: Person, about: Mapping[str, list[dict[str, Any]]]) -> None:
    """What no function above fills, in the form in which the program keeps it."""
    mine = declarations.of_person(tx, lan.id)[0]
    assert mine.cycle.year == 2026
    doubt = Doubt(DoubtKind.ALIKE, None, (lan.id,)).to_data()
    table = metadata.tables["declarations"]
    tx.connection.execute(
        update(table)
        .where(table.c.id == mine.id)
        .values(doubts=[doubt], doubtful=1, counts=[Measure.DEGREE.value], answers={**mine.answers, "B1": ["goi"]})
    )
    for name, rows in about.items():
        _fill(tx, metadata.tables[name], rows)


def everything(tx: Transaction, *, on_roster: bool = False) -> Person:
    """The village, and Lan in every table that holds personal data."""
    village = found(tx)
    lan = _lan(tx, village, on_roster=on_roster)
    sit_down(tx, "telegram", "head", village.head)
    sit_down(tx, "zalo", ZALO, lan)
    sit_down(tx, "telegram", CHAT, lan)
    accounts.lock(tx, "telegram", CHAT)
    _in_office(tx, village, lan)
    _declares(tx, village, lan)
    _around(tx, village, lan)
    _listed(tx, village, people.get(tx, lan.id))
    inbox.put_away(tx, "telegram", ["31"])
    lan = people.get(tx, lan.id)
    _unsaid(tx, lan, {name: _rows(tx, name, metadata, _roots(tx, lan)) for name in PERSONAL})
    return lan


# What is left of her


Roots = Mapping[str, frozenset[int]]


def _roots(tx: Transaction, lan: Person) -> Roots:
    """Her record and her chats, as they are now."""
    table = metadata.tables["accounts"]
    chats = tx.connection.execute(select(table.c.id).where(table.c.chat.in_([CHAT, ZALO]))).scalars()
    return {"people": frozenset({lan.id}), "accounts": frozenset(chats)}


def _rows(tx: Transaction, name: str, schema: MetaData, roots: Roots) -> list[dict[str, Any]]:
    """The rows of a table that are about her, by the columns that the table names for it."""
    table = schema.tables[name]
    said = said_of(table)
    assert isinstance(said, Personal)
    found_: dict[tuple[Any, ...], dict[str, Any]] = {}
    for column in (table.c[each] for each in said.about):
        ids: frozenset[int]
        if not column.foreign_keys:
            ids = roots[name]
        else:
            (target,) = (each.column.table.name for each in column.foreign_keys)
            ids = roots[target] if target in roots else frozenset(r["id"] for r in _rows(tx, target, schema, roots))
        query = select(table).where(column.in_(ids))
        if said.only:
            query = query.where(text(said.only))
        for row in tx.connection.execute(query).mappings():
            found_[tuple(row[key.name] for key in table.primary_key)] = dict(row)
    return list(found_.values())


def _is_empty(value: Any) -> bool:
    return value in (None, "", 0, [], {}) or value is False


def _declared_to_stay(said: Personal, *, on_roster: bool) -> set[str]:
    return {*said.stays, *said.words_stay, *(said.roster_keeps if on_roster else ())}


def _fill(tx: Transaction, table: Table, rows: list[dict[str, Any]]) -> None:
    """Put something into each column that is empty in all of these rows and must not survive; a row where none is."""
    said = said_of(table)
    assert isinstance(said, Personal)
    for column in table.columns:
        must_go = column.name not in {*said.stays, *said.words_stay}
        if column.primary_key or column.foreign_keys or not must_go or column.name == "erased_at":
            continue
        if rows and all(_is_empty(row[column.name]) for row in rows):
            key = {each.name: rows[0][each.name] for each in table.primary_key}
            tx.connection.execute(
                update(table)
                .where(*(table.c[name] == value for name, value in key.items()))
                .values({column.name: _something(column)})
            )
            rows[0][column.name] = _something(column)


def _something(column: Column[Any]) -> Any:
    match column.type:
        case Boolean():
            return True
        case Integer():
            return BORN
        case JSON():
            return [written(column.name)]
        case Enum(enums=words):
            return words[0]
        case String() | Text():
            return written(column.name)[: column.type.length]
        case Date():
            return date(2026, 11, 1)
        case DateTime() | Utc():
            return MOMENT
        case _:
            raise AssertionError(f"say how {column} is filled")


def _texts(schema: MetaData) -> Iterator[Column[Any]]:
    for table in schema.sorted_tables:
        yield from (each for each in table.columns if isinstance(each.type, String | Text | JSON))


def left_of(tx: Transaction, lan: Person, roots: Roots, schema: MetaData = metadata) -> dict[str, object]:
    """Every column that still tells something of Lan and is not declared to, with what it tells."""
    left: dict[str, object] = {}
    for table in schema.sorted_tables:
        said = table.info.get("personal")
        if not isinstance(said, Personal):
            continue
        stays = _declared_to_stay(said, on_roster=lan.on_roster)
        for row in _rows(tx, table.name, schema, roots):
            for name, value in row.items():
                if name not in stays and not _is_empty(value) and not _is_own_key(table.c[name]):
                    left[f"{table.name}.{name}"] = value
        for column in table.columns:  # where she is mentioned in others' rows
            for target in (each.column.table.name for each in column.foreign_keys):
                points = select(func.count()).where(column.in_(roots.get(target, frozenset())))
                if target in roots and column.name not in stays and tx.connection.execute(points).scalar_one():
                    left[f"{table.name}.{column.name}"] = target
    for column in _texts(schema):
        said = column.table.info.get("personal")
        if isinstance(said, Personal):
            roster = said.roster_keeps if lan.on_roster else ()
            if column.name in {*said.words_stay, *roster}:
                continue
        for value in tx.connection.execute(select(column).where(column.is_not(None))).scalars():
            if (trace := _trace(value)) is not None:
                left[f"{column.table.name}.{column.name}"] = trace
    return left


def _is_own_key(column: Column[Any]) -> bool:
    return column.primary_key and not column.foreign_keys and isinstance(column.type, type(Key))


def _trace(value: Any) -> str | None:
    match value:
        case dict():
            return next((t for pair in value.items() for each in pair if (t := _trace(each)) is not None), None)
        case list():
            return next((t for each in value if (t := _trace(each)) is not None), None)
        case _:
            said = str(value)
            if any(each.casefold() in said.casefold() for each in SPELLINGS) or YEAR.search(said):
                return said
            return None


def erase(tx: Transaction) -> None:
    """As the chat does it: the button [Xoá hết], on the screen of the chat."""
    account = accounts.lock(tx, "telegram", CHAT)
    route, _ = ROUTER.run(Turn(tx, account), "erase-now")
    account.route, account.choices = route, []  # what the chat shows from then on is not what it knew
    accounts.save(tx, account, owed=None)
    assert account.person is None
    blotting.finish(tx)


# The schema


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_every_table_says_whether_it_holds_personal_data(table: Table) -> None:
    said = said_of(table)
    if isinstance(said, NotPersonal):
        assert said.reason
        return
    columns = set(table.columns.keys())
    assert {*said.about, *said.stays, *said.words_stay, *said.roster_keeps} <= columns
    assert said.about
    assert all((said.holds, said.kept.words, said.backup, *said.stays.values(), *said.words_stay.values()))
    assert said.shown == SHOWN or (isinstance(said.shown, Hidden) and said.shown.reason)


def _who_erases(schema: MetaData) -> dict[str, list[str]]:
    """The tables that point at people or chats, on whatever way, and do not say who erases them."""
    reaching = {"people", "accounts"}
    while (
        more := {
            table.name
            for table in schema.sorted_tables
            for each in table.foreign_keys
            if each.column.table.name in reaching
            and table.name not in reaching
            and each.column.table.name != "households"
        }
        - reaching
    ):
        reaching |= more
    return {
        name: [each.parent.name for each in schema.tables[name].foreign_keys if each.column.table.name in reaching]
        for name in sorted(reaching)
        if not isinstance(schema.tables[name].info.get("personal"), Personal)
    }


def test_whatever_points_at_a_person_or_a_chat_says_who_erases_it() -> None:
    assert _who_erases(metadata) == {}


@pytest.mark.parametrize("name", PERSONAL)
def test_who_erases_a_table_is_a_step_of_the_erasure(name: str) -> None:
    said = PERSONAL[name]
    steps = {step.__name__: step for step in erasure.STEPS}
    if said.erased_by == NOBODY:
        columns = {each.name for each in metadata.tables[name].columns if not _is_own_key(each)}
        assert columns == _declared_to_stay(said, on_roster=False), "what nobody erases gives a reason a column"
    else:
        assert steps[said.erased_by] is getattr(erasure, said.erased_by)


PERSON_WORDS = re.compile(r"full_name|folded|birth|born|phone|address|email|chat|person")


def test_a_table_without_personal_data_has_no_column_that_sounds_like_it() -> None:
    sounding = [str(c) for t in TABLES if t.name not in PERSONAL for c in t.columns if PERSON_WORDS.search(c.name)]
    assert sounding == []


# Erasure


@pytest.mark.parametrize("on_roster", [False, True], ids=["joined by herself", "on the roster"])
async def test_erasing_lan_leaves_nothing_that_is_not_declared(database: Database, on_roster: bool) -> None:
    def work(tx: Transaction) -> None:
        lan = everything(tx, on_roster=on_roster)
        roots = _roots(tx, lan)
        before = {name: _rows(tx, name, metadata, roots) for name in PERSONAL}
        for name, said in PERSONAL.items():
            assert before[name], f"give Lan a row in {name}"
            for column in metadata.tables[name].columns:
                must_go = column.name not in {*_declared_to_stay(said, on_roster=False), "erased_at"}
                if must_go and not column.foreign_keys:
                    assert any(not _is_empty(row[column.name]) for row in before[name]), f"fill {column}"
        erase(tx)
        assert left_of(tx, lan, roots) == {}

    await database.write(work)


async def test_each_step_of_the_erasure_is_what_its_tables_say(sqlite: Database) -> None:
    """Without a step, each table that names it still tells of Lan."""

    def work(tx: Transaction) -> None:
        lan = everything(tx)
        roots = _roots(tx, lan)
        tx.save_chain()
        steps = erasure.STEPS
        for step in steps:
            named = {name for name, said in PERSONAL.items() if said.erased_by == step.__name__}
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(erasure, "STEPS", [each for each in steps if each is not step])
                undo = tx.connection.begin_nested()
                erase(tx)
                left = {each.partition(".")[0] for each in left_of(tx, lan, roots)}
                undo.rollback()
                tx.held.clear()
                tx.chain = None
            # Who speaks for whom stays on record; that it ended is what the step does.
            assert named - {"proxies"} <= left, step.__name__
        erase(tx)
        assert left_of(tx, lan, roots) == {}

    await sqlite.write(work)


async def test_nobody_speaks_for_who_was_erased(sqlite: Database) -> None:
    def work(tx: Transaction) -> None:
        lan = everything(tx)
        proxies = metadata.tables["proxies"]
        running = select(func.count()).select_from(proxies).where(proxies.c.ended_at.is_(None))
        assert tx.connection.execute(running).scalar_one() == 2
        erase(tx)
        assert tx.connection.execute(running).scalar_one() == 0
        assert accounts.reachable(tx, lan.id) is None

    await sqlite.write(work)


ABOUT_PEOPLE = Personal(
    holds="a nickname", about=("person_id",), erased_by="erase_name", kept=PERSONAL["people"].kept, shown=SHOWN
)


def _copy() -> MetaData:
    schema = MetaData()
    for table in TABLES:
        table.to_metadata(schema)
    return schema


def _with_nicknames(info: dict[str, Any]) -> MetaData:
    schema = _copy()
    Table(
        "nicknames",
        schema,
        Column("id", Key, primary_key=True),
        Column("person_id", Key, Reference("people.id"), nullable=False),
        Column("full_name", String(120), nullable=False),
        info=info,
    )
    return schema


async def test_a_new_table_with_a_name_in_it_cannot_be_forgotten(database: Database) -> None:
    def work(tx: Transaction) -> None:
        schema = _with_nicknames({"personal": ABOUT_PEOPLE})
        schema.tables["nicknames"].create(tx.connection)
        lan = everything(tx)
        roots = _roots(tx, lan)
        tx.connection.execute(insert(schema.tables["nicknames"]), {"person_id": lan.id, "full_name": NAME})
        erase(tx)
        assert left_of(tx, lan, roots, schema) == {"nicknames.full_name": NAME, "nicknames.person_id": "people"}

    await database.write(work)


@pytest.mark.parametrize("info", [{}, {"personal": NotPersonal("it is not")}], ids=["says nothing", "denies it"])
def test_a_new_table_that_points_at_people_must_say_who_erases_it(info: dict[str, Any]) -> None:
    assert _who_erases(_with_nicknames(info)) == {"nicknames": ["person_id"]}


async def test_a_new_column_cannot_be_forgotten(database: Database) -> None:
    """Whether the world fills it or not: what is empty in all of her rows is filled by its type."""

    def work(tx: Transaction) -> None:
        schema = _copy()
        tx.connection.execute(text("ALTER TABLE people ADD COLUMN shoe_size INTEGER"))
        tx.connection.execute(text("ALTER TABLE accounts ADD COLUMN signature VARCHAR(40)"))
        schema.tables["people"].append_column(Column("shoe_size", Integer))
        schema.tables["accounts"].append_column(Column("signature", String(40)))
        lan = everything(tx)
        roots = _roots(tx, lan)
        for name in ("people", "accounts"):
            _fill(tx, schema.tables[name], _rows(tx, name, schema, roots))
        erase(tx)
        assert left_of(tx, lan, roots, schema) == {"people.shoe_size": BORN, "accounts.signature": written("signature")}

    await database.write(work)


async def test_what_a_family_of_one_declared_goes_with_its_person(sqlite: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        lan = people.add(tx, place_id=village.kim_son.id, full_name=NAME, birth_year=BORN, on_roster=False)
        household = households.found(tx, lan, code="ALONE234")
        sit_down(tx, "telegram", CHAT, people.get(tx, lan.id))
        account = accounts.lock(tx, "telegram", CHAT)
        sent = declared(
            tx, village, people.get(tx, lan.id), FAMILY_ANSWERS, FAMILY, household.about, household.place_id
        )
        assert decisions.decide(tx, sent, Move.CONFIRM, person_id=village.officer.id) is not None
        accounts.save(tx, account, owed=None)
        erase(tx)
        (left,) = declarations.about(tx, household.about)
        assert (left.answers, left.assessment) == ({}, None)

    await sqlite.write(work)


# What is kept for a time


def _many(tx: Transaction, statement: str) -> int:
    return int(tx.connection.execute(text(statement)).scalar_one())


HELD: Mapping[str, str] = {
    "inbox": "SELECT count(*) FROM inbox",
    "guesses": "SELECT count(*) FROM guesses",
    "backups": "SELECT count(*) FROM backups",
    "files": "SELECT count(*) FROM files",
    "outbox": "SELECT count(*) FROM outbox WHERE state = 'done'",
    "visits": "SELECT count(*) FROM visits WHERE done_at IS NOT NULL",
    "codes": "SELECT count(*) FROM codes",
    "joining_requests": "SELECT count(*) FROM joining_requests",
    "shown_once": "SELECT count(*) FROM shown_once",
    "accounts": "SELECT count(*) FROM accounts WHERE chat = 'stranger'",
    "declarations": "SELECT count(*) FROM declarations WHERE CAST(answers AS VARCHAR) <> '{}'",
    "decisions": "SELECT count(*) FROM decisions WHERE reason IS NOT NULL OR answers IS NOT NULL",
    "audit": "SELECT count(*) FROM audit WHERE code = 'declaration.answered' AND NOT redacted",
    "proxies": "SELECT count(*) FROM proxies",
    "ties": "SELECT count(*) FROM ties WHERE kind <> 'let_in'",
    "people": "SELECT count(*) FROM people WHERE birth_year = 1947",
    "evidence": "SELECT count(*) FROM evidence WHERE entry_id IS NULL",
    "activities": "SELECT count(*) FROM activities",
    "sign_ups": "SELECT count(*) FROM sign_ups",
    "learning_needs": "SELECT count(*) FROM learning_needs",
    "looks": "SELECT count(*) FROM looks",
    "roster_lines": "SELECT count(*) FROM roster_lines",
    "result_lines": "SELECT count(*) FROM result_lines",
    "listed_results": "SELECT count(*) FROM listed_results",
    "registrations": "SELECT count(*) FROM registrations WHERE withdrawn_at IS NULL",
    "recognition_names": "SELECT count(*) FROM recognition_names",
    "objections": "SELECT count(*) FROM objections",
    "meeting_names": "SELECT count(*) FROM meeting_names",
    "paper_confirmations": "SELECT count(*) FROM paper_confirmations",
    "desk_sessions": "SELECT count(*) FROM desk_sessions",
    "received_files": "SELECT count(*) FROM received_files",
}


def test_every_table_with_an_end_is_swept_and_no_other() -> None:
    ending = {table.name for table in TABLES if (kept := said_of(table).kept) is not None and kept.ends}
    assert ending == {*SWEEPS, *WITH_DECLARATIONS, *LAST}
    assert ending == set(HELD)
    for name in WITH_DECLARATIONS:
        assert PERSONAL[name].kept == PERSONAL["declarations"].kept


async def test_what_is_past_its_term_goes_and_nothing_goes_before(
    database: Database, clock: Clock, tmp_path: Any
) -> None:
    def begin(tx: Transaction) -> None:
        lan = everything(tx)
        diary_keeping.keep(tx, lan.id, kept=False)  # who keeps theirs: tests/handlers/test_diary_keeping.py
        accounts.save(tx, accounts.lock(tx, "web", "stranger"), owed=None)
        act_as_operator(tx)
        rows = metadata.tables["outbox"]
        outbox.done(tx, list(tx.connection.execute(select(rows.c.id)).scalars()))
        # Last year's goes a year before this year's does.
        (draft,) = [each for each in declarations.of_person(tx, lan.id) if each.cycle.year == 2025]
        declarations.withdraw(tx, draft)

    await database.write(begin)
    retention = Retention(database, FileStore(tmp_path, keys_in(tmp_path)), keys_in(tmp_path))
    start = clock.now

    def quiet(tx: Transaction) -> None:
        """Nobody writes anything down for a year: somebody must vouch for the clock."""
        act_as_operator(tx)
        clock_witness.confirm(tx, Witness.OPERATOR)

    async def held(moment: datetime) -> dict[str, int]:
        clock.now = moment
        await database.write(quiet)
        assert await retention.sweep()
        return await database.read(lambda tx: {name: _many(tx, query) for name, query in HELD.items()})

    first = await held(start)
    assert all(first.values()), first
    expected = dict(first)
    ends: dict[datetime, list[str]] = {}
    for name in HELD:
        kept = said_of(metadata.tables[name]).kept
        assert kept is not None
        if kept.report_years is None:
            ends.setdefault(start + (start - kept.before(start)), []).append(name)
        else:
            ends.setdefault(datetime(2027, 12, 31, 17, tzinfo=UTC), []).append(name)  # the year's turn in Viet Nam
    for moment in sorted(ends):
        before, after = moment.timestamp() - 60, moment.timestamp() + 60
        assert await held(datetime.fromtimestamp(before, UTC)) == expected, moment
        expected |= dict.fromkeys(ends[moment], 0)
        assert await held(datetime.fromtimestamp(after, UTC)) == expected, moment


# What one sees of it


SEEN: Mapping[str, str] = {
    "people": NAME,
    "person_changes": f"sửa họ tên, năm sinh; trước đó là {NAME}",
    "households": f"Chủ hộ: {NAME}",
    "clans": written("clan"),
    "accounts": "Telegram, dùng lần cuối",
    "consents": "đồng ý để người khác khai hộ, bản 2026-11",
    "proxies": f"Phan Văn Đức khai hộ {NAME}",
    "ties": "Phan Văn Đức gửi ảnh thay cho",
    "joining_requests": "xin vào đơn vị: đang chờ",
    "grants": "Trưởng thôn",
    "declarations": "Bản khai Công dân học tập năm 2025",
    "decisions": written("reason"),
    "digests": "Tin buổi tối: 17:01",
    "looks": "Phan Văn Đức xem trang riêng về",
    "outbox": f"16:00: {written('notice')}",
    "visits": f"16:00: {written('notice')}",
    "activities": written("diary"),
    "sign_ups": f"Ghi tên đi học: {written('event')}",
    "learning_needs": written("need"),
    "recordings": "1 câu hỏi đọc bằng giọng của bác.",
    "evidence": "ảnh minh chứng đã gửi",
    "data_requests": "yêu cầu sửa dữ liệu",
    "registrations": "Đăng ký Công dân học tập năm 2025: ngày",
    "recognition_names": written("why she was struck"),
    "objections": written("answer to an objection"),
    "meeting_names": written("meeting"),
    "paper_confirmations": "Xác nhận theo giấy ký ngày",
    "listed_results": f"Điểm từng chỉ số, theo nơi lập: 1: {written('points')}",
}
ELSEWHERE = {"accounts", "looks", "ties", "outbox", "visits"}  # not on the screen: in the file


def test_every_table_that_is_shown_has_words_to_look_for() -> None:
    assert {name for name, said in PERSONAL.items() if said.shown == SHOWN} == set(SEEN)


async def test_my_data_shows_what_the_tables_say_it_shows(database: Database) -> None:
    def work(tx: Transaction) -> None:
        lan = everything(tx)
        shown = catalog("vi").render(data_words(tx, lan))
        assert {name: words for name, words in SEEN.items() if words not in shown} == {}
        _, screen = ROUTER.run(Turn(tx, accounts.lock(tx, "telegram", CHAT)), "data")
        seen = catalog("vi").render(screen.text)
        assert {name for name, words in SEEN.items() if words not in seen} == ELSEWHERE
        assert any(choice.route == "devices" for choice in screen.choices)  # these have a screen of their own
        assert any(choice.route == "who-looked/0" for choice in screen.choices)
        assert [each for each in ("entry", "draft") if written(each) in shown] == []
        (hai,) = tx.connection.execute(text("SELECT id FROM people WHERE birth_year = 1996")).scalars()
        others = catalog("vi").render(data_words(tx, people.get(tx, hai)))
        assert [name for name, words in SEEN.items() if words in others and name != "declarations"] == []

    await database.write(work)


# What one takes along


def as_json(tx: Transaction, person: Person) -> dict[str, Any]:
    """The file's data, as another program reads it."""
    made = data_of(tx, person, catalog("vi").render)
    read: dict[str, Any] = json.loads(json.dumps(made, ensure_ascii=False))
    return read


def _as_told(value: Any) -> Any:
    """What stands in a column, as the file says it."""
    match value:
        case datetime():
            return value.astimezone(VIETNAM).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case StrEnum():
            return value.value
        case _:
            return value


async def test_each_row_about_the_person_is_in_the_json_with_each_column_that_is_not_kept_back(
    database: Database,
) -> None:
    def work(tx: Transaction) -> None:
        lan = everything(tx)
        data, roots = as_json(tx, lan), _roots(tx, lan)
        missing = []
        for name in SEEN:
            table, told = metadata.tables[name], my_data.told(metadata.tables[name])
            rows = _rows(tx, name, metadata, roots)
            assert len(data[name]) == len(rows) > 0, name
            key = [each.name for each in table.primary_key]
            for row in rows:
                plain = {
                    key: _as_told(row[column.name])
                    for key, column in told.items()
                    if not column.foreign_keys and column.name not in {"payload", "reason"}
                    and not (column.name == "chat" and row["channel"] == "web")
                }  # fmt: skip
                if not any(all(each[k] == v for k, v in plain.items()) for each in data[name]):
                    missing.append((name, {each: row[each] for each in key}))
        assert missing == []

    await database.write(work)


@pytest.mark.parametrize("name", SEEN)
def test_a_column_is_told_or_says_why_not(name: str) -> None:
    table, said = metadata.tables[name], PERSONAL[name]
    told = my_data.told(table)
    assert len(told) + len(said.untold) == len(table.columns), "two columns with one key, or one that is not there"
    assert all(said.untold.values())
    leading = {each.name for each in told.values() for key in each.foreign_keys if key.column.table.name == "people"}
    assert set(said.names) <= {each.name for each in told.values()}
    own = {"person_id"} if name == "accounts" else set()  # the row was found by its own key
    assert leading <= {*said.names, *said.about, *own}, "says whether the other person is named, or is not told"


async def test_nobody_is_named_whom_the_person_did_not_know(database: Database) -> None:
    """Her household, who acted for her or in office, for whom she acted: nobody else of the village."""

    def work(tx: Transaction) -> None:
        lan = everything(tx)
        village = places.get(tx, lan.place_id)
        strange = people.add(tx, place_id=village.id, full_name="Quách Thị Lạ", birth_year=1950, on_roster=True)
        table = metadata.tables["declarations"]
        doubts = [Doubt(DoubtKind.ALIKE, None, (strange.id,)).to_data()]
        tx.connection.execute(update(table).where(table.c.person_id == lan.id).values(doubts=doubts))
        said = json.dumps(as_json(tx, lan), ensure_ascii=False)
        known = {NAME, "Trần Thị Mai", "Phan Văn Đức", "Trần Thị Hoài Thương"}
        everybody = set(tx.connection.execute(select(metadata.tables["people"].c.full_name)).scalars())
        assert {name for name in everybody if name and name in said} == known
        assert f'"{strange.id}"' not in said

    await database.write(work)


async def test_no_code_that_opens_something_is_in_the_file(database: Database) -> None:
    def work(tx: Transaction) -> None:
        lan = everything(tx)
        web = accounts.lock(tx, "web", "the-key-of-a-session")
        accounts.bind_person(tx, web, lan)
        accounts.save(tx, web, owed=None)
        said = json.dumps(as_json(tx, lan), ensure_ascii=False)
        words = catalog("vi").render(data_words(tx, lan))
        for code in (*CODES, "LANCLAN2", "LANINV23", "the-key-of-a-session"):
            assert code not in said + words, code

    await database.write(work)


async def test_another_person_has_nothing_of_hers(sqlite: Database) -> None:
    def work(tx: Transaction) -> None:
        everything(tx)
        (khanh,) = tx.connection.execute(text("SELECT id FROM people WHERE birth_year = 1955")).scalars()
        said = json.dumps(as_json(tx, people.get(tx, khanh)), ensure_ascii=False)
        assert [each for each in SPELLINGS if each in said and each != fold(NAME)] in ([], [NAME])  # she confirmed it

    await sqlite.write(work)
