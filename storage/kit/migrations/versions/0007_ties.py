"""Who let somebody in, spoke or sent pictures for them, or shared a household: they do not decide on each other."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "ties",
        sa.Column("person_id", KEY, sa.ForeignKey("people.id", name="fk_ties_person_id_people"), nullable=False),
        sa.Column("by_id", KEY, sa.ForeignKey("people.id", name="fk_ties_by_id_people"), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", "by_id", "kind", name="pk_ties"),
        sa.CheckConstraint("kind IN ('let_in', 'spoke', 'pictured', 'household')", name=op.f("ck_ties_kind")),
    )
    op.create_index("ix_ties_by_id", "ties", ["by_id"])
    with op.batch_alter_table("codes") as codes:
        codes.add_column(sa.Column("made_by_person_id", KEY, nullable=True))
        codes.create_foreign_key("fk_codes_made_by_person_id_people", "people", ["made_by_person_id"], ["id"])
    # Who is known from before: by codes that were used, declarations that were spoken, pictures that were sent.
    op.execute(
        "UPDATE codes SET made_by_person_id = (SELECT person_id FROM accounts WHERE accounts.id = codes.made_by)"
    )
    op.execute(
        "INSERT INTO ties (person_id, by_id, kind, at) SELECT person_id, made_by_person_id, 'let_in', max(used_at)"
        " FROM codes WHERE used_at IS NOT NULL AND made_by_person_id <> person_id GROUP BY person_id, made_by_person_id"
    )
    op.execute(
        "INSERT INTO ties (person_id, by_id, kind, at) SELECT person_id, spoken_by, 'spoke', max(created_at)"
        " FROM declarations WHERE spoken_by <> person_id GROUP BY person_id, spoken_by"
    )
    op.execute(
        "INSERT INTO ties (person_id, by_id, kind, at)"
        " SELECT evidence.person_id, accounts.person_id, 'pictured', max(evidence.created_at)"
        " FROM evidence JOIN accounts ON accounts.id = evidence.account_id"
        " WHERE accounts.person_id <> evidence.person_id AND evidence.entry_id IS NULL"
        " GROUP BY evidence.person_id, accounts.person_id"
    )
