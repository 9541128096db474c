"""Scholarship funds: one line for each fund and year; a correction is a new line."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF = {"cycle_id": "cycles", "place_id": "places", "clan_id": "clans", "entered_by": "people"}


def upgrade() -> None:
    op.create_table(
        "funds",
        sa.Column("id", KEY, nullable=False),
        sa.Column("cycle_id", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("clan_id", KEY),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("opening", "received", "spent", "closing")),
        sa.Column("grants", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("closing = opening + received - spent", name=op.f("ck_funds_fits")),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_funds_{column}_{other}"))
            for column, other in OF.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funds")),
    )
    op.create_index("ix_funds_cycle_id", "funds", ["cycle_id", "place_id"])
