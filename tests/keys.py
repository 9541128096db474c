"""Keys for what tests store."""

from __future__ import annotations

from pathlib import Path

from storage.kit.keys import Keys

SECRET = b"a secret of the tests"


def keys_in(folder: Path) -> Keys:
    """The keys of a data folder."""
    return Keys(folder / "data.keys", SECRET)
