"""The yearly report and its table: how they are headed and signed is shown and chosen before a file is made."""

from __future__ import annotations

import pytest

from acts import ways
from acts.errands import SummaryTableErrand, YearReportErrand
from criteria.letterhead import Capacity, Issuer, Letterhead
from criteria.model import CITIZEN, Standing
from storage import cycles, letterheads
from storage.cycles import Adoption
from tests.handlers.driver import Commune


async def kept(commune: Commune) -> Letterhead:
    found = await commune.look(lambda tx: letterheads.of_commune(tx, commune.village.commune.id))
    return found.letterhead


async def test_what_will_be_printed_is_shown_first_and_what_is_open_is_said_to_be(commune: Commune) -> None:
    await commune.officer.press(ways.stats())
    seen = await commune.officer.choose("Báo cáo (Word)")
    for line in (
        "Cơ quan ban hành: Ủy ban nhân dân xã Sơn Hồng",
        "Cơ quan cấp trên: (không ghi)",
        "Số: …/BC-UBND",
        "Nơi ký, ngày ký: Sơn Hồng, (để trống)",
        "Kính gửi: (để trống)",
        "Nơi nhận: Như trên; Lưu",
        "Người ký: TM. ỦY BAN NHÂN DÂN, [CHỨC VỤ NGƯỜI KÝ]; tên: (để trống)",
    ):
        assert line in seen
    assert await commune.errands() == []  # nothing is made by looking


async def test_the_signer_that_was_chosen_and_shown_is_the_one_that_is_printed(commune: Commune) -> None:
    officer = commune.officer
    await officer.press(ways.year_paper(commune.cycle, "report"))
    await officer.choose("Chức vụ người ký")
    seen = await officer.choose("Phó chủ tịch ký thay")
    assert "gõ họ và tên người ký" in seen
    seen = await officer.say("  Phan  Xuân Hải ")
    assert "Người ký: TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH; tên: Phan Xuân Hải" in seen
    await officer.choose("Kính gửi")
    await officer.say("- UBND tỉnh Hà Tĩnh; Sở Giáo dục và Đào tạo.")
    await officer.choose("Nơi nhận")
    await officer.say("Thường trực Đảng ủy;\nHội Khuyến học xã")
    await officer.choose("Số văn bản")
    await officer.say("25")
    await officer.choose("Ngày ký")
    seen = await officer.say("28/11")
    assert "Số: 25/BC-UBND" in seen
    assert "Sơn Hồng, 28/11/2026" in seen
    assert "Kính gửi: UBND tỉnh Hà Tĩnh; Sở Giáo dục và Đào tạo" in seen
    assert "Đang lập báo cáo, xong sẽ gửi tệp Word" in await officer.choose("Lập báo cáo")
    chosen = Letterhead(
        capacity=Capacity.VICE,
        signer="Phan Xuân Hải",
        addressees=("UBND tỉnh Hà Tĩnh", "Sở Giáo dục và Đào tạo"),
        copies=("Thường trực Đảng ủy", "Hội Khuyến học xã"),
    )
    assert await commune.errands() == [YearReportErrand(commune.cycle, chosen, "25", "2026-11-28")]
    await officer.press(ways.year_paper(commune.cycle, "report"))
    assert "Báo cáo trước đang lập" in await officer.choose("Lập báo cáo")


async def test_the_table_is_signed_the_same_way_and_has_no_number(commune: Commune) -> None:
    await commune.officer.press(ways.stats())
    seen = await commune.officer.choose("Bảng tổng hợp (Excel)")
    assert "Số văn bản" not in seen.labels
    assert "Kính gửi" not in seen.labels
    await commune.officer.choose("Nơi ký")
    assert "Nơi ký: Thị trấn cũ" in await commune.officer.say("Thị trấn cũ")
    assert "xong sẽ gửi tệp Excel" in await commune.officer.choose("Lập bảng")
    assert await commune.errands() == [SummaryTableErrand(commune.cycle, Letterhead(place="Thị trấn cũ"))]


async def test_the_association_issues_it_under_its_own_sign(commune: Commune) -> None:
    await commune.officer.press(ways.year_paper(commune.cycle, "report"))
    seen = await commune.officer.choose("Đổi cơ quan ban hành: Hội Khuyến học")
    assert "Cơ quan ban hành: Hội Khuyến học xã Sơn Hồng" in seen
    assert "Số: …/BC-HKH" in seen
    assert (await kept(commune)).issuer is Issuer.ASSOCIATION
    assert "Đổi cơ quan ban hành: Ủy ban nhân dân" in seen.labels


async def test_who_signs_for_one_body_does_not_sign_for_the_other(commune: Commune) -> None:
    await commune.officer.press(ways.paper_capacity(commune.cycle, "report", "vice"))
    await commune.officer.say("Phan Xuân Hải")
    await commune.officer.press(ways.paper_issuer(commune.cycle, "report", "committee"))  # as it is
    assert (await kept(commune)).signer == "Phan Xuân Hải"
    seen = await commune.officer.press(ways.paper_issuer(commune.cycle, "report", "association"))
    assert "Phan Xuân Hải" not in seen
    assert await kept(commune) == Letterhead(issuer=Issuer.ASSOCIATION)


async def test_another_capacity_asks_for_the_name_anew(commune: Commune) -> None:
    """A deputy's name never stands below the chair's office because somebody forgot it."""
    await commune.officer.press(ways.paper_capacity(commune.cycle, "report", "vice"))
    await commune.officer.say("Phan Xuân Hải")
    await commune.officer.press(ways.paper_capacity(commune.cycle, "report", "chair"))
    assert await kept(commune) == Letterhead(capacity=Capacity.CHAIR)
    await commune.officer.say("Lê Thị Bình")
    await commune.officer.press(ways.paper_capacity(commune.cycle, "report", "chair"))  # the same once more
    assert (await kept(commune)).signer == "Lê Thị Bình"


async def test_names_that_only_begin_like_a_title_are_names(commune: Commune) -> None:
    for name in ("Bàn Văn Tư", "Ông Văn Tư", "Tsan A Lìn", "Cẩm Thị Bà"):
        await commune.officer.press(ways.paper_field(commune.cycle, "report", "signer"))
        await commune.officer.say(name)
        assert (await kept(commune)).signer == name


async def test_an_office_left_open_asks_for_no_name(commune: Commune) -> None:
    await commune.officer.press(ways.paper_capacity(commune.cycle, "report", "chair"))
    seen = await commune.officer.press(ways.paper_capacity(commune.cycle, "report", "open"))
    assert seen.at == ways.year_paper(commune.cycle, "report")


async def test_what_another_officer_changed_meanwhile_is_shown_before_it_is_printed(commune: Commune) -> None:
    await commune.officer.press(ways.year_paper(commune.cycle, "report"))
    old = commune.officer.screen.choices["Lập báo cáo"]
    await commune.officer.press(ways.paper_capacity(commune.cycle, "report", "chair"))
    seen = await commune.officer.press(old)
    assert "Phần đầu và chữ ký vừa được sửa" in seen
    assert await commune.errands() == []


@pytest.mark.parametrize(
    ("field", "typed", "hint"),
    [
        ("signer", "A", "gõ từ 2 đến 150 chữ"),
        ("signer", "x" * 200, "gõ từ 2 đến 150 chữ"),
        ("signer", "ThS. Phan Xuân Hải", "không ghi học hàm"),
        ("signer", "tiến sĩ Phan Xuân Hải", "không ghi học hàm"),
        ("number", "hai mươi", "gõ một số"),
        ("number", "0", "gõ một số"),
        ("day", "31/2", "không có trong lịch"),
        ("day", "5/1/2031", "Ngày phải từ"),
        ("addressees", ";;", "gõ từ 1 đến 12 nơi"),
        ("copies", "\n".join(f"Nơi {i}" for i in range(13)), "gõ từ 1 đến 12 nơi"),
    ],
)
async def test_what_cannot_be_meant_is_asked_again(commune: Commune, field: str, typed: str, hint: str) -> None:
    await commune.officer.press(ways.paper_field(commune.cycle, "report", field))
    seen = await commune.officer.say(typed)
    assert hint in seen
    assert seen.at == ways.paper_field(commune.cycle, "report", field)
    assert await kept(commune) == Letterhead()


async def test_a_sticker_is_no_name(commune: Commune) -> None:
    await commune.officer.press(ways.paper_field(commune.cycle, "report", "signer"))
    assert "chỉ nhận chữ" in await commune.officer.send("sticker")


async def test_a_field_is_left_open_again(commune: Commune) -> None:
    for field, typed in (("signer", "Phan Xuân Hải"), ("copies", "Hội Khuyến học"), ("number", "7")):
        await commune.officer.press(ways.paper_field(commune.cycle, "report", field))
        await commune.officer.say(typed)
        await commune.officer.press(ways.paper_field(commune.cycle, "report", field))
        seen = await commune.officer.choose("Để trống")
        assert typed not in seen
    assert await kept(commune) == Letterhead()


async def test_number_and_day_are_one_years(commune: Commune) -> None:
    await commune.officer.press(ways.paper_field(commune.cycle, "report", "number"))
    assert "Số: 07/BC" not in await commune.officer.say("7")
    await commune.no_year()
    await commune.officer.press(ways.home())
    await commune.officer.choose("Mở kỳ đánh giá năm 2027")
    opened = await commune.look(lambda tx: cycles.of_year(tx, commune.village.commune.id, 2027))
    assert opened is not None
    assert "Số: …/BC-UBND" in await commune.officer.press(ways.year_paper(opened.id, "report"))
    assert "Số: 7/BC-UBND" in await commune.officer.press(ways.year_paper(commune.cycle, "report"))


async def test_a_training_year_has_none(commune: Commune) -> None:
    training = Adoption.shipped("demo-cdht", Standing.PROVISIONAL)
    await commune.do(lambda tx: cycles.adopt(tx, commune.village.cycle, CITIZEN, training, person_id=None))
    for way in (
        ways.year_paper(commune.cycle, "report"),
        ways.paper_signs(commune.cycle, "report"),
        ways.paper_field(commune.cycle, "report", "signer"),
        ways.paper_make(commune.cycle, "report", 0),
        ways.paper_make(commune.cycle, "table", 0),
    ):
        assert "không xuất báo cáo chính thức" in await commune.officer.press(way)
    assert await commune.errands() == []


async def test_what_nobody_could_have_pressed_leads_back(commune: Commune) -> None:
    for way in (
        ways.year_paper(commune.cycle, "novel"),
        ways.paper_make(commune.cycle, "novel", 0),
        ways.paper_field(commune.cycle, "report", "horoscope"),
        ways.paper_field(commune.cycle, "table", "number"),
        ways.paper_empty(commune.cycle, "report", "horoscope"),
        ways.paper_issuer(commune.cycle, "report", "nobody"),
        ways.paper_capacity(commune.cycle, "report", "king"),
    ):
        seen = await commune.officer.press(way)
        assert seen.at in {ways.stats_of(commune.cycle), ways.year_paper(commune.cycle, "report"),
                           ways.year_paper(commune.cycle, "table")}  # fmt: skip
    assert await kept(commune) == Letterhead()
    assert await commune.errands() == []


async def test_it_is_the_officers(commune: Commune) -> None:
    for chat in (commune.head, commune.lan):
        seen = await chat.press(ways.year_paper(commune.cycle, "report"))
        assert (seen.at, "dành cho cán bộ xã" in seen) == ("home", True)
