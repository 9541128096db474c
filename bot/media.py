"""Pictures that people send: fetched from public addresses only, and made anew, so that nothing but the picture is kept.

What a file is is told from its first bytes, never from a name or a header. It is decoded within a limit and encoded
again: where it was taken, by which telephone and whatever else a file may carry besides the picture is not carried on.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from ipaddress import IPv4Address, ip_address, ip_network
from typing import TYPE_CHECKING, TypeAlias

from locales.text import T, Words

if TYPE_CHECKING:
    import aiohttp
    from aiohttp.abc import ResolveResult
    from PIL import Image
    from yarl import URL

MOST_BYTES = 10_000_000  # of a picture as it comes
LONGEST_SIDE = 2000  # pixels of a picture as it is kept
QUALITY = 85
SMALL_PNG = 1_000_000  # bytes; a larger one is a photograph and becomes a JPEG
MOST_PIXELS = {"JPEG": 52_000_000, "PNG": 26_000_000, "WEBP": 26_000_000}  # a JPEG is decoded at a fraction of its size
MOST_SCANS = 100  # of a JPEG that is drawn step by step: each goes over the whole picture
SIDE_BY_SIDE = 2  # pictures decoded at once: each takes up to a few hundred megabytes

NOT_A_PICTURE = T(
    "Tệp {you} vừa gửi không phải ảnh JPEG hay PNG nên không nhận được. {You} chụp ảnh bằng điện thoại rồi gửi."
)
HEIC = T("Ảnh {you} vừa gửi ở dạng HEIC, máy chưa đọc được. {You} chụp màn hình tấm ảnh ấy rồi gửi ảnh chụp màn hình.")
TOO_BIG = T(
    "Ảnh {you} vừa gửi lớn quá 10 MB nên không nhận được. {You} chụp màn hình tấm ảnh ấy rồi gửi ảnh chụp màn hình."
)
BROKEN = T("Ảnh {you} vừa gửi bị hỏng hoặc chưa đủ. {You} gửi lại tấm ảnh ấy.")
NOT_FETCHED = T("Chưa lấy được ảnh {you} vừa gửi. {You} gửi lại tấm ảnh ấy.")


class PictureError(Exception):
    """This picture is not taken, now or later; ``reason`` tells its sender why, and what to do."""

    def __init__(self, reason: Words) -> None:
        super().__init__(str(reason))
        self.reason = reason


class UnreachableError(Exception):
    """Nobody knows what the picture is like: no connection, a time-out, trouble at the other end. Try again."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it may be kept and shown."""

    content: bytes
    media_type: str


# Made anew

_HANDS = ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="pictures")
_BEGINNINGS = (
    (re.compile(rb"\xff\xd8\xff"), "JPEG"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "WEBP"),
)
_HEIC = re.compile(rb".{4}ftyp(hei|hev|mif1|msf1|avi)", re.DOTALL)


async def clean(content: bytes) -> Picture:
    """The picture that these bytes show, made anew, in a thread.

    Raises:
        PictureError: they show none that can be taken.
    """
    return await asyncio.get_running_loop().run_in_executor(_HANDS, cleaned, content)


def cleaned(content: bytes) -> Picture:
    """See :func:`clean`."""
    if len(content) > MOST_BYTES:
        raise PictureError(TOO_BIG)
    kind = kind_of(content)
    if kind == "JPEG" and content.count(b"\xff\xda") > MOST_SCANS:
        raise PictureError(BROKEN)
    try:
        return _made_anew(content, kind)
    except PictureError:
        raise
    except Exception as error:  # bytes that lie make the decoder fail in many ways; there is nothing else to learn
        raise PictureError(BROKEN) from error


def kind_of(content: bytes) -> str:
    """What the bytes begin like: "JPEG", "PNG", "WEBP". Raises :class:`PictureError` for anything else."""
    for beginning, kind in _BEGINNINGS:
        if beginning.match(content):
            return kind
    raise PictureError(HEIC if _HEIC.match(content) else NOT_A_PICTURE)


def _made_anew(content: bytes, kind: str) -> Picture:
    from PIL import Image, ImageOps

    with Image.open(BytesIO(content), formats=(kind,)) as image:
        if image.width * image.height > MOST_PIXELS[kind]:
            raise PictureError(TOO_BIG)
        image.draft("RGB", _at_least(image.size))
        turned = ImageOps.exif_transpose(image)
        bare = _bare(turned)
    bare.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if kind == "PNG":
        small = _encoded(bare, "PNG", optimize=True)
        if len(small) <= SMALL_PNG:
            return Picture(small, "image/png")
    return Picture(_encoded(bare, "JPEG", quality=QUALITY, optimize=True), "image/jpeg")


def _at_least(size: tuple[int, int]) -> tuple[int, int]:
    """The size a JPEG may be decoded at: its own, scaled so that the longest side is still long enough."""
    scale = min(1.0, LONGEST_SIDE / max(size))
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))


def _bare(image: Image.Image) -> Image.Image:
    """The picture on white paper: its colours as every screen shows them, and nothing else of the file."""
    from PIL import Image, ImageCms

    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            image = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that cannot be read: the colours are a little off
    if image.mode in {"1", "L", "I;16", "I", "F"} and "transparency" not in image.info:
        grey = image.convert("L") if image.mode in {"1", "L"} else _darkened(image)
        bare = Image.new("L", grey.size)
        bare.paste(grey)
        return bare
    bare = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        bare.paste(clear, mask=clear.getchannel("A"))
    else:
        bare.paste(image.convert("RGB"))
    return bare


def _darkened(image: Image.Image) -> Image.Image:
    """A grey picture of 16 bits in 8; Pillow's own conversion would make all of it white."""
    return image.point(lambda value: value * (1 / 256)).convert("L")


def _encoded(image: Image.Image, kind: str, **how: object) -> bytes:
    written = BytesIO()
    image.save(written, kind, **how)
    return written.getvalue()


# Fetched

SECONDS = 20.0
REDIRECTS = 3
CHUNK = 65_536
HTTPS = 443
_MOVED = frozenset({301, 302, 303, 307, 308})
_NOT_PUBLIC = tuple(
    ip_network(each)
    for each in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/3",
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    )
)  # fmt: skip
_UNICAST = ip_network("2000::/3")  # all that is handed out of IPv6; IPv4 in IPv6's clothes lies outside

Resolve: TypeAlias = Callable[[str, int], Awaitable[list[str]]]


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: no machine of our own network, no service of the cloud."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if any(found.version == network.version and found in network for network in _NOT_PUBLIC):
        return False
    return isinstance(found, IPv4Address) or found in _UNICAST


async def resolved(host: str, port: int) -> list[str]:
    """The IP addresses of a host, by the system's resolver."""
    infos = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(info[4][0]) for info in infos]


class Fetcher:
    """Fetches what an address in a messenger's update points to: ``https`` from the open internet, nothing else.

    Args:
        extra_hosts: "host:port" of servers that may also be asked over http and may stand on this machine, for tests.
        resolve: asks for the addresses of a host.
    """

    def __init__(self, extra_hosts: frozenset[str] = frozenset(), resolve: Resolve = resolved) -> None:
        self._extra_hosts = extra_hosts
        self._resolve = resolve

    async def fetch(self, url: str) -> bytes:
        """What stands at ``url``, at most :data:`MOST_BYTES`.

        Raises:
            PictureError: the address is not allowed, is gone, or has too much.
            UnreachableError: nobody knows.
        """
        import aiohttp
        from yarl import URL

        try:
            async with asyncio.timeout(SECONDS):
                at = URL(url)
                for _ in range(REDIRECTS + 1):
                    found = await self._fetch_one(at)
                    if isinstance(found, bytes):
                        return found
                    at = at.join(found)
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError, ValueError) as error:
            raise PictureError(NOT_FETCHED) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise UnreachableError(type(error).__name__) from None  # the error's own text holds the address
        raise PictureError(NOT_FETCHED)  # sent on and on

    async def _fetch_one(self, url: URL) -> bytes | URL:
        """What stands there, or where it has moved."""
        import aiohttp

        addresses = await self._checked(url)
        connector = aiohttp.TCPConnector(resolver=_pinned(addresses), use_dns_cache=False, force_close=True)
        async with (
            aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False, auto_decompress=False
            ) as session,
            session.get(url, allow_redirects=False, headers={"accept-encoding": "identity"}) as answer,
        ):
            if answer.status in _MOVED:
                from yarl import URL as Address

                return Address(answer.headers.get("location", ""))
            if answer.status == 429 or answer.status >= 500:
                raise UnreachableError(f"HTTP {answer.status}")
            if answer.status != 200:
                raise PictureError(NOT_FETCHED)
            return await _body(answer)

    async def _checked(self, url: URL) -> list[str]:
        """The addresses that may be connected to; asked for once, so that they are the ones that were looked at."""
        host, port = url.raw_host, url.port
        if host is None or port is None or url.user is not None or url.password is not None:
            raise PictureError(NOT_FETCHED)
        is_extra = f"{host}:{port}" in self._extra_hosts
        if not is_extra and (url.scheme != "https" or port != HTTPS):
            raise PictureError(NOT_FETCHED)
        addresses = await self._resolve(host, port)
        if not addresses:
            raise UnreachableError("the name has no address")
        if not is_extra and not all(is_public(address) for address in addresses):
            raise PictureError(NOT_FETCHED)
        return addresses


def _pinned(addresses: list[str]) -> aiohttp.abc.AbstractResolver:
    """Answers with these addresses, whatever is asked; a host that is an IP address is not asked about at all."""
    from aiohttp.abc import AbstractResolver

    class Pinned(AbstractResolver):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            return [
                {
                    "hostname": host,
                    "host": address,
                    "port": port,
                    "family": socket.AF_INET6 if ":" in address else socket.AF_INET,
                    "proto": 0,
                    "flags": socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
                }
                for address in addresses
            ]

        async def close(self) -> None:
            """Nothing is held."""

    return Pinned()


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    if answer.content_length is not None and answer.content_length > MOST_BYTES:
        raise PictureError(TOO_BIG)
    body = bytearray()
    async for chunk in answer.content.iter_chunked(CHUNK):
        body += chunk
        if len(body) > MOST_BYTES:
            raise PictureError(TOO_BIG)
    return bytes(body)
