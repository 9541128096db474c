"""After a breach: a letter for each person whose data may have been seen, and the notice to the authority."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from typing import Any

from locales.text import Day, Moment, Number, T, Tn, Words
from reports.typesetting import pdf


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A person in a letter and in the list.

    Attributes:
        data: which of their data was within reach.
        seen_on: when it was last opened from the lost account, as far as that is on record.
        words: how a text is put to them.
    """

    name: str
    birth_year: int
    village: str
    household: str
    data: Words
    seen_on: date | None
    words: Callable[[Words], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """What was lost, and what is done about it.

    Attributes:
        lost: what was lost, in words: "điện thoại của trưởng thôn".
        is_account: whether an account was lost, so that it is on record what it opened.
        due_at: until when the authority is told; the law's term is recalled, not compared with its text.
        measures: what has been done; empty lines to fill where nothing is said.
    """

    office: Words
    contact: str
    lost: Words
    is_account: bool
    since: date
    discovered_at: datetime
    due_at: datetime
    measures: Sequence[str]


DOTS = "." * 110
ADVICE = (
    T("Cảnh giác người lạ gọi điện, nhắn tin xưng là cán bộ {commune_label}: không đưa mật khẩu, mã OTP, tiền cho ai."),
    T("Không đưa mã đăng nhập cho ai. Thấy tin lạ trong chat Học Tập thì báo {head_label}."),
    T("{You} xem, sửa, tải về, xoá dữ liệu của mình: gõ /quyen. Không dùng điện thoại thì nhờ {head_label}."),
)


def letters(breach: Breach, reached: Sequence[Reached]) -> bytes:
    """A page for each person, as PDF; door by door as they are given."""
    return pdf("breach_letters", {"letters": [_letter(breach, each) for each in reached]})


def _letter(breach: Breach, each: Reached) -> dict[str, Any]:
    say = each.words
    seen: Words | None = None
    if breach.is_account:
        seen = (
            T("Sổ ghi: từ ngày ấy, tài khoản bị mất không mở trang hay danh sách nào có tên {you}.")
            if each.seen_on is None
            else T("Sổ ghi: tài khoản ấy mở trang hoặc danh sách có tên {you}, lần cuối ngày {day}.",
                   day=Day(each.seen_on))
        )  # fmt: skip
    return {
        "office": say(breach.office),
        "title": say(T("Báo về việc dữ liệu của {you} có thể đã lộ")),
        "to": say(
            T(
                "Kính gửi: {name}, sinh năm {year}, {village}",
                name=each.name,
                year=each.birth_year,
                village=each.village,
            )
        ),
        "household": say(T("Hộ {code}", code=each.household)) if each.household else "",
        "said": [
            say(T("Từ ngày {day} có việc này: {lost}.", day=Day(breach.since), lost=breach.lost)),
            say(T("Người lấy được có thể đã xem của {you}: {data}.", data=each.data)),
            *([] if seen is None else [say(seen)]),
        ],
        "done_title": say(T("Đã làm gì:")),
        "done": list(breach.measures) or [DOTS, DOTS],
        "advice_title": say(T("{You} nên:")),
        "advice": [say(line) for line in ADVICE],
        "contact": say(T("Hỏi thêm: {contact}", contact=breach.contact)),
        "signed": say(T("Ngày … tháng … năm …")),
    }


def authority_notice(
    breach: Breach,
    reached: Sequence[Reached],
    kinds: Sequence[tuple[Words, int]],
    words: Callable[[Words], str],
) -> bytes:
    """The notice to the authority as PDF: what, since when, how many, which data, measures. No names of the affected.

    Args:
        breach: what was lost.
        reached: the affected.
        kinds: how many by which data was within reach.
        words: how a text is written.
    """
    by_village = Counter(each.village for each in reached)
    seen = sum(each.seen_on is not None for each in reached)
    rows = [
        (T("Bên kiểm soát dữ liệu"), words(breach.office)),
        (T("Liên hệ"), breach.contact),
        (T("Việc xảy ra"), words(breach.lost)),
        (T("Từ ngày"), words(T("{day}", day=Day(breach.since)))),
        (T("Phát hiện lúc"), words(T("{when}", when=Moment(breach.discovered_at)))),
        (T("Số người có thể bị ảnh hưởng"), words(T("{n}", n=Number(len(reached))))),
        *([(T("Trong đó sổ ghi là đã bị mở"), words(T("{n}", n=Number(seen))))] if breach.is_account else []),
    ]
    return pdf(
        "breach_notice",
        {
            "title": words(T("Thông báo vi phạm quy định về bảo vệ dữ liệu cá nhân")),
            "to": words(T("Kính gửi: Cục An ninh mạng và phòng, chống tội phạm công nghệ cao (A05), Bộ Công an")),
            "due": words(T("Gửi trước {when}, 72 giờ kể từ lúc phát hiện.", when=Moment(breach.due_at))),
            "unsure": words(
                T(
                    "CHƯA ĐỐI CHIẾU: thời hạn 72 giờ, nơi nhận và các mục dưới đây ghi theo trí nhớ, chưa đối chiếu "
                    "với Luật 91/2025/QH15 và Nghị định 356/2025/NĐ-CP. Cán bộ đối chiếu rồi mới gửi."
                )
            ),
            "rows": [[words(label), value] for label, value in rows],
            "data_title": words(T("Dữ liệu nào, của bao nhiêu người")),
            "data": [[words(label), words(Tn("{n} người", n))] for label, n in kinds],
            "places_title": words(T("Theo nơi ở")),
            "places": [[name, words(Tn("{n} người", n))] for name, n in by_village.items()],
            "harm_title": words(T("Hậu quả có thể có")),
            "harm": words(
                T(
                    "Người lạ biết tên, năm sinh, nơi ở và việc học của người dân, có thể giả danh cán bộ để lừa. "
                    "Máy không giữ số căn cước, số tài khoản ngân hàng, sức khoẻ, tôn giáo, dân tộc."
                )
            ),
            "done_title": words(T("Đã làm gì:")),
            "done": list(breach.measures) or [DOTS, DOTS, DOTS],
            "told": words(T("Thư báo cho từng người: {n} thư.", n=Number(len(reached)))),
            "signed": [
                words(each)
                for each in (T("Ngày … tháng … năm …"), T("TM. ỦY BAN NHÂN DÂN"), T("(ký tên, đóng dấu)"))
            ],
        },
    )  # fmt: skip


def list_of(reached: Sequence[Reached], words: Callable[[Words], str]) -> bytes:
    """The affected as CSV (UTF-8 with a mark, so that Excel reads it)."""
    out = StringIO()
    table = csv.writer(out)
    head = (T("Họ và tên"), T("Năm sinh"), T("Nơi ở"), T("Hộ"), T("Dữ liệu nào"), T("Sổ ghi đã mở, lần cuối"))
    table.writerow([words(each) for each in head])
    for each in reached:
        day = "" if each.seen_on is None else words(T("{day}", day=Day(each.seen_on)))
        table.writerow(
            [_plain(each.name), each.birth_year, _plain(each.village), _plain(each.household), words(each.data), day]
        )
    return ("\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue()).encode()


def _plain(said: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{said}" if said[:1] in {"=", "+", "-", "@"} else said
