"""Lists of people to be recognised, the decisions that recognise them, and what was said against it."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
STATES = "'draft', 'posted', 'submitted', 'issued', 'revoked', 'dropped'"


def upgrade() -> None:
    op.create_table(
        "recognition_lists",
        sa.Column("id", KEY, nullable=False),
        sa.Column("cycle_id", KEY, nullable=False),
        sa.Column("title", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("posted_from", sa.Date(), nullable=True),
        sa.Column("posted_to", sa.Date(), nullable=True),
        sa.Column("submitted_at", MOMENT, nullable=True),
        sa.Column("number", sa.String(60), nullable=False, server_default=""),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("signer", sa.String(120), nullable=False, server_default=""),
        sa.Column("signer_office", sa.String(120), nullable=False, server_default=""),
        sa.Column("issued_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("why", sa.String(300), nullable=False, server_default=""),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_recognition_lists_state")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_recognition_lists_cycle_id_cycles")),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name=op.f("fk_recognition_lists_made_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_lists")),
    )
    op.create_index("ix_recognition_lists_cycle_id", "recognition_lists", ["cycle_id"])
    op.create_table(
        "recognition_names",
        sa.Column("id", KEY, nullable=False),
        sa.Column("list_id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("struck_why", sa.String(300), nullable=True),
        sa.Column("struck_by", KEY, nullable=True),
        sa.Column("recognised_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"], ["recognition_lists.id"], name=op.f("fk_recognition_names_list_id_recognition_lists")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declarations.id"], name=op.f("fk_recognition_names_declaration_id_declarations")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_recognition_names_place_id_places")),
        sa.ForeignKeyConstraint(["struck_by"], ["people.id"], name=op.f("fk_recognition_names_struck_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_names")),
        sa.UniqueConstraint("list_id", "declaration_id", name=op.f("uq_recognition_names_list_id_declaration_id")),
    )
    op.create_index("ix_recognition_names_declaration_id", "recognition_names", ["declaration_id"])
    op.create_index("ix_recognition_names_place", "recognition_names", ["list_id", "place_id"])
    op.create_index(
        "uq_recognition_names_live",
        "recognition_names",
        ["declaration_id"],
        unique=True,
        postgresql_where=sa.text("live"),
        sqlite_where=sa.text("live"),
    )
    op.create_table(
        "objections",
        sa.Column("id", KEY, nullable=False),
        sa.Column("list_id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=True),
        sa.Column("said", sa.String(500), nullable=False),
        sa.Column("answer", sa.String(500), nullable=True),
        sa.Column("noted_by", KEY, nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["list_id"], ["recognition_lists.id"], name=op.f("fk_objections_list_id_recognition_lists")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declarations.id"], name=op.f("fk_objections_declaration_id_declarations")
        ),
        sa.ForeignKeyConstraint(["noted_by"], ["people.id"], name=op.f("fk_objections_noted_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objections")),
    )
    op.create_index("ix_objections_list_id", "objections", ["list_id"])
    op.create_index("ix_objections_declaration_id", "objections", ["declaration_id"])
