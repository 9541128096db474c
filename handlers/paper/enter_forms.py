"""Paper forms entered: one sheet in one message or one photo, read back in words, saved and sent; then the next."""

from __future__ import annotations

import re
from typing import Any

from acts import ways
from acts.choice import Choice, Look
from acts.sheets import photograph
from criteria.declaration import State
from criteria.explain import answer_words
from criteria.model import CITIZEN
from criteria.parse import title_name, titles
from criteria.policy import Action, may
from criteria.sheet_number import person_of, sheet_number
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.form import Question
from handlers.kit.read import Misread
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.consent import CONSENT_VERSION
from handlers.shared.entered_sheet import (
    PILE,
    TYPED,
    Target,
    called,
    in_doubt,
    photo_file,
    picture_of,
    target_of,
    titled,
    typed_answers,
    whom_named,
)
from handlers.shared.title_form import OCCUPATION, title_form
from handlers.shared.whole_form import Said as Row
from handlers.shared.whole_form import example, form_code, read_row
from locales.text import BLANK, T, Tn, Verbatim, Words, joined, lines
from storage import accounts, cycles, decisions, declarations, evidence, files, places, residents
from storage.declaration_record import Declaration, Speaker
from storage.kit.words import ConsentKind
from storage.residents import Resident

routes = Routes()

TONIGHT = Part[dict[str, Any]]("sheets", dict)  # how many were typed in today, and the last


@routes.shows("sheets", Action.HELP)
def sheets(turn: Turn) -> Screen:
    """Type the next sheet."""
    done = turn.draft.get(TONIGHT) or {}
    today = done if done.get("day") == turn.today.isoformat() else {}
    return Screen(
        title=T("Nhập phiếu giấy"),
        text=lines(
            T("Một phiếu gõ trong một tin: mẫu, số phiếu, rồi các số trong ô, cách nhau một dấu cách."),
            _example(turn),
            T("Mẫu và số phiếu in ở góc trên của phiếu. Ô để trống hoặc gạch thì gõ dấu -."),
            BLANK,
            T("Hoặc chụp cả phiếu, thấy đủ bốn ô đen ở bốn góc, rồi gửi ảnh vào đây. Mỗi phiếu một ảnh."),
            BLANK,
            Tn("Hôm nay đã nhập {n} phiếu.", today["n"]) if today else None,
        ),
        choices=(
            *((Choice(T("Xem phiếu đã chụp"), ways.sheet_photo(), Look.MAIN),) if turn.draft.get(PILE) else ()),
            *((Choice(T("Bỏ phiếu vừa nhập"), ways.sheet_undo(today["last"]), Look.DANGER),) if today else ()),
            Choice(T("Tìm người, khai từng câu"), ways.helping_next(), Look.WAY),
            HOME,
        ),
        typed=True,
        picture=True,
    )


def _example(turn: Turn) -> Words | None:
    """A line as it is typed, for the form in use."""
    commune = places.get(turn.tx, turn.person.place_id).commune_id
    cycle = cycles.of_this_year(turn.tx, commune)
    if cycle is None:
        return None
    asked = title_form(cycle.criteria(), {}).questions
    line = " ".join([form_code(cycle.criteria(), asked), sheet_number(15), example(asked)])
    return T("Ví dụ: {example}", example=line)


@routes.hears("sheets")
def sheets_heard(turn: Turn, said: Said | Sent) -> Goto:
    """A whole sheet: form code, sheet number, answers."""
    if isinstance(said, Sent):
        if said.picture is None:
            return Goto(ways.sheets(), T("Chỗ này nhận số, hoặc ảnh chụp phiếu."))
        photograph(turn.tx, turn.account, said.picture)
        return Goto(ways.sheets(), T("Đang đọc phiếu, xong sẽ báo. {You} gửi tiếp ảnh phiếu khác được."))
    words = said.text.split()
    code = words.pop(0).upper() if words and words[0].isalpha() else None
    number = re.sub(r"\D", "", words.pop(0)) if words else ""
    key = person_of(number)
    resident = None if key is None else residents.load(turn.tx, key)
    if resident is None or may(turn.actor, Action.HELP, resident.subject) is not None:
        return Goto(ways.sheets(), T("Không có phiếu số {number} ở đây. {You} xem lại số phiếu ở góc trên.",
                                number=Verbatim(number[:16] or "–")))  # fmt: skip
    target = target_of(turn, resident)
    if isinstance(target, Goto):
        return target
    if code is not None and (wrong := _wrong_form(target, code)) is not None:
        return Goto(ways.sheets(), wrong)
    row = read_row(target.asked, " ".join(words))
    if isinstance(row, Misread):
        whose = joined((titled(turn, resident), Verbatim(":")), "")
        return Goto(ways.sheets(), lines(whose, row.hint), whom_named(turn, resident))
    turn.draft.keep(TYPED, {"of": resident.person.id, "answers": row})
    return Goto(ways.sheet_check(resident.person.id))


def _wrong_form(target: Target, code: str) -> Words | None:
    """What to say of a form's code that is not this form's."""
    if code == form_code(target.cycle.criteria(), target.asked):
        return None
    for title in titles():
        criteria = target.cycle.criteria(title)
        if title != CITIZEN and code == form_code(criteria, title_form(criteria, {}).questions):
            return T("Mẫu {code} là phiếu {title}. Phiếu ấy người của gia đình, dòng họ, hay người đứng đầu tự nhập.",
                     code=code, title=title_name(title))  # fmt: skip
    return T("Mẫu {code} không phải mẫu năm nay. {You} xem lại chữ ở góc trên, hoặc in phiếu mới.", code=code[:8])


@routes.shows("sheet-check/{resident}", Action.HELP)
def sheet_check(turn: Turn, resident: Resident) -> Answer:
    """The sheet in words, before anything is saved."""
    target = target_of(turn, resident)
    if isinstance(target, Goto):
        return target
    row = typed_answers(turn, target)
    if not row:
        return Goto(ways.sheets())
    person, sheet = resident.person, turn.draft.get(TYPED) or {}
    if sheet.get("doubts"):
        return Goto(ways.sheet_ask(person.id))
    retype = (
        Choice(T("Sai, bỏ ảnh này"), ways.sheet_photo_drop())
        if "photo" in sheet
        else Choice(T("Gõ lại"), ways.sheets())
    )
    return Screen(
        title=titled(turn, resident),
        file=photo_file(sheet),
        text=lines(*(_line(target, i, question, row) for i, question in enumerate(target.asked, 1))),
        choices=(
            Choice(T("Đúng, phiếu có chữ ký, lưu"), ways.sheet_save(person.id), Look.MAIN),
            retype,
            HOME,
        ),
    )  # fmt: skip


def _line(target: Target, number: int, question: Question, row: Row) -> Words:
    criteria = target.cycle.criteria()
    value = row.get(question.key)
    if question.key == OCCUPATION:
        said = T("để trống") if value is None else question.label(str(value))
        return T("Câu {i}. Việc làm: {answer}", i=number, answer=said)
    said = T("để trống") if value is None else answer_words(criteria, question.key, value)
    return T("Câu {i}. {name}: {answer}", i=number, name=criteria.indicator(question.key).name, answer=said)


@routes.does("sheet-save/{resident}", Action.HELP, Weight.DECIDING)
def sheet_save(turn: Turn, resident: Resident) -> Goto:
    """Save what was read back, with the signed sheet as the consent; send it if nothing is left out."""
    target = target_of(turn, resident)
    if isinstance(target, Goto):
        return target
    row, sheet = typed_answers(turn, target), turn.draft.get(TYPED) or {}
    if not row or in_doubt(target, sheet) is not None:
        return Goto(ways.sheets())
    turn.draft.drop(TYPED)
    person, speaker = resident.person, Speaker(turn.account.id, turn.person.id, ConsentKind.PAPER)
    accounts.give_consent(turn.tx, turn.account, version=CONSENT_VERSION, given=True, for_person=person)
    changed = target.declaration or declarations.begin(turn.tx, person, target.cycle, speaker=speaker)
    changed = declarations.answer_all(turn.tx, changed, row, speaker=speaker)
    _count_one(turn, changed, _keep_photo(turn, resident, sheet))
    left = title_form(changed.criteria, changed.answers).next(changed.answers)
    if left is not None:
        if person.id not in turn.account.speaks_for:
            accounts.speak_for(turn.tx, turn.account, person, ConsentKind.PAPER)
        return Goto(ways.onward(changed.id), T("Đã lưu. Còn câu để trống, hỏi nốt rồi gửi."))
    declarations.submit(turn.tx, changed, speaker=speaker)
    return Goto(
        ways.sheets(),
        lines(
            T("Đã lưu và gửi: {name}.", name=called(turn, resident)),
            T("Bản {you} khai hộ thì người khác xác nhận, {you} không tự xác nhận.") if turn.actor.decides else None,
        ),
    )


def _keep_photo(turn: Turn, resident: Resident, sheet: dict[str, Any]) -> int | None:
    """The photo is the signed consent: a picture of the person's own from now on."""
    photo = picture_of(sheet)
    if photo is None:
        return None
    _off_the_pile(turn, photo.digest)
    return evidence.attach(turn.tx, photo, person_id=resident.person.id, account_id=turn.account.id)


def _off_the_pile(turn: Turn, digest: str) -> None:
    turn.draft.keep(PILE, [each for each in turn.draft.get(PILE) or [] if each["photo"][0] != digest])


def _count_one(turn: Turn, declaration: Declaration, photo: int | None) -> None:
    day = turn.today.isoformat()
    before = turn.draft.get(TONIGHT) or {}
    n = before["n"] if before.get("day") == day else 0
    turn.draft.keep(TONIGHT, {"day": day, "n": n + 1, "last": declaration.id, "photo": photo})


@routes.does("sheet-undo/{declaration}", Action.HELP, Weight.DECIDING)
def sheet_undo(turn: Turn, declaration: Declaration) -> Goto:
    """Take the last sheet back, while nobody has decided on it."""
    speaker = declaration.speaker
    mine = speaker is not None and speaker.person_id == turn.person.id and speaker.consent is ConsentKind.PAPER
    decided = decisions.latest(turn.tx, declaration.id) is not None
    if not mine or decided or declaration.state not in {State.DRAFT, State.SUBMITTED}:
        return Goto(ways.sheets(), T("Phiếu ấy đã được xem xét, không bỏ được nữa."))
    declarations.withdraw(turn.tx, declaration)
    before = turn.draft.get(TONIGHT) or {}
    if before.get("photo") is not None and before.get("last") == declaration.id:
        files.let_drop(turn.tx, evidence.drop(turn.tx, int(before["photo"])))
    if before.get("n", 0) <= 1 or before.get("last") == declaration.id:
        turn.draft.drop(TONIGHT)
    resident = residents.load(turn.tx, declaration.person.id)
    if resident is None or not whom_named(turn, resident):
        return Goto(ways.sheets(), T("Đã bỏ phiếu số {number}.", number=sheet_number(declaration.person.id)))
    return Goto(ways.sheets(), T("Đã bỏ phiếu của {name}.", name=declaration.person.full_name))
