"""A computer alone: no channel, no public address, no internet; the officer's work done in its own browser."""

from __future__ import annotations

import asyncio
import gc
import logging
import re
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner, Result

from bot import recovery_key
from bot.app import App
from bot.channels.webchat.front_desk import IDLE, FrontDesk
from bot.cli import app as command
from bot.settings import Settings
from criteria.sheet_number import sheet_number
from storage import accounts, people, roles
from storage.kit.engine import utc_now
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.logs import log_plainly
from tests.patience import PATIENCE
from tests.ports import free_port
from tests.rosters import WRITING
from tests.visitor import Visitor
from tests.world import running

ANSWERS = """
commune = "son hong, ha tinh"
label = "thôn"
villages = ["Kim Sơn", "Xóm 5"]
contact = "Phòng VH-XH, 0239 3 123 456"
officer = "Trần Thị Thương"
password = "ao lang co 3 con vit"
"""
PASSWORD = "ao lang co 3 con vit"
ROSTER = "thôn,họ tên,năm sinh,mã hộ\nKim Sơn,Trần Văn Bảy,1940,1\nKim Sơn,Phan Văn Đức,1962,2\n"
ROW = "1 6 3 4 4 123 3 3 3 3 3 5 2 12"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOCTAP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("bot.passwords.COST", 2)  # how slow a password is to try has tests of its own
    monkeypatch.setattr(logging.getLogger(), "handlers", [logging.NullHandler()])
    yield tmp_path
    log_plainly()
    gc.enable()


def hoctap(*arguments: str, **given: Any) -> Result:
    return CliRunner().invoke(command, arguments, **given)


def set_up(here: Path) -> Result:
    (here / "tra-loi.toml").write_text(ANSWERS, "utf-8")
    return hoctap("setup", "--answers", "tra-loi.toml")


@dataclass
class Seat:
    """The program on a computer alone, and somebody with a browser there. ``watch``: the desk's seconds."""

    app: App
    visitor: Visitor
    desk: FrontDesk
    watch: list[float]


@asynccontextmanager
async def seat(here: Path) -> AsyncIterator[Seat]:
    """The program running with nothing configured, and somebody with a browser at its own address."""
    clock, watch = Clock(), [1000.0]
    clock.now = utc_now()
    program = App(Settings(data_dir=here / "data", web_bind=f"127.0.0.1:{free_port()}"), clock)
    desk = program.add_front_desk(lambda: watch[0])

    async def read(_request: httpx.Request) -> None:
        clock.advance(seconds=3)

    hooks: dict[str, list[Callable[..., Any]]] = {"request": [read]}
    async with (
        running(program),
        httpx.AsyncClient(base_url=program.settings.web_url, follow_redirects=True, event_hooks=hooks) as client,
    ):
        yield Seat(program, Visitor(client), desk, watch)


def code_in(said: str) -> str:
    found = re.search(r"^ +([A-Z0-9]{4} [A-Z0-9]{4})$", said, re.MULTILINE)
    assert found, said
    return found.group(1)


async def join(visitor: Visitor, code: str, *, village: str = "", name: str, year: str) -> str:
    """Come in at this computer by an invitation, and take the role."""
    await visitor.open("/")
    await visitor.sees(await visitor.client.post("/vao", data={"code": code}))
    await visitor.press("Tôi đồng ý")
    if village:
        await visitor.press(village)
    await visitor.write(name)
    await visitor.write(year)
    await visitor.press("Đúng rồi")
    return await visitor.press("Tôi nhận")


async def sit_down(visitor: Visitor, password: str, **who: str) -> str:
    """Type a password on the page that is open."""
    form = next(form for form in visitor.page.forms if "password" in form)
    fields = {name: value for name, value in form.items() if name}
    return await visitor.sees(await visitor.client.post("/mat-khau", data={**fields, **who, "password": password}))


async def first_officer(visitor: Visitor, said: str) -> str:
    """The officer whose code the set-up printed comes in and types the password of the set-up."""
    await join(visitor, code_in(said), village="Thôn Kim Sơn", name="Trần Thị Thương", year="1985")
    return await sit_down(visitor, PASSWORD)


async def page(visitor: Visitor) -> str:
    """The open chat as it is sent, addresses and all."""
    return (await visitor.client.get("/chat")).text


def who(page: str, name: str) -> str:
    """The number of somebody in the list of who may sit down."""
    found = re.search(rf'<option value="(\d+)">[^<]*{name}', page)
    assert found, page
    return found.group(1)


def test_the_officers_work_on_one_computer_from_nothing_to_the_workbook(here: Path) -> None:
    said = set_up(here)
    assert said.exit_code == 0, said.output
    (here / "dan-cu.csv").write_text(ROSTER, "utf-8")
    assert "Đã đưa 2 người" in hoctap("import-roster", "18160", "dan-cu.csv", *WRITING).stdout

    async def play() -> None:
        async with seat(here) as sitting:
            visitor = sitting.visitor
            seen = await join(
                visitor, code_in(said.stdout), village="Thôn Kim Sơn", name="Trần Thị Thương", year="1985"
            )
            assert "Mật khẩu đã đặt lúc cài máy" in seen
            assert "Mật khẩu chưa đúng" in await sit_down(visitor, "not this one")
            assert "đã nhận việc" in await sit_down(visitor, PASSWORD)
            for pressed in ("Số liệu, báo cáo của xã", "Bộ tiêu chí và kỳ đánh giá", "Công dân học tập: dự kiến"):
                await visitor.press(pressed)
            assert "Đã ghi" in await visitor.press("Dùng tạm, chưa đối chiếu")
            for pressed in ("Về đầu", "Tiến độ từng thôn, tổ dân phố", "Thôn Kim Sơn"):
                await visitor.press(pressed)
            await visitor.press("Nhập phiếu giấy")
            bay = await sitting.app.database.read(lambda tx: people.get(tx, 1))
            assert bay.full_name == "Trần Văn Bảy"
            assert "Trần Văn Bảy, sinh 1940" in await visitor.write(f"{sheet_number(bay.id)} {ROW}")
            assert "Đã lưu và gửi" in await visitor.press("Đúng, phiếu có chữ ký, lưu")
            await visitor.press("Về đầu")
            await visitor.press("Mã thôn, tổ dân phố và mã mời")
            invited = await visitor.press(next(label for label in visitor.page.buttons if label.startswith("Mời")))
            head = re.search(r"\b[A-Z2-9]{4} [A-Z2-9]{4}\b", invited)
            assert head

            await visitor.open("/thoat")
            assert "vào bằng mật khẩu" in await visitor.press("Khoá máy")
            seen = await join(visitor, head.group(), name="Phan Văn Đức", year="1962")
            assert "chọn một mật khẩu" in seen
            form = {"new": "cay da dau lang", "again": "cay da dau lang"}
            assert "Phan Văn Đức" in await visitor.sees(await visitor.client.post("/mat-khau", data=form))
            await visitor.press("Chờ xác nhận (1)")
            card = next(label for label in visitor.page.buttons if "Bảy" in label)
            await visitor.press(card)
            assert "Đã xác nhận" in await visitor.press("Xác nhận")

            await visitor.open("/thoat")
            await visitor.press("Khoá máy")
            listed = (await visitor.client.get("/mat-khau?ai=khac")).text
            await visitor.open("/mat-khau?ai=khac")
            await sit_down(visitor, PASSWORD, who=who(listed, "Thương"))
            assert "Trần Thị Thương" in await visitor.press("Về đầu")
            assert "đạt 1/2 (50%)" in await visitor.press("Số liệu, báo cáo của xã")
            await visitor.press("Xuất Excel")
            async with asyncio.timeout(PATIENCE):
                while not (link := re.search(r"/chat/me/files/[0-9a-f]{64}", await page(visitor))):
                    pass  # each look lets the program go on
            workbook = await visitor.client.get(link.group())
            assert workbook.content.startswith(b"PK")

    asyncio.run(play())
    assert "số đếm khớp" in hoctap("verify").stdout


def test_after_a_restart_the_officers_chat_is_locked_for_pages_and_scripts(here: Path) -> None:
    said = set_up(here).stdout

    async def before() -> str:
        async with seat(here) as sitting:
            visitor = sitting.visitor
            await first_officer(visitor, said)
            return visitor.client.cookies["hoctap"]

    async def after(session: str) -> None:
        async with seat(here) as sitting:
            visitor = sitting.visitor
            visitor.client.cookies.set("hoctap", session, domain="127.0.0.1", path="/")
            locked = await visitor.client.get("/chat", follow_redirects=False)
            assert (locked.status_code, locked.headers["location"]) == (303, "/mat-khau")
            assert "frame-ancestors 'none'" in locked.headers["content-security-policy"]
            for path in ("/chat", "/thon/KIMSON", "/het", "/thoat"):
                assert "Trần Thị Thương (Xã Sơn Hồng)" in await visitor.open(path)
                assert "Số liệu" not in visitor.page.text
            body = {"update": "a" * 24, "input": {"type": "choice", "route": "stats"}}
            for answer in (
                await visitor.client.post("/chat/me/events", json=body),
                await visitor.client.get("/chat/me/notices"),
                await visitor.client.get("/chat/me/stream"),
                await visitor.client.get(f"/chat/me/files/{'0' * 64}"),
            ):
                assert (answer.status_code, answer.json()["ended"]) == (404, "/mat-khau")
            await visitor.open("/chat")
            assert "Trần Thị Thương" in await sit_down(visitor, PASSWORD)
            assert "Số liệu" in visitor.page.text
            assert visitor.client.cookies["hoctap"] != session  # another session, which no other browser has

    asyncio.run(after(asyncio.run(before())))


def test_a_chat_that_nobody_touches_is_locked_and_its_open_page_ends(here: Path) -> None:
    said = set_up(here).stdout

    async def play() -> None:
        async with seat(here) as sitting:
            visitor = sitting.visitor
            await first_officer(visitor, said)
            async with visitor.client.stream("GET", "/chat/me/stream") as stream:
                lines = stream.aiter_lines()
                assert await anext(lines) == ": hello"
                sitting.desk.lock_idle()
                assert "Số liệu" in await visitor.open("/chat")
                sitting.watch[0] += IDLE + 1
                sitting.desk.lock_idle()
                async with asyncio.timeout(PATIENCE):
                    async for line in lines:
                        if line == "event: ended":
                            break
            assert "Số liệu" not in await visitor.open("/chat")
            assert "Mật khẩu" in visitor.page.text

    asyncio.run(play())


def test_who_comes_under_another_name_of_the_computer_is_refused(here: Path) -> None:
    set_up(here)

    async def play() -> None:
        async with seat(here) as sitting:
            visitor = sitting.visitor
            for host in ("evil.example", "192.168.1.7:8080", ""):
                answer = await visitor.client.get("/", headers={"host": host})
                assert answer.status_code in {400, 421}, host
            assert "frame-ancestors 'none'" in (await visitor.client.get("/chat")).headers["content-security-policy"]
            crossing = {"origin": "https://evil.example"}
            for path in ("/mat-khau", "/mat-khau/khoa", "/mat-khau/quen"):
                assert (await visitor.client.post(path, data={"who": "1"}, headers=crossing)).status_code == 403

    asyncio.run(play())


def test_a_resident_at_the_counter_needs_no_password_and_leaves_nothing(here: Path) -> None:
    said = set_up(here).stdout

    async def play() -> None:
        async with seat(here) as sitting:
            visitor = sitting.visitor
            await first_officer(visitor, said)
            await visitor.open("/thoat")
            await visitor.press("Khoá máy")
            await visitor.open("/thon/KIMSON")
            await visitor.press("Bắt đầu")
            await visitor.press("Tôi đồng ý")
            await visitor.write("Lê Văn Bình")
            await visitor.write("1970")
            assert "Lê Văn Bình" in await visitor.press("Đúng rồi")
            await visitor.open("/thoat")
            assert "Đã thoát khỏi máy này" in await visitor.press("Thoát khỏi máy này")
            assert not visitor.client.cookies
            assert "Bình" not in (await visitor.client.get("/mat-khau?ai=khac")).text

    asyncio.run(play())


def test_who_got_a_role_and_chose_no_password_before_a_restart_needs_a_code(here: Path) -> None:
    said = set_up(here).stdout

    async def before() -> str:
        async with seat(here) as sitting:
            visitor = sitting.visitor
            await first_officer(visitor, said)
            await visitor.press("Mã thôn, tổ dân phố và mã mời")
            invited = await visitor.press(next(label for label in visitor.page.buttons if label.startswith("Mời")))
            head = re.search(r"\b[A-Z2-9]{4} [A-Z2-9]{4}\b", invited)
            assert head
            await visitor.client.post("/thoat")
            assert "chọn một mật khẩu" in await join(visitor, head.group(), name="Phan Văn Đức", year="1962")
            return visitor.client.cookies["hoctap"]

    async def after(session: str) -> None:
        async with seat(here) as sitting:
            visitor = sitting.visitor
            visitor.client.cookies.set("hoctap", session, domain="127.0.0.1", path="/")
            assert "chưa có mật khẩu trên máy này" in await visitor.open("/chat")
            form = {"new": "cay da dau lang", "again": "cay da dau lang"}  # as the page does not offer it
            assert "chưa có mật khẩu" in await visitor.sees(await visitor.client.post("/mat-khau", data=form))
            await visitor.press("Về trang đầu")
            assert "Đức" not in (await visitor.client.get("/mat-khau?ai=khac")).text

    asyncio.run(after(asyncio.run(before())))


def test_a_forgotten_password_and_the_code_on_paper(here: Path) -> None:
    said = set_up(here).stdout
    paper = re.search(r"^ +((?:[A-Z0-9]{5}-){3}[A-Z0-9]{5})$", said, re.MULTILINE)
    assert paper

    async def play() -> None:
        async with seat(here) as sitting:
            visitor = sitting.visitor
            await first_officer(visitor, said)
            await visitor.open("/thoat")
            await visitor.press("Khoá máy")
            listed = (await visitor.client.get("/mat-khau/quen")).text
            new = {"who": who(listed, "Thương"), "new": "mot cau khac han", "again": "mot cau khac han"}

            async def recover(**given: str) -> str:
                return await visitor.sees(await visitor.client.post("/mat-khau/quen", data={**new, **given}))

            assert "chưa đúng" in await recover(code="AAAAA-BBBBB-CCCCC-DDDDD")
            assert "chưa giống nhau" in await recover(code=paper.group(1), again="x")
            assert "từ 8 chữ" in await recover(code=paper.group(1), new="ngan", again="ngan")
            seen = await recover(code=paper.group(1).lower().replace("-", " "))
            assert re.search(r"(?:[A-Z0-9]{5}-){3}[A-Z0-9]{5}", seen)
            assert "chưa đúng" in await recover(code=paper.group(1))  # used up
            await visitor.open("/mat-khau")
            assert "chưa đúng" in await sit_down(visitor, PASSWORD)
            assert "Trần Thị Thương" in await sit_down(visitor, "mot cau khac han")

    asyncio.run(play())


def test_who_unlinked_the_chat_here_comes_back_by_the_password(here: Path) -> None:
    said = set_up(here).stdout

    async def play() -> None:
        async with seat(here) as sitting:
            visitor = sitting.visitor
            await first_officer(visitor, said)

            def unlink(tx: Transaction) -> None:
                accounts.lock(tx, "cli", "operator")
                (held,) = roles.all_held(tx)
                (chat,) = accounts.of_person(tx, held.person.id)
                assert accounts.cut_off(tx, chat.id, held.person.id)

            await sitting.app.database.write(unlink)
            await visitor.open("/mat-khau?ai=khac")
            await sit_down(visitor, PASSWORD)
            assert "Đây là Trần Thị Thương?" in await visitor.press("Bắt đầu")
            await visitor.press("Đúng là tôi, tôi đồng ý")
            assert "Số liệu" in await visitor.open("/chat")  # and not the password once more

    asyncio.run(play())


def test_the_icon_pressed_twice_opens_the_page_of_the_program_that_runs(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(here)
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)

    async def play() -> Result:
        async with seat(here) as sitting:
            monkeypatch.setenv("HOCTAP_WEB_BIND", sitting.app.settings.web_bind)
            again = await asyncio.to_thread(hoctap, "run")
            assert again.exit_code == 0, again.output
            assert f"đang chạy rồi: {sitting.app.settings.web_url}" in again.stdout
            async with asyncio.timeout(PATIENCE):
                while opened != [sitting.app.settings.web_url]:
                    await sitting.visitor.open("/")  # it is opened beside us
            monkeypatch.setenv("HOCTAP_OPEN_BROWSER", "false")
            return await asyncio.to_thread(hoctap, "run")

    assert asyncio.run(play()).exit_code == 0
    assert len(opened) == 1


def test_run_without_a_commune_asks_first_and_then_serves(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("bot.console.somebody_is_there", lambda: True)
    monkeypatch.setenv("HOCTAP_WEB_BIND", f"127.0.0.1:{free_port()}")
    served: list[str] = []

    async def serve(program: App, on_ready: Callable[[], None], **_: Any) -> None:
        served.append(program.settings.web_url)
        on_ready()

    monkeypatch.setattr(App, "run", serve)
    typed = ("18160", "", "Kim Sơn", "", "UBND xã", "Trần Thị Thương", PASSWORD, PASSWORD, "c")
    said = hoctap("run", input="".join(f"{line}\n" for line in typed))
    assert said.exit_code == 0, said.output
    assert f"đang chạy trên máy này: {served[0]}" in said.output
    code = code_in(said.stdout).replace(" ", "")
    ends = time.monotonic() + PATIENCE
    while not opened and time.monotonic() < ends:
        pass  # it is opened beside us
    assert opened == [f"{served[0]}/thon/{code}"]
    assert "Xem lại" not in hoctap("run").output  # it is there now
    assert len(served) == 2


def test_passwords_move_to_another_computer_with_the_backup(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(here)
    identity = recovery_key.make()
    recovery_key.keep_public(here / "data", identity)
    (here / "khoa.txt").write_text(str(identity), "utf-8")
    (here / "usb").mkdir()
    assert "Đã sao lưu" in hoctap("backup", "--to", "usb").stdout
    (backup,) = (here / "usb").glob("*.age")
    monkeypatch.setenv("HOCTAP_DATA_DIR", str(here / "may-moi"))
    moved = hoctap("restore", str(backup), "--key", "khoa.txt")
    assert moved.exit_code == 0, moved.output
    before, after = (here / folder / "passwords.json" for folder in ("data", "may-moi"))
    assert before.read_bytes() == after.read_bytes()
    assert "Mật khẩu máy này: đã đặt" in hoctap("setup").stdout


def test_doctor_says_that_this_computer_serves_itself_alone(here: Path) -> None:
    assert "chạy: hoctap setup" in hoctap("doctor").stdout
    set_up(here)
    said = hoctap("doctor").stdout
    assert "chỉ máy này dùng được" in said
    assert "so được với máy chủ" not in said
