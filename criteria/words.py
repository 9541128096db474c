"""Kinds of words that say about the same, as people say it in every region (``criteria/words.toml``).

Ways of saying an answer name them with "~" (``also`` in the files of the sets), so that a word is listed once for all
questions. They are read, and shown nowhere.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Final

_TEXT = resources.files("criteria").joinpath("words.toml").read_text("utf-8")
KINDS: Final[Mapping[str, tuple[str, ...]]] = {name: tuple(words) for name, words in tomllib.loads(_TEXT).items()}
