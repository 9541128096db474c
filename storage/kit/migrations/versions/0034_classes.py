"""Who wants to come to a class, what people want to learn, what was announced, and what was counted by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
NEEDS = "'trade', 'farming', 'digital', 'literacy', 'language', 'health', 'law', 'other'"


def _of(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    _sign_ups()
    _needs()
    _announcements()
    op.add_column("people", sa.Column("no_announcements", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("learning_events") as batch:
        batch.add_column(sa.Column("counted", sa.Integer()))
        batch.add_column(sa.Column("counted_how", sa.String(16)))
        batch.add_column(sa.Column("venue", sa.String(120), nullable=False, server_default=""))
        batch.create_check_constraint(
            op.f("ck_learning_events_counted_how"), "counted_how IN ('count', 'signed', 'estimate')"
        )
        batch.create_check_constraint(op.f("ck_learning_events_counted"), "(counted IS NULL) = (counted_how IS NULL)")
    op.create_index("ix_learning_events_held_on", "learning_events", ["held_on"])
    with op.batch_alter_table("evidence") as batch:
        batch.add_column(sa.Column("event_id", KEY))
        batch.create_foreign_key(op.f("fk_evidence_event_id_learning_events"), "learning_events", ["event_id"], ["id"])
    some = sa.text("event_id IS NOT NULL")
    op.create_index("ix_evidence_event_id", "evidence", ["event_id"], sqlite_where=some, postgresql_where=some)


def _sign_ups() -> None:
    op.create_table(
        "sign_ups",
        sa.Column("id", KEY, nullable=False),
        sa.Column("event_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("asked_by", KEY, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("reminded_on", sa.Date()),
        _of("sign_ups", "event_id", "learning_events"),
        _of("sign_ups", "person_id", "people"),
        _of("sign_ups", "asked_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ups")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_sign_ups_event_id_person_id")),
    )
    op.create_index(op.f("ix_sign_ups_person_id"), "sign_ups", ["person_id"])
    op.create_index(op.f("ix_sign_ups_asked_at"), "sign_ups", ["asked_at"])


def _needs() -> None:
    op.create_table(
        "learning_needs",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("said", sa.String(120), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.CheckConstraint(f"kind IN ({NEEDS})", name=op.f("ck_learning_needs_kind")),
        _of("learning_needs", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_needs")),
    )
    op.create_index(op.f("ix_learning_needs_person_id"), "learning_needs", ["person_id"])
    op.create_index(op.f("ix_learning_needs_said_at"), "learning_needs", ["said_at"])


def _announcements() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", KEY, nullable=False),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("said", sa.String(500), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        _of("announcements", "place_id", "places"),
        _of("announcements", "made_by", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    op.create_index("ix_announcements_place", "announcements", ["place_id", "made_at"])
