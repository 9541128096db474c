"""Lists of people to be recognised, for tests of the conversations about them."""

from __future__ import annotations

from criteria.declaration import Move
from criteria.model import CITIZEN, Standing
from storage import cycles, decisions, declarations, recognition
from storage.cycles import Adoption
from storage.kit.transaction import Transaction
from storage.people import Person
from storage.recognition import RecognitionList
from tests.handlers.driver import Commune
from tests.village import PLAIN, declared, there


async def confirmed(commune: Commune, *who: Person) -> None:
    """These people have declared, reach the title, and were confirmed by the head."""

    def work(tx: Transaction) -> None:
        for person in who:
            sent = declared(tx, commune.village, person, PLAIN)
            held = there(declarations.load(tx, sent.id))
            decisions.decide(tx, held, Move.CONFIRM, person_id=commune.village.head.id)

    await commune.do(work)


async def adopted(commune: Commune) -> None:
    """The commune has adopted its set: results are no proposal any more."""

    def work(tx: Transaction) -> None:
        cycle = there(cycles.load(tx, commune.cycle))
        adoption = cycle.adoption(CITIZEN)
        now = Adoption(adoption.set_id, adoption.uncorrected, Standing.PROVISIONAL, adoption.corrections)
        cycles.adopt(tx, cycle, CITIZEN, now, person_id=commune.village.officer.id)

    await commune.do(work)


async def drawn_up(commune: Commune) -> RecognitionList:
    """A list with Lan, Mai and somebody of Hồng Lĩnh."""
    mai = commune.people["Mai"]
    khanh = commune.people["Khánh"]
    await confirmed(commune, commune.village.lan, mai, khanh)

    def work(tx: Transaction) -> RecognitionList:
        here = [commune.kim_son, commune.hong_linh]
        officer = commune.village.officer.id
        return there(recognition.draw_up(tx, cycle_id=commune.cycle, title=CITIZEN, place_ids=here, by=officer))

    return await commune.do(work)


async def now(commune: Commune, found: RecognitionList) -> RecognitionList:
    """A list as it is now."""
    return await commune.look(lambda tx: recognition.get(tx, found.id))
