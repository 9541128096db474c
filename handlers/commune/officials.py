"""Officials of each office: who holds the title, who is missing of the 100 % that plans ask for."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.errands import OfficialsErrand, ask_for
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared.standing_words import STANDING_NAMES
from handlers.shared.this_year import not_opened
from locales.text import BLANK, Number, T, Tn, Verbatim, lines
from reports.sorting import vietnamese_name_key
from storage import cycles, officials
from storage.cycles import Cycle
from storage.places import Place

routes = Routes()

A_PAGE = 15  # names


@routes.shows("officials/{cycle}", Action.EXPORT)
def all_offices(turn: Turn, cycle: Cycle) -> Screen:
    """By office: how many hold the title of how many; the one that lacks most comes first."""
    offices = officials.offices(turn.tx, cycle)
    found = officials.of_offices(turn.tx, cycle, [each.id for each in offices])
    missing = {key: sum(not each.holds for each in people) for key, people in found.items()}
    whole, lacking = sum(map(len, found.values())), sum(missing.values())
    return Screen(
        room=UNBROKEN,
        title=T("Cán bộ, công chức, viên chức, năm {year}", year=cycle.year),
        text=lines(
            T("Năm này chỉ còn số liệu, không còn tên.") if cycle.settled_at is not None else None,
            T("{Commune_label} chưa có cơ quan, đơn vị nào trong danh sách.") if not offices else None,
            T("Đạt Công dân học tập: {held}/{whole}.", held=Number(whole - lacking), whole=Number(whole)),
            Tn("Còn {n} người chưa đạt để đủ 100%.", lacking) if lacking else None,
            T("Tính người trong danh sách dân cư thuộc cơ quan, đơn vị; không tính doanh nghiệp, hợp tác xã và ai đã "
              "khai thuộc nhóm khác (học sinh, lao động)."),
        ),
        choices=(
            *(
                Choice(
                    T("{place}: {held}/{whole}", place=each.full_name, held=len(found[each.id]) - missing[each.id],
                      whole=len(found[each.id])),
                    ways.officials_of(each.id, 0),
                )
                for each in sorted(offices, key=lambda each: (-missing[each.id], each.id))
            ),
            *((Choice(T("Lấy danh sách (Excel)"), ways.officials_file(cycle.id), Look.MAIN),) if whole else ()),
            Choice(T("Chỉ tiêu kế hoạch"), ways.plans_of(cycle.id), Look.WAY),
            HOME,
        ),
    )  # fmt: skip


@routes.shows("officials-of/{place}/{skipped}", Action.REMIND)
def of_office(turn: Turn, place: Place, skipped: int) -> Answer:
    """Who of one office is missing in the year in hand, by given name: for who is in charge of it and the officers."""
    if (cycle := cycles.in_hand(turn.tx, place.commune_id)) is None:
        return not_opened(turn)
    if place.id not in {each.id for each in officials.offices(turn.tx, cycle)}:
        return Goto(ways.home())
    found = officials.of_offices(turn.tx, cycle, [place.id])[place.id]
    missing = sorted((each for each in found if not each.holds), key=lambda each: vietnamese_name_key(each.full_name))
    if missing and skipped >= len(missing):
        return Goto(ways.officials_of(place.id, 0))
    shown = missing[skipped : skipped + A_PAGE]
    more = Choice(T("Xem tiếp"), ways.officials_of(place.id, skipped + A_PAGE), Look.MAIN)
    is_officer = place.commune_id in turn.actor.communes
    return Screen(
        room=UNBROKEN,
        title=T("Chưa đạt Công dân học tập: {place}, năm {year}", place=place.full_name, year=cycle.year),
        text=lines(
            T("Đạt: {held}/{whole}.", held=len(found) - len(missing), whole=len(found)),
            BLANK,
            *(
                T("- {name}, sinh {year}: {standing}", name=Verbatim(each.full_name), year=each.birth_year,
                  standing=STANDING_NAMES[each.standing])
                for each in shown
            ),
            None if missing else T("Không thiếu ai."),
        ),
        choices=(
            *((more,) if missing[skipped + A_PAGE :] else ()),
            Choice(T("Ai chưa khai: {place}", place=place.full_name), ways.missing(place.id)),
            *((Choice(T("Các cơ quan, đơn vị"), ways.officials(cycle.id), Look.WAY),) if is_officer else ()),
            HOME,
        ),
        names=frozenset(each.person_id for each in shown),
    )  # fmt: skip


@routes.does("officials-file/{cycle}", Action.EXPORT)
def file_(turn: Turn, cycle: Cycle) -> Goto:
    """Ask for the list of all offices, with who is missing."""
    if ask_for(turn.tx, turn.account, OfficialsErrand(cycle.id)):
        return Goto(ways.officials(cycle.id), T("Đang lập danh sách, xong sẽ gửi tệp Excel vào đây."))
    return Goto(ways.officials(cycle.id), T("Danh sách trước đang lập, {you} đợi một chút."))
