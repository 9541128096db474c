"""The official codes and names of communes: a data file, read when a commune is entered."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import resources

from criteria.names import fold

MOST_CLOSE = 5


@dataclass(frozen=True, slots=True)
class OfficialCommune:
    """A commune as the list of codes names it: "18160", "xã", "Sơn Hồng", "Tỉnh Hà Tĩnh"."""

    code: str
    kind: str
    name: str
    province: str

    @property
    def full_name(self) -> str:
        """Where it is: "Xã Sơn Hồng, Tỉnh Hà Tĩnh"."""
        return f"{self.kind.capitalize()} {self.name}, {self.province}"


def names() -> tuple[str, ...]:
    """The names of all communes without their labels, each once: by which another commune's file is told."""
    lines = resources.files("criteria").joinpath("official_places.tsv").read_text("utf-8").splitlines()
    return tuple(dict.fromkeys(cells[2] for cells in (line.split("\t") for line in lines) if len(cells) == 4))


def commune(code: str) -> OfficialCommune | None:
    """The commune that had this code of five digits on 1 July 2025, or None.

    The file says where its rows come from and how sure they are: nobody has held them against the paper of the
    decision. A xã that has become a phường since then is still a xã here. The file is read anew each time: whoever
    enters a commune asks once, and nobody else pays for it.
    """
    return next((each for each in _all() if each.code == code), None)


def find(said: str) -> tuple[OfficialCommune, ...]:
    """The communes that somebody may mean by a code of five digits or a name, with or without marks, in their order.

    The name may carry its kind before it and a province behind it: "18160", "son hong", "Xã Sơn Hồng, Hà Tĩnh". Of
    names that are the same but for marks, those written exactly so come alone.
    """
    name, _, province = (part.strip() for part in said.strip().partition(","))
    if name.isascii() and name.isdigit():
        return tuple(each for each in _all() if each.code == name)
    wanted, in_province = fold(name), fold(province).removeprefix("tp ")
    found = [
        each
        for each in _all()
        if wanted in {fold(f"{kind} {each.name}") for kind in ("", each.kind, each.kind[0])}
        and (not in_province or in_province in {fold(each.province), fold(_province(each))})
    ]
    exact = [each for each in found if _composed(name) in {each.name.lower(), f"{each.kind} {each.name}".lower()}]
    return tuple(exact if exact and fold(name) != _composed(name) else found)


def close_to(said: str) -> tuple[OfficialCommune, ...]:
    """Communes whose names are spelled nearly so, the nearest first; a few at most."""
    wanted = fold(said.partition(",")[0])
    known = list(_all())
    near = get_close_matches(wanted, {fold(each.name) for each in known}, n=3, cutoff=0.8)
    return tuple(each for name in near for each in known if fold(each.name) == name)[:MOST_CLOSE]


def _province(commune_: OfficialCommune) -> str:
    return commune_.province.removeprefix("Thành phố ").removeprefix("Tỉnh ")


def _composed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


def _all() -> Iterator[OfficialCommune]:
    provinces: dict[str, str] = {}
    for line in resources.files("criteria").joinpath("official_places.tsv").read_text("utf-8").splitlines():
        match line.split("\t"):
            case [number, kind, name]:
                provinces[number] = f"{kind.capitalize()} {name}"
            case [code, kind, name, province]:
                yield OfficialCommune(code, kind, name, provinces[province])
            case _:  # the header
                pass
