"""Zalo Bot's updates as events, in every shape they have been seen in; rendered screens as one text."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from bot.fetch import linked_picture
from bot.render import Rendered
from handlers.kit.event import Event, Input, Said, Sent

NAME = "zalo"
ID_LIMIT = 64
_KINDS = {"image": "photo", "sticker": "sticker", "voice": "voice"}


def event_of(update: Any) -> Event | None:
    """What the person did, or ``None`` for what is none of ours (groups, other bots, no sender).

    The body comes wrapped (``{ok, result: {event_name, message}}``) or flat (``{event_name, message}``).
    """
    if isinstance(update, dict) and isinstance(update.get("result"), dict):
        update = update["result"]
    if not isinstance(update, dict) or not isinstance(update.get("message"), dict):
        return None
    message = update["message"]
    chat, sender = _dict(message.get("chat")), _dict(message.get("from"))
    chat_id = chat.get("id") or sender.get("id")
    is_private = str(chat.get("chat_type", "PRIVATE")).upper() == "PRIVATE"
    if not _is_id(chat_id) or not is_private or sender.get("is_bot") is True:
        return None
    return Event(NAME, str(chat_id), _update_id(update, message), _input(update, message))


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _is_id(value: Any) -> bool:
    if not isinstance(value, str | int) or isinstance(value, bool):
        return False
    return 0 < len(str(value)) <= ID_LIMIT and str(value).isprintable()


def _update_id(update: dict[str, Any], message: dict[str, Any]) -> str:
    """The message's id; where there is none, the same content is the same update."""
    given = message.get("message_id")
    if _is_id(given):
        return str(given)
    return hashlib.sha256(json.dumps(update, sort_keys=True).encode()).hexdigest()[:ID_LIMIT]


def _input(update: dict[str, Any], message: dict[str, Any]) -> Input:
    name = str(update.get("event_name", ""))
    kind = name.removeprefix("message.").removesuffix(".received")
    text = message.get("text")
    address = message.get("photo") or message.get("photo_url")
    if kind in _KINDS:
        caption = message.get("caption")
        under = caption[:4000] if isinstance(caption, str) else ""
        return Sent(_KINDS[kind], linked_picture(address), under) if kind == "image" else Sent(_KINDS[kind])
    if isinstance(text, str):
        return Said(text[:4000])
    return Sent("photo", linked_picture(address)) if address else Sent("other")


def shown(message: Rendered) -> str:
    """A rendered screen as one plain text."""
    return "\n".join(part for part in (message.title, *message.texts) if part)
