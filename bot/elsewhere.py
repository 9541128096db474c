"""What time it is elsewhere: the servers of messengers tell it with each answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException

import aiohttp

from bot.settings import Settings

SECONDS = 10.0


def dates_of(settings: Settings) -> Callable[[], Awaitable[datetime | None]]:
    """Asks the servers of the messengers that are set up what time it is, one after the other."""
    asked = [
        url
        for url, is_used in (
            (settings.telegram_api_url, settings.telegram_token),
            (settings.zalo_api_url, settings.zalo_token),
            (settings.zalo_oa_api_url, settings.zalo_oa_app_id),
        )
        if is_used and url
    ]

    async def ask() -> datetime | None:
        for url in asked:
            theirs = await date_of(url)
            if theirs is not None:
                return theirs
        return None

    return ask


async def date_of(url: str) -> datetime | None:
    """What time a server's answer says it is; ``None`` where there was none, or no time in it."""
    status, headers = await head(url)
    given = headers.get("date")
    if status == 0 or given is None:
        return None
    try:
        return parsedate_to_datetime(given).astimezone(UTC)
    except ValueError:
        return None


async def head(url: str) -> tuple[int, dict[str, str]]:
    """The status and headers of an answer; 0 where there was none."""
    status, headers, _ = await get(url)
    return status, headers


def is_ours(host: str, port: int) -> bool:
    """Whether this program answers at an address of this computer."""
    connection = HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/health", headers={"Host": f"127.0.0.1:{port}"})
        answer = connection.getresponse()
        return answer.status == 200 and answer.read(2).startswith(b"ok")
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


async def get(url: str) -> tuple[int, dict[str, str], str]:
    """The status, headers and the beginning of an answer; 0 where there was none."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS)) as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            said = (await answer.content.read(4000)).decode(errors="replace")
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}, said
    except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError, OSError, ValueError):
        return 0, {}, ""
