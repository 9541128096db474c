"""What a village is called: the word for what it is, its name, and the commune it was of before those were merged."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# The longer first: "khu phố 3" is no khu called "phố 3".
LABELS = (
    *("tổ dân phố", "tiểu khu", "khu phố", "khóm", "thôn", "xóm", "làng", "bản", "buôn", "phum", "sóc"),
    *("ấp", "khu"),
)
_OLD_COMMUNE = re.compile(r"(.*?)\s*\(\s*(?:thuộc\s+)?((?:xã|phường|thị trấn)\s+[^()]+?)\s+cũ\s*\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class VillageName:
    """A village's name in its parts; ``label``: thôn, xóm …, ``None`` where none was said.

    ``old_commune``: "xã Sơn Lĩnh", which tells villages of one name apart.
    """

    label: str | None
    name: str
    old_commune: str | None = None

    @property
    def inline(self) -> str:
        """As it stands in a sentence: "xóm 5", "thôn 1 (xã Sơn Lĩnh cũ)"."""
        named = self.name if self.old_commune is None else f"{self.name} ({self.old_commune} cũ)"
        return f"{self.label or 'thôn'} {named}"


def village_name(said: str) -> VillageName:
    """The parts of "Xóm 5", "Thôn 1 (xã Sơn Lĩnh cũ)", "Kim Sơn".

    A label counts only with its marks: Ban Mai is a name.
    """
    text = " ".join(unicodedata.normalize("NFC", said).split())
    old = _OLD_COMMUNE.fullmatch(text)
    old_commune = None
    if old is not None:
        kind, _, rest = old[2].partition(" ")
        if kind.casefold() == "thị":  # thị trấn
            kind, _, rest = "thị trấn", "", old[2][len("thị trấn") :].strip()
        text, old_commune = old[1].strip(), f"{kind.casefold()} {rest}"
    for label in LABELS:
        if text.casefold().startswith(f"{label} "):
            return VillageName(label, text[len(label) :].strip(), old_commune)
    return VillageName(None, text, old_commune)
