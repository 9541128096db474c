"""Who joined by name and year alone, and who vouches for them. Whoever joined before is not asked about."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("people", sa.Column("unvouched", sa.String(16), nullable=True))
    if op.get_bind().dialect.name == "sqlite":  # which adds a reference only with its column, in its own words
        op.execute(
            "ALTER TABLE people ADD COLUMN vouched_by INTEGER"
            " CONSTRAINT fk_people_vouched_by_people REFERENCES people (id)"
        )
    else:
        op.add_column("people", sa.Column("vouched_by", KEY, nullable=True))
        op.create_foreign_key("fk_people_vouched_by_people", "people", "people", ["vouched_by"], ["id"])
    is_open = sa.text("unvouched IS NOT NULL")
    op.create_index("ix_people_unvouched", "people", ["place_id"], sqlite_where=is_open, postgresql_where=is_open)
