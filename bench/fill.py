"""A database of a country that has been used: people, declarations, counters, the log with its chains, in seconds.

``python -m bench.fill FOLDER [--people 100000] [--communes 11]`` makes ``FOLDER/hoctap.db``; the first commune has
:data:`MEASURED` people whatever the size, so that what is measured there differs by the country alone. With
``HOCTAP_BENCH_DATABASE_URL`` it fills that PostgreSQL database instead.

What the program would have written is written many rows at a time: rows, fingerprints, lines and seals are those of
:class:`storage.kit.transaction.Transaction` itself, and ``hoctap verify`` finds the record whole
(tests/storage/test_filled.py).
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, partial
from importlib import resources
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, func, insert, select, text

from bot.anchoring import begin
from bot.commune_setup import act_as_operator, add_commune
from criteria.activity import ActivityKind, EventKind, NeedKind
from criteria.data_rights import RequestKind
from criteria.declaration import Measure, Move, State, measures
from criteria.facts import fact_measures
from criteria.meeting import Mark, MeetingKind, MeetingState
from criteria.model import CITIZEN, CriteriaSet
from criteria.names import fold, match_key
from criteria.policy import Joining, Role, Tie
from criteria.recognition import Paper
from criteria.results_matching import Finding
from criteria.roster_matching import Likeness, Listing
from criteria.score import Verdict, score
from handlers.shared.consent import CONSENT_VERSION
from locales.format import day_of, year_of
from storage import accounts, cycles, people, places, roles
from storage.cycles import Cycle
from storage.kit.engine import Database, open_database
from storage.kit.migrate import upgrade
from storage.kit.proof import NEWEST, new_salt
from storage.kit.tables import metadata
from storage.kit.transaction import GENESIS, Transaction
from storage.kit.words import (
    Changed,
    ConsentKind,
    ErrandKind,
    ErrandState,
    ImportState,
    JoiningState,
    Looked,
    PictureState,
    Registered,
    ResultsFrom,
    ResultsState,
)
from storage.people import Person
from storage.places import Place

MEASURED = 1_000  # people of the first commune, in bases of every size
VILLAGES = 10  # of a commune
HOME = 4  # people of a household
CHANNEL = "telegram"
DECLARED = 0.45  # of the people; of these one in ten waits, one in twenty is being written, the others are confirmed
FAMILY_NAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô")
MIDDLE_NAMES = ("Văn", "Thị", "Đức", "Hữu", "Ngọc", "Minh", "Thanh", "Xuân", "Quang", "Thu")
GIVEN_NAMES = ("An", "Bình", "Cường", "Dung", "Giang", "Hà", "Hương", "Khánh", "Lan", "Mai", "Nam", "Oanh", "Phúc",
               "Quân", "Sơn", "Tâm", "Uyên", "Vinh", "Xuyến", "Yến")  # fmt: skip
SETTLED = timedelta(days=2)  # until when everything was quiet: nobody waits too long, but a few


class Buffer:
    """Stands for a connection while chains grow: lines of the log and their ends are kept, to be written together."""

    def __init__(self, dialect: Any) -> None:
        self.dialect = dialect
        self.lines: list[dict[str, Any]] = []
        self.ends: dict[int, dict[str, Any]] = {}  # by account

    def execute(self, statement: Any, parameters: dict[str, Any]) -> None:
        """Keep what a transaction writes of its chain.

        Raises:
            TypeError: it is something else.
        """
        if statement.table.name == "audit":
            self.lines.append(parameters)
        elif statement.table.name == "accounts":
            self.ends[parameters["account"]] = parameters
        else:
            raise TypeError(f"not of a chain: {statement}")


@dataclass
class Rows:
    """What is about to be written, by table, with ids of its own."""

    tx: Transaction
    by_table: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _next: dict[str, int] = field(default_factory=dict)

    @cached_property
    def buffer(self) -> Buffer:
        """Where the lines of the log are kept."""
        return Buffer(self.tx.connection.dialect)

    @cached_property
    def said(self) -> Transaction:
        """The transaction that says in the log what happened."""
        return Transaction(cast("Connection", self.buffer), self.tx.now, key=self.tx.key)

    def id_for(self, name: str) -> int:
        """The next id of a table."""
        if name not in self._next:
            key = metadata.tables[name].c.id
            self._next[name] = (self.tx.connection.execute(select(func.max(key))).scalar_one() or 0) + 1
        self._next[name] += 1
        return self._next[name] - 1

    def add(self, name: str, /, **row: Any) -> dict[str, Any]:
        """A row; with an id where the table has one. What the log proves of it goes into the next line."""
        table = metadata.tables[name]
        if "id" in table.c and name != "accounts":
            row.setdefault("id", self.id_for(name))
        if name in NEWEST:
            if "salt" in table.c:
                row.setdefault("salt", new_salt())
            _, columns = NEWEST[name]
            self.said.tell(table, row["id"], [row.get(column) for column in columns])
        self.by_table.setdefault(name, []).append(row)
        return row

    def write(self) -> None:
        """Write all of it, tables that others point at first."""
        self.said.save_chain()
        for account in self.by_table.get("accounts", []):
            end = self.buffer.ends.pop(account["id"])
            account |= {"audit_length": end["length"], "audit_head": end["head"], "audit_seal": end["seal"]}
        for table in metadata.sorted_tables:
            rows = self.by_table.get(table.name, [])
            if table.name == "audit":
                rows = self.buffer.lines
            if rows:
                self.tx.connection.execute(insert(table), _alike(rows))
        for account_id, end in self.buffer.ends.items():  # of heads and officers, and the operator
            rows_ = metadata.tables["accounts"]
            self.tx.connection.execute(
                rows_.update()
                .where(rows_.c.id == account_id)
                .values(audit_length=end["length"], audit_head=end["head"], audit_seal=end["seal"])
            )


def _alike(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows with the same keys: what one of them leaves out is empty."""
    keys = {key for row in rows for key in row}
    return [dict.fromkeys(keys, None) | row for row in rows] if any(len(row) < len(keys) for row in rows) else [*rows]


@dataclass(frozen=True)
class Office:
    """Who serves a commune: its officer, and the head of each village, all with a chat."""

    commune: Place
    cycle: Cycle
    officer: Person
    heads: Mapping[int, Person]  # by village


def codes() -> Iterator[str]:
    """The official codes of all communes."""
    for line in resources.files("criteria").joinpath("official_places.tsv").read_text("utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) == 4 and len(parts[0]) == 5 and parts[0].isdigit():
            yield parts[0]


async def fill(database: Database, people_: int, communes: int, declared: float = DECLARED) -> None:
    """Fill an empty database. Each commune is a transaction of its own; the first has :data:`MEASURED` people."""
    others = max(1, communes - 1)
    for n, code in enumerate(itertools.islice(codes(), communes)):
        size = min(MEASURED, people_) if n == 0 else (people_ - MEASURED) // others
        office = await database.write(partial(_office, code=code, n=n))
        await database.write(partial(_residents, office=office, size=size, share=declared))
    await database.write(lambda tx: tx.connection.execute(text("ANALYZE")))  # the planner knows how many there are
    await begin(database)


def _office(tx: Transaction, code: str, n: int) -> Office:
    """A commune with its villages, and who serves it: by the program's own functions."""
    year = year_of(tx.now)
    commune = add_commune(tx, code, year=year, contact="Phòng Văn hoá - Xã hội",
                          villages=[f"Thôn {i + 1}" for i in range(VILLAGES)])  # fmt: skip
    villages = places.villages(tx, commune.id)
    cycle = cycles.of_year(tx, commune.id, year)
    if cycle is None:
        raise RuntimeError("a commune has this year's cycle")
    serving = []
    for i, place in enumerate([villages[0], *villages]):
        act_as_operator(tx)
        name = f"{'Cán Bộ' if i == 0 else 'Trưởng Thôn'} {n}"
        person = people.add(tx, place_id=place.id, full_name=name, birth_year=1970 + i, on_roster=False)
        roles.give(tx, person, Role.OFFICER if i == 0 else Role.HEAD, commune.id if i == 0 else place.id)
        account = accounts.lock(tx, CHANNEL, f"office-{n}-{i}")
        accounts.give_consent(tx, account, version=CONSENT_VERSION, given=True)
        accounts.bind_person(tx, account, person)
        accounts.save(tx, account, owed=None)
        serving.append(person)
    heads = {village.id: head for village, head in zip(villages, serving[1:], strict=True)}
    return Office(commune, cycle, serving[0], heads)


def _residents(tx: Transaction, office: Office, size: int, share: float) -> None:
    """The people of a commune, with all that was done by them and about them."""
    rows, counted = Rows(tx), Counter[tuple[int, Measure]]()
    operator = accounts.lock(tx, "cli", "operator")
    ends = {"operator": (operator.id, operator.audit_length, operator.audit_head, operator.audit_seal)}
    for village_id, head in office.heads.items():
        (seat, *_) = accounts.of_person(tx, head.id)
        account = accounts.load_unlocked(tx, seat.id)
        if account is None:
            raise RuntimeError("a head has a chat")
        ends[str(village_id)] = (account.id, account.audit_length, account.audit_head, account.audit_seal)
    here = size // len(office.heads)
    declared: list[tuple[int, dict[str, Any]]] = []
    model = Model(office.cycle)
    for v, village_id in enumerate(office.heads):
        rows.said.act_as(*ends["operator"])
        found = [*_people(rows, village_id, here, v * here, share)]
        chain = rows.said.chain
        if chain is None:
            raise RuntimeError("the operator acts")
        ends["operator"] = (chain.account_id, chain.length, chain.head, rows.said.seal)
        for i, person in enumerate(found[: int(here * share)]):
            declared.append((village_id, _declares(rows, model, office, person, i, counted)))
        rows.said.act_as(*ends[str(village_id)])
        for place, declaration in declared:
            if place == village_id and declaration["state"] == State.CONFIRMED:
                _confirms(rows, declaration, office.heads[village_id])
    _papers(rows, office, declared)
    for (place, measure), n in sorted(counted.items()):
        rows.add("counters", cycle_id=office.cycle.id, place_id=place, title=CITIZEN, measure=measure, n=n)
    rows.write()
    _count_on(tx, rows.by_table)


def _people(rows: Rows, village_id: int, count: int, first: int, share: float) -> Iterator[dict[str, Any]]:
    now = rows.tx.now
    for i in range(count):
        if i % HOME == 0:
            home = rows.add("households", place_id=village_id, code=f"h{i // HOME}", on_roster=True,
                            head_id=None, clan_id=None)  # fmt: skip
            rows.said.audit("household.added", f"household:{home['id']}", {"place": village_id})
        n = first + i
        name = " ".join(
            (FAMILY_NAMES[n % 12], MIDDLE_NAMES[n // 12 % 10], GIVEN_NAMES[n // 7 % 20], GIVEN_NAMES[n // 140 % 20])
        )
        person = rows.add(
            "people", place_id=village_id, household_id=home["id"], relation=None, unit_id=None, same_as_id=None,
            full_name=name, folded_name=fold(name), match_key=match_key(fold(name)), birth_year=1935 + n * 7 % 72,
            on_roster=True, created_at=now, claimed_at=now if i < count * share else None, erased_at=None,
            no_reminders=False, keeps_diary=False,
        )  # fmt: skip
        rows.said.audit("person.added", f"person:{person['id']}", {"place": village_id, "on_roster": True})
        yield person


class Model:
    """What declarations say, and what comes of it: scored once for each way of answering."""

    def __init__(self, cycle: Cycle) -> None:
        self.criteria = cycle.criteria()
        self.year = cycle.year
        self.ways = [_answers(self.criteria, level) for level in range(3)]
        self.results = [score(self.criteria, answers) for answers in self.ways]
        self._facts: dict[tuple[int, int], frozenset[Measure]] = {}

    def facts(self, way: int, age: int) -> frozenset[Measure]:
        """What the facts count for at that age."""
        if (way, age) not in self._facts:
            self._facts[way, age] = fact_measures(self.criteria, self.ways[way], age)
        return self._facts[way, age]


def _answers(criteria: CriteriaSet, level: int) -> dict[str, Any]:
    said: dict[str, Any] = {"occupation": criteria.occupations[0].id} if criteria.occupations else {}
    facts = criteria.facts.questions if criteria.facts else ()
    for indicator in (*criteria.asked, *facts):
        if indicator.id in said or not indicator.applies(said):
            continue
        ids = [each.id for each in indicator.choices if each.id != indicator.alone]
        several = indicator.kind.value == "choices"
        said[indicator.id] = ids[: level + 1] if several else ids[min(level + 1, len(ids) - 1)]
    return said


def _declares(
    rows: Rows, model: Model, office: Office, person: dict[str, Any], i: int, counted: Counter[tuple[int, Measure]]
) -> dict[str, Any]:
    """Somebody joins, agrees, and declares; from a chat of their own."""
    tx, now = rows.said, rows.tx.now
    account_id = rows.id_for("accounts")
    account = rows.add(
        "accounts", id=account_id, channel=CHANNEL, chat=f"7{account_id:09}", person_id=person["id"], language="vi",
        consent=CONSENT_VERSION, route="home", choices=["declare", "data"], offers=[], draft={}, blocked=False,
        preferred=False, compact=False, seen_at=now, audit_length=0, audit_head=GENESIS, audit_seal="",
    )  # fmt: skip
    bound = dict(tx.rows)
    tx.rows.clear()
    tx.act_as(account["id"], 0, GENESIS)
    rows.add("consents", account_id=account["id"], person_id=None, version=CONSENT_VERSION, given=True, language="vi",
             channel=CHANNEL, at=now)  # fmt: skip
    tx.audit("consent.given", f"account:{account['id']}", {"version": CONSENT_VERSION})
    tx.rows |= bound
    tx.audit("account.bound", f"account:{account['id']}", {"person": person["id"]})
    way = i % 3
    state = State.SUBMITTED if i % 10 == 3 else State.DRAFT if i % 20 == 7 else State.CONFIRMED
    sent = None if state is State.DRAFT else now - SETTLED - timedelta(minutes=i % 1400)
    age, result, answers = model.year - person["birth_year"], model.results[way], model.ways[way]
    facts = frozenset[Measure]() if sent is None else model.facts(way, age)
    declaration = {
        "cycle_id": office.cycle.id, "title": CITIZEN, "person_id": person["id"], "household_id": None, "clan_id": None,
        "about_place_id": None, "place_id": person["place_id"], "account_id": account["id"],
        "spoken_by": person["id"], "consent": ConsentKind.SELF, "state": state,
        "revision": {State.DRAFT: 0, State.SUBMITTED: 1}.get(state, 2), "answers": answers,
        "edition": model.criteria.edition, "total": None if sent is None else result.total,
        "verdict": Verdict.INCOMPLETE if sent is None else result.verdict,
        "assessment": None if sent is None else result.to_data(), "counts": sorted(each.value for each in facts),
        "judged": None, "endorsed_at": None, "created_at": now, "submitted_at": sent,
        "decided_at": now if state is State.CONFIRMED else None, "doubts": [], "doubtful": 0,
    }  # fmt: skip
    declaration = rows.add("declarations", **declaration)
    subject = f"declaration:{declaration['id']}"
    begun = {"person": person["id"], "cycle": office.cycle.id, "title": CITIZEN, "place": person["place_id"]}

    def counts(at: State) -> list[str]:
        return sorted(
            measure.value
            for measure in measures(
                at, was_sent=at is not State.DRAFT, reached=result.verdict is Verdict.REACHED, on_roster=True,
                of_age=model.criteria.is_old_enough(age), registers=False, facts=facts,
            )
        )  # fmt: skip

    tx.audit("declaration.begun", subject, {**begun, "consent": "self", "counts": counts(State.DRAFT)})
    registration = rows.add(
        "registrations", cycle_id=office.cycle.id, title=CITIZEN, person_id=person["id"], household_id=None,
        clan_id=None, about_place_id=None, place_id=person["place_id"], how=Registered.DECLARED, day=day_of(now),
        written_by=person["id"], batch_id=None, made_at=now, withdrawn_at=None,
    )  # fmt: skip
    key, about = registration["id"], {name: begun[name] for name in ("cycle", "title", "place")}
    made = {"ids": [key], **about, "how": "declared", "batch": None}
    tx.audit("registration.made", f"registration:{key}", made)
    counted[person["place_id"], Measure.REGISTERED] += 1
    tx.audit("declaration.answered", subject, {"answers": {key: [None, value] for key, value in answers.items()}})
    if sent is not None:
        told = {"revision": 1, "edition": declaration["edition"], "total": result.total}
        told |= {"verdict": result.verdict.value, "consent": "self", "counts": counts(State.SUBMITTED)}
        tx.audit("declaration.submitted", subject, told)
    counted.update((person["place_id"], Measure(measure)) for measure in counts(state))
    _around(rows, office, person, account["id"], i)
    return {**declaration, "counted": counts(state)}


def _around(rows: Rows, office: Office, person: dict[str, Any], account_id: int, i: int) -> None:
    """What gathers around people: diaries and their pictures, notices, looks, codes, files, updates."""
    now, tx = rows.tx.now, rows.said
    rows.add("inbox", channel=CHANNEL, update=f"f{account_id}", at=now)
    rows.add("looks", person_id=person["id"], day=day_of(now), by_id=office.heads[person["place_id"]].id,
             what=Looked.CARD, role=Role.HEAD)  # fmt: skip
    rows.add("ties", person_id=person["id"], by_id=office.officer.id, kind=Tie.SPOKE, at=now) if i % 9 == 0 else None
    rows.add(
        "outbox", kind=ErrandKind.NOTICE, account_id=account_id, person_id=None, key=None,
        payload={"text": "Đã xác nhận."}, tried=[], state=ErrandState.DONE, due_at=now, attempts=1, error=None,
        created_at=now, done_at=now,
    )  # fmt: skip
    if i % 5 == 0:
        entry = rows.add(
            "activities", person_id=person["id"], kind=ActivityKind.BOOK, name="Sổ tay nhà nông", held_on=day_of(now),
            hours=2, organiser="Tủ sách thôn", event_id=None, created_at=now,
        )  # fmt: skip
        tx.audit("activity.added", f"activity:{entry['id']}", {"person": person["id"], "kind": "book"})
        digest = f"{account_id:064x}"
        picture = rows.add(
            "evidence", person_id=person["id"], account_id=account_id, activity_id=entry["id"], entry_id=None,
            source="", state=PictureState.KEPT, digest=digest, media_type="image/jpeg", size=9, caption="",
            created_at=now,
        )  # fmt: skip
        tx.audit("evidence.sent", f"evidence:{picture['id']}", {"person": person["id"], "activity": entry["id"]})
    if i % 7 == 0:
        digest = f"{account_id:064x}"
        rows.add("files", digest=digest, account_id=account_id, name="so.jpg", media_type="image/jpeg", size=9, tries=0,
                 basis={"route": "home"}, created_at=now)  # fmt: skip
        rows.add("codes", digest=digest, person_id=person["id"], made_by=account_id, expires_at=now, created_at=now,
                 used_at=None, used_by=None, made_by_person_id=None)  # fmt: skip
        rows.add("guesses", whence=f"a{account_id}", n=1, since=now, until=None)
        rows.add("digests", person_id=person["id"], minute=None, sent_on=None, urged_to=None)
        rows.add("data_requests", person_id=person["id"], kind=RequestKind.ACCESS, asked_at=now, noted_by=None,
                 answered_at=now, done_at=now, done_by=office.officer.id)  # fmt: skip
        rows.add(
            "joining_requests", person_id=person["id"], kind=Joining.HOUSEHOLD, household_id=person["household_id"],
            unit_id=None, clan_id=None, relation=None, asked_by=None, asked_at=now, state=JoiningState.AGREED,
            ended_at=now, ended_by=None,
        )  # fmt: skip
        event = rows.add(
            "learning_events", place_id=person["place_id"], kind=EventKind.CLASS, name="Trồng nấm",
            held_on=day_of(now) - timedelta(days=i % 300), hours=2, organiser="Thôn", code=f"E{account_id}",
            announced_by=office.officer.id, created_at=now, cancelled_at=None, counted=None, counted_how=None, venue="",
        )  # fmt: skip
        tx.audit("event.announced", f"event:{event['id']}", {"place": person["place_id"]})
        rows.add("sign_ups", event_id=event["id"], person_id=person["id"], asked_by=person["id"], asked_at=now,
                 reminded_on=None)  # fmt: skip
        rows.add("learning_needs", person_id=person["id"], kind=NeedKind.TRADE, said="May", said_at=now)
        told = rows.add("announcements", place_id=person["place_id"], said="Mời bà con đi học", told=9,
                        made_by=office.officer.id, made_at=now)  # fmt: skip
        tx.audit("announcement.made", f"announcement:{told['id']}", {"place": person["place_id"], "told": 9})
        proxy = rows.add("proxies", account_id=account_id, person_id=office.officer.id, consent=ConsentKind.BESIDE,
                         given_at=now, ended_at=now)  # fmt: skip
        tx.audit("proxy.ended", f"person:{proxy['person_id']}", {"account": account_id})
        clan = rows.add("clans", place_id=person["place_id"], name=f"Họ {account_id}", folded_name=f"ho {account_id}",
                        join_code=f"C{account_id}", head_id=None, created_at=now)  # fmt: skip
        tx.audit("clan.added", f"clan:{clan['id']}", {"place": person["place_id"]})
        rows.add("visits", person_id=person["id"], payload={"text": "Đã xác nhận."}, created_at=now, done_at=now,
                 done_by=office.officer.id)  # fmt: skip


def _papers(rows: Rows, office: Office, declared: Sequence[tuple[int, dict[str, Any]]]) -> None:
    """The commune's lists: a file of its people that was compared, and who is to be recognised."""
    now, officer = rows.tx.now, office.officer.id
    (seat, *_) = accounts.of_person(rows.tx, officer)
    brought = rows.add(
        "roster_imports", commune_id=office.commune.id, account_id=seat.id, file_name="dan-cu.xlsx", digest=None,
        state=ImportState.TAKEN, choices={}, found={}, source="Công an xã", as_of=day_of(now), basis="", provider="",
        begun_at=now, ended_at=now,
    )  # fmt: skip
    proposed = rows.add(
        "recognition_lists", cycle_id=office.cycle.id, title=CITIZEN, state=Paper.POSTED, made_by=officer, made_at=now,
        posted_from=day_of(now), posted_to=day_of(now), submitted_at=None, decided_on=None, issued_at=None,
        ended_at=None,
    )  # fmt: skip
    met = rows.add(
        "meetings", cycle_id=office.cycle.id, kind=MeetingKind.COUNCIL, place_id=office.commune.id,
        list_id=proposed["id"], state=MeetingState.HELD, held_on=day_of(now), invited=9, present=8, signed_by=officer,
        opened_by=officer, opened_at=now, written_by=officer, written_at=now,
    )  # fmt: skip
    handed = rows.add(
        "result_lists", commune_id=office.commune.id, cycle_id=office.cycle.id, title=CITIZEN, account_id=seat.id,
        brought_by=officer, file_name="ket-qua.xlsx", digest=None, state=ResultsState.TAKEN, choices={}, found={},
        made_at=ResultsFrom.UNIT, made_by="Trường THCS", made_on=day_of(now), signer="Lê Văn Hiệu", all_reached=False,
        begun_at=now, taken_at=now, ended_at=None,
    )  # fmt: skip
    rows.said.audit("results.taken", f"results:{handed['id']}", {"results": 0})
    known = {each["id"]: each for each in rows.by_table.get("people", ())}
    for n, (village_id, declaration) in enumerate(declared):
        person = known[declaration["person_id"]]
        rows.add(
            "roster_lines", import_id=brought["id"], n=n, sheet="Thôn", row=n + 2, place_id=village_id, household="",
            relation=None, full_name=person["full_name"], birth_year=person["birth_year"],
            listing=Listing.DOUBTFUL if n % 9 == 0 else Listing.SAME, likeness=Likeness.YEAR if n % 9 == 0 else None,
            person_id=None if n % 9 == 0 else person["id"], like_id=person["id"] if n % 9 == 0 else None, cells=[],
            remarks=[], done_at=None if n % 9 == 0 else now,
        )  # fmt: skip
        rows.add(
            "result_lines", list_id=handed["id"], n=n, sheet="Lớp", row=n + 2, place_id=village_id, household="",
            full_name=person["full_name"], birth_year=person["birth_year"], reached=True, points="85", by_indicator=[],
            finding=Finding.DOUBTFUL if n % 9 == 0 else Finding.DECIDED, likeness=None,
            person_id=None if n % 9 == 0 else person["id"], like_id=person["id"] if n % 9 == 0 else None, prefers=False,
            cells={}, remarks=[], done_at=None,
        )  # fmt: skip
        rows.add(  # who has declared since
            "listed_results", declaration_id=declaration["id"], list_id=handed["id"], reached=True, points="85",
            by_indicator=[], before=None, taken_at=now, disputed_at=None, ended_at=now,
        )  # fmt: skip
        rows.said.audit("results.lines", f"results:{handed['id']}", {"lines": 1})
        if declaration["state"] != State.CONFIRMED:
            continue
        rows.add(
            "recognition_names", list_id=proposed["id"], declaration_id=declaration["id"], place_id=village_id,
            live=True, struck_why=None, struck_by=None, recognised_at=None, code=None,
        )  # fmt: skip
        rows.add(
            "meeting_names", meeting_id=met["id"], declaration_id=declaration["id"], mark=Mark.DISCUSS, agreed=True,
            votes_for=None, votes_against=None, said="",
        )  # fmt: skip
        rows.add(
            "paper_confirmations", meeting_id=met["id"], declaration_id=declaration["id"],
            revision=declaration["revision"], at=now, drawn=n % 20 == 0, agrees=None, checked_by=None, checked_at=None,
        )  # fmt: skip
        rows.add("objections", list_id=proposed["id"], declaration_id=declaration["id"], said="Chưa rõ", answer=None,
                 noted_by=officer, noted_at=now, answered_at=None)  # fmt: skip
        merged = n % 2 == 1
        rows.add(
            "person_changes", person_id=person["id"], kind=Changed.MERGED if merged else Changed.NAME,
            other_id=declared[n - 1][1]["person_id"] if merged else None,
            before={} if merged else {"full_name": "Nguyen Thi Lan", "birth_year": 1968}, after={}, by_id=officer,
            at=now, undone_at=now if merged else None, undone_by=officer if merged else None,
        )  # fmt: skip


def _confirms(rows: Rows, declaration: dict[str, Any], head: Person) -> None:
    now = rows.tx.now
    rows.add(
        "decisions", declaration_id=declaration["id"], revision=1, move=Move.CONFIRM, reason=None, question=None,
        judged=None, answers=None, batch_id=None, decided_by=head.id, at=now,
    )  # fmt: skip
    told = {"move": Move.CONFIRM.value, "revision": 1, "total": declaration["total"], "counts": declaration["counted"]}
    rows.said.audit("declaration.decided", f"declaration:{declaration['id']}", told)


def _count_on(tx: Transaction, tables: Collection[str]) -> None:
    """The next ids of these tables come behind those that were given here."""
    if tx.connection.dialect.name == "postgresql":
        for name in tables:
            if "id" in metadata.tables[name].c:
                sequence = f"pg_get_serial_sequence('{name}', 'id')"
                tx.connection.execute(text(f"SELECT setval({sequence}, (SELECT max(id) FROM {name}))"))  # noqa: S608


def main() -> None:
    """Read the options, fill, say how long it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--communes", type=int, default=11)
    given = parser.parse_args()
    url = os.environ.get("HOCTAP_BENCH_DATABASE_URL") or f"sqlite:///{(given.folder / 'hoctap.db').absolute()}"
    given.folder.mkdir(parents=True, exist_ok=True)
    upgrade(url)

    async def go() -> None:
        database = open_database(url)
        database.key = b"seals as in the program"
        began = time.perf_counter()
        await fill(database, given.people, given.communes)
        print(f"{given.people} people in {given.communes} communes: {time.perf_counter() - began:.1f} s")
        await database.close()

    asyncio.run(go())


if __name__ == "__main__":
    main()
