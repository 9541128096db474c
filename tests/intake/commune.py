"""The commune of these tests, and reading a file for it."""

from __future__ import annotations

from datetime import date

from intake.listed import Choices, CommuneNames, ListedPlace, Understood
from intake.open_file import open_file
from intake.roster import understand
from locales.catalog import catalog
from locales.place_words import named, place_words
from locales.text import Words

TODAY = date(2026, 12, 1)
KIM_SON, ONE_LINH, ONE_HONG, FIVE, DONG_VAN, SCHOOL = range(1, 7)
PLACES = (
    ListedPlace(KIM_SON, "thôn", "Kim Sơn"),
    ListedPlace(ONE_LINH, "thôn", "1", "Sơn Lĩnh"),
    ListedPlace(ONE_HONG, "thôn", "1", "Sơn Hồng"),
    ListedPlace(FIVE, "thôn", "5"),
    ListedPlace(DONG_VAN, "thôn", "Đồng Vạn"),
    ListedPlace(SCHOOL, "trường", "THCS Sơn Hồng"),
)
COMMUNES = CommuneNames("Sơn Hồng", ("Quang Diệm", "Sơn Tây", "Sơn Hồng", "Hội An"))
NO_CHOICES = Choices()


def read(
    content: bytes, name: str = "danh sách.xlsx", *, password: str = "", choices: Choices = NO_CHOICES
) -> Understood:
    """What is understood of a file."""
    table = open_file(name, content, password)
    return understand(table, today=TODAY, villages=PLACES, communes=COMMUNES, choices=choices)


def said(words: Words) -> str:
    """A text as an officer of a commune reads it."""
    return catalog("vi").render(named(words, place_words("thôn", "xã")))


def who(found: Understood) -> list[tuple[str, int | None, int]]:
    """Name, birth year and place of everybody who can be taken."""
    return [(each.full_name, each.birth_year, each.place_id) for each in found.people]


def why(found: Understood) -> dict[int, list[str]]:
    """Row to the reasons for which it is not taken."""
    return {each.row: [said(reason.why) for reason in each.reasons if reason.stops] for each in found.left_out}


def notes(found: Understood) -> str:
    """The preview's notes."""
    return "\n".join(map(said, found.notes))
