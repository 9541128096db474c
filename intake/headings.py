"""What a column means, however an office spells its heading. The spellings are data: headings.toml.

A column of identity numbers, ethnicity, religion, telephone, bank, health or politics is recognised so that it can be
dropped before anything else is kept, and named in the preview; a column that nobody recognises is dropped, too.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files

from criteria.names import fold
from locales.text import T, Tc, Words

LONGEST = 120  # characters; what is longer is no heading
SHORT_FORMS = 4  # letters


class Meaning(Enum):
    """What a column holds. The values are the sections of headings.toml."""

    STT = "stt"
    VILLAGE = "village"
    ADDRESS = "address"  # stands in for the village where there is no such column
    OLD_COMMUNE = "old_commune"
    HOUSEHOLD = "household"
    HEAD = "head"
    NAME = "name"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    BIRTH = "birth"
    BIRTH_DAY = "birth_day"
    BIRTH_MONTH = "birth_month"
    AGE = "age"
    SEX = "sex"
    MALE = "male"
    FEMALE = "female"
    RELATION = "relation"
    SCHOOLING = "schooling"
    QUALIFICATION = "qualification"
    RESULT = "result"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    POINTS = "points"
    INDICATOR = "indicator"
    INDICATORS = "indicators"
    NOTE = "note"
    WHY = "why"
    ORIGIN = "origin"
    COUNT = "count"

    __hash__ = object.__hash__  # members are alone of their kind; the hash of an Enum is written in Python, and slow


class Dropped(Enum):
    """What is dropped, as the preview says it."""

    IDENTITY = "identity"
    ETHNICITY = "ethnicity"
    RELIGION = "religion"
    PHONE = "phone"
    BANK = "bank"
    HEALTH = "health"
    POLITICS = "politics"


MEANING_WORDS: Mapping[Meaning, Words] = {
    Meaning.STT: T("Số thứ tự"),
    Meaning.VILLAGE: T("Nơi ở"),
    Meaning.ADDRESS: T("Địa chỉ"),
    Meaning.OLD_COMMUNE: T("{Commune_label} trước sáp nhập"),
    Meaning.HOUSEHOLD: T("Mã hộ"),
    Meaning.HEAD: T("Chủ hộ"),
    Meaning.NAME: T("Họ và tên"),
    Meaning.FAMILY_NAME: T("Họ và chữ đệm"),
    Meaning.GIVEN_NAME: T("Tên"),
    Meaning.BIRTH: T("Ngày hoặc năm sinh"),
    Meaning.BIRTH_DAY: T("Ngày sinh"),
    Meaning.BIRTH_MONTH: T("Tháng sinh"),
    Meaning.AGE: T("Tuổi"),
    Meaning.SEX: T("Giới tính"),
    Meaning.MALE: Tc("sex", "Nam"),
    Meaning.FEMALE: Tc("sex", "Nữ"),
    Meaning.RELATION: T("Quan hệ với chủ hộ"),
    Meaning.SCHOOLING: T("Trình độ học vấn"),
    Meaning.QUALIFICATION: T("Trình độ chuyên môn"),
    Meaning.RESULT: T("Kết quả"),
    Meaning.REACHED: T("Đạt"),
    Meaning.NOT_REACHED: T("Chưa đạt"),
    Meaning.POINTS: T("Tổng điểm"),
    Meaning.INDICATOR: T("Điểm từng chỉ số"),
    Meaning.INDICATORS: T("Điểm các chỉ số"),
    Meaning.NOTE: T("Ghi chú"),
    Meaning.WHY: T("Vì sao chưa nhận"),
    Meaning.ORIGIN: T("Dòng trong tệp cũ"),
    Meaning.COUNT: T("Số liệu"),
}
DROPPED_WORDS: Mapping[Dropped, Words] = {
    Dropped.IDENTITY: T("số giấy tờ"),
    Dropped.ETHNICITY: T("dân tộc"),
    Dropped.RELIGION: T("tôn giáo"),
    Dropped.PHONE: T("điện thoại, liên hệ"),
    Dropped.BANK: T("tài khoản, tiền"),
    Dropped.HEALTH: T("sức khoẻ, bảo hiểm"),
    Dropped.POLITICS: T("đảng, đoàn, kỷ luật"),
}
CHOOSABLE = tuple(  # what an officer may say that a column is
    each
    for each in Meaning
    if each
    not in {Meaning.WHY, Meaning.ORIGIN, Meaning.COUNT, Meaning.INDICATORS, Meaning.INDICATOR, Meaning.BIRTH_DAY}
    and each is not Meaning.BIRTH_MONTH
)


@dataclass(frozen=True, slots=True)
class Heading:
    """What one heading means: a meaning, something to drop, or neither.

    Attributes:
        indicator: of a column with the points of one indicator its number: "1", "1.2".
        is_whole: the heading says this and nothing else.
    """

    meaning: Meaning | None = None
    dropped: Dropped | None = None
    indicator: str = ""
    is_whole: bool = False

    @property
    def is_known(self) -> bool:
        """Whether anything about the column is understood."""
        return self.meaning is not None or self.dropped is not None


UNKNOWN = Heading()
_BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]?")
_AS_PAPERS_SAY = re.compile(
    r"\b(?:ghi )?(?:theo|nhu|trong|tren|dung voi|khop) (?:so |the |giay )*"
    r"(?:cccd|cmnd|can cuoc cong dan|can cuoc|khai sinh|giay khai sinh|ho khau|so ho khau|vneid|gks|cmt|dinh danh)"
    r"(?: cmnd| cccd| khai sinh)?\b"
)
_INDICATOR = re.compile(
    r"^(?:so )?(?:diem )?(?:cua )?(?:chi so|cs|tieu chi|tc|chi tieu|ct|noi dung|nd|muc)(?: so)?(?: thu)? ?"
    r"(\d{1,2})(?: (\d{1,2}))?(?: |$)"
)
_BIRTH_OF_SEX = re.compile(
    r"(nam|nu) (?:sinh nam|nam sinh|ngay sinh)|(?:nam sinh|ngay sinh|ngay thang nam sinh|sinh nam) (nam|nu)"
)
_NUMBER = re.compile(r"^(?:diem )?(\d{1,2})(?: (\d{1,2}))?$")
_PLACE_LABELS = frozenset(
    (
        "thon",
        "xom",
        "lang",
        "ban",
        "buon",
        "ap",
        "khom",
        "khu",
        "tdp",
        "kp",
        "kdc",
        "to",
        "phum",
        "soc",
        "doi",
        "plei",
        "bon",
        "cum",
        "tk",
        "tieu",
        "don",
        "truong",
    )
)
_PLACE_WORDS = _PLACE_LABELS | {
    "pho",
    "dan",
    "va",
    "hoac",
    "so",
    "ten",
    "dia",
    "cu",
    "thuoc",
    "o",
    "noi",
    "vi",
    "la",
    "cac",
}
_OF_PEOPLE = (
    "ho va ten dem chu lot day du ong ba nguoi cong dan hoc tap khai sinh thanh vien nhan khau hoi vien trong gia dinh "
    "cua canbo giao doan xa in hoa co dau tieng viet cu tri lao dong duoc danh gia dk dang ky tung moi"
)
_NAME_WORDS = frozenset(_OF_PEOPLE.split())
_OTHERS = frozenset(
    ("cha", "me", "bo", "vo", "chong", "con", "giam", "lap", "than", "cham", "duyet", "noi", "xac", "ky")
)
_INITIALS = re.compile(r"\b([^\W\d_])\.(?=[^\W\d_]\b)")  # "S.T.T"
_LETTERS = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")


@dataclass(frozen=True, slots=True)
class _Spellings:
    exact: Mapping[str, Meaning]
    within: tuple[tuple[str, Meaning], ...]
    dropped: tuple[tuple[str, Dropped], ...]
    dropped_exact: Mapping[str, Dropped]


@cache
def _spellings() -> _Spellings:
    data = tomllib.loads(files("intake").joinpath("headings.toml").read_text("utf-8"))
    meanings = [each for each in Meaning if each.value in data]
    within = [(f" {said} ", each) for each in meanings for said in data[each.value].get("within", ())]
    dropped = [(f" {said} ", each) for each in Dropped for said in data["dropped"].get(each.value, ())]
    return _Spellings(
        {said: each for each in meanings for said in data[each.value].get("exact", ())},
        tuple(sorted(within, key=lambda pair: -len(pair[0]))),
        tuple(sorted(dropped, key=lambda pair: -len(pair[0]))),
        {said: each for each in Dropped for said in data["dropped_exact"].get(each.value, ())},
    )


@lru_cache(maxsize=4096)
def understand_heading(text: str, above: str = "") -> Heading:
    """What a column is called.

    Args:
        text: its heading, from the lowest header row that says something.
        above: what stands over it, and over its neighbours: "Năm sinh" over "Nam" and "Nữ".
    """
    if len(text) > LONGEST:
        return UNKNOWN
    own = _of_one(text)
    if not above:
        return own
    over = _of_one(above)
    if own.dropped is not None or (over.dropped is not None and own.meaning in {None, Meaning.COUNT}):
        return own if own.dropped is not None else over
    if not own.is_known:
        found = _NUMBER.match(fold(text))
        if over.meaning in {Meaning.INDICATORS, Meaning.POINTS} and found:
            return Heading(Meaning.INDICATOR, indicator=".".join(filter(None, found.groups())), is_whole=True)
        # A parent that asks for one thing says what its children are: "Điểm" over "Tự chấm"; groups say nothing.
        whole = _of_one(f"{above} {text}")
        if whole.is_known:
            return whole
        return over if over.meaning in {Meaning.POINTS, Meaning.BIRTH} and not fold(text) else UNKNOWN
    if over.meaning is Meaning.BIRTH and own.meaning is Meaning.MALE and _unmarked(above):
        return own
    if _is_of_head(above) and own.meaning is Meaning.NAME:
        return Heading(Meaning.HEAD, is_whole=True)
    if _is_of_head(above) and own.meaning not in {Meaning.HOUSEHOLD, Meaning.HEAD, Meaning.VILLAGE, Meaning.RELATION}:
        return UNKNOWN  # the head's birth, not the person's
    return own


def _is_of_head(above: str) -> bool:
    return " chu ho " in f" {fold(above)} " and not fold(above).startswith("quan he")


def _unmarked(text: str) -> bool:
    return unicodedata.normalize("NFC", text).isascii()


def _plain(text: str) -> str:
    """Folded, "HọTên" as two words, "S.T.T" as one, digits apart from letters."""
    together = _INITIALS.sub(r"\1", text)
    return fold(re.sub(r"(?<=[^\W\d_])(?=\d)", " ", _LETTERS.sub(" ", together)))


@lru_cache(maxsize=4096)
def _of_one(text: str) -> Heading:
    whole = _AS_PAPERS_SAY.sub(" ", _plain(text))
    bare = re.sub(r" ?\b\d+$", "", _plain(_BRACKETS.sub(" ", text))).strip()
    whole = " ".join(whole.split())
    bare = " ".join(_AS_PAPERS_SAY.sub(" ", bare).split())
    said = _spellings()
    for each in (whole, bare):
        if each in said.dropped_exact:
            return Heading(dropped=said.dropped_exact[each], is_whole=True)
    for words, kind in said.dropped:
        if words in f" {whole} ":
            return Heading(dropped=kind, is_whole=True)
    if (found := _INDICATOR.match(whole)) is not None:
        return Heading(Meaning.INDICATOR, indicator=".".join(filter(None, found.groups())), is_whole=True)
    if (by_sex := _BIRTH_OF_SEX.fullmatch(whole)) is not None:
        sex = by_sex[1] or by_sex[2]
        return Heading(Meaning.FEMALE if sex == "nu" else Meaning.MALE, is_whole=True)
    for each in (whole, bare):
        meaning = said.exact.get(each)
        if meaning is not None:
            return Heading(_male_or_year(text, meaning), is_whole=True)
    return _of_words(bare or whole, whole)


def _male_or_year(text: str, meaning: Meaning) -> Meaning:
    """ "Nam" is a sex, "Năm" a year; without marks in capitals it is a sex, for a year is seldom called so alone."""
    if (
        meaning is Meaning.BIRTH
        and fold(_BRACKETS.sub(" ", text)) == "nam"
        and "ă" not in unicodedata.normalize("NFC", text.lower())
    ):
        return Meaning.MALE
    return meaning


def _of_words(bare: str, whole: str) -> Heading:
    """A heading that no spelling is exactly: by the words it is made of, else by the longest spelling inside it."""
    words = bare.split()
    if not words:
        return UNKNOWN
    if set(words) & _PLACE_LABELS and set(words) <= _PLACE_WORDS:
        return Heading(Meaning.VILLAGE, is_whole=True)
    if (
        "ten" in words
        and set(bare.replace("can bo", "canbo").split()) <= _NAME_WORDS
        and ("ho" in words or words[0] == "ten")
    ):
        return Heading(Meaning.NAME, is_whole=True)
    if " chu ho " in f" {bare} " and not bare.startswith(("quan he", "moi quan he", "qh")):
        return Heading(Meaning.HEAD) if "ten" in words else UNKNOWN
    for spelling, meaning in _spellings().within:
        if spelling in f" {whole} ":
            if meaning is Meaning.NAME and not bare.startswith(("ho", "ten", "stt ho", "danh sach")):
                continue  # of somebody else: "cha: họ và tên"
            if meaning in {Meaning.NAME, Meaning.BIRTH} and not _OTHERS.isdisjoint(words):
                continue
            return Heading(meaning)
    return UNKNOWN


def is_numbering(texts: Iterable[str]) -> bool:
    """Whether a row only numbers the columns: "(1)", "(2)", "A", "B", "3=1+2"."""
    said = [text for text in texts if text]
    return len(said) > 1 and all(
        re.fullmatch(r"[(\[]?(?:\d{1,3}|[A-Za-zĐ])[)\]]?(?:\s*=[\d\s+\-*/()]+)?\.?", each) for each in said
    )
