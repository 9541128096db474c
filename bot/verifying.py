"""What ``hoctap verify`` looks at and says: the log, the rows it proves, the counters, the anchors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from criteria.declaration import State
from criteria.parse import titles
from locales.format import moment
from storage import counters, cycles, places, record, recount, registrations, snapshots
from storage.anchors import LENGTH, plain
from storage.kit.transaction import Transaction
from storage.kit.words import SnapshotKind
from storage.record import Findings, Holds, Kind

MOST = 200  # lines of one sort that are said one by one
_ROWS = {
    Kind.CHANGED: "{row}: đang ghi khác với nhật ký (dòng {n}).",
    Kind.VANISHED: "{row}: nhật ký có (dòng {n}), nay không còn.",
    Kind.UNTOLD: "{row}: nhật ký không hề ghi có dòng này.",
    Kind.RETURNED: "{row}: nhật ký ghi đã xoá (dòng {n}), nay lại có.",
}
_KINDS = {
    SnapshotKind.PROVISIONAL: "tạm tính",
    SnapshotKind.FINAL: "chốt",
    SnapshotKind.CORRECTION: "điều chỉnh",
}


def _day(when: datetime) -> str:
    return moment(when, "vi")


@dataclass(frozen=True, slots=True)
class Report:
    """What is said of the record: each thing that is wrong in a line; where nothing is, a sentence that it is whole."""

    problems: tuple[str, ...]
    summary: str


def verify(tx: Transaction) -> Report:
    """Look at the whole record."""
    found = record.look(tx)
    wrong = [
        f"Số đếm không khớp với bản khai: {commune.full_name} {cycle.year} {title}"
        for commune in places.communes(tx)
        for cycle in cycles.of_commune(tx, commune.id)
        for title in titles()
        if counters.tallies(tx, cycle.id, title) != recount.recount(tx, cycle, title)
    ]
    figures = [
        f"Số liệu {_KINDS[each.kind]} ngày {_day(each.as_of)}, {commune.full_name} {cycle.year}: lập lại từ nhật ký "
        "thì ra khác."
        for commune in places.communes(tx)
        for cycle in cycles.of_commune(tx, commune.id)
        for each in snapshots.of_cycle(tx, cycle.id)
        if snapshots.is_disproved(tx, each)
    ]
    problems = (
        *_some(
            f"Nhật ký của tài khoản {each.account_id} bị sửa hoặc bị cắt"
            + (f", từ dòng {each.n}." if each.n else ", ở chỗ cuối.")
            for each in found.chains
        ),
        *_some(f"Bản khai {each}: nhật ký kể khác với trạng thái đang ghi." for each in found.stories),
        *_some(f"Lượt đăng ký {each}: nhật ký kể khác với đang ghi." for each in found.registrations),
        *_some(f"Bản khai {each}: không có lượt đăng ký ở nơi được tính." for each in registrations.lonely(tx)),
        *_some(_ROWS[each.kind].format(row=f"{each.table} {each.key}", n=each.n) for each in found.rows),
        *_some(
            f"Mốc {each.printed} ({moment(each.at, 'vi')}): nhật ký không còn dẫn tới mốc này."
            for each in found.anchors
        ),
        *(() if found.is_anchored else ("Không còn mốc nào của nhật ký: các mốc đã bị xoá.",)),
        *_some(wrong),
        *_some(figures),
    )
    return Report(problems, _summary(tx, found))


def _some(lines: Iterable[str]) -> Iterator[str]:
    found = list(lines)
    yield from found[:MOST]
    if len(found) > MOST:
        yield f"… và {len(found) - MOST} chỗ nữa như thế."


def _summary(tx: Transaction, found: Findings) -> str:
    said = f"Nhật ký nguyên vẹn, số đếm khớp với bản khai. Đã xem {found.lines} dòng."
    if found.since is not None:
        said += f" Từng dòng sổ được chứng minh từ ngày {moment(found.since, 'vi')}; trước đó chỉ nhật ký."
    if not tx.key:
        said += " Chưa có khoá (HOCTAP_SECRET_KEY hoặc secret.key), nên chưa kiểm được niêm phong."
    return said


def verify_anchor(tx: Transaction, code: str) -> Report:
    """Look whether the record still holds that was there when a code was printed."""
    if len(plain(code)) != LENGTH:
        return Report((f"{code}: mốc có 12 ký tự, ví dụ ABCD-EFGH-JKLM.",), "")
    found = record.held(tx, code)
    said = f"Mốc {code}" if found.at is None else f"Mốc {code} ngày {_day(found.at)}"
    match found.holds:
        case Holds.UNKNOWN:
            why = "nhật ký không qua chỗ nào có mốc này. Sổ đã bị sửa từ trước đó, hoặc mốc là của nơi khác."
            return Report((f"{said}: {why}",), "")
        case Holds.BROKEN:
            where = ", ".join(f"tài khoản {each.account_id} từ dòng {each.n}" for each in found.breaks if each.n)
            return Report((f"{said}: sổ hôm đó không còn nguyên. Chỗ bị sửa: {where or 'chạy hoctap verify'}.",), "")
        case Holds.WHOLE | Holds.ERASED:
            but = f", trừ {found.emptied} dòng đã xoá nội dung theo luật" if found.holds is Holds.ERASED else ""
            states = found.states or {}
            counted = ", ".join(f"{word} {states[state]}" for state, word in _STATES.items() if states.get(state))
            whole = f"sổ hôm đó còn nguyên{but} ({found.n} dòng; bản khai: {counted or 'chưa có'})."
            return Report((), f"{said}: {whole}")


_STATES = {
    State.DRAFT: "đang viết",
    State.SUBMITTED: "chờ xác nhận",
    State.RETURNED: "trả lại",
    State.CONFIRMED: "đã xác nhận",
    State.RECOGNISED: "đã công nhận",
    State.REVOKED: "đã thu hồi",
}
