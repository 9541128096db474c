"""The village head's desk: doubts, batches, deputies and helpers, reminders, digests, what was declared on paper."""

import re

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from criteria.names import match_key

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)

CHECKS = {  # table: (column, what it allowed, what it allows)
    "grants": ("role", "('head', 'officer')", "('head', 'officer', 'helper')"),
    "invites": ("role", "('head', 'officer')", "('head', 'officer', 'helper')"),
    "proxies": ("consent", "('beside', 'asked')", "('beside', 'asked', 'paper')"),
    "declarations": ("consent", "('self', 'beside', 'asked')", "('self', 'beside', 'asked', 'paper')"),
}


def upgrade() -> None:
    _new_tables()
    _people()
    _add_reference("grants", "given_by", "people")
    op.add_column("grants", sa.Column("until", TIME, nullable=True))
    _add_reference("grants", "revoked_by", "people")
    _add_reference("invites", "made_by", "people")
    op.execute(
        "ALTER TABLE invites ADD COLUMN lasts_days INTEGER"
        " CONSTRAINT ck_invites_lasts_days CHECK (lasts_days BETWEEN 1 AND 366)"
    )
    op.add_column("invites", sa.Column("revoked_at", TIME, nullable=True))
    op.add_column("declarations", sa.Column("doubts", JSON, nullable=False, server_default="[]"))
    op.add_column("declarations", sa.Column("doubtful", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("declarations", sa.Column("endorsed_at", TIME, nullable=True))
    op.add_column("decisions", sa.Column("answers", JSON, nullable=True))
    _add_reference("decisions", "batch_id", "batches")
    op.create_index(op.f("ix_decisions_batch_id"), "decisions", ["batch_id"])
    op.create_index("ix_activities_day", "activities", ["held_on", "kind"])
    op.create_index("ix_declarations_account", "declarations", ["account_id", "submitted_at"])
    for table, (column, before, after) in CHECKS.items():
        _change_check(table, column, before, after)


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _add_reference(table: str, column: str, target: str) -> None:
    """In plain SQL: SQLite can add a column with its constraints, but not a constraint alone."""
    key = "INTEGER" if _is_sqlite() else "BIGINT"
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} {key}"
        f" CONSTRAINT fk_{table}_{column}_{target} REFERENCES {target} (id)"
    )


def _people() -> None:
    op.add_column("people", sa.Column("match_key", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("people", sa.Column("reminded_at", TIME, nullable=True))
    op.add_column("people", sa.Column("no_reminders", sa.Boolean(), nullable=False, server_default=sa.false()))
    names = op.get_bind().execute(sa.text("SELECT id, folded_name FROM people")).all()
    if names:
        op.get_bind().execute(
            sa.text("UPDATE people SET match_key = :key WHERE id = :id"),
            [{"id": key, "key": match_key(name)} for key, name in names],
        )
    op.create_index("ix_people_alike", "people", ["place_id", "match_key", "birth_year"])


def _change_check(table: str, column: str, before: str, after: str) -> None:
    """Allow one more value. A constraint of SQLite goes only with its table, which is made anew as it stands."""
    if not _is_sqlite():
        op.drop_constraint(op.f(f"ck_{table}_{column}"), table, type_="check")
        op.create_check_constraint(op.f(f"ck_{table}_{column}"), table, f"{column} IN {after}")
        return
    connection = op.get_bind()
    made = "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type = :type AND sql IS NOT NULL"
    (statement,) = connection.execute(sa.text(made), {"table": table, "type": "table"}).scalars().all()
    indexes = connection.execute(sa.text(made), {"table": table, "type": "index"}).scalars().all()
    if f"{column} IN {before}" not in statement:
        raise RuntimeError(f"{table} does not say {column} IN {before}")
    op.execute(f"ALTER TABLE {table} RENAME TO {table}_0003")
    made_anew = statement.replace(f"{column} IN {before}", f"{column} IN {after}")
    op.execute(_counting_on(made_anew) if table == "declarations" else made_anew)
    op.execute(f"INSERT INTO {table} SELECT * FROM {table}_0003")  # noqa: S608
    op.execute(f"DROP TABLE {table}_0003")
    for index in indexes:
        op.execute(index)


def _counting_on(statement: str) -> str:
    """The same table of SQLite, made never to give a deleted row's id to another: the log names rows by their ids."""
    named = re.search(r",\s*CONSTRAINT pk_\w+ PRIMARY KEY \(id\)", statement)
    if named is None or "id INTEGER NOT NULL" not in statement:
        raise RuntimeError("the table's key is written otherwise")
    without = statement.replace(named.group(), "")
    return without.replace("id INTEGER NOT NULL", "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", 1)


def _new_tables() -> None:
    op.create_table(
        "batches",
        sa.Column("id", KEY, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("undone_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_batches_made_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
    )
    op.create_table(
        "digests",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("minute", sa.Integer(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("urged_to", TIME, nullable=True),
        sa.CheckConstraint("minute BETWEEN 0 AND 1439", name=op.f("ck_digests_minute")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_digests_person_id_people")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_digests")),
    )
