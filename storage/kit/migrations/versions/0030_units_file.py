"""Units file their own figures: who is assigned what, how far a figure is, the person in charge of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0025"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), "postgresql")
UTC = sa.DateTime(timezone=True)
BEFORE = "role IN ('head', 'officer', 'helper')"
AFTER = "role IN ('head', 'officer', 'helper', 'reporter')"
STATES = "'draft', 'signed', 'returned', 'accepted', 'taken_over'"


def upgrade() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", KEY, nullable=False),
        sa.Column("cycle_id", KEY, nullable=False),
        sa.Column("indicator", sa.String(length=64), nullable=False),
        sa.Column("lead_id", KEY, nullable=True),
        sa.Column("support_ids", JSON, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_assignments_cycle_id_cycles")),
        sa.ForeignKeyConstraint(["lead_id"], ["places.id"], name=op.f("fk_assignments_lead_id_places")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_assignments_made_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    op.create_index("ix_assignments_indicator", "assignments", ["cycle_id", "indicator"])
    op.create_table(
        "filing_reminders",
        sa.Column("cycle_id", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("at", UTC, nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_filing_reminders_cycle_id_cycles")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_filing_reminders_place_id_places")),
        sa.PrimaryKeyConstraint("cycle_id", "place_id", "due_on", name=op.f("pk_filing_reminders")),
    )
    op.execute(
        "ALTER TABLE entries ADD COLUMN state VARCHAR(16) DEFAULT 'accepted' NOT NULL"
        f" CONSTRAINT ck_entries_state CHECK (state IN ({STATES}))"
    )
    _add_reference("place_id", "places")
    op.add_column("entries", sa.Column("reason", sa.String(length=400), nullable=True))
    _add_reference("decided_by", "people")
    op.add_column("entries", sa.Column("decided_at", UTC, nullable=True))
    for table in ("grants", "invites"):
        _one_more_role(table)


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _add_reference(column: str, target: str) -> None:
    """In plain SQL: SQLite can add a column with its constraints, but not a constraint alone."""
    key = "INTEGER" if _is_sqlite() else "BIGINT"
    op.execute(
        f"ALTER TABLE entries ADD COLUMN {column} {key}"
        f" CONSTRAINT fk_entries_{column}_{target} REFERENCES {target} (id)"
    )


def _one_more_role(table: str) -> None:
    """A constraint of SQLite goes only with its table, which is made anew as it stands."""
    if not _is_sqlite():
        op.drop_constraint(op.f(f"ck_{table}_role"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_role"), table, AFTER)
        return
    connection = op.get_bind()
    made = sa.text("SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type = :type AND sql IS NOT NULL")
    (statement,) = connection.execute(made, {"table": table, "type": "table"}).scalars().all()
    indexes = connection.execute(made, {"table": table, "type": "index"}).scalars().all()
    if BEFORE not in statement:
        raise RuntimeError(f"{table} does not say {BEFORE}")
    op.execute(f"ALTER TABLE {table} RENAME TO {table}_0025")
    op.execute(statement.replace(BEFORE, AFTER))
    op.execute(f"INSERT INTO {table} SELECT * FROM {table}_0025")  # noqa: S608
    op.execute(f"DROP TABLE {table}_0025")
    for index in indexes:
        op.execute(index)
