"""``hoctap backup`` and ``hoctap restore``: everything comes back into an empty place, and who was erased does not."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import logging
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from bot import recovery_key
from bot.anchoring import begin
from bot.backups import LIST, RESTORING
from bot.cli import app
from bot.commune_setup import act_as_operator
from bot.settings import Settings
from storage import accounts, backups, channel_tokens, erasure, files, people
from storage.files import FileStore
from storage.kit.engine import open_database
from storage.kit.migrate import HEAD, stored_version, upgrade
from storage.kit.transaction import Transaction
from tests.logs import log_plainly
from tests.old_versions import begin_in_the_first_version
from tests.village import found, sit_down

Value = TypeVar("Value")
pytestmark = pytest.mark.usefixtures("postgres_tools")
LAN = "Nguyễn Thị Lan"


def hoctap(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(app, arguments, input=typed)


class Office:
    """Two machines and a disk between them, as an operator has them."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, url: str, other: str) -> None:
        self.folder, self._monkeypatch, self._urls = folder, monkeypatch, (url, other)
        self.usb = folder / "usb"
        self.usb.mkdir()
        self.first()
        self.data.mkdir()

    def first(self) -> None:
        self._at("first", self._urls[0])

    def second(self) -> None:
        self._at("second", self._urls[1])

    def _at(self, name: str, url: str) -> None:
        self.data, self.url = self.folder / name, url or f"sqlite:///{self.folder / name / 'hoctap.db'}"
        self._monkeypatch.setenv("HOCTAP_DATA_DIR", str(self.data))
        self._monkeypatch.setenv("HOCTAP_DATABASE_URL", url)

    def do(self, work: Callable[[Transaction], Value]) -> Value:
        settings = Settings()
        settings.keep_key()

        async def go() -> Value:
            database = open_database(self.url)
            database.key = settings.log_key
            try:
                await begin(database)
                return await database.write(work)
            finally:
                await database.close()

        upgrade(self.url)
        return asyncio.run(go())

    def key(self) -> Path:
        """A key on paper, as a file for once."""
        identity = recovery_key.make()
        recovery_key.keep_public(self.data, identity)
        path = self.folder / "key.txt"
        path.write_text(str(identity))
        return path

    def backup(self) -> Path:
        made = hoctap("backup", "--to", str(self.usb))
        assert made.exit_code == 0, made.output
        return max(self.usb.glob("*.age"), key=lambda path: path.stat().st_mtime_ns)

    def erase(self, name: str) -> None:
        def work(tx: Transaction) -> None:
            act_as_operator(tx)
            person = tx.connection.execute(text("SELECT id FROM people WHERE full_name = :n"), {"n": name}).scalar_one()
            erasure.erase_person(tx, people.get(tx, person))

        self.do(work)


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    urls = ("", "")
    if request.param == "postgresql":
        urls = (request.getfixturevalue("postgres_url"), request.getfixturevalue("empty_postgres_url"))
    yield from _office(tmp_path, monkeypatch, *urls)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """On SQLite alone."""
    yield from _office(tmp_path, monkeypatch, "", "")


def _office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, other: str) -> Iterator[Office]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(logging.getLogger(), "handlers", [logging.NullHandler()])
    yield Office(tmp_path, monkeypatch, url, other)
    log_plainly()
    gc.enable()


def newcomer(tx: Transaction) -> None:
    """Somebody whom no roster knows: nothing of her may stay."""
    village = found(tx)
    person = people.add(
        tx, place_id=village.kim_son.id, full_name="Hồ Thị Xuân", birth_year=1990, on_roster=False, household_id=None
    )
    sit_down(tx, "telegram", "5", person)


def names(tx: Transaction) -> set[str]:
    return set(tx.connection.execute(text("SELECT full_name FROM people WHERE full_name <> ''")).scalars())


def test_everything_comes_back_into_an_empty_place(office: Office) -> None:
    office.do(newcomer)
    (office.data / "evidence.key").write_text("k")
    settings = Settings(data_dir=office.data)
    settings.keep_key()
    secret = (office.data / "secret.key").read_text()
    store = FileStore(office.data / "files", settings.data_keys())
    digest = store.put(b"a certificate")

    def grant(tx: Transaction) -> None:
        account = accounts.lock(tx, "telegram", "5")
        files.grant(tx, digest=digest, account_id=account.id, name="a.txt", media_type="text/plain", size=13)

    office.do(grant)
    key = office.key()
    before = office.do(names)
    file = office.backup()
    office.second()
    done = hoctap("restore", str(file), "--key", str(key))
    assert done.exit_code == 0, done.output
    assert "Đã khôi phục" in done.output
    assert "Nhật ký nguyên vẹn" in done.output
    assert office.do(names) == before
    assert FileStore(office.data / "files", Settings(data_dir=office.data).data_keys()).get(digest) == b"a certificate"
    assert (office.data / "evidence.key").read_text() == "k"
    assert (office.data / "secret.key").read_text() == secret
    assert not (office.data / RESTORING).exists()
    latest = office.do(backups.latest)
    assert latest is not None
    assert latest.name == file.name
    assert recovery_key.public(office.data) is not None
    again = hoctap("restore", str(file), "--key", str(key))
    assert (again.exit_code, "không ghi đè" in again.output) == (1, True)
    assert hoctap("backup", "--to", str(office.usb)).exit_code == 0


def test_who_was_erased_since_stays_erased_and_who_came_back_stays(office: Office) -> None:
    office.do(newcomer)
    key = office.key()
    old = office.backup()
    office.erase("Hồ Thị Xuân")
    office.backup()  # which brings the list up to date, as the running program does at once
    office.second()
    done = hoctap("restore", str(old), "--key", str(key))
    assert done.exit_code == 0, done.output
    assert "Xoá lại 1 người" in done.output
    assert "Hồ Thị Xuân" not in office.do(names)
    everything = b"".join(path.read_bytes() for path in office.data.rglob("*") if path.is_file())
    assert "Xuân".encode() not in everything


def test_a_person_of_the_roster_who_joined_again_is_not_erased_again(small: Office) -> None:
    small.do(newcomer)
    key = small.key()
    small.do(lambda tx: sit_down(tx, "telegram", "1", people.get(tx, 1)))
    small.erase(LAN)
    small.do(lambda tx: sit_down(tx, "telegram", "1", people.get(tx, 1)))
    file = small.backup()
    small.second()
    assert "Xoá lại 0 người" in hoctap("restore", str(file), "--key", str(key)).output
    assert small.do(lambda tx: accounts.of_person(tx, 1))


def test_the_key_is_typed_and_asked_for_again(small: Office) -> None:
    small.do(newcomer)
    key = recovery_key.make()
    recovery_key.keep_public(small.data, key)
    file = small.backup()
    small.second()
    typed = " ".join(recovery_key.groups(key)).lower()
    done = hoctap("restore", str(file), typed=f"không nhớ\n{typed}\n")
    assert done.exit_code == 0, done.output
    assert "xem lại từng nhóm" in done.output


def test_what_is_wrong_is_said_and_nothing_is_touched(small: Office) -> None:
    small.do(newcomer)
    key = small.key()
    file = small.backup()
    torn = small.usb / "torn.age"
    torn.write_bytes(file.read_bytes()[:-100])
    other = small.folder / "other.txt"
    other.write_text(str(recovery_key.make()))
    no_key = small.folder / "none.txt"
    no_key.write_text("nothing")
    small.second()
    for arguments, said in (
        ((str(torn), "--key", str(key)), "bị hỏng hoặc bị cắt"),
        ((str(file), "--key", str(other)), "không mở được tệp này"),
        ((str(file), "--key", str(no_key)), "Chưa đúng khoá"),
    ):
        done = hoctap("restore", *arguments)
        assert done.exit_code in {1, 2}
        assert said in done.output
        assert not small.data.exists() or list(small.data.iterdir()) == []


def test_without_the_list_it_must_be_said(small: Office) -> None:
    small.do(newcomer)
    key = small.key()
    file = small.backup()
    (small.usb / LIST).rename(small.folder / "list.txt")
    small.second()
    assert "--without-list" in hoctap("restore", str(file), "--key", str(key)).output
    (small.folder / "bad.txt").write_text("12 yesterday\n")
    bad = hoctap("restore", str(file), "--key", str(key), "--erased", str(small.folder / "bad.txt"))
    assert "bị hỏng" in bad.output
    given = hoctap("restore", str(file), "--key", str(key), "--erased", str(small.folder / "list.txt"))
    assert given.exit_code == 0, given.output
    shutil.rmtree(small.data)
    assert hoctap("restore", str(file), "--key", str(key), "--without-list").exit_code == 0


def test_tokens_that_were_renewed_since_are_marked_and_fresh_ones_serve_on(small: Office) -> None:
    settings = Settings(data_dir=small.data)
    settings.keep_key()
    keys = settings.data_keys()

    def tokens(tx: Transaction) -> None:
        for channel, hours in (("old", 3), ("fresh", 20)):
            channel_tokens.begin(tx, keys, channel, "first")
            channel_tokens.replace(
                tx, keys, channel, access="a", refresh="r", expires_at=tx.now + timedelta(hours=hours)
            )

    small.do(newcomer)
    small.do(tokens)
    key = small.key()
    file = small.backup()
    small.second()
    assert "HOCTAP_ZALO_OA_REFRESH_TOKEN" in hoctap("restore", str(file), "--key", str(key)).output

    def broken(tx: Transaction) -> list[bool]:
        kept = Settings(data_dir=small.data).data_keys()
        held = [channel_tokens.load(tx, kept, channel) for channel in ("old", "fresh")]
        return [each is not None and each.broken_at is not None for each in held]

    assert small.do(broken) == [True, False]


def test_a_place_that_is_in_use_or_half_restored_is_refused(small: Office) -> None:
    small.do(newcomer)
    key = small.key()
    file = small.backup()
    small.second()
    upgrade(small.url)  # a program that was only started once holds nobody
    database = open_database(small.url)

    async def meanwhile() -> Result:
        await database.write(lambda _: None)
        done = await asyncio.to_thread(hoctap, "restore", str(file), "--key", str(key))
        await database.close()
        return done

    assert "dừng hoctap run" in asyncio.run(meanwhile()).output
    (small.data / RESTORING).mkdir()
    for command in (("verify",), ("run",), ("migrate",), ("invite", "18160")):
        refused = hoctap(*command)
        assert (refused.exit_code, "chưa xong" in refused.output) == (2, True)
    assert hoctap("restore", str(file), "--key", str(key)).exit_code == 0
    assert hoctap("verify").exit_code == 0


def test_another_key_of_the_data_is_refused(small: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOCTAP_SECRET_KEY", "the right one")
    small.do(newcomer)
    key = small.key()
    file = small.backup()
    small.second()
    monkeypatch.setenv("HOCTAP_SECRET_KEY", "a wrong one")
    assert "HOCTAP_SECRET_KEY" in hoctap("restore", str(file), "--key", str(key)).output
    monkeypatch.setenv("HOCTAP_SECRET_KEY", "the right one")
    assert hoctap("restore", str(file), "--key", str(key)).exit_code == 0
    assert not (small.data / "secret.key").exists()  # it was kept apart, and is
    shutil.rmtree(small.data)
    monkeypatch.delenv("HOCTAP_SECRET_KEY")
    done = hoctap("restore", str(file), "--key", str(key))
    assert "chưa đặt: HOCTAP_SECRET_KEY" in done.output
    assert (small.data / "secret.key").read_text() == "the right one"


def test_a_database_of_an_older_version_is_backed_up_as_it_is_and_restored_to_this_one(
    small: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before an upgrade one backs up with the new program."""
    with monkeypatch.context() as patched:
        patched.chdir(Path(__file__).parents[2])
        begin_in_the_first_version(small.url)
    before = hashlib.sha256((small.data / "hoctap.db").read_bytes()).hexdigest()
    key = small.key()
    file = small.backup()
    assert hashlib.sha256((small.data / "hoctap.db").read_bytes()).hexdigest() == before
    small.second()
    done = hoctap("restore", str(file), "--key", str(key))
    assert "Đã khôi phục" in done.output
    assert "Số đếm không khớp" in done.output  # in that database they were not before, and that is told
    assert stored_version(small.url) == HEAD


def test_the_first_backup_offers_to_make_the_key(small: Office) -> None:
    small.do(newcomer)
    assert hoctap("backup").exit_code == 2
    refused = hoctap("backup", "--to", str(small.usb), typed="n\n")
    assert (refused.exit_code, "hoctap recovery-key" in refused.output) == (2, True)
    made = hoctap("backup", "--to", str(small.usb), typed="y\n")
    assert made.exit_code == 0, made.output
    page = small.folder / "khoa-khoi-phuc.pdf"
    assert page.read_bytes().startswith(b"%PDF")
    assert page.stat().st_mode & 0o077 == 0
    assert "Đã có khoá khôi phục" in hoctap("recovery-key").output
    assert hoctap("recovery-key", "--new").exit_code == 2  # the page is there still: print it first
    public = recovery_key.public(small.data)
    inside = hoctap("recovery-key", "--new", "--page", str(small.data / "x.pdf"))
    assert (inside.exit_code, str(recovery_key.public(small.data))) == (2, str(public))
    assert not (small.data / "x.pdf").exists()
    assert hoctap("recovery-key", "--new", "--page", str(small.folder / "new.pdf")).exit_code == 0
    assert str(recovery_key.public(small.data)) != str(public)


def test_the_printed_key_can_be_tried(small: Office) -> None:
    assert hoctap("recovery-key", "--check").exit_code == 2
    key = recovery_key.make()
    recovery_key.keep_public(small.data, key)
    assert hoctap("recovery-key", "--check", typed=" ".join(recovery_key.groups(key)) + "\n").exit_code == 0
    other = " ".join(recovery_key.groups(recovery_key.make()))
    assert hoctap("recovery-key", "--check", typed=f"{other}\n").exit_code == 1


def test_a_backup_without_a_database_or_a_disk_says_so(small: Office) -> None:
    assert "chưa có gì để sao lưu" in hoctap("backup", "--to", str(small.usb)).output
    small.do(newcomer)
    small.key()
    missing = hoctap("backup", "--to", str(small.folder / "none"))
    assert (missing.exit_code, "cắm ổ sao lưu" in missing.output) == (1, True)


def test_a_file_with_parts_that_lead_out_of_its_folder_is_refused(small: Office) -> None:
    """Whoever has the public part of the key can make a file that it opens."""
    from pyrage.x25519 import Identity

    from bot import backup_file
    from bot.backup_file import Part
    from tests.conftest import MOMENT

    identity = Identity.generate()
    key = small.folder / "key.txt"
    key.write_text(str(identity))
    (small.usb / LIST).write_text("")
    for name in ("folder/../../evil", "folder//etc/evil", "evil", "files/../evil", "folder/..\\evil"):
        made = backup_file.write(small.usb, [Part(name, b"x")], identity.to_public(), at=MOMENT)
        done = hoctap("restore", str(made.path), "--key", str(key))
        assert (done.exit_code, "bị hỏng" in done.output) == (1, True), name
        assert not list(small.folder.rglob("evil"))
