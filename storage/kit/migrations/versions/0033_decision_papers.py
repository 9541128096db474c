"""Giấy công nhận can be checked by a code, and the signed scan of a decision is kept with it."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
SIGNS, LENGTH = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 20


def _code() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def upgrade() -> None:
    op.add_column("recognition_names", sa.Column("code", sa.String(LENGTH), nullable=True))
    here = op.get_bind()
    done = here.execute(sa.text("SELECT id FROM recognition_names WHERE recognised_at IS NOT NULL")).scalars().all()
    if done:
        change = sa.text("UPDATE recognition_names SET code = :code WHERE id = :id")
        here.execute(change, [{"id": key, "code": _code()} for key in done])
    op.create_index("ix_recognition_names_code", "recognition_names", ["code"], unique=True)
    op.create_table(
        "decision_scans",
        sa.Column("id", KEY, nullable=False),
        sa.Column("list_id", KEY, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sent_by", KEY, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('decision', 'minutes')", name=op.f("ck_decision_scans_kind")),
        sa.ForeignKeyConstraint(["list_id"], ["recognition_lists.id"],
                                name=op.f("fk_decision_scans_list_id_recognition_lists")),
        sa.ForeignKeyConstraint(["sent_by"], ["people.id"], name=op.f("fk_decision_scans_sent_by_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_scans")),
    )  # fmt: skip
    for column in ("list_id", "digest"):
        op.create_index(op.f(f"ix_decision_scans_{column}"), "decision_scans", [column])
