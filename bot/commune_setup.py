"""Setting a commune up: its official name, its villages, the year's cycle, its roster."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from acts.codes import ALPHABET
from criteria import official_places
from criteria.model import CITIZEN
from criteria.names import fold
from criteria.official_places import OfficialCommune
from criteria.place_names import VillageName, alike, village_name
from criteria.plan import load_all as load_plans
from handlers.kit.names import listed_name
from handlers.kit.read import Misread
from handlers.kit.years import read_birth_year
from locales.text import T, Words
from storage import accounts, cycles, people, places, recount
from storage import villages as village_changes
from storage.kit.transaction import Transaction
from storage.places import Place

OLDEST_LISTED = 120
TWO_LEVELS = date(2025, 7, 1)  # communes exist in their present form since the reorganisation


class SetupError(Exception):
    """Something about the command is wrong; the message says what to do."""


def act_as_operator(tx: Transaction) -> None:
    """What the command line does is recorded in the name of the operator."""
    accounts.lock(tx, "cli", "operator")


def add_commune(
    tx: Transaction, code: str, *, year: int, contact: str, villages: Sequence[str], label: str = "thôn"
) -> Place:
    """Enter a commune by its official code, with villages as they are written: "Kim Sơn", "Xóm 5".

    Args:
        tx: the transaction.
        code: of five digits.
        year: whose cycle is opened.
        contact: whom residents ask about their data.
        villages: in the commune's own order; one without a label of its own gets ``label``.
        label: what most are called.

    Raises:
        SetupError: no commune has that code, it is there already, or two villages could not be told apart.
    """
    official = official_places.commune(code)
    if official is None:
        said = "không có xã, phường nào mang mã 5 chữ số này (no commune has this official code of five digits)"
        raise SetupError(f"{code}: {said}")
    listed = [village_name(each, label) for each in villages]
    return enter_commune(tx, official, year=year, contact=contact, villages=listed)


def enter_commune(
    tx: Transaction, official: OfficialCommune, *, year: int, contact: str, villages: Sequence[VillageName]
) -> Place:
    """Enter an official commune with its villages, each with its own label, and open this year's cycle.

    Raises:
        SetupError: it is there already, or two villages could not be told apart.
    """
    act_as_operator(tx)
    code = official.code
    if places.by_official_code(tx, code) is not None:
        raise SetupError(f"{code}: xã, phường này đã có (this commune is there already)")
    if same := alike(villages):
        names = ", ".join(each.full_name for each in same)
        raise SetupError(
            f"{names}: có hai nơi cùng tên; ghi thêm xã cũ trong ngoặc, ví dụ "
            f'"{same[0].full_name} (xã Sơn Lĩnh cũ)" (two villages of one name: add the old commune in brackets)'
        )
    commune = places.add_commune(
        tx,
        code=code,
        label=official.kind,
        name=official.name,
        province=official.province,
        contact=contact,
        since=TWO_LEVELS,
    )
    for village in villages:
        add_village(tx, commune, village.full_name, label=village.label)
    plans = [plan for plan in load_plans() if plan.commune_code == code and plan.covers(year)]
    cycles.open_year(tx, commune_id=commune.id, year=year, plan=plans[0].id if plans else "")
    return commune


def add_village(tx: Transaction, commune: Place, said: str, *, label: str = "thôn") -> Place:
    """Enter a village with a join code people can read aloud: its name where that is free.

    ``said``: its name, with a label of its own ("Xóm 5") or without, and the old commune where two share a name
    ("Thôn 1 (xã Sơn Lĩnh cũ)").

    Raises:
        SetupError: the commune has a village that is called the same already.
    """
    own = village_name(said, label)
    name = own.name
    if village_changes.namesake(tx, commune.id, own) is not None:
        hint = 'thêm xã cũ: "Thôn 1 (xã Sơn Lĩnh cũ)" (add the old commune)'
        raise SetupError(f"{said}: đã có nơi tên này (there is one of this name); {hint}")
    code = fold(name).replace(" ", "").upper()[:12]
    if len(code) < 4:  # "5" of "xóm 5": people read XOM5
        code = fold(f"{own.label} {name}").replace(" ", "").upper()[:12]
    if len(code) < 4 or places.by_join_code(tx, code) is not None:
        code = f"{code[:8]}{''.join(secrets.choice(ALPHABET) for _ in range(4))}"
    return places.add_village(
        tx,
        commune=commune,
        label=own.label,
        name=name,
        join_code=code,
        since=TWO_LEVELS,
        old_commune=own.old_commune or None,
    )


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One good line of a roster file."""

    village: Place
    full_name: str
    birth_year: int
    household: str | None


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """One bad line: its number in the file, and what is wrong with it."""

    line: int
    text: Words


HEADINGS = {
    "thon": "village",
    "village": "village",
    "ho ten": "name",
    "ho va ten": "name",
    "full name": "name",
    "nam sinh": "year",
    "birth year": "year",
    "ma ho": "household",
    "household": "household",
}


def read_roster(
    tx: Transaction, commune: Place, path: Path, this_year: int
) -> tuple[list[RosterRow], list[RosterProblem]]:
    """Read a CSV roster with the columns thôn, họ tên, năm sinh and, if there is one, mã hộ.

    Nothing is written. An unknown village is never guessed.

    Raises:
        SetupError: a needed column is missing, or the file is no UTF-8 text.
    """
    known: dict[str, set[Place]] = {}  # by all that a village is called; of two that share a name it says neither
    for village in places.villages(tx, commune.id):
        for called in (village.name, f"{village.label} {village.name}", village.full_name):
            known.setdefault(fold(called), set()).add(village)
    good: list[RosterRow] = []
    seen: dict[RosterRow, int] = {}
    bad: list[RosterProblem] = []
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SetupError(f"{path}: lưu tệp dạng CSV UTF-8 rồi nhập lại (save the file as CSV UTF-8)") from error
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    rows = csv.reader(text.splitlines(), delimiter=delimiter)
    columns = {HEADINGS.get(fold(heading)): i for i, heading in enumerate(next(rows, []))}
    missing = {"village", "name", "year"} - columns.keys()
    if missing:
        raise SetupError(
            f"{path}: thiếu cột thôn, họ tên hoặc năm sinh (missing columns: {', '.join(sorted(missing))})"
        )
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = _roster_row(cells, columns, known, this_year)
        if not isinstance(row, RosterRow):
            bad.append(RosterProblem(number, row))
        elif row in seen:
            bad.append(RosterProblem(number, T("Trùng với dòng {line}", line=seen[row])))
        else:
            seen[row] = number
            good.append(row)
    return good, bad


def _roster_row(
    cells: list[str], columns: dict[str | None, int], known: dict[str, set[Place]], this_year: int
) -> RosterRow | Words:
    def cell(name: str) -> str:
        at = columns.get(name)
        return cells[at].strip() if at is not None and at < len(cells) else ""

    found = known.get(fold(cell("village")), set())
    if not found:
        return T("Không có nơi nào tên {name}", name=cell("village") or "(trống)")
    if len(found) > 1:
        either = max(found, key=lambda each: each.old_commune or "")
        return T(
            "Có {n} nơi tên {name}: ghi rõ trước đây thuộc đâu, ví dụ {example}",
            n=len(found), name=cell("village"), example=either.full_name,
        )  # fmt: skip
    (village,) = found
    full_name = listed_name(cell("name"))
    if isinstance(full_name, Misread):
        return T("Họ tên chưa đúng: {name}", name=cell("name")[:60] or "(trống)")
    year = read_birth_year(cell("year"), this_year, youngest=0, oldest=OLDEST_LISTED)
    if isinstance(year, Misread) or year.derived:
        return T("Năm sinh chưa đúng: {year}", year=cell("year")[:20] or "(trống)")
    return RosterRow(village, full_name, year.value, cell("household") or None)


def write_roster(tx: Transaction, commune: Place, rows: Sequence[RosterRow]) -> int:
    """Put people on the roster; returns how many were new. The same file again changes nothing."""
    act_as_operator(tx)
    new = 0
    for row in rows:
        household = None
        if row.household is not None:
            household = people.household(tx, place_id=row.village.id, code=row.household)
        new += people.put_on_roster(
            tx,
            place_id=row.village.id,
            full_name=row.full_name,
            birth_year=row.birth_year,
            household_id=household,
        )
    cycle = cycles.of_this_year(tx, commune.id)
    if cycle is not None:
        recount.rebuild(tx, cycle, CITIZEN)
    return new
