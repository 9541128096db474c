"""Files that officers send to the bot or by an upload link: rosters, lists of results, scans."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "received_files",
        sa.Column("id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("purpose", sa.String(24), nullable=False),
        sa.Column("route", sa.String(64), nullable=False),
        sa.Column("token", sa.String(64), nullable=True),
        sa.Column("link_until", MOMENT, nullable=True),
        sa.Column("source", sa.String(1000), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('awaited', 'kept', 'refused', 'let_go')", name=op.f("ck_received_files_state")),
        sa.CheckConstraint("state <> 'kept' OR digest IS NOT NULL", name=op.f("ck_received_files_digest")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_received_files_account_id_accounts")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_received_files_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_files")),
        sa.UniqueConstraint("token", name=op.f("uq_received_files_token")),
    )
    for column in ("account_id", "person_id", "digest", "created_at"):
        op.create_index(op.f(f"ix_received_files_{column}"), "received_files", [column])
    kept = sa.text("state = 'kept'")
    op.create_index(
        "uq_received_files_kept", "received_files", ["account_id", "purpose"],
        unique=True, sqlite_where=kept, postgresql_where=kept,
    )  # fmt: skip
