"""How people really answer: every line of choices_corpus.txt, and what holds for any answer at all."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from handlers.kit.choices import CHOOSE, read_choice
from handlers.kit.read import Misread
from handlers.kit.row_of_numbers import Asked, read_digits
from handlers.kit.several import read_choices
from handlers.kit.spelling import read_number
from locales.catalog import LANGUAGES, catalog
from locales.text import T, Verbatim, Words

CORPUS = Path(__file__).with_name("choices_corpus.txt")


def corpus() -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Reply, labels of the screen, what must come of it."""
    labels: tuple[str, ...] = ()
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            labels = tuple(line[2:].split(" | "))
        elif line:
            reply, _, meant = line.rpartition(" => ")
            yield reply, labels, meant


def outcome(said: str, labels: tuple[str, ...]) -> str:
    # a label is made as the handlers make it, so that its English is known, too
    read = read_choice(said, [T(label) for label in labels])
    if isinstance(read, int):
        return str(read + 1)
    return "-" if read.hint == CHOOSE else "?"


def test_the_corpus_is_large() -> None:
    assert len(list(corpus())) >= 150


@pytest.mark.parametrize(("reply", "labels", "meant"), list(corpus()))
def test_a_reply_of_the_corpus(reply: str, labels: tuple[str, ...], meant: str) -> None:
    assert outcome(reply, labels) == meant
    assert outcome(unicodedata.normalize("NFD", reply), labels) == meant
    assert outcome(f"  {reply} \n", labels) == meant


SCREENS = sorted({labels for _, labels, _ in corpus()})


@given(st.text(max_size=60), st.sampled_from(SCREENS))
def test_no_text_breaks_a_reader(said: str, screen: tuple[str, ...]) -> None:
    check_readers(said, screen)


def check_readers(said: str, screen: tuple[str, ...]) -> None:
    labels = [T(label) for label in screen]
    one, several = read_choice(said, labels), read_choices(said, labels)
    assert isinstance(one, Misread) or one in range(len(labels))
    assert isinstance(several, Misread) or (several and set(several) <= set(range(len(labels))))
    assert isinstance(read_digits(said, [Asked(4)] * 3), Misread | list)
    assert read_number(said) is None or isinstance(read_number(said), int)


KNOWN = ("không", "đồng", "ý", "trả", "lại", "sau", "chưa", "1", "2", "13", "ba", "và", ",", ":", ")", "câu", "ạ", "?")


@given(st.lists(st.sampled_from(KNOWN)))
def test_no_heap_of_known_words_breaks_a_reader(words: list[str]) -> None:
    for screen in SCREENS:
        check_readers(" ".join(words), screen)


LABEL = st.one_of(
    st.sampled_from(sorted({label for screen in SCREENS for label in screen})),
    st.text(st.characters(categories=["Ll", "Lu", "Nd", "Zs"], max_codepoint=0x1EFF), min_size=1, max_size=40),
)


@given(st.lists(LABEL, min_size=1, max_size=4), st.data())
def test_a_label_typed_exactly_is_that_label_or_is_asked_back(texts: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(texts) - 1))
    assume(any(c.isalnum() for c in texts[index]) and not _is_number(texts[index]))
    labels: list[Words] = [Verbatim(text) for text in texts]
    for normal in ("NFC", "NFD"):
        read = read_choice(unicodedata.normalize(normal, texts[index]), labels)
        assert read == index or (isinstance(read, Misread) and f"{index + 1}. " in catalog("vi").render(read.hint))


def _is_number(text: str) -> bool:
    return all(c.isdigit() or not c.isalnum() for c in unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", SCREENS)
def test_every_label_of_a_screen_in_every_language(screen: tuple[str, ...], language: str) -> None:
    for i, label in enumerate(screen):
        assert read_choice(catalog(language).render(T(label)), [T(each) for each in screen]) == i


COUNTS = st.lists(st.builds(Asked, st.integers(1, 9), st.booleans(), st.none()), min_size=1, max_size=14)


@given(COUNTS, st.sampled_from([" ", ",", ", ", ".", "; ", " - ", "\n", "\n\n"]), st.data())
def test_a_form_in_one_message_round_trips(counts: list[Asked], between: str, data: st.DataObject) -> None:
    chosen = [
        tuple(sorted(data.draw(st.sets(st.integers(1, options), max_size=options if several else 1))))
        for options, several, _ in counts
    ]
    typed = ["".join(map(str, each)) or "0" for each in chosen]
    assert read_digits(between.join(typed), counts) == chosen
    assert read_digits("(" + between.join(typed) + " ) ạ", counts) == chosen
    numbered = [f"{i}:{each}" for i, each in enumerate(typed, 1)]
    assert read_digits(between.join(numbered), counts) == chosen
    assert read_digits(" ".join(data.draw(st.permutations(numbered))), counts) == chosen
    answered = [f"c{i} {each}" for i, each in enumerate(typed, 1) if each != "0"]
    if answered:
        assert read_digits(" ".join(answered), counts) == chosen
    if all(len(each) == 1 for each in typed):
        assert read_digits("".join(typed), counts) == chosen
