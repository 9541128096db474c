"""Households, units and clans change by two: who asks to join, and who agreed. And one more way to be a party."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
BEFORE = "('let_in', 'spoke', 'pictured', 'household')"
AFTER = "('let_in', 'spoke', 'pictured', 'household', 'agreed')"
REFERENCES = {
    "person_id": "people", "household_id": "households", "unit_id": "places", "clan_id": "clans",
    "asked_by": "people", "ended_by": "people",
}  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "joining_requests",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("household_id", KEY, nullable=True),
        sa.Column("unit_id", KEY, nullable=True),
        sa.Column("clan_id", KEY, nullable=True),
        sa.Column("relation", sa.String(16), nullable=True),
        sa.Column("asked_by", KEY, nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("ended_by", KEY, nullable=True),
        sa.CheckConstraint("kind IN ('household', 'unit', 'clan', 'leaving')", name=op.f("ck_joining_requests_kind")),
        sa.CheckConstraint(
            "state IN ('waits', 'agreed', 'refused', 'withdrawn', 'gone')", name=op.f("ck_joining_requests_state")
        ),
        sa.CheckConstraint(
            "CASE kind WHEN 'unit' THEN unit_id WHEN 'clan' THEN clan_id ELSE household_id END IS NOT NULL",
            name=op.f("ck_joining_requests_target"),
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_joining_requests_{column}_{table}"))
            for column, table in REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining_requests")),
    )
    for column in ("person_id", "household_id", "unit_id", "clan_id", "asked_by"):
        op.create_index(op.f(f"ix_joining_requests_{column}"), "joining_requests", [column])
    waits = sa.text("state = 'waits'")
    op.create_index(
        "uq_joining_requests_waits", "joining_requests", ["person_id", "kind"],
        unique=True, sqlite_where=waits, postgresql_where=waits,
    )  # fmt: skip
    op.create_index(op.f("ix_clans_head_id"), "clans", ["head_id"])
    _one_more_tie()


def _one_more_tie() -> None:
    """A constraint of SQLite goes only with its table, which is made anew as it stands."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_ties_kind"), "ties", type_="check")
        op.create_check_constraint(op.f("ck_ties_kind"), "ties", f"kind IN {AFTER}")
        return
    made = sa.text("SELECT sql FROM sqlite_master WHERE name = :name")
    statement = op.get_bind().execute(made, {"name": "ties"}).scalar_one()
    index = op.get_bind().execute(made, {"name": "ix_ties_by_id"}).scalar_one()
    if BEFORE not in statement:
        raise RuntimeError(f"ties does not say kind IN {BEFORE}")
    op.execute("ALTER TABLE ties RENAME TO ties_0014")
    op.execute(statement.replace(BEFORE, AFTER))
    op.execute("INSERT INTO ties SELECT * FROM ties_0014")
    op.execute("DROP TABLE ties_0014")
    op.execute(index)
