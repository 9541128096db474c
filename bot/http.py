"""What pages and channels share of HTTP: reading a body within a limit, answering with a file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import orjson
import structlog
from starlette.exceptions import HTTPException
from starlette.responses import Response, StreamingResponse

from storage.files import FileStore
from storage.kit.keys import KeysError

if TYPE_CHECKING:
    from starlette.requests import Request

log = structlog.get_logger(__name__)


STALLED = 20.0  # seconds between two pieces of a body
MOST_FIELDS = 100  # of a plain form
LONGEST = 300.0  # seconds for all of it: 10 MB at 35 kB/s


async def body_of(request: Request, limit: int, *, read_away: int = 0) -> bytes | None:
    """The raw body of a request, or ``None`` if it is longer than ``limit`` bytes.

    Raises:
        HTTPException: 408, the body did not come in time.

    ``read_away``: what is too long is read to its end, up to so many bytes: a browser that is cut short shows an error
    of its own, not our answer. Else no more is read than the limit.
    """
    most = max(limit, read_away)
    said = request.headers.get("content-length", "")
    if said.isdigit() and int(said) > most:
        return None
    body = bytearray()
    read = 0
    async for chunk in _in_time(request):
        read += len(chunk)
        if read > most:
            break
        if read > limit:
            body.clear()
        else:
            body += chunk
    return None if read > limit else bytes(body)


async def _in_time(request: Request) -> AsyncIterator[bytes]:
    """The pieces of a body. Whoever sends none for a while, or goes on for too long, is let go with 408."""
    pieces = aiter(request.stream())
    ends = asyncio.get_running_loop().time() + LONGEST
    while True:
        now = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout_at(min(now + STALLED, ends)):
                piece = await anext(pieces)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise HTTPException(408) from None
        yield piece


async def json_of(request: Request, limit: int) -> Any:
    """The body as JSON, or ``None`` if it is none or too long."""
    with suppress(orjson.JSONDecodeError):
        return orjson.loads(await body_of(request, limit) or b"")
    return None


async def form_of(request: Request, limit: int) -> dict[str, str] | None:
    """The fields of a plain form, the first of each name; ``None`` if another site's page sent it, or it is too long.

    Raises:
        HTTPException: 408, the body did not come in time.
    """
    body = None if is_cross_site(request) else await body_of(request, limit)
    if body is None:
        return None
    found = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    return {name: values[0].replace("\0", "") for name, values in found.items()}


def is_cross_site(request: Request) -> bool:
    """Whether another site's page sent this: a session's cookie must not act for it."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host")


async def stored_file(
    store: FileStore, digest: str, *, name: str, media_type: str, inline: bool = False
) -> Response | None:
    """A file that one person may have: kept by nobody on the way, taken for nothing but what it is.

    It goes out piece by piece. One that turns out to be damaged is cut short, and the browser sees that by its size.
    ``None`` where there is none any more, or none that can be read: that is logged.
    """
    try:
        size, pieces = await asyncio.to_thread(store.stream, digest)
    except FileNotFoundError:
        return None
    except KeysError as error:
        log.error("a file cannot be read", digest=digest, reason=str(error))  # noqa: TRY400 (no bug of this program)
        return None
    return StreamingResponse(
        pieces,
        media_type=media_type,
        headers={
            "content-disposition": f'{"inline" if inline else "attachment"}; filename="{name}"',
            "content-length": str(size),
            "x-content-type-options": "nosniff",
            "cache-control": "private, no-store",
        },
    )
