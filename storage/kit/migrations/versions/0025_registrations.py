"""Who registers for a year's titles, before anything is declared.

Years that are there already keep what "registered" meant in them: to have begun a declaration.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
WHOSE = {"person_id": "people", "household_id": "households", "clan_id": "clans", "about_place_id": "places"}
HOW = "'chat', 'household', 'list', 'office', 'exception', 'declared'"


def upgrade() -> None:
    op.add_column("cycles", sa.Column("registers", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("digests", sa.Column("told_to_register", sa.Integer(), nullable=True))
    op.create_table(
        "registrations",
        sa.Column("id", KEY, nullable=False),
        sa.Column("cycle_id", KEY, nullable=False),
        sa.Column("title", sa.String(16), nullable=False),
        *(sa.Column(name, KEY, nullable=True) for name in WHOSE),
        sa.Column("place_id", KEY, nullable=False),
        sa.Column("how", sa.String(16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("written_by", KEY, nullable=True),
        sa.Column("batch_id", KEY, nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.CheckConstraint(f"how IN ({HOW})", name=op.f("ck_registrations_how")),
        sa.CheckConstraint(
            " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in WHOSE) + " = 1",
            name=op.f("ck_registrations_whose"),
        ),
        *(
            sa.ForeignKeyConstraint([name], [f"{table}.id"], name=op.f(f"fk_registrations_{name}_{table}"))
            for name, table in (
                ("cycle_id", "cycles"),
                *WHOSE.items(),
                ("place_id", "places"),
                ("written_by", "people"),
                ("batch_id", "batches"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_registrations_person_id", "registrations", ["person_id"])
    op.create_index("ix_registrations_written_by", "registrations", ["written_by"])
    op.create_index("ix_registrations_batch_id", "registrations", ["batch_id"])
    op.create_index("ix_registrations_cycle", "registrations", ["cycle_id", "title", "place_id"])
    op.create_index("ix_registrations_place", "registrations", ["place_id", "cycle_id", "title"])
    for name in WHOSE:
        where = sa.text(f"{name} IS NOT NULL AND withdrawn_at IS NULL")
        op.create_index(
            f"uq_registrations_{name}",
            "registrations",
            ["cycle_id", "title", name],
            unique=True,
            postgresql_where=where,
            sqlite_where=where,
        )
