"""Giấy công nhận: what stands on each page, on which paper, and that a file of many is one a page."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from importlib.resources import files

import pytest
import segno
import typst

from criteria.letterhead import Capacity, Issuer, Letterhead, office_lines
from criteria.model import SubjectKind
from locales.text import T
from reports.certificates import Certificates, Recognised, as_data, certificates, spaced
from reports.name_list import ListedName
from tests.reports.figures import words
from tests.reports.papers import AS_OF, HOSTILE

CODE = "ABCDEFGHJKLMNPQRSTUV"
ADDRESS = "https://hoctap.vn/cong-nhan/"
VICE = "KT. Chủ tịch, Phó Chủ tịch"
FOUND = Certificates(
    title=T("Công dân học tập"),
    kind=SubjectKind.PERSON,
    year=2026,
    issuer=Issuer.COMMITTEE,
    commune="Xã Sơn Hồng",
    inline="xã Sơn Hồng",
    place="Sơn Hồng",
    number="15/QĐ-UBND",
    day=date(2027, 1, 5),
    signer="Phan Xuân Hải",
    office=office_lines(Letterhead(capacity=Capacity.CHAIR), VICE),
    people=(
        Recognised(ListedName("Trần Thị Lan", "Xóm 10"), CODE),
        Recognised(ListedName("Nguyễn Văn An", "Xóm 2"), CODE[::-1]),
    ),
    address=ADDRESS,
    size="a4",
    made_at=AS_OF,
)


def pages(found: Certificates) -> list[bytes]:
    """Each page as a drawing."""
    source = files("reports").joinpath("templates", "certificates.typ").read_bytes()
    said = {"data": json.dumps(as_data(found, words))}
    drawn: object = typst.compile(source, format="svg", ignore_system_fonts=True, sys_inputs=said)
    return drawn if isinstance(drawn, list) else [drawn]  # type: ignore[list-item]


def test_it_says_who_what_by_which_decision_and_who_signed() -> None:
    data = as_data(FOUND, words)
    assert data["decision"] == "Quyết định số 15/QĐ-UBND ngày 05 tháng 01 năm 2027 của Ủy ban nhân dân xã Sơn Hồng"
    assert (data["day"], data["signer"]) == ("Sơn Hồng, ngày 05 tháng 01 năm 2027", "Phan Xuân Hải")
    assert data["office"] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert data["reached"] == "đạt danh hiệu “Công dân học tập” năm 2026"
    first, second = data["people"]
    assert (first["name"], first["place"]) == ("Nguyễn Văn An", "Xóm 2, xã Sơn Hồng")
    assert (second["name"], second["code"]) == ("Trần Thị Lan", "ABCD EFGH JKLM NPQR STUV")


def test_the_association_signs_for_itself() -> None:
    lines_ = office_lines(Letterhead(issuer=Issuer.ASSOCIATION), "Chủ tịch Hội Khuyến học")
    data = as_data(replace(FOUND, issuer=Issuer.ASSOCIATION, office=lines_), words)
    assert data["office"] == ["CHỦ TỊCH HỘI KHUYẾN HỌC"]
    assert data["issuer"] == ["HỘI KHUYẾN HỌC", "XÃ SƠN HỒNG"]


def test_the_qr_leads_to_the_page_of_this_code() -> None:
    qr = as_data(FOUND, words)["people"][1]["qr"]
    made = segno.make(f"{ADDRESS}{CODE}", error="m", micro=False, mask=4)
    assert bytes(qr)[:8] == b"\x89PNG\r\n\x1a\n"
    width = int.from_bytes(bytes(qr)[16:20], "big")
    assert width == (made.symbol_size(border=4)[0]) * 2
    assert qr == as_data(FOUND, words)["people"][1]["qr"]
    assert qr != as_data(FOUND, words)["people"][0]["qr"]


def test_without_a_public_address_there_is_no_qr_and_the_code_is_checked_at_the_office() -> None:
    data = as_data(replace(FOUND, address=""), words)
    assert data["check"] == "Kiểm tra mã tại Ủy ban nhân dân"
    assert [each["qr"] for each in data["people"]] == [[], []]
    assert data["people"][1]["code"] == spaced(CODE)


@pytest.mark.parametrize(
    ("kind", "name"),
    [(SubjectKind.FAMILY, "Gia đình Nguyễn Văn An"), (SubjectKind.CLAN, "Họ Nguyễn Văn An"),
     (SubjectKind.VILLAGE, "Nguyễn Văn An")],
)  # fmt: skip
def test_families_and_clans_are_called_what_they_are(kind: SubjectKind, name: str) -> None:
    assert as_data(replace(FOUND, kind=kind), words)["people"][0]["name"] == name


@pytest.mark.parametrize(("size", "width"), [("a4", b"841.889"), ("a5", b"595.275")])
def test_it_lies_and_each_has_a_page_of_its_own(size: str, width: bytes) -> None:
    found = pages(replace(FOUND, size=size))
    assert len(found) == 2
    assert all(b'width="' + width in each for each in found)


def test_the_longest_name_takes_no_second_page() -> None:
    long = ListedName("Tôn Nữ Hoàng Phương Thảo Nguyên Khánh Ngọc Bảo Quỳnh Anh " * 2, "Thôn " + "Kim Sơn " * 9)
    for size in ("a4", "a5"):
        assert len(pages(replace(FOUND, size=size, people=[Recognised(long, CODE)]))) == 1


def test_the_pdf_is_of_the_archive_and_for_everybody_and_the_same_twice() -> None:
    made = certificates(FOUND, words)
    for said_of_itself in (b"<pdfaid:part>2<", b"<pdfaid:conformance>A<", b"<pdfuaid:part>1<"):
        assert said_of_itself in made
    assert made == certificates(FOUND, words)


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_somebody_is_called_it_is_made(name: str) -> None:
    assert certificates(replace(FOUND, people=[Recognised(ListedName(name, name), CODE)]), words).startswith(b"%PDF")
