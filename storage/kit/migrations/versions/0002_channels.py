"""One person on several channels, one account for several persons; budgets, tokens, what must be told at the door."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("people", sa.Column("claimed_at", TIME, nullable=True))
    op.execute(
        "UPDATE people SET claimed_at = created_at WHERE EXISTS"
        " (SELECT 1 FROM accounts WHERE accounts.person_id = people.id)"
    )
    op.add_column("accounts", sa.Column("offers", JSON, nullable=False, server_default="[]"))
    op.add_column("accounts", sa.Column("preferred", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("accounts", sa.Column("compact", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("outbox", sa.Column("tried", JSON, nullable=False, server_default="[]"))
    op.add_column("files", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    # In plain SQL: SQLite can add a column with its constraints, but not a constraint alone without a new table.
    key = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for table in ("consents", "outbox"):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN person_id {key}"
            f" CONSTRAINT fk_{table}_person_id_people REFERENCES people (id)"
        )
    op.execute(
        "ALTER TABLE declarations ADD COLUMN consent VARCHAR(16) DEFAULT 'self' NOT NULL"
        " CONSTRAINT ck_declarations_consent CHECK (consent IN ('self', 'beside', 'asked'))"
    )
    op.execute(
        f"ALTER TABLE declarations ADD COLUMN spoken_by {key}"
        " CONSTRAINT fk_declarations_spoken_by_people REFERENCES people (id)"
    )
    op.execute("UPDATE declarations SET spoken_by = person_id WHERE account_id IS NOT NULL")
    op.create_table(
        "proxies",
        sa.Column("id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("consent", sa.String(length=16), nullable=False),
        sa.Column("given_at", TIME, nullable=False),
        sa.Column("ended_at", TIME, nullable=True),
        sa.CheckConstraint("consent IN ('beside', 'asked')", name=op.f("ck_proxies_consent")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_proxies_account_id_accounts")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_proxies_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxies")),
    )
    op.create_index(op.f("ix_proxies_account_id"), "proxies", ["account_id"])
    op.create_index(op.f("ix_proxies_person_id"), "proxies", ["person_id"])
    op.create_index(
        "uq_proxies_open",
        "proxies",
        ["account_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "codes",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("used_at", TIME, nullable=True),
        sa.Column("used_by", KEY, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_codes_person_id_people")),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f("fk_codes_made_by_accounts")),
        sa.ForeignKeyConstraint(["used_by"], ["accounts.id"], name=op.f("fk_codes_used_by_accounts")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_codes")),
    )
    op.create_index(op.f("ix_codes_person_id"), "codes", ["person_id"])
    op.create_table(
        "visits",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("done_by", KEY, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_visits_person_id_people")),
        sa.ForeignKeyConstraint(["done_by"], ["people.id"], name=op.f("fk_visits_done_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_person_id"), "visits", ["person_id"])
    op.create_index(
        "ix_visits_open",
        "visits",
        ["done_at"],
        postgresql_where=sa.text("done_at IS NULL"),
        sqlite_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "sendings",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "month", name=op.f("pk_sendings")),
    )
    op.create_table(
        "credentials",
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("refresh", sa.Text(), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("renewing_until", TIME, nullable=True),
        sa.Column("broken_at", TIME, nullable=True),
        sa.Column("first", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_credentials")),
    )
