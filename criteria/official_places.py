"""The official codes and names of communes: a data file, read when a commune is entered."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, slots=True)
class OfficialCommune:
    """A commune as the list of codes names it: "18160", "xã", "Sơn Hồng", "Tỉnh Hà Tĩnh"."""

    code: str
    kind: str
    name: str
    province: str


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
    provinces: dict[str, str] = {}
    for line in resources.files("criteria").joinpath("official_places.tsv").read_text("utf-8").splitlines():
        match line.split("\t"):
            case [number, kind, name]:
                provinces[number] = f"{kind.capitalize()} {name}"
            case [number, kind, name, province] if number == code:
                return OfficialCommune(code, kind, name, provinces[province])
            case _:  # the header, or another commune
                pass
    return None
