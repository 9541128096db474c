"""What a person did, as every channel tells it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from storage.document_reference import DocumentReference
from storage.picture_reference import PictureReference


@dataclass(frozen=True, slots=True)
class Said:
    """The person typed a text. Commands ("/khai") and numbers arrive as text too."""

    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """The person changed a text that they had sent; ``text`` is how it reads now.

    ``unread``: it was the last they did, and nothing came of it: what was asked is still asked.
    """

    text: str
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Chose:
    """The person pressed a choice; ``route`` is what the button carried, unchecked."""

    route: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The person came by a link or pressed Start; ``code`` is the code in the link, if any."""

    code: str | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """The person sent something that is no text: "photo", "sticker", "voice", "document", "other".

    ``picture`` is what a picture can be had by, later (:func:`storage.evidence.attach`), ``document`` what a file can
    be had by (:func:`acts.receiving.send`); the turn itself fetches nothing. None where there is none, or none that is
    taken; a picture that was sent as a file is both. ``voice`` is a voice message, which no screen takes for a file.
    ``caption`` is what was written under it.
    """

    kind: str
    picture: PictureReference | None = None
    caption: str = ""
    document: DocumentReference | None = field(default=None, kw_only=True)
    voice: DocumentReference | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Returned:
    """The person came back to the open page: show what it showed, as it is now."""


Input: TypeAlias = Said | Changed | Chose | Opened | Sent | Returned


@dataclass(frozen=True, slots=True)
class Event:
    """One thing one person did, once.

    ``channel`` is the channel's short name, ``chat`` the channel's own id of the conversation and
    ``update`` the channel's own id of this event: the same id delivered twice is the same event.
    ``origin`` is the address on the network that it came from, where the channel knows one.
    ``successor`` is the chat's id from this event on, if somebody signs in by it: whoever knew the one before
    has no part in what follows. Empty where the id is the messenger's.
    ``begins``: whether the chat may be a new one.
    """

    channel: str
    chat: str
    update: str
    input: Input
    origin: str = ""
    successor: str = field(default="", kw_only=True)
    begins: bool = field(default=True, kw_only=True)
