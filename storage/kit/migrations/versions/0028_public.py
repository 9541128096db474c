"""Which figures everybody may see, and the keys of programs that read them."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    op.create_table(
        "publications",
        sa.Column("id", KEY, nullable=False),
        sa.Column("snapshot_id", KEY, nullable=False),
        sa.Column("published_by", KEY, nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("ended_by", KEY),
        sa.Column("ended_at", MOMENT),
        _of("publications", "snapshot_id", "snapshots"),
        _of("publications", "published_by", "people"),
        _of("publications", "ended_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
    )
    op.create_index("ix_publications_snapshot_id", "publications", ["snapshot_id"])
    op.create_table(
        "data_keys",
        sa.Column("id", KEY, nullable=False),
        sa.Column("commune_id", KEY, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_on", sa.Date()),
        sa.Column("ended_by", KEY),
        sa.Column("ended_at", MOMENT),
        _of("data_keys", "commune_id", "places"),
        _of("data_keys", "made_by", "people"),
        _of("data_keys", "ended_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_keys")),
        sa.UniqueConstraint("digest", name=op.f("uq_data_keys_digest")),
    )
    op.create_index("ix_data_keys_commune_id", "data_keys", ["commune_id"])
