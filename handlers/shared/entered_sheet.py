"""A sheet that is being entered, typed or from its photo: whose it is, what it says so far, whether it can be taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from acts import ways
from acts.words.results_words import made_of
from criteria.declaration import State
from criteria.policy import Action, may
from criteria.sheet_number import sheet_number
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.form import Question
from handlers.kit.router import Goto
from handlers.kit.screen import Attachment
from handlers.shared.evidence_file import ENDINGS
from handlers.shared.this_year import not_opened
from handlers.shared.title_form import title_form
from handlers.shared.whole_form import Said as Row
from locales.text import T, Verbatim, Words
from storage import cycles, declarations, people
from storage.cycles import Cycle
from storage.declaration_record import Declaration
from storage.picture_reference import StoredPicture
from storage.residents import Resident

TYPED = Part[dict[str, Any]]("sheet", dict)  # whose sheet is entered and what it says, until it is saved
PILE = Part[list[Any]]("sheet-photos", list)  # photos of sheets that were read and are not looked through yet
MOST_IN_PILE = 30  # a draft is read in every turn


def picture_of(sheet: dict[str, Any]) -> StoredPicture | None:
    """The photo of a sheet of the draft, where it was not typed."""
    photo = sheet.get("photo")
    return None if not photo else StoredPicture(*photo)


def photo_file(sheet: dict[str, Any]) -> Attachment | None:
    """The same as a file that the reader of a screen may fetch."""
    photo = picture_of(sheet)
    if photo is None:
        return None
    return Attachment(photo.digest, f"phieu.{ENDINGS.get(photo.media_type, 'jpg')}", photo.media_type, photo.size)


@dataclass(frozen=True, slots=True)
class Target:
    """What a sheet is for: a person, the year's cycle, and the declaration that stands already, if any."""

    resident: Resident
    cycle: Cycle
    declaration: Declaration | None

    @property
    def asked(self) -> tuple[Question, ...]:
        """Every question of the form, what people do first, as printed."""
        return title_form(self.cycle.criteria(), {}).questions


def called(turn: Turn, resident: Resident) -> Words:
    """The name of whose sheet it is; to a helper, who could count through the numbers, the number."""
    if may(turn.actor, Action.HELP_ONE, resident.subject) is not None:
        return T("Người của phiếu {number}", number=sheet_number(resident.id))
    return Verbatim(resident.person.full_name or "–")


def whom_named(turn: Turn, resident: Resident) -> frozenset[int]:
    """Who is named, then."""
    return frozenset({resident.id}) if may(turn.actor, Action.HELP_ONE, resident.subject) is None else frozenset()


def titled(turn: Turn, resident: Resident) -> Words:
    """The heading of a sheet that is entered: its number, and whose it is to who may know that."""
    number = sheet_number(resident.id)
    if may(turn.actor, Action.HELP_ONE, resident.subject) is not None:
        return T("Phiếu {number}", number=number)
    return T("Phiếu {number}: {name}, sinh {year}", number=number, name=resident.person.full_name,
             year=resident.person.birth_year)  # fmt: skip


def target_of(turn: Turn, resident: Resident) -> Target | Goto:
    """The form that a person's sheet is for, or why it cannot be typed in."""
    person = resident.person
    cycle = cycles.running(turn.tx, resident.commune_id)
    if cycle is None:
        return not_opened(turn, ways.sheets())
    if people.is_claimed(turn.tx, person.id):
        note = T("{name} đã ghi tên trên điện thoại của mình, nên tự khai.", name=called(turn, resident))
        return Goto(ways.sheets(), note, whom_named(turn, resident))
    criteria = cycle.criteria()
    if criteria.is_too_young(person.age_in(cycle.year)):
        age = criteria.adult_age
        return Goto(ways.sheets(), T("Danh hiệu Công dân học tập dành cho người từ {age} tuổi.", age=age))
    found = declarations.of_person(turn.tx, person.id)
    declaration = next((each for each in found if each.cycle.id == cycle.id), None)
    if declaration is not None and declaration.state not in {State.DRAFT, State.RETURNED}:
        note = T("{name} đã có bản khai năm nay, đã gửi rồi.", name=called(turn, resident))
        if (made := made_of(turn.tx, declaration)) is not None:
            note = T("{name} đã có kết quả {made}, không phải khai lại.", name=called(turn, resident), made=made)
        return Goto(ways.sheets(), note, whom_named(turn, resident))
    return Target(resident, cycle, declaration)


def typed_answers(turn: Turn, target: Target) -> Row:
    """What the sheet that is entered says so far, as far as it is this person's and still fits the form."""
    typed = turn.draft.get(TYPED) or {}
    if typed.get("of") != target.resident.person.id:
        return {}
    answers = typed["answers"]
    return {q.key: answers[q.key] for q in target.asked if q.key in answers and q.is_valid(answers[q.key])}


def in_doubt(target: Target, sheet: dict[str, Any]) -> Question | None:
    """The first question that the photo of a sheet does not answer for sure."""
    doubts = sheet.get("doubts") or {}
    return next((question for question in target.asked if question.key in doubts), None)
