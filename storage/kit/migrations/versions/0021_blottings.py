"""Who was erased is taken out of others' texts beside the turns; what is theirs is found without reading a table."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(sa.dialects.postgresql.JSONB(none_as_null=True), "postgresql")


def upgrade() -> None:
    op.create_table(
        "blottings",
        sa.Column("id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("forms", JSON, nullable=False),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("part", sa.String(40), server_default="", nullable=False),
        sa.Column("upto", KEY, server_default="0", nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_blottings_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blottings")),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    person = "json_extract(data, '$.person')" if is_sqlite else "((data ->> 'person')::bigint)"
    begun = sa.text("code = 'declaration.begun'")
    op.create_index("ix_audit_begun", "audit", [sa.text(person)], sqlite_where=begun, postgresql_where=begun)
    for name, table, column in (
        ("ix_people_same_as", "people", "same_as_id"),
        ("ix_outbox_person", "outbox", "person_id"),
    ):
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, table, [column], sqlite_where=there, postgresql_where=there)
    op.create_index("ix_people_named", "people", ["folded_name"])
    op.create_index(op.f("ix_files_account_id"), "files", ["account_id"])
