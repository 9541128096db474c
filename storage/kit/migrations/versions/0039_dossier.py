"""What became of a commune's dossier after it was handed in."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0030"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "dossier_moves",
        sa.Column("id", KEY, nullable=False),
        sa.Column("cycle_id", KEY, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("number", sa.String(100), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("due", sa.Date()),
        sa.Column("said", sa.String(300), nullable=False),
        sa.Column("noted_by", KEY, nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('sent', 'asked', 'recognised', 'refused')", name=op.f("ck_dossier_moves_state")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_dossier_moves_cycle_id_cycles")),
        sa.ForeignKeyConstraint(["noted_by"], ["people.id"], name=op.f("fk_dossier_moves_noted_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_moves")),
    )
    op.create_index("ix_dossier_moves_cycle_id", "dossier_moves", ["cycle_id"])
