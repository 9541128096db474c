"""Figures shown to everybody: on a public page, on a sheet for the notice board, to other offices' programs."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.errands import NoticeSheetErrand, ask_for
from acts.words.snapshot_words import kind_words
from criteria.model import Standing
from criteria.policy import Action
from criteria.small_counts import FEWEST
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread, read_title
from handlers.kit.router import HOME, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.shown_once import GONE_BY, code_on, show_code
from locales.text import BLANK, Day, Moment, T, Verbatim, Words, lines
from storage import cycles, data_keys, places, publications
from storage.data_keys import DataKey
from storage.snapshots import Snapshot

routes = Routes()

LONGEST_NAME = 60
PAGES = "/ket-qua"  # as bot.public_pages answers them


def _address(turn: Turn, snapshot: Snapshot) -> str:
    """Where everybody sees the year; empty where no page can be reached from outside."""
    if not turn.links.web:
        return ""
    return f"{turn.links.web}{PAGES}/{places.official_code(turn.tx, snapshot.commune_id)}/{snapshot.year}"


@routes.shows("publish/{snapshot}", Action.EXPORT)
def publish(turn: Turn, snapshot: Snapshot) -> Screen:
    """What showing means, and whether these figures are shown, or others of the year."""
    shown = publications.of_cycle(turn.tx, snapshot.cycle_id)
    is_shown = shown is not None and shown.snapshot_id == snapshot.id
    address = _address(turn, snapshot)
    state: Words = T("Năm này chưa công khai số liệu nào.")
    if is_shown and shown is not None:
        state = T("Đang công khai, từ {when}.", when=Moment(shown.published_at))
    elif shown is not None:
        state = T("Đang công khai số liệu khác của năm này. Bấm Công khai thì thay bằng số liệu này.")
    return Screen(
        title=T("Công khai cho dân xem"),
        text=lines(
            kind_words(snapshot),
            T("Ai cũng xem được kết quả từng {village_label}: tổng số, số đạt, tỉ lệ. Không có tên, năm sinh của ai."),
            T("Nơi có dưới {n} người đạt hoặc chưa đạt được gộp với nơi khác.", n=FEWEST),
            BLANK,
            state,
            Verbatim(address) if address else T("Máy này chưa có địa chỉ công khai, nên chỉ in được tờ A3."),
        ),
        choices=(
            *(
                (Choice(T("Thôi công khai"), ways.publish_end(snapshot.id)),)
                if is_shown
                else (Choice(T("Công khai"), ways.publish_now(snapshot.id), Look.MAIN),)
            ),
            Choice(T("In tờ A3 dán bảng tin"), ways.publish_sheet(snapshot.id)),
            Choice(T("Khoá cho máy khác đọc"), ways.data_keys()),
            Choice(T("Quay lại"), ways.snapshot(snapshot.id), Look.WAY),
            HOME,
        ),
    )


@routes.does("publish-now/{snapshot}", Action.EXPORT, Weight.DECIDING)
def publish_now(turn: Turn, snapshot: Snapshot) -> Goto:
    """Show them, where the commune has adopted the set that they rest on."""
    cycle = cycles.load(turn.tx, snapshot.cycle_id)
    if cycle is None or cycle.is_training or cycle.standing() is Standing.PROPOSED:
        return Goto(
            ways.publish(snapshot.id),
            T("Chưa áp dụng bộ tiêu chí nên chưa công khai được. {You} chọn ở mục Bộ tiêu chí và kỳ đánh giá."),
        )  # fmt: skip
    publications.publish(turn.tx, snapshot, by=turn.person.id)
    return Goto(ways.publish(snapshot.id), T("Đã công khai."))


@routes.does("publish-end/{snapshot}", Action.EXPORT, Weight.DECIDING)
def publish_end(turn: Turn, snapshot: Snapshot) -> Goto:
    """Show nothing more of the year; an old button of other figures changes nothing."""
    shown = publications.of_cycle(turn.tx, snapshot.cycle_id)
    if shown is None or shown.snapshot_id != snapshot.id:
        return Goto(ways.publish(snapshot.id))
    publications.take_back(turn.tx, snapshot.cycle_id, by=turn.person.id)
    return Goto(ways.publish(snapshot.id), T("Đã thôi công khai."))


@routes.does("publish-sheet/{snapshot}", Action.EXPORT)
def publish_sheet(turn: Turn, snapshot: Snapshot) -> Goto:
    """Ask for the sheet; its QR leads to the page where these figures are shown there."""
    shown = publications.of_cycle(turn.tx, snapshot.cycle_id)
    leads_to = _address(turn, snapshot) if shown is not None and shown.snapshot_id == snapshot.id else ""
    if ask_for(turn.tx, turn.account, NoticeSheetErrand(snapshot.id, leads_to)):
        return Goto(ways.publish(snapshot.id), T("Đang làm tờ A3, xong sẽ gửi vào đây."))
    return Goto(ways.publish(snapshot.id), T("Tệp trước đang làm, {you} đợi một chút."))


# Keys for other offices' programs


@routes.shows("data-keys", Action.EXPORT)
def keys(turn: Turn) -> Screen:
    """The keys that work."""
    found = data_keys.of_commune(turn.tx, turn.commune_id)
    return Screen(
        title=T("Khoá cho máy khác đọc"),
        text=lines(
            T("Phần mềm của cơ quan khác đọc số liệu đã công khai bằng khoá này. Khoá không đọc được gì khác."),
            T("Cách dùng: {address}", address=f"{turn.links.web}/api/v1/openapi.json") if turn.links.web else None,
            BLANK,
            *(map(_line, found) if found else (T("Chưa có khoá nào."),)),
        ),
        choices=(
            Choice(T("Lập khoá mới"), ways.data_key_name(), Look.MAIN),
            *(Choice(T("Xem {name}", name=each.name), ways.data_key(each.id)) for each in found),
            HOME,
        ),
    )


def _line(key: DataKey) -> Words:
    if key.used_on is None:
        return T("- {name}: chưa dùng", name=key.name)
    return T("- {name}: dùng lần cuối {day}", name=key.name, day=Day(key.used_on))


@routes.shows("data-key-name", Action.EXPORT)
def name(_turn: Turn) -> Screen:
    """Who will read with it?"""
    return Screen(
        title=T("Lập khoá mới"),
        text=T("Khoá cho cơ quan, trang nào? Ví dụ: Trang tin Sở Giáo dục."),
        typed=True,
        choices=(Choice(T("Quay lại"), ways.data_keys(), Look.WAY),),
    )


@routes.hears("data-key-name")
def name_heard(turn: Turn, said: Said | Sent) -> Goto:
    """The name: the key is made and shown once."""
    read = Misread(T("Chỗ này chỉ nhận chữ.")) if isinstance(said, Sent) else read_title(said.text)
    if isinstance(read, Misread):
        return Goto(ways.data_key_name(), read.hint)
    if len(read) > LONGEST_NAME:
        return Goto(ways.data_key_name(), T("Tên dài quá. {You} gõ ngắn hơn."))
    key = data_keys.new_key()
    made = data_keys.make(turn.tx, turn.commune_id, read, key, by=turn.person.id)
    return show_code(turn, ways.data_key(made), key)


@routes.shows("data-key/{data_key}", Action.EXPORT, once=True)
def one(turn: Turn, data_key: DataKey) -> Screen:
    """One of them; the key itself only while the screen on which it was made is open."""
    shown = code_on(turn, ways.data_key(data_key.id))
    return Screen(
        title=Verbatim(data_key.name),
        text=lines(
            Verbatim(shown) if shown is not None else GONE_BY,
            T("Chép khoá này đưa cho cơ quan ấy. Màn hình này đóng thì không xem lại được.") if shown else None,
            T("Lập lúc {when}.", when=Moment(data_key.made_at)),
            T("Đã thôi dùng.") if data_key.ended_at is not None else None,
        ),
        choices=(
            *(() if data_key.ended_at else (Choice(T("Thôi dùng khoá này"), ways.data_key_end(data_key.id)),)),
            Choice(T("Các khoá"), ways.data_keys(), Look.WAY),
            HOME,
        ),
    )


@routes.does("data-key-end/{data_key}", Action.EXPORT, Weight.DECIDING)
def end(turn: Turn, data_key: DataKey) -> Goto:
    """It opens nothing from now on."""
    data_keys.end(turn.tx, data_key, by=turn.person.id)
    return Goto(ways.data_keys(), T("Khoá {name} không dùng được nữa.", name=data_key.name))
