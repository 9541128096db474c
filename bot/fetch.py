"""What a messenger's update points to, fetched: from the open internet only, and never more than such a thing may have.

The address stands in an update, and an update may be made up. So only ``https`` on its own port is asked, each address
of the host must be public, the connection goes to exactly the addresses that were looked at, and a redirect is looked
at like the first address.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, ip_address, ip_network
from typing import TypeAlias, TypeGuard

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.media import DOCUMENTS, PICTURES, Limit, UnreachableError
from storage.document_reference import DocumentToFetch, LinkedDocument
from storage.picture_reference import LinkedPicture, PictureToFetch

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

LONGEST_URL = 990  # of those that fit in a row


def linked_picture(address: object) -> LinkedPicture | None:
    """The picture at an address that a messenger's update names; ``None`` if it is no address."""
    return LinkedPicture(address) if _is_address(address) else None


def linked_document(address: object) -> LinkedDocument | None:
    """The same of a document."""
    return LinkedDocument(address) if _is_address(address) else None


def _is_address(given: object) -> TypeGuard[str]:
    return isinstance(given, str) and 0 < len(given) <= LONGEST_URL and "\0" not in given


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

    async def fetch_picture(self, picture: PictureToFetch) -> bytes:
        """What :func:`linked_picture` named; raises like :meth:`fetch`."""
        if not isinstance(picture, LinkedPicture):  # of another channel
            raise PICTURES.error(PICTURES.not_fetched)
        return await self.fetch(picture.url)

    async def fetch_document(self, document: DocumentToFetch) -> bytes:
        """What :func:`linked_document` named; raises like :meth:`fetch`."""
        if not isinstance(document, LinkedDocument):
            raise DOCUMENTS.error(DOCUMENTS.not_fetched)
        return await self.fetch(document.url, DOCUMENTS)

    async def fetch(self, url: str, limit: Limit = PICTURES) -> bytes:
        """What stands at ``url``, at most as much as ``limit`` allows.

        Raises:
            NotTakenError: the address is not allowed, is gone, or has too much; of the limit's own kind.
            UnreachableError: nobody knows.
        """
        try:
            async with asyncio.timeout(SECONDS):
                at = URL(url)
                for _ in range(REDIRECTS + 1):
                    found = await self._fetch_one(at, limit)
                    if isinstance(found, bytes):
                        return found
                    at = at.join(found)
        except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError, ValueError) as error:
            raise limit.error(limit.not_fetched) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise UnreachableError(type(error).__name__) from None  # the error's own text holds the address
        raise limit.error(limit.not_fetched)  # sent on and on

    async def _fetch_one(self, url: URL, limit: Limit) -> bytes | URL:
        """What stands there, or where it has moved."""
        addresses = await self._checked(url, limit)
        connector = aiohttp.TCPConnector(resolver=_Pinned(addresses), use_dns_cache=False, force_close=True)
        async with (
            aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False, auto_decompress=False
            ) as session,
            session.get(url, allow_redirects=False, headers={"accept-encoding": "identity"}) as answer,
        ):
            if answer.status in _MOVED:
                return URL(answer.headers.get("location", ""))
            if answer.status == 429 or answer.status >= 500:
                raise UnreachableError(f"HTTP {answer.status}")
            if answer.status != 200:
                raise limit.error(limit.not_fetched)
            return await _body(answer, limit)

    async def _checked(self, url: URL, limit: Limit) -> list[str]:
        """The addresses that may be connected to; asked for once, so that they are the ones that were looked at."""
        host, port = url.raw_host, url.port
        if host is None or port is None or url.user is not None or url.password is not None:
            raise limit.error(limit.not_fetched)
        is_extra = f"{host}:{port}" in self._extra_hosts
        if not is_extra and (url.scheme != "https" or port != HTTPS):
            raise limit.error(limit.not_fetched)
        addresses = await self._resolve(host, port)
        if not addresses:
            raise UnreachableError("the name has no address")
        if not is_extra and not all(is_public(address) for address in addresses):
            raise limit.error(limit.not_fetched)
        return addresses


class _Pinned(AbstractResolver):
    """Answers with these addresses, whatever is asked; about a host that is an IP address nobody is asked."""

    def __init__(self, addresses: list[str]) -> None:
        self._addresses = addresses

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
            for address in self._addresses
        ]

    async def close(self) -> None:
        """Nothing is held."""


async def _body(answer: aiohttp.ClientResponse, limit: Limit) -> bytes:
    if answer.content_length is not None and answer.content_length > limit.most:
        raise limit.error(limit.too_big)
    body = bytearray()
    async for chunk in answer.content.iter_chunked(CHUNK):
        body += chunk
        if len(body) > limit.most:
            raise limit.error(limit.too_big)
    return bytes(body)
