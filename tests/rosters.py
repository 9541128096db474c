"""Files with a roster for tests: read and compared, as the job leaves them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.commune_setup import act_as_operator
from criteria.names import fold
from criteria.roster_matching import Known, Listed, Listing, match
from storage import people, places, roster_imports, roster_taking
from storage.kit.transaction import Transaction
from storage.places import Place
from storage.roster_imports import NewLine, RosterImport, Source
from tests.handlers.driver import Commune
from tests.village import Village, there

ORIGIN = Source(source="Công an xã", as_of=date(2026, 11, 1), basis="Công văn 15/UBND", provider="")
Row = tuple[str, int, str]
WRITING = ("--write", "--source", "Công an xã", "--as-of", "2026-11-01", "--basis", "Công văn 15/UBND")  # by hoctap


def compared(tx: Transaction, lines: Sequence[tuple[Place, Row]], people_known: Sequence[Known]) -> list[NewLine]:
    """Lines as the job keeps them: read, and compared with who is known."""
    told = [
        Listed(n, place.id, name, fold(name), year, household)
        for n, (place, (name, year, household)) in enumerate(lines)
    ]
    meaning, gone = match(told, people_known)
    kept = []
    for each in told:
        meant = meaning[each.n]
        doubtful = meant.listing is Listing.DOUBTFUL
        kept.append(
            NewLine(
                n=each.n, sheet="Sheet1", row=each.n + 2, place_id=each.place_id, household=each.household,
                full_name=each.full_name, birth_year=each.birth_year, listing=meant.listing, likeness=meant.likeness,
                person_id=None if doubtful else meant.person_id, like_id=meant.person_id if doubtful else None,
            )
        )  # fmt: skip
    named = people.many(tx, gone)
    kept += [
        NewLine(
            n=len(told) + i, sheet="", row=0, place_id=named[key].place_id, full_name=named[key].full_name,
            birth_year=named[key].birth_year, listing=Listing.GONE, person_id=key,
        )
        for i, key in enumerate(gone)
    ]  # fmt: skip
    return kept


def brought(
    tx: Transaction, village: Village, lines: Sequence[tuple[Place, Row]], origin: Source = ORIGIN
) -> RosterImport:
    """A file that was read and compared."""
    act_as_operator(tx)
    file = roster_imports.begin(
        tx,
        commune_id=village.commune.id,
        account_id=there(tx.chain).account_id,
        file_name="danh-sach.xlsx",
        digest=None,
    )
    known = [each for place in places.villages(tx, village.commune.id) for each in roster_imports.known(tx, place.id)]
    roster_imports.put_lines(tx, file.id, compared(tx, lines, known))
    roster_imports.ready(tx, file.id, {})
    roster_imports.say_origin(tx, file, origin)
    return roster_imports.get(tx, file.id)


async def has(commune: Commune, *rows: Row, origin: Source = ORIGIN) -> RosterImport:
    """A file with these people of Kim Sơn was read."""
    village = commune.village
    return await commune.do(lambda tx: brought(tx, village, [(village.kim_son, row) for row in rows], origin))


async def now(commune: Commune, file: RosterImport) -> RosterImport:
    """A file as it is now."""
    return await commune.look(lambda tx: roster_imports.get(tx, file.id))


def taken(tx: Transaction, village: Village, *rows: Row) -> None:
    """A file with these people of Kim Sơn was read and taken over."""
    file = brought(tx, village, [(village.kim_son, row) for row in rows])
    roster_imports.start(tx, file)
    after: int | None = -1
    while after is not None:
        after = roster_taking.take_some(tx, file.id, by=None, after=after)
    roster_imports.finish(tx, file.id)
