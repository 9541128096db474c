"""The process is killed in the middle of a declaration: every answer is found once, every question gets its reply."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from storage import audit, declarations
from storage.engine import open_database
from tests.conftest import Clock
from tests.phone import TelegramPhone
from tests.servers.botapi import BotApi
from tests.village import found, sit_down
from tests.world import TOKEN, free_port

STEPS = ("/khai", "1", "1", "4", "3", "3")  # open, register, occupation, A1, A2, A3


@asynccontextmanager
async def killable(moment: str, n: int, settings: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """The program in a process of its own, ended with the body."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.killable", moment, str(n), env={**os.environ, **settings}
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.mark.parametrize("delivery", ["polling", "webhook"])
@pytest.mark.parametrize("moment", ["before-commit", "after-commit", "before-reply"])
async def test_killed_in_the_middle_of_a_declaration(
    moment: str, delivery: str, sqlite_url: str, tmp_path: Path
) -> None:
    database = open_database(sqlite_url)
    village = await database.write(found)
    await database.write(lambda tx: sit_down(tx, "telegram", "1001", village.lan))
    await database.close()
    port = free_port()
    async with BotApi(TOKEN) as api:
        settings = {
            "HOCTAP_DATA_DIR": str(tmp_path),
            "HOCTAP_DATABASE_URL": sqlite_url,
            "HOCTAP_TELEGRAM_TOKEN": TOKEN,
            "HOCTAP_TELEGRAM_API_URL": api.url,
            "HOCTAP_WEB_BIND": f"127.0.0.1:{port}",
        }
        if delivery == "webhook":
            settings["HOCTAP_PUBLIC_URL"] = f"http://127.0.0.1:{port}"
        phone = TelegramPhone(api.user(1001, "Lan"))
        async with killable(moment, len(STEPS), settings) as first:
            for step in STEPS[:-1]:
                await phone.say(step)
            assert "Câu 3/10" in str(phone.last)
            api.user(1001, "Lan").say(STEPS[-1])  # no reply: the process dies on this one
            assert await asyncio.wait_for(first.wait(), 20) == -9
            assert api.user(1001, "Lan").inbound.empty()
        async with killable("never", 0, settings):
            # A reply may come twice (its receipt was lost, or the update is delivered again), but it comes.
            while "Câu 4/10" not in str(await phone.notice()):
                assert "Câu 3/10" in str(phone.last)
            seen = await phone.say("2")
            while "Câu 4/10" in str(seen):
                seen = await phone.notice()
            assert "Câu 5/10" in str(seen)

    database = open_database(sqlite_url, Clock())
    entries = await database.read(lambda tx: audit.of_subject(tx, "declaration:1"))
    answered = [entry.data["key"] for entry in entries if entry.code == "declaration.answered"]
    assert answered == ["occupation", "A1", "A2", "A3", "A4"]
    declaration = await database.read(lambda tx: declarations.of_person(tx, village.lan.id)[0])
    assert declaration.answers == {"occupation": "ruong", "A1": "3", "A2": "2", "A3": "2", "A4": "1"}
    assert await database.read(audit.broken_chains) == ()
    await database.close()
