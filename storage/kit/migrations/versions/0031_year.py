"""How a commune's year is done, its figures taken down, and how often it was closed and opened again."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), "postgresql")


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    op.add_column("cycles", sa.Column("settings", JSON, nullable=False, server_default="{}"))
    op.create_table(
        "cycle_moves",
        sa.Column("id", KEY, nullable=False),
        sa.Column("cycle_id", KEY, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("why", sa.String(300), nullable=False, server_default=""),
        sa.Column("moved_by", KEY, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed', 'locked')", name=op.f("ck_cycle_moves_state")),
        _of("cycle_moves", "cycle_id", "cycles"),
        _of("cycle_moves", "moved_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_moves")),
    )
    op.create_index("ix_cycle_moves_cycle_id", "cycle_moves", ["cycle_id"])
    op.create_table(
        "snapshots",
        sa.Column("id", KEY, nullable=False),
        sa.Column("cycle_id", KEY, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("as_of", MOMENT, nullable=False),
        sa.Column("upto", KEY, nullable=False),
        sa.Column("numbers", JSON, nullable=False),
        sa.Column("papers", JSON, nullable=False),
        sa.Column("changes", JSON, nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("why", sa.String(300), nullable=False, server_default=""),
        sa.Column("taken_by", KEY, nullable=False),
        sa.CheckConstraint("kind IN ('provisional', 'final', 'correction')", name=op.f("ck_snapshots_kind")),
        _of("snapshots", "cycle_id", "cycles"),
        _of("snapshots", "taken_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
    )
    op.create_index("ix_snapshots_cycle_id", "snapshots", ["cycle_id"])
    op.create_table(
        "snapshot_sendings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("snapshot_id", KEY, nullable=False),
        sa.Column("sent_to", sa.String(120), nullable=False),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("noted_by", KEY, nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        _of("snapshot_sendings", "snapshot_id", "snapshots"),
        _of("snapshot_sendings", "noted_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot_sendings")),
    )
    op.create_index("ix_snapshot_sendings_snapshot_id", "snapshot_sendings", ["snapshot_id"])
