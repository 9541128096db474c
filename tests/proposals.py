"""Lists of people to be recognised, for tests of the conversations about them."""

from __future__ import annotations

from datetime import date

from acts import recognising
from criteria.declaration import Move
from criteria.model import CITIZEN, Standing
from criteria.recognition import Step
from storage import cycles, decisions, declarations, recognition
from storage.cycles import Adoption
from storage.kit.transaction import Transaction
from storage.people import Person
from storage.recognition import RecognitionList, Signed
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


SIGNED = Signed(number="15/QĐ-UBND", decided_on=date(2026, 11, 20), signer="Lê Văn Cả", signer_office="Chủ tịch")


async def submitted(commune: Commune) -> int:
    """A list with three names that went to who signs, by rules that the commune has chosen; its id."""
    made = await drawn_up(commune)
    await adopted(commune)
    await commune.do(lambda tx: recognising.submit(tx, recognition.get(tx, made.id, lock=True)))
    return made.id


async def issued(commune: Commune) -> int:
    """The same, signed; the three are recognised."""
    made = await submitted(commune)

    def sign(tx: Transaction) -> None:
        found = recognition.get(tx, made, lock=True)
        recognition.step(
            tx, found, Step.ISSUE, number=SIGNED.number, decided_on=SIGNED.decided_on, signer=SIGNED.signer,
            signer_office=SIGNED.signer_office, issued_at=tx.now,
        )  # fmt: skip
        while recognising.carry_out_some(tx, made, by=commune.village.officer.id):
            pass

    await commune.do(sign)
    return made
