"""Results that were made elsewhere, in words: what a list says, where it comes from, what its lines come to."""

from __future__ import annotations

from collections.abc import Mapping

from acts import ways
from acts.choice import Choice, Look
from criteria.results_matching import Finding, Result
from locales.text import Arg, Day, Number, T, Verbatim, Words, joined
from storage import listed_results, result_lists
from storage.cycles import Cycle
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction
from storage.kit.words import ResultsFrom
from storage.result_lists import Origin, ResultList

UNREAD = "unread"  # the lines that could not be read, in a route's place of a finding
SHOWN: Mapping[str, Words] = {
    Finding.NEW: T("Nhận được"),
    Finding.DOUBTFUL: T("Có thể là người trong danh sách"),
    Finding.DIFFERS: T("Đã có kết quả ở đây, chờ chọn"),
    Finding.DECIDED: T("Đã xác nhận ở đây, giữ nguyên"),
    Finding.AGAIN: T("Đã nhận đúng kết quả này"),
    Finding.UNKNOWN: T("Không có trong danh sách dân cư"),
    Finding.UNSAID: T("Không ghi đạt hay chưa đạt"),
    Finding.REPEATED: T("Trùng dòng khác trong tệp"),
    Finding.CONTRADICTS: T("Hai dòng ghi kết quả khác nhau"),
    Finding.TOO_YOUNG: T("Chưa đủ tuổi"),
    Finding.LEFT: T("Đã ra khỏi danh sách dân cư"),
    UNREAD: T("Dòng không đọc được"),
}
WHY: Mapping[Finding, Words] = {  # beside a line that comes back
    Finding.NEW: T("Chưa đưa vào danh sách."),
    Finding.DOUBTFUL: T("Chưa rõ là ai trong danh sách dân cư: chọn cùng một người hay hai người khác nhau."),
    Finding.DIFFERS: T("Người này đã có kết quả ở đây. Muốn lấy kết quả trong tệp thì chọn ở mục xem lại."),
    Finding.DECIDED: T("Người này đã được xác nhận ở đây. Muốn sửa thì rút lại xác nhận trước."),
    Finding.AGAIN: T("Kết quả này đã nhận rồi."),
    Finding.UNKNOWN: T("Không có trong danh sách dân cư. Thêm vào danh sách dân cư trước, hoặc xem lại tên, năm sinh."),
    Finding.UNSAID: T("Không ghi đạt hay chưa đạt."),
    Finding.REPEATED: T("Người này đã có ở dòng khác trong tệp."),
    Finding.CONTRADICTS: T("Người này có hai dòng trong tệp, kết quả khác nhau. Giữ lại một dòng đúng."),
    Finding.TOO_YOUNG: T("Chưa đủ tuổi để xét danh hiệu."),
    Finding.LEFT: T("Đã ra khỏi danh sách dân cư."),
}
MADE_AT: Mapping[ResultsFrom, Words] = {
    ResultsFrom.UNIT: T("Trường, cơ quan, đơn vị"),
    ResultsFrom.VILLAGE: T("{Village_label} lập, có ký"),
    ResultsFrom.FORM: T("Biểu mẫu của Quyết định 324/QĐ-KHVN"),
    ResultsFrom.SITE: T("Trang của Hội Khuyến học"),
}
REACHED: Mapping[bool, Words] = {True: T("đạt"), False: T("chưa đạt")}


def points_words(points: str) -> Words:
    """Points as a list has them, with a comma as people here write."""
    return Verbatim(points.replace(".", ","))


def result_words(result: Result) -> Words:
    """A result as a list has it: "đạt, 85 điểm". What it does not say stays unsaid."""
    said: Words = T("không ghi kết quả") if result.reached is None else REACHED[result.reached]
    if not result.points:
        return said
    return T("{result}, {points} điểm", result=said, points=points_words(result.points))


def by_indicator_words(result: Result) -> Words | None:
    """The points of each indicator, as the list has them; nothing where it has none."""
    if not result.by_indicator:
        return None
    each = [T("{id}: {points}", id=key, points=points_words(points)) for key, points in result.by_indicator]
    return T("Điểm từng chỉ số, theo nơi lập: {points}.", points=joined(each, "; "))


def _of(origin: Origin) -> dict[str, Arg]:
    return {
        "by": origin.made_by or "–",
        "day": Verbatim("–") if origin.made_on is None else Day(origin.made_on),
        "signer": origin.signer or "–",
    }


def made_words(origin: Origin) -> Words:
    """Inside a sentence: who made the list, and when."""
    return T("do {by} lập ngày {day}", **_of(origin))


def origin_words(origin: Origin) -> Words:
    """A sentence: who made the list, when, and who signed."""
    return T("{by} lập ngày {day}, {signer} ký.", **_of(origin))


def listed_lines(tx: Transaction, declaration: Declaration) -> tuple[Words, ...]:
    """What stands on a card of a result made elsewhere: the result, whose, and that nobody here has scored it."""
    listed = listed_results.of_declaration(tx, declaration.id)
    if listed is None:
        return ()
    found = (
        T("Kết quả lập ở nơi khác: {result}.", result=result_words(listed.result)),
        origin_words(listed.origin),
        by_indicator_words(listed.result),
        T("Không có câu trả lời và điểm của phần mềm này."),
        None if listed.disputed_at is None else T("Người ấy đã báo kết quả này chưa đúng."),
    )
    return tuple(each for each in found if each is not None)


def made_of(tx: Transaction, declaration: Declaration) -> Words | None:
    """Of a result made elsewhere, inside a sentence: who made it and when; nothing of what was declared here."""
    listed = listed_results.of_declaration(tx, declaration.id) if declaration.made_elsewhere else None
    return None if listed is None else made_words(listed.origin)


def listed_basis(tx: Transaction, cycle: Cycle) -> tuple[Words, ...]:
    """What stands in a report of who made results elsewhere: each list, with how many people it says the result of."""
    counted = listed_results.by_list(tx, cycle.id)
    lists = {each.id: each for each in result_lists.of_cycle(tx, cycle.id, cycle.commune_id)}
    return tuple(
        T("{origin} {n} người.", origin=origin_words(lists[key].origin), n=Number(n))
        for key, n in sorted(counted.items())
        if key in lists
    )


def to_list(found: ResultList) -> Choice:
    """The way back to a list."""
    return Choice(T("Về tệp {file}", file=found.file_name), ways.results_file(found.id), Look.WAY)
