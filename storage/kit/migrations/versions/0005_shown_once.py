"""Codes that a chat's open screen shows, for ten minutes at most."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "shown_once",
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("route", sa.String(64), nullable=False),
        sa.Column("code", sa.String(16), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_shown_once_account_id_accounts")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_shown_once")),
    )
