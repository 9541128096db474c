"""When copies of the database were made; erasures are found without reading the whole log."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
ERASED = sa.text("code = 'person.erased'")


def upgrade() -> None:
    op.create_table(
        "backups",
        sa.Column("id", KEY, nullable=False),
        sa.Column("night", sa.Date(), nullable=True),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("warned_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_backups"),
        sa.UniqueConstraint("night", name="uq_backups_night"),
    )
    op.create_index("ix_audit_erased", "audit", ["subject"], sqlite_where=ERASED, postgresql_where=ERASED)
