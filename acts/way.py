"""What a button carries."""

from __future__ import annotations

from typing import NewType

Way = NewType("Way", str)
"""A route with its parameters, at most 64 bytes: "review/12". Built by the functions of :mod:`acts.ways` only."""
