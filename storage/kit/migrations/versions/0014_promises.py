"""What the consent text promises: a clock that is vouched for, years that end as numbers, requests about one's data."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by", sa.String(16), nullable=False),
        sa.Column("refused_at", MOMENT, nullable=True),
        sa.CheckConstraint("by IN ('record', 'sweep', 'messenger', 'operator')", name=op.f("ck_clock_by")),
        sa.CheckConstraint("id = 1", name=op.f("ck_clock_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
    )
    # What was written down before this version is believed: the gaps in it were quiet months.
    op.execute("INSERT INTO clock (id, at, by) SELECT 1, max(at), 'record' FROM audit HAVING max(at) IS NOT NULL")
    op.add_column("cycles", sa.Column("settled_at", MOMENT, nullable=True))
    op.add_column("learning_events", sa.Column("were_there", sa.Integer(), server_default="0", nullable=False))
    op.add_column(
        "files", sa.Column("basis", sa.JSON(none_as_null=True).with_variant(JSONB(), "postgresql"), nullable=True)
    )
    op.create_table(
        "past_figures",
        sa.Column("cycle_id", KEY, autoincrement=False, nullable=False),
        sa.Column("place_id", KEY, autoincrement=False, nullable=False),
        sa.Column("title", sa.String(16), nullable=False),
        sa.Column("figure", sa.String(40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_past_figures_cycle_id_cycles")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_past_figures_place_id_places")),
        sa.PrimaryKeyConstraint("cycle_id", "place_id", "title", "figure", name=op.f("pk_past_figures")),
    )
    op.create_table(
        "data_requests",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("noted_by", KEY, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("done_by", KEY, nullable=True),
        sa.CheckConstraint(
            "kind IN ('access', 'correction', 'deletion', 'withdrawal')", name=op.f("ck_data_requests_kind")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_data_requests_person_id_people")),
        sa.ForeignKeyConstraint(["noted_by"], ["people.id"], name=op.f("fk_data_requests_noted_by_people")),
        sa.ForeignKeyConstraint(["done_by"], ["people.id"], name=op.f("fk_data_requests_done_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
    )
    op.create_index(op.f("ix_data_requests_person_id"), "data_requests", ["person_id"])
