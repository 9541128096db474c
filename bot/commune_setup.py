"""Setting a commune up: its official name, its villages, the year's cycle."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date

from acts.codes import ALPHABET
from criteria import official_places
from criteria.names import fold
from criteria.official_places import OfficialCommune
from criteria.place_names import VillageName, alike, village_name
from criteria.plan import load_all as load_plans
from storage import accounts, cycles, places
from storage import villages as village_changes
from storage.kit.transaction import Transaction
from storage.places import Place

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
