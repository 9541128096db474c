"""How a commune's papers are headed and signed: kept, offered again, on record without the name."""

from __future__ import annotations

from sqlalchemy import select

from bot.commune_setup import act_as_operator
from criteria.letterhead import Capacity, Issuer, Letterhead
from storage import letterheads
from storage.kit.engine import Database
from storage.kit.tables import audit
from storage.kit.transaction import Transaction
from tests.village import found

CHOSEN = Letterhead(
    issuer=Issuer.ASSOCIATION,
    superior="Hội Khuyến học tỉnh",
    capacity=Capacity.CHAIR,
    signer="Phan Xuân Hải",
    place="Sơn Hồng",
    addressees=("Sở Nội vụ", "Sở Y tế"),
    copies=("Đảng ủy xã",),
)


async def test_what_was_chosen_is_offered_again_and_its_revision_tells_a_change(database: Database) -> None:
    commune = (await database.write(found)).commune.id
    first = await database.read(lambda tx: letterheads.of_commune(tx, commune))
    assert (first.letterhead, first.revision) == (Letterhead(), 0)

    def choose(tx: Transaction) -> None:
        act_as_operator(tx)
        letterheads.change(tx, commune, issuer=Issuer.ASSOCIATION, superior="Hội Khuyến học tỉnh", signer="X")
        letterheads.change(tx, commune, capacity=Capacity.CHAIR, signer="Phan Xuân Hải", place="Sơn Hồng")
        letterheads.change(tx, commune, addressees=("Sở Nội vụ", "Sở Y tế"), copies=("Đảng ủy xã",))
        letterheads.change(tx, commune, place="Sơn Hồng")  # as it is

    await database.write(choose)
    kept = await database.read(lambda tx: letterheads.of_commune(tx, commune))
    assert (kept.letterhead, kept.revision) == (CHOSEN, 3)
    lines = await database.read(
        lambda tx: (
            tx.connection.execute(select(audit.c.data).where(audit.c.code == "letterhead.changed")).scalars().all()
        )
    )
    assert [line["fields"] for line in lines] == [
        ["issuer", "signer", "superior"],
        ["capacity", "place", "signer"],
        ["addressees", "copies"],
    ]
    assert "Hải" not in str(lines)


async def test_each_commune_has_its_own(database: Database) -> None:
    from bot.commune_setup import add_commune

    mine = (await database.write(found)).commune.id

    def other(tx: Transaction) -> int:
        commune = add_commune(tx, "18163", year=2026, contact="", villages=["Một"])
        letterheads.change(tx, commune.id, signer="Lê Thị Bình")
        return commune.id

    theirs = await database.write(other)
    assert (await database.read(lambda tx: letterheads.of_commune(tx, mine))).letterhead == Letterhead()
    assert (await database.read(lambda tx: letterheads.of_commune(tx, theirs))).letterhead.signer == "Lê Thị Bình"
