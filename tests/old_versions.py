"""Databases as older versions of the program left them."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from storage.kit.engine import sqlite_engine

FIRST_VERSION = Path(__file__).parent / "storage" / "first_version.sql"


def begin_in_the_first_version(url: str, then: str = "0001") -> None:
    """A database as version 0.1.0 left it, with a person half-way through a declaration, brought to a later step."""
    parsed = make_url(url)
    is_sqlite = parsed.get_backend_name() == "sqlite"
    engine = sqlite_engine(parsed, makes_file=True) if is_sqlite else create_engine(parsed)
    with engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", "storage/kit/migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in FIRST_VERSION.read_text("utf-8").split(";\n"):
            connection.execute(text(statement))
        connection.commit()
        if is_sqlite:  # as storage.kit.migrate does
            connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("PRAGMA legacy_alter_table = ON")
            connection.commit()
        command.upgrade(config, then)
        connection.commit()
    engine.dispose()
