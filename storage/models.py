"""The tables. Rules that must hold whatever the code does are constraints here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

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


class Utc(TypeDecorator[datetime]):
    """An aware UTC time, also on SQLite, which stores none: naive in the file, aware in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Take an aware time in; SQLite keeps it as UTC without a zone."""
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give an aware time out."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


places = Table(
    "places",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", String(16), nullable=False),
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
    CheckConstraint("kind IN ('commune', 'village', 'unit')", name="kind"),
)

households = Table(
    "households",
    metadata,
    Column("id", Key, primary_key=True),
    Column("place_id", Key, ForeignKey("places.id"), nullable=False),
    Column("code", String(32), nullable=False),
    UniqueConstraint("place_id", "code"),
)

people = Table(
    "people",
    metadata,
    Column("id", Key, primary_key=True),
    Column("place_id", Key, ForeignKey("places.id"), nullable=False),
    Column("household_id", Key, ForeignKey("households.id"), index=True),
    Column("full_name", String(120), nullable=False),
    Column("folded_name", String(120), nullable=False),
    Column("birth_year", Integer, nullable=False),
    Column("on_roster", Boolean, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("claimed_at", Utc),  # since when the person has a chat of their own: name and year no longer open one
    Column("erased_at", Utc),
    CheckConstraint("birth_year = 0 OR birth_year BETWEEN 1880 AND 2200", name="birth_year"),
    Index("ix_people_match", "place_id", "folded_name", "birth_year"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("person_id", Key, ForeignKey("people.id"), index=True),
    Column("language", String(8), nullable=False),
    Column("consent", String(16)),  # version of the consent text last agreed to, none if refused or withdrawn
    Column("route", String(64), nullable=False),
    Column("choices", Json, nullable=False),
    Column("offers", Json, nullable=False, server_default="[]"),  # choices of the last notice, named by their labels
    Column("draft", Json, nullable=False),
    Column("owed", String(64)),  # the update whose reply is not yet known to be sent
    Column("blocked", Boolean, nullable=False),
    Column("preferred", Boolean, nullable=False, server_default=false()),  # where the person wants notices
    Column("compact", Boolean, nullable=False, server_default=false()),  # the whole form in one message
    Column("seen_at", Utc, nullable=False),
    Column("audit_length", Integer, nullable=False),
    Column("audit_head", String(64), nullable=False),
    UniqueConstraint("channel", "chat"),
    Index(
        "ix_accounts_owed",
        "owed",
        postgresql_where=text("owed IS NOT NULL"),
        sqlite_where=text("owed IS NOT NULL"),
    ),
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
)

proxies = Table(
    "proxies",
    metadata,
    Column("id", Key, primary_key=True),
    Column("account_id", Key, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False, index=True),  # for whom the account may speak
    Column("consent", String(16), nullable=False),
    Column("given_at", Utc, nullable=False),
    Column("ended_at", Utc),
    CheckConstraint("consent IN ('beside', 'asked')", name="consent"),
    Index(
        "uq_proxies_open",
        "account_id",
        "person_id",
        unique=True,
        postgresql_where=text("ended_at IS NULL"),
        sqlite_where=text("ended_at IS NULL"),
    ),
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
)

grants = Table(
    "grants",
    metadata,
    Column("id", Key, primary_key=True),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False, index=True),
    Column("role", String(16), nullable=False),
    Column("place_id", Key, ForeignKey("places.id"), nullable=False, index=True),
    Column("granted_at", Utc, nullable=False),
    Column("revoked_at", Utc),
    CheckConstraint("role IN ('head', 'officer')", name="role"),
)

invites = Table(
    "invites",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("place_id", Key, ForeignKey("places.id"), nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("used_at", Utc),
    Column("used_by", Key, ForeignKey("accounts.id")),
    CheckConstraint("role IN ('head', 'officer')", name="role"),
)

cycles = Table(
    "cycles",
    metadata,
    Column("id", Key, primary_key=True),
    Column("commune_id", Key, ForeignKey("places.id"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("plan", String(64), nullable=False),
    Column("criteria_set", String(64), nullable=False),
    Column("standing", String(16), nullable=False),
    Column("corrections", Json, nullable=False),
    Column("adopted_at", Utc),
    Column("adopted_by", Key, ForeignKey("people.id")),
    UniqueConstraint("commune_id", "year"),
    CheckConstraint("state IN ('open', 'closed', 'locked')", name="state"),
    CheckConstraint("standing IN ('proposed', 'provisional', 'verified')", name="standing"),
)

declarations = Table(
    "declarations",
    metadata,
    Column("id", Key, primary_key=True),
    Column("cycle_id", Key, ForeignKey("cycles.id"), nullable=False),
    Column("title", String(16), nullable=False),
    Column("person_id", Key, ForeignKey("people.id"), nullable=False, index=True),
    Column("place_id", Key, ForeignKey("places.id"), nullable=False),
    Column("account_id", Key, ForeignKey("accounts.id")),  # who spoke: the account, and its person
    Column("spoken_by", Key, ForeignKey("people.id")),
    Column("consent", String(16), nullable=False, server_default="self"),  # by what right: for oneself, or how asked
    Column("state", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("answers", Json, nullable=False),
    Column("edition", String(80), nullable=False),  # criteria set and version the result was made with
    Column("total", Integer),
    Column("verdict", String(16), nullable=False),
    Column("assessment", Json),
    Column("created_at", Utc, nullable=False),
    Column("submitted_at", Utc),
    Column("decided_at", Utc),
    UniqueConstraint("cycle_id", "title", "person_id"),
    Index("ix_declarations_queue", "place_id", "cycle_id", "state", "submitted_at"),
    CheckConstraint("state IN ('draft', 'submitted', 'returned', 'confirmed', 'recognised', 'revoked')", name="state"),
    CheckConstraint("consent IN ('self', 'beside', 'asked')", name="consent"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Key, primary_key=True),
    Column("declaration_id", Key, ForeignKey("declarations.id"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("move", String(16), nullable=False),
    Column("reason", Json),
    Column("question", String(16)),  # the answer a return points at
    Column("decided_by", Key, ForeignKey("people.id"), nullable=False),
    Column("at", Utc, nullable=False),
    CheckConstraint("move IN ('confirm', 'return', 'undo', 'recognise', 'revoke')", name="move"),
)

counters = Table(
    "counters",
    metadata,
    Column("cycle_id", Key, ForeignKey("cycles.id"), primary_key=True),
    Column("place_id", Key, ForeignKey("places.id"), primary_key=True),
    Column("title", String(16), primary_key=True),
    Column("measure", String(32), primary_key=True),
    Column("n", Integer, nullable=False),
    CheckConstraint("n >= 0", name="n"),
)

audit = Table(
    "audit",
    metadata,
    Column("account_id", Key, ForeignKey("accounts.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", Utc, nullable=False),
    Column("code", String(40), nullable=False),
    Column("subject", String(40), nullable=False, index=True),
    Column("data", Json, nullable=False),
    Column("data_hash", String(64), nullable=False),
    Column("redacted", Boolean, nullable=False),  # its data was erased at a person's wish or when its time was over
    Column("hash", String(64), nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("update", String(64), primary_key=True),
    Column("at", Utc, nullable=False, index=True),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("account_id", Key, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("person_id", Key, ForeignKey("people.id")),  # whom it is for, where the account is only the way to them
    Column("key", String(64), unique=True),  # one digest at a time for a person, one job at a time
    Column("payload", Json, nullable=False),
    Column("tried", Json, nullable=False, server_default="[]"),  # accounts of the person that could not be reached
    Column("state", String(16), nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("error", Text),
    Column("created_at", Utc, nullable=False),
    Column("done_at", Utc),
    CheckConstraint("kind IN ('notice', 'export')", name="kind"),
    CheckConstraint("state IN ('waiting', 'done', 'failed')", name="state"),
    Index("ix_outbox_due", "state", "due_at"),
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
)

sendings = Table(
    "sendings",
    metadata,
    Column("channel", String(16), primary_key=True),
    Column("month", String(7), primary_key=True),  # 2026-11, in Viet Nam's time
    Column("n", Integer, nullable=False),
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
)

files = Table(
    "files",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("account_id", Key, ForeignKey("accounts.id"), primary_key=True),  # who may fetch it
    Column("name", String(200), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),  # wrong answers at its link
    Column("created_at", Utc, nullable=False),
)
