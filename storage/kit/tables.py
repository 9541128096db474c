"""The tables. Rules that must hold whatever the code does are constraints here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.schema import SchemaItem
from sqlalchemy.types import TypeDecorator

from criteria.activity import ActivityKind, CountedHow, EventKind, NeedKind
from criteria.data_rights import RequestKind
from criteria.declaration import DECISIONS, Measure, Move, State
from criteria.handed import Handed
from criteria.meeting import CouncilRole, Mark, MeetingKind, MeetingState
from criteria.policy import Joining, Role, Tie, Unvouched
from criteria.presence import Away, Left
from criteria.recognition import Paper
from criteria.results_matching import Finding
from criteria.roster_matching import Likeness, Listing
from criteria.score import Verdict
from storage.kit.personal import (
    ANSWERS,
    BACKUPS,
    BLOTTING,
    CHATS,
    CODES,
    COUNTED,
    DESK,
    FILES,
    GUESSES,
    IMPORTS,
    IN_NO_COPY,
    JOININGS,
    LINKS,
    LOOKS,
    MESSAGES,
    NOBODY,
    PEOPLE,
    PROOF,
    RECEIVED,
    RECORD,
    SCREENS,
    SHOWN,
    UPDATES,
    VISITS,
    Hidden,
    NotPersonal,
    Personal,
    Term,
    because,
    said_of,
)
from storage.kit.proof import new_salt
from storage.kit.words import (
    FOR_ANOTHER,
    Changed,
    ConsentKind,
    CycleState,
    EntryState,
    ErrandKind,
    ErrandState,
    FilePurpose,
    FormState,
    ImportState,
    JoiningState,
    Looked,
    PictureState,
    PlaceKind,
    ReceivedState,
    Registered,
    ResultsFrom,
    ResultsState,
    ScanKind,
    SnapshotKind,
    Witness,
)

# Why something stays after an erasure. In a comment of the columns: who may be told what is left.
_NUMBERS = "the commune's numbers rest on it; without a name it points at nobody"
_CONSENT = "the commune must be able to prove what was agreed to, and that it was taken back"
_OFFICE = "who did what in office is the commune's record"
_OTHERS = "it belongs to the others, too"
_CHAT = "the messenger's id: whoever writes from this chat again must be answered"
_PARTY = "who was a party must not decide; without names it points at nobody"
_CHAIN = "the chain of the log hangs on it"
_SOUGHT = "it is what others' texts are gone through for, once; then the row is deleted"
# Why something is not in "my data".
_PROGRAM = "the program's own: how a conversation goes on, or a row is found"
_ROSTER = "of the commune's roster; it was not given in the chat"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
Key = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts up only an INTEGER key


def _as_text(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


class Utc(TypeDecorator[datetime]):
    """An aware UTC time, also on SQLite, which stores none: naive in the file, aware in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:
        """Take an aware time in; SQLite keeps it as UTC without a zone, as text."""
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give an aware time out."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Digest(LargeBinary):
    """A SHA-256 as 32 bytes in the database, as hexadecimal digits in Python. No TypeDecorator: a turn takes two."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__(32)

    def bind_processor(self, _dialect: Dialect) -> Any:
        """Take the digits in."""
        return bytes.fromhex

    def result_processor(self, _dialect: Dialect, _coltype: object) -> Any:
        """Give the digits out."""
        return lambda value: bytes(value).hex()


class BegunBy(ColumnElement[int]):
    """Of a line of the log that says ``declaration.begun``: in whose name. As the index is made that finds it."""

    inherit_cache = True
    type = BigInteger()


@compiles(BegunBy, "sqlite")
def _on_sqlite(_element: BegunBy, _compiler: Any, **_: Any) -> str:
    return "json_extract(data, '$.person')"


@compiles(BegunBy, "postgresql")
def _on_postgresql(_element: BegunBy, _compiler: Any, **_: Any) -> str:
    return "((data ->> 'person')::bigint)"


def of_some(name: str, column: str, *, sqlite: str, postgresql: str | None = None) -> Index:
    """An index of those rows of a table for which a condition holds."""
    return Index(name, column, sqlite_where=text(sqlite), postgresql_where=text(postgresql or sqlite))


def where_any(name: str, column: str) -> Index:
    """An index of the rows that have something in a column that is mostly empty.

    Not of all rows: of an index in which one value fills most places, here none, statistics tell a planner that
    whatever it looks for is most of the table.
    """
    return of_some(name, column, sqlite=f"{column} IS NOT NULL")


def _salt() -> Column[str]:
    """What keeps a row's fingerprint in the log from being guessed; emptied with what the row holds of a person."""
    return Column("salt", String(16), nullable=False, server_default="", default=new_salt)


def _values(words: Iterable[StrEnum]) -> list[str]:
    return [word.value for word in words]


def one_of(
    name: str,
    words: type[StrEnum],
    *foreign: SchemaItem,
    only: Iterable[StrEnum] | None = None,
    checked: bool = True,
    length: int = 16,
    **column: Any,
) -> tuple[SchemaItem, ...]:
    """A column that holds one of an enum's words, and the CHECK that no other word stands in it.

    The database keeps the word as text; rows come out with the enum, and a word that is none of it is refused on its
    way in. The CHECK is written from the enum, so nobody lists the words twice.

    Args:
        name: the column's name, and the CHECK's.
        words: the enum.
        foreign: what else the column takes.
        only: those of its words that may stand in this column; all, if nothing is said.
        checked: whether the database refuses other words, too. A table that was made without a CHECK has none.
        length: how long a word may be.
        column: as for any column.
    """
    kind = Enum(words, native_enum=False, validate_strings=True, values_callable=_values, length=length)
    made = Column(name, kind, *foreign, **column)
    if not checked:
        return (made,)
    may_be = ", ".join(f"'{word}'" for word in _values(words if only is None else only))
    return made, CheckConstraint(f"{name} IN ({may_be})", name=name)


places = Table(
    "places",
    metadata,
    Column("id", Key, primary_key=True),
    *one_of("kind", PlaceKind, nullable=False),
    Column("label", String(40), nullable=False),  # thôn, bản, ấp, tổ dân phố, xã, phường …
    Column("name", String(120), nullable=False),
    Column("code", String(16), unique=True),  # official code, communes only
    Column("parent_id", Key, ForeignKey("places.id"), index=True),
    Column("join_code", String(16), unique=True),
    Column("province", String(120)),
    Column("contact", String(300)),  # the commune's controller of the data: who to ask, how
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("merged_into_id", Key, ForeignKey("places.id")),
    Column(
        "old_commune", String(120)
    ),  # of the commune before the merger of communes: tells villages of one name apart
    info={"personal": NotPersonal("Communes, villages and units. The contact is an office's.")},
)

households = Table(
    "households",
    metadata,
    Column("id", Key, primary_key=True),
    Column("place_id", Key, ForeignKey("places.id"), nullable=False),
    Column("code", String(32), nullable=False),  # of the roster, or made by the program
    Column("join_code", String(16)),  # short: who types it joins the household
    Column("head_id", Key, ForeignKey("people.id", use_alter=True)),  # chủ hộ
    Column("clan_id", Key, ForeignKey("clans.id", use_alter=True)),
    Column("on_roster", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("place_id", "code"),
    Index("uq_households_join_code", "join_code", unique=True),
    where_any("ix_households_clan_id", "clan_id"),
    where_any("ix_households_head_id", "head_id"),
    info={
        "personal": Personal(
            holds="that somebody is the head of their household",
            about=("head_id",),
            erased_by="leave_groups",
            kept=COUNTED,
            shown=SHOWN,
            stays=because(_OTHERS, "place_id", "code", "join_code", "clan_id", "on_roster"),
            roster_keeps={"head_id": _ROSTER},
            names=("head_id",),
            untold={"join_code": "a code that opens the household to whoever has the file"},
        ),
    },
)

clans = Table(
    "clans",
    metadata,
    Column("id", Key, primary_key=True),
    Column("place_id", Key, ForeignKey("places.id"), nullable=False, index=True),  # the village whose head confirms it
    Column("name", String(120), nullable=False),
    Column("folded_name", String(120), nullable=False),
    Column("join_code", String(16), nullable=False, unique=True),
    Column("head_id", Key, ForeignKey("people.id", use_alter=True), index=True),  # trưởng họ
    Column("created_at", Utc, nullable=False),
    UniqueConstraint("place_id", "folded_name"),
    info={
        "personal": Personal(
            holds="that somebody is the head of their clan",
            about=("head_id",),
            erased_by="leave_groups",
            kept=COUNTED,
            shown=SHOWN,
            stays=because(_OTHERS, "place_id", "join_code", "created_at"),
            words_stay=because("the clan's name, not a person's", "name", "folded_name"),
            names=("head_id",),
            untold={"join_code": "a code that opens the clan to whoever has the file", "folded_name": _PROGRAM},
        ),
    },
)

people = Table(
    "people",
    metadata,
    Column("id", Key, primary_key=True),
    Column("place_id", Key, ForeignKey("places.id"), nullable=False),
    Column("household_id", Key, ForeignKey("households.id"), index=True),
    Column("relation", String(16)),  # to the head of the household
    Column("unit_id", Key, ForeignKey("places.id")),  # the unit that assesses the person, not the village
    Column("same_as_id", Key, ForeignKey("people.id")),  # an officer found: the same person as that one, counted there
    Column("full_name", String(120), nullable=False),
    Column("folded_name", String(120), nullable=False),
    Column("match_key", String(120), nullable=False, server_default=""),  # the name as its spelling variants share it
    Column("birth_year", Integer, nullable=False),
    Column("on_roster", Boolean, nullable=False),
    Column("reminded_at", Utc),  # when they were last asked to declare
    Column("no_reminders", Boolean, nullable=False, server_default=false()),  # does not want to be asked
    Column("no_announcements", Boolean, nullable=False, server_default=false()),  # nor to hear what is on
    Column("created_at", Utc, nullable=False),
    Column("claimed_at", Utc),  # since when the person has a chat of their own: name and year no longer open one
    *one_of("unvouched", Unvouched, checked=False),  # joined by name and year alone, no officer vouches yet
    Column("vouched_by", Key, ForeignKey("people.id")),  # the officer who said that it is really them
    Column("keeps_diary", Boolean, nullable=False, server_default=false()),  # for themselves, when its years are over
    Column("diary_offered", Integer),  # the last year of which they were asked that
    Column("erased_at", Utc),
    Column("left_on", Date),  # on the roster no more, from that day on
    *one_of("left_why", Left, checked=False),
    *one_of("away", Away, checked=False),  # lives elsewhere, or cannot take part; no reason of health
    Column("away_from", Date),
    Column("away_to", Date),
    Column("stays_at_id", Key, ForeignKey("places.id")),  # where the year's confirmed declaration stayed at a move
    Column("stays_in", Integer),  # the last year in which that holds
    _salt(),
    CheckConstraint("birth_year = 0 OR birth_year BETWEEN 1880 AND 2200", name="birth_year"),
    Index("ix_people_match", "place_id", "folded_name", "birth_year"),
    Index("ix_people_alike", "place_id", "match_key", "birth_year"),
    Index("ix_people_named", "folded_name"),  # whether somebody else in the country has the name
    Index(
        "ix_people_same_as",
        "same_as_id",
        sqlite_where=text("same_as_id IS NOT NULL"),
        postgresql_where=text("same_as_id IS NOT NULL"),
    ),
    Index(
        "ix_people_unvouched",
        "place_id",
        sqlite_where=text("unvouched IS NOT NULL"),
        postgresql_where=text("unvouched IS NOT NULL"),
    ),  # an officer's home counts them at each look
    where_any("ix_people_same_as_id", "same_as_id"),
    where_any("ix_people_stays_at_id", "stays_at_id"),
    where_any("ix_people_left_on", "left_on"),  # who left years ago is forgotten
    where_any("ix_people_unit_id", "unit_id"),
    of_some("ix_people_keeping", "id", sqlite="keeps_diary = 1", postgresql="keeps_diary"),
    of_some(
        "ix_people_guests",
        "id",
        sqlite="on_roster = 0 AND erased_at IS NULL",
        postgresql="NOT on_roster AND erased_at IS NULL",
    ),  # whom no roster knows: who of them has not been here for years is forgotten
    info={
        "personal": Personal(
            holds=(
                "name, birth year, village, household, unit, whether they left or are elsewhere, whether they "
                "want to be reminded or to hear announcements, whether they joined by name alone, who vouched, and "
                "whether they keep their diary when its years are over"
            ),
            about=("id",),
            erased_by="erase_name",
            kept=PEOPLE,
            shown=SHOWN,
            stays=because(_NUMBERS, "place_id", "on_roster", "created_at", "erased_at"),
            roster_keeps={
                **because(_ROSTER, "full_name", "folded_name", "match_key", "birth_year", "household_id", "relation"),
                **because("where the roster counts the person", "unit_id", "same_as_id"),
                **because("nobody is asked again too soon, or against their wish", "reminded_at", "no_reminders"),
                **because("nobody is written to against their wish", "no_announcements"),
                **because("they are not asked twice of one year", "diary_offered"),
                **because(_ROSTER, "left_on", "left_why", "away", "away_from", "away_to"),
                **because("where a confirmed year was counted", "stays_at_id", "stays_in"),
            },
            names=("vouched_by",),
            untold={
                **because("it follows from where the year's declaration was confirmed", "stays_at_id", "stays_in"),
                **because(_PROGRAM, "folded_name", "match_key", "salt"),
                "same_as_id": "where the commune counts somebody found in two places is another record's number",
            },
        ),
    },
)

person_changes = Table(
    "person_changes",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False, index=True),
    *one_of("kind", Changed, nullable=False),
    Column("other_id", Key, ForeignKey("people.id"), index=True),  # of a merger: the record that was kept
    Column("before", Json, nullable=False),  # what is needed to take it back, by the names of the columns
    Column("after", Json, nullable=False),
    Column("by_id", Key, ForeignKey("people.id")),  # none: the operator's command
    Column("at", Utc, nullable=False),
    Column("undone_at", Utc),
    Column("undone_by", Key, ForeignKey("people.id")),
    info={
        "personal": Personal(
            holds="what an officer or head put right about a person: what stood there before, what after, who, when",
            about=("person_id", "other_id"),
            erased_by="erase_changes",
            kept=COUNTED,
            shown=SHOWN,
            stays=because(_OFFICE, "by_id", "undone_by"),
            names=("by_id", "undone_by"),
        ),
    },
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("chat", String(64), nullable=False),  # the messenger's id; of the web chat the digest of its session
    Column("former_chat", String(64)),  # until somebody signed in: for a while, to tell what is still under way
    Column("former_until", Utc),
    Column("person_id", Key, ForeignKey("people.id"), index=True),
    Column("language", String(8), nullable=False),
    Column("consent", String(16)),  # version of the consent text last agreed to, none if refused or withdrawn
    Column("route", String(64), nullable=False),
    Column("choices", Json, nullable=False),
    Column("offers", Json, nullable=False, server_default="[]"),  # choices of the last notice, named by their labels
    Column("draft", Json, nullable=False),
    Column("owed", String(64)),  # the update whose reply is not yet known to be sent
    Column("handled", Json, nullable=False, server_default="[]"),  # its last updates; those before are in the inbox
    Column("blocked", Boolean, nullable=False),
    Column("preferred", Boolean, nullable=False, server_default=false()),  # where the person wants notices
    Column("compact", Boolean, nullable=False, server_default=false()),  # the whole form in one message
    Column("seen_at", Utc, nullable=False),
    Column("audit_length", Integer, nullable=False),
    Column("audit_head", String(64), nullable=False),
    Column("audit_seal", String(32), nullable=False, server_default=""),  # of length and head, by the secret key
    UniqueConstraint("channel", "chat"),
    Index(
        "ix_accounts_owed",
        "owed",
        postgresql_where=text("owed IS NOT NULL"),
        sqlite_where=text("owed IS NOT NULL"),
    ),
    Index(
        "ix_accounts_former_chat",
        "former_chat",
        postgresql_where=text("former_chat IS NOT NULL"),
        sqlite_where=text("former_chat IS NOT NULL"),
    ),
    of_some("ix_accounts_strangers", "seen_at", sqlite="person_id IS NULL"),
    info={
        "personal": Personal(
            holds="one chat: its id at the messenger, language, open question, what was typed and not saved, last use",
            about=("id",),
            erased_by="erase_chats",
            kept=CHATS,
            shown=SHOWN,
            stays={
                **because("to answer this chat in its language", "language", "blocked", "owed", "route", "seen_at"),
                **because("so that what is delivered twice has one effect", "handled"),
                **because(_CHAIN, "audit_length", "audit_head", "audit_seal"),
            },
            words_stay=because(_CHAT, "channel", "chat"),
            untold={
                **because(_PROGRAM, "route", "choices", "offers", "owed", "audit_length", "audit_head", "audit_seal"),
                **because(_PROGRAM, "former_chat", "former_until", "handled"),
                "draft": "begun and not saved, on the chat's own screen; it may be about somebody else, or hold a code",
            },
        ),
    },
)

consents = Table(
    "consents",
    metadata,
    Column("id", Key, primary_key=True),
    Column("account_id", Key, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("person_id", Key, ForeignKey("people.id")),  # for whom somebody else said it; none: for oneself
    Column("version", String(16), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("language", String(8), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("at", Utc, nullable=False),
    where_any("ix_consents_person_id", "person_id"),
    info={
        "personal": Personal(
            holds="each yes or no to the consent text: which version, when, where, for whom",
            about=("account_id", "person_id"),
            erased_by=NOBODY,
            kept=PROOF,
            shown=SHOWN,
            stays=because(_CONSENT, "account_id", "person_id", "version", "given", "language", "channel", "at"),
            names=("person_id", "account_id"),
        ),
    },
)

proxies = Table(
    "proxies",
    metadata,
    Column("id", Key, primary_key=True),
    Column("account_id", Key, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False, index=True),  # for whom the account may speak
    *one_of("consent", ConsentKind, only=FOR_ANOTHER, nullable=False),
    Column("given_at", Utc, nullable=False),
    Column("ended_at", Utc),
    Index(
        "uq_proxies_open",
        "account_id",
        "person_id",
        unique=True,
        postgresql_where=text("ended_at IS NULL"),
        sqlite_where=text("ended_at IS NULL"),
    ),
    Index("ix_proxies_given_at", "given_at"),
    info={
        "personal": Personal(
            holds="who may declare for whom, and how they agreed",
            about=("person_id", "account_id"),
            erased_by="end_proxies",
            kept=LINKS,
            shown=SHOWN,
            stays=because(_CONSENT, "account_id", "person_id", "consent", "given_at", "ended_at"),
            names=("person_id", "account_id"),
        ),
    },
)

codes = Table(
    "codes",
    metadata,
    Column("digest", String(64), primary_key=True),  # of the code: the code itself is shown once and kept nowhere
    Column("person_id", Key, ForeignKey("people.id"), nullable=False, index=True),
    Column("made_by", Key, ForeignKey("accounts.id"), nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("used_at", Utc),
    Column("used_by", Key, ForeignKey("accounts.id")),
    Column("made_by_person_id", Key, ForeignKey("people.id")),  # whose account it was then: they let the person in
    Index("ix_codes_expires_at", "expires_at"),
    Index("ix_codes_made_by", "made_by"),
    where_any("ix_codes_used_by", "used_by"),
    info={
        "personal": Personal(
            holds="for whom a sign-in code was made, until when; the code only as a fingerprint",
            about=("person_id",),
            erased_by="erase_codes",
            kept=CODES,
            shown=Hidden("a fingerprint says nothing; that a code was used is told on the person's other chats"),
            stays=because("the code is another person's", "made_by", "used_by", "made_by_person_id"),
        ),
    },
)

ties = Table(
    "ties",
    metadata,
    Column("person_id", Key, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("by_id", Key, ForeignKey("people.id"), primary_key=True, autoincrement=False, index=True),
    *one_of("kind", Tie, primary_key=True),
    Column("at", Utc, nullable=False),  # the last time
    Index("ix_ties_at", "at"),
    info={
        "personal": Personal(
            holds="who let somebody in, declared or sent a picture for them, or shares or shared a household with them",
            about=("person_id", "by_id"),
            erased_by=NOBODY,
            kept=LINKS,
            shown=SHOWN,
            stays=because(_PARTY, "person_id", "by_id", "kind", "at"),
            names=("person_id", "by_id"),
        ),
    },
)

joining_requests = Table(
    "joining_requests",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False, index=True),  # whom it is about
    *one_of("kind", Joining, nullable=False),
    Column("household_id", Key, ForeignKey("households.id")),  # to come into, to leave, or that joins a clan
    Column("unit_id", Key, ForeignKey("places.id")),
    Column("clan_id", Key, ForeignKey("clans.id")),
    Column("relation", String(16)),  # to the head of the household
    Column("asked_by", Key, ForeignKey("people.id")),  # who asks that the person leaves; none: they do
    Column("asked_at", Utc, nullable=False),
    *one_of("state", JoiningState, nullable=False),
    Column("ended_at", Utc),
    Column("ended_by", Key, ForeignKey("people.id")),  # who agreed or refused
    CheckConstraint(
        "CASE kind WHEN 'unit' THEN unit_id WHEN 'clan' THEN clan_id ELSE household_id END IS NOT NULL", name="target"
    ),
    Index(
        "uq_joining_requests_waits",
        "person_id",
        "kind",
        unique=True,
        postgresql_where=text("state = 'waits'"),
        sqlite_where=text("state = 'waits'"),
    ),
    where_any("ix_joining_requests_household_id", "household_id"),
    where_any("ix_joining_requests_unit_id", "unit_id"),
    where_any("ix_joining_requests_clan_id", "clan_id"),
    where_any("ix_joining_requests_asked_by", "asked_by"),
    Index("ix_joining_requests_asked_at", "asked_at"),
    info={
        "personal": Personal(
            holds="which household, unit or clan somebody asks to join, or is to leave, and who agreed",
            about=("person_id", "asked_by"),
            erased_by="erase_joinings",
            kept=JOININGS,
            shown=SHOWN,
            names=("person_id", "asked_by", "ended_by"),
        ),
    },
)

looks = Table(
    "looks",
    metadata,
    Column("person_id", Key, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),  # in Viet Nam
    Column("by_id", Key, ForeignKey("people.id"), primary_key=True, autoincrement=False),
    *one_of("what", Looked, primary_key=True),
    *one_of("role", Role, only=(Role.HEAD, Role.OFFICER, Role.HELPER)),  # in which they looked; none: in no office
    Index("ix_looks_day", "day"),
    info={
        "personal": Personal(
            holds="who opened a person's card, picture, or a list or file with their name, on which day, in which role",
            about=("person_id",),
            erased_by="erase_looks",
            kept=LOOKS,
            shown=SHOWN,
            stays={"by_id": _OFFICE},
            names=("by_id",),
        ),
    },
)

shown_once = Table(
    "shown_once",
    metadata,
    Column("account_id", Key, ForeignKey("accounts.id"), primary_key=True, autoincrement=False),
    Column("route", String(64), nullable=False),  # of the screen that shows it
    Column("code", String(16), nullable=False),
    Column("made_at", Utc, nullable=False),
    info={
        "personal": Personal(
            holds="a code on the open screen of a chat, for somebody to be typed elsewhere",
            about=("account_id",),
            erased_by="erase_codes",
            kept=SCREENS,
            shown=Hidden("it is on the screen, and must be nowhere else"),
            backup=IN_NO_COPY,
        ),
    },
)

grants = Table(
    "grants",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False, index=True),
    *one_of("role", Role, nullable=False),
    Column("place_id", Key, ForeignKey("places.id"), nullable=False, index=True),
    Column("granted_at", Utc, nullable=False),
    Column("given_by", Key, ForeignKey("people.id")),  # none: by the operator's command
    Column("until", Utc),  # of a deputy: the role ends by itself
    Column("revoked_at", Utc),
    Column("revoked_by", Key, ForeignKey("people.id")),
    info={
        "personal": Personal(
            holds="who was head, officer or helper where, from when to when",
            about=("person_id",),
            erased_by=NOBODY,
            kept=RECORD,
            shown=SHOWN,
            stays=because(
                _OFFICE, "person_id", "role", "place_id", "granted_at", "given_by", "until", "revoked_at", "revoked_by"
            ),
            names=("given_by", "revoked_by"),
        ),
    },
)

invites = Table(
    "invites",
    metadata,
    Column("code", String(16), primary_key=True),
    *one_of("role", Role, nullable=False),
    Column("place_id", Key, ForeignKey("places.id"), nullable=False, index=True),
    Column("expires_at", Utc, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("used_at", Utc),
    Column("used_by", Key, ForeignKey("accounts.id")),
    Column("made_by", Key, ForeignKey("people.id")),  # none: by the operator's command
    Column("lasts_days", Integer),  # of a deputy: how long the role is held once it is taken
    Column("revoked_at", Utc),
    CheckConstraint("lasts_days BETWEEN 1 AND 366", name="lasts_days"),
    where_any("ix_invites_used_by", "used_by"),
    info={
        "personal": Personal(
            holds="who made an invitation to a role, and from which chat it was used",
            about=("made_by", "used_by"),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("the role it gave is shown"),
            stays=because(
                _OFFICE,
                *("code", "role", "place_id", "expires_at", "created_at"),
                *("used_at", "used_by", "made_by", "lasts_days", "revoked_at"),
            ),
        ),
    },
)

cycles = Table(
    "cycles",
    metadata,
    Column("id", Key, primary_key=True),
    Column("commune_id", Key, ForeignKey("places.id"), nullable=False),
    Column("year", Integer, nullable=False),
    *one_of("state", CycleState, nullable=False),
    Column("plan", String(64), nullable=False),
    Column("adoptions", Json, nullable=False),  # by title: the set in use, how sure the commune is of it, corrections
    Column("settled_at", Utc),  # since when only numbers are left of it (past_figures)
    Column("leaves_out", Json, nullable=False, server_default="[]"),  # who is elsewhere and not in the denominators
    Column("settings", Json, nullable=False, server_default="{}"),  # how the year is done (criteria.year)
    # registering is an act of its own; in years from before, it was to have begun a declaration
    Column("registers", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("commune_id", "year"),
    info={"personal": NotPersonal("A commune's year and the criteria sets in use.")},
)

cycle_moves = Table(
    "cycle_moves",
    metadata,
    Column("id", Key, primary_key=True),
    Column("cycle_id", Key, ForeignKey("cycles.id"), nullable=False, index=True),
    *one_of("state", CycleState, nullable=False),
    Column("why", String(300), nullable=False, server_default=""),
    Column("moved_by", Key, ForeignKey("people.id"), nullable=False),
    Column("at", Utc, nullable=False),
    info={
        "personal": Personal(
            holds="who closed, opened again or locked a commune's year, and why",
            about=("moved_by",),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("an act of office"),
            stays=because(_OFFICE, "cycle_id", "state", "moved_by", "at"),
            words_stay=because("a year's own words", "why"),
        ),
    },
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("id", Key, primary_key=True),
    Column("cycle_id", Key, ForeignKey("cycles.id"), nullable=False, index=True),
    *one_of("kind", SnapshotKind, nullable=False),
    Column("as_of", Utc, nullable=False),
    Column("upto", Key, nullable=False),  # the last line of the log that went in
    Column("numbers", Json, nullable=False),  # all figures of the year as they were (storage.snapshots)
    Column("papers", Json, nullable=False),  # the same as papers print them
    Column("changes", Json, nullable=False),  # against the one before, by place and cause
    Column("root", String(64), nullable=False),  # a fingerprint of the figures
    Column("why", String(300), nullable=False, server_default=""),
    Column("taken_by", Key, ForeignKey("people.id"), nullable=False),
    info={
        "personal": Personal(
            holds="who took down the figures of a commune's year, and why",
            about=("taken_by",),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("an act of office"),
            stays=because(
                _OFFICE,
                *("cycle_id", "kind", "as_of", "upto", "numbers", "papers", "changes", "root", "taken_by"),
            ),
            words_stay=because("the words beside figures that were reported", "why"),
        ),
    },
)

snapshot_sendings = Table(
    "snapshot_sendings",
    metadata,
    Column("id", Key, primary_key=True),
    Column("snapshot_id", Key, ForeignKey("snapshots.id"), nullable=False, index=True),
    Column("sent_to", String(120), nullable=False),
    Column("number", String(60), nullable=False),  # of the report, as it stands on the paper
    Column("sent_on", Date, nullable=False),
    Column("noted_by", Key, ForeignKey("people.id"), nullable=False),
    Column("noted_at", Utc, nullable=False),
    info={
        "personal": Personal(
            holds="who noted that figures of a year were sent, where to, and as which paper",
            about=("noted_by",),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("an act of office"),
            stays=because(_OFFICE, "snapshot_id", "sent_on", "noted_by", "noted_at"),
            words_stay=because("a paper's own words", "sent_to", "number"),
        ),
    },
)

publications = Table(
    "publications",
    metadata,
    Column("id", Key, primary_key=True),
    Column("snapshot_id", Key, ForeignKey("snapshots.id"), nullable=False, index=True),
    Column("published_by", Key, ForeignKey("people.id"), nullable=False),
    Column("published_at", Utc, nullable=False),
    Column("ended_by", Key, ForeignKey("people.id")),
    Column("ended_at", Utc),
    info={
        "personal": Personal(
            holds="who showed a year's figures to everybody, and who took them back",
            about=("published_by", "ended_by"),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("an act of office"),
            stays=because(_OFFICE, "snapshot_id", "published_by", "published_at", "ended_by", "ended_at"),
        ),
    },
)

dossier_moves = Table(
    "dossier_moves",
    metadata,
    Column("id", Key, primary_key=True),
    Column("cycle_id", Key, ForeignKey("cycles.id"), nullable=False, index=True),
    *one_of("state", Handed, nullable=False),
    Column("number", String(100), nullable=False),  # of the dossier at the receiving body, or of the decision
    Column("day", Date, nullable=False),
    Column("due", Date),  # by when what is missing must be there
    Column("said", String(300), nullable=False),
    Column("noted_by", Key, ForeignKey("people.id"), nullable=False),
    Column("noted_at", Utc, nullable=False),
    info={
        "personal": Personal(
            holds="who noted what became of the commune's dossier",
            about=("noted_by",),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("an act of office"),
            stays=because(_OFFICE, "cycle_id", "state", "day", "due", "noted_by", "noted_at"),
            words_stay=because("a paper's own words", "number", "said"),
        ),
    },
)

site_entries = Table(
    "site_entries",
    metadata,
    Column("id", Key, primary_key=True),
    Column("cycle_id", Key, ForeignKey("cycles.id"), nullable=False, index=True),
    Column("place_id", Key, ForeignKey("places.id"), nullable=False),
    Column("people", Integer, nullable=False),  # how many confirmed people were in the site then; 0: taken back
    Column("entered_by", Key, ForeignKey("people.id"), nullable=False),
    Column("at", Utc, nullable=False),
    info={
        "personal": Personal(
            holds="who typed a village's results into the association's site",
            about=("entered_by",),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("an act of office"),
            stays=because(_OFFICE, "cycle_id", "place_id", "people", "entered_by", "at"),
        ),
    },
)

superior_forms = Table(
    "superior_forms",
    metadata,
    Column("id", Key, primary_key=True),
    Column("commune_id", Key, ForeignKey("places.id"), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    *one_of("state", FormState, nullable=False),
    Column("content", LargeBinary, nullable=False),  # of the file, an office's empty form; empty before it is read
    Column("shape", String(64), nullable=False),  # a fingerprint of its blanks and their labels
    Column("blanks", Json, nullable=False),
    Column("choices", Json, nullable=False),  # which figure goes into which blanks
    Column("sent_by", Key, ForeignKey("people.id"), nullable=False),
    Column("sent_at", Utc, nullable=False),
    info={
        "personal": Personal(
            holds="who brought a superior's form",
            about=("sent_by",),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("an act of office"),
            stays=because(_OFFICE, "commune_id", "state", "shape", "sent_by", "sent_at"),
            words_stay=because("an office's form and its figures", "name", "content", "blanks", "choices"),
        ),
    },
)

data_keys = Table(
    "data_keys",
    metadata,
    Column("id", Key, primary_key=True),
    Column("commune_id", Key, ForeignKey("places.id"), nullable=False, index=True),
    Column("name", String(60), nullable=False),  # the site or office that reads with it
    Column("digest", String(64), nullable=False, unique=True),  # the key itself is shown once and kept nowhere
    Column("made_by", Key, ForeignKey("people.id"), nullable=False),
    Column("made_at", Utc, nullable=False),
    Column("used_on", Date),  # the last day on which somebody read with it
    Column("ended_by", Key, ForeignKey("people.id")),
    Column("ended_at", Utc),
    info={
        "personal": Personal(
            holds="who let another office's program read the figures that are public, and who ended that",
            about=("made_by", "ended_by"),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("an act of office"),
            stays=because(
                _OFFICE,
                *("commune_id", "digest", "made_by", "made_at", "used_on", "ended_by", "ended_at"),
            ),
            words_stay=because("the name of an office or a site", "name"),
        ),
    },
)

criteria_files = Table(
    "criteria_files",
    metadata,
    Column("id", String(64), primary_key=True),  # the set's id with a fingerprint of its text; never changed
    Column("title", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("added_at", Utc, nullable=False),
    info={
        "personal": NotPersonal(
            "Criteria sets. Who compared one with the paper signs for it by name, as on the paper."
        ),
    },
)

declarations = Table(
    "declarations",
    metadata,
    Column("id", Key, primary_key=True),
    Column("cycle_id", Key, ForeignKey("cycles.id"), nullable=False),
    Column("title", String(16), nullable=False),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False, index=True),  # whose it is, or who answers for it
    Column("household_id", Key, ForeignKey("households.id")),  # the family it is about
    Column("clan_id", Key, ForeignKey("clans.id")),  # the clan it is about
    Column("about_place_id", Key, ForeignKey("places.id")),  # the village or unit it is about
    Column("place_id", Key, ForeignKey("places.id"), nullable=False),
    Column("account_id", Key, ForeignKey("accounts.id")),  # who spoke: the account, and its person
    Column("spoken_by", Key, ForeignKey("people.id")),
    # by what right
    *one_of("consent", ConsentKind, nullable=False, server_default=ConsentKind.SELF.value),
    *one_of("state", State, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("answers", Json, nullable=False),
    Column("edition", String(80), nullable=False),  # criteria set and version the result was made with
    Column("total", Integer),
    *one_of("verdict", Verdict, checked=False, nullable=False),
    Column("assessment", Json),
    Column("counts", Json, nullable=False, server_default="[]"),  # what its facts count for, once it is confirmed
    # what people decided where no rule does
    *one_of("judged", Verdict, only=(Verdict.REACHED, Verdict.NOT_REACHED)),
    Column("doubts", Json, nullable=False, server_default="[]"),  # why its head should look twice
    Column("doubtful", Integer, nullable=False, server_default="0"),  # how many of them: the queue's order
    Column("endorsed_at", Utc),  # when the person it was declared for said that it is right
    Column("created_at", Utc, nullable=False),
    Column("submitted_at", Utc),
    Column("decided_at", Utc),
    Column("result_list_id", Key, ForeignKey("result_lists.id")),  # made elsewhere: the list that says the result
    _salt(),
    *(
        Index(
            f"uq_declarations_{subject}",
            "cycle_id",
            "title",
            subject,
            unique=True,
            postgresql_where=text(condition),
            sqlite_where=text(condition),
        )
        for subject, condition in (
            ("person_id", "household_id IS NULL AND clan_id IS NULL AND about_place_id IS NULL"),
            ("household_id", "household_id IS NOT NULL"),
            ("clan_id", "clan_id IS NOT NULL"),
            ("about_place_id", "about_place_id IS NOT NULL"),
        )
    ),
    *(
        Index(
            f"ix_declarations_{subject}",
            subject,
            postgresql_where=text(f"{subject} IS NOT NULL"),
            sqlite_where=text(f"{subject} IS NOT NULL"),
        )
        for subject in ("household_id", "clan_id", "about_place_id")
    ),  # of all years
    Index("ix_declarations_queue", "place_id", "cycle_id", "state", "submitted_at"),
    Index("ix_declarations_account", "account_id", "submitted_at"),
    # With the person: else a planner that knows no numbers takes it where the person alone finds one row.
    Index("ix_declarations_cycle", "cycle_id", "title", "person_id"),
    of_some("ix_declarations_waiting", "submitted_at", sqlite="state = 'submitted'"),  # who waits too long
    of_some("ix_declarations_spoken_by", "spoken_by", sqlite="spoken_by <> person_id"),
    sqlite_autoincrement=True,  # the log names declarations by their ids: one that was withdrawn has none to give
    info={
        "personal": Personal(
            holds="answers and result of a person's declaration, who spoke, signals of doubt",
            about=("person_id",),
            only="household_id IS NULL AND clan_id IS NULL AND about_place_id IS NULL",
            erased_by="erase_declarations",
            kept=ANSWERS,
            shown=SHOWN,
            stays={
                **because(
                    _NUMBERS,
                    *("cycle_id", "title", "person_id", "place_id", "state", "revision", "edition", "total"),
                    *("verdict", "judged", "created_at", "submitted_at", "decided_at", "result_list_id"),
                ),
                **because(_CONSENT, "account_id", "spoken_by", "consent", "endorsed_at"),
            },
            names=("spoken_by",),
            untold={
                **because("signals why its head should look twice; they change no result", "doubts", "doubtful"),
                "account_id": "whose chat it was stands in spoken_by",
                "salt": _PROGRAM,
            },
        ),
    },
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Key, primary_key=True),
    Column("declaration_id", Key, ForeignKey("declarations.id"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    *one_of("move", Move, only=DECISIONS, nullable=False),
    Column("reason", Json),
    Column("question", String(16)),  # the answer a return points at
    *one_of("judged", Verdict, checked=False),  # what a confirmation decided where no rule does
    Column("answers", Json),  # of a return: the answers as they were, so that the second round shows what changed
    Column("batch_id", Key, ForeignKey("batches.id")),
    Column("decided_by", Key, ForeignKey("people.id"), nullable=False),
    Column("at", Utc, nullable=False),
    _salt(),
    where_any("ix_decisions_batch_id", "batch_id"),
    info={
        "personal": Personal(
            holds="what was decided on a declaration, by whom, why; of a return the answers as they were",
            about=("declaration_id",),
            erased_by="erase_declarations",
            kept=ANSWERS,
            shown=SHOWN,
            untold={"salt": _PROGRAM},
            stays={
                **because(_NUMBERS, "declaration_id", "revision", "move", "judged", "at"),
                **because(_OFFICE, "batch_id", "decided_by"),
            },
            names=("decided_by",),
        ),
    },
)

batches = Table(
    "batches",
    metadata,
    Column("id", Key, primary_key=True),
    Column("made_by", Key, ForeignKey("people.id"), nullable=False),
    Column("at", Utc, nullable=False),
    Column("undone_at", Utc),
    info={
        "personal": Personal(
            holds="who confirmed several declarations, or registered a village, at once",
            about=("made_by",),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("an act of office; each declaration and each registration shows its own"),
            stays=because(_OFFICE, "made_by", "at", "undone_at"),
        ),
    },
)

_WHOSE = ("person_id", "household_id", "clan_id", "about_place_id")

registrations = Table(
    "registrations",
    metadata,
    Column("id", Key, primary_key=True),
    Column("cycle_id", Key, ForeignKey("cycles.id"), nullable=False),
    Column("title", String(16), nullable=False),
    # whose it is: one of these
    Column("person_id", Key, ForeignKey("people.id"), index=True),
    Column("household_id", Key, ForeignKey("households.id")),
    Column("clan_id", Key, ForeignKey("clans.id")),
    Column("about_place_id", Key, ForeignKey("places.id")),
    Column("place_id", Key, ForeignKey("places.id"), nullable=False),  # where it counts
    *one_of("how", Registered, nullable=False),
    Column("day", Date, nullable=False),
    Column("written_by", Key, ForeignKey("people.id"), index=True),
    Column("batch_id", Key, ForeignKey("batches.id"), index=True),  # with whom it was written down at once
    Column("made_at", Utc, nullable=False),
    Column("withdrawn_at", Utc),
    CheckConstraint(
        " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in _WHOSE) + " = 1",
        name="whose",
    ),
    *(
        Index(
            f"uq_registrations_{subject}",
            "cycle_id",
            "title",
            subject,
            unique=True,
            postgresql_where=text(f"{subject} IS NOT NULL AND withdrawn_at IS NULL"),
            sqlite_where=text(f"{subject} IS NOT NULL AND withdrawn_at IS NULL"),
        )
        for subject in _WHOSE
    ),
    Index("ix_registrations_place", "place_id", "cycle_id", "title"),
    Index("ix_registrations_cycle", "cycle_id", "title", "place_id"),
    sqlite_autoincrement=True,  # the log names registrations by their ids
    info={
        "personal": Personal(
            holds="that a person registered for a title of a year, when, how, and who wrote it down",
            about=("person_id",),
            erased_by="erase_registrations",
            kept=ANSWERS,
            shown=SHOWN,
            stays={
                **because(
                    _NUMBERS,
                    *("cycle_id", "title", "person_id", "place_id", "how", "day", "batch_id", "made_at"),
                    "withdrawn_at",
                ),
            },
            names=("written_by",),
        ),
    },
)

digests = Table(
    "digests",
    metadata,
    Column("person_id", Key, ForeignKey("people.id"), primary_key=True),
    Column("minute", Integer),  # of the day, in Viet Nam's time: when the evening's notice goes out; none: not at all
    Column("sent_on", Date),  # the last evening that was seen to, whether there was anything to say or not
    Column("urged_to", Utc),  # what was sent up to then, and waited too long, was told at once
    Column("told_to_register", Integer),  # the last year of which they were told that registration is open
    CheckConstraint("minute BETWEEN 0 AND 1439", name="minute"),
    info={
        "personal": Personal(
            holds="when somebody wants the evening's notice, and what they have been told",
            about=("person_id",),
            erased_by="erase_digest",
            kept=COUNTED,
            shown=SHOWN,
        ),
    },
)

counters = Table(
    "counters",
    metadata,
    Column("cycle_id", Key, ForeignKey("cycles.id"), primary_key=True),
    Column("place_id", Key, ForeignKey("places.id"), primary_key=True),
    Column("title", String(16), primary_key=True),
    *one_of("measure", Measure, checked=False, length=32, primary_key=True),
    Column("n", Integer, nullable=False),
    CheckConstraint("n >= 0", name="n"),
    info={"personal": NotPersonal("Numbers of a village, added up.")},
)

past_figures = Table(
    "past_figures",
    metadata,
    Column("cycle_id", Key, ForeignKey("cycles.id"), primary_key=True),
    Column("place_id", Key, ForeignKey("places.id"), primary_key=True),
    Column("title", String(16), primary_key=True),
    Column(
        "figure", String(40), primary_key=True
    ),  # "reached", "verdict.not_reached", "points" (storage/past_years.py)
    Column("n", Integer, nullable=False),
    info={"personal": NotPersonal("Numbers of years of which nothing else is kept, added up by village.")},
)

audit = Table(
    "audit",
    metadata,
    Column("n", Key, primary_key=True),  # the order of all lines, by the database: never by a clock
    Column("account_id", Key, ForeignKey("accounts.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Utc, nullable=False),
    Column("code", String(40), nullable=False),
    Column("subject", String(40), nullable=False, index=True),
    Column("data", Json, nullable=False),
    Column("data_hash", Digest, nullable=False),
    Column("rows", Json),  # fingerprints of the rows that were written with it (storage.kit.proof)
    Column("redacted", Boolean, nullable=False),  # its data was erased at a person's wish or when its time was over
    Column("hash", Digest, nullable=False),
    UniqueConstraint("account_id", "seq"),
    Index(
        "ix_audit_erased",
        "subject",
        sqlite_where=text("code = 'person.erased'"),
        postgresql_where=text("code = 'person.erased'"),
    ),  # whom a restored backup must forget again, found without reading the log
    Index(
        "ix_audit_begun",
        BegunBy(),
        sqlite_where=text("code = 'declaration.begun'"),
        postgresql_where=text("code = 'declaration.begun'"),
    ),  # all that was ever declared in somebody's name, also what they withdrew
    info={
        "personal": Personal(
            holds="what was done from a chat, when, to what; answers before and after",
            about=("account_id",),
            erased_by="redact_log",
            kept=ANSWERS,
            shown=Hidden("it repeats what is shown, as codes and ids; verified with hoctap verify"),
            stays={
                **because(_CHAIN, "n", "account_id", "seq", "at", "code", "subject", "data_hash", "redacted", "hash"),
                "rows": "fingerprints without the salt that went with the row: nothing can be guessed from them",
                "data": "that something happened is proof for everybody; what was answered is emptied",
            },
        ),
    },
)

anchors = Table(
    "anchors",
    metadata,
    Column("id", Key, primary_key=True),
    Column("at", Utc, nullable=False),
    Column("upto", Key, nullable=False),  # the last line of the log that it covers
    Column("root", Digest, nullable=False),  # over every line up to there, in the order of the database
    Column("code", String(12), nullable=False, index=True),  # what is printed of it
    Column("seal", String(32), nullable=False),  # of all that, by the secret key
    info={"personal": NotPersonal("Fingerprints of the log as it was on a day.")},
)

inbox = Table(
    "inbox",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("update", String(64), primary_key=True),
    Column("at", Utc, nullable=False, index=True),
    info={"personal": NotPersonal("Numbers that messengers give to updates: no chat, no person.", UPDATES)},
)

guesses = Table(
    "guesses",
    metadata,
    Column("whence", String(64), primary_key=True),  # a chat, or an address as a digest
    Column("n", Integer, nullable=False),
    Column("since", Utc, nullable=False),
    Column("until", Utc),  # until then no code from there is looked up
    Index("ix_guesses_since", "since"),
    info={"personal": NotPersonal("How many wrong codes came from a chat or an address: no code, no person.", GUESSES)},
)

backups = Table(
    "backups",
    metadata,
    Column("id", Key, primary_key=True),
    Column("night", Date, unique=True),  # the day at whose 02:00 it was due; none for one that was made by hand
    Column("begun_at", Utc, nullable=False),
    Column("until", Utc),  # a worker is at it, or waits after a failure: nobody else begins, until then
    Column("done_at", Utc),
    Column("folder", Text, nullable=False),
    Column("name", String(80), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("trouble", Text, nullable=False),  # why it failed, in the operator's words; empty where it did not
    Column("warned_at", Utc),  # officers were told that there has been none for days
    info={"personal": NotPersonal("When copies of the database were made, and where to.", BACKUPS)},
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True),
    *one_of("kind", ErrandKind, nullable=False),
    Column("account_id", Key, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("person_id", Key, ForeignKey("people.id")),  # whom it is for, where the account is only the way to them
    Column("key", String(64), unique=True),  # one digest at a time for a person, one job at a time
    Column("payload", Json, nullable=False),
    Column("tried", Json, nullable=False, server_default="[]"),  # accounts of the person that could not be reached
    *one_of("state", ErrandState, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text),
    Column("created_at", Utc, nullable=False),
    Column("done_at", Utc),
    Index("ix_outbox_due", "state", "due_at"),
    Index(
        "ix_outbox_person",
        "person_id",
        sqlite_where=text("person_id IS NOT NULL"),
        postgresql_where=text("person_id IS NOT NULL"),
    ),
    where_any("ix_outbox_done_at", "done_at"),
    Index(
        "ix_outbox_matter",
        "key",
        postgresql_ops={"key": "varchar_pattern_ops"},
        sqlite_where=text("key IS NOT NULL"),
        postgresql_where=text("key IS NOT NULL"),
    ),  # all of one matter, by what their keys begin with
    info={
        "personal": Personal(
            holds="notices to a person as they were or will be sent, and jobs asked for, until they are done",
            about=("account_id", "person_id"),
            erased_by="erase_messages",
            kept=MESSAGES,
            shown=SHOWN,
            untold=because(_PROGRAM, "key", "tried", "attempts", "error"),
        ),
    },
)

visits = Table(
    "visits",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False, index=True),  # who must be told at the door
    Column("payload", Json, nullable=False),  # the notice that could not be sent
    Column("created_at", Utc, nullable=False),
    Column("done_at", Utc),
    Column("done_by", Key, ForeignKey("people.id")),
    Index(
        "ix_visits_open",
        "done_at",
        postgresql_where=text("done_at IS NULL"),
        sqlite_where=text("done_at IS NULL"),
    ),
    where_any("ix_visits_done_at", "done_at"),
    Index("ix_visits_created_at", "created_at"),
    info={
        "personal": Personal(
            holds="what somebody must be told in person because no message reaches them",
            about=("person_id",),
            erased_by="erase_messages",
            kept=VISITS,
            shown=SHOWN,
            stays={"done_by": _OFFICE},
            names=("done_by",),
        ),
    },
)

sendings = Table(
    "sendings",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("month", String(7), primary_key=True),  # 2026-11, in Viet Nam's time
    Column("n", Integer, nullable=False),
    info={"personal": NotPersonal("How many messages went out in a month.")},
)

credentials = Table(
    "credentials",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("access", Text, nullable=False),
    Column("refresh", Text, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("renewing_until", Utc),  # a worker is renewing them: nobody else may, until then
    Column("broken_at", Utc),  # the refresh token was refused: a person must consent anew
    Column("first", String(64), nullable=False),  # digest of the configured first token these came from
    info={"personal": NotPersonal("The program's own tokens.")},
)

files = Table(
    "files",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account_id", Key, ForeignKey("accounts.id"), primary_key=True, index=True),  # who may fetch it
    Column("name", String(200), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),  # wrong answers at its link
    Column("basis", Json),  # the screen that showed it, or the errand it was made for: asked about at each fetch
    Column("created_at", Utc, nullable=False),
    Index("ix_files_created_at", "created_at"),
    info={
        "personal": Personal(
            holds="which files were made for a chat, by name",
            about=("account_id",),
            erased_by="erase_files",
            kept=FILES,
            shown=Hidden("the files were sent to the person's own chat"),
        ),
    },
)

received_files = Table(
    "received_files",
    metadata,
    Column("id", Key, primary_key=True),
    Column("account_id", Key, ForeignKey("accounts.id"), nullable=False, index=True),  # who was asked for it, or sent
    Column("person_id", Key, ForeignKey("people.id"), nullable=False, index=True),  # whose that account was then
    *one_of("purpose", FilePurpose, checked=False, length=24, nullable=False),
    Column("route", String(64), nullable=False),  # the screen that asked: its action is asked about again, it leads on
    Column("token", String(64), unique=True),  # the hash of an upload link's code
    Column("link_until", Utc),  # that link works up to this moment
    Column("source", String(1000), nullable=False),  # where the channel's file is to be fetched; emptied when it was
    *one_of("state", ReceivedState, nullable=False),
    Column("digest", String(64), index=True),
    Column("name", String(120), nullable=False),  # as its sender called it
    Column("media_type", String(100), nullable=False),
    Column("size", Integer),
    Column("created_at", Utc, nullable=False, index=True),  # when it was asked for or sent, then when it was here
    CheckConstraint("state <> 'kept' OR digest IS NOT NULL", name="digest"),
    Index(
        "uq_received_files_kept",
        "account_id",
        "purpose",
        unique=True,
        postgresql_where=text("state = 'kept'"),
        sqlite_where=text("state = 'kept'"),
    ),
    info={
        "personal": Personal(
            holds="which files a person sent for the office's work, by name; the bytes lie beside it, encrypted",
            about=("person_id",),
            erased_by="erase_files",
            kept=RECEIVED,
            shown=Hidden("they sent it themselves, for the commune's work, and it is gone in a day"),
            backup=IN_NO_COPY,
        ),
    },
)

recordings = Table(
    "recordings",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False, index=True),  # who sent it
    Column("fingerprint", String(64), nullable=False, unique=True),  # of the text as it stands on a screen
    Column("digest", String(64), nullable=False, index=True),
    Column("created_at", Utc, nullable=False),
    info={
        "personal": Personal(
            holds="which of the program's texts a person sent a recording of; the sound lies beside it, encrypted",
            about=("person_id",),
            erased_by="erase_recordings",
            kept=COUNTED,
            shown=SHOWN,
            untold={
                "fingerprint": "of a text that everybody is shown",
                "digest": "names the sound in the data folder",
            },
        ),
    },
)

desk_sessions = Table(
    "desk_sessions",
    metadata,
    Column("id", Key, primary_key=True),
    Column("account_id", Key, ForeignKey("accounts.id"), nullable=False, index=True),  # the chat that asked, and acts
    Column("person_id", Key, ForeignKey("people.id"), nullable=False, index=True),  # whose that chat was then
    Column("link", String(64), unique=True),  # the hash of the link's code; none where a password opened it
    Column("secret", String(64), unique=True),  # the hash of what the browser holds, once it is open
    Column("until", Utc, nullable=False),  # up to when the link works, then the session
    Column("opened_at", Utc),
    Column("ended_at", Utc),
    Column("created_at", Utc, nullable=False, index=True),
    info={
        "personal": Personal(
            holds="when a person who serves asked for the desk and opened it in a browser, and from which chat",
            about=("person_id",),
            erased_by="erase_desk_sessions",
            kept=DESK,
            shown=Hidden("what is open stands among their devices, where they end it; it is gone in 30 days"),
            backup=IN_NO_COPY,
        ),
    },
)

learning_events = Table(
    "learning_events",
    metadata,
    Column("id", Key, primary_key=True),
    Column("place_id", Key, ForeignKey("places.id"), nullable=False, index=True),  # whose residents are invited
    *one_of("kind", EventKind, checked=False, length=24, nullable=False),
    Column("name", String(120), nullable=False),
    Column("held_on", Date, nullable=False),
    Column("hours", Integer, nullable=False),
    Column("organiser", String(120), nullable=False),
    Column("code", String(16), nullable=False, unique=True),
    Column("announced_by", Key, ForeignKey("people.id"), nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("cancelled_at", Utc),
    Column("were_there", Integer, nullable=False, server_default="0"),  # whose entry of it is past its time
    Column("counted", Integer),  # by hand, of one that was written down afterwards
    *one_of("counted_how", CountedHow),
    Column("venue", String(120), nullable=False, server_default=""),  # the hour and the place, in the words of who said
    CheckConstraint("hours BETWEEN 1 AND 1000", name="hours"),
    CheckConstraint("(counted IS NULL) = (counted_how IS NULL)", name="counted"),
    Index("ix_learning_events_held_on", "held_on"),  # who is to be reminded today
    info={
        "personal": Personal(
            holds="who announced a class or a meeting",
            about=("announced_by",),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("an announcement is public; who was there sees it in their diary"),
            stays=because(
                _OFFICE,
                *(
                    "place_id",
                    "kind",
                    "held_on",
                    "hours",
                    "code",
                    "announced_by",
                    "created_at",
                    "cancelled_at",
                    "were_there",
                    "counted",
                    "counted_how",
                ),
            ),
            words_stay=because("announced in public, in office", "name", "organiser", "venue"),
        ),
    },
)

activities = Table(
    "activities",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False),
    *one_of("kind", ActivityKind, checked=False, length=24, nullable=False),
    Column("name", String(120), nullable=False),
    Column("held_on", Date, nullable=False),
    Column("hours", Integer, nullable=False),
    Column("organiser", String(120), nullable=False),
    Column("event_id", Key, ForeignKey("learning_events.id")),  # was there: the entry wrote itself
    Column("created_at", Utc, nullable=False),
    _salt(),
    CheckConstraint("hours BETWEEN 1 AND 1000", name="hours"),
    Index("ix_activities_person", "person_id", "held_on"),
    Index("ix_activities_day", "held_on", "kind"),
    UniqueConstraint("person_id", "event_id"),
    where_any("ix_activities_event_id", "event_id"),
    info={
        "personal": Personal(
            holds="the learning diary: what, when, hours, who ran it",
            about=("person_id",),
            erased_by="erase_diary",
            kept=ANSWERS,
            shown=SHOWN,
            untold={"salt": _PROGRAM},
        ),
    },
)

sign_ups = Table(
    "sign_ups",
    metadata,
    Column("id", Key, primary_key=True),
    Column("event_id", Key, ForeignKey("learning_events.id"), nullable=False),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False, index=True),
    Column("asked_by", Key, ForeignKey("people.id"), nullable=False),  # they themselves, or who speaks for them
    Column("asked_at", Utc, nullable=False, index=True),
    Column("reminded_on", Date),
    UniqueConstraint("event_id", "person_id"),
    info={
        "personal": Personal(
            holds="which classes and meetings a person wants to come to, who asked, when they were reminded",
            about=("person_id",),
            erased_by="erase_classes",
            kept=ANSWERS,
            shown=SHOWN,
            stays={"asked_by": "of what was asked for somebody else"},
            names=("asked_by",),
        ),
    },
)

learning_needs = Table(
    "learning_needs",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False, index=True),
    *one_of("kind", NeedKind, nullable=False),
    Column("said", String(120), nullable=False),
    Column("said_at", Utc, nullable=False, index=True),
    info={
        "personal": Personal(
            holds="what a person would like to learn, in a kind and in their own words",
            about=("person_id",),
            erased_by="erase_classes",
            kept=ANSWERS,
            shown=SHOWN,
        ),
    },
)

announcements = Table(
    "announcements",
    metadata,
    Column("id", Key, primary_key=True),
    Column("place_id", Key, ForeignKey("places.id"), nullable=False),  # whose residents were told
    Column("said", String(500), nullable=False),
    Column("told", Integer, nullable=False),  # chats it went to
    Column("made_by", Key, ForeignKey("people.id"), nullable=False),
    Column("made_at", Utc, nullable=False),
    Index("ix_announcements_place", "place_id", "made_at"),
    info={
        "personal": Personal(
            holds="who announced something to the people of a place",
            about=("made_by",),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("an announcement is public"),
            stays=because(_OFFICE, "place_id", "told", "made_by", "made_at"),
            words_stay=because("announced in public, in office", "said"),
        ),
    },
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False, index=True),  # whose it is
    Column("account_id", Key, ForeignKey("accounts.id"), nullable=False),  # who sent it
    Column("activity_id", Key, ForeignKey("activities.id")),
    Column("entry_id", Key, ForeignKey("entries.id")),
    Column("meeting_id", Key, ForeignKey("meetings.id")),
    Column("event_id", Key, ForeignKey("learning_events.id")),  # of what took place
    Column("source", String(1000), nullable=False),  # where the channel's picture is to be fetched; emptied when it was
    *one_of("state", PictureState, nullable=False),
    Column("digest", String(64)),
    Column("media_type", String(100)),
    Column("size", Integer),
    Column("caption", String(200), nullable=False, server_default=""),  # what was written under it
    Column("created_at", Utc, nullable=False),
    CheckConstraint("state <> 'kept' OR digest IS NOT NULL", name="digest"),
    where_any("ix_evidence_activity_id", "activity_id"),
    where_any("ix_evidence_entry_id", "entry_id"),
    where_any("ix_evidence_meeting_id", "meeting_id"),
    where_any("ix_evidence_event_id", "event_id"),
    where_any("ix_evidence_digest", "digest"),
    Index("ix_evidence_account_id", "account_id"),
    of_some("ix_evidence_created_at", "created_at", sqlite="entry_id IS NULL"),
    info={
        "personal": Personal(
            holds="pictures a person sent for their diary, what was written under them, photos of signed sheets",
            about=("person_id",),
            only="entry_id IS NULL AND meeting_id IS NULL AND event_id IS NULL",
            erased_by="erase_diary",
            kept=ANSWERS,
            shown=SHOWN,
            stays={
                **because(
                    "a picture beside the commune's figure, of a meeting's minutes or of an event is the commune's",
                    *("person_id", "entry_id", "meeting_id", "event_id"),
                ),
                "account_id": "of a picture that was sent for somebody else, or beside the commune's figure",
            },
            names=("account_id",),
            untold={"source": "an address at the messenger, emptied once the picture is here"},
        ),
    },
)

entries = Table(
    "entries",
    metadata,
    Column("id", Key, primary_key=True),
    Column("cycle_id", Key, ForeignKey("cycles.id"), nullable=False),
    Column("indicator", String(64), nullable=False),  # "tt25:1.1", "plan:pcgd_mn"
    Column("value", Integer),  # in the indicator's unit; none where it is only reached or not
    Column("met", Boolean),
    Column("note", String(500), nullable=False),  # the paper it rests on: number, date
    Column("entered_by", Key, ForeignKey("people.id"), nullable=False),
    Column("at", Utc, nullable=False),
    *one_of("state", EntryState, nullable=False, server_default=EntryState.ACCEPTED.value),
    Column("place_id", Key, ForeignKey("places.id")),  # the unit that files it; none: an officer entered it
    Column("reason", String(400)),  # why an officer returned it
    Column("decided_by", Key, ForeignKey("people.id")),
    Column("decided_at", Utc),
    Index("ix_entries_indicator", "cycle_id", "indicator"),
    info={
        "personal": Personal(
            holds="who entered a figure of the commune, on which paper it rests; which officer decided on a unit's",
            about=("entered_by", "decided_by"),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("an act of office about the commune, not about a person"),
            stays=because(
                _OFFICE,
                *("cycle_id", "indicator", "value", "met", "entered_by", "at", "state", "place_id"),
                *("decided_by", "decided_at"),
            ),
            words_stay={
                "note": "the paper that the commune's figure rests on",
                "reason": "why a unit's figure went back, said of the figure",
            },
        ),
    },
)


funds = Table(
    "funds",
    metadata,
    Column("id", Key, primary_key=True),
    Column("cycle_id", Key, ForeignKey("cycles.id"), nullable=False),
    Column("place_id", Key, ForeignKey("places.id"), nullable=False),  # whose fund; of a clan's: its village
    Column("clan_id", Key, ForeignKey("clans.id")),
    Column("opening", BigInteger, nullable=False),  # đồng, as all four
    Column("received", BigInteger, nullable=False),
    Column("spent", BigInteger, nullable=False),
    Column("closing", BigInteger, nullable=False),
    Column("grants", Integer, nullable=False),  # suất
    Column("source", String(200), nullable=False),  # the paper it rests on
    Column("stated_on", Date, nullable=False),  # the day of these figures
    Column("entered_by", Key, ForeignKey("people.id"), nullable=False),
    Column("at", Utc, nullable=False),
    CheckConstraint("closing = opening + received - spent", name="fits"),
    Index("ix_funds_cycle_id", "cycle_id", "place_id"),
    info={
        "personal": Personal(
            holds="who entered the year's line of a scholarship fund, on which paper it rests",
            about=("entered_by",),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("an act of office about a fund, not about a person"),
            stays=because(
                _OFFICE,
                *("cycle_id", "place_id", "clan_id", "opening", "received", "spent", "closing", "grants"),
                *("stated_on", "entered_by", "at"),
            ),
            words_stay={"source": "the paper that the fund's figures rest on"},
        ),
    },
)


assignments = Table(
    "assignments",
    metadata,
    Column("id", Key, primary_key=True),
    Column("cycle_id", Key, ForeignKey("cycles.id"), nullable=False),
    Column("indicator", String(64), nullable=False),  # as in entries
    Column("lead_id", Key, ForeignKey("places.id")),
    Column("support_ids", Json, nullable=False),
    Column("made_by", Key, ForeignKey("people.id"), nullable=False),
    Column("at", Utc, nullable=False),
    Index("ix_assignments_indicator", "cycle_id", "indicator"),
    info={
        "personal": Personal(
            holds="which officer assigned a figure of the commune to which unit",
            about=("made_by",),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("an act of office about the commune, not about a person"),
            stays=because(_OFFICE, "cycle_id", "indicator", "lead_id", "support_ids", "made_by", "at"),
        ),
    },
)

filing_reminders = Table(
    "filing_reminders",
    metadata,
    Column("cycle_id", Key, ForeignKey("cycles.id"), primary_key=True),
    Column("place_id", Key, ForeignKey("places.id"), primary_key=True),
    Column("due_on", Date, primary_key=True),
    Column("at", Utc, nullable=False),
    info={"personal": NotPersonal("That a unit was reminded of a date, once.")},
)

clock = Table(
    "clock",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("at", Utc, nullable=False),  # the last moment that is vouched for
    *one_of("by", Witness, nullable=False),
    Column("refused_at", Utc),  # since when a sweep does not believe the clock, as that shows it
    Column("upto", Key, nullable=False, server_default="0"),  # the last line of the log that was asked for it
    Column("emptied", Integer),  # the year before which the log is emptied of what it says of people
    CheckConstraint("id = 1", name="one"),
    info={"personal": NotPersonal("Up to which day the program's clock is vouched for.")},
)

data_requests = Table(
    "data_requests",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False, index=True),  # whose data
    *one_of("kind", RequestKind, nullable=False),
    Column("asked_at", Utc, nullable=False),
    Column("noted_by", Key, ForeignKey("people.id")),  # who wrote it down; none: the person did it in their chat
    Column("answered_at", Utc),  # when they were first told that it is being done
    Column("done_at", Utc),
    Column("done_by", Key, ForeignKey("people.id")),
    of_some("ix_data_requests_open", "asked_at", sqlite="done_at IS NULL"),  # a few in the country
    info={
        "personal": Personal(
            holds="what somebody asked about their own data, when, and when it was done",
            about=("person_id",),
            erased_by=NOBODY,
            kept=PROOF,
            shown=SHOWN,
            stays=because(_CONSENT, "person_id", "kind", "asked_at", "noted_by", "answered_at", "done_at", "done_by"),
            names=("noted_by", "done_by"),
        ),
    },
)

roster_imports = Table(
    "roster_imports",
    metadata,
    Column("id", Key, primary_key=True),
    Column("commune_id", Key, ForeignKey("places.id"), nullable=False, index=True),
    Column("account_id", Key, ForeignKey("accounts.id"), nullable=False, index=True),  # who brought it
    Column("file_name", String(200), nullable=False),
    Column("digest", String(64)),  # of its bytes; none any more once they are gone
    *one_of("state", ImportState, nullable=False),
    Column("choices", Json, nullable=False),  # what was asked about the file, and answered
    Column("found", Json, nullable=False),  # what was understood of it: columns, notes, questions
    Column("source", String(300), nullable=False, server_default=""),  # nguồn
    Column("as_of", Date),  # ngày số liệu
    Column("basis", String(300), nullable=False, server_default=""),  # văn bản cho phép sử dụng
    Column("provider", String(200), nullable=False, server_default=""),  # người cung cấp
    Column("begun_at", Utc, nullable=False, index=True),
    Column("ended_at", Utc),
    info={
        "personal": Personal(
            holds="that somebody brought a file with a list of people, from where and when",
            about=("account_id",),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("what somebody did in office is the commune's record"),
            stays=because(
                _OFFICE,
                *("commune_id", "account_id", "digest", "state", "choices", "found", "as_of", "begun_at", "ended_at"),
            ),
            words_stay=because(
                "where a list of the commune comes from, by what right", "file_name", "source", "basis", "provider"
            ),
        ),
    },
)

roster_lines = Table(
    "roster_lines",
    metadata,
    Column("id", Key, primary_key=True),
    Column("import_id", Key, ForeignKey("roster_imports.id"), nullable=False),
    Column("n", Integer, nullable=False),  # in the file's order
    Column("sheet", String(80), nullable=False),
    Column("row", Integer, nullable=False),  # as the office's program counts
    Column("place_id", Key, ForeignKey("places.id")),
    Column("household", String(32), nullable=False),
    Column("relation", String(16)),  # to the head of the household
    Column("full_name", String(120), nullable=False),
    Column("birth_year", Integer, nullable=False),  # 0 where the file does not say
    *one_of("listing", Listing),  # none: the line could not be taken
    *one_of("likeness", Likeness),
    Column("person_id", Key, ForeignKey("people.id"), index=True),  # whom it means
    Column("like_id", Key, ForeignKey("people.id"), index=True),  # whom a doubtful line may mean
    Column("cells", Json, nullable=False),  # of a line that could not be taken, by column
    Column("remarks", Json, nullable=False),
    Column("done_at", Utc),  # since when the roster says so, too
    Index("ix_roster_lines_listing", "import_id", "listing", "n"),
    info={
        "personal": Personal(
            holds="name, birth year, village and household as a list of the commune has them, while it is compared",
            about=("person_id", "like_id"),
            erased_by="erase_roster_lines",
            kept=IMPORTS,
            shown=Hidden("a copy of the commune's own list, for 30 days; what is taken over of it is shown"),
        ),
    },
)

result_lists = Table(
    "result_lists",
    metadata,
    Column("id", Key, primary_key=True),
    Column("commune_id", Key, ForeignKey("places.id"), nullable=False, index=True),
    Column("cycle_id", Key, ForeignKey("cycles.id"), nullable=False),  # the year it tells of
    Column("title", String(16), nullable=False),
    Column("account_id", Key, ForeignKey("accounts.id"), nullable=False, index=True),  # who brought it
    Column("brought_by", Key, ForeignKey("people.id"), nullable=False),  # and their person, who decides on none of it
    Column("file_name", String(200), nullable=False),
    Column("digest", String(64)),  # of its bytes
    *one_of("state", ResultsState, nullable=False),
    Column("choices", Json, nullable=False),  # what was asked about the file, and answered
    Column("found", Json, nullable=False),  # what was understood of it: columns, notes, questions
    *one_of("made_at", ResultsFrom),  # by a unit, a village, on an official form, by the association's site
    Column("made_by", String(200), nullable=False, server_default=""),  # nơi lập
    Column("made_on", Date),  # ngày lập
    Column("signer", String(120), nullable=False, server_default=""),  # người ký
    Column("all_reached", Boolean, nullable=False, server_default=false()),  # lines that say nothing: of who passed
    Column("begun_at", Utc, nullable=False, index=True),
    Column("taken_at", Utc),
    Column("ended_at", Utc),  # undone, or set aside
    info={
        "personal": Personal(
            holds="that somebody brought a list of results, who made it and signed it, and when",
            about=("account_id", "brought_by"),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("what somebody did in office is the commune's record"),
            stays=because(
                _OFFICE,
                *("commune_id", "cycle_id", "title", "account_id", "brought_by", "digest", "state", "choices", "found"),
                *("made_at", "made_on", "all_reached", "begun_at", "taken_at", "ended_at"),
            ),
            words_stay=because("who made and signed a list that results rest on", "file_name", "made_by", "signer"),
        ),
    },
)

result_lines = Table(
    "result_lines",
    metadata,
    Column("id", Key, primary_key=True),
    Column("list_id", Key, ForeignKey("result_lists.id"), nullable=False),
    Column("n", Integer, nullable=False),  # in the file's order
    Column("sheet", String(80), nullable=False),
    Column("row", Integer, nullable=False),  # as the office's program counts
    Column("place_id", Key, ForeignKey("places.id")),
    Column("household", String(32), nullable=False),
    Column("full_name", String(120), nullable=False),
    Column("birth_year", Integer, nullable=False),  # 0 where the file does not say
    Column("reached", Boolean),  # none: the file does not say
    Column("points", String(16), nullable=False),  # in all, as they stand there; empty: not known
    Column("by_indicator", Json, nullable=False),  # the same, by the indicator's number
    *one_of("finding", Finding),  # none: the line could not be read
    *one_of("likeness", Likeness),
    Column("person_id", Key, ForeignKey("people.id"), index=True),  # whom it means
    Column("like_id", Key, ForeignKey("people.id"), index=True),  # whom a doubtful line may mean
    Column("prefers", Boolean, nullable=False),  # in place of what stands here: an officer chose so
    Column("cells", Json, nullable=False),  # of a line that could not be read, by column
    Column("remarks", Json, nullable=False),
    Column("done_at", Utc),  # since when it is taken
    Index("ix_result_lines_finding", "list_id", "finding", "n"),
    info={
        "personal": Personal(
            holds="name, birth year, place and result as a list of results has them, while it is compared",
            about=("person_id", "like_id"),
            erased_by="erase_results",
            kept=IMPORTS,
            shown=Hidden("a copy of a list for 30 days; what is taken of it is shown"),
        ),
    },
)

listed_results = Table(
    "listed_results",
    metadata,
    Column("id", Key, primary_key=True),
    Column("declaration_id", Key, ForeignKey("declarations.id"), nullable=False, unique=True),
    Column("list_id", Key, ForeignKey("result_lists.id"), nullable=False, index=True),
    Column("reached", Boolean, nullable=False),
    Column("points", String(16), nullable=False),  # in all, as the list has them; empty: not known
    Column("by_indicator", Json, nullable=False),
    Column("before", Json),  # of a declaration that stood here: its state, when it was sent, who spoke
    Column("taken_at", Utc, nullable=False),
    Column("disputed_at", Utc),  # the person says that it is wrong
    Column("ended_at", Utc),  # the person has declared themselves since
    _salt(),
    info={
        "personal": Personal(
            holds="a person's result that was made elsewhere, its points, and whether they say that it is wrong",
            about=("declaration_id",),
            erased_by="erase_results",
            kept=ANSWERS,
            shown=SHOWN,
            stays=because(_NUMBERS, "declaration_id", "list_id", "reached", "taken_at", "ended_at"),
            untold={
                "before": "how far what was declared here was, to put it back; that itself is shown",
                "salt": _PROGRAM,
            },
        ),
    },
)

recognition_lists = Table(
    "recognition_lists",
    metadata,
    Column("id", Key, primary_key=True),
    Column("cycle_id", Key, ForeignKey("cycles.id"), nullable=False, index=True),
    Column("title", String(16), nullable=False),
    *one_of("state", Paper, nullable=False),
    Column("made_by", Key, ForeignKey("people.id"), nullable=False),
    Column("made_at", Utc, nullable=False),
    Column("posted_from", Date),
    Column("posted_to", Date),
    Column("submitted_at", Utc),
    # as they stand on the signed paper
    Column("number", String(60), nullable=False, server_default=""),
    Column("decided_on", Date),
    Column("signer", String(120), nullable=False, server_default=""),
    Column("signer_office", String(120), nullable=False, server_default=""),
    Column("issued_at", Utc),
    Column("ended_at", Utc),  # revoked, or dropped
    Column("why", String(300), nullable=False, server_default=""),  # it was revoked
    info={
        "personal": Personal(
            holds="who made a list of people to be recognised, and who signed its decision",
            about=("made_by",),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("an act of office; each person sees their own recognition"),
            stays=because(
                _OFFICE,
                *("cycle_id", "title", "state", "made_by", "made_at", "posted_from", "posted_to", "submitted_at"),
                *("decided_on", "issued_at", "ended_at"),
            ),
            words_stay=because("a decision's own words", "number", "signer", "signer_office", "why"),
        ),
    },
)

recognition_names = Table(
    "recognition_names",
    metadata,
    Column("id", Key, primary_key=True),
    Column("list_id", Key, ForeignKey("recognition_lists.id"), nullable=False),
    Column("declaration_id", Key, ForeignKey("declarations.id"), nullable=False, index=True),
    Column("place_id", Key, ForeignKey("places.id"), nullable=False),
    Column("live", Boolean, nullable=False),  # proposed or recognised by this list; nobody is by two
    Column("struck_why", String(300)),
    Column("struck_by", Key, ForeignKey("people.id")),
    Column("recognised_at", Utc),
    Column("code", String(20), unique=True, index=True),  # by which a Giấy công nhận can be checked
    UniqueConstraint("list_id", "declaration_id"),
    Index(
        "uq_recognition_names_live",
        "declaration_id",
        unique=True,
        postgresql_where=text("live"),
        sqlite_where=text("live"),
    ),
    Index("ix_recognition_names_place", "list_id", "place_id"),
    info={
        "personal": Personal(
            holds="that somebody is proposed for recognition or recognised by a decision, or was struck, and why",
            about=("declaration_id",),
            erased_by="erase_recognition",
            kept=ANSWERS,
            shown=SHOWN,
            stays={
                **because(_NUMBERS, "list_id", "declaration_id", "place_id", "live", "recognised_at"),
                **because(_OFFICE, "struck_by"),
            },
            names=("struck_by",),
        ),
    },
)

decision_scans = Table(
    "decision_scans",
    metadata,
    Column("id", Key, primary_key=True),
    Column("list_id", Key, ForeignKey("recognition_lists.id"), nullable=False, index=True),
    *one_of("kind", ScanKind, nullable=False),
    Column("digest", String(64), nullable=False, index=True),
    Column("name", String(120), nullable=False),  # as its sender called it
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sent_by", Key, ForeignKey("people.id"), nullable=False),
    Column("sent_at", Utc, nullable=False),
    info={
        "personal": Personal(
            holds="who sent the signed scan of a decision or of minutes; the scan, which names many, lies beside it",
            about=("sent_by",),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden(
                "an act of office, and a public paper that names many; each person sees their own recognition"
            ),
            stays=because(_OFFICE, "list_id", "kind", "digest", "media_type", "size", "sent_by", "sent_at"),
            words_stay=because("what the office called its paper", "name"),
        ),
    },
)

objections = Table(
    "objections",
    metadata,
    Column("id", Key, primary_key=True),
    Column("list_id", Key, ForeignKey("recognition_lists.id"), nullable=False, index=True),
    Column("declaration_id", Key, ForeignKey("declarations.id"), index=True),  # whom it is about; none: the whole list
    Column("said", String(500), nullable=False),
    Column("answer", String(500)),
    Column("noted_by", Key, ForeignKey("people.id"), nullable=False),
    Column("noted_at", Utc, nullable=False),
    Column("answered_at", Utc),
    info={
        "personal": Personal(
            holds="what somebody said against a person's recognition while the list was posted, and the answer",
            about=("declaration_id",),
            erased_by="erase_recognition",
            kept=ANSWERS,
            shown=SHOWN,
            stays=because(_OFFICE, "list_id", "noted_by", "noted_at", "answered_at"),
            names=("noted_by",),
        ),
    },
)


blottings = Table(
    "blottings",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False),  # who was erased
    Column("forms", Json, nullable=False),  # the name, as people write it
    Column("alone", Boolean, nullable=False),  # nobody else had it: what others wrote can mean nobody else
    Column("part", String(40), nullable=False, server_default=""),  # the table that is being gone through
    Column("upto", Key, nullable=False, server_default="0"),  # the last of its rows that was
    Column("at", Utc, nullable=False),
    info={
        "personal": Personal(
            holds="the name of somebody who was erased, as long as it is being taken out of what others wrote",
            about=("person_id",),
            erased_by=NOBODY,
            kept=BLOTTING,
            shown=Hidden("it is there once the person is forgotten, for minutes, and nobody is shown it"),
            stays=because(_SOUGHT, "person_id", "alone", "part", "upto", "at"),
            words_stay=because(_SOUGHT, "forms"),
        ),
    },
)


letterheads = Table(
    "letterheads",
    metadata,
    Column("id", Key, primary_key=True),
    Column("commune_id", Key, ForeignKey("places.id"), nullable=False, unique=True),
    Column("said", Json, nullable=False),  # criteria.letterhead.Letterhead
    Column("revision", Integer, nullable=False),  # moves on with every change
    Column("changed_at", Utc, nullable=False),
    info={
        "personal": NotPersonal(
            "How a commune's papers are headed and signed. The signer's name is an office's: it stands on the papers."
        ),
    },
)


meetings = Table(
    "meetings",
    metadata,
    Column("id", Key, primary_key=True),
    Column("cycle_id", Key, ForeignKey("cycles.id"), nullable=False, index=True),
    *one_of("kind", MeetingKind, nullable=False),
    Column("place_id", Key, ForeignKey("places.id"), nullable=False),  # the village or unit; a council's: the commune
    Column("list_id", Key, ForeignKey("recognition_lists.id")),  # what a council met about
    *one_of("state", MeetingState, nullable=False),
    Column("held_on", Date, nullable=False),
    Column("held_at", String(120), nullable=False, server_default=""),
    Column("chair", String(120), nullable=False, server_default=""),
    Column("secretary", String(120), nullable=False, server_default=""),
    Column("invited", Integer),
    Column("present", Integer),
    Column("said", String(500), nullable=False, server_default=""),  # the minutes, or the conclusion, in a line
    Column("signed_by", Key, ForeignKey("people.id")),  # the head who signed the paper: the decider on record
    Column("opened_by", Key, ForeignKey("people.id"), nullable=False),
    Column("opened_at", Utc, nullable=False),
    Column("written_by", Key, ForeignKey("people.id")),  # who wrote the conclusion down: the typist
    Column("written_at", Utc),
    Index(
        "uq_meetings_live",
        "cycle_id",
        "place_id",
        unique=True,
        postgresql_where=text("state <> 'dropped' AND list_id IS NULL"),
        sqlite_where=text("state <> 'dropped' AND list_id IS NULL"),
    ),
    Index(
        "uq_meetings_list",
        "list_id",
        unique=True,
        postgresql_where=text("state <> 'dropped' AND list_id IS NOT NULL"),
        sqlite_where=text("state <> 'dropped' AND list_id IS NOT NULL"),
    ),
    info={
        "personal": Personal(
            holds="who led a meeting about the proposed, wrote its minutes, signed and typed them",
            about=("opened_by",),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("an act of office; each person sees what a meeting said of them"),
            stays=because(
                _OFFICE,
                *("cycle_id", "kind", "place_id", "list_id", "state", "held_on", "invited", "present"),
                *("signed_by", "opened_by", "opened_at", "written_by", "written_at"),
            ),
            words_stay=because("a meeting's own minutes", "held_at", "chair", "secretary", "said"),
        ),
    },
)

meeting_names = Table(
    "meeting_names",
    metadata,
    Column("id", Key, primary_key=True),
    Column("meeting_id", Key, ForeignKey("meetings.id"), nullable=False),
    Column("declaration_id", Key, ForeignKey("declarations.id"), nullable=False, index=True),
    *one_of("mark", Mark, nullable=False),
    Column("agreed", Boolean),
    Column("votes_for", Integer),
    Column("votes_against", Integer),
    Column("said", String(300), nullable=False, server_default=""),
    UniqueConstraint("meeting_id", "declaration_id"),
    info={
        "personal": Personal(
            holds="that a meeting discussed somebody, or that they were absent, how it voted and what was said",
            about=("declaration_id",),
            erased_by="erase_meetings",
            kept=ANSWERS,
            shown=SHOWN,
            stays=because(_NUMBERS, "meeting_id", "declaration_id", "mark", "agreed", "votes_for", "votes_against"),
        ),
    },
)

paper_confirmations = Table(
    "paper_confirmations",
    metadata,
    Column("id", Key, primary_key=True),
    Column("meeting_id", Key, ForeignKey("meetings.id"), nullable=False),
    Column("declaration_id", Key, ForeignKey("declarations.id"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),  # of the declaration, as it was confirmed
    Column("at", Utc, nullable=False),
    Column("drawn", Boolean, nullable=False),  # for an officer to check
    Column("agrees", Boolean),  # with the paper; none: not checked yet
    Column("checked_by", Key, ForeignKey("people.id")),
    Column("checked_at", Utc),
    UniqueConstraint("meeting_id", "declaration_id", "revision"),
    Index(
        "ix_paper_confirmations_open",
        "meeting_id",
        postgresql_where=text("drawn AND agrees IS NULL"),
        sqlite_where=text("drawn = 1 AND agrees IS NULL"),
    ),
    info={
        "personal": Personal(
            holds="that somebody's declaration was confirmed by a signed paper, and whether an officer checked it",
            about=("declaration_id",),
            erased_by=NOBODY,
            kept=ANSWERS,
            shown=SHOWN,
            stays={
                **because(_NUMBERS, "meeting_id", "declaration_id", "revision", "at", "drawn", "agrees", "checked_at"),
                **because(_OFFICE, "checked_by"),
            },
            names=("checked_by",),
        ),
    },
)

councils = Table(
    "councils",
    metadata,
    Column("id", Key, primary_key=True),
    Column("cycle_id", Key, ForeignKey("cycles.id"), nullable=False, unique=True),
    Column("number", String(60), nullable=False, server_default=""),  # of the decision that establishes it
    Column("decided_on", Date),
    info={"personal": NotPersonal("Number and day of the decision that establishes a commune's council.")},
)

council_members = Table(
    "council_members",
    metadata,
    Column("id", Key, primary_key=True),
    Column("cycle_id", Key, ForeignKey("cycles.id"), nullable=False, index=True),
    Column("full_name", String(120), nullable=False),
    Column("post", String(160), nullable=False),
    *one_of("role", CouncilRole, nullable=False),
    Column("added_by", Key, ForeignKey("people.id"), nullable=False),
    Column("ended_at", Utc),
    info={
        "personal": Personal(
            holds="who sits on the commune's council, with their post, and who entered them",
            about=("added_by",),
            erased_by=NOBODY,
            kept=RECORD,
            shown=Hidden("an act of office; the names stand on the decision that establishes the council"),
            stays=because(_OFFICE, "cycle_id", "role", "added_by", "ended_at"),
            words_stay=because("names and posts of an office, as its decision has them", "full_name", "post"),
        ),
    },
)


def term_of(name: str) -> Term:
    """How long the rows of a table are kept."""
    kept = said_of(metadata.tables[name]).kept
    if kept is None:
        raise ValueError(f"{name} says nothing of a term")
    return kept


def left_out_of_copies() -> tuple[str, ...]:
    """The tables whose rows are in no backup."""
    said = ((table.name, said_of(table)) for table in metadata.sorted_tables)
    return tuple(name for name, each in said if isinstance(each, Personal) and each.backup == IN_NO_COPY)
