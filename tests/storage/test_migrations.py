"""The steps of the migrations make exactly the tables of the models."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import accounts, declarations
from storage.declaration_record import Speaker
from storage.kit.engine import Database, open_database
from storage.kit.migrate import HEAD, current, upgrade
from storage.kit.tables import metadata
from storage.kit.transaction import Transaction
from tests.old_versions import begin_in_the_first_version


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
    assert (mine.answers, mine.speaker) == ({"A1": "2"}, Speaker(1, 1, "self"))
    await database.close()


def test_upgrading_twice_changes_nothing(sqlite_url: str) -> None:
    assert upgrade(sqlite_url) is False
