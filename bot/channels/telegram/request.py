"""python-telegram-bot's HTTP over one aiohttp session.

Its default client costs more than the whole of the rest of a turn, and ever more with many messages
in flight (docs/performance.md); this is the small class PTB provides for exchanging it.
"""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import orjson
from telegram import InputFile
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

_HEADERS = {"content-type": "application/json"}


class AiohttpRequest(BaseRequest):
    """One pooled session. ``connections`` is how many calls may be under way at once."""

    def __init__(self, connections: int = 100, read_timeout: float = 20.0) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer where a call names none."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the session, in the loop that will use it."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections)
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=True
            )

    async def shutdown(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        """One call of the Bot API. Raises PTB's own network errors, without the token that is in the address."""
        if self._session is None:
            raise RuntimeError("the request was not initialised")
        body: Any = None
        headers: dict[str, str] | None = None
        if request_data is not None and request_data.contains_files:
            body = _form(request_data)
        elif request_data is not None:
            body, headers = orjson.dumps(request_data.parameters), _HEADERS
        timeout = aiohttp.ClientTimeout(
            total=self._seconds(read_timeout, self._read_timeout) + 5,
            connect=self._seconds(connect_timeout, 10.0),
        )
        try:
            async with self._session.request(method, url, data=body, headers=headers, timeout=timeout) as answer:
                return answer.status, await answer.read()
        except TimeoutError:
            raise TimedOut from None
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """Read an answer with orjson; raises PTB's error for one that is cut off."""
        try:
            answer = read_json(payload)
        except ValueError as error:
            raise NetworkError("the answer is no JSON") from error
        if isinstance(answer, dict) and isinstance(answer.get("result"), list):
            for update in answer["result"]:
                without_keyboard(update)
        return answer

    @staticmethod
    def _seconds(value: Any, default: float) -> float:
        if value is None or isinstance(value, DefaultValue):
            return default
        return float(value)


def data_of(given: dict[str, Any]) -> RequestData:
    """The parameters of a call. What is plain data stays as it is: PTB need not look through it for its objects."""
    return RequestData(
        [
            RequestParameter.from_input(name, value)
            if isinstance(value, InputFile)
            else RequestParameter(name, value, None)
            for name, value in given.items()
        ]
    )


def read_json(payload: bytes) -> Any:
    """What Telegram sent. Half a character, which no database takes and orjson does not read, becomes "\ufffd".

    Raises:
        ValueError: it is no JSON.
    """
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError:
        try:
            return _whole(json.loads(payload.decode("utf-8", "replace")))
        except RecursionError as error:
            raise ValueError("too deep") from error


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole(each) for each in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(each) for key, each in value.items()}
    return value


def without_keyboard(update: Any) -> Any:
    """An update, changed in place, without the keyboard of the message that a tap comes from.

    PTB would make an object of each button; nobody reads them.
    """
    tap = update.get("callback_query") if isinstance(update, dict) else None
    if isinstance(tap, dict) and isinstance(tap.get("message"), dict):
        tap["message"].pop("reply_markup", None)
    return update


def _form(request_data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, text in request_data.json_parameters.items():
        form.add_field(name, text)
    for name, (filename, content, media_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=media_type)
    return form
