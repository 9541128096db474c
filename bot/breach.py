"""``hoctap breach``: whose data may have been seen, a letter for each of them, the notice to the authority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from bot.commune_setup import SetupError, act_as_operator
from bot.file_makers import say
from locales.catalog import ELDER, address_for
from locales.format import day_of, year_of
from locales.text import Moment, T, Words
from reports.breach_letters import Breach, Reached, authority_notice, letters, list_of
from storage import breaches, places
from storage.breaches import Affected, Reach
from storage.kit.transaction import Transaction
from storage.places import Place

DUE = timedelta(hours=72)  # to tell the authority: recalled, not compared with the law's text
# What was within reach, in the order in which the notice has it.
DATA: Mapping[Reach, Words] = {
    Reach.DATABASE: T(
        "họ tên, năm sinh, nơi ở, người cùng hộ, việc làm, các câu trả lời và kết quả, sổ học tập, "
        "tên tài khoản nhắn tin, các tin đã báo; ảnh, nếu thư mục ảnh cũng mất"
    ),
    Reach.OWN: T(
        "họ tên, năm sinh, nơi ở, người cùng hộ, việc làm, các câu trả lời và kết quả, sổ học tập, ảnh đã gửi, "
        "các tin đã nhận"
    ),
    Reach.SPOKEN: T("họ tên, năm sinh, nơi ở, việc làm, các câu trả lời và kết quả, sổ học tập, ảnh đã gửi"),
    Reach.SERVED: T(
        "họ tên, năm sinh, nơi ở, việc làm, các câu trả lời và kết quả đã gửi, ảnh minh chứng, dùng ứng dụng nào"
    ),
    Reach.HOUSEHOLD: T("họ tên, quan hệ trong hộ, kết quả"),
    Reach.HELPED: T("họ tên, năm sinh, nơi ở, số phiếu giấy"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the operator knows of it. ``discovered_at``: now, if nothing is said; ``measures``: what was done."""

    since: date
    discovered_at: datetime | None = None
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Papers:
    """What the command writes: what draws each file, without a database, by its name; and lines for the operator."""

    files: Mapping[str, Callable[[], bytes]]
    said: tuple[str, ...]


def of_account(tx: Transaction, code: str, name: str, born: int | None, known: Known) -> Papers:
    """A person's telephone or account is in other hands; of a head or officer: all whom they served.

    Raises:
        SetupError: no such commune, nobody of that name, or several.
    """
    commune = _commune(tx, code)
    found = breaches.people_named(tx, commune, name, born)
    if not found:
        raise SetupError(f"{name}: không có ai tên ấy ở đây (nobody of that name)")
    if len(found) > 1:
        those = "; ".join(f"{each.person.full_name} {each.person.birth_year}, {each.village}" for each in found)
        raise SetupError(f"{name}: có {len(found)} người, thêm --born (several people): {those}")
    (whose,) = found
    affected = breaches.of_account(tx, whose.id, known.since)
    lost = T("điện thoại hoặc tài khoản của {name} vào tay người khác", name=whose.person.full_name)
    breach = _breach(tx, commune, lost, known, is_account=True)
    _on_record(tx, f"person:{whose.id}", "account", breach, affected)
    chats = breaches.chats_of(tx, whose.id)
    lock = "khoá máy đã mất trong chat, mục Cấp mã, khoá máy bị mất (cut the lost phone off in the chat)"
    return _papers(
        tx, commune, breach, affected, *((f"Còn {chats} máy nối với tài khoản này: {lock}.",) if chats else ())
    )


def of_data(tx: Transaction, code: str, known: Known) -> Papers:
    """A backup, a disk or the database itself is in other hands: everybody of the commune.

    Raises:
        SetupError: no such commune.
    """
    commune = _commune(tx, code)
    affected = breaches.of_commune(tx, commune.id)
    breach = _breach(tx, commune, T("bản sao lưu hoặc cơ sở dữ liệu vào tay người khác"), known, is_account=False)
    _on_record(tx, f"place:{commune.id}", "data", breach, affected)
    others = ", ".join(each.full_name for each in places.communes(tx) if each.id != commune.id)
    again = f"Máy này còn giữ dữ liệu của: {others}. Làm lệnh này cho từng nơi (there is data of other communes)."
    return _papers(tx, commune, breach, affected, *((again,) if others else ()))


def _commune(tx: Transaction, code: str) -> Place:
    act_as_operator(tx)
    commune = places.by_official_code(tx, code)
    if commune is None:
        raise SetupError(f"{code}: chưa có xã, phường này, chạy hoctap add-commune trước")
    return commune


def _breach(tx: Transaction, commune: Place, lost: Words, known: Known, *, is_account: bool) -> Breach:
    if known.since > day_of(tx.now):
        raise SetupError(f"{known.since}: ngày ấy chưa đến (that day has not come)")
    discovered = known.discovered_at or tx.now
    return Breach(
        office=T("Ủy ban nhân dân {commune}", commune=commune.inline_name),
        contact=commune.contact or commune.full_name,
        lost=lost,
        is_account=is_account,
        since=known.since,
        discovered_at=discovered,
        due_at=discovered + DUE,
        measures=known.measures,
    )


def _on_record(tx: Transaction, subject: str, what: str, breach: Breach, affected: Sequence[Affected]) -> None:
    breaches.record(
        tx, subject, what=what, since=breach.since, discovered_at=breach.discovered_at, affected=len(affected)
    )


def _papers(tx: Transaction, commune: Place, breach: Breach, affected: Sequence[Affected], *more: str) -> Papers:
    here, year = places.words_in(tx, commune.id), year_of(tx.now)
    reached = tuple(
        Reached(
            name=each.person.full_name,
            birth_year=each.person.birth_year,
            village=each.village,
            household=each.household,
            data=DATA[each.reach],
            seen_on=each.seen_on,
            words=partial(say, "vi", here, address_for(each.person.age_in(year))),
        )
        for each in affected
    )
    kinds = Counter(each.reach for each in affected)
    words = partial(say, "vi", here, ELDER)
    return Papers(
        {
            "danh-sach.csv": partial(list_of, reached, words),
            "thu-tung-nguoi.pdf": partial(letters, breach, reached),
            "bao-co-quan.pdf": partial(
                authority_notice, breach, reached, [(DATA[each], kinds[each]) for each in Reach if kinds[each]], words
            ),
        },
        (
            f"{len(affected)} người có thể bị ảnh hưởng (people affected).",
            words(T("Báo cơ quan trước {when}, 72 giờ: CHƯA ĐỐI CHIẾU văn bản gốc.", when=Moment(breach.due_at))),
            *more,
        ),
    )
