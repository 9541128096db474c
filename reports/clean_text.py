"""Texts that any file of an office can hold."""

from __future__ import annotations

import unicodedata


def clean(text: str) -> str:
    """Composed letters, a blank for a tab, and nothing that XML cannot hold."""
    composed = unicodedata.normalize("NFC", text.replace("\t", " "))
    return "".join(
        c for c in composed if c == "\n" or not (c in "\ufffe\uffff" or unicodedata.category(c) in {"Cc", "Cs"})
    )
