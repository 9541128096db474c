"""The log in its last form: one order for all lines, fingerprints of the rows, hashes of 32 bytes; seals, anchors.

What is here already is told to the log as it stands: from now on it is proved.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.kit import tables
from storage.kit.proof import FORMS, fingerprint
from storage.kit.transaction import GENESIS, audit_hash, data_hash

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
TIME = sa.DateTime(timezone=True)
SALTED = ("people", "declarations", "decisions", "activities")
IN_A_LINE = 500
FORM = "a"


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in SALTED:
        op.add_column(table, sa.Column("salt", sa.String(16), nullable=False, server_default=""))
        random = "lower(hex(randomblob(8)))" if sqlite else "left(replace(gen_random_uuid()::text, '-', ''), 16)"
        op.execute(f"UPDATE {table} SET salt = {random}")  # noqa: S608
    op.add_column("accounts", sa.Column("audit_seal", sa.String(32), nullable=False, server_default=""))
    _log_of_sqlite() if sqlite else _log_of_postgresql()
    op.create_table(
        "anchors",
        sa.Column("id", KEY, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("upto", KEY, nullable=False),
        sa.Column("root", sa.LargeBinary(32), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("seal", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anchors")),
    )
    op.create_index("ix_anchors_code", "anchors", ["code"])
    _tell_what_is_here()


def _log_of_sqlite() -> None:
    """A table made anew: the order in which SQLite kept its rows is the order in which they were written."""
    connection = op.get_bind()
    connection.connection.driver_connection.create_function("hoctap_bytes", 1, bytes.fromhex)  # type: ignore[union-attr]
    op.execute("ALTER TABLE audit RENAME TO audit_0008")
    op.execute("DROP INDEX ix_audit_subject")
    op.create_table(
        "audit",
        sa.Column("n", KEY, nullable=False),
        sa.Column("account_id", KEY, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.Column("data_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("rows", JSON, nullable=True),
        sa.Column("redacted", sa.Boolean(), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_audit_account_id_accounts")),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_audit")),
        sa.UniqueConstraint("account_id", "seq", name=op.f("uq_audit_account_id_seq")),
    )
    op.execute(
        "INSERT INTO audit (account_id, seq, at, code, subject, data, data_hash, redacted, hash)"
        " SELECT account_id, seq, at, code, subject, data, hoctap_bytes(data_hash), redacted, hoctap_bytes(hash)"
        " FROM audit_0008 ORDER BY audit_0008.rowid"
    )
    op.execute("DROP TABLE audit_0008")
    op.create_index("ix_audit_subject", "audit", ["subject"])


def _log_of_postgresql() -> None:
    """The order of the lines from before is that of the clock, but never against the order of an account's own."""
    op.execute("ALTER TABLE audit ADD COLUMN n BIGINT")
    op.execute(
        "UPDATE audit SET n = told.n FROM (SELECT account_id, seq, row_number() OVER (ORDER BY latest, account_id, seq)"
        " AS n FROM (SELECT account_id, seq, max(at) OVER (PARTITION BY account_id ORDER BY seq) AS latest FROM audit)"
        " AS each) AS told WHERE told.account_id = audit.account_id AND told.seq = audit.seq"
    )
    op.execute("ALTER TABLE audit DROP CONSTRAINT pk_audit")
    op.execute("ALTER TABLE audit ADD CONSTRAINT pk_audit PRIMARY KEY (n)")
    op.execute("ALTER TABLE audit ADD CONSTRAINT uq_audit_account_id_seq UNIQUE (account_id, seq)")
    op.execute("CREATE SEQUENCE audit_n_seq OWNED BY audit.n")
    op.execute("SELECT setval('audit_n_seq', (SELECT coalesce(max(n), 0) + 1 FROM audit), false)")
    op.execute("ALTER TABLE audit ALTER COLUMN n SET DEFAULT nextval('audit_n_seq')")
    op.execute("ALTER TABLE audit ALTER COLUMN data_hash TYPE BYTEA USING decode(data_hash, 'hex')")
    op.execute("ALTER TABLE audit ALTER COLUMN hash TYPE BYTEA USING decode(hash, 'hex')")
    op.add_column("audit", sa.Column("rows", JSON, nullable=True))


def _tell_what_is_here() -> None:
    """Lines in the operator's name that hold the fingerprint of every row that is proved from now on."""
    connection = op.get_bind()
    lines = list(_lines())
    if not lines:
        return
    accounts, audit = tables.accounts, tables.audit
    operator = sa.select(accounts.c.id, accounts.c.audit_length, accounts.c.audit_head).where(
        accounts.c.channel == "cli", accounts.c.chat == "operator"
    )
    now = datetime.now(UTC)
    if connection.execute(operator).first() is None:
        if connection.dialect.name == "postgresql":  # where rows were brought in with their ids
            op.execute("SELECT setval(pg_get_serial_sequence('accounts', 'id'), greatest(max(id), 1)) FROM accounts")
        connection.execute(
            sa.text(
                "INSERT INTO accounts (channel, chat, language, route, choices, offers, draft, blocked, preferred,"
                " compact, seen_at, audit_length, audit_head)"
                " VALUES ('cli', 'operator', 'vi', 'home', '[]', '[]', '{}', :no, :no, :no, :now, 0, :head)"
            ).bindparams(sa.bindparam("now", type_=tables.Utc()), sa.bindparam("no", type_=sa.Boolean())),
            {"now": now, "no": False, "head": GENESIS},
        )
    account, length, head = connection.execute(operator).one()
    details = data_hash({})
    for name, rows in lines:
        length += 1
        head = audit_hash(head, account, length, now, "record.begun", name, details, rows)
        connection.execute(
            sa.insert(audit).values(
                account_id=account,
                seq=length,
                at=now,
                code="record.begun",
                subject=name,
                data={},
                data_hash=details,
                rows=rows,
                redacted=False,
                hash=head,
            )
        )
    connection.execute(sa.update(accounts).where(accounts.c.id == account).values(audit_length=length, audit_head=head))


def _lines() -> Iterator[tuple[str, dict[str, str | None]]]:
    """For each table that is proved, the fingerprints of its rows, some hundreds at a time."""
    connection = op.get_bind()
    there = set(sa.inspect(connection).get_table_names())  # tables of later steps have nothing to tell
    for name, forms in FORMS.items():
        if name not in there:
            continue
        table = tables.metadata.tables[name]
        (key,) = table.primary_key
        columns: list[Any] = [table.c[each] for each in forms[FORM]]
        found = connection.execute(sa.select(key, *columns).order_by(key))
        told: Iterator[tuple[str, str | None]] = ((f"{name}:{row[0]}", fingerprint(FORM, row[1:])) for row in found)
        while some := dict(islice(told, IN_A_LINE)):
            yield name, some
