"""A file with a roster, understood row by row. Another process does it, so nothing here imports a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from intake.listed import Choices, CommuneNames, ListedPlace, Understood


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What must be known to read a file: all of it plain data, so that another process can do it.

    Attributes:
        name: the file's.
        content: its bytes.
        password: of a protected file; kept nowhere.
        today: in Viet Nam.
    """

    name: str
    content: bytes
    password: str
    today: date
    places: Sequence[ListedPlace]
    communes: CommuneNames
    choices: Mapping[str, Any]


def understood(asked: Asked) -> Understood:
    """Open the file and understand it row by row.

    Raises:
        intake.limits.FileError: it is nothing that can be read as a list.
    """
    from intake.open_file import open_file
    from intake.roster import understand

    table = open_file(asked.name, asked.content, asked.password)
    return understand(
        table,
        today=asked.today,
        villages=asked.places,
        communes=asked.communes,
        choices=Choices.from_data(asked.choices),
    )
