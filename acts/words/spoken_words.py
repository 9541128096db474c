"""Who declared for a person, and how they had agreed to it."""

from __future__ import annotations

from collections.abc import Mapping

from locales.text import T, Words
from storage import people
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind

CONSENT_WORDS: Mapping[ConsentKind, Words] = {  # how somebody agreed that another declares for them
    ConsentKind.BESIDE: T("người ấy ngồi cạnh, tự trả lời"),
    ConsentKind.ASKED: T("người ấy đã nhờ khai hộ"),
    ConsentKind.PAPER: T("người ấy đã ký phiếu giấy"),
}


def spoken_words(tx: Transaction, declaration: Declaration) -> Words | None:
    """Who declared for the person, and how they had agreed; nothing where they spoke for themselves."""
    speaker = declaration.speaker
    if speaker is None or speaker.person_id is None or not speaker.for_another:
        return None
    by = people.get(tx, speaker.person_id)
    return T("Khai hộ: {name} ({how}).", name=by.full_name or "–", how=CONSENT_WORDS[speaker.consent])
