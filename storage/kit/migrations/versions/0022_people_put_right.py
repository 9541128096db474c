"""People put right by the office: who left, who is elsewhere, changes that can be taken back; old communes."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(sa.dialects.postgresql.JSONB(none_as_null=True), "postgresql")
UTC = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("places", sa.Column("old_commune", sa.String(length=120), nullable=True))
    op.add_column("cycles", sa.Column("leaves_out", JSON, nullable=False, server_default="[]"))
    for name, kind in (
        ("left_on", sa.Date()),
        ("left_why", sa.String(length=16)),
        ("away", sa.String(length=16)),
        ("away_from", sa.Date()),
        ("away_to", sa.Date()),
        ("stays_in", sa.Integer()),
    ):
        op.add_column("people", sa.Column(name, kind, nullable=True))
    if op.get_bind().dialect.name == "sqlite":  # which adds a reference only with its column, in its own words
        op.execute(
            "ALTER TABLE people ADD COLUMN stays_at_id INTEGER"
            " CONSTRAINT fk_people_stays_at_id_places REFERENCES places (id)"
        )
    else:
        op.add_column("people", sa.Column("stays_at_id", KEY, nullable=True))
        op.create_foreign_key("fk_people_stays_at_id_places", "people", "places", ["stays_at_id"], ["id"])
    for name in ("same_as_id", "stays_at_id"):
        here = sa.text(f"{name} IS NOT NULL")
        op.create_index(f"ix_people_{name}", "people", [name], postgresql_where=here, sqlite_where=here)
    op.create_table(
        "person_changes",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("other_id", KEY, nullable=True),
        sa.Column("before", JSON, nullable=False),
        sa.Column("after", JSON, nullable=False),
        sa.Column("by_id", KEY, nullable=True),
        sa.Column("at", UTC, nullable=False),
        sa.Column("undone_at", UTC, nullable=True),
        sa.Column("undone_by", KEY, nullable=True),
        sa.CheckConstraint("kind IN ('name', 'place', 'left', 'away', 'merged')", name=op.f("ck_person_changes_kind")),
        *(
            sa.ForeignKeyConstraint([column], ["people.id"], name=op.f(f"fk_person_changes_{column}_people"))
            for column in ("person_id", "other_id", "by_id", "undone_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_changes")),
    )
    for column in ("person_id", "other_id"):
        op.create_index(op.f(f"ix_person_changes_{column}"), "person_changes", [column])
