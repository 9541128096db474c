"""Withdrawing and erasing at the word of somebody without a chat: a sheet to sign, a second question, then at once."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.errands import WithdrawalSheetErrand, ask_for
from criteria.data_rights import REQUEST_NAMES, RequestKind
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.consent import CONSENT_VERSION
from locales.text import BLANK, T, lines
from storage import accounts, data_requests, erasure
from storage.residents import Resident

routes = Routes()


@routes.shows("withdraw/{resident}", Action.FORGET)
def withdraw(turn: Turn, resident: Resident) -> Screen:
    """A sheet first, which the person signs; then the question."""
    back = Choice(T("Quay lại"), ways.resident(resident.id), Look.WAY)
    if not _is_asked(turn, resident):
        return Screen(
            title=T("Rút đồng ý, xoá dữ liệu"),
            text=lines(
                T("Cho: {name}. Chỉ làm khi chính người ấy yêu cầu.", name=resident.person.full_name),
                T("{You} in tờ đề nghị, đọc cho người ấy nghe, để người ấy ký hoặc điểm chỉ. Xong mới xoá."),
            ),
            choices=(Choice(T("In tờ đề nghị"), ways.withdraw_sheet(resident.id), Look.MAIN), back),
        )
    return Screen(
        title=T("Rút đồng ý, xoá dữ liệu"),
        text=lines(
            T("Tờ đề nghị của {name} đã ghi vào sổ yêu cầu.", name=resident.person.full_name),
            T("Người ấy đã ký chưa? {You} giữ tờ đã ký cùng hồ sơ của {village_label}."),
        ),
        choices=(
            Choice(T("Đã ký, làm tiếp"), ways.withdraw_sure(resident.id), Look.DANGER),
            Choice(T("In lại tờ đề nghị"), ways.withdraw_sheet(resident.id)),
            back,
            HOME,
        ),
    )


def _is_asked(turn: Turn, resident: Resident) -> bool:
    return any(each.kind is RequestKind.WITHDRAWAL for each in data_requests.open_of(turn.tx, resident.id))


@routes.does("withdraw-sheet/{resident}", Action.FORGET)
def withdraw_sheet(turn: Turn, resident: Resident) -> Goto:
    """The sheet is made after the turn; from now on the request stands on the officer's list with its due dates."""
    ask_for(turn.tx, turn.account, WithdrawalSheetErrand(resident.id))
    data_requests.note(turn.tx, resident.id, RequestKind.WITHDRAWAL, noted_by=turn.person.id)
    return Goto(ways.withdraw(resident.id), T("Đang làm tờ đề nghị, xong sẽ gửi vào đây."))


@routes.shows("withdraw-sure/{resident}", Action.FORGET)
def withdraw_sure(turn: Turn, resident: Resident) -> Answer:
    """Name what goes, and what stays, before it is done."""
    if not _is_asked(turn, resident):
        return Goto(ways.withdraw(resident.id))
    person = resident.person
    return Screen(
        title=T("Xoá dữ liệu của {name}, sinh {year}?", name=person.full_name, year=person.birth_year),
        text=lines(
            T("Xoá: mọi câu trả lời, bản khai chưa xác nhận, sổ học tập, ảnh, ai được khai hộ người này.")
            if person.on_roster
            else T("Xoá: họ tên, năm sinh, mọi câu trả lời, bản khai chưa xác nhận, sổ học tập, ảnh, ai được khai hộ."),
            T("Còn lại: con số chung của {commune_label}, tên trong danh sách dân cư nếu {commune_label} đã có sẵn."),
            BLANK,
            T("Sổ ghi ai đã xoá, lúc nào. Xoá rồi không lấy lại được."),
        ),
        choices=(
            Choice(T("Xoá hết"), ways.withdraw_now(resident.id), Look.DANGER),
            Choice(T("Thôi"), ways.withdraw(resident.id), Look.WAY),
        ),
    )


@routes.does("withdraw-now/{resident}", Action.FORGET, Weight.FINAL)
def withdraw_now(turn: Turn, resident: Resident) -> Goto:
    """Withdraw and erase, on record with who did it. Without a sheet nothing is done."""
    if not _is_asked(turn, resident):
        return Goto(ways.withdraw(resident.id))
    accounts.give_consent(turn.tx, turn.account, version=CONSENT_VERSION, given=False, for_person=resident.person)
    turn.account.speaks_for.pop(resident.id, None)
    for each in data_requests.open_of(turn.tx, resident.id):
        if each.kind in {RequestKind.WITHDRAWAL, RequestKind.DELETION}:
            data_requests.done(turn.tx, each.id, resident.id, done_by=turn.person.id)
    erasure.erase_person(turn.tx, resident.person)
    turn.account.draft = {}
    return Goto(ways.residents(), T("Đã xoá. Tờ đã ký là bằng chứng, {you} giữ lại."))


@routes.shows("request-for/{resident}", Action.ADMIT)
def request_for(_turn: Turn, resident: Resident) -> Screen:
    """What does the person ask? For who came to the office, or asked the head."""
    return Screen(
        title=T("Ghi yêu cầu về dữ liệu"),
        text=T("{name} yêu cầu gì? Yêu cầu vào danh sách của cán bộ {commune_label}, có hạn trả lời.",
               name=resident.person.full_name),
        choices=(
            *(
                Choice(REQUEST_NAMES[kind], ways.request_note(resident.id, kind.value))
                for kind in RequestKind
                if kind is not RequestKind.WITHDRAWAL
            ),
            Choice(T("Quay lại"), ways.resident(resident.id), Look.WAY),
        ),
    )  # fmt: skip


@routes.does("request-note/{resident}/{kind}", Action.ADMIT, Weight.DECIDING)
def request_note(turn: Turn, resident: Resident, kind: str) -> Goto:
    """Write it down for the officer."""
    if kind not in set(RequestKind):
        return Goto(ways.request_for(resident.id))
    data_requests.note(turn.tx, resident.id, RequestKind(kind), noted_by=turn.person.id)
    return Goto(ways.resident(resident.id), T("Đã ghi yêu cầu."))
