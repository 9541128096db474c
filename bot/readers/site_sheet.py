"""What is typed into the association's site, and its list compared with ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.readers.roster_understood import Asked, understood
from criteria.explain import answer_words
from criteria.official_places import names as commune_names
from criteria.score import Verdict
from intake.limits import FileError
from intake.listed import CommuneNames, ListedPlace
from locales.format import day_of
from locales.text import T, Words
from reports.site_sheet import Comparison, SitePerson, Theirs, compare
from reports.sorting import vietnamese_name_key
from storage import declarations, places, site_entries
from storage.cycles import Cycle
from storage.kit.transaction import Transaction

GONE = T("Tệp không còn trong máy nữa (quá một ngày). {You} gửi lại tệp.")
OPEN = T("Chưa xác định")
NO_LIST = T("Tệp này không phải danh sách họ tên có năm sinh và nơi ở.")
RESULTS: dict[Verdict, Words] = {Verdict.REACHED: T("Đạt"), Verdict.NOT_REACHED: T("Chưa đạt")}


def people_of(tx: Transaction, cycle: Cycle) -> list[SitePerson]:
    """Everybody confirmed in a year, by village and name, with what the site asks for."""
    order = {each.id: (n, each.full_name) for n, each in enumerate(places.villages(tx, cycle.commune_id))}
    ticked, criteria = site_entries.of_cycle(tx, cycle.id), cycle.criteria()
    asked = {each.id for each in criteria.indicators}
    found = [each for each in declarations.confirmed(tx, cycle.id) if each.place_id in order]
    found.sort(key=lambda each: (order[each.place_id][0], vietnamese_name_key(each.person.full_name)))
    return [
        SitePerson(
            name=each.person.full_name,
            birth_year=each.person.birth_year,
            village_id=each.place_id,
            village=order[each.place_id][1],
            answers={key: answer_words(criteria, key, value) for key, value in each.answers.items() if key in asked},
            total=each.total,
            result=RESULTS.get(each.judged or each.verdict, OPEN),
            entered=each.place_id in ticked
            and each.decided_at is not None
            and each.decided_at <= ticked[each.place_id].at,
        )
        for each in found
    ]


@dataclass(frozen=True, slots=True)
class SiteList:
    """A list of the site, to be read outside the transaction."""

    name: str
    digest: str
    asked: Asked
    villages: Mapping[int, str]


def list_to_read(tx: Transaction, cycle: Cycle, name: str, digest: str) -> SiteList:
    """What reading the site's list needs to know of the commune; its bytes come later."""
    commune, here = places.get(tx, cycle.commune_id), places.villages(tx, cycle.commune_id)
    asked = Asked(
        name=name,
        content=b"",
        password="",
        today=day_of(tx.now),
        places=[ListedPlace(each.id, each.label, each.name, each.old_commune or "") for each in here],
        communes=CommuneNames(commune.name, commune_names()),
        choices={},
    )
    return SiteList(name, digest, asked, {each.id: each.full_name for each in here})


def compared(ours: Sequence[SitePerson], of: SiteList, bytes_of: Callable[[str], bytes]) -> Comparison | Words:
    """The site's list against ours; or why it cannot be read."""
    try:
        found = understood(replace(of.asked, content=bytes_of(of.digest)))
    except FileNotFoundError:
        return GONE
    except FileError as error:
        return error.words
    if not found.people:
        return found.refused or NO_LIST
    return compare(ours, [Theirs(each.full_name, each.birth_year, each.place_id) for each in found.people], of.villages)
