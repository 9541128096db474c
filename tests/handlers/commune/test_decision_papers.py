"""Tờ trình and decision: how they are headed and signed is shown and chosen before a file is made."""

from __future__ import annotations

import pytest

from acts import ways
from acts.errands import DecisionErrand, ProposalErrand
from bot.readers.recognition_papers import to_sign
from criteria.letterhead import Capacity, Issuer, Letterhead
from criteria.model import CITIZEN, Standing
from storage import cycles, letterheads
from storage.cycles import Adoption
from tests.handlers.driver import Commune
from tests.proposals import SIGNED, adopted, drawn_up, issued, submitted


async def test_what_will_be_printed_is_shown_and_chosen_before_it_is_made(commune: Commune) -> None:
    made, officer = await submitted(commune), commune.officer
    await officer.press(ways.recognition(made))
    seen = await officer.choose("Lập tờ trình")
    for line in ("Cơ quan ban hành: Ủy ban nhân dân xã Sơn Hồng", "Số: …/TTr-UBND", "Kính gửi: (để trống)"):
        assert line in seen
    await officer.choose("Đổi cơ quan ban hành: Hội Khuyến học")
    await officer.choose("Chức vụ người ký")
    await officer.choose("Chủ tịch ký")
    await officer.say("Lê Thị Hoa")
    await officer.choose("Kính gửi")
    await officer.say("Chủ tịch Ủy ban nhân dân xã Sơn Hồng")
    await officer.choose("Số văn bản")
    await officer.say("5")
    await officer.choose("Ngày ký")
    seen = await officer.say("20/11")
    for line in ("Số: 5/TTr-HKH", "Ngày ký: 20/11/2026", "Người ký: CHỦ TỊCH; tên: Lê Thị Hoa"):
        assert line in seen
    assert "xong sẽ gửi tệp" in await officer.choose("Làm tệp Word")
    chosen = Letterhead(
        issuer=Issuer.ASSOCIATION,
        capacity=Capacity.CHAIR,
        signer="Lê Thị Hoa",
        addressees=("Chủ tịch Ủy ban nhân dân xã Sơn Hồng",),
    )
    assert await commune.errands() == [ProposalErrand(made, chosen, "docx", "5", "2026-11-20")]
    kept = await commune.look(lambda tx: letterheads.of_commune(tx, commune.village.commune.id).letterhead)
    assert kept == Letterhead()  # the year's report is headed as before


async def test_the_draft_names_who_heads_the_proposal(commune: Commune) -> None:
    made, officer = await submitted(commune), commune.officer
    await officer.press(ways.decision_issuer(made, "proposal", "association"))
    await officer.press(ways.recognition(made))
    seen = await officer.choose("Lập dự thảo quyết định")
    assert "Số: …/QĐ-UBND" in seen
    await officer.choose("Làm tệp PDF để in")
    (errand,) = await commune.errands()
    assert errand == DecisionErrand(made, Letterhead(), "pdf", Letterhead(issuer=Issuer.ASSOCIATION))


async def test_a_signed_decision_is_made_as_it_was_signed(commune: Commune) -> None:
    made = await issued(commune)
    seen = await commune.officer.press(ways.decision_paper(made, "decision"))
    assert "Quyết định số 15/QĐ-UBND ngày 20/11/2026, Chủ tịch Lê Văn Cả ký." in seen
    found, named = await commune.look(lambda tx: to_sign(tx, DecisionErrand(made, Letterhead(), "docx", None)))
    assert found.decided is not None
    assert (found.decided.number, found.decided.signer) == (SIGNED.number, SIGNED.signer)
    assert len(named) == len(found.names) == 3


async def test_what_another_officer_changed_meanwhile_is_shown_before_it_is_printed(commune: Commune) -> None:
    made = await submitted(commune)
    await commune.officer.press(ways.decision_paper(made, "decision"))
    old = commune.officer.screen.choices["Làm tệp Word"]
    await commune.officer.press(ways.decision_capacity(made, "decision", "chair"))
    assert "Phần đầu và chữ ký vừa được sửa" in await commune.officer.press(old)
    assert await commune.errands() == []


async def test_a_second_tap_makes_no_second_file(commune: Commune) -> None:
    made = await submitted(commune)
    way = ways.decision_make(made, "decision", "docx", 0)
    await commune.officer.press(way)
    assert "Tệp trước đang lập" in await commune.officer.press(way)
    assert len(await commune.errands()) == 1


@pytest.mark.parametrize("standing", [Standing.PROPOSED, None])
async def test_of_rules_that_nobody_chose_or_that_are_made_up_there_is_no_such_paper(
    commune: Commune, standing: Standing | None
) -> None:
    made = await submitted(commune)
    now = (
        Adoption.shipped("cdht-324-2023", standing)
        if standing is not None
        else Adoption.shipped("demo-cdht", Standing.PROVISIONAL)
    )
    await commune.do(lambda tx: cycles.adopt(tx, commune.village.cycle, CITIZEN, now, person_id=None))
    for way in (
        ways.decision_paper(made, "decision"),
        ways.decision_signs(made, "proposal"),
        ways.decision_field(made, "proposal", "signer"),
        ways.decision_make(made, "decision", "docx", 0),
    ):
        seen = await commune.officer.press(way)
        assert seen.at == ways.recognition(made)
        assert "nên không ra quyết định được" in seen or "nên chưa ra quyết định được" in seen
    assert await commune.errands() == []
    with pytest.raises(LookupError, match="not to be signed"):
        await commune.look(lambda tx: to_sign(tx, DecisionErrand(made, Letterhead(), "docx", None)))


async def test_a_draft_of_a_list_is_not_sent_up(commune: Commune) -> None:
    made = await drawn_up(commune)
    await adopted(commune)
    seen = await commune.officer.press(ways.decision_make(made.id, "proposal", "docx", 0))
    assert "trình ký rồi mới lập được" in seen
    assert await commune.errands() == []


async def test_what_cannot_be_meant_is_asked_again_and_left_open_again(commune: Commune) -> None:
    made, officer = await submitted(commune), commune.officer
    await officer.press(ways.decision_field(made, "proposal", "signer"))
    assert "không ghi học hàm" in await officer.say("TS. Lê Thị Hoa")
    assert "chỉ nhận chữ" in await officer.send("sticker")
    await officer.say("Lê Thị Hoa")
    await officer.press(ways.decision_field(made, "proposal", "signer"))
    assert "Lê Thị Hoa" not in await officer.choose("Để trống")


async def test_what_nobody_could_have_pressed_leads_back(commune: Commune) -> None:
    made = await submitted(commune)
    for way in (
        ways.decision_paper(made, "novel"),
        ways.decision_make(made, "decision", "exe", 0),
        ways.decision_field(made, "decision", "horoscope"),
        ways.decision_empty(made, "decision", "number"),
        ways.decision_issuer(made, "decision", "nobody"),
        ways.decision_issuer(made, "novel", "association"),
        ways.decision_capacity(made, "decision", "king"),
        ways.decision_capacity(made, "novel", "chair"),
    ):
        seen = await commune.officer.press(way)
        assert seen.at in {ways.recognition(made), ways.decision_paper(made, "decision")}
    assert await commune.errands() == []
