"""The dossier of Thông tư 25: what its papers say, and what lies in the folder, looked at in the opened files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import docx

from criteria.letterhead import Capacity, Letterhead
from criteria.submission import Portal
from locales.text import T, Verbatim
from reports.community_folder import LETTER, LIST, REPORT, TABLE, PictureToPack, community_folder
from reports.community_papers import (
    CommunityDossier,
    CriterionAnswers,
    EvidenceLine,
    IndicatorAnswer,
    letter,
    self_assessment,
    summary_table,
)
from tests.reports.papers import AS_OF, HOSTILE, WORDS

PLAN = IndicatorAnswer(
    id="1.2",
    name=Verbatim("Kế hoạch hằng năm được thực hiện đầy đủ"),
    label=Verbatim("Kế hoạch hằng năm"),
    lead=Verbatim("Trường Tiểu học Sơn Hồng"),
    state=T("đạt"),
    figures=(),
    source=Verbatim("Kế hoạch số 12/KH-UBND ngày 5/3/2026"),
    wanted=Verbatim("Kế hoạch, báo cáo"),
    evidence=(
        EvidenceLine(
            number="12/KH-UBND", day="5/3/2026", excerpt=Verbatim("Kế hoạch năm"), pictures=(1, 2, 3), pages=3
        ),
        EvidenceLine(number="", day="", excerpt=Verbatim("Ảnh hội nghị"), pictures=(4,), pages=1),
    ),
)
OPEN = replace(
    PLAN, id="5.2", label=Verbatim("Đào tạo"), state=T("chưa xác định"), source=None, evidence=(),
    figures=(Verbatim("12/40 người (30%)"),),
)  # fmt: skip
DOSSIER = CommunityDossier(
    letterhead=Letterhead(capacity=Capacity.VICE, signer="Phan Xuân Hải"),
    commune="Xã Sơn Hồng",
    inline="xã Sơn Hồng",
    bare="Sơn Hồng",
    year=2026,
    criteria=(
        CriterionAnswers("1", Verbatim("Lãnh đạo, chỉ đạo"), (PLAN,)),
        CriterionAnswers("5", Verbatim("Kết quả học tập"), (OPEN,)),
    ),
    levels=(Verbatim("Mức độ 1: chưa xác định."),),
    basis=Verbatim("Căn cứ: 25/2023/TT-BGDĐT, chưa đối chiếu bản gốc."),
    receiver=Verbatim("Sở Giáo dục và Đào tạo"),
    submit_by=date(2027, 2, 28),
    is_checked=False,
    as_of=AS_OF,
    is_open=True,
    warning=Verbatim("BẢN DỰ KIẾN"),
)
PORTAL = Portal(most_file=100, most_all=10_000_000, longest_name=60)


def text_of(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_report_has_every_indicator_with_figure_source_and_evidence_and_leaves_the_rest_open() -> None:
    said = text_of(self_assessment(DOSSIER, WORDS))
    for line in (
        "BÁO CÁO",
        "BẢN DỰ KIẾN",
        "chưa đối chiếu mẫu",
        "Tiêu chí 1. Lãnh đạo, chỉ đạo",
        "- Kết quả: đạt.",
        "- Nguồn: Kế hoạch số 12/KH-UBND ngày 5/3/2026.",
        "- Minh chứng: Kế hoạch năm; Ảnh hội nghị.",
        "- Số liệu: 12/40 người (30%).",
        "- Nguồn: […].",
        "- Minh chứng: […].",
        "(số liệu tạm tính)",
        "PHÓ CHỦ TỊCH",
        "Phan Xuân Hải",
    ):
        assert line in said, line


def test_the_letter_says_what_lies_in_the_dossier_and_that_the_receiver_is_not_checked() -> None:
    said = text_of(letter(DOSSIER, WORDS))
    assert "Số: …/UBND-VHXH" in said
    assert "V/v đề nghị công nhận" in said
    assert "Kính gửi: Sở Giáo dục và Đào tạo" in said
    assert "Minh chứng của 2 chỉ tiêu" in said
    assert "chưa đối chiếu văn bản; kiểm tra lại" in said
    assert "kiểm tra lại" not in text_of(letter(replace(DOSSIER, is_checked=True), WORDS))


def test_the_table_has_a_row_for_each_criterion_and_indicator() -> None:
    document = docx.Document(BytesIO(summary_table(DOSSIER, WORDS)))
    rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert [row[0] for row in rows[1:]] == ["TC 1", "1.2", "TC 5", "5.2"]
    assert rows[2][2:] == ["đạt", "Kế hoạch số 12/KH-UBND ngày 5/3/2026", "2"]
    assert rows[4][2:] == ["chưa xác định", "12/40 người (30%); […]", "0"]


def folder(data: CommunityDossier, portal: Portal = PORTAL) -> ZipFile:
    kept = {"a": b"A" * 50, "b": b"B" * 60}

    def bytes_of(digest: str) -> bytes:
        if digest not in kept:
            raise FileNotFoundError(digest)
        return kept[digest]

    pictures = {
        1: PictureToPack("a", "jpg", 50),
        2: PictureToPack("large", "jpg", 101),
        3: PictureToPack("gone", "png", 9),
        4: PictureToPack("b", "png", 60),
    }
    return ZipFile(BytesIO(community_folder(data, pictures, WORDS, portal=portal, bytes_of=bytes_of)))


def test_the_folder_has_the_papers_and_for_each_indicator_its_list_and_what_can_be_sent() -> None:
    archive = folder(DOSSIER)
    assert archive.namelist() == [
        LETTER,
        REPORT,
        TABLE,
        "chi-tieu-1-2-ke-hoach-hang-nam/1-2-01.jpg",
        "chi-tieu-1-2-ke-hoach-hang-nam/1-2-02.png",
        f"chi-tieu-1-2-ke-hoach-hang-nam/{LIST}",
        f"chi-tieu-5-2-dao-tao/{LIST}",
    ]
    assert all(name.isascii() for name in archive.namelist())
    listed = docx.Document(BytesIO(archive.read(f"chi-tieu-1-2-ke-hoach-hang-nam/{LIST}"))).tables[0]
    first, second = ([cell.text for cell in row.cells] for row in listed.rows[1:])
    assert first == [
        "1", "12/KH-UBND", "5/3/2026", "Kế hoạch năm", "3",
        "1-2-01.jpg; ảnh quá lớn, gửi riêng; ảnh không đọc được",
    ]  # fmt: skip
    assert second == ["2", "[…]", "[…]", "Ảnh hội nghị", "1", "1-2-02.png"]
    empty = docx.Document(BytesIO(archive.read(f"chi-tieu-5-2-dao-tao/{LIST}"))).tables[0]
    assert [cell.text for cell in empty.rows[1].cells] == ["1", *["[…]"] * 5]


def test_what_has_no_room_is_named_and_not_packed() -> None:
    archive = folder(DOSSIER, replace(PORTAL, most_all=0))
    assert not [name for name in archive.namelist() if name.endswith((".jpg", ".png"))]
    listed = text_of(archive.read(f"chi-tieu-1-2-ke-hoach-hang-nam/{LIST}"))
    assert "hồ sơ đã đủ dung lượng, gửi riêng" in listed


def test_words_of_others_break_no_paper_and_no_name() -> None:
    nasty = replace(PLAN, label=Verbatim(f"../{HOSTILE}"), source=Verbatim(HOSTILE), name=Verbatim(HOSTILE))
    archive = folder(replace(DOSSIER, criteria=(CriterionAnswers("1", Verbatim(HOSTILE), (nasty,)),)))
    assert HOSTILE in text_of(archive.read(REPORT))
    folders = {name.partition("/")[0] for name in archive.namelist() if "/" in name}
    assert folders == {"chi-tieu-1-2-panic-x-x-a-b-c-d-e"}
