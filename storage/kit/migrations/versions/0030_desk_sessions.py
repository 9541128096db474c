"""The desk in a browser: links that were asked for, and what they opened; requests that are not done by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "desk_sessions",
        sa.Column("id", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("link", sa.String(64)),
        sa.Column("secret", sa.String(64)),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_desk_sessions_account_id_accounts")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_desk_sessions_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_sessions")),
        sa.UniqueConstraint("link", name=op.f("uq_desk_sessions_link")),
        sa.UniqueConstraint("secret", name=op.f("uq_desk_sessions_secret")),
    )
    for column in ("account_id", "person_id", "created_at"):
        op.create_index(op.f(f"ix_desk_sessions_{column}"), "desk_sessions", [column])
    op.create_index(
        "ix_data_requests_open",
        "data_requests",
        ["asked_at"],
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
