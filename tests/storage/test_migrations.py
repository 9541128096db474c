"""The steps of the migrations make exactly the tables of the models."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from storage import accounts, declarations
from storage.declaration_record import Speaker
from storage.kit.engine import Database, open_database, sqlite_engine
from storage.kit.migrate import HEAD, current, upgrade
from storage.kit.tables import metadata
from storage.kit.transaction import Transaction

FIRST_VERSION = Path(__file__).parent / "first_version.sql"


async def test_migrations_make_the_tables_of_the_models(database: Database) -> None:
    def differences(tx: Transaction) -> list[object]:
        context = MigrationContext.configure(tx.connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    assert await database.read(differences) == []
    assert await database.read(lambda tx: current(tx.connection)) == HEAD


def test_the_newest_step_is_named() -> None:
    config = Config()
    config.set_main_option("script_location", "storage/kit/migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def _begin_in_the_first_version(url: str) -> None:
    """A database as version 0.1.0 left it, with a person half-way through a declaration."""
    parsed = make_url(url)
    engine = sqlite_engine(parsed) if parsed.get_backend_name() == "sqlite" else create_engine(parsed)
    with engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", "storage/kit/migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in FIRST_VERSION.read_text("utf-8").split(";\n"):
            connection.execute(text(statement))
        connection.commit()
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_a_database_of_the_first_version_keeps_what_was_half_done(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'old.db'}"
    if kind == "postgresql":
        url = request.getfixturevalue("empty_postgres_url")
    _begin_in_the_first_version(url)
    assert upgrade(url) is True
    database = open_database(url)
    account = await database.read(lambda tx: accounts.find(tx, "telegram", "7"))
    assert account is not None
    assert (account.route, account.person and account.person.full_name) == ("ask/1/A3", "Nguyễn Thị Lan")
    (mine,) = await database.read(lambda tx: declarations.of_person(tx, 1))
    assert (mine.answers, mine.speaker) == ({"A1": "2"}, Speaker(1, 1, "self"))
    await database.close()


def test_upgrading_twice_changes_nothing(sqlite_url: str) -> None:
    assert upgrade(sqlite_url) is False
