"""Which texts can be read aloud, and what a recording must be."""

from __future__ import annotations

import pytest

from acts.recording import NO_SOUND, TOO_LONG, texts, why_not
from criteria.model import CITIZEN
from criteria.parse import default, load
from locales.catalog import YOUNG, catalog
from locales.text import Words
from storage.recordings import fingerprint

OPUS = b"OggS" + bytes(24) + b"OpusHead"


def test_a_text_is_known_however_old_its_reader_is() -> None:
    found = texts(load(default(CITIZEN)))
    assert len({text.key for text in found.values()}) == len(found) > 10
    for text in found.values():
        assert fingerprint(catalog("vi").render(text.words, YOUNG)) in text.fingerprints


@pytest.mark.parametrize(
    ("content", "why"),
    [(OPUS, None), (b"RIFF", NO_SOUND), (b"OggS" + bytes(300), NO_SOUND), (OPUS + bytes(10**6), TOO_LONG)],
)
def test_a_recording_is_opus_in_ogg_and_short(content: bytes, why: Words | None) -> None:
    assert why_not(content) == why
