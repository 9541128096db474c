"""The catalogues: texts as data in, a sentence in the reader's language out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from io import BytesIO
from typing import TYPE_CHECKING

from locales import format as fmt
from locales.place_words import ANYWHERE, MARK
from locales.text import (
    Arg,
    Day,
    Joined,
    Message,
    Moment,
    Number,
    Percent,
    T,
    Tc,
    Verbatim,
    Words,
)

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog as BabelCatalog

SOURCE = "vi"
LANGUAGES: Mapping[str, Message] = {"vi": T("Tiếng Việt"), "en": T("Tiếng Anh")}

Translations = Mapping[tuple[str, str | None], tuple[str, ...]]
PluralForm = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Address:
    """How a person is spoken to; ``{you}`` and ``{You}`` in every text are filled from it."""

    you: Message
    You: Message


ELDER = Address(Tc("address", "bác"), Tc("address", "Bác"))
ADULT = Address(Tc("address", "anh/chị"), Tc("address", "Anh/chị"))
YOUNG = Address(Tc("address", "bạn"), Tc("address", "Bạn"))


def address_for(age: int | None) -> Address:
    """The address that fits an age. Nobody minds being called "bác" by a machine that does not know them."""
    if age is None or age >= 50:
        return ELDER
    return ADULT if age >= 30 else YOUNG


@dataclass(frozen=True, slots=True)
class Catalog:
    """One language's texts. ``render`` never fails: an unknown text is shown as its Vietnamese source."""

    language: str
    translations: Translations
    plural_form: PluralForm

    def render(self, words: Words, address: Address = ELDER) -> str:
        """The sentence(s) that ``words`` stand for, spoken to somebody addressed as ``address``."""
        match words:
            case Verbatim(value):
                return value
            case Joined(parts, separator):
                return separator.join(self.render(part, address) for part in parts)
            case Message(msgid, args, context, count):
                forms = self.translations.get((msgid, context))
                if forms is None:
                    template = msgid
                elif count is None:
                    template = forms[0]
                else:
                    template = forms[min(self.plural_form(count), len(forms) - 1)]
                if "{" not in template:
                    return template
                values = {name: self._value(value, address) for name, value in args}
                if "ou}" in template:
                    values.setdefault("you", self.render(address.you))
                    values.setdefault("You", self.render(address.You))
                if MARK in template:
                    self._name_places(values, address)
                return template.format_map(values)

    def _name_places(self, values: dict[str, str], address: Address) -> None:
        """Fill the words for places that nobody filled with those for any place, and those that begin a sentence."""
        for name, word in ANYWHERE.args.items():
            said = values.setdefault(name, self.render(word, address))
            values.setdefault(name.capitalize(), said[:1].upper() + said[1:])

    def _value(self, value: Arg, address: Address) -> str:
        match value:
            case str():
                return value
            case int():
                return str(value)
            case Number(count):
                return fmt.number(count, self.language)
            case Percent(share):
                return fmt.percent(share, self.language)
            case Day(on):
                return fmt.day(on, self.language)
            case Moment(at):
                return fmt.moment(at, self.language)
            case _:
                return self.render(value, address)


def read_catalog(language: str) -> BabelCatalog:
    """The language's .po file as Babel reads it, for the tests of the translations."""
    from babel.messages.pofile import read_po

    return read_po(BytesIO(_po(language).encode()), locale=language, abort_invalid=True)


def _po(language: str) -> str:
    return resources.files("locales").joinpath(language, "hoctap.po").read_text("utf-8")


# What `make catalogs` writes, by its lines. Babel checks each text as well: twice the time, and 30 modules more.
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_SAID = re.compile(rf"^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) ({_QUOTED}(?:\n{_QUOTED})*)$", re.MULTILINE)
_ESCAPED = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t", "r": "\r"}


def _plain(quoted: str) -> str:
    text = "".join(line[1:-1] for line in quoted.split("\n"))
    return _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[1]), text) if "\\" in text else text


def translations_of(po: str) -> dict[tuple[str, str | None], tuple[str, ...]]:
    """What a .po file says: by a text and its context the translation, or its forms; without what is not translated."""
    found: dict[tuple[str, str | None], tuple[str, ...]] = {}
    msgid, context = "", None
    following: str | None = None  # the context of the text that comes next
    for keyword, quoted in _SAID.findall(po):
        match keyword:
            case "msgctxt":
                following = _plain(quoted)
            case "msgid":
                msgid, context, following = _plain(quoted), following, None
            case "msgid_plural":
                pass
            case _:
                found[msgid, context] = (*found.get((msgid, context), ()), _plain(quoted))
    return {key: forms for key, forms in found.items() if key[0] and all(forms)}


@lru_cache
def catalog(language: str) -> Catalog:
    """The catalogue of a language in :data:`LANGUAGES`; an unknown one gets the Vietnamese."""
    if language == SOURCE or language not in LANGUAGES:
        return Catalog(SOURCE, {}, lambda _count: 0)
    return Catalog(language, translations_of(_po(language)), lambda count: 0 if count == 1 else 1)
