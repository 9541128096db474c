"""What the book of scholarship funds is made of."""

from __future__ import annotations

from acts.words.fund_words import fund_name
from reports.fund_workbook import FundBook, FundLine
from storage import cycles, funds, people, places
from storage.kit.transaction import Transaction


def fund_book(tx: Transaction, cycle_id: int) -> FundBook:
    """The funds of a year, the commune's own first."""
    cycle = cycles.get(tx, cycle_id)
    commune, here = places.get(tx, cycle.commune_id), places.villages(tx, cycle.commune_id)
    sizes = people.roster_sizes(tx, cycle, place_ids=[each.id for each in here], min_age=0)
    sizes[commune.id] = whole = sum(sizes.values())
    return FundBook(
        commune=commune.full_name,
        year=cycle.year,
        as_of=tx.now,
        whole=whole,
        funds=[
            FundLine(
                whose=fund_name(places.get(tx, each.place_id).full_name, each.clan),
                opening=each.opening,
                received=each.received,
                spent=each.spent,
                closing=each.closing,
                grants=each.grants,
                whole=sizes.get(each.place_id) if each.clan_id is None else None,
                source=each.source,
                stated_on=each.stated_on,
            )
            for each in funds.of_cycle(tx, cycle_id)
        ],
    )
