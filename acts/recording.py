"""The program's questions, read aloud by somebody of the commune: which can be, and what is done with a recording.

Only what the criteria set asks everybody is listed: no text here names a person or a place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from acts import ways
from acts.choice import Choice, Look
from acts.notices import Notice
from criteria.model import CriteriaSet
from locales.catalog import ADULT, ELDER, YOUNG, catalog
from locales.place_words import is_open
from locales.text import Message, T, Words
from storage import cycles, received_files, recordings
from storage.accounts import Account
from storage.kit.transaction import Transaction
from storage.received_files import ReceivedFile

LANGUAGE = "vi"  # what is recorded
KEY_LENGTH = 12  # signs of a fingerprint that tell the texts of a set apart
MOST_BYTES = 1_000_000  # of a recording: some minutes
NO_SOUND = T("Tin này không phải ghi âm giọng nói. {You} bấm giữ nút micro để ghi rồi gửi.")
TOO_LONG = T("Ghi âm dài quá. {You} ghi lại, chỉ đọc câu hỏi.")
NOT_ASKED = T("Câu này không còn hỏi nữa nên không giữ bản ghi âm.")


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text that can be read aloud.

    Attributes:
        key: what a way carries of it.
        name: of the indicator that it asks about.
        words: what is read, as it is put to an old person.
        fingerprints: of the same text as it is put to people of each age.
    """

    key: str
    name: Words
    words: Words
    fingerprints: tuple[str, ...]


def texts(criteria: CriteriaSet) -> Mapping[str, ReadText]:
    """What the set asks, by key, in the order of the form: what stands first is asked most, for many do not go on.

    A question that is put otherwise to some groups of people is a text for each.
    """
    found: dict[str, ReadText] = {}
    for indicator in criteria.asked:
        for words in (indicator.question, *indicator.question_for.values()):
            text = _read_text(indicator.name, words)
            if text is not None:
                found.setdefault(text.key, text)
    return found


def _read_text(name: Words, words: Message) -> ReadText | None:
    if is_open(words):  # what a place is called there is not the same everywhere
        return None
    render = catalog(LANGUAGE).render
    fingerprints = [recordings.fingerprint(render(words, address)) for address in (ELDER, ADULT, YOUNG)]
    return ReadText(fingerprints[0][:KEY_LENGTH], name, words, tuple(dict.fromkeys(fingerprints)))


def asked_now(tx: Transaction, commune_id: int) -> Mapping[str, ReadText]:
    """What the commune's running year asks; nothing where none runs."""
    cycle = cycles.running(tx, commune_id)
    return {} if cycle is None else texts(cycle.criteria())


def why_not(content: bytes) -> Words | None:
    """Why these bytes are no recording that can be played: a messenger's voice message is Opus in Ogg."""
    if content[:4] != b"OggS" or b"OpusHead" not in content[:256]:
        return NO_SOUND
    return TOO_LONG if len(content) > MOST_BYTES else None


def take(tx: Transaction, account: Account, file: ReceivedFile) -> Notice:
    """A recording is here: whoever is asked that can hear it. The screen that asked says which text it reads."""
    here = asked_now(tx, account.actor.commune_id) if account.actor.communes else {}
    text = here.get(file.route.partition("/")[2])
    if text is None or file.digest is None or account.person is None:
        received_files.let_go(tx, file)
        return Notice(NOT_ASKED)
    recordings.keep(tx, text.fingerprints, digest=file.digest, person_id=account.person.id)
    received_files.let_go(tx, file)
    return Notice(
        T("Đã giữ bản ghi âm câu “{name}”. Ai được hỏi câu này trên Telegram thì bấm Nghe.", name=text.name),
        (Choice(T("Đọc câu khác"), ways.voices(), Look.MAIN),),
    )
