"""A ward whose villages are khu phố: what is said in it, and what would be wrong there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import text

from acts.errands import FetchErrand, decode
from bot import file_makers
from criteria.texts import messages
from handlers.kit.screen import Screen, screen_from_data
from locales.catalog import ELDER, LANGUAGES, Address, catalog
from locales.place_words import PlaceWords, named
from locales.text import Message, Words
from storage import accounts, places
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind

ROOT = Path(__file__).parent.parent.parent
# What it would be called if the program did not look. "cấp xã" is the law's word for communes and wards alike.
WRONG = {
    "vi": re.compile(r"(?<!cấp )(?<!thị )(?<!hợp tác )\bxã\b(?! hội)|\bthôn\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:commune|village)s?\b(?! level)", re.IGNORECASE),
}
OF_OTHERS = ("xã Kiến Hưng", "xã Sơn Hồng", "Kien Hung commune", "nông thôn")  # plans that are quoted; the countryside
LABELS = {"commune": "phường", "village": "khu phố"}


def quotations() -> tuple[str, ...]:
    """Texts of the Circular and of other places' plans, in all languages: they say what they say."""
    files = [*(ROOT / "criteria" / "commune").glob("*.toml"), *(ROOT / "criteria" / "plans").glob("*.toml")]
    found = {said for path in files for _, said in messages(path.read_text("utf-8"))}
    shown = {catalog(language).render(Message(said)) for said in found for language in LANGUAGES}
    return tuple(sorted(shown, key=len, reverse=True))


QUOTED = quotations()


def wrong_words(said: str, language: str) -> list[str]:
    """The lines that have a wrong word besides what is quoted."""
    if not WRONG[language].search(said):
        return []
    left = said
    for quotation in (*QUOTED, *OF_OTHERS):
        left = left.replace(quotation, "")
    return [line for line in left.split("\n") if WRONG[language].search(line)]


def call_it_a_ward(tx: Transaction) -> None:
    """The sample commune as a ward; what people typed there, too."""
    for kind, label in LABELS.items():
        renamed = {"kind": kind, "label": label}
        tx.connection.execute(text("UPDATE places SET label = :label WHERE kind = :kind"), renamed)
    tx.connection.execute(text("UPDATE places SET contact = '0239 3 123 456' WHERE kind = 'commune'"))
    tx.connection.execute(text("UPDATE activities SET organiser = 'Khu phố'"))
    tx.connection.execute(text("UPDATE learning_events SET organiser = 'Khu phố'"))


def all_words(screen: Screen) -> tuple[Words, ...]:
    shown = (screen.title, screen.text, screen.hint, *(choice.label for choice in screen.choices))
    return tuple(each for each in shown if each is not None)


def found_in(shown: Sequence[tuple[str, str]]) -> list[str]:
    return sorted({line for said, language in shown for line in wrong_words(said, language)})


def left_for_others(tx: Transaction) -> list[Screen]:
    """Notices on their way, and those to be told in person."""
    query = "SELECT payload FROM outbox WHERE kind = 'notice' UNION ALL SELECT payload FROM visits"
    return [screen_from_data(json.loads(payload)) for (payload,) in tx.connection.execute(text(query))]


def files_said(tx: Transaction, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(kind, what it says in each language) of every file that was asked for."""
    asked = text("SELECT account_id, payload FROM outbox WHERE kind = :kind")
    for account_id, payload in tx.connection.execute(asked, {"kind": ErrandKind.JOB}):
        said: list[tuple[str, str]] = []

        def say(_: str, here: PlaceWords, address: Address, words: Words, said: list[tuple[str, str]] = said) -> str:
            said.extend((catalog(language).render(named(words, here), address), language) for language in LANGUAGES)
            return said[-len(LANGUAGES)][0]

        monkeypatch.setattr(file_makers, "say", say)
        errand, account = decode(json.loads(payload)), accounts.load_unlocked(tx, account_id)
        if account is not None and account.person is not None and not isinstance(errand, FetchErrand):
            drawing = file_makers.read_for(tx, errand, account, lambda _: b"")
            drawing.draw()
            say("", places.words_of(tx, account.person.place_id), ELDER, drawing.notice)
            yield errand.kind, said
