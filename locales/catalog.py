"""The catalogues: texts as data in, a sentence in the reader's language out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from io import BytesIO

from babel.messages.catalog import Catalog as BabelCatalog
from babel.messages.pofile import read_po

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
    """The language's .po file as Babel reads it, for rendering and for the tests of the translations."""
    po = resources.files("locales").joinpath(language, "hoctap.po").read_bytes()
    return read_po(BytesIO(po), locale=language, abort_invalid=True)


@lru_cache
def catalog(language: str) -> Catalog:
    """The catalogue of a language in :data:`LANGUAGES`; an unknown one gets the Vietnamese."""
    if language == SOURCE or language not in LANGUAGES:
        return Catalog(SOURCE, {}, lambda _count: 0)
    translations: dict[tuple[str, str | None], tuple[str, ...]] = {}
    for message in read_catalog(language):
        if message.id and message.string:
            strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
            msgid = message.id[0] if isinstance(message.id, tuple | list) else message.id
            if all(strings):
                translations[msgid, message.context] = tuple(strings)
    return Catalog(language, translations, lambda count: 0 if count == 1 else 1)
