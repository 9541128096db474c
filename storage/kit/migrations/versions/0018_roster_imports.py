"""Files with a roster, and their lines, while they are compared with who is known."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
STATES = "'reading', 'ready', 'taking', 'taken', 'dropped', 'unreadable'"
LISTINGS = "'same', 'changed', 'moved', 'doubtful', 'new', 'gone'"
LIKENESSES = "'spelling', 'year', 'place', 'dead', 'namesakes'"


def upgrade() -> None:
    op.create_table(
        "roster_imports",
        sa.Column("id", KEY, nullable=False),
        sa.Column("commune_id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("found", JSON, nullable=False),
        sa.Column("source", sa.String(300), nullable=False, server_default=""),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(300), nullable=False, server_default=""),
        sa.Column("provider", sa.String(200), nullable=False, server_default=""),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_roster_imports_state")),
        sa.ForeignKeyConstraint(["commune_id"], ["places.id"], name=op.f("fk_roster_imports_commune_id_places")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_roster_imports_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_imports")),
    )
    op.create_index("ix_roster_imports_commune_id", "roster_imports", ["commune_id"])
    op.create_index("ix_roster_imports_begun_at", "roster_imports", ["begun_at"])
    op.create_index("ix_roster_imports_account_id", "roster_imports", ["account_id"])
    op.create_table(
        "roster_lines",
        sa.Column("id", KEY, nullable=False),
        sa.Column("import_id", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(80), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("place_id", KEY, nullable=True),
        sa.Column("household", sa.String(32), nullable=False),
        sa.Column("relation", sa.String(16), nullable=True),
        sa.Column("full_name", sa.String(120), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=False),
        sa.Column("listing", sa.String(16), nullable=True),
        sa.Column("likeness", sa.String(16), nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("like_id", KEY, nullable=True),
        sa.Column("cells", JSON, nullable=False),
        sa.Column("remarks", JSON, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.CheckConstraint(f"listing IN ({LISTINGS})", name=op.f("ck_roster_lines_listing")),
        sa.CheckConstraint(f"likeness IN ({LIKENESSES})", name=op.f("ck_roster_lines_likeness")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["roster_imports.id"], name=op.f("fk_roster_lines_import_id_roster_imports")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_roster_lines_place_id_places")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_roster_lines_person_id_people")),
        sa.ForeignKeyConstraint(["like_id"], ["people.id"], name=op.f("fk_roster_lines_like_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_lines")),
    )
    op.create_index("ix_roster_lines_person_id", "roster_lines", ["person_id"])
    op.create_index("ix_roster_lines_like_id", "roster_lines", ["like_id"])
    op.create_index("ix_roster_lines_listing", "roster_lines", ["import_id", "listing", "n"])
