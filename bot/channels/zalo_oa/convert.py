"""The Official Account's webhook calls as events, and rendered screens as messages with buttons.

A pressed button comes back as a text message that holds its payload, which anybody can type. Payloads are therefore
signed for the chat; what a route may do is decided by the policy all the same.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from typing import Any

import orjson

from bot.channels.zalo_oa.api import MOST_BUTTONS, TEXT_LIMIT, TITLE_LIMIT
from bot.fetch import linked_document, linked_picture
from bot.render import Rendered
from handlers.kit.event import Chose, Event, Input, Opened, Said, Sent
from storage.document_reference import DocumentReference, tidy_name
from storage.picture_reference import LinkedPicture

NAME = "zalo-oa"
ID_LIMIT = 64
MARK = "#"  # a payload begins with it
MAC_LENGTH = 12
MOST_DIGITS = 18  # of a file's size in bytes
_KINDS = {
    "user_send_image": "photo",
    "user_send_gif": "photo",
    "user_send_sticker": "sticker",
    "user_send_audio": "voice",
    "user_send_video": "video",
    "user_send_file": "document",
    "user_send_location": "location",
    "user_send_business_card": "contact",
    "user_send_link": "other",
}


class Payloads:
    """Signs what buttons carry, and reads it back."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def write(self, chat: str, route: str) -> str:
        """The payload of a button in this chat."""
        return f"{MARK}{route}~{self._mac(chat, route)}"

    def read(self, chat: str, text: str) -> str | None:
        """The route of a payload that was made for this chat; "" if it was made up; ``None`` if it is no payload."""
        if not text.startswith(MARK) or "~" not in text:
            return None
        route, _, mac = text.removeprefix(MARK).rpartition("~")
        return route if hmac.compare_digest(mac.encode(), self._mac(chat, route).encode()) else ""

    def _mac(self, chat: str, route: str) -> str:
        return hmac.new(self._secret, f"{chat}\n{route}".encode(), hashlib.sha256).hexdigest()[:MAC_LENGTH]


def signature(app_id: str, body: bytes, timestamp: str, secret: str) -> str:
    """What ``X-ZEvent-Signature`` must say: plain SHA-256 over these, in this order, with the body as it came."""
    return hashlib.sha256(app_id.encode() + body + timestamp.encode() + secret.encode()).hexdigest()


def sender_of(data: Any) -> str | None:
    """The person's id in an event, wherever this kind of event has it."""
    if not isinstance(data, dict):
        return None
    for key in ("sender", "follower"):
        person = data.get(key)
        found = person.get("id") if isinstance(person, dict) else None
        if _is_id(found):
            return str(found)
    return None


def _is_id(value: Any) -> bool:
    if not isinstance(value, str | int) or isinstance(value, bool):
        return False
    return 0 < len(str(value)) <= ID_LIMIT and str(value).isprintable()


def event_of(data: Any, body: bytes, payloads: Payloads) -> Event | None:
    """What the person did, or ``None`` for what is none of ours (our own messages, receipts, new kinds)."""
    chat = sender_of(data)
    if chat is None:
        return None
    given = _input(data, chat, payloads)
    return None if given is None else Event(NAME, chat, _update_id(data, body), given)


def _update_id(data: dict[str, Any], body: bytes) -> str:
    """The message's id; where there is none, the same body is the same event."""
    message = data.get("message")
    given = message.get("msg_id") if isinstance(message, dict) else None
    if _is_id(given):
        return str(given)
    return hashlib.sha256(body).hexdigest()[:ID_LIMIT]


def _input(data: dict[str, Any], chat: str, payloads: Payloads) -> Input | None:
    name = str(data.get("event_name", ""))
    if name == "follow":
        return Opened()
    message = data.get("message")
    text = message.get("text") if isinstance(message, dict) else None
    if name == "user_send_image":
        return Sent(_KINDS[name], _picture(message), text[:4000] if isinstance(text, str) else "")
    if name == "user_send_file":
        return Sent(_KINDS[name], document=_document(message))
    if name in _KINDS:
        return Sent(_KINDS[name])
    if name != "user_send_text":
        return None
    if not isinstance(text, str):
        return Sent("other")
    route = payloads.read(chat, text)
    return Said(text[:4000]) if route is None else Chose(route)


def _picture(message: Any) -> LinkedPicture | None:
    """The first picture of a message."""
    return next((found for each in _payloads(message) if (found := linked_picture(each.get("url"))) is not None), None)


def _document(message: Any) -> DocumentReference | None:
    """The first file of a message. Its size comes as text; its type is an ending ("xlsx"), which the name has too."""
    for each in _payloads(message):
        if (found := linked_document(each.get("url"))) is not None:
            said = str(each.get("size"))
            size = int(said) if said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS else None
            return DocumentReference(found, tidy_name(each.get("name")), size=size)
    return None


def _payloads(message: Any) -> Iterator[dict[str, Any]]:
    """What is said of each attachment of a message."""
    attachments = message.get("attachments") if isinstance(message, dict) else None
    for each in attachments if isinstance(attachments, list) else ():
        payload = each.get("payload") if isinstance(each, dict) else None
        if isinstance(payload, dict):
            yield payload


def message_of(message: Rendered, chat: str, payloads: Payloads, most: int = MOST_BUTTONS) -> dict[str, Any]:
    """A rendered screen as the API takes it: text, and buttons where there are no more than ``most``."""
    text = "\n".join(part for part in (message.title, *message.texts) if part)
    buttons = [button for row in message.rows for button in row]
    if not buttons or len(buttons) > most:
        return {"text": text}
    return {
        "text": text,
        "attachment": {
            "type": "template",
            "payload": {
                "buttons": [
                    {
                        "title": button.label[:TITLE_LIMIT],
                        "type": "oa.query.hide",
                        "payload": payloads.write(chat, button.route),
                    }
                    for button in buttons
                ]
            },
        },
    }


def picture_of(text: str, url: str) -> dict[str, Any]:
    """A picture that Zalo fetches from ``url``, with a text."""
    payload = {"template_type": "media", "elements": [{"media_type": "image", "url": url}]}
    return {"text": text, "attachment": {"type": "template", "payload": payload}}


def numbered(message: Rendered, more: str = "") -> dict[str, Any]:
    """The same screen without buttons, its choices as lines; for when nothing can be pressed beside it."""
    shown = "\n".join(part for part in (message.title, *message.texts) if part)
    below = "".join((f"\n\n{message.lines}" if message.lines else "", f"\n{more}" if more else ""))
    return {"text": shown[: TEXT_LIMIT - len(below)] + below}  # the choices before all


def loads(body: bytes) -> Any:
    """The body as data, ``None`` if it is none."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
