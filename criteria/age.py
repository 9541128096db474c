"""How old somebody is in a year. Only the year of birth is known, so everybody counts as at the year's end. Pure."""

from __future__ import annotations


def age_in(year: int, birth_year: int | None) -> int | None:
    """The age that somebody reaches in that year; ``None`` where the birth year is not known, kept as 0."""
    return year - birth_year if birth_year else None


def is_younger(age: int | None, than: int) -> bool:
    """Whether somebody of that age is younger; nobody is of whom it is not known."""
    return age is not None and age < than
