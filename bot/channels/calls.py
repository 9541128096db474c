"""Calls to a messenger's HTTP API: JSON in and out, and one kind of error for all that can go wrong on the way."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import orjson

from bot.channel import LaterError

CONNECTIONS = 64
ANSWER_LIMIT = 1_000_000


class DoubtfulError(LaterError):
    """Nobody knows whether the call was carried out: the answer broke off, or never came."""


class Caller:
    """One HTTP session, made on the first call. Addresses hold tokens, so errors never carry one."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def post(
        self,
        url: str,
        *,
        json: dict[str, Any] | None = None,
        form: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        seconds: float = 15.0,
    ) -> tuple[int, dict[str, Any]]:
        """The status and the JSON object that came back; ``{}`` where there was none.

        Raises:
            LaterError: there was no connection, so nothing arrived.
            DoubtfulError: nobody knows whether it arrived: a time-out, half an answer, no JSON.
        """
        body = orjson.dumps(json) if json is not None else None
        given = {"content-type": "application/json", **(headers or {})} if json is not None else headers
        return await self._call("POST", url, data=body if form is None else form, headers=given, seconds=seconds)

    async def get(
        self, url: str, *, headers: dict[str, str] | None = None, seconds: float = 15.0
    ) -> tuple[int, dict[str, Any]]:
        """Like :meth:`post`, for reading."""
        return await self._call("GET", url, data=None, headers=headers, seconds=seconds)

    async def _call(
        self, method: str, url: str, *, data: Any, headers: dict[str, str] | None, seconds: float
    ) -> tuple[int, dict[str, Any]]:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        try:
            async with self._session.request(
                method,
                url,
                data=data,
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=seconds),
                allow_redirects=False,
            ) as answer:
                content = await answer.content.read(ANSWER_LIMIT)
                while not answer.content.at_eof() and len(content) < ANSWER_LIMIT:
                    content += await answer.content.read(ANSWER_LIMIT - len(content))
                status = answer.status
        except aiohttp.ClientConnectorError as error:
            raise LaterError(type(error).__name__) from None  # the error's own text holds the address
        except (aiohttp.ClientError, TimeoutError, asyncio.IncompleteReadError, OSError) as error:
            raise DoubtfulError(type(error).__name__) from None
        try:
            found = orjson.loads(content) if content else {}
        except orjson.JSONDecodeError:
            found = None
        if not isinstance(found, dict):
            raise DoubtfulError(f"no answer that can be read, HTTP {status}")
        return status, found

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None
