"""The Zalo Official Account's HTTP API, as far as it is used. Facts and their sources: docs/channels.md."""

from __future__ import annotations

from typing import Any

import structlog

from bot.channel import BlockedError, ClosedError, LaterError, RejectedError, SendError, UnclearError
from bot.channels.calls import Caller
from bot.channels.zalo_oa.tokens import Tokens

log = structlog.get_logger(__name__)

TEXT_LIMIT = 2000
MOST_BUTTONS = 5
TITLE_LIMIT = 100
TOO_MANY_PAUSE = 30.0

WRONG_ACCESS = frozenset({-216, -220, -124})
CLOSED = frozenset({-230, -232, -211, -218, -224, -234})  # window over, quota used up, not now at night
BLOCKED = frozenset({-213, -227})  # does not follow, is banned
TOO_MANY = frozenset({-32})
PLAN_QUOTAS = frozenset({"sub_quota", "purchase_quota", "reward_quota"})
PARAMETERS = frozenset({-201, -233})


class ParametersError(RejectedError):
    """The message's shape is refused: a plainer one may be taken."""


class OaApi:
    """Calls in the name of one Official Account. ``{error, message, data}`` comes back; ``error`` 0 is success."""

    def __init__(self, api_url: str, tokens: Tokens) -> None:
        self._url = api_url
        self._tokens = tokens
        self._caller = Caller()
        self.quota: dict[str, Any] = {}  # as the last sending reported it

    @property
    def is_spent(self) -> bool:
        """Whether the last sending used up the plan's messages; replies within the window have a quota of their own."""
        return self.quota.get("quota_type") in PLAN_QUOTAS and str(self.quota.get("remain")) == "0"

    async def send(self, message: dict[str, Any], user_id: str) -> None:
        """A consultation message to somebody who wrote within the window.

        Raises:
            SendError: it did not go out; :class:`ParametersError` where its shape was refused.
        """
        data = await self._call("POST", "/v3.0/oa/message/cs", {"recipient": {"user_id": user_id}, "message": message})
        quota = data.get("quota")
        self.quota = quota if isinstance(quota, dict) else {}

    async def account(self) -> dict[str, Any]:
        """The Official Account's own data: ``oa_id``, ``name``."""
        return await self._call("GET", "/v2.0/oa/getoa", None)

    async def _call(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        access = await self._tokens.access()
        try:
            return await self._once(method, path, body, access)
        except _WrongAccessError:
            return await self._once(method, path, body, await self._tokens.renew(access))

    async def _once(self, method: str, path: str, body: dict[str, Any] | None, access: str) -> dict[str, Any]:
        headers = {"access_token": access}
        if method == "GET":
            status, answer = await self._caller.get(self._url + path, headers=headers)
        else:
            status, answer = await self._caller.post(self._url + path, json=body, headers=headers)
        code = answer.get("error")
        if status < 400 and code == 0:
            data = answer.get("data")
            return data if isinstance(data, dict) else {}
        raise _error(code, status, str(answer.get("message", ""))[:100])

    async def close(self) -> None:
        """Let go of the connections."""
        await self._caller.close()
        await self._tokens.close()


class _WrongAccessError(LaterError):
    """The access token does not serve (any more)."""


def _error(code: object, status: int, said: str) -> SendError:
    text = f"{code} {said} HTTP {status}"
    if code in WRONG_ACCESS or status == 401:
        return _WrongAccessError(text)
    if code in TOO_MANY or status == 429:
        return LaterError(text, TOO_MANY_PAUSE)
    if code in CLOSED:
        return ClosedError(text)
    if code in BLOCKED:
        return BlockedError(text)
    if code in PARAMETERS:
        return ParametersError(text)
    if status >= 500 or not isinstance(code, int):
        return LaterError(text)
    return UnclearError(text)
