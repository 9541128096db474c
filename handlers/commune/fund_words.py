"""Scholarship funds in words: one fund, the sum of a year's, what a resident's share of it is."""

from __future__ import annotations

from acts.words.fund_words import a_resident
from locales.text import Day, Number, T, Verbatim, Words, lines
from storage import funds, people, places
from storage.cycles import Cycle
from storage.funds import Fund
from storage.kit.transaction import Transaction
from storage.places import Place


def fund_lines(found: Fund) -> Words:
    """The line of a year, as it is said in the chat."""
    return lines(
        T("Đầu kỳ: {n} đồng", n=Number(found.opening)),
        T("Thu: {n} đồng", n=Number(found.received)),
        T("Chi: {n} đồng", n=Number(found.spent)),
        T("Cuối kỳ: {n} đồng", n=Number(found.closing)),
        T("Số suất: {n}", n=Number(found.grants)),
        T("Căn cứ: {source}; số liệu ngày {day}", source=Verbatim(found.source), day=Day(found.stated_on)),
    )


def residents(tx: Transaction, cycle: Cycle, among: tuple[Place, ...]) -> dict[int, int]:
    """People of the roster of any age, by the place that assesses them."""
    ids = [each.id for each in among]
    return people.roster_sizes(tx, cycle, place_ids=ids, min_age=0)


def fund_words(tx: Transaction, cycle: Cycle) -> Words | None:
    """What the funds say beside 2.2: a support for who enters it, never its result."""
    found = funds.of_cycle(tx, cycle.id)
    if not found:
        return None
    whole = sum(residents(tx, cycle, places.villages(tx, cycle.commune_id)).values())
    closing = sum(each.closing for each in found)
    return T(
        "Từ sổ theo dõi quỹ: {n} quỹ đã ghi, thu {received} đồng, cuối kỳ {closing} đồng, {share}",
        n=Number(len(found)),
        received=Number(sum(each.received for each in found)),
        closing=Number(closing),
        share=a_resident(closing, whole),
    )
