"""What became of a commune's dossier after it was handed in; superiors' forms; what is in the association's site."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), "postgresql")
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
    op.create_table(
        "superior_forms",
        sa.Column("id", KEY, nullable=False),
        sa.Column("commune_id", KEY, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("shape", sa.String(64), nullable=False),
        sa.Column("blanks", JSON, nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("sent_by", KEY, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('reading', 'ready', 'unreadable')", name=op.f("ck_superior_forms_state")),
        sa.ForeignKeyConstraint(["commune_id"], ["places.id"], name=op.f("fk_superior_forms_commune_id_places")),
        sa.ForeignKeyConstraint(["sent_by"], ["people.id"], name=op.f("fk_superior_forms_sent_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_superior_forms")),
    )
    op.create_index("ix_superior_forms_commune_id", "superior_forms", ["commune_id"])
    op.create_table(
        "site_entries",
        sa.Column("id", KEY, nullable=False),
        sa.Column("cycle_id", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("entered_by", KEY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_site_entries_cycle_id_cycles")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_site_entries_place_id_places")),
        sa.ForeignKeyConstraint(["entered_by"], ["people.id"], name=op.f("fk_site_entries_entered_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_entries")),
    )
    op.create_index("ix_site_entries_cycle_id", "site_entries", ["cycle_id"])
