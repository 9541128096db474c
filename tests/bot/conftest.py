"""What the tests of several channels share."""

from __future__ import annotations

import pytest

from tests.documents import unread  # noqa: F401 (a fixture)


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits before trying again; the list tells how long it would have been."""
    pauses: list[float] = []

    async def back_off(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr("bot.channels.base.back_off", back_off)
    monkeypatch.setattr("bot.retrying.chance", lambda: 0.0)
    return pauses
