"""Every page and every link to a file, asked for by everybody: nobody gets another's file or a name in vain.

The addresses are those that the program serves; who may know whose name stands in tests/handlers/authority_play.py.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

import httpx
import pytest
from starlette.routing import Route

from bot.app import App
from bot.channels.webchat import chat_of
from bot.commune_setup import act_as_operator
from bot.settings import Settings
from handlers.all_routes import ROUTER
from handlers.kit.screen import Attachment
from storage import accounts, files
from storage.kit.transaction import Transaction
from tests.authority import NOBODY, PEOPLE, WITHOUT_A_CHAT, Populated, populate
from tests.conftest import Clock
from tests.handlers.authority_play import knows
from tests.handlers.walk import ANY, VALUES
from tests.ports import free_port
from tests.village import there
from tests.world import running

COOKIE = "hoctap"
PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")
ENDLESS = "/stream"  # of which only the beginning is looked at
PDF = "application/pdf"


def session_of(who: str) -> str:
    """Whoever has this cookie is them."""
    return hashlib.sha256(f"session of {who}".encode()).hexdigest()[:43]


def content_of(who: str) -> bytes:
    """A file made for somebody."""
    return f"%PDF for <{who}>".encode()


@dataclass(frozen=True)
class Served:
    """The program, what it serves, and whose file and link is whose."""

    app: App
    made: Populated
    digests: Mapping[str, str]
    links: Mapping[str, str]

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Each address that is served for looking, with everybody's ids, and whose id it has: "" where it has none."""
        channels = [route for channel in self.app.channels.values() for route in channel.routes()]
        others = (*self.app.links.routes(), *self.app.certificates.routes())
        for route in (*channels, *self.app.pages, *others):
            assert isinstance(route, Route)
            if "GET" not in (route.methods or ()):
                continue
            names = PARAMETER.findall(route.path)
            pools = [self._values(name, route.path) for name in names]
            for values in product(*pools):
                address = route.path
                for name, (_, value) in zip(names, values, strict=True):
                    address = re.sub(rf"\{{{name}(:\w+)?\}}", value, address)
                yield address, next((who for who, _ in values if who), "")

    def _values(self, name: str, path: str) -> list[tuple[str, str]]:
        match name:
            case "session":
                return [("", "me")]
            case "digest":
                return list(self.digests.items())
            case "token":
                whole = [(who, link.rpartition("/")[2]) for who, link in self.links.items() if path == "/tep/{token}"]
                return whole or [("", "1.2.3.4")]
            case _ if name in self.made.records:
                return [("", str(key)) for key in list(self.made.records[name].values())[:2]]
            case "title" | "figure":
                return [("", {"title": "citizen", "figure": "tong-so"}[name])]
            case "code":
                if path == "/cong-nhan/{code}":
                    return [("", "A" * 20)]
                return [("", code) for code in self.made.codes.values()]
        raise AssertionError(f"say what {name} of {path} can be")


@pytest.fixture
async def served(sqlite_url: str, tmp_path: Path, clock: Clock) -> Served:
    at = f"127.0.0.1:{free_port()}"
    settings = Settings(
        data_dir=tmp_path / "data", database_url=sqlite_url, web_bind=at, web_chat=True, public_url=f"http://{at}"
    )
    app = App(settings, clock)
    app.prepare()
    app.add_configured()
    made = await app.database.write(partial(populate, chat_of=lambda who: chat_of(session_of(who))))
    digests = {who: app.files.put(content_of(who)) for who in made.chats}

    def grant(tx: Transaction) -> None:
        act_as_operator(tx)
        for who, digest in digests.items():
            account = there(accounts.find(tx, "web", made.chats[who]))
            size = len(content_of(who))
            files.grant(tx, digest=digest, account_id=account.id, name="tep.pdf", media_type=PDF, size=size)

    await app.database.write(grant)
    links = {}
    for who, digest in digests.items():
        attachment = Attachment(digest, "tep.pdf", PDF, len(content_of(who)))
        links[who] = await app.links.file("web", made.chats[who], attachment)
    return Served(app, made, digests, links)


async def ask_for_everything(served: Served, others: int) -> int:
    """Everybody asks for each address, of files and links for their own and those of so many others. How many asked."""
    owners = {full_name: who for who, (full_name, _, _) in PEOPLE.items()}
    chosen = random.Random(7)
    asked, whole = 0, list[str]()
    async with running(served.app):
        for who in served.made.chats:
            some = {who, *chosen.sample(sorted(served.made.chats), others)}
            cookies = {COOKIE: session_of(who)}
            async with httpx.AsyncClient(base_url=served.app.settings.web_url, cookies=cookies) as client:
                for address, whose in served.addresses():
                    if whose and whose not in some:
                        continue
                    async with client.stream("GET", address) as answer:
                        said = b"" if address.endswith(ENDLESS) else await answer.aread()
                    asked += 1
                    assert answer.status_code < 500, (who, address)
                    got = [each for each in served.digests if content_of(each) in said]
                    assert got in ([], [who]), (who, address)
                    whole += got
                    named = {each for name, each in owners.items() if name in said.decode("utf-8", "replace")}
                    assert not named - knows(who), (who, address, whose)
    assert set(whole) == set(served.made.chats) - {"let_go"}  # each gets their own
    return asked


async def test_nobody_gets_anothers_file_or_a_name_they_may_not_know(served: Served) -> None:
    assert await ask_for_everything(served, 3) > 1000


@pytest.mark.soak
async def test_nobody_gets_anybodys_file(served: Served) -> None:
    n = await ask_for_everything(served, len(served.made.chats))
    print(f"{n} pages, files and links asked for by everybody, 0 let through")  # noqa: T201
    assert n > 3000


async def test_a_link_opens_to_nobody_but_whom_it_was_made_for(served: Served) -> None:
    """By the birth year of whoever has the link; five wrong ones lock it."""
    years = {who: served.made.people[who].birth_year for who in PEOPLE if who not in WITHOUT_A_CHAT}
    async with running(served.app), httpx.AsyncClient(base_url=served.app.settings.web_url) as client:
        for whose, link in served.links.items():
            address = "/tep/" + link.rpartition("/")[2]
            for who in [each for each in years if each != whose][:3]:
                answer = await client.post(address, data={"year": str(years[who])})
                assert content_of(whose) not in answer.content, (who, whose)
            if whose not in NOBODY:
                answer = await client.post(address, data={"year": str(years[whose])})
                assert answer.content == content_of(whose)


async def test_a_file_may_rest_on_any_screen(served: Served) -> None:
    """The policy is asked at each fetch, with the record that the screen is about: of each kind, of everybody's."""
    found = []
    async with running(served.app):
        cookies = {COOKIE: session_of("officer")}
        async with httpx.AsyncClient(base_url=served.app.settings.web_url, cookies=cookies) as client:
            for name, route in ROUTER.routes.items():
                kind = next((key for key, type_ in route.parameters if type_ is None), None)
                if not route.shows or kind is None:
                    continue
                for record in (*list(served.made.records[kind].values())[:2], 999_999):
                    values = [
                        str(record) if type_ is None else VALUES.get(key, ANY)[0] for key, type_ in route.parameters
                    ]
                    await served.app.database.write(partial(_rests_on, served, "/".join((name, *values))))
                    answer = await client.get(f"/chat/me/files/{served.digests['officer']}")
                    found.append(answer.status_code)
                    assert answer.status_code in {200, 404}, (name, values)
                    assert answer.status_code == 404 or record != 999_999
    assert {200, 404} == set(found)


def _rests_on(served: Served, route: str, tx: Transaction) -> None:
    act_as_operator(tx)
    account = there(accounts.find(tx, "web", served.made.chats["officer"]))
    files.hand_over(
        tx, account.id, digest=served.digests["officer"], name="tep.pdf", media_type=PDF,
        size=len(content_of("officer")), route=route,
    )  # fmt: skip
