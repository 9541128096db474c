"""The association's site: a sheet to type from, which villages are in it, its list compared with ours."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.errands import SiteSheetErrand, ask_for
from criteria import association_site
from criteria.declaration import Measure
from criteria.model import CITIZEN
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.router import HOME, Goto, Routes
from handlers.kit.screen import Screen
from handlers.shared.this_year import still_of
from handlers.shared.wanted_file import asking, heard, with_link
from locales.format import day_of
from locales.text import BLANK, Arg, Day, Number, T, Words, lines
from storage import counters, places, site_entries
from storage.cycles import Cycle
from storage.kit.words import FilePurpose
from storage.places import Place
from storage.site_entries import SiteEntry

routes = Routes()

TRAINING = T("Năm này dùng bộ mẫu tập huấn, số điểm là số giả, nên không nhập lên trang.")
UNCHECKED = T("Tên trang, thứ tự cột chưa đối chiếu với trang thật.")


@routes.shows("site/{cycle}", Action.EXPORT)
def site(turn: Turn, cycle: Cycle) -> Screen:
    """Which villages' results are in the site, and what can be done."""
    about, ticked = association_site.load(), site_entries.of_cycle(turn.tx, cycle.id)
    confirmed = _confirmed(turn, cycle)
    shown = [each for each in places.villages(turn.tx, cycle.commune_id) if confirmed.get(each.id)]
    return Screen(
        title=about.name,
        text=lines(
            still_of(turn, cycle),
            None if about.source.verified else UNCHECKED,
            BLANK,
            *(_line(each, confirmed[each.id], ticked.get(each.id)) for each in shown),
            None if shown else T("Chưa có ai được xác nhận để nhập."),
        ),
        choices=(
            Choice(T("Lấy bảng để nhập (Excel)"), ways.site_sheet(cycle.id), Look.MAIN),
            Choice(T("Gửi danh sách của trang để đối chiếu"), ways.site_bring()),
            *(_tick(cycle, each, ticked.get(each.id), confirmed[each.id]) for each in shown),
            Choice(T("Số liệu"), ways.stats_of(cycle.id), Look.WAY),
            HOME,
        ),
    )


def _confirmed(turn: Turn, cycle: Cycle) -> dict[int, int]:
    """How many are confirmed in each village, recognised ones among them."""
    found = counters.tallies(turn.tx, cycle.id, CITIZEN)
    return {place: tally[Measure.CONFIRMED] for place, tally in found.items()}


def _line(place: Place, confirmed: int, entry: SiteEntry | None) -> Words:
    if entry is None:
        return T("- {place}: {n} người, chưa nhập", place=place.full_name, n=Number(confirmed))
    said: dict[str, Arg] = {
        "place": place.full_name,
        "n": Number(entry.people),
        "day": Day(day_of(entry.at)),
        "name": entry.by,
    }
    if confirmed > entry.people:
        return T("- {place}: đã nhập {n} người ngày {day} ({name}), còn {more} người mới",
                 more=Number(confirmed - entry.people), **said)  # fmt: skip
    return T("- {place}: đã nhập {n} người ngày {day} ({name})", **said)


def _tick(cycle: Cycle, place: Place, entry: SiteEntry | None, confirmed: int) -> Choice:
    if entry is not None and entry.people >= confirmed:
        return Choice(T("Bỏ dấu đã nhập: {place}", place=place.full_name), ways.site_untick(cycle.id, place.id))
    return Choice(T("Đã nhập: {place}", place=place.full_name), ways.site_tick(cycle.id, place.id))


@routes.does("site-tick/{cycle}/{at}", Action.EXPORT)
def tick(turn: Turn, cycle: Cycle, at: int) -> Goto:
    """All who are confirmed there are in the site now."""
    confirmed = _confirmed(turn, cycle).get(at, 0)
    held = site_entries.of_cycle(turn.tx, cycle.id).get(at)
    if confirmed and _is_ours(turn, cycle, at) and (held is None or held.people != confirmed):
        site_entries.tick(turn.tx, cycle.id, at, people=confirmed, by=turn.person.id)
    return Goto(ways.site(cycle.id))


@routes.does("site-untick/{cycle}/{at}", Action.EXPORT)
def untick(turn: Turn, cycle: Cycle, at: int) -> Goto:
    """They are not, after all."""
    if at in site_entries.of_cycle(turn.tx, cycle.id):
        site_entries.tick(turn.tx, cycle.id, at, people=0, by=turn.person.id)
    return Goto(ways.site(cycle.id))


def _is_ours(turn: Turn, cycle: Cycle, place_id: int) -> bool:
    return any(each.id == place_id for each in places.villages(turn.tx, cycle.commune_id))


@routes.does("site-sheet/{cycle}", Action.EXPORT)
def sheet(turn: Turn, cycle: Cycle) -> Goto:
    """Ask for the sheet to type from."""
    if cycle.is_training:
        return Goto(ways.site(cycle.id), TRAINING)
    asked = ask_for(turn.tx, turn.account, SiteSheetErrand(cycle.id))
    said = T("Đang làm tệp, xong sẽ gửi vào đây.") if asked else T("Tệp trước đang làm, {you} đợi một chút.")
    return Goto(ways.site(cycle.id), said)


@routes.does("site-bring", Action.EXPORT)
def bring(turn: Turn) -> Goto:
    """The way in: with a link, where one can be made."""
    return with_link(turn, FilePurpose.SITE_LIST, ways.site_send())


@routes.shows("site-send", Action.EXPORT, once=True)
def send(turn: Turn) -> Screen:
    """Which file, and how it comes."""
    return asking(
        turn,
        T("Danh sách lấy từ trang của Hội: có họ tên, năm sinh, nơi ở. Máy so với danh sách đã xác nhận năm nay, "
          "không đưa ai vào hay bỏ ai ra."),
        here=ways.site_send(),
        again=ways.site_bring(),
        choices=(Choice(T("Số liệu"), ways.stats(), Look.WAY),),
    )  # fmt: skip


@routes.hears("site-send")
def send_heard(turn: Turn, said: Said | Sent) -> Goto:
    """A file that was sent."""
    return heard(turn, said, FilePurpose.SITE_LIST, ways.site_send())
