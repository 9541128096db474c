"""Who looked at whom, once a day."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "looks",
        sa.Column("person_id", KEY, autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("by_id", KEY, autoincrement=False, nullable=False),
        sa.Column("what", sa.String(16), nullable=False),
        sa.Column("role", sa.String(16), nullable=True),
        sa.CheckConstraint("what IN ('card', 'picture', 'list', 'paper', 'export')", name=op.f("ck_looks_what")),
        sa.CheckConstraint("role IN ('head', 'officer', 'helper')", name=op.f("ck_looks_role")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_looks_person_id_people")),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_looks_by_id_people")),
        sa.PrimaryKeyConstraint("person_id", "day", "by_id", "what", name=op.f("pk_looks")),
    )
