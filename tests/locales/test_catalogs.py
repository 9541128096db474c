"""The translations: complete, sound, and up to date with the texts of the program."""

from __future__ import annotations

import re
import string
from importlib import resources
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from criteria.age import age_in
from criteria.texts import messages
from locales.catalog import ADULT, ELDER, LANGUAGES, SOURCE, YOUNG, address_for, catalog, read_catalog
from locales.extract import collect, updated
from locales.text import BLANK, Message, T, Tc, Tn, lines

TRANSLATED = sorted(set(LANGUAGES) - {SOURCE})
NAMES_OF_OTHERS = {"Học Tập", "Đổi ngôn ngữ / Language", "English / Tiếng Việt", "Nguyễn Thị Lan"}
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")


@pytest.fixture(scope="module")
def template() -> Catalog:
    return collect(messages)


def forms(text: object) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (str(text),)


def placeholders(text: str) -> set[str]:
    """The names in braces, without the address: a language may leave that to its own pronouns.

    The words for places, too, may begin a sentence in one language and not in another.
    """
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name} - {"you", "You"}
    return {name.lower() if name.endswith("_label") else name for name in names}


def problems(translations: Catalog) -> list[str]:
    """What is wrong with a catalogue, in words for whoever translates."""
    found = []
    for message in translations:
        if not message.id:
            continue
        source = forms(message.id)[0]
        translated = forms(message.string)
        if not all(translated):
            found.append(f"not translated: {source}")
            continue
        if message.pluralizable and len(translated) != translations.num_plurals:
            found.append(f"plural forms missing: {source}")
        for form in translated:
            try:
                if placeholders(form) != placeholders(source):
                    found.append(f"other placeholders: {source} -> {form}")
            except ValueError as error:
                found.append(f"{error}: {form}")
            left = form
            for name in NAMES_OF_OTHERS:
                left = left.replace(name, "")
            if VIETNAMESE.search(left):
                found.append(f"Vietnamese left: {form}")
        if "fuzzy" in message.flags:
            found.append(f"not looked over: {source}")
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_translated_and_sound(language: str) -> None:
    assert problems(read_catalog(language)) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_file_is_up_to_date(language: str, template: Catalog) -> None:
    """``make catalogs`` would change nothing."""
    committed = resources.files("locales").joinpath(language, "hoctap.po").read_bytes()
    assert updated(committed, language, template) == committed


def test_texts_of_code_and_data_are_collected(template: Catalog) -> None:
    sources = {forms(message.id)[0]: {path for path, _ in message.locations} for message in template if message.id}
    assert len(sources) > 400
    assert sources["Tôi đồng ý"] == {"handlers/start/join.py"}
    assert sources["1-2 ngày"] == {"criteria/titles/cdht-324-2023.toml"}


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ('msgid "Còn {n} câu"\nmsgstr ""', "not translated: Còn {n} câu"),
        ('msgid "Còn {n} câu"\nmsgstr "{m} left"', "other placeholders: Còn {n} câu -> {m} left"),
        ('msgid "Còn {n} câu"\nmsgstr "{n left"', "expected '}' before end of string: {n left"),
        ('msgid "Còn {n} câu"\nmsgstr "{n} left, {n}"', None),
        ('msgid "Đạt"\nmsgstr "Đạt"', "Vietnamese left: Đạt"),
        ('#, fuzzy\nmsgid "Đạt"\nmsgstr "Reached"', "not looked over: Đạt"),
    ],
)
def test_a_bad_translation_is_named(entry: str, problem: str | None) -> None:
    header = b'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    found = problems(read_po(BytesIO(header + entry.encode()), locale="en"))
    assert found == ([problem] if problem else [])


@pytest.mark.parametrize("broken", ["msgid nonsense", "nonsense"])
def test_a_malformed_file_does_not_pass(broken: str) -> None:
    with pytest.raises(PoFileError):
        read_po(BytesIO(broken.encode()), locale="en", abort_invalid=True)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_text_can_be_shown_to_everybody(language: str, template: Catalog) -> None:
    speaks = catalog(language)
    for message in template:
        if not message.id:
            continue
        source = forms(message.id)[0]
        args = tuple((name, "x") for name in placeholders(source) - {"n"})
        for count in (0, 1, 2, 1000) if message.pluralizable else (None,):
            said = Tn(source, count, **dict(args)) if count is not None else Message(source, args, message.context)
            if "{n}" in source and count is None:
                said = Message(source, (*args, ("n", 1)), message.context)
            for address in (ELDER, ADULT, YOUNG):
                shown = speaks.render(said, address)
                assert shown.strip()
                assert "{" not in shown


def test_address_follows_age() -> None:
    said = T("{You} chưa khai Công dân học tập năm nay.")
    ages = [age_in(2026, born) for born in (None, 0, 1950, 1976, 1977, 1996, 1997)]
    by_age = [catalog("vi").render(said, address_for(age)) for age in ages]
    assert [words.split(" chưa")[0] for words in by_age] == ["Bác", "Bác", "Bác", "Bác", "Anh/chị", "Anh/chị", "Bạn"]


def test_plurals_follow_the_language() -> None:
    left = {n: Tn("Có {n} bản khai chờ {you} xác nhận.", n) for n in (1, 2)}
    assert catalog("vi").render(left[1]) == "Có 1 bản khai chờ bác xác nhận."
    assert catalog("en").render(left[1]) == "1 declaration waits for you to confirm."
    assert catalog("en").render(left[2]) == "2 declarations wait for you to confirm."


def test_contexts_keep_words_apart_and_unknown_texts_stay_vietnamese() -> None:
    english = catalog("en")
    assert english.render(Tc("standing", "dự kiến")) == "preliminary"
    assert english.render(T("chưa ai dịch câu này")) == "chưa ai dịch câu này"
    assert english.render(lines(T("Đúng rồi"), BLANK, None, T("Tôi nhận"))) == "Yes, it is\n\nI accept"
    assert catalog("xx").language == "vi"
