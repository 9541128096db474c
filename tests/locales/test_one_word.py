"""One word for one thing: no text says what another word was chosen for, in Vietnamese or in English.

A new pair needs a line here; the texts are collected from the code and the data files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from locales.catalog import SOURCE, read_catalog

ROOT = Path(__file__).parent.parent.parent
QUOTED = ("criteria/plans/", "criteria/commune/")  # papers of others: they say what they say
SAMPLE = ("bot/demo/",)  # the sample commune is a xã, and says so
INSTEAD = {  # what is not said: what is said
    "vi": {
        r"uỷ ban": "Ủy ban, as papers do",
        r"cắt (một )?máy|cắt \{|đã cắt": "khoá",
        r"giữ việc": "phụ trách",
        r"tin gom": "tin buổi tối",
        r"(?<!số liệu )\bchốt\b": "áp dụng (a criteria set); figures are chốt (office.md 20)",
        r"đối với chủ hộ": "của chủ hộ",
        r"(lập|xin lập) (tờ dán|phiếu|tệp)|(tờ dán|phiếu|tệp) (đang|đã) lập": "làm; lập is for a báo cáo, a danh sách",
        r"tờ khai|phiếu khai": "bản khai",
        r"bộ tiêu chí tập huấn": "bộ mẫu tập huấn",
        r"khai hộ bà con trong": "Khai hộ bà con",
        r"văn hóa|\bxóa|\bkhóa|\bhóa\b|\bhòa\b|\bhủy\b|\btùy\b|\bkhỏe\b": "the mark on the first vowel: hoá, huỷ, khoẻ",
        r"(?<!cấp )(?<!hợp tác )\bxã\b(?! hội)(?!, phường)(?! kiến hưng)": "{commune_label}",
        r"(?<!nông )\bthôn\b": "{village_label}, {head_label}",
    },
    "en": {
        r"learning promotion": "Association for Promoting Education, learning fund",
        r"forecast": "preliminary: nothing is forecast",
        r"cultural house": "culture house",
        r"bookshel(f|ves)": "bookcase",
        r"study fund": "learning fund",
        r"(?-i:[Cc]ultured [Ff]amil|cultural [Ff]amil|Cultural famil)": "Cultural Family, Cultural Families",
        r"\bas usual\b": "ordinary",
        r"farmers' association": "Farmers' Union",
        r"daily notice": "evening notice",
        r"(?<!\{)(?<!hung )\bcommunes?\b(?! level)(?! or ward)(?!'s numbers)(?!s have)": "{commune_label}",
        r"(?<!\{)\bvillages?\b": "{village_label}, {head_label}",
    },
}


def texts(language: str) -> Iterator[str]:
    """The texts of a language that the program itself says."""
    for message in read_catalog("en" if language == SOURCE else language):
        places = [path for path, _ in message.locations]
        if not message.id or message.context == "place" or all(path.startswith((*QUOTED, *SAMPLE)) for path in places):
            continue
        found = message.id if language == SOURCE else message.string
        yield from found if isinstance(found, tuple | list) else [str(found)]


@pytest.mark.parametrize(("language", "not_said"), [(each, word) for each in INSTEAD for word in INSTEAD[each]])
def test_one_thing_has_one_word(language: str, not_said: str) -> None:
    found = [text for text in texts(language) if re.search(not_said, text, re.IGNORECASE)]
    assert found == [], f"say: {INSTEAD[language][not_said]}"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "Ai hỏi: Uỷ ban nhân dân {commune}."),
        ("vi", "Cấp mã, cắt máy bị mất"),
        ("vi", "Cắt {seat}?"),
        ("vi", "Người giữ việc ở {place}"),
        ("vi", "Từ nay tin gom mỗi ngày đến lúc {time}."),
        ("vi", "Đây là kết quả dự kiến: {commune_label} chưa chốt bộ tiêu chí."),
        ("vi", "{name} là gì đối với chủ hộ?"),
        ("vi", "Tờ dán đang lập, {you} đợi một chút."),
        ("vi", "Gửi tờ khai"),
        ("vi", "Kỳ này dùng bộ tiêu chí tập huấn."),
        ("vi", "Khai hộ bà con trong {village_label}"),
        ("vi", "Xóa hết"),
        ("vi", "Để làm gì: làm số liệu của xã."),
        ("vi", "Gửi trưởng thôn xác nhận"),
        ("en", "Learning promotion branch and fund"),
        ("en", "This result is a forecast."),
        ("en", "Books and meetings at the cultural house"),
        ("en", "Start a shared bookshelf"),
        ("en", "gifts to the study fund"),
        ("en", "No breach of the peace; cultured family"),
        ("en", "As usual"),
        ("en", "Farmers' Association"),
        ("en", "Hour of the daily notice"),
        ("en", "The commune has decided about this one."),
        ("en", "Send to the village head"),
    ],
)
def test_it_would_be_seen(language: str, text: str) -> None:
    assert [word for word in INSTEAD[language] if re.search(word, text, re.IGNORECASE)]
    assert text not in set(texts(language))


def test_every_word_that_is_not_said_is_tried_above() -> None:
    (mark,) = (each for each in test_it_would_be_seen.pytestmark if each.name == "parametrize")  # type: ignore[attr-defined]
    tried = list(mark.args[1])
    untried = {
        word
        for language, words in INSTEAD.items()
        for word in words
        if not any(spoken == language and re.search(word, text, re.IGNORECASE) for spoken, text in tried)
    }
    assert untried == set()
