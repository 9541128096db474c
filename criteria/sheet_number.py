"""The number on a paper form that says whose it is: short, and proof against a mistyped digit. Pure."""

from __future__ import annotations

# Damm's quasigroup of order 10: finds every wrong digit and every two neighbours changed round.
_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def _check(digits: str) -> int:
    state = 0
    for digit in digits:
        state = _TABLE[state][int(digit)]
    return state


def sheet_number(person_id: int) -> str:
    """The number printed on a person's form: their id and a check digit."""
    return f"{person_id}{_check(str(person_id))}"


def person_of(number: str) -> int | None:
    """The id of the person a typed number names; ``None`` if it is not a number that was ever printed."""
    if not (number.isascii() and number.isdigit() and 2 <= len(number) <= 15) or number[0] == "0" or _check(number):
        return None
    return int(number[:-1])
