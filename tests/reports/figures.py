"""A commune's year in figures for tests of its papers: twenty villages, a school, five titles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from criteria.letterhead import Capacity, Letterhead
from locales.office import paper_catalog
from locales.place_words import named, place_words
from locales.text import T, Words
from reports.tables.plan_targets import TargetLine
from reports.year_figures import Asked, PlaceFigures, TitleFigures, YearFigures
from tests.reports.workbook import BASIS

VILLAGES = tuple(f"Thôn {i}" for i in range(1, 21))
SCHOOL = "Trường Tiểu học Sơn Hồng"
PEOPLE = (
    *(PlaceFigures(name, 41 + 7 * i, 30 + i, 20 + 3 * i) for i, name in enumerate(VILLAGES)),
    PlaceFigures(SCHOOL, 0, 0, 0),
)


def _title(name: str, noun: str, lines: tuple[PlaceFigures, ...], asked: Asked | None = None) -> TitleFigures:
    return TitleFigures(
        title=T(name),
        noun=T(noun),
        whole_is=T("trong danh sách dân cư"),
        lines=lines,
        asked=asked,
        outside_registered=3,
        outside_reached=1,
        set_name=T("324/QĐ-KHVN ngày 25/10/2023"),
        standing=T("xã đang dùng tạm bộ tiêu chí này, chưa đối chiếu văn bản gốc"),
        is_verified=False,
        is_person=name == "Công dân học tập",
    )


TITLES = (
    _title("Công dân học tập", "người", PEOPLE, Asked(60)),
    _title("Gia đình học tập", "hộ", tuple(PlaceFigures(name, 30 + i, 21, 15) for i, name in enumerate(VILLAGES))),
    _title("Dòng họ học tập", "dòng họ", tuple(PlaceFigures(name, 2, 1, 1) for name in VILLAGES)),
    _title(
        "Cộng đồng học tập (thôn)", "thôn", tuple(PlaceFigures(name, 1, 1, i % 2) for i, name in enumerate(VILLAGES))
    ),
    _title("Đơn vị học tập", "đơn vị", (PlaceFigures(SCHOOL, 1, 1, 1),)),
)
TARGETS = (
    TargetLine(
        name=T("Công dân đạt danh hiệu công dân học tập"), asked=0.6, actual=0.45, part=970, whole=2150, known=1100,
        far=T("còn thiếu 320 người"), origin=T("tính từ bản khai"), source="Mục III", verified=True,
    ),
    TargetLine(
        name=T("Xóa mù chữ"), asked=T("mức độ 2"), actual=T("chưa nhập"), part=None, whole=None, known=None, far=None,
        origin=T("cán bộ nhập"), source="Mục III", verified=True,
    ),
)  # fmt: skip
FIGURES = YearFigures(
    commune_id=1,
    commune="Xã Sơn Hồng",
    inline="xã Sơn Hồng",
    bare="Sơn Hồng",
    province="Tỉnh Hà Tĩnh",
    year=2026,
    titles=TITLES,
    plan=T("Kế hoạch xây dựng xã hội học tập giai đoạn 2026 - 2030"),
    targets=TARGETS,
    basis=BASIS,
    as_of=datetime(2026, 12, 1, 7, 5, tzinfo=UTC),
    is_open=True,
    warnings=(),
    anchor="ABCD-EFGH-JKLM",
)
LETTERHEAD = Letterhead(
    capacity=Capacity.VICE,
    signer="Phan Xuân Hải",
    addressees=("Ủy ban nhân dân tỉnh Hà Tĩnh", "Sở Giáo dục và Đào tạo"),
    copies=("Thường trực Đảng ủy, HĐND xã", "Hội Khuyến học xã"),
)
OPEN = Letterhead()


def _say(words: Words) -> str:
    return paper_catalog("vi").render(named(words, place_words("thôn", "xã")))


words: Callable[[Words], str] = partial(_say)
