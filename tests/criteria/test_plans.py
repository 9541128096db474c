"""The five plans say what their seeds say, number by number; a broken plan is explained by line."""

from __future__ import annotations

import re
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from criteria.parse import CriteriaError
from criteria.plan import Measured, Origin, Plan, load, load_all, parse_plan

SEEDS = {path.name[:3]: " ".join(path.read_text("utf-8").split()) for path in Path("tests/seeds").glob("*.txt")}
SON_HONG, KIEN_HUNG, THAP_MUOI, THAI_BINH, DONG_SON = (
    "son-hong-2026-2030", "kien-hung-2026", "thap-muoi-2024", "thai-binh-2021-2030", "dong-son-2023-2030"
)  # fmt: skip
PLANS = {
    "son-hong-2026-2030": "000",
    "kien-hung-2026": "001",
    "thap-muoi-2024": "002",
    "thai-binh-2021-2030": "003",
    "dong-son-2023-2030": "004",
}

# Plan, target, number, unit, and the words of the seed that say so (seed 002 is a scan read by a machine).
NUMBERS = [
    (SON_HONG, "pcgd_mn", 1, "đạt", "đạt chuẩn phổ cập giáo dục mầm non cho trẻ em 3 đến 5 tuổi"),
    (SON_HONG, "pcgd_th", 3, "mức độ", "đạt chuẩn phổ cập giáo dục tiểu học mức độ 3"),
    (SON_HONG, "pcgd_thcs", 3, "mức độ", "đạt chuẩn phổ cập giáo dục trung học cơ sở mức độ 3"),
    (SON_HONG, "xmc", 2, "mức độ", "đạt chuẩn xóa mù chữ mức độ 2"),
    (SON_HONG, "nltt", 70, "%", "70% số người trong độ tuổi lao động được trang bị năng lực thông tin"),
    (SON_HONG, "kns", 70, "%", "70% số người trong độ tuổi lao động được trang bị kỹ năng sống"),
    (SON_HONG, "cmkt", 55, "%", "55% dân số từ 15 tuổi trở lên được đào tạo, bồi dưỡng trình độ chuyên môn"),
    (SON_HONG, "dai_hoc", 12, "%", "Trong đó có 12% dân số trình độ đại học trở lên"),
    (SON_HONG, "moi_truong_so", 100, "%", "100% các cơ sở giáo dục phổ thông và các cơ sở giáo dục khác"),
    (SON_HONG, "tthtcd_cntt", 1, "đạt", "Trung tâm học tập cộng đồng ứng dụng công nghệ thông tin"),
    (SON_HONG, "cdht", 60, "%", "60% công dân đạt danh hiệu công dân học tập"),
    (SON_HONG, "xa_hoc_tap", 1, "mức độ", "xã được công nhận danh hiệu xã học tập"),
    (SON_HONG, "cbccvc", 100, "%", "100% cán bộ, công chức, viên chức được công nhận danh hiệu “Công dân học tập”"),
    (KIEN_HUNG, "cong_dong", 1, "mức độ", "đạt tiêu chuẩn “Cộng đồng học tập” cấp xã năm 2026 mức độ 1"),
    (KIEN_HUNG, "noi_hoat_dong", 100, "%", "100% các thôn, cơ quan, đơn vị trên địa bàn xã Kiến Hưng triển khai"),
    (KIEN_HUNG, "cdht", 60, "%", "Có ít nhất 60% công dân trong xã đạt danh hiệu “Công dân học tập”"),
    (KIEN_HUNG, "cmkt", 50, "%", "Có ít nhất 50% công dân trong xã được đào tạo trình độ chuyên môn kỹ thuật"),
    (KIEN_HUNG, "dai_hoc", 12, "%", "có ít nhất 12% công dân trong xã có trình độ đại học trở lên"),
    (KIEN_HUNG, "pcgd_mn", 1, "đạt", "Xã đạt chuẩn phổ cập giáo dục mầm non cho trẻ em 5 tuổi"),
    (KIEN_HUNG, "pcgd_th", 2, "mức độ", "Xã đạt chuẩn phổ cập giáo dục tiểu học mức độ 2"),
    (KIEN_HUNG, "pcgd_thcs", 2, "mức độ", "Xã đạt chuẩn phổ cập giáo dục trung học cơ sở mức độ 2"),
    (KIEN_HUNG, "xmc", 1, "mức độ", "Xã đạt chuẩn xóa mù chữ mức độ 1"),
    (KIEN_HUNG, "ho_so", 1, "đạt", "Hoàn thành đầy đủ hồ sơ đề nghị đánh giá, công nhận “Cộng đồng học tập” cấp xã"),
    (THAP_MUOI, "xmc", 100, "%", "100% x4, thi tran dat chuan x6a mu chit mac d6 2"),
    (THAP_MUOI, "pcgd_mn", 1, "đạt", "duy tri phé cap gido duc mam non cho tré em 05 tudi"),
    (THAP_MUOI, "pcgd_th", 3, "mức độ", "duy tri chuan phé cap giao duc tiéu hoc dat murc do 3"),
    (THAP_MUOI, "pcgd_thcs", 2, "mức độ", "phé cap gido duc trung hoc co s& muc dj 2"),
    (THAP_MUOI, "pcgd_thcs_xa", 90, "%", "trén 90% xa, thi tran dat chuan phé cap giao duc trung hoc co s"),
    (THAP_MUOI, "nltt", 40, "%", "40% sb nguoi trong do tudi lao dong dugc trang bi nang luc thong tin"),
    (THAP_MUOI, "kns", 40, "%", "40% s6 nguoi trong d6 tudi lao dong duoc trang bi k§ nang song"),
    (THAP_MUOI, "cmkt", 40, "%", "40% dan s6 tir 15 tudi tro 1én duoc dao tao trinh d6 chuyén mén"),
    (THAP_MUOI, "dai_hoc", 10, "%", "10% dan s6 c6 trinh do dai hoc trg 1én"),
    (THAP_MUOI, "moi_truong_so", 60, "%", "60% cac co s& gido duc phd thong trién khai"),
    (THAP_MUOI, "tthtcd_cntt", 70, "%", "70% Trung tdm Vian hoa - Hoc tap cong dong"),
    (THAP_MUOI, "cdht", 40, "%", "40% cong dan dat danh hi¢u cong dan hoc tap"),
    (THAI_BINH, "xmc_2025", 100, "%", "100% huyện, thành phố duy trì và nâng cao chất lượng chuẩn xóa mù chữ mức độ 2"),
    (THAI_BINH, "pcgd_mn_2025", 100, "%", "100% huyện, thành phố hoàn thành phổ cập giáo dục mầm non cho trẻ mẫu giáo"),
    (THAI_BINH, "pcgd_th_2025", 100, "%",
     "100% huyện, thành phố duy trì và nâng cao chất lượng đạt chuẩn phổ cập giáo dục tiểu học"),
    (THAI_BINH, "pcgd_thcs_2025", 100, "%",
     "100% huyện, thành phố duy trì và nâng cao chất lượng đạt chuẩn phổ cập giáo dục trung học"),
    (THAI_BINH, "nltt_kns_2025", 80, "%",
     "80% số người trong độ tuổi lao động được trang bị năng lực thông tin và kỹ năng sống"),
    (THAI_BINH, "cmkt_2025", 65, "%", "65% dân số từ 15 tuổi trở lên được đào tạo trình độ chuyên môn, kỹ thuật"),
    (THAI_BINH, "dai_hoc_2025", 15, "%", "Trong đó, 15% dân số có trình độ đại học trở lên"),
    (THAI_BINH, "dai_hoc_so_2025", 100, "%", "100% các trường đại học trên địa bàn triển khai đại học số"),
    (THAI_BINH, "moi_truong_so_2025", 95, "%", "95% các cơ sở giáo dục phổ thông, cơ sở giáo dục thường xuyên"),
    (THAI_BINH, "tthtcd_cntt_2025", 95, "%", "95% các trung tâm học tập cộng đồng ứng dụng công nghệ thông tin"),
    (THAI_BINH, "cdht_2025", 70, "%", "70% công dân đạt danh hiệu công dân học tập"),
    (THAI_BINH, "huyen_hoc_tap_2025", 50, "%", "50% huyện, thành phố trong tỉnh được công nhận danh hiệu"),
    (THAI_BINH, "tinh_hoc_tap_2025", 70, "%", "phấn đấu đạt 70% số tiêu chí công nhận danh hiệu tỉnh học tập"),
    (THAI_BINH, "xmc_2030", 100, "%",
     "100% huyện, thành phố tiếp tục duy trì vững chắc và nâng cao chất lượng đạt chuẩn xóa mù"),
    (THAI_BINH, "pcgd_mn_2030", 100, "%",
     "100% huyện, thành phố tiếp tục duy trì vững chắc và nâng cao chất lượng phổ cập giáo dục mầm"),
    (THAI_BINH, "pcgd_th_2030", 100, "%",
     "100% huyện, thành phố tiếp tục duy trì vững chắc và nâng cao chất lượng đạt chuẩn phổ cập giáo dục tiểu"),
    (THAI_BINH, "pcgd_thcs_2030", 100, "%",
     "100% huyện, thành phố tiếp tục duy trì vững chắc và nâng cao chất lượng đạt chuẩn phổ cập giáo dục trung"),
    (THAI_BINH, "nltt_kns_2030", 90, "%",
     "90% người trong độ tuổi lao động được trang bị năng lực thông tin và kỹ năng sống"),
    (THAI_BINH, "cmkt_2030", 70, "%", "70% dân số từ 15 tuổi trở lên được đào tạo trình độ chuyên môn kỹ thuật"),
    (THAI_BINH, "dai_hoc_2030", 18, "%", "Trong đó, 18% dân số có trình độ đại học trở lên"),
    (THAI_BINH, "dai_hoc_so_2030", 100, "%", "100% các trường đại học trên địa bàn tỉnh triển khai đại học số"),
    (THAI_BINH, "moi_truong_so_2030", 100, "%", "100% các cơ sở giáo dục phổ thông, cơ sở giáo dục thường xuyên"),
    (THAI_BINH, "tthtcd_cntt_2030", 100, "%", "100% các trung tâm học tập cộng đồng ứng dụng công nghệ thông tin"),
    (THAI_BINH, "cdht", 80, "%", "80% công dân đạt danh hiệu công dân học tập"),
    (THAI_BINH, "huyen_hoc_tap_2030", 100, "%",
     "100% huyện, thành phố được công nhận danh hiệu huyện, thành phố học tập"),
    (THAI_BINH, "tinh_hoc_tap_2030", 1, "đạt", "Tỉnh Thái Bình được công nhận danh hiệu tỉnh học tập"),
    (DONG_SON, "cong_dong", 1, "mức độ", "Được công nhận “Cộng đồng học tập” cấp phường"),
]  # fmt: skip

# What a plan names without a number.
WITHOUT_NUMBER = [
    (THAI_BINH, "unesco", "Trong năm 2022, Thành phố Thái Bình triển khai đăng ký và làm điểm"),
    (DONG_SON, "khu_pho", "Được công nhận Khu phố đạt “Cộng đồng học tập”"),
    (DONG_SON, "gia_dinh", "Đạt danh hiệu “Gia đình học tập”"),
    (DONG_SON, "don_vi", "được công nhận “Đơn vị học tập”"),
    (DONG_SON, "cdht", "Được công nhận danh hiệu “Công dân học tập”"),
    (DONG_SON, "chinh_sach", "Thực hiện đầy đủ các chính sách thúc đẩy học tập suốt đời"),
    (DONG_SON, "dong_gop", "Có nhiều đóng góp về công sức, trí tuệ, vật chất"),
]

# Plan, deadline, year of the duty, last day in time, and the words of the seed.
DATES = [
    (SON_HONG, "bao_cao_nam", 2026, date(2026, 11, 30), "trước ngày 01/12"),
    (KIEN_HUNG, "ho_so", 2026, date(2027, 2, 27), "trước 28/2 của năm sau liền kề năm đánh giá"),
    (KIEN_HUNG, "ho_so", 2027, date(2028, 2, 27), "trước 28/2 của năm sau"),  # a leap year: the 28th is too late
    (THAP_MUOI, "bao_cao_nam", 2024, date(2024, 11, 19), "trudc ngay 20 thang 11 nam 2024"),
    (THAI_BINH, "bao_cao_huyen", 2025, date(2025, 11, 30), "định kỳ trước ngày 01 tháng 12 hằng năm"),
    (THAI_BINH, "bao_cao_tinh", 2025, date(2025, 12, 19), "trước ngày 20 tháng 12"),
    (DONG_SON, "tong_ket_nam", 2026, date(2026, 11, 29), "trước ngày 30/11 hằng năm"),
]
IN_WORDS = [
    (SON_HONG, "so_ket_5_nam", "Thực hiện sơ kết 5 năm"),
    (KIEN_HUNG, "so_lieu_dinh_ky", "định kỳ báo cáo kết quả thực hiện về Ủy ban nhân dân xã"),
    (THAI_BINH, "so_ket_2025", "sơ kết thực hiện Kế hoạch vào năm 2025"),
    (THAI_BINH, "tong_ket_2030", "tổng kết thực hiện Kế hoạch vào năm 2030"),
    (DONG_SON, "so_ket_2025", "rút kinh nghiệm ở cấp phường vào năm 2025"),
    (DONG_SON, "tong_ket_2030", "tổng kết vào năm 2030"),
]


def plan_of(plan_id: str) -> Plan:
    found = load(plan_id)
    assert found is not None
    return found


def says(plan_id: str, words: str) -> bool:
    return " ".join(words.split()) in SEEDS[PLANS[plan_id]]


@pytest.mark.parametrize(("plan_id", "target_id", "number", "unit", "words"), NUMBERS)
def test_every_number_stands_in_its_seed(plan_id: str, target_id: str, number: int, unit: str, words: str) -> None:
    assert says(plan_id, words)
    target = plan_of(plan_id).target(target_id)
    assert (target.value, target.unit) == (number, unit)
    if unit == "%":
        assert str(number) in words
    if unit == "mức độ" and target.source.verified:
        assert re.search(rf"\b{number}$", words)


@pytest.mark.parametrize(("plan_id", "target_id", "words"), WITHOUT_NUMBER)
def test_what_names_no_number_has_none(plan_id: str, target_id: str, words: str) -> None:
    assert says(plan_id, words)
    assert plan_of(plan_id).target(target_id).value is None


def test_the_tables_above_name_every_target_and_deadline() -> None:
    named = {(plan_id, target_id) for plan_id, target_id, *_ in (*NUMBERS, *WITHOUT_NUMBER)}
    assert named == {(plan.id, target.id) for plan in load_all() for target in plan.targets}
    dated = {(plan_id, key) for plan_id, key, *_ in (*DATES, *IN_WORDS)}
    assert dated == {(plan.id, each.id) for plan in load_all() for each in plan.deadlines}
    assert {plan.id for plan in load_all()} == set(PLANS)


@pytest.mark.parametrize(("plan_id", "deadline_id", "year", "last_day", "words"), DATES)
def test_every_date_stands_in_its_seed(plan_id: str, deadline_id: str, year: int, last_day: date, words: str) -> None:
    assert says(plan_id, words)
    (deadline,) = [each for each in plan_of(plan_id).deadlines if each.id == deadline_id]
    assert deadline.before
    assert deadline.last_day(year) == last_day


@pytest.mark.parametrize(("plan_id", "deadline_id", "words"), IN_WORDS)
def test_a_deadline_without_a_date_says_so_in_words(plan_id: str, deadline_id: str, words: str) -> None:
    assert says(plan_id, words)
    (deadline,) = [each for each in plan_of(plan_id).deadlines if each.id == deadline_id]
    assert deadline.last_day(2026) is None
    assert deadline.when is not None


def test_where_the_number_comes_from() -> None:
    for plan in load_all():
        for target in plan.targets:
            assert (target.measure is not None) == (target.origin is Origin.COMPUTED)
            assert (target.reason is not None) == (target.origin is Origin.OUTSIDE)
            assert f"[seed {PLANS[plan.id]}]" in target.source.text
    used = {target.measure for plan in load_all() for target in plan.targets} - {None}
    assert used == set(Measured) - {Measured.CLANS}  # no plan names the clans


def test_a_scan_is_marked_as_not_checked() -> None:
    assert not any(each.source.verified for each in plan_of("thap-muoi-2024").targets)
    assert all("OCR" in each.source.text for each in plan_of("thap-muoi-2024").targets)


@pytest.mark.parametrize(
    ("plan_id", "year", "value"),
    [
        ("thai-binh-2021-2030", 2021, 70),
        ("thai-binh-2021-2030", 2025, 70),
        ("thai-binh-2021-2030", 2026, 80),
        ("thai-binh-2021-2030", 2030, 80),
        ("thai-binh-2021-2030", 2031, 80),
        ("son-hong-2026-2030", 2028, 60),
        ("thap-muoi-2024", 2024, 40),
    ],
)
def test_the_target_of_a_year(plan_id: str, year: int, value: int) -> None:
    target = plan_of(plan_id).of_measure(Measured.CITIZENS, year)
    assert target is not None
    assert target.value == value
    assert target.share == value / 100


def test_a_measure_that_a_plan_does_not_name() -> None:
    assert plan_of("kien-hung-2026").of_measure(Measured.CLANS, 2026) is None
    without = plan_of("dong-son-2023-2030").of_measure(Measured.CITIZENS, 2026)
    assert without is not None
    with pytest.raises(ValueError, match="names no number"):
        _ = without.share


TEXT = resources.files("criteria").joinpath("plans", "thai-binh-2021-2030.toml").read_text("utf-8")
BROKEN = {
    "a percentage over 100": ("value = 80\n", "value = 180\n", 'id = "nltt_kns_2025"'),
    "an unknown measure": ('measure = "citizens"', 'measure = "citizen"', 'measure = "citizen"'),
    "computed without a measure": ('measure = "degree"\n', "", 'id = "dai_hoc_2025"'),
    "outside without a reason": (
        'reason = "Việc của các trường đại học, xã không có số liệu."\n', "", 'id = "dai_hoc_so_2025"'
    ),
    "a year outside the plan": ("year = 2025\n", "year = 2035\n", 'id = "xmc_2025"'),
    "a date that does not exist": ("month = 12\nday = 20", "month = 2\nday = 30", "day = 30"),
    "a duplicate target": ('id = "xmc_2030"', 'id = "xmc_2025"', 'id = "xmc_2025"'),
    "a duplicate deadline": ('id = "bao_cao_tinh"', 'id = "bao_cao_huyen"', 'id = "bao_cao_huyen"'),
    "years the wrong way round": ("last_year = 2030", "last_year = 2020", "last_year = "),
    "a misspelt key": ('origin = "computed"\n', 'orign = "computed"\n', 'orign = "computed"'),
    "no date and no words": ('when = "Vào năm 2025; kế hoạch không ghi ngày"\n', "", 'id = "so_ket_2025"'),
    "an unknown level of plan": ('level = "province"', 'level = "country"', 'level = "country"'),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_plan_is_explained_by_line(what: str) -> None:
    old, new, needle = BROKEN[what]
    assert old in TEXT
    broken = TEXT.replace(old, new, 1)
    with pytest.raises(CriteriaError) as caught:
        parse_plan(broken, "broken.toml")
    lines = [n for n, line in enumerate(broken.splitlines(), start=1) if needle in line]
    assert lines[1 if "duplicate" in what else 0] in {problem.line for problem in caught.value.problems}
