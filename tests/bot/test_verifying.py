"""``hoctap verify``: every tampering that was thought of is named, and nothing that is lawful is."""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url

from acts import ways
from bot.anchoring import begin, take
from bot.commune_setup import act_as_operator, add_village
from bot.retention import Retention
from bot.verifying import Report, verify, verify_anchor
from criteria.activity import ActivityKind, EventKind
from criteria.declaration import Move, State
from criteria.model import CITIZEN
from criteria.policy import Role
from locales.text import T
from storage import (
    accounts,
    activities,
    anchors,
    audit,
    batches,
    clans,
    clock_witness,
    criteria_files,
    decisions,
    declarations,
    entered_figures,
    erasure,
    evidence,
    households,
    learning_events,
    mergers,
    people,
    roles,
)
from storage.declaration_record import Declaration
from storage.files import FileStore
from storage.kit.engine import Database, open_database, to_json
from storage.kit.migrate import upgrade
from storage.kit.proof import FORMS, fingerprint
from storage.kit.tables import metadata
from storage.kit.transaction import Transaction, audit_hash, data_hash
from storage.kit.words import ConsentKind, Witness
from tests.conftest import MOMENT, Clock, with_database
from tests.handlers.driver import PICTURE, PLAIN, Commune, answered, commune_of
from tests.keys import keys_in
from tests.old_versions import begin_in_the_first_version
from tests.rosters import taken
from tests.village import Village, adopt, declared, family_of, found, neighbour, resident, there

KEY = b"a key that is not in the database"


async def populated(database: Database, clock: Clock) -> None:
    """A commune in which every kind of thing has happened that the log proves, lawfully."""
    database.key = KEY
    await begin(database)
    commune = await commune_of(database, clock)
    village = commune.village
    await answered(commune)
    mine = (await commune.declarations_of(village.lan))[0]
    await commune.lan.press(ways.submit(mine.id, mine.revision))
    mine = (await commune.declarations_of(village.lan))[0]
    await commune.head.press(ways.confirm(mine.id, mine.revision))
    await take(database)
    await commune.do(lambda tx: much_more(tx, commune))
    await commune.do(lambda tx: erased(tx, commune))
    await take(database)
    await commune.far.press(ways.register(commune.people["Khánh"].id, 2026, "ruong"))  # since the last anchor


def much_more(tx: Transaction, commune: Commune) -> None:
    """What else happens in a year."""
    village, mai, khanh = commune.village, commune.people["Mai"], commune.people["Khánh"]
    sent = declared(tx, village, mai, PLAIN)
    returned = there(
        decisions.decide(tx, sent, Move.RETURN, person_id=village.head.id, reason=T("Xem lại"), question="A1")
    )
    again = there(declarations.submit(tx, returned, speaker=there(returned.speaker)))
    there(decisions.decide(tx, again, Move.CONFIRM, person_id=village.head.id))
    family_of(tx, village, village.lan)
    several = [declared(tx, village, neighbour(tx, village, i), PLAIN) for i in range(3)]
    for of_two in (several[:2], several[2:]):
        batch, done = batches.confirm(tx, of_two, person_id=village.head.id)
    batches.undo(tx, there(batches.load(tx, batch)), done, person_id=village.head.id)
    event = learning_events.announce(
        tx,
        place_id=village.kim_son.id,
        kind=EventKind.CLASS,
        name="Lớp tin học",
        held_on=date(2026, 11, 20),
        hours=3,
        organiser="Trung tâm",
        code="LOPTIN22",
        person_id=village.head.id,
    )
    activities.attend(tx, mai, event)
    entry = activities.add(
        tx, village.lan, kind=ActivityKind.BOOK, name="Sách", held_on=date(2026, 5, 1), hours=2, organiser="Thư viện"
    )
    account = there(accounts.find(tx, "web", "Lan"))
    evidence.attach(tx, PICTURE, person_id=village.lan.id, account_id=account.id, activity_id=entry.id)
    roles.give(tx, mai, Role.HELPER, village.kim_son.id, given_by=village.head.id)
    roles.give(tx, khanh, Role.HEAD, village.hong_linh.id, given_by=village.officer.id)
    clan = clans.found(tx, village.lan, name="Nguyễn Văn", code="HONGUYEN")
    clans.enter(tx, clan, households.get(tx, there(village.lan.household_id)))
    entered_figures.enter(tx, village.cycle, "tt25:1.1", note="BC 12", person_id=village.officer.id, met=True)
    helper = accounts.lock(tx, "web", "Hải")
    old = resident(tx, village.kim_son, "Hoàng Thị Bảy", 1941, household="7")
    accounts.give_consent(tx, helper, version="1", given=True, for_person=old)
    accounts.speak_for(tx, helper, old, ConsentKind.BESIDE)
    accounts.save(tx, helper, owed=None)
    act_as_operator(tx)
    third = add_village(tx, village.commune, "Tân Tiến")
    moved = resident(tx, third, "Đỗ Văn Chín", 1960, household="1")
    mergers.merge(tx, third, village.hong_linh)
    twin = resident(tx, village.hong_linh, "Nguyễn Thị Lan", 1968, household="8")
    mergers.is_same(tx, twin, village.lan)
    mergers.is_other(tx, moved)
    adopt(tx, village, CITIZEN, {"rules.total": 85})
    criteria_files.add(tx, _a_set())


def _a_set() -> str:
    """The text of a criteria set, as an officer would supply one."""
    found = next(iter(sorted(Path("criteria/titles").glob("*.toml"))))
    return found.read_text()


def erased(tx: Transaction, commune: Commune) -> None:
    """Somebody who is not on the roster declares, keeps a diary, and is erased at their wish."""
    guest = resident(tx, commune.village.kim_son, "Vũ Thị Tám", 1990, household="5", on_roster=False)
    sent = declared(tx, commune.village, guest, PLAIN)
    there(decisions.decide(tx, sent, Move.CONFIRM, person_id=commune.village.head.id))
    activities.add(
        tx, guest, kind=ActivityKind.BOOK, name="Sách", held_on=date(2026, 5, 1), hours=2, organiser="Thư viện"
    )
    erasure.erase_person(tx, guest)


# Tampering


@dataclass
class Forger:
    """Somebody with SQL and this program's code, but without its key."""

    connection: Connection

    def sql(self, statement: str, **given: Any) -> None:
        """Change something; it must have changed something."""
        assert self.connection.execute(text(statement), given).rowcount, f"nothing changed: {statement}"

    def one(self, query: str, **given: Any) -> Any:
        """Look something up."""
        return self.connection.execute(text(query), given).scalars().first()

    def set_json(self, table: str, column: str, key: int, change: Callable[[Any], Any], name: str = "id") -> None:
        """Change a value of JSON."""
        column_ = metadata.tables[table].c[column]
        query = f"SELECT {column} AS value FROM {table} WHERE {name} = :key"  # noqa: S608
        now = self.connection.execute(text(query).columns(value=column_.type), {"key": key}).scalar_one()
        statement = text(f"UPDATE {table} SET {column} = :value WHERE {name} = :key")  # noqa: S608
        bound = {"value": json.dumps(change(now)), "key": key}
        if self.connection.dialect.name == "postgresql":
            statement = text(f"UPDATE {table} SET {column} = CAST(:value AS JSONB) WHERE {name} = :key")  # noqa: S608
        assert self.connection.execute(statement, bound).rowcount

    def rechain(self, account: int) -> None:
        """Make an account's chain hold again: numbers, fingerprints of details, links, the end; all but the seal."""
        table = metadata.tables["audit"]
        rows = self.connection.execute(table.select().where(table.c.account_id == account).order_by(table.c.n)).all()
        head, length = "0" * 64, 0
        self.connection.execute(text("UPDATE audit SET seq = -seq WHERE account_id = :a"), {"a": account})
        for row in rows:
            length += 1
            details = row.data_hash if row.redacted else data_hash(row.data)
            head = audit_hash(head, account, length, row.at, row.code, row.subject, details, row.rows)
            self.connection.execute(
                table.update().where(table.c.n == row.n).values(seq=length, data_hash=details, hash=head)
            )
        self.connection.execute(
            text("UPDATE accounts SET audit_length = :n, audit_head = :head WHERE id = :a"),
            {"n": length, "head": head, "a": account},
        )

    def retell(self, table: str, key: int) -> int:
        """Put a row's fingerprint as it is now in the line that told of it last. Returns the line's account."""
        columns = FORMS[table]["a"]
        schema = metadata.tables[table]
        query = schema.select().where(schema.c.id == key)
        row = self.connection.execute(query).one_or_none()
        print_ = None if row is None else fingerprint("a", [getattr(row, each) for each in columns])
        audit = metadata.tables["audit"]
        lines = self.connection.execute(audit.select().order_by(audit.c.n.desc())).all()
        line = next(each for each in lines if f"{table}:{key}" in (each.rows or {}))
        rows = {**line.rows, f"{table}:{key}": print_}
        self.connection.execute(audit.update().where(audit.c.n == line.n).values(rows=rows))
        return int(line.account_id)

    def account(self, chat: str) -> int:
        """The account of a chat."""
        return int(self.one("SELECT id FROM accounts WHERE chat = :chat", chat=chat))

    def person(self, name: str) -> int:
        """A person of the commune."""
        return int(self.one("SELECT id FROM people WHERE full_name = :name ORDER BY id", name=name))

    def declaration(self, name: str, title: str = "citizen") -> int:
        """A person's declaration."""
        query = "SELECT id FROM declarations WHERE person_id = :person AND title = :title"
        return int(self.one(query, person=self.person(name), title=title))

    def line(self, code: str, subject: str = "%", *, nth: int = 0) -> int:
        """A line of the log, by its code and what it is about."""
        query = "SELECT n FROM audit WHERE code = :code AND subject LIKE :subject ORDER BY n"
        return int(self.connection.execute(text(query), {"code": code, "subject": subject}).scalars().all()[nth])

    def account_of(self, n: int) -> int:
        """Whose line it is."""
        return int(self.one("SELECT account_id FROM audit WHERE n = :n", n=n))

    def cut(self, n: int) -> None:
        """Take a line out of the log."""
        self.sql("DELETE FROM audit WHERE n = :n", n=n)


LAN, MAI, HEAD, OFFICER = "Nguyễn Thị Lan", "Trần Thị Mai", "Phan Văn Đức", "Trần Thị Hoài Thương"
Tampering = Callable[[Forger], str]
TAMPERINGS: dict[str, Tampering] = {}


def tampering(function: Tampering) -> Tampering:
    """One row of the table: it edits the database, and says what ``hoctap verify`` must name."""
    TAMPERINGS[function.__name__] = function
    return function


# The thirty of the findings


@tampering
def t01_an_answer_in_the_record(f: Forger) -> str:
    f.set_json("declarations", "answers", f.declaration(LAN), lambda answers: {**answers, "A1": "1"})
    return f"declarations {f.declaration(LAN)}:"


@tampering
def t02_a_verdict(f: Forger) -> str:
    f.sql("UPDATE declarations SET verdict = 'not_reached' WHERE id = :id", id=f.declaration(LAN))
    return f"declarations {f.declaration(LAN)}:"


@tampering
def t02b_points(f: Forger) -> str:
    f.sql("UPDATE declarations SET total = 99 WHERE id = :id", id=f.declaration(LAN))
    return f"declarations {f.declaration(LAN)}:"


@tampering
def t03_a_decision_is_deleted(f: Forger) -> str:
    key = f.one("SELECT id FROM decisions WHERE declaration_id = :id", id=f.declaration(LAN))
    f.sql("DELETE FROM decisions WHERE id = :id", id=key)
    return f"decisions {key}:"


@tampering
def t04_the_decider(f: Forger) -> str:
    key = f.one("SELECT id FROM decisions WHERE declaration_id = :id", id=f.declaration(LAN))
    f.sql("UPDATE decisions SET decided_by = :person WHERE id = :id", id=key, person=f.person(OFFICER))
    return f"decisions {key}:"


@tampering
def t05_a_state(f: Forger) -> str:
    f.sql("UPDATE declarations SET state = 'submitted' WHERE id = :id", id=f.declaration(LAN))
    return f"Bản khai {f.declaration(LAN)}:"


@tampering
def t06_details_of_an_answer(f: Forger) -> str:
    n = f.line("declaration.answered", f"declaration:{f.declaration(MAI)}")
    f.set_json("audit", "data", n, lambda data: {**data, "after": "0"}, "n")
    return f"tài khoản {f.account_of(n)} bị sửa hoặc bị cắt, từ dòng {n}."


@tampering
def t07_details_of_a_decision(f: Forger) -> str:
    n = f.line("declaration.decided", f"declaration:{f.declaration(LAN)}")
    f.set_json("audit", "data", n, lambda data: {**data, "total": 100}, "n")
    return f"tài khoản {f.account_of(n)} bị sửa hoặc bị cắt, từ dòng {n}."


@tampering
def t08_an_answer_in_log_and_record_recomputed(f: Forger) -> str:
    mine = f.declaration(MAI)
    n = f.line("declaration.answered", f"declaration:{mine}")
    said = f.connection.execute(metadata.tables["audit"].select().where(text(f"n = {n}"))).one().data["answers"]
    key, (before, _) = next(iter(said.items()))
    f.set_json("audit", "data", n, lambda data: {**data, "answers": {**said, key: [before, "1"]}}, "n")
    f.set_json("declarations", "answers", mine, lambda answers: {**answers, key: "1"})
    f.rechain(f.account_of(n))
    return f"declarations {mine}:"


@tampering
def t09_lines_renumbered(f: Forger) -> str:
    account = f.account_of(f.line("declaration.decided"))
    f.sql("UPDATE audit SET seq = seq + 1000 WHERE account_id = :a AND seq > 2", a=account)
    return f"tài khoản {account} bị sửa hoặc bị cắt"


@tampering
def t10_the_last_line(f: Forger) -> str:
    account = f.account("Đức")
    f.cut(f.one("SELECT max(n) FROM audit WHERE account_id = :a", a=account))
    return f"tài khoản {account} bị sửa hoặc bị cắt"


@tampering
def t11_the_last_lines_with_the_end_moved_back(f: Forger) -> str:
    account = f.account("Đức")
    f.cut(f.one("SELECT max(n) FROM audit WHERE account_id = :a", a=account))
    f.rechain(account)
    return f"tài khoản {account} bị sửa hoặc bị cắt"


@tampering
def t12_an_account_dropped(f: Forger) -> str:
    account = f.account("Đức")
    f.sql("DELETE FROM accounts WHERE id = :a", a=account)
    return f"tài khoản {account} bị sửa hoặc bị cắt"


@tampering
def t13_an_account_dropped_with_its_lines(f: Forger) -> str:
    account = f.account("Đức")
    f.sql("DELETE FROM audit WHERE account_id = :a", a=account)
    f.sql("DELETE FROM accounts WHERE id = :a", a=account)
    return f"Bản khai {f.declaration(LAN)}:"


@tampering
def t14_a_clumsy_forgery(f: Forger) -> str:
    mine = f.declaration(LAN, "family")
    f.sql("UPDATE declarations SET state = 'confirmed' WHERE id = :id", id=mine)
    _append(f, f.account("Đức"), "declaration.decided", f"declaration:{mine}", {"move": "confirm", "revision": 1})
    return f"declarations {mine}:"


@tampering
def t14b_a_confirmation_forged_whole(f: Forger) -> str:
    """With its decision, its line with fingerprints, its chain, its counters: all but the seal."""
    mine = f.declaration(LAN, "family")
    account = f.account("Đức")
    revision = f.one("SELECT revision FROM declarations WHERE id = :id", id=mine)
    f.sql(
        "UPDATE declarations SET state = 'confirmed', revision = revision + 1, decided_at = submitted_at"
        " WHERE id = :id",
        id=mine,
    )
    f.sql(
        "INSERT INTO decisions (declaration_id, revision, move, decided_by, at, salt) SELECT id, :revision, 'confirm',"
        " :head, submitted_at, 'salt' FROM declarations WHERE id = :id",
        id=mine,
        revision=revision,
        head=f.person(HEAD),
    )
    decision = f.one("SELECT max(id) FROM decisions")
    now = f.connection.execute(metadata.tables["audit"].select().where(text(f"n = {f.line('declaration.decided')}")))
    data = {"move": "confirm", "revision": revision, "total": None, "counts": now.one().data["counts"][:0]}
    rows: dict[str, str | None] = {
        f"decisions:{decision}": _print(f, "decisions", decision),
        f"declarations:{mine}": _print(f, "declarations", mine),
    }
    _append(f, account, "declaration.decided", f"declaration:{mine}", data, rows)
    return f"tài khoản {account} bị sửa hoặc bị cắt"


@tampering
def t15_a_counter(f: Forger) -> str:
    f.sql("UPDATE counters SET n = n + 1 WHERE title = 'citizen'")
    return "Số đếm không khớp"


@tampering
def t16_logs_swapped(f: Forger) -> str:
    _swap(f, f.account("Lan"), f.account("Đức"))
    return f"tài khoản {f.account('Đức')} bị sửa hoặc bị cắt"


@tampering
def t17_logs_swapped_and_recomputed(f: Forger) -> str:
    _swap(f, f.account("Lan"), f.account("Đức"))
    f.rechain(f.account("Lan"))
    f.rechain(f.account("Đức"))
    return f"tài khoản {f.account('Đức')} bị sửa hoặc bị cắt"


@tampering
def t18_a_name_and_year(f: Forger) -> str:
    key = f.person(LAN)
    f.sql("UPDATE people SET full_name = 'Nguyễn Thị Liên', birth_year = 1970 WHERE id = :id", id=key)
    return f"people {key}:"


@tampering
def t19_off_the_roster(f: Forger) -> str:
    key = f.person("Phan Văn Hải")
    f.sql("UPDATE people SET on_roster = false WHERE id = :id", id=key)
    return f"people {key}:"


@tampering
def t20_emptied_without_a_redaction(f: Forger) -> str:
    n = f.line("declaration.answered", f"declaration:{f.declaration(MAI)}")
    f.sql("UPDATE audit SET data = '{}', redacted = true WHERE n = :n", n=n)
    return f"tài khoản {f.account_of(n)} bị sửa hoặc bị cắt, từ dòng {n}."


@tampering
def t21_emptied_under_a_made_up_redaction(f: Forger) -> str:
    subject = f"declaration:{f.declaration(MAI)}"
    for code in ("declaration.begun", "declaration.submitted"):
        f.sql("UPDATE audit SET data = '{}', redacted = true WHERE code = :c AND subject = :s", c=code, s=subject)
    account = f.account("Đức")
    _append(f, account, "audit.redacted", f"person:{f.person(MAI)}", {"subjects": [subject]})
    return f"tài khoản {account} bị sửa hoặc bị cắt"


@tampering
def t22_a_role_inserted(f: Forger) -> str:
    f.sql(
        "INSERT INTO grants (person_id, role, place_id, granted_at) SELECT :person, role, place_id, granted_at"
        " FROM grants WHERE role = 'officer'",
        person=f.person("Phan Văn Hải"),
    )
    newest = f.one("SELECT max(id) FROM grants")
    return f"grants {newest}: nhật ký không hề ghi"


@tampering
def t23_consents_changed(f: Forger) -> str:
    key = f.one("SELECT min(id) FROM consents")
    f.sql("UPDATE consents SET given = false WHERE id = :id", id=key)
    return f"consents {key}:"


@tampering
def t24_a_diary_deleted(f: Forger) -> str:
    f.sql("DELETE FROM evidence")
    key = f.one("SELECT id FROM activities WHERE person_id = :person", person=f.person(LAN))
    f.sql("DELETE FROM activities WHERE id = :id", id=key)
    return f"activities {key}: nhật ký có"


@tampering
def t25_a_year_locked(f: Forger) -> str:
    f.sql("UPDATE cycles SET state = 'locked'")
    return "cycles 1:"


@tampering
def t26_a_confirmed_declaration_vanishes(f: Forger) -> str:
    """With its decisions and all its lines, the chains made to hold again."""
    mine = f.declaration(MAI)
    f.sql("DELETE FROM decisions WHERE declaration_id = :id", id=mine)
    f.sql("DELETE FROM declarations WHERE id = :id", id=mine)
    f.sql("DELETE FROM audit WHERE subject = :subject", subject=f"declaration:{mine}")
    f.rechain(f.account("operator"))
    return f"tài khoản {f.account('operator')} bị sửa hoặc bị cắt"


@tampering
def t27_a_decision_cut_from_the_middle(f: Forger) -> str:
    mine = f.declaration(MAI)
    n = f.line("declaration.decided", f"declaration:{mine}")
    account = f.account_of(n)
    f.cut(n)
    f.rechain(account)
    return f"tài khoản {account} bị sửa hoặc bị cắt"


@tampering
def t28_a_state_set_and_begun_made_to_look_old(f: Forger) -> str:
    """As if it came from a version that did not tell the whole story."""
    mine = f.declaration(MAI)
    f.sql("UPDATE declarations SET state = 'submitted' WHERE id = :id", id=mine)
    n = f.line("declaration.begun", f"declaration:{mine}")
    f.set_json("audit", "data", n, lambda data: {"person": data["person"]}, "n")
    f.rechain(f.account_of(n))
    return f"declarations {mine}:"


# Others


def _plain(name: str, statement: str, key: str, table: str) -> None:
    """A tampering that is one statement on the one row that ``key`` finds."""

    def change(f: Forger) -> str:
        found = f.one(key)
        f.sql(statement, id=found)
        return f"{table} {found}:"

    change.__name__ = name
    tampering(change)


def _of(table: str, where: str = "1 = 1") -> str:
    return f"SELECT max(id) FROM {table} WHERE {where}"  # noqa: S608


_RETURN = _of("decisions", "move = 'return'")
_CITIZEN = "SELECT min(id) FROM declarations WHERE title = 'citizen' AND state = 'confirmed'"
for _name, _change, _key, _table in (
    ("who_spoke", "UPDATE declarations SET spoken_by = 2 WHERE id = :id", _CITIZEN, "declarations"),
    ("by_what_right", "UPDATE declarations SET consent = 'paper' WHERE id = :id", _CITIZEN, "declarations"),
    ("what_it_counts_for", "UPDATE declarations SET counts = '[]' WHERE id = :id", _CITIZEN, "declarations"),
    ("an_edition", "UPDATE declarations SET edition = 'other' WHERE id = :id", _CITIZEN, "declarations"),
    ("points_by_question", "UPDATE declarations SET assessment = NULL WHERE id = :id", _CITIZEN, "declarations"),
    ("when_it_was_sent", "UPDATE declarations SET submitted_at = created_at WHERE id = :id", _CITIZEN, "declarations"),
    ("endorsed", "UPDATE declarations SET endorsed_at = created_at WHERE id = :id", _CITIZEN, "declarations"),
    ("whose_it_is", "UPDATE declarations SET person_id = 6 WHERE id = :id", _CITIZEN, "declarations"),
    ("where_it_counts", "UPDATE declarations SET place_id = 3 WHERE id = :id", _CITIZEN, "declarations"),
    ("decided_at", "UPDATE declarations SET decided_at = NULL WHERE id = :id", _CITIZEN, "declarations"),
    ("judged", "UPDATE declarations SET judged = 'reached' WHERE id = :id", _CITIZEN, "declarations"),
    ("a_reason", "UPDATE decisions SET reason = NULL WHERE id = :id", _RETURN, "decisions"),
    ("a_move", "UPDATE decisions SET move = 'confirm' WHERE id = :id", _RETURN, "decisions"),
    ("when_decided", "UPDATE decisions SET at = '2026-01-01' WHERE id = :id", _of("decisions"), "decisions"),
    ("not_of_a_batch", "UPDATE decisions SET batch_id = NULL WHERE id = :id",
     _of("decisions", "batch_id IS NOT NULL"), "decisions"),
    ("who_made_a_batch", "UPDATE batches SET made_by = 1 WHERE id = :id", _of("batches"), "batches"),
    ("a_batch_not_undone", "UPDATE batches SET undone_at = NULL WHERE id = :id",
     _of("batches", "undone_at IS NOT NULL"), "batches"),
    ("a_role_ended", "UPDATE grants SET revoked_at = granted_at WHERE id = :id", _of("grants", "role = 'head'"),
     "grants"),
    ("a_role_elsewhere", "UPDATE grants SET place_id = 3 WHERE id = :id", _of("grants", "place_id = 2"), "grants"),
    ("another_role", "UPDATE grants SET role = 'officer' WHERE id = :id", _of("grants", "role = 'helper'"), "grants"),
    ("who_gave_a_role", "UPDATE grants SET given_by = NULL WHERE id = :id", _of("grants", "given_by > 0"), "grants"),
    ("a_role_deleted", "DELETE FROM grants WHERE id = :id", _of("grants", "role = 'helper'"), "grants"),
    ("moved_to_another_household", "UPDATE people SET household_id = 1 WHERE id = :id",
     _of("people", "full_name = 'Phan Văn Hải'"), "people"),
    ("of_a_unit", "UPDATE people SET unit_id = 3 WHERE id = :id", _of("people", "full_name = 'Phan Văn Hải'"),
     "people"),
    ("of_another_village", "UPDATE people SET place_id = 3 WHERE id = :id",
     _of("people", "full_name = 'Phan Văn Hải'"), "people"),
    ("not_the_same_person", "UPDATE people SET same_as_id = NULL WHERE id = :id", _of("people", "same_as_id <> id"),
     "people"),
    ("the_head_of_a_household", "UPDATE households SET head_id = 3 WHERE id = :id", _of("households"), "households"),
    ("a_household_of_another_clan", "UPDATE households SET clan_id = NULL WHERE id = :id",
     _of("households", "clan_id > 0"), "households"),
    ("the_head_of_a_clan", "UPDATE clans SET head_id = 3 WHERE id = :id", _of("clans"), "clans"),
    ("a_merger_undone", "UPDATE places SET merged_into_id = NULL, valid_to = NULL WHERE id = :id",
     _of("places", "merged_into_id > 0"), "places"),
    ("a_merger_elsewhere", "UPDATE places SET merged_into_id = 2 WHERE id = :id",
     _of("places", "merged_into_id > 0"), "places"),
    ("a_village_renamed", "UPDATE places SET name = 'Kim Sơn 2' WHERE id = :id", _of("places"), "places"),
    ("who_speaks_for_whom", "UPDATE proxies SET account_id = 2 WHERE id = :id", _of("proxies"), "proxies"),
    ("a_proxy_ended", "UPDATE proxies SET ended_at = given_at WHERE id = :id", _of("proxies"), "proxies"),
    ("a_consent_deleted", "DELETE FROM consents WHERE id = :id", _of("consents"), "consents"),
    ("a_consent_to_another_text", "UPDATE consents SET version = '9' WHERE id = :id", _of("consents"), "consents"),
    ("when_somebody_agreed", "UPDATE consents SET at = '2026-01-01' WHERE id = :id", _of("consents"), "consents"),
    ("a_chat_is_somebody_elses", "UPDATE accounts SET person_id = 1 WHERE id = :id", _of("accounts", "chat = 'Đức'"),
     "accounts"),
    ("a_strangers_chat_is_a_heads", "UPDATE accounts SET person_id = 3 WHERE id = :id",
     _of("accounts", "chat = 'Khách'"), "accounts"),
    ("another_plan", "UPDATE cycles SET plan = 'x' WHERE id = :id", _of("cycles"), "cycles"),
    ("another_set", "UPDATE cycles SET adoptions = '{}' WHERE id = :id", _of("cycles"), "cycles"),
    ("the_year", "UPDATE cycles SET year = 2025 WHERE id = :id", _of("cycles"), "cycles"),
    ("the_text_of_a_set", "UPDATE criteria_files SET text = text || ' ' WHERE id = :id", _of("criteria_files"),
     "criteria_files"),
    ("a_figure", "UPDATE entries SET met = false WHERE id = :id", _of("entries"), "entries"),
    ("the_paper_of_a_figure", "UPDATE entries SET note = 'BC 13' WHERE id = :id", _of("entries"), "entries"),
    ("the_day_of_an_event", "UPDATE learning_events SET held_on = '2025-01-01' WHERE id = :id",
     _of("learning_events"), "learning_events"),
    ("an_event_cancelled", "UPDATE learning_events SET cancelled_at = created_at WHERE id = :id",
     _of("learning_events"), "learning_events"),
    ("hours_in_a_diary", "UPDATE activities SET hours = 40 WHERE id = :id", _of("activities"), "activities"),
    ("not_at_the_event", "UPDATE activities SET event_id = NULL WHERE id = :id", _of("activities", "event_id > 0"),
     "activities"),
    ("a_picture_deleted", "DELETE FROM evidence WHERE id = :id", _of("evidence"), "evidence"),
    ("another_picture", "UPDATE evidence SET digest = 'b' WHERE id = :id", _of("evidence"), "evidence"),
    ("an_erased_person_named", "UPDATE people SET full_name = 'Vũ Thị Tám' WHERE id = :id",
     _of("people", "erased_at IS NOT NULL"), "people"),
    ("a_person_erased_by_hand", "UPDATE people SET full_name = '', birth_year = 0, salt = '' WHERE id = :id",
     _of("people", "full_name = 'Phan Văn Hải'"), "people"),
):  # fmt: skip
    _plain(_name, _change, _key, _table)


@tampering
def somebody_new_on_the_roster(f: Forger) -> str:
    f.sql(
        "INSERT INTO people (place_id, full_name, folded_name, match_key, birth_year, on_roster, no_reminders,"
        " created_at) SELECT place_id, 'Ma Văn Không', 'ma van khong', 'ma van khong', 1950, on_roster, no_reminders,"
        " created_at FROM people WHERE id = :id",
        id=f.person(LAN),
    )
    return f"people {f.person('Ma Văn Không')}: nhật ký không hề ghi"


@tampering
def somebody_off_the_roster_told_so(f: Forger) -> str:
    """The row, its fingerprint in the log and the chain: all but the seal."""
    key = f.person("Phan Văn Hải")
    f.sql("UPDATE people SET on_roster = false WHERE id = :id", id=key)
    account = f.retell("people", key)
    f.rechain(account)
    return f"tài khoản {account} bị sửa hoặc bị cắt"


@tampering
def a_decision_put_in(f: Forger) -> str:
    f.sql(
        "INSERT INTO decisions (declaration_id, revision, move, decided_by, at) SELECT declaration_id, revision + 7,"
        " move, decided_by, at FROM decisions WHERE id = 1"
    )
    newest = f.one("SELECT max(id) FROM decisions")
    return f"decisions {newest}: nhật ký không hề ghi"


@tampering
def a_deleted_entry_comes_back(f: Forger) -> str:
    gone = f.connection.execute(metadata.tables["audit"].select().order_by(text("n"))).all()
    key = next(row for line in gone for row, print_ in (line.rows or {}).items() if print_ is None)
    table, _, which = key.partition(":")
    assert table == "activities"
    f.sql(
        "INSERT INTO activities (id, person_id, kind, name, held_on, hours, organiser, created_at) SELECT :id,"
        " person_id, kind, name, held_on, hours, organiser, created_at FROM activities WHERE event_id IS NULL",
        id=int(which),
    )
    return f"activities {which}: nhật ký ghi đã xoá"


@tampering
def fingerprints_taken_out_of_a_line(f: Forger) -> str:
    n = f.line("grant.given")
    f.sql("UPDATE audit SET rows = NULL WHERE n = :n", n=n)
    return f"tài khoản {f.account_of(n)} bị sửa hoặc bị cắt, từ dòng {n}."


@tampering
def erased_answers_put_back(f: Forger) -> str:
    n = f.one("SELECT min(n) FROM audit WHERE redacted")
    f.sql('UPDATE audit SET redacted = false, data = \'{"key": "A1", "after": "3"}\' WHERE n = :n', n=n)
    return f"tài khoản {f.account_of(n)} bị sửa hoặc bị cắt, từ dòng {n}."


@tampering
def the_reason_of_a_redaction(f: Forger) -> str:
    n = f.line("person.erased")
    account = f.account_of(n)
    f.sql("UPDATE audit SET code = 'person.corrected' WHERE n = :n", n=n)
    f.rechain(account)
    return f"tài khoản {account} bị sửa hoặc bị cắt, từ dòng"


@tampering
def the_time_of_a_line(f: Forger) -> str:
    n = f.line("declaration.decided")
    f.sql("UPDATE audit SET at = '2026-01-01' WHERE n = :n", n=n)
    return f"tài khoản {f.account_of(n)} bị sửa hoặc bị cắt, từ dòng {n}."


@tampering
def two_lines_change_places(f: Forger) -> str:
    """The order of two accounts' lines: no chain tells it, the anchors do."""
    one = f.line("declaration.submitted", f"declaration:{f.declaration(LAN)}")
    other = f.line("declaration.decided", f"declaration:{f.declaration(LAN)}")
    f.sql("UPDATE audit SET n = 0 WHERE n = :n", n=one)
    f.sql("UPDATE audit SET n = :m WHERE n = :n", n=other, m=one)
    f.sql("UPDATE audit SET n = :m WHERE n = 0", m=other)
    return "nhật ký không còn dẫn tới mốc này"


@tampering
def the_seal_of_a_chain(f: Forger) -> str:
    account = f.account("Đức")
    f.sql("UPDATE accounts SET audit_seal = '' WHERE id = :a", a=account)
    return f"tài khoản {account} bị sửa hoặc bị cắt, ở chỗ cuối"


@tampering
def an_anchor_changed(f: Forger) -> str:
    f.sql("UPDATE anchors SET at = '2026-01-01' WHERE id = (SELECT max(id) FROM anchors)")
    return "nhật ký không còn dẫn tới mốc này"


@tampering
def an_anchor_taken_out(f: Forger) -> str:
    f.sql("DELETE FROM anchors WHERE id = (SELECT min(id) + 1 FROM anchors)")
    return "nhật ký không còn dẫn tới mốc này"


@tampering
def all_anchors_taken_out(f: Forger) -> str:
    f.sql("DELETE FROM anchors")
    return "các mốc đã bị xoá"


@tampering
def everything_since_the_first_day_cut_off(f: Forger) -> str:
    """As a backup of that day put in the place of today's log."""
    first = f.one("SELECT upto FROM anchors ORDER BY id LIMIT 1 OFFSET 1")
    f.sql("DELETE FROM audit WHERE n > :n", n=first)
    return "nhật ký không còn dẫn tới mốc này"


@tampering
def the_whole_log_made_anew(f: Forger) -> str:
    """Every chain recomputed after a change in the first of them."""
    n = f.line("grant.given")
    f.set_json("audit", "data", n, lambda data: {**data, "place": 3}, "n")
    for account in f.connection.execute(text("SELECT DISTINCT account_id FROM audit")).scalars().all():
        f.rechain(account)
    return "nhật ký không còn dẫn tới mốc này"


def _append(
    f: Forger, account: int, code: str, subject: str, data: dict[str, Any], rows: dict[str, str | None] | None = None
) -> None:
    """Add a line at an account's end, its chain made to hold."""
    audit = metadata.tables["audit"]
    end = f.connection.execute(
        text("SELECT audit_length AS length, audit_head AS head FROM accounts WHERE id = :a"), {"a": account}
    ).one()
    at, seq, details = MOMENT + timedelta(hours=1), end.length + 1, data_hash(data)
    link = audit_hash(end.head, account, seq, at, code, subject, details, rows)
    line = {"account_id": account, "seq": seq, "at": at, "code": code, "subject": subject, "data": data}
    f.connection.execute(audit.insert(), {**line, "data_hash": details, "rows": rows, "redacted": False, "hash": link})
    f.sql("UPDATE accounts SET audit_length = :n, audit_head = :h WHERE id = :a", n=seq, h=link, a=account)


def _print(f: Forger, table: str, key: int) -> str:
    schema = metadata.tables[table]
    row = f.connection.execute(schema.select().where(schema.c.id == key)).one()
    return fingerprint("a", [getattr(row, each) for each in FORMS[table]["a"]])


def _swap(f: Forger, one: int, other: int) -> None:
    f.sql("UPDATE audit SET seq = -seq, account_id = :b WHERE account_id = :a", a=one, b=other)
    f.sql("UPDATE audit SET account_id = :a WHERE account_id = :b AND seq > 0", a=one, b=other)
    f.sql("UPDATE audit SET seq = -seq WHERE seq < 0")
    f.sql(
        "UPDATE accounts SET audit_length = (SELECT max(seq) FROM audit WHERE account_id = accounts.id)"
        " WHERE id IN (:a, :b)",
        a=one,
        b=other,
    )


# The table is played


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def record(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a populated database; whoever changes it takes that back."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("record") / "hoctap.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        url = f"sqlite:///{path}"
    else:
        server = request.getfixturevalue("postgres_server")
        name = f"test_{uuid.uuid4().hex[:12]}"
        template = request.getfixturevalue("postgres_template")
        plain = server.replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        url = with_database(server, name)

    async def fill() -> None:
        clock = Clock()
        database = open_database(url, clock)
        try:
            await populated(database, clock)
        finally:
            await database.close()

    asyncio.run(fill())
    yield url
    if request.param == "postgresql":
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def forger(record: str) -> Iterator[Forger]:
    """Somebody at the populated database; what they do is taken back."""
    url = make_url(record)
    postgresql = url.get_backend_name() == "postgresql"
    engine = create_engine(url.set(drivername="postgresql+psycopg") if postgresql else url, json_serializer=to_json)
    with engine.connect() as connection:
        if postgresql:  # no constraint is in the way of who owns the database
            connection.execute(text("SET session_replication_role = replica"))
        yield Forger(connection)
        connection.rollback()
    engine.dispose()


def verified(f: Forger) -> Report:
    """What ``hoctap verify`` says of the database as it is now."""
    return verify(Transaction(f.connection, MOMENT, key=KEY))


def test_nothing_is_wrong_with_what_happened_lawfully(forger: Forger) -> None:
    report = verified(forger)
    assert report.problems == ()
    assert "nguyên vẹn" in report.summary


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_named(forger: Forger, name: str) -> None:
    expected = TAMPERINGS[name](forger)
    problems = verified(forger).problems
    assert any(expected in each for each in problems), f"{expected} is not in:\n" + "\n".join(problems)


def test_who_holds_the_key_can_forge_and_paper_still_tells(forger: Forger) -> None:
    """What the key is for, and what only a code in other hands is for."""
    printed = forger.one("SELECT code FROM anchors ORDER BY id DESC LIMIT 1")
    key = forger.person("Phan Văn Hải")
    forger.sql("UPDATE people SET on_roster = false WHERE id = :id", id=key)
    account = forger.retell("people", key)
    forger.rechain(account)
    tx = Transaction(forger.connection, MOMENT, key=KEY)
    forger.sql("UPDATE accounts SET audit_seal = '' WHERE id = :a", a=account)
    audit.seal_what_is_open(tx)
    forger.sql("DELETE FROM anchors")
    root = anchors.START
    upto = anchors.settled(tx)
    for _, link in anchors.links(tx, 0, upto, limit=100_000):
        root = anchors.next_root(root, link)
    anchors.keep(tx, None, upto, root)
    report = verified(forger)
    assert [each for each in report.problems if "Số đếm" not in each] == []
    assert "không qua chỗ nào có mốc này" in verify_anchor(tx, printed).problems[0]


def test_a_turn_does_not_seal_what_somebody_else_has_put_there(forger: Forger) -> None:
    account = forger.account_of(forger.line("declaration.decided", f"declaration:{forger.declaration(LAN)}"))
    n = forger.line("declaration.decided", f"declaration:{forger.declaration(LAN)}")
    forger.set_json("audit", "data", n, lambda data: {**data, "total": 100}, "n")
    forger.rechain(account)
    tx = Transaction(forger.connection, MOMENT, key=KEY)
    turn = accounts.lock(tx, "web", "Đức")
    assert turn.id == account
    tx.audit("declaration.disputed", f"declaration:{forger.declaration(LAN)}", {"revision": 2})
    accounts.save(tx, turn, owed=None)
    assert any(f"tài khoản {account} bị sửa hoặc bị cắt, ở chỗ cuối" in each for each in verified(forger).problems)


# Anchors


def test_an_anchor_holds_then_but_for_what_was_erased_and_then_no_more(forger: Forger) -> None:
    tx = Transaction(forger.connection, MOMENT, key=KEY)
    codes = forger.connection.execute(text("SELECT code FROM anchors ORDER BY id")).scalars().all()
    first, second, third = ("-".join((each[:4], each[4:8], each[8:])) for each in codes)
    assert "còn nguyên (0 dòng" in verify_anchor(tx, first).summary
    assert "sổ hôm đó còn nguyên (" in verify_anchor(tx, second.lower().replace("-", " ")).summary
    assert "đã xác nhận 1)" in verify_anchor(tx, second).summary
    assert "đã xoá nội dung theo luật" in verify_anchor(tx, third).summary
    assert "12 ký tự" in verify_anchor(tx, "ABCD").problems[0]
    assert "không qua chỗ nào" in verify_anchor(tx, "ABCD-EFGH-JKLM").problems[0]
    n = forger.line("declaration.decided", f"declaration:{forger.declaration(LAN)}")
    forger.set_json("audit", "data", n, lambda data: {**data, "total": 100}, "n")
    assert f"từ dòng {n}" in verify_anchor(tx, second).problems[0]
    forger.rechain(forger.account_of(n))
    assert "không còn nguyên" in verify_anchor(tx, second).problems[0]
    assert "còn nguyên (0 dòng" in verify_anchor(tx, first).summary


async def test_two_who_take_an_anchor_at_once_leave_a_whole_record(database: Database, clock: Clock) -> None:
    await populated(database, clock)
    taken = await asyncio.gather(*(take(database) for _ in range(4)))
    assert len({each.code for each in taken}) == 1
    assert (await database.read(verify)).problems == ()
    assert (await take(database)).id == (await database.read(anchors.last)).id  # type: ignore[union-attr]


async def test_the_code_of_an_anchor_is_the_same_whoever_computes_it(sqlite: Database, clock: Clock) -> None:
    """Documented, so that others can write it: SHA-256 from line to line, sixty bits in letters and digits."""
    sqlite.key = KEY
    await sqlite.write(found)
    anchor = await take(sqlite)
    root = bytes(32)
    for _, link in await sqlite.read(lambda tx: anchors.links(tx, 0, anchor.upto, limit=10_000)):
        root = hashlib.sha256(root + bytes.fromhex(link)).digest()
    assert anchor.root == root.hex()
    bits = int.from_bytes(root, "big") >> 196
    letters = "".join("ABCDEFGHJKLMNPQRSTUVWXYZ23456789"[bits >> 5 * i & 31] for i in range(12))[::-1]
    assert anchor.printed == f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


# No false alarm


@pytest.mark.parametrize("step", [timedelta(seconds=-1), timedelta(hours=-3), timedelta(days=-400), timedelta(days=8)])
async def test_clocks_that_step_between_turns_alarm_nobody(database: Database, clock: Clock, step: timedelta) -> None:
    database.key = KEY
    await begin(database)
    commune = await commune_of(database, clock)
    mine = await _sent(commune)
    clock.now += step
    await commune.head.press(ways.confirm(mine.id, mine.revision))
    clock.now += step
    await take(database)
    mine = await commune.declaration(mine)
    await commune.head.press(ways.undo(mine.id, mine.revision))
    clock.now -= step / 2
    mine = await commune.declaration(mine)
    assert mine.state is State.SUBMITTED
    for _ in range(2):  # after a clock that went back, a tap may look older than the screen that it is on
        await commune.head.press(ways.confirm(mine.id, mine.revision))
    await take(database)
    assert (await commune.declaration(mine)).state is State.CONFIRMED
    assert (await database.read(verify)).problems == ()


async def _sent(commune: Commune) -> Declaration:
    """Lan has sent hers, turn by turn."""
    await answered(commune)
    (mine,) = await commune.declarations_of(commune.village.lan)
    await commune.lan.press(ways.submit(mine.id, mine.revision))
    (mine,) = await commune.declarations_of(commune.village.lan)
    return mine


@pytest.mark.parametrize("apart", [timedelta(seconds=2), timedelta(hours=5)])
async def test_two_workers_whose_clocks_differ_alarm_nobody(postgres_url: str, apart: timedelta) -> None:
    """Each turn goes to the other worker; many at once, and anchors between."""
    one, other = Clock(), Clock()
    other.now += apart
    here, there_ = open_database(postgres_url, one), open_database(postgres_url, other)
    here.key = there_.key = KEY
    try:
        await begin(here)
        commune = await commune_of(here, one)
        elsewhere = Commune(there_, other, commune.village)
        elsewhere.people = commune.people
        mine = await _sent(commune)
        await elsewhere.head.press(ways.confirm(mine.id, mine.revision))
        mine = await commune.declaration(mine)
        await commune.head.press(ways.undo(mine.id, mine.revision))
        mine = await commune.declaration(mine)
        await elsewhere.head.press(ways.confirm(mine.id, mine.revision))
        for i in range(3):
            await asyncio.gather(
                *(database.write(partial(_declares, commune.village, 10 * i + j))
                  for j, database in enumerate((here, there_, here, there_, there_))),
                take(here if i % 2 else there_),
                take(there_),
            )  # fmt: skip
        await take(here)
        report = await there_.read(verify)
        assert report.problems == ()
    finally:
        await here.close()
        await there_.close()


def _declares(village: Village, i: int, tx: Transaction) -> None:
    """Somebody more comes to their chat, declares, and their head confirms it."""
    accounts.lock(tx, "web", f"khách {i}")
    sent = declared(tx, village, neighbour(tx, village, i), PLAIN)
    there(decisions.decide(tx, sent, Move.CONFIRM, person_id=village.head.id))


async def test_what_the_sweep_takes_alarms_nobody(database: Database, clock: Clock, tmp_path: Path) -> None:
    """Two report years later: answers, reasons, diaries, what the log says of them."""
    await populated(database, clock)
    printed = (await take(database)).printed
    keys = keys_in(tmp_path)
    clock.advance(days=3 * 365)

    def vouch(tx: Transaction) -> None:
        act_as_operator(tx)
        clock_witness.confirm(tx, Witness.OPERATOR)

    await database.write(vouch)
    assert await Retention(database, FileStore(tmp_path / "files", keys), keys).sweep()
    assert await database.read(lambda tx: tx.connection.execute(text("SELECT count(*) FROM activities")).scalar()) == 0
    assert (await database.read(verify)).problems == ()
    assert "đã xoá nội dung theo luật" in (await database.read(lambda tx: verify_anchor(tx, printed))).summary


async def test_a_roster_that_comes_twice_alarms_nobody(database: Database) -> None:
    """People who joined before are put on it, move to other households, and come again."""
    database.key = KEY
    await begin(database)
    village = await database.write(found)

    def import_(household: str, tx: Transaction) -> None:
        names = ("Nguyễn Thị Lan", 1968), ("Đặng Văn Mười", 1959), ("Võ Thị Út", 2001)
        taken(tx, village, *((name, year, household) for name, year in names))

    def joins(tx: Transaction) -> None:
        act_as_operator(tx)
        people.add(tx, place_id=village.kim_son.id, full_name="Võ Thị Út", birth_year=2001, on_roster=False)

    await database.write(joins)
    await database.write(partial(import_, "1"))
    await database.write(partial(import_, "1"))
    assert (await database.read(verify)).problems == ()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_an_upgrade_alarms_nobody_and_says_since_when_rows_are_proved(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest, clock: Clock
) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    if kind == "postgresql":
        url = request.getfixturevalue("empty_postgres_url")
    begin_in_the_first_version(url)
    assert upgrade(url) is True
    database = open_database(url, clock)
    database.key = KEY
    try:
        await begin(database)
        report = await database.read(verify)
        problems = [each for each in report.problems if "Số đếm" not in each]  # it has none: rows written by hand
        assert problems == []
        await database.write(lambda tx: tx.connection.execute(text("UPDATE people SET birth_year = 1950 WHERE id = 1")))
        assert "people 1: đang ghi khác với nhật ký" in "\n".join((await database.read(verify)).problems)
    finally:
        await database.close()


def test_every_table_that_is_proved_has_the_columns_it_says() -> None:
    for name, forms in FORMS.items():
        for letter, columns in forms.items():
            assert len(letter) == 1
            assert set(columns) <= set(metadata.tables[name].c.keys()), name


def test_there_are_the_thirty_of_the_findings_and_twenty_more() -> None:
    assert sum(name[0] == "t" and name[1:3].isdigit() for name in TAMPERINGS) == 30
    assert len(TAMPERINGS) >= 50
