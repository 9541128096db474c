"""Every transcript, on every channel: the same things done, the same things seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.kit.context import Links
from handlers.learning import events
from tests.channels import CHANNELS, PRESSED, world_on
from tests.conftest import Clock
from tests.handlers.driver import UNCUT
from tests.transcript import play, read, written

NEEDS_BUTTONS = "# Chỉ trên kênh có nút bấm."
TRANSCRIPTS = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))


def record(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


PLAYED = [
    pytest.param(path, channel, id=f"{path.stem}-{channel}")
    for path in TRANSCRIPTS
    for channel in CHANNELS
    if channel in PRESSED or NEEDS_BUTTONS not in path.read_text("utf-8")
]


@pytest.mark.parametrize(("path", "channel"), PLAYED)
async def test_transcript(
    path: Path,
    channel: str,
    sqlite_url: str,
    clock: Clock,
    tmp_path: Path,
    pytestconfig: pytest.Config,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(events, "free_code", lambda _tx: "NAM234")  # else another code each time
    head, steps = read(path)
    monkeypatch.setattr(Links, "to", lambda _links, _code: ())  # each channel has its own
    async with world_on(channel, sqlite_url, clock, tmp_path) as world:
        world.app.dispatcher.capabilities[world.channel] = UNCUT  # parts differ: tests/handlers/start/test_next_part.py
        played = await play(world.phones, steps)
    if pytestconfig.getoption("--record") and channel == CHANNELS[0]:
        record(path, written(head, played))
    else:
        assert written(head, played) == written(head, steps)
