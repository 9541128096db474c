"""Labels where a reply decides: nothing but the button, the number or the label counts; where it erases, the label."""

from __future__ import annotations

import itertools
import random
import unicodedata
from collections.abc import Iterator

import pytest

from handlers.kit.labels import named
from locales.catalog import LANGUAGES, catalog
from locales.text import T, Words

DECIDING = (
    ("Tôi đồng ý", "Không đồng ý"),
    ("Xác nhận", "Trả lại", "Để sau"),
    ("Xác nhận 12 bản này", "Thôi, để sau"),
    ("Gửi trưởng thôn xác nhận", "Sửa câu trả lời", "Để sau"),
    ("Khoá máy này", "Không khoá"),
    ("Đúng tôi", "Không phải tôi"),
    ("Đúng, thôi việc này", "Không, giữ nguyên"),
    ("Rút đồng ý và xoá", "Không, giữ lại"),
)
FINAL = (("Xoá hết", "Không xoá"), ("Xoá thật", "Thôi, giữ lại"))
SCREENS = [(labels, False) for labels in DECIDING] + [(labels, True) for labels in FINAL]
MANY = 20_000

# What may not be taken, each with a label in it.
PATTERNS = {
    "negation": "{no} {label}|{label} {there}|tôi {no} {label}|{no} phải {label}|đâu có {label}|{no} {label} {there}",
    "fear": "{fear} {label}|{label} mà {fear}|tôi {fear} {label} lắm|{label} có sao không|{label} có bị phạt không",
    "mistake": "{oops} {label}|{label} {oops} rồi|ơ {oops} {label} rồi|{label} à quên|hồi nãy {oops} {label}",
    "others": "{who} {label}|{who} bảo {label}|{who} muốn {label}|{label} của {who}|{label} cho {who}",
    "quotation": "nó ghi “{label}”|bấm “{label}” là sao|trên này viết {label}|1. {label} 2. {other}",
    "price": "{label} {price}|{price} thì {label}|{label} hết {price}",
    "date": "{date} {label}|{label} {date}|{label} từ {date}",
    "phone": "{label} {phone}|gọi {phone} rồi {label}|{phone}",
    "asked": "{label}?|{label} à|{label} hả cháu|{label} không|{label} để làm gì|có {label} được không",
    "around": "chắc là {label}|{label} cũng được|{label} luôn đi|thì {label}|mai {label}|{label} sau|cho {label} với",
    "two labels": "{label} {other}|{label} hay {other}|{label}, {other}|{label} hoặc {other}",
    "numbers": "{n} {n}|-{n}|{n}?|{n}a|{n}/{n}|0{n}|số mấy|{n} hay {n}|{n} tuổi|1{n}|{n} chứ không phải {label}",
}
FILL = {
    "no": ["không", "chưa", "chẳng", "chả", "nỏ", "hổng", "hông", "đừng", "khoan", "ko", "k", "chớ"],
    "there": ["đâu", "mô", "đâu cháu", "đâu nhé"],
    "fear": ["sợ", "ngại", "lo", "hãi", "e"],
    "oops": ["nhầm", "lộn", "lỡ", "bấm nhầm", "bấm lộn", "lỡ tay", "gõ nhầm"],
    "who": ["con tôi", "ông Bảy", "vợ tôi", "chồng em", "nó", "thằng út", "bà ấy", "mẹ cháu", "chị Hoa", "trưởng thôn"],
    "price": ["2 triệu", "50k", "100.000 đồng", "3 trăm nghìn"],
    "date": ["ngày 2 tháng 12", "12/3/1956", "năm 1968", "sáng mai", "thứ hai"],
    "phone": ["0912345678", "0912.345.678", "+84 912 345 678"],
}  # fmt: skip


def never(seed: int, n: int) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """So many replies that must be asked back, with their screens."""
    chance = random.Random(seed)
    kinds = itertools.cycle([each.split("|") for each in PATTERNS.values()])
    for _ in range(n):
        labels, final = chance.choice(SCREENS)
        label, other = chance.sample(labels, 2)
        words = {key: chance.choice(values) for key, values in FILL.items()}
        said = chance.choice(next(kinds)).format(label=label, other=other, n=chance.randint(1, len(labels)), **words)
        typed = chance.choice((said, said.lower(), said.upper(), unicodedata.normalize("NFD", said)))
        yield typed, labels, final


def is_a_label(said: str, labels: tuple[str, ...]) -> bool:
    """Whether what was made happens to be a label: "không" before "xoá" is one of the screen's own."""
    tidy = " ".join("".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFC", said)).lower().split())
    own = {" ".join("".join(c if c.isalnum() else " " for c in label).lower().split()) for label in labels}
    own |= {each.removeprefix("tôi ") for each in own} | {f"tôi {each}" for each in own}
    return tidy in own


def test_nothing_but_a_label_or_a_number_is_taken() -> None:
    made = [each for each in never(7, MANY + 2_000) if not is_a_label(each[0], each[1])]
    assert len(made) >= MANY
    screens: dict[tuple[str, ...], list[Words]] = {labels: [T(each) for each in labels] for labels, _ in SCREENS}
    taken = [(said, labels) for said, labels, final in made if named(said, screens[labels], alone=final) is not None]
    assert taken == []


def spellings(label: str) -> Iterator[str]:
    bare = "".join(c for c in unicodedata.normalize("NFD", label) if not unicodedata.category(c).startswith("M"))
    for text in (label, bare.replace("đ", "d").replace("Đ", "D")):
        for each in (text, text.lower(), text.upper(), f" {text} \n", f"“{text}”", f"{text}."):
            yield unicodedata.normalize("NFC", each)
            yield unicodedata.normalize("NFD", each)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("labels", "final"), SCREENS)
def test_every_label_is_taken_in_every_spelling(labels: tuple[str, ...], language: str, *, final: bool) -> None:
    words = [T(each) for each in labels]
    for i, label in enumerate(words):
        for said in spellings(catalog(language).render(label)):
            assert named(said, words, alone=final) == i, said


@pytest.mark.parametrize("labels", DECIDING)
def test_a_number_and_the_courtesies_of_the_closed_list_are_taken(labels: tuple[str, ...]) -> None:
    words = [T(each) for each in labels]
    for i, label in enumerate(labels):
        for said in (f"{i + 1}", f"{i + 1} ạ", f"dạ {i + 1} nhé", f"{i + 1}.", f"dạ {label} ạ", f"cháu ơi {label} nha"):
            assert named(said, words) == i, said


@pytest.mark.parametrize("labels", FINAL)
@pytest.mark.parametrize("said", ["1", "2", "dạ {label} ạ", "{label} nhé", "vâng {label}", "cháu ơi {label}"])
def test_where_it_cannot_be_undone_neither_a_number_nor_a_courtesy_counts(labels: tuple[str, ...], said: str) -> None:
    words = [T(each) for each in labels]
    assert all(named(said.format(label=label), words, alone=True) is None for label in labels)


@pytest.mark.parametrize("said", ["xác nhân", "xac nhân lai", "tối đồng ý", "tôi động ý", "tôi đông ý", "xacnhan"])
def test_a_word_with_only_some_of_its_marks_is_another(said: str) -> None:
    screens = (("Tôi đồng ý", "Không đồng ý"), ("Xác nhận", "Trả lại", "Để sau"))
    assert all(named(said, [T(each) for each in labels]) is None for labels in screens)
