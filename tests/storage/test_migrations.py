"""The steps of the migrations make exactly the tables of the models."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.engine import Database
from storage.migrate import HEAD, current, upgrade
from storage.models import metadata
from storage.transaction import Transaction


async def test_migrations_make_the_tables_of_the_models(database: Database) -> None:
    def differences(tx: Transaction) -> list[object]:
        context = MigrationContext.configure(tx.connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    assert await database.read(differences) == []
    assert await database.read(lambda tx: current(tx.connection)) == HEAD


def test_the_newest_step_is_named() -> None:
    config = Config()
    config.set_main_option("script_location", "storage/migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_upgrading_twice_changes_nothing(sqlite_url: str) -> None:
    assert upgrade(sqlite_url) is False
