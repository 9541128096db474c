"""Lists of results that were made elsewhere, their lines while they are compared, and what was taken of them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
STATES = "'reading', 'ready', 'taking', 'taken', 'undoing', 'undone', 'dropped', 'unreadable'"
MAKERS = "'unit', 'village', 'form', 'site'"
FINDINGS = (
    "'new', 'again', 'differs', 'decided', 'doubtful', 'unknown', 'unsaid', 'repeated', 'contradicts', 'too_young',"
    " 'left'"
)
LIKENESSES = "'spelling', 'year', 'place', 'dead', 'namesakes'"


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    op.create_table(
        "result_lists",
        sa.Column("id", KEY, nullable=False),
        sa.Column("commune_id", KEY, nullable=False),
        sa.Column("cycle_id", KEY, nullable=False),
        sa.Column("title", sa.String(16), nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("brought_by", KEY, nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("found", JSON, nullable=False),
        sa.Column("made_at", sa.String(16), nullable=True),
        sa.Column("made_by", sa.String(200), nullable=False, server_default=""),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("signer", sa.String(120), nullable=False, server_default=""),
        sa.Column("all_reached", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_result_lists_state")),
        sa.CheckConstraint(f"made_at IN ({MAKERS})", name=op.f("ck_result_lists_made_at")),
        _of("result_lists", "commune_id", "places"),
        _of("result_lists", "cycle_id", "cycles"),
        _of("result_lists", "account_id", "accounts"),
        _of("result_lists", "brought_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_lists")),
    )
    for column in ("commune_id", "account_id", "begun_at"):
        op.create_index(f"ix_result_lists_{column}", "result_lists", [column])
    op.create_table(
        "result_lines",
        sa.Column("id", KEY, nullable=False),
        sa.Column("list_id", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(80), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("place_id", KEY, nullable=True),
        sa.Column("household", sa.String(32), nullable=False),
        sa.Column("full_name", sa.String(120), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=True),
        sa.Column("points", sa.String(16), nullable=False),
        sa.Column("by_indicator", JSON, nullable=False),
        sa.Column("finding", sa.String(16), nullable=True),
        sa.Column("likeness", sa.String(16), nullable=True),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("like_id", KEY, nullable=True),
        sa.Column("prefers", sa.Boolean(), nullable=False),
        sa.Column("cells", JSON, nullable=False),
        sa.Column("remarks", JSON, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.CheckConstraint(f"finding IN ({FINDINGS})", name=op.f("ck_result_lines_finding")),
        sa.CheckConstraint(f"likeness IN ({LIKENESSES})", name=op.f("ck_result_lines_likeness")),
        _of("result_lines", "list_id", "result_lists"),
        _of("result_lines", "place_id", "places"),
        _of("result_lines", "person_id", "people"),
        _of("result_lines", "like_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_lines")),
    )
    op.create_index("ix_result_lines_person_id", "result_lines", ["person_id"])
    op.create_index("ix_result_lines_like_id", "result_lines", ["like_id"])
    op.create_index("ix_result_lines_finding", "result_lines", ["list_id", "finding", "n"])
    op.create_table(
        "listed_results",
        sa.Column("id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("list_id", KEY, nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("points", sa.String(16), nullable=False),
        sa.Column("by_indicator", JSON, nullable=False),
        sa.Column("before", JSON, nullable=True),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("disputed_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("salt", sa.String(16), nullable=False, server_default=""),
        _of("listed_results", "declaration_id", "declarations"),
        _of("listed_results", "list_id", "result_lists"),
        sa.UniqueConstraint("declaration_id", name=op.f("uq_listed_results_declaration_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listed_results")),
    )
    op.create_index("ix_listed_results_list_id", "listed_results", ["list_id"])
    # In plain SQL: SQLite can add a column with its constraint, but not the constraint alone.
    key = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE declarations ADD COLUMN result_list_id {key}"
        " CONSTRAINT fk_declarations_result_list_id_result_lists REFERENCES result_lists (id)"
    )
