"""What lies on the disk: a played world is searched byte by byte for what must not stand there."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.channels.webchat import chat_of
from bot.media import cleaned
from storage import accounts, evidence, people, sign_in_codes
from storage.kit.tables import metadata
from storage.kit.transaction import Transaction
from storage.kit.words import PictureState
from tests.conftest import Clock
from tests.pictures import photo, stand_at, want
from tests.servers.zalooa import ZaloOaApi
from tests.village import sit_down
from tests.world import OA_REFRESH, World, everywhere

CODE = "ABCD2345"
CERTIFICATE = photo(800, 600)


async def rows(world: World) -> bytes:
    """All that stands in the tables."""

    def look(tx: Transaction) -> str:
        return "\n".join(
            str(tuple(row)) for table in metadata.sorted_tables for row in tx.connection.execute(table.select())
        )

    return (await world.app.database.read(look)).encode()


def on_disk(folder: Path) -> bytes:
    """Every byte below a folder: database, its log of writes, files, keys."""
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_no_session_no_token_and_no_picture_stands_anywhere(
    kind: str, request: pytest.FixtureRequest, clock: Clock, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    url = request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[kind])
    async with everywhere(url, clock, tmp_path) as world:
        app, api = world.app, world.server(ZaloOaApi)
        want(app)

        def prepare(tx: Transaction) -> None:
            sit_down(tx, "telegram", "7", people.get(tx, 1))
            sign_in_codes.make(tx, CODE, person_id=1, made_by=1, expires_at=tx.now + timedelta(hours=100))

        await app.database.write(prepare)
        tokens = [OA_REFRESH]
        for _ in range(2):  # the Official Account answers, and its tokens are renewed
            clock.advance(hours=20)
            await world.phones["Lan/zalo-oa"].say("/start")
            tokens += [str(api.access_token), api.refresh_token]
        async with httpx.AsyncClient(base_url=app.settings.web_url, follow_redirects=True) as client:
            await client.post("/vao", data={"code": CODE})
            sessions = [client.cookies["hoctap"]]
            (screen,) = (await client.post("/chat/me/events", json=_act(1, "open"))).json()["messages"]
            yes = next(choice["route"] for choice in screen["choices"] if "tôi đồng ý" in choice["label"])
            clock.advance(seconds=5)
            await client.post("/chat/me/events", json=_act(2, "choice", route=yes))
            sessions.append(client.cookies["hoctap"])
            assert len(set(sessions)) == 2
            account = await app.database.read(lambda tx: accounts.find(tx, "web", chat_of(sessions[1])))
            assert account is not None
            assert account.person is not None
            await stand_at(app.database, 1)
            sent = await client.post(
                "/chat/me/picture", files={"picture": ("a.jpg", CERTIFICATE)}, data={"update": "update-3"}
            )
            assert "Đã nhận ảnh" in sent.text
            (kept,) = await app.database.read(lambda tx: evidence.of_person(tx, 1))
            assert kept.state is PictureState.KEPT
            shown = await client.post("/chat/me/events", json=_act(4, "choice", route=f"picture/{kept.id}"))
            assert shown.status_code == 200
            picture = await client.get(f"/chat/me/files/{kept.digest}")
            assert picture.content == cleaned(CERTIFICATE).content
            assert app.files.get(kept.digest or "") == cleaned(CERTIFICATE).content
        content = cleaned(CERTIFICATE).content
        while_running = on_disk(tmp_path) + await rows(world)
    lying = while_running + on_disk(tmp_path)
    said = "".join(capfd.readouterr()).encode()
    assert "Nguyễn Thị Lan".encode() in lying  # the search finds what stands there
    assert (kept.digest or "").encode() in lying
    for session in sessions:
        assert session.encode() not in lying + said
        assert session[:12].encode() not in lying + said
    assert len(set(tokens)) >= 4
    for token in tokens:
        assert token.encode() not in lying + said
    for at in (0, len(content) // 3, len(content) // 2, len(content) - 64):
        assert content[at : at + 32] not in lying
    assert (app.settings.data_dir / "secret.key").read_bytes() not in _outside(tmp_path)


def _outside(folder: Path) -> bytes:
    """Every byte but the secret's own file."""
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "secret.key")


def _act(n: int, kind: str, **given: str) -> dict[str, object]:
    return {"update": f"update-{n}", "input": {"type": kind, **given}}
