"""The steps of the migrations make exactly the tables of the models."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.engine import make_url

from bot.channels.webchat import chat_of
from storage import accounts, declarations
from storage.declaration_record import Speaker
from storage.kit.engine import Database, open_database, sqlite_engine
from storage.kit.migrate import HEAD, current, steps, stored_version, upgrade
from storage.kit.tables import metadata
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind
from tests.old_versions import begin_in_the_first_version
from tests.patience import PATIENCE

Shape = dict[str, object]


def shape(connection: Connection) -> Shape:
    """All that a database knows of its tables, by name, in the database's own words."""
    if connection.dialect.name == "postgresql":
        return dict(_of_postgres(connection))
    return dict(_of_sqlite(connection))


def _of_postgres(connection: Connection) -> Iterator[tuple[str, object]]:
    columns = text(
        "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,"
        " pg_get_expr(d.adbin, d.adrelid) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
        " LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum"
        " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'alembic_version'"
        " AND a.attnum > 0 AND NOT a.attisdropped"
    )
    for table, column, *rest in connection.execute(columns):
        yield f"{table}.{column}", rest
    constraints = text(
        "SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k"
        " JOIN pg_class c ON c.oid = k.conrelid WHERE c.relnamespace = 'public'::regnamespace"
        " AND c.relname <> 'alembic_version' AND k.contype <> 'n'"  # NOT NULL is told above
    )
    for table, name, definition in connection.execute(constraints):
        yield f"{table}: {name}", definition
    for name, definition in connection.execute(
        text(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        )
    ):
        yield f"index {name}", definition


def _of_sqlite(connection: Connection) -> Iterator[tuple[str, object]]:
    tables = text("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    look = inspect(connection)
    for table, made in connection.execute(tables).all():
        if table == "alembic_version":
            continue
        yield f"{table}: counts on", "AUTOINCREMENT" in made
        columns = connection.execute(text(f"PRAGMA table_xinfo({table})")).all()
        for _, column, kind, not_null, default, in_key, hidden in columns:
            yield f"{table}.{column}", (kind, not_null, (default or "").strip("'()"), in_key, hidden)
        for check in look.get_check_constraints(table):
            yield f"{table}: {check['name']}", " ".join(str(check["sqltext"]).split())
        for unique in look.get_unique_constraints(table):
            yield f"{table}: {unique['name']}", unique["column_names"]
        references: dict[int, list[Any]] = {}
        for key, _, target, column, to, _, on_delete, _ in connection.execute(
            text(f"PRAGMA foreign_key_list({table})")
        ).all():
            references.setdefault(key, [target, on_delete]).append((column, to or "id"))
        for target, on_delete, *pairs in references.values():
            yield f"{table}: {pairs} of {target}", on_delete
    indexes = text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    for name, made in connection.execute(indexes):
        yield f"index {name}", " ".join(made.split())


def different(one: Shape, other: Shape) -> dict[str, tuple[object, object]]:
    return {
        key: (one.get(key), other.get(key)) for key in sorted({*one, *other}) if one.get(key) != other.get(key)
    }  # fmt: skip


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return sqlite_engine(parsed, makes_file=True)
    return create_engine(parsed.set(drivername="postgresql+psycopg"))


def shape_of_models(url: str) -> Shape:
    """What a database is where the models make its tables."""
    engine = _engine(url)
    with engine.connect() as connection:
        metadata.create_all(connection)
        connection.commit()
        found = shape(connection)
        if connection.dialect.name == "sqlite":  # there create_all leaves out references that stand in a circle
            found |= {
                f"{table.name}: {[(e.parent.name, e.column.name) for e in key.elements]} of {key.referred_table.name}":
                    key.ondelete or "NO ACTION"
                for table in metadata.sorted_tables
                for key in table.foreign_key_constraints
            }  # fmt: skip
    engine.dispose()
    return found


@pytest.fixture
def modelled(request: pytest.FixtureRequest, tmp_path: Path, database_url: str) -> Shape:
    if database_url.startswith("sqlite"):
        return shape_of_models(f"sqlite:///{tmp_path / 'models.db'}")
    return shape_of_models(request.getfixturevalue("empty_postgres_url"))


def migrated(url: str, changes: Sequence[str] = ()) -> Shape:
    """What the steps of the migrations made, after some changes by hand."""
    engine = _engine(url)
    with engine.connect() as connection:
        for change in changes:
            connection.exec_driver_sql(change)
        connection.commit()
    engine.dispose()
    with engine.connect() as connection:  # anew: SQLite reads its texts when it opens
        found = shape(connection)
    engine.dispose()
    return found


def test_migrations_make_the_tables_of_the_models(database_url: str, modelled: Shape) -> None:
    assert different(migrated(database_url), modelled) == {}
    assert len(modelled) > len(metadata.tables) * 4


@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index:UserWarning")
async def test_alembic_finds_no_difference_either(database: Database) -> None:
    def differences(tx: Transaction) -> tuple[list[object], str | None]:
        itself = tx.connection.execution_options()  # alembic looks at what a connection is, not at what it does
        context = MigrationContext.configure(itself, opts={"compare_type": True})
        return list(compare_metadata(context, metadata)), current(itself)

    assert await database.read(differences) == ([], HEAD)


def _by_hand(table: str, old: str, new: str) -> tuple[str, ...]:
    """Another text for a table of SQLite, which knows no ALTER for it."""
    where = f"WHERE type = 'table' AND name = '{table}'"
    return (
        "PRAGMA writable_schema = ON",
        f"UPDATE sqlite_master SET sql = replace(sql, '{old}', '{new}') {where}",  # noqa: S608 (our own words)
        "PRAGMA writable_schema = RESET",
    )


_ACCOUNT = "FOREIGN KEY (account_id) REFERENCES accounts (id)"
# What a step could forget or get wrong: how it is done to PostgreSQL, to SQLite, and where it must show.
MISTAKES: dict[str, tuple[Sequence[str], Sequence[str], str]] = {
    "an index is missing": (
        ["DROP INDEX ix_people_match"],
        ["DROP INDEX ix_people_match"],
        "index ix_people_match",
    ),
    "a condition of an index is missing": (
        ["DROP INDEX uq_proxies_open", "CREATE UNIQUE INDEX uq_proxies_open ON proxies (account_id, person_id)"],
        ["DROP INDEX uq_proxies_open", "CREATE UNIQUE INDEX uq_proxies_open ON proxies (account_id, person_id)"],
        "index uq_proxies_open",
    ),
    "a check is missing": (
        ["ALTER TABLE counters DROP CONSTRAINT ck_counters_n"],
        _by_hand("counters", "CONSTRAINT ck_counters_n CHECK (n >= 0), ", ""),
        "counters: ck_counters_n",
    ),
    "a check says something else": (
        [
            "ALTER TABLE counters DROP CONSTRAINT ck_counters_n",
            "ALTER TABLE counters ADD CONSTRAINT ck_counters_n CHECK (n >= 1)",
        ],
        _by_hand("counters", "n >= 0", "n >= 1"),
        "counters: ck_counters_n",
    ),
    "a word is missing where an enum has it": (
        [
            "ALTER TABLE cycles DROP CONSTRAINT ck_cycles_state",
            "ALTER TABLE cycles ADD CONSTRAINT ck_cycles_state CHECK (state IN ('open', 'closed'))",
        ],
        _by_hand("cycles", ", ''locked'')", ")"),
        "cycles: ck_cycles_state",
    ),
    "a column may be empty": (
        ["ALTER TABLE people ALTER full_name DROP NOT NULL"],
        _by_hand("people", "full_name VARCHAR(120) NOT NULL", "full_name VARCHAR(120)"),
        "people.full_name",
    ),
    "a column is of another type": (
        ["ALTER TABLE people ALTER full_name TYPE VARCHAR(100)"],
        _by_hand("people", "full_name VARCHAR(120)", "full_name VARCHAR(100)"),
        "people.full_name",
    ),
    "a default is missing": (
        ["ALTER TABLE files ALTER tries DROP DEFAULT"],
        _by_hand("files", "DEFAULT ''0''", ""),
        "files.tries",
    ),
    "a column is missing": (
        ["ALTER TABLE entries DROP COLUMN note"],
        ["ALTER TABLE entries DROP COLUMN note"],
        "entries.note",
    ),
    "something else is unique": (
        [
            "ALTER TABLE accounts DROP CONSTRAINT uq_accounts_channel_chat",
            "ALTER TABLE accounts ADD CONSTRAINT uq_accounts_channel_chat UNIQUE (chat, channel)",
        ],
        _by_hand("accounts", "UNIQUE (channel, chat)", "UNIQUE (chat, channel)"),
        "uq_accounts_channel_chat",
    ),
    "a reference deletes along": (
        [
            "ALTER TABLE files DROP CONSTRAINT fk_files_account_id_accounts",
            f"ALTER TABLE files ADD CONSTRAINT fk_files_account_id_accounts {_ACCOUNT} ON DELETE CASCADE",
        ],
        _by_hand("files", "REFERENCES accounts (id)", "REFERENCES accounts (id) ON DELETE CASCADE"),
        "files: ",
    ),
    "a reference is missing": (
        ["ALTER TABLE files DROP CONSTRAINT fk_files_account_id_accounts"],
        _by_hand(
            "files",
            "CONSTRAINT fk_files_account_id_accounts FOREIGN KEY(account_id) REFERENCES accounts (id)",
            "CHECK (1)",
        ),
        "files: ",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_of_a_step_shows(mistake: str, database_url: str, modelled: Shape) -> None:
    on_postgres, on_sqlite, where = MISTAKES[mistake]
    changes = on_sqlite if database_url.startswith("sqlite") else on_postgres
    found = different(migrated(database_url, changes), modelled)
    assert found
    assert all(where in key for key in found), found


def test_the_steps_are_numbered_without_gaps() -> None:
    config = Config()
    config.set_main_option("script_location", "storage/kit/migrations")
    script = ScriptDirectory.from_config(config)
    chain = [each.revision for each in script.walk_revisions()][::-1]
    assert list(steps()) == chain == [f"{i:04}" for i in range(1, len(chain) + 1)]
    assert script.get_current_head() == HEAD
    for each in script.walk_revisions():
        assert Path(each.path).name.startswith(f"{each.revision}_")


def test_a_start_finds_the_newest_step_without_alembic() -> None:
    code = "import sys, storage.kit.migrate as m; print(m.HEAD, 'alembic' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == [HEAD, "False"]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_database_of_the_first_version_keeps_what_was_half_done(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    if kind == "postgresql":
        url = request.getfixturevalue("empty_postgres_url")
    begin_in_the_first_version(url)
    assert upgrade(url) is True
    database = open_database(url)
    account = await database.read(lambda tx: accounts.find(tx, "telegram", "7"))
    assert account is not None
    assert (account.route, account.person and account.person.full_name) == ("ask/1/A3", "Nguyễn Thị Lan")
    (mine,) = await database.read(lambda tx: declarations.of_person(tx, 1))
    assert (mine.answers, mine.speaker) == ({"A1": "2"}, Speaker(1, 1, ConsentKind.SELF))
    await database.close()


def _bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_web_sessions_of_before_become_digests_and_nobody_is_signed_out(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    if kind == "postgresql":
        url = request.getfixturevalue("empty_postgres_url")
    begin_in_the_first_version(url, then="0008")
    one, other = "one-session-of-a-browser-1234567890abcdefgh", "another-session-0987654321zyxwvu-abcdefghij"
    engine = _engine(url)
    columns = "channel, language, route, choices, draft, blocked, seen_at, audit_length, audit_head"
    values = "'web', 'vi', 'home', '[]', '{}', false, '2026-11-01 00:00:00', 0, ''"
    made = text(
        f"INSERT INTO accounts (id, chat, owed, person_id, {columns}) VALUES (:id, :chat, :owed, :person, {values})"  # noqa: S608
    )
    with engine.connect() as connection:
        connection.execute(made, {"id": 901, "chat": one, "owed": f"{one[:12]}act-2", "person": 1})
        connection.execute(made, {"id": 902, "chat": other, "owed": None, "person": None})
        seen = text("INSERT INTO inbox (channel, \"update\", at) VALUES (:channel, :seen, '2026-11-01 00:00:00')")
        for channel, update in (("web", f"{one[:12]}act-1"), ("web", "of-one-gone-act"), ("telegram", "12")):
            connection.execute(seen, {"channel": channel, "seen": update})
        connection.commit()
    engine.dispose()
    upgrade(url)
    if kind == "sqlite":
        lying = _bytes_in(tmp_path)
        assert b"another-sess" not in lying
        assert b"one-session-" not in lying
    database = open_database(url)
    mine = await database.read(lambda tx: accounts.find(tx, "web", chat_of(one)))
    assert mine is not None
    assert mine.person is not None
    assert await database.read(lambda tx: accounts.find(tx, "web", chat_of(other))) is not None
    assert await database.read(lambda tx: accounts.find(tx, "telegram", "7")) is not None
    owed = await database.read(lambda tx: accounts.replies_owed(tx, "web", tx.now))
    assert owed == [(mine.id, f"{chat_of(one)[:12]}act-2")]

    def is_repeated(tx: Transaction, channel: str, update: str) -> bool:
        return accounts.lock(tx, channel, "any", update=update).is_repeated

    known = [("web", f"{chat_of(one)[:12]}act-1"), ("web", "of-one-gone-act"), ("telegram", "12")]
    found = [await database.write(partial(is_repeated, channel=channel, update=update)) for channel, update in known]
    assert found == [True, False, True]
    await database.close()


def test_upgrading_twice_changes_nothing(sqlite_url: str) -> None:
    assert upgrade(sqlite_url) is False


def test_two_programs_that_bring_one_database_up_wait_for_each_other(
    request: pytest.FixtureRequest, tmp_path: Path, database_url: str
) -> None:
    is_sqlite = database_url.startswith("sqlite")
    url = f"sqlite:///{tmp_path / 'new.db'}" if is_sqlite else request.getfixturevalue("empty_postgres_url")
    both = [
        subprocess.Popen(
            [sys.executable, "-c", f"from storage.kit.migrate import upgrade; print(upgrade({url!r}))"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [each.communicate(timeout=PATIENCE) for each in both]
    assert [each.returncode for each in both] == [0, 0], said
    assert sorted(out.strip() for out, _ in said) == ["False", "True"]  # one did it, the other found it done
    assert stored_version(url) == HEAD
