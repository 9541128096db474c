"""Sessions of the web chat as digests: whoever reads the database can open none. Nobody is signed out by it."""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PREFIX = 12  # characters of a chat's id before the id of what its page did: updates are unique within a session only


def upgrade() -> None:
    op.add_column("accounts", sa.Column("former_chat", sa.String(64), nullable=True))
    op.add_column("accounts", sa.Column("former_until", sa.DateTime(timezone=True), nullable=True))
    is_there = sa.text("former_chat IS NOT NULL")
    op.create_index(
        "ix_accounts_former_chat", "accounts", ["former_chat"], sqlite_where=is_there, postgresql_where=is_there
    )
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, chat, owed FROM accounts WHERE channel = 'web'")).all()
    digests: dict[str, str] = {}  # by the beginning of a session
    moved = []
    for row in rows:
        digest = hashlib.sha256(row.chat.encode()).hexdigest()
        digests[row.chat[:PREFIX]] = digest
        owed = None if row.owed is None else digest[:PREFIX] + row.owed[PREFIX:]
        moved.append({"key": row.id, "chat": digest, "owed": owed})
    if moved:
        connection.execute(sa.text("UPDATE accounts SET chat = :chat, owed = :owed WHERE id = :key"), moved)
    # What a page has sent and got no answer to comes again, with the same id: it must be known.
    seen = connection.execute(sa.text("SELECT \"update\" FROM inbox WHERE channel = 'web'")).scalars().all()
    known = [
        {"was": each, "now": digests[each[:PREFIX]][:PREFIX] + each[PREFIX:]}
        for each in seen
        if each[:PREFIX] in digests
    ]
    if known:
        connection.execute(
            sa.text('UPDATE inbox SET "update" = :now WHERE channel = \'web\' AND "update" = :was'), known
        )
    gone = [{"was": each} for each in seen if each[:PREFIX] not in digests]
    if gone:
        connection.execute(sa.text("DELETE FROM inbox WHERE channel = 'web' AND \"update\" = :was"), gone)
