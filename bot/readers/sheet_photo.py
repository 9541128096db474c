"""What the photo of a sheet is read by, and what its reading means for the year's form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.readers.village_papers import asked_of, home_code
from criteria.model import CITIZEN
from criteria.parse import title_name, titles
from criteria.sheet_code import Layout
from handlers.kit.form import Kind, Question
from handlers.shared.title_form import title_form
from handlers.shared.whole_form import form_code
from locales.catalog import ELDER
from locales.office import paper_catalog
from locales.place_words import PlaceWords, named
from locales.text import T, Words
from reports.paper_form import Asked, layout_of
from sheets.result import Answer, Choices, Reading, Trouble
from storage import cycles, places
from storage.kit.transaction import Transaction

TROUBLE = {
    Trouble.NO_SHEET: T("Trong ảnh không thấy phiếu của chương trình. Phiếu có bốn ô đen ở bốn góc và một mã vuông."),
    Trouble.CORNER: T("Ảnh thiếu góc phiếu. {You} chụp lại cho thấy đủ bốn ô đen ở bốn góc."),
    Trouble.SEVERAL: T("Trong ảnh có nhiều phiếu. {You} chụp mỗi phiếu một ảnh."),
    Trouble.BLURRED: T("Ảnh mờ quá. {You} giữ chắc tay, chụp lại ở chỗ sáng."),
    Trouble.CODE: T("Chưa đọc được mã vuông ở góc trên của phiếu. {You} chụp lại gần hơn, rõ hơn."),
    Trouble.STRANGE: T("Mã trên giấy này không phải mã phiếu của chương trình."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The form of the year in a commune, as its sheets are printed.

    Attributes:
        home: whose sheet numbers are read.
        forms: the code of each title's form.
        asked: what stands on the citizens' form, ``questions`` what its answers are stored by.
        here: the words for the places.
    """

    year: int
    home: str
    forms: dict[str, str]
    asked: tuple[Asked, ...]
    questions: tuple[Question, ...]
    here: PlaceWords

    @property
    def choices(self) -> tuple[Choices, ...]:
        """The questions as boxes."""
        return tuple(_boxes(question) for question in self.questions)

    def layout(self) -> Layout:
        """Where its boxes stand, as its template says: worked out beside a transaction."""
        return layout_of(self.asked, partial(_say, self.here))


def expected(tx: Transaction, village_id: int) -> Expected | None:
    """What is expected of photos that somebody of this village sends; ``None``: there is no year."""
    commune_id = places.get(tx, village_id).commune_id
    cycle = cycles.running(tx, commune_id)
    if cycle is None:
        return None
    sets = {title: cycle.criteria(title) for title in titles()}
    citizens = sets[CITIZEN]
    return Expected(
        year=cycle.year,
        home=home_code(tx, commune_id),
        forms={title: form_code(criteria, title_form(criteria, {}).questions) for title, criteria in sets.items()},
        asked=asked_of(citizens),
        questions=title_form(citizens, {}).questions,
        here=places.words_of(tx, village_id),
    )


def _say(here: PlaceWords, words: Words) -> str:
    return paper_catalog("vi").render(named(words, here), ELDER)


def _boxes(question: Question) -> Choices:
    values = [option.value for option in question.options]
    alone = None if question.alone is None else values.index(question.alone)
    return Choices(len(values), question.kind is Kind.CHOICES, alone)


def why_not(found: Reading | Trouble, form: Expected) -> Words | None:
    """Why a photo is not taken, and what to do; ``None`` if it is."""
    if isinstance(found, Trouble):
        return TROUBLE[found]
    code = found.code
    if code.home != form.home:
        return T("Phiếu này in ở nơi khác, số phiếu ở đây là của người khác nên không đọc.")
    if code.year != form.year:
        return T("Phiếu này là phiếu năm {year}, nay nhập phiếu năm {now}.", year=code.year, now=form.year)
    if code.form != form.forms[CITIZEN]:
        title = next((title for title, each in form.forms.items() if each == code.form), None)
        if title is not None:
            return T(
                "Mẫu {code} là phiếu {title}. Phiếu ấy người của gia đình, dòng họ, hay người đứng đầu tự nhập.",
                code=code.form,
                title=title_name(title),
            )
    return (
        None
        if found.answers
        else T("Phiếu này in theo mẫu cũ, máy không đọc ảnh được. {You} gõ phiếu, hoặc in phiếu mới.")
    )


def as_draft(found: Reading, form: Expected) -> dict[str, Any]:
    """A reading as it lies in the draft: the sheet's number, what is sure, what is in doubt with why and a guess."""
    answers: dict[str, Any] = {}
    doubts: dict[str, Any] = {}
    for each in found.answers:
        question = form.questions[each.question]
        values = [question.options[i].value for i in each.ticked]
        if each.doubt is not None:
            doubts[question.key] = [each.doubt.value, values]
        else:
            answers[question.key] = question.tidy(values) if question.kind is Kind.CHOICES else values[0]
    for question in form.questions:  # on a page that is not in the photo
        if question.key not in answers and question.key not in doubts:
            doubts[question.key] = ["hidden", []]
    return {"number": found.code.number, "answers": answers, "doubts": doubts}


def asked_about(answers: tuple[Answer, ...]) -> int:
    """How many answers must be asked."""
    return sum(each.doubt is not None for each in answers)
