"""The Zalo Bot Platform's HTTP API, as far as it is used. Facts and their sources: docs/channels.md."""

from __future__ import annotations

from typing import Any

from bot.channel import DroughtError, LaterError, RejectedError, UnclearError
from bot.channels.calls import Caller

TEXT_LIMIT = 2000
QUOTA_PAUSE = 60.0  # seconds; a 429 names none


class TokenError(LaterError):
    """The token is not, or no longer, valid: until somebody sets another one."""


class NotFoundError(UnclearError):
    """What was asked for is not there, such as a webhook."""


class TroubleError(LaterError):
    """The server says that it failed; it may have done what it was asked to all the same."""


class ZaloBotApi:
    """Calls of one bot. ``{ok, result, description, error_code}`` comes back; with HTTP 200, too, ``ok`` counts."""

    def __init__(self, token: str, api_url: str) -> None:
        self._base = f"{api_url}/bot{token}"
        self._caller = Caller()

    async def call(self, method: str, *, seconds: float = 15.0, **given: Any) -> Any:
        """The result of a method.

        Raises:
            SendError: what to do about the refusal (:mod:`bot.channel`); :class:`TokenError` for the token.
        """
        status, answer = await self._caller.post(f"{self._base}/{method}", json=given, seconds=seconds)
        if answer.get("ok") is True:
            return answer.get("result")
        raise self._error(answer.get("error_code", status), status, str(answer.get("description", "")))

    @staticmethod
    def _error(code: object, status: int, description: str) -> Exception:
        said = f"{code} {description[:100]}".strip()
        match code if isinstance(code, int) else status:
            case 401:
                return TokenError(said)
            case 400:
                return RejectedError(said)
            case 404:
                return NotFoundError(said)
            case 429:
                return DroughtError(said, QUOTA_PAUSE)
            case 408 | 426:
                return LaterError(said)
            case number if number >= 500:
                return TroubleError(said)
            case _:  # also 403, "internal server error" by its own words: it says nothing of the person
                return UnclearError(said)

    async def get_update(self, seconds: int) -> dict[str, Any] | None:
        """The next update, waited for; ``None`` if none came. There is no acknowledgement."""
        try:
            found = await self.call("getUpdates", seconds=seconds + 10.0, timeout=str(seconds))
        except LaterError as error:
            if str(error).startswith("408"):  # the ordinary answer when nothing happened
                return None
            raise
        return found if isinstance(found, dict) else None

    async def send_message(self, chat: str, text: str) -> None:
        """A plain text, at most :data:`TEXT_LIMIT` characters."""
        await self.call("sendMessage", chat_id=chat, text=text)

    async def send_photo(self, chat: str, url: str, caption: str) -> None:
        """A picture that Zalo fetches, several times, from ``url``."""
        await self.call("sendPhoto", chat_id=chat, photo=url, caption=caption)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._caller.close()
