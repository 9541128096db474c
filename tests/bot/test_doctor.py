"""``hoctap doctor``: what is well is said so, what is not comes with what to do."""

from __future__ import annotations

import os
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import recovery_key
from bot.app import App
from bot.backups import Backups, made
from bot.channel import Finding
from bot.doctor import examine
from bot.settings import Settings
from handlers.kit.screen import Screen, screen_to_data
from locales.text import T
from storage import accounts, backups, outbox
from storage.kit import copying
from storage.kit.engine import open_database, utc_now
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind
from tests.conftest import Clock
from tests.servers.botapi import BotApi
from tests.servers.zalobot import ZaloBotApi
from tests.servers.zalooa import ZaloOaApi
from tests.village import found
from tests.world import OA_APP, OA_REFRESH, OA_SECRET, OA_WEBHOOK_SECRET, TOKEN, ZALO_TOKEN, everywhere


async def findings(settings: Settings) -> dict[str, Finding]:
    app = App(settings)
    app.add_configured()
    try:
        return {finding.subject: finding async for finding in examine(app)}
    finally:
        await app.database.close()


def quiet(folder: Path, database_url: str, **given: object) -> Settings:
    """Settings that reach nobody outside."""
    nowhere = "http://127.0.0.1:9"
    urls = dict.fromkeys(("telegram_api_url", "zalo_api_url", "zalo_oa_api_url", "zalo_oa_oauth_url"), nowhere)
    return Settings(data_dir=folder, database_url=database_url, **{**urls, **given})  # type: ignore[arg-type]


async def test_a_program_without_channels_is_told_so(sqlite_url: str, tmp_path: Path) -> None:
    said = await findings(quiet(tmp_path, sqlite_url))
    assert said["Thư mục dữ liệu"].is_well
    assert said["Ổ đĩa"].is_well
    assert said["Cơ sở dữ liệu"].is_well
    assert said["Tin báo chờ gửi"].is_well
    assert "docs/vi/kenh.md" in said["Kênh"].remedy
    assert said["Đồng hồ"].is_well  # nobody is asked: a computer alone has no internet
    assert "xem có đúng ngày giờ không" in said["Đồng hồ"].detail


async def test_a_clock_that_no_messenger_can_be_asked_about_is_told(sqlite_url: str, tmp_path: Path) -> None:
    said = await findings(quiet(tmp_path, sqlite_url, zalo_token=ZALO_TOKEN))
    assert "không so được" in said["Đồng hồ"].problem


async def test_running_channels_are_well(sqlite_url: str, tmp_path: Path) -> None:
    """Beside the running program, as an operator calls it."""
    clock = Clock()
    clock.now = utc_now()
    async with everywhere(sqlite_url, clock, tmp_path) as world:
        for name in ("Lan/telegram", "Lan/zalo", "Lan/zalo-oa"):
            await world.phones[name].say("/start")
        said = await findings(world.app.settings)
    wrong = {subject for subject, finding in said.items() if not finding.is_well}
    assert wrong == {"Địa chỉ công khai", "Sao lưu"}  # which is http on loopback; and no folder is set
    assert "@hoctap_test_bot" in said["Telegram"].detail
    assert "bot.hoctap" in said["Zalo Bot"].detail
    assert said["Đồng hồ"].is_well


async def test_wrong_tokens_and_moved_webhooks_are_named(sqlite_url: str, tmp_path: Path) -> None:
    async with BotApi("999999:" + "x" * 30) as telegram, ZaloBotApi("999999:" + "x" * 30) as zalo:
        said = await findings(
            quiet(
                tmp_path,
                sqlite_url,
                telegram_token=TOKEN,
                telegram_api_url=telegram.url,
                zalo_token=ZALO_TOKEN,
                zalo_api_url=zalo.url,
            )
        )
    assert "BotFather" in said["Telegram"].remedy
    assert "HOCTAP_ZALO_TOKEN" in said["Zalo Bot"].remedy
    assert TOKEN not in str(said)
    assert ZALO_TOKEN not in str(said)


async def test_a_webhook_elsewhere_and_a_spent_budget(sqlite_url: str, tmp_path: Path, clock: Clock) -> None:
    async with ZaloBotApi(ZALO_TOKEN) as zalo, BotApi(TOKEN) as telegram:
        given = quiet(
            tmp_path,
            sqlite_url,
            telegram_token=TOKEN,
            telegram_api_url=telegram.url,
            zalo_token=ZALO_TOKEN,
            zalo_api_url=zalo.url,
            zalo_monthly_messages=1,
            public_url="https://hoctap.invalid",
        )
        app = App(given)
        await app.database.write(_spend)
        await app.database.close()
        said = await findings(given)
    assert "chạy hoctap run" in said["Zalo Bot: webhook"].remedy
    assert "chạy hoctap run" in said["Telegram: webhook"].remedy
    assert "1/1" in said["Zalo Bot: số tin tháng này"].problem
    assert "không tới được" in said["Địa chỉ công khai"].problem


def _spend(tx: Transaction) -> None:
    from storage import message_budget

    message_budget.spend(tx, "zalo", 1)


async def test_a_refresh_token_that_is_refused_is_named(sqlite_url: str, tmp_path: Path) -> None:
    async with ZaloOaApi(OA_APP, OA_SECRET, OA_WEBHOOK_SECRET, "another refresh token") as oa:
        said = await findings(
            quiet(
                tmp_path,
                sqlite_url,
                zalo_oa_app_id=OA_APP,
                zalo_oa_secret_key=OA_SECRET,
                zalo_oa_webhook_secret=OA_WEBHOOK_SECRET,
                zalo_oa_refresh_token=OA_REFRESH,
                zalo_oa_api_url=oa.url,
                zalo_oa_oauth_url=oa.url,
            )
        )
    assert "HOCTAP_ZALO_OA_REFRESH_TOKEN" in said["Zalo OA"].remedy
    assert "HOCTAP_PUBLIC_URL" in said["Địa chỉ công khai"].remedy


async def test_a_full_disk_and_notices_that_wait(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = quiet(tmp_path, sqlite_url)
    app = App(settings)

    def leave(tx: Transaction) -> None:
        village = found(tx)
        tx.now -= timedelta(hours=2)
        account = accounts.lock(tx, "telegram", "7")
        outbox.put(tx, ErrandKind.NOTICE, account.id, screen_to_data(Screen(text=T("Đã khoá."))))
        assert village

    await app.database.write(leave)
    await app.database.close()
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: type(usage)(usage.total, usage.used, 1_000_000))
    said = await findings(settings)
    assert "còn 1 MB" in said["Ổ đĩa"].problem
    assert "1 tin chờ đã lâu" in said["Tin báo chờ gửi"].problem


@pytest.mark.parametrize(("channel", "problem"), [("telegram", "1 người"), ("web", "")])
async def test_a_reply_is_owed_where_the_program_writes_first(
    sqlite_url: str, tmp_path: Path, channel: str, problem: str
) -> None:
    settings = quiet(tmp_path, sqlite_url, telegram_token=TOKEN, web_chat=True)
    app = App(settings)

    def turn(tx: Transaction) -> None:
        tx.now -= timedelta(hours=2)
        accounts.save(tx, accounts.lock(tx, channel, "7"), owed="update-1")

    await app.database.write(turn)
    await app.database.close()
    assert problem in (await findings(settings))["Câu trả lời còn nợ"].problem
    assert (await findings(settings))["Câu trả lời còn nợ"].is_well == (problem == "")


async def test_a_data_folder_that_everybody_can_enter_and_the_program_closes_it(
    sqlite_url: str, tmp_path: Path
) -> None:
    os.chmod(tmp_path, 0o755)  # noqa: PTH101, S103
    settings = quiet(tmp_path, sqlite_url)
    assert "chmod 700" in (await findings(settings))["Thư mục dữ liệu"].remedy
    settings.close_folder()
    assert os.stat(tmp_path).st_mode & 0o077 == 0  # noqa: PTH116
    assert (await findings(settings))["Thư mục dữ liệu"].is_well


async def test_a_secret_key_that_everybody_can_read(sqlite_url: str, tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("x")
    (tmp_path / "secret.key").chmod(0o644)
    said = await findings(quiet(tmp_path, sqlite_url))
    assert "chmod 600" in said["Thư mục dữ liệu"].remedy


async def test_where_the_secret_lies_and_whether_it_opens_what_is_encrypted(sqlite_url: str, tmp_path: Path) -> None:
    """As an operator takes the secret out of the data folder, step by step."""

    async def said(**given: str) -> Finding:
        return (await findings(quiet(tmp_path, sqlite_url, **given)))["Khoá mã hoá"]

    assert (await said()).is_well
    settings = quiet(tmp_path, sqlite_url)
    settings.keep_key()
    settings.data_keys().writing()
    beside = await said()
    assert beside.is_well
    assert f"nằm cạnh dữ liệu ({tmp_path / 'secret.key'})" in beside.detail
    assert "ngắn" in (await said(secret_key="short")).problem
    secret = (tmp_path / "secret.key").read_text()
    assert "vẫn nằm cạnh dữ liệu" in (await said(secret_key=secret)).problem
    other = "another secret of thirty-two letters"
    assert "hoctap keys rotate" in (await said(secret_key=other)).remedy
    (tmp_path / "secret.key").unlink()
    assert "không mở được" in (await said(secret_key=other)).problem
    assert "không nằm cạnh dữ liệu" in (await said(secret_key=secret)).detail
    keys = quiet(tmp_path, sqlite_url, secret_key=secret).data_keys()
    with keys.alone():
        keys.add(utc_now())
    assert "hoctap keys rotate" in (await said(secret_key=secret)).remedy


async def test_data_keys_that_everybody_can_read(sqlite_url: str, tmp_path: Path) -> None:
    settings = quiet(tmp_path, sqlite_url)
    settings.keep_key()
    settings.data_keys().writing()
    assert (await findings(settings))["Thư mục dữ liệu"].is_well
    (tmp_path / "data.keys").chmod(0o644)
    assert "chmod 600" in (await findings(settings))["Thư mục dữ liệu"].remedy


async def test_backups_are_asked_for_step_by_step(sqlite_url: str, tmp_path: Path, monkeypatch: Any) -> None:
    """Each finding says the next thing to do; in the end there is a backup of last night, whole."""
    clock = Clock()
    clock.now = utc_now() - timedelta(days=5)
    database = open_database(sqlite_url, clock)
    await database.write(found)
    data, disk = tmp_path / "data", tmp_path / "usb"
    given = quiet(data, sqlite_url)

    async def said(settings: Settings) -> Finding:
        return (await findings(settings))["Sao lưu"]

    assert "hoctap recovery-key" in (await said(given)).remedy
    recovery_key.keep_public(data, recovery_key.make())
    assert "HOCTAP_BACKUP_DIR" in (await said(given)).remedy
    given = quiet(data, sqlite_url, backup_dir=disk)
    assert "cắm ổ" in (await said(given)).remedy
    disk.mkdir()
    assert "hoctap backup" in (await said(given)).remedy
    service = Backups(database, given)
    await service.look()
    assert "đã cũ" in (await said(given)).problem
    clock.now = utc_now()
    key = await database.write(backups.begin)
    await database.write(lambda tx: backups.failed(tx, key, "ổ đầy"))
    assert "ổ đầy" in (await said(given)).problem
    clock.advance(seconds=1)
    key = await database.write(backups.begin)
    made_now = await made(database, given, disk, key)
    well = await said(given)
    assert well.is_well
    content = made_now.path.read_bytes()
    made_now.path.write_bytes(content[:-1])
    assert "mất hoặc hỏng" in (await said(given)).problem
    made_now.path.write_bytes(content)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(copying, "kind_of", lambda _url: "postgresql")
    assert "postgresql-client" in (await said(given)).remedy
    await database.close()
