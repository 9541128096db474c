"""The evening's notice, and the one that goes out at once: what there is to say to somebody who decides."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.notices import Notice
from acts.words.deadline_words import coming
from criteria.policy import Actor, Role
from handlers.deciding.figures_due import figures_due
from locales.format import day_of
from locales.text import T, Tn, Words, lines
from storage import cycles, digests, joining_requests, places, queue, to_tell_in_person, vouching
from storage.kit.transaction import Transaction
from storage.places import Place
from storage.queue import Filter

JANUARY = 1
OFFICERS_SEE, HEADS_SEE = 30, 14  # days ahead in which a date of the plan is named
MILESTONES = frozenset({30, 14, 7, 3, 2, 1, 0, -1})  # days left on which a date alone is worth a notice


def digest_key(person_id: int) -> str:
    """The outbox key of a person's notice; released when they open their queue."""
    return f"digest:{person_id}"


def evening(tx: Transaction, actor: Actor) -> Notice | None:
    """One notice for the whole day: what waits, whom to tell at the door, which dates come. Nothing: no notice."""
    figures, figures_choices = figures_due(tx, actor)
    if not actor.decides:
        return None if figures is None else Notice(figures, figures_choices)
    page = queue.page(tx, actor, most=1)
    waiting, doubtful, late = (page.counts[each] for each in (Filter.ALL, Filter.DOUBTFUL, Filter.LATE))
    to_visit = to_tell_in_person.count_open_for(tx, actor)
    newcomers = vouching.count_open_for(tx, actor)
    wishes = joining_requests.waiting(tx, actor).for_me
    dates, is_milestone = _dates(tx, actor)
    opened = _registration_opened(tx, actor)
    if not any((waiting, to_visit, newcomers, wishes, is_milestone, opened, figures)):
        return None
    return Notice(
        text=lines(
            Tn("Có {n} bản khai chờ {you} xác nhận.", waiting) if waiting else None,
            Tn("{n} bản cần xem kỹ.", doubtful) if doubtful else None,
            Tn("{n} bản đã chờ quá 3 ngày.", late) if late else None,
            Tn("{n} người cần báo tận nơi.", to_visit) if to_visit else None,
            Tn("{n} người mới ghi tên, chờ {you} xem có đúng người.", newcomers) if newcomers else None,
            Tn("{n} lời xin vào hoặc rời hộ, đơn vị, dòng họ chờ {you} trả lời.", wishes) if wishes else None,
            *(
                T(
                    "Đã mở đăng ký danh hiệu năm {year} ở {place}: {you} ghi theo danh sách, hoặc in danh sách để ký.",
                    year=day_of(tx.now).year,
                    place=place.inline_name,
                )
                for place in opened
            ),
            *dates,
            figures,
        ),
        choices=(
            *figures_choices,
            *((Choice(T("Xem ngay"), ways.queue(), Look.MAIN),) if waiting else ()),
            *((Choice(T("Xem người cần báo"), ways.visits()),) if to_visit else ()),
            *((Choice(T("Xem người mới ghi tên"), ways.newcomers()),) if newcomers else ()),
            *((Choice(T("Xem lời xin"), ways.joinings()),) if wishes else ()),
            *(Choice(T("Đăng ký ở {place}", place=place.inline_name), ways.enrolments(place.id)) for place in opened),
            Choice(T("Đổi giờ nhận tin"), ways.digest_time(), Look.WAY),
        ),
    )


def _registration_opened(tx: Transaction, actor: Actor) -> tuple[Place, ...]:
    """The places that the person heads and where one can register now: in January, once, to heads alone."""
    today = day_of(tx.now)
    if today.month != JANUARY or actor.person_id is None:
        return ()
    headed = [places.get(tx, key) for key in sorted(actor.places(Role.HEAD))]
    found = [each for each in headed if _registers(tx, each)]
    return tuple(found) if found and digests.claim_registration(tx, actor.person_id, today.year) else ()


def _registers(tx: Transaction, place: Place) -> bool:
    cycle = cycles.running(tx, place.commune_id)
    return cycle is not None and cycle.registers


def _dates(tx: Transaction, actor: Actor) -> tuple[tuple[Words, ...], bool]:
    """The dates of the plan that come, and whether one of them is worth a notice by itself today."""
    served = sorted({*actor.communes, *actor.places(Role.HEAD)})
    communes = sorted({places.get(tx, key).commune_id for key in served})
    today = day_of(tx.now)
    within = OFFICERS_SEE if actor.communes else HEADS_SEE
    found = [
        due
        for commune_id in communes
        if (cycle := cycles.latest(tx, commune_id)) is not None
        for due in coming(cycle, today, within=within)
    ]
    return tuple(due.words for due in found), any(due.days in MILESTONES for due in found)


def urgent(tx: Transaction, actor: Actor) -> Notice | None:
    """What has waited over three days, said at once."""
    late = queue.page(tx, actor, most=1).counts[Filter.LATE]
    if not late:
        return None
    return Notice(
        text=lines(
            Tn("{n} bản khai đã chờ {you} quá 3 ngày.", late),
            T("Bà con đang mong tin. {You} xem giúp, mỗi bản chưa đến một phút."),
        ),
        choices=(Choice(T("Xem ngay"), ways.queue_show(Filter.LATE.value), Look.MAIN),),
    )
