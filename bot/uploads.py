"""A picture or a document that comes with a request: a form with a file, read within a limit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from bot.http import body_of
from bot.media import DOCUMENTS, PICTURES
from storage.kit.engine import BusyError

SIDE_BY_SIDE = 8  # pictures that are held in memory while they come in: some 80 MB
DOCUMENTS_SIDE_BY_SIDE = 4  # and documents: as much again
MOST_FIELDS = 5
FIELD_LIMIT = 16_000
AROUND = 100_000  # bytes of a form beside its file
READ_AWAY = 40_000_000  # bytes of what is too long: a browser that is cut short shows an error, not our answer


@dataclass(frozen=True, slots=True)
class Kind:
    """What a form is to hold: the name of the field with the file, and its most bytes."""

    field: str
    most: int


PICTURE = Kind("picture", PICTURES.most)
DOCUMENT = Kind("document", DOCUMENTS.most)


@dataclass(frozen=True, slots=True)
class Upload:
    """What the form held: its ``content`` is ``None`` where it was too long to be looked at.

    ``name`` and ``media_type`` are what the browser says of the file.
    """

    content: bytes | None
    fields: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    media_type: str = ""


def is_upload(request: Request) -> bool:
    """Whether the request carries a form with a file."""
    return request.headers.get("content-type", "").lower().startswith("multipart/form-data")


async def read_upload(request: Request, side_by_side: asyncio.Semaphore, kind: Kind) -> Upload | None:
    """The fields and the file of a form; ``None`` if it cannot be read. No more is held than such a file may have.

    ``side_by_side`` says how many may be held at once; whoever comes then tries again later, as their page does by
    itself.

    Raises:
        BusyError: there are as many already.
        HTTPException: 408, it did not come in time.
    """
    if side_by_side.locked():
        raise BusyError("as many uploads as can be held are on their way")
    async with side_by_side:
        return await _read(request, kind)


async def _read(request: Request, kind: Kind) -> Upload | None:
    body = await body_of(request, kind.most + AROUND, read_away=READ_AWAY)
    if body is None:
        return Upload(None)

    async def once() -> AsyncGenerator[bytes, None]:
        yield body

    try:
        parser = MultiPartParser(
            request.headers, once(), max_files=1, max_fields=MOST_FIELDS, max_part_size=FIELD_LIMIT
        )
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError):
        return None
    try:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        file = form.get(kind.field)
        if not isinstance(file, UploadFile):
            return Upload(b"", fields)
        content = await file.read(kind.most + 1)
        is_too_long = len(content) > kind.most
        return Upload(None if is_too_long else content, fields, file.filename or "", file.content_type or "")
    finally:
        await form.close()
