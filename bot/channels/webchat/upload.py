"""A picture that comes with a request of the web chat: a form with a file, read within a limit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from bot.http import body_of
from bot.media import MOST_BYTES
from storage.kit.engine import BusyError

SIDE_BY_SIDE = 8  # pictures that are held in memory while they come in: some 80 MB
MOST_FIELDS = 5
FIELD_LIMIT = 16_000
BODY_LIMIT = MOST_BYTES + 100_000
READ_AWAY = 40_000_000  # bytes of what is too long: a browser that is cut short shows an error, not our answer


@dataclass(frozen=True, slots=True)
class Upload:
    """What the form held: its ``content`` is ``None`` where it was too long to be looked at."""

    content: bytes | None
    fields: Mapping[str, str] = field(default_factory=dict)


def is_upload(request: Request) -> bool:
    """Whether the request carries a form with a file."""
    return request.headers.get("content-type", "").lower().startswith("multipart/form-data")


async def read_upload(request: Request, side_by_side: asyncio.Semaphore) -> Upload | None:
    """The fields and the picture of a form; ``None`` if it cannot be read. No more is held than a picture may have.

    ``side_by_side`` says how many may be held at once; whoever comes then tries again later, as their page does by
    itself.

    Raises:
        BusyError: there are as many already.
        HTTPException: 408, it did not come in time.
    """
    if side_by_side.locked():
        raise BusyError("as many pictures as can be held are on their way")
    async with side_by_side:
        return await _read(request)


async def _read(request: Request) -> Upload | None:
    body = await body_of(request, BODY_LIMIT, read_away=READ_AWAY)
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
        picture = form.get("picture")
        content = await picture.read() if isinstance(picture, UploadFile) else b""
        return Upload(content, {name: value for name, value in form.items() if isinstance(value, str)})
    finally:
        await form.close()
