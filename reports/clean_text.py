"""Texts that any file of an office can hold."""

from __future__ import annotations

import re
import unicodedata

# Control characters but for the line break, halves of characters, and the two that XML forbids.
_UNFIT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Composed letters, a blank for a tab, and nothing that XML cannot hold."""
    return _UNFIT.sub("", unicodedata.normalize("NFC", text.replace("\t", " ")))
