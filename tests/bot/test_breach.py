"""``hoctap breach``: who is affected, the letters, the notice, and that it is on record."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
import typst
from typer.testing import CliRunner, Result

from bot import breach
from bot.breach import Known
from bot.cli import app
from bot.commune_setup import SetupError
from criteria.policy import Actor, Grant, Role
from storage import accounts, audit, looks, people, places, roles
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind, Looked
from tests.conftest import MOMENT, Clock
from tests.logs import log_plainly
from tests.rosters import WRITING
from tests.village import found, resident, sit_down

SINCE = Known(since=date(2026, 11, 20))


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """The data of each paper that is set."""
    said: list[dict[str, object]] = []

    def hear(_source: bytes, *, sys_inputs: Mapping[str, str], **_: object) -> bytes:
        said.append(json.loads(sys_inputs["data"]))
        return b"%PDF"

    monkeypatch.setattr(typst, "compile", hear)
    return said


def names(papers: breach.Papers) -> dict[str, str]:
    """Who is on the list, and when the account opened something of theirs; the other papers are drawn, too."""
    assert all(draw() for draw in papers.files.values())
    rows = csv.DictReader(StringIO(papers.files["danh-sach.csv"]().decode("utf-8-sig")))
    return {row["Họ và tên"]: row["Sổ ghi đã mở, lần cuối"] for row in rows}


async def test_a_lost_telephone_of_a_resident_reaches_their_household_and_for_whom_they_speak(
    database: Database, printed: list[dict[str, object]]
) -> None:
    def work(tx: Transaction) -> dict[str, str]:
        village = found(tx)
        sit_down(tx, "telegram", "7", village.lan)
        xuan = resident(tx, village.kim_son, "Hồ Thị Xuân", 1980, household="9")
        account = accounts.lock(tx, "telegram", "7")
        accounts.speak_for(tx, account, xuan, ConsentKind.ASKED)
        accounts.save(tx, account, owed=None)
        made = breach.of_account(tx, "18160", "nguyen thi lan", None, SINCE)
        assert made.said[0].startswith("3 người")
        assert "Còn 1 máy" in made.said[2]
        assert accounts.cut_off(tx, account.id, village.lan.id)
        again = breach.of_account(tx, "18160", "nguyen thi lan", None, SINCE)
        assert len(again.said) == 2
        assert names(again) == names(made)
        return names(made)

    assert set(await database.write(work)) == {"Nguyễn Thị Lan", "Trần Thị Mai", "Hồ Thị Xuân"}


async def test_a_lost_account_of_a_head_reaches_the_village_and_says_what_was_opened(
    database: Database, printed: list[dict[str, object]]
) -> None:
    def work(tx: Transaction) -> dict[str, str]:
        village = found(tx)
        head = Actor(village.head.id, village.head.household_id, (Grant(Role.HEAD, village.kim_son.id),))
        looks.record(tx, head, [village.lan.id], what=Looked.CARD)
        return names(breach.of_account(tx, "18160", "Phan Văn Đức", 1970, SINCE))

    affected = await database.write(work)
    assert affected == {"Phan Văn Đức": "", "Phan Văn Hải": "", "Nguyễn Thị Lan": "23/11/2026", "Trần Thị Mai": ""}
    letters = json.dumps(printed[0], ensure_ascii=False)
    assert letters.count("lần cuối ngày 23/11/2026") == 1
    assert letters.count("không mở trang hay danh sách nào") == 3


async def test_a_role_that_had_ended_before_reaches_nobody_and_one_that_ended_since_does(
    sqlite: Database, printed: list[dict[str, object]]
) -> None:
    def work(tx: Transaction) -> tuple[int, int]:
        village = found(tx)
        for held in roles.held_by(tx, village.head.id):
            assert roles.revoke(tx, held, person_id=village.officer.id)
        before = breach.of_account(tx, "18160", "Phan Văn Đức", None, Known(since=date(2026, 11, 23)))
        return len(names(before)), village.head.id

    def later(tx: Transaction) -> int:
        return len(names(breach.of_account(tx, "18160", "Phan Văn Đức", None, Known(since=date(2026, 11, 24)))))

    assert (await sqlite.write(work))[0] == 4
    sqlite.clock = lambda: MOMENT + timedelta(days=2)
    assert await sqlite.write(later) == 2  # his own household


async def test_a_lost_database_reaches_everybody_of_the_commune_and_nobody_else(
    database: Database, printed: list[dict[str, object]]
) -> None:
    from bot.commune_setup import add_commune

    def work(tx: Transaction) -> breach.Papers:
        found(tx)
        other = add_commune(tx, "18163", year=2026, contact="x", villages=["Xa"])
        (far,) = places.villages(tx, other.id)
        resident(tx, far, "Người Xa", 1950, household="1")
        return breach.of_data(tx, "18160", SINCE)

    made = await database.write(work)
    assert "Người Xa" not in names(made)
    assert len(names(made)) == 6
    assert "còn giữ dữ liệu của" in made.said[2]


async def test_who_was_erased_gets_no_letter(sqlite: Database, printed: list[dict[str, object]]) -> None:
    from storage import erasure

    def work(tx: Transaction) -> set[str]:
        village = found(tx)
        gone = people.add(tx, place_id=village.kim_son.id, full_name="Bỏ Đi", birth_year=1970, on_roster=False)
        erasure.erase_person(tx, gone)
        return set(names(breach.of_data(tx, "18160", SINCE)))

    assert "" not in await sqlite.write(work)


async def test_the_notice_counts_and_names_nobody_and_says_that_the_term_is_not_compared(
    sqlite: Database, printed: list[dict[str, object]]
) -> None:
    discovered = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

    def work(tx: Transaction) -> tuple[str, ...]:
        found(tx)
        known = Known(since=date(2026, 11, 20), discovered_at=discovered, measures=("Đã đổi khoá.",))
        made = breach.of_data(tx, "18160", known)
        assert made.files["bao-co-quan.pdf"]()
        return made.said

    said = await sqlite.write(work)
    notice = json.dumps(printed[0], ensure_ascii=False)
    for words in ("CHƯA ĐỐI CHIẾU", "26/11/2026 08:00", "Đã đổi khoá.", "6 người", "thôn Kim Sơn", "0239 3 123 456"):
        assert words in notice, words
    assert "CHƯA ĐỐI CHIẾU" in said[1]
    assert "Nguyễn Thị Lan" not in notice


async def test_it_is_on_record_without_names(sqlite: Database, printed: list[dict[str, object]]) -> None:
    def work(tx: Transaction) -> tuple[audit.Entry, ...]:
        village = found(tx)
        breach.of_account(tx, "18160", "Phan Văn Đức", None, SINCE)
        return audit.of_subject(tx, f"person:{village.head.id}")

    (entry,) = [each for each in await sqlite.write(work) if each.code == "breach.listed"]
    assert entry.data == {
        "what": "account",
        "since": "2026-11-20",
        "discovered_at": "2026-11-23T09:00:00+00:00",
        "affected": 4,
    }


async def test_two_of_one_name_are_asked_apart(sqlite: Database, printed: list[dict[str, object]]) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        resident(tx, village.hong_linh, "Nguyễn Thị Lan", 1990, household="7")
        with pytest.raises(SetupError, match="--born"):
            breach.of_account(tx, "18160", "Nguyễn Thị Lan", None, SINCE)
        assert len(names(breach.of_account(tx, "18160", "Nguyễn Thị Lan", 1990, SINCE))) == 1
        with pytest.raises(SetupError, match="nobody of that name"):
            breach.of_account(tx, "18160", "Không Ai Cả", None, SINCE)
        with pytest.raises(SetupError, match="add-commune"):
            breach.of_data(tx, "99999", SINCE)
        with pytest.raises(SetupError, match="has not come"):
            breach.of_data(tx, "18160", Known(since=date(2027, 1, 1)))

    await sqlite.write(work)


# As an operator does it


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    import logging

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOCTAP_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(logging.getLogger(), "handlers", [logging.NullHandler()])
    yield tmp_path
    log_plainly()


def hoctap(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_the_papers_lie_in_a_new_folder_of_the_operators_own(here: Path, clock: Clock) -> None:
    hoctap("add-commune", "18160", "--village", "Kim Sơn", "--contact", "x")
    (here / "roster.csv").write_text("Thôn,Họ và tên,Năm sinh\nKim Sơn,Nguyễn Thị Lan,1968\n", "utf-8")
    hoctap("import-roster", "18160", "roster.csv", *WRITING)
    made = hoctap("breach", "data", "18160", "--since", "2026-01-01", "--done", "Đã báo xã", "--to", "su-co-1")
    assert (made.exit_code, "1 người" in made.output) == (0, True), made.output
    folder = here / "su-co-1"
    assert sorted(each.name for each in folder.iterdir()) == ["bao-co-quan.pdf", "danh-sach.csv", "thu-tung-nguoi.pdf"]
    assert (folder / "thu-tung-nguoi.pdf").read_bytes().startswith(b"%PDF")
    assert folder.stat().st_mode & 0o077 == 0
    assert hoctap("breach", "data", "18160", "--since", "2026-01-01", "--to", "su-co-1").exit_code == 2
    lost = hoctap("breach", "account", "18160", "Nguyễn Thị Lan", "--since", "2026-01-01",
                  "--discovered", "2026-01-02 08:00", "--to", "su-co-2")  # fmt: skip
    assert "05/01/2026 08:00" in lost.output
    assert hoctap("breach", "account", "18160", "Nguyễn Thị Lan", "--since", "hôm qua").exit_code == 2
