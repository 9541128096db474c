"""Whom a screen is about: its title, and its question as put to who speaks."""

from __future__ import annotations

from criteria.model import CITIZEN
from handlers.kit.context import Turn
from locales.text import T, Words, about
from storage import subject_names
from storage.declaration_record import Declaration
from storage.people import Person


def titled(turn: Turn, person: Person, title: Words) -> Words:
    """The title of a screen about somebody; whose it is, where it is not one's own."""
    return title if person.id == turn.person.id else T("{name} · {title}", name=person.full_name, title=title)


def asked_of(turn: Turn, person: Person, text: Words) -> Words:
    """A question, put to who speaks: about themselves, or about the person they speak for."""
    return text if person.id == turn.person.id else about(text, person.full_name)


def headed(turn: Turn, declaration: Declaration, title: Words) -> Words:
    """The title of a screen about a declaration: what it is about, where that is not oneself."""
    if declaration.title == CITIZEN:
        return titled(turn, declaration.person, title)
    return T("{name} · {title}", name=subject_names.name_of(turn.tx, declaration), title=title)


def put(turn: Turn, declaration: Declaration, text: Words) -> Words:
    """A question of a declaration; what is about a family or a place is asked of whoever speaks."""
    return asked_of(turn, declaration.person, text) if declaration.title == CITIZEN else text
