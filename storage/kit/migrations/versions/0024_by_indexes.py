"""Sweeps, digests and reports find their rows by an index; and how far a sweep has read the log."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# Of columns that are mostly empty: of all rows before, from now on of those that have something.
ONCE_WHOLE = (
    ("households", "clan_id"), ("people", "unit_id"), ("consents", "person_id"), ("joining_requests", "household_id"),
    ("joining_requests", "unit_id"), ("joining_requests", "clan_id"), ("joining_requests", "asked_by"),
    ("decisions", "batch_id"), ("activities", "event_id"), ("evidence", "activity_id"), ("evidence", "entry_id"),
    ("evidence", "digest"),
)  # fmt: skip
NEW = (
    ("households", "head_id"), ("codes", "used_by"), ("invites", "used_by"), ("outbox", "done_at"),
    ("visits", "done_at"), ("people", "left_on"),
)  # fmt: skip
WHOLE = (
    ("proxies", "given_at"), ("codes", "expires_at"), ("codes", "made_by"), ("ties", "at"),
    ("joining_requests", "asked_at"), ("looks", "day"), ("files", "created_at"), ("evidence", "account_id"),
    ("guesses", "since"), ("visits", "created_at"),
)  # fmt: skip
OF_SOME = (
    ("ix_people_keeping", "people", "id", "keeps_diary = 1", "keeps_diary"),
    (
        "ix_people_guests", "people", "id",
        "on_roster = 0 AND erased_at IS NULL", "NOT on_roster AND erased_at IS NULL",
    ),
    ("ix_accounts_strangers", "accounts", "seen_at", "person_id IS NULL", "person_id IS NULL"),
    ("ix_evidence_created_at", "evidence", "created_at", "entry_id IS NULL", "entry_id IS NULL"),
    ("ix_declarations_waiting", "declarations", "submitted_at", "state = 'submitted'", "state = 'submitted'"),
    ("ix_declarations_spoken_by", "declarations", "spoken_by", "spoken_by <> person_id", "spoken_by <> person_id"),
)  # fmt: skip


def upgrade() -> None:
    for table, column in ONCE_WHOLE:
        op.drop_index(f"ix_{table}_{column}", table_name=table)
    for table, column in (*ONCE_WHOLE, *NEW):
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=there, postgresql_where=there)
    for table, column in WHOLE:
        op.create_index(f"ix_{table}_{column}", table, [column])
    for name, table, column, on_sqlite, on_postgres in OF_SOME:
        op.create_index(name, table, [column], sqlite_where=sa.text(on_sqlite), postgresql_where=sa.text(on_postgres))
    there = sa.text("key IS NOT NULL")
    op.create_index(
        "ix_outbox_matter", "outbox", ["key"], postgresql_ops={"key": "varchar_pattern_ops"},
        sqlite_where=there, postgresql_where=there,
    )  # fmt: skip
    op.create_index("ix_declarations_cycle", "declarations", ["cycle_id", "title", "person_id"])
    op.add_column("clock", sa.Column("upto", KEY, server_default="0", nullable=False))
    op.add_column("clock", sa.Column("emptied", sa.Integer(), nullable=True))
