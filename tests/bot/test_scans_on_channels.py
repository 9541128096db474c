"""The signed paper photographed, on every channel: fetched after the turn, kept encrypted, shown to officers again."""

from __future__ import annotations

from sqlalchemy import update

from acts import recognising
from bot.commune_setup import act_as_operator
from criteria.declaration import Move
from criteria.model import CITIZEN
from criteria.recognition import Step
from storage import decision_scans, decisions, declarations, recognition
from storage.kit.tables import accounts as account_rows
from storage.kit.transaction import Transaction
from tests.pictures import photo
from tests.village import PLAIN, declared, there
from tests.world import World

SIGNED = photo(900, 1200)


def issued(tx: Transaction, world: World) -> int:
    """A signed decision, and the officer's chats at the screen that asks for its scan."""
    act_as_operator(tx)
    village = world.village
    sent = declared(tx, village, village.lan, PLAIN)
    decisions.decide(tx, there(declarations.load(tx, sent.id)), Move.CONFIRM, person_id=village.head.id)
    made = there(
        recognition.draw_up(
            tx, cycle_id=village.cycle.id, title=CITIZEN, place_ids=[village.kim_son.id], by=village.officer.id
        )
    )
    recognising.submit(tx, recognition.get(tx, made.id, lock=True))
    recognition.step(tx, recognition.get(tx, made.id, lock=True), Step.ISSUE, number="15/QĐ-UBND")
    mine = account_rows.c.person_id == village.officer.id
    tx.connection.execute(update(account_rows).where(mine).values(route=f"scan-send/{made.id}/decision"))
    return made.id


async def test_a_photo_of_the_signed_paper_is_kept_with_the_decision(world: World) -> None:
    app, officer = world.app, world.phones["Thương"]
    made = await app.database.write(lambda tx: issued(tx, world))
    await officer.photo(SIGNED)
    await world.until(lambda tx: decision_scans.of_list(tx, made) != ())
    (scan,) = await app.database.read(lambda tx: decision_scans.of_list(tx, made))
    assert (scan.media_type, scan.name) == ("image/jpeg", "anh-chup.jpg")
    content = app.files.get(scan.digest)
    assert content.startswith(b"\xff\xd8\xff")
    assert content not in app.files.path(scan.digest).read_bytes()  # it lies encrypted
