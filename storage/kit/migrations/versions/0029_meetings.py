"""Meetings about who is proposed, the commune's council, and what was confirmed by a signed paper."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
KINDS, STATES = "'village', 'signed', 'council'", "'open', 'held', 'dropped'"
ROLES = "'chair', 'vice', 'secretary', 'member'"
OF_PLACE = sa.text("state <> 'dropped' AND list_id IS NULL")
OF_LIST = sa.text("state <> 'dropped' AND list_id IS NOT NULL")
UNCHECKED = sa.text("drawn AND agrees IS NULL")
UNCHECKED_ON_SQLITE = sa.text("drawn = 1 AND agrees IS NULL")  # as a query says it there


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _key(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False, server_default="")


def upgrade() -> None:
    _meetings()
    _names()
    _confirmations()
    _council()
    with op.batch_alter_table("evidence") as batch:
        batch.add_column(sa.Column("meeting_id", KEY))
        batch.create_foreign_key(op.f("fk_evidence_meeting_id_meetings"), "meetings", ["meeting_id"], ["id"])
    some = sa.text("meeting_id IS NOT NULL")
    op.create_index("ix_evidence_meeting_id", "evidence", ["meeting_id"], sqlite_where=some, postgresql_where=some)


def _meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("cycle_id", KEY, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("list_id", KEY),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        _text("held_at", 120),
        _text("chair", 120),
        _text("secretary", 120),
        sa.Column("invited", sa.Integer()),
        sa.Column("present", sa.Integer()),
        _text("said", 500),
        sa.Column("signed_by", KEY),
        sa.Column("opened_by", KEY, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("written_by", KEY),
        sa.Column("written_at", MOMENT),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_meetings_kind")),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_meetings_state")),
        _of("meetings", "cycle_id", "cycles"),
        _of("meetings", "place_id", "places"),
        _of("meetings", "list_id", "recognition_lists"),
        *(_of("meetings", column, "people") for column in ("signed_by", "opened_by", "written_by")),
        _key("meetings"),
    )
    op.create_index("ix_meetings_cycle_id", "meetings", ["cycle_id"])
    for name, columns, which in (
        ("uq_meetings_live", ["cycle_id", "place_id"], OF_PLACE),
        ("uq_meetings_list", ["list_id"], OF_LIST),
    ):
        op.create_index(name, "meetings", columns, unique=True, sqlite_where=which, postgresql_where=which)


def _names() -> None:
    op.create_table(
        "meeting_names",
        sa.Column("id", KEY, nullable=False),
        sa.Column("meeting_id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("mark", sa.String(16), nullable=False),
        sa.Column("agreed", sa.Boolean()),
        sa.Column("votes_for", sa.Integer()),
        sa.Column("votes_against", sa.Integer()),
        _text("said", 300),
        sa.CheckConstraint("mark IN ('discuss', 'absent')", name=op.f("ck_meeting_names_mark")),
        _of("meeting_names", "meeting_id", "meetings"),
        _of("meeting_names", "declaration_id", "declarations"),
        _key("meeting_names"),
        sa.UniqueConstraint("meeting_id", "declaration_id", name=op.f("uq_meeting_names_meeting_id_declaration_id")),
    )
    op.create_index(op.f("ix_meeting_names_declaration_id"), "meeting_names", ["declaration_id"])


def _confirmations() -> None:
    op.create_table(
        "paper_confirmations",
        sa.Column("id", KEY, nullable=False),
        sa.Column("meeting_id", KEY, nullable=False),
        sa.Column("declaration_id", KEY, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.Column("agrees", sa.Boolean()),
        sa.Column("checked_by", KEY),
        sa.Column("checked_at", MOMENT),
        _of("paper_confirmations", "meeting_id", "meetings"),
        _of("paper_confirmations", "declaration_id", "declarations"),
        _of("paper_confirmations", "checked_by", "people"),
        _key("paper_confirmations"),
        sa.UniqueConstraint(
            "meeting_id",
            "declaration_id",
            "revision",
            name=op.f("uq_paper_confirmations_meeting_id_declaration_id_revision"),
        ),
    )
    op.create_index(op.f("ix_paper_confirmations_declaration_id"), "paper_confirmations", ["declaration_id"])
    op.create_index(
        "ix_paper_confirmations_open",
        "paper_confirmations",
        ["meeting_id"],
        sqlite_where=UNCHECKED_ON_SQLITE,
        postgresql_where=UNCHECKED,
    )


def _council() -> None:
    op.create_table(
        "councils",
        sa.Column("id", KEY, nullable=False),
        sa.Column("cycle_id", KEY, nullable=False),
        _text("number", 60),
        sa.Column("decided_on", sa.Date()),
        _of("councils", "cycle_id", "cycles"),
        _key("councils"),
        sa.UniqueConstraint("cycle_id", name=op.f("uq_councils_cycle_id")),
    )
    op.create_table(
        "council_members",
        sa.Column("id", KEY, nullable=False),
        sa.Column("cycle_id", KEY, nullable=False),
        sa.Column("full_name", sa.String(120), nullable=False),
        sa.Column("post", sa.String(160), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("added_by", KEY, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.CheckConstraint(f"role IN ({ROLES})", name=op.f("ck_council_members_role")),
        _of("council_members", "cycle_id", "cycles"),
        _of("council_members", "added_by", "people"),
        _key("council_members"),
    )
    op.create_index(op.f("ix_council_members_cycle_id"), "council_members", ["cycle_id"])
