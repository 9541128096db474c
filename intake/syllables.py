"""Whether a word is built like a Vietnamese syllable: what tells text in letters of our time from text in old fonts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE = re.compile(f"[{_TONES}]")
_WRITTEN_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_WRITTEN_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây e ec em en eng eo ep et "
    "ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang "
    "oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt "
    "ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc ui um un ung uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh "
    "uyt uyp uyn uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu uê uênh uêch "
    "uơ iêng ưp ynh ych ym yt"
)
_ONSETS = frozenset({"", *_WRITTEN_ONSETS.split()})
_RHYMES = frozenset(unicodedata.normalize("NFC", each) for each in _WRITTEN_RHYMES.split())
_WORDS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether one word, marks and all, may be a Vietnamese syllable: "Nguyễn" may, "NguyÔn" and "Vaên" may not."""
    apart = unicodedata.normalize("NFD", word.lower())
    if len(_TONE.findall(apart)) > 1 or len(word) > 7:
        return False
    plain = unicodedata.normalize("NFC", _TONE.sub("", apart))
    return any(
        plain[: len(onset)] == onset and plain[len(onset) :] in _RHYMES for onset in (plain[:n] for n in range(4))
        if onset in _ONSETS
    )  # fmt: skip


def words_of(text: str) -> list[str]:
    """The words of a text, without digits and signs."""
    return _WORDS.findall(text)
