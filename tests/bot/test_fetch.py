"""What an update points to is fetched from the open internet only, and from exactly what was looked at."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest
from aiohttp import web

from bot import fetch
from bot.fetch import Fetcher, is_public, linked_picture
from bot.media import MOST_BYTES, NOT_FETCHED, TOO_BIG, PictureError, UnreachableError

PUBLIC, PUBLIC_6 = "118.102.1.1", "2001:df0:23::1"


class Names:
    """A resolver that knows a few names, and counts."""

    def __init__(self, **known: list[str]) -> None:
        self.known = {name.replace("_", "."): addresses for name, addresses in known.items()}
        self.asked: list[tuple[str, int]] = []

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append((host, port))
        if host not in self.known:
            return [host]  # an address is its own
        return self.known[host]


class Server:
    """A server on loopback that notes who comes."""

    def __init__(self) -> None:
        self.requests: list[web.Request] = []
        self.port = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        match request.match_info["what"]:
            case "picture":
                return web.Response(body=b"\xff\xd8\xff a picture", headers={"set-cookie": "a=1"})
            case "to":
                raise web.HTTPFound(request.query["url"])
            case "round":
                raise web.HTTPFound("/round")
            case "nowhere":
                return web.Response(status=302)
            case "large":
                return web.Response(body=b"x" * (MOST_BYTES + 1))
            case "endless":
                stream = web.StreamResponse()
                await stream.prepare(request)
                for _ in range(300):
                    await stream.write(b"x" * 65_536)
                return stream
            case "gone":
                raise web.HTTPNotFound
            case "busy":
                raise web.HTTPServiceUnavailable
            case "cut":
                half = web.StreamResponse(headers={"content-length": "1000"})
                await half.prepare(request)
                await half.write(b"half")
                assert request.transport is not None
                request.transport.close()
                return half
            case _:
                await asyncio.sleep(5)
                return web.Response()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    standing = Server()
    app = web.Application()
    app.router.add_get("/{what}", standing.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.001)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    standing.port = runner.addresses[0][1]
    yield standing
    await runner.cleanup()


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.1", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "203.0.113.7", "224.0.0.1",
        "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "fc00::1", "fd12::1",
        "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "3fff::1",
        "", "localhost", "0x7f000001", "2130706433",
    ],
)  # fmt: skip
def test_what_is_not_the_open_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, PUBLIC_6, "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111"])
def test_what_is(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://anh.example/1.jpg",
        "ftp://anh.example/1.jpg",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "//anh.example/1.jpg",
        "/1.jpg",
        "anh.example",
        "",
        "https://",
        "https://anh.example:8443/1.jpg",
        "https://anh.example:22/",
        "https://lan:secret@anh.example/1.jpg",
        "https://anh.example:99999/",
        "https://[::1",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://10.0.0.5/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fd00::1]/",
        "https://inside.example/1.jpg",
        "https://both.example/1.jpg",
        "https://both6.example/1.jpg",
        "https://metadata.example/1.jpg",
    ],
)
async def test_what_is_never_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def connect(*_: object, **__: object) -> None:
        raise AssertionError("nobody may be connected to")

    monkeypatch.setattr("aiohttp.TCPConnector.connect", connect)
    names = Names(
        anh_example=[PUBLIC],
        inside_example=["192.168.1.10"],
        both_example=[PUBLIC, "127.0.0.1"],
        both6_example=[PUBLIC_6, "::1"],
        metadata_example=["169.254.169.254"],
    )
    with pytest.raises(PictureError) as caught:
        await Fetcher(resolve=names).fetch(url)
    assert caught.value.reason == NOT_FETCHED


async def test_the_connection_goes_to_what_was_looked_at(server: Server) -> None:
    names = Names(anh_example=["127.0.0.1"])  # no such name exists: only the pinned address can answer
    fetcher = Fetcher(frozenset({f"anh.example:{server.port}"}), names)
    assert await fetcher.fetch(f"http://anh.example:{server.port}/picture") == b"\xff\xd8\xff a picture"
    assert names.asked == [("anh.example", server.port)]
    (request,) = server.requests
    assert request.host == f"anh.example:{server.port}"
    assert "cookie" not in request.headers
    assert "authorization" not in request.headers


async def test_a_name_that_changes_its_mind_is_not_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []

    async def create(*, addr_infos: list[tuple[object, ...]], **_: object) -> None:
        connected.extend(str(info[-1][0]) for info in addr_infos)  # type: ignore[index]
        raise OSError("no network in tests")

    class Rebinding(Names):
        async def __call__(self, host: str, port: int) -> list[str]:
            self.asked.append((host, port))
            return [PUBLIC] if len(self.asked) == 1 else ["127.0.0.1"]

    monkeypatch.setattr("aiohappyeyeballs.start_connection", create)
    names = Rebinding()
    with pytest.raises(UnreachableError):
        await Fetcher(resolve=names).fetch("https://rebinding.example/1.jpg")
    assert set(connected) == {PUBLIC}
    assert len(names.asked) == 1


async def test_a_redirect_is_looked_at_like_the_first(server: Server) -> None:
    fetcher = Fetcher(frozenset({server.host}), Names(inside_example=["10.0.0.1"]))
    at = f"http://{server.host}"
    assert await fetcher.fetch(f"{at}/to?url=/picture") == b"\xff\xd8\xff a picture"
    for target in (
        f"http://localhost:{server.port}/picture",
        "https://inside.example/",
        "https://127.0.0.1/",
        f"http://[::1]:{server.port}/picture",
        "file:///etc/passwd",
        "http://169.254.169.254/",
    ):
        before = len(server.requests)
        with pytest.raises(PictureError):
            await fetcher.fetch(f"{at}/to?url={quote(target, safe='')}")
        assert len(server.requests) == before + 1


async def test_sent_on_and_on(server: Server) -> None:
    with pytest.raises(PictureError):
        await Fetcher(frozenset({server.host})).fetch(f"http://{server.host}/round")
    assert len(server.requests) == 4
    with pytest.raises(PictureError):
        await Fetcher(frozenset({server.host})).fetch(f"http://{server.host}/nowhere")


async def test_loopback_is_allowed_for_exactly_the_hosts_that_were_named(server: Server) -> None:
    for hosts in (frozenset[str](), frozenset({"127.0.0.1:1"}), frozenset({f"localhost:{server.port}"})):
        with pytest.raises(PictureError):
            await Fetcher(hosts).fetch(f"http://{server.host}/picture")
    assert server.requests == []


@pytest.mark.parametrize("what", ["large", "endless"])
async def test_no_more_is_read_than_a_picture_may_have(server: Server, what: str) -> None:
    with pytest.raises(PictureError) as caught:
        await Fetcher(frozenset({server.host})).fetch(f"http://{server.host}/{what}")
    assert caught.value.reason == TOO_BIG


async def test_gone_is_final_and_trouble_is_not(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    fetcher = Fetcher(frozenset({server.host, "127.0.0.1:9"}))
    with pytest.raises(PictureError):
        await fetcher.fetch(f"http://{server.host}/gone")
    for what in ("busy", "cut"):
        with pytest.raises(UnreachableError):
            await fetcher.fetch(f"http://{server.host}/{what}")
    with pytest.raises(UnreachableError):
        await fetcher.fetch("http://127.0.0.1:9/nobody-listens")
    monkeypatch.setattr(fetch, "SECONDS", 0.05)
    with pytest.raises(UnreachableError):
        await fetcher.fetch(f"http://{server.host}/slow")


async def test_a_name_nobody_knows_may_be_known_later() -> None:
    async def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(UnreachableError):
        await Fetcher(resolve=unknown).fetch("https://anh.example/1.jpg")
    with pytest.raises(UnreachableError):
        await Fetcher(resolve=Names(anh_example=[])).fetch("https://anh.example/1.jpg")


@pytest.mark.parametrize("given", [None, 5, "", ["https://a"], {"url": "x"}, "https://a/" + "x" * 1000, "https://a/\0"])
def test_what_is_no_address(given: object) -> None:
    assert linked_picture(given) is None
