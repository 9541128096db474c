"""A column is known however its heading is spelled; what must not be kept is known best of all."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from criteria.names import fold
from intake.headings import CHOOSABLE, DROPPED_WORDS, MEANING_WORDS, Dropped, Meaning, understand_heading
from intake.sheet_writing import HEADINGS

SPELLED = {
    Meaning.STT: ["STT", "TT", "Số TT", "Stt.", "S.T.T"],
    Meaning.NAME: [
        "Họ và tên", "HỌ VÀ TÊN", "Họ tên", "Họ & tên", "Họ, chữ đệm\nvà tên khai sinh", "H.và tên", "HọTên", "Ho va ten",
        "Họ và tên (theo CCCD)", "Họ và tên công dân", "Họ tên người dân (viết in hoa)", "Họ và tên nhân khẩu", "Full name",
        "Họ và tên (1)",
    ],
    Meaning.FAMILY_NAME: ["Họ và tên đệm", "Họ đệm", "Họ và chữ đệm", "Họ lót"],
    Meaning.BIRTH: [
        "Năm sinh", "NĂM SINH", "Ngày sinh", "Ngày, tháng, năm sinh", "Ngày tháng\nnăm sinh", "NTNS", "Năm sinh (2)",
        "Ngày tháng năm sinh theo CCCD", "Sinh năm", "N.sinh", "Năm", "Ngày/tháng/năm sinh",
    ],
    Meaning.MALE: ["Nam", "NAM", "Nam sinh năm", "Năm sinh nam"],
    Meaning.FEMALE: ["Nữ", "NỮ", "nu", "Năm sinh (Nữ)"],
    Meaning.AGE: ["Tuổi", "Độ tuổi"],
    Meaning.SEX: ["Giới tính", "GT", "Nam/Nữ", "Giới tính (Nam/Nữ)", "Phái"],
    Meaning.RELATION: ["Quan hệ với chủ hộ", "QH với CH", "Quan hệ", "Mối quan hệ với chủ hộ", "Q.hệ"],
    Meaning.HOUSEHOLD: ["Mã hộ", "Số hộ", "Hộ số", "STT hộ", "Số hộ khẩu"],
    Meaning.HEAD: ["Chủ hộ", "Họ tên chủ hộ", "Họ và tên chủ hộ", "Tên chủ hộ"],
    Meaning.VILLAGE: [
        "Thôn", "Xóm", "Thôn/Xóm", "Thôn (bản, tổ dân phố)", "Tổ dân phố", "TDP", "Khu phố", "Ấp", "Tên thôn", "Khu dân cư",
        "Thôn, tổ dân phố", "Đơn vị", "Bản", "Buôn",
    ],
    Meaning.ADDRESS: ["Địa chỉ", "Nơi ở hiện nay", "Nơi thường trú"],
    Meaning.OLD_COMMUNE: ["Xã cũ", "Xã/phường", "Xã trước sáp nhập"],
    Meaning.SCHOOLING: ["Trình độ học vấn", "Học vấn", "TĐHV", "Trình độ văn hoá", "Trình độ"],
    Meaning.QUALIFICATION: ["Trình độ chuyên môn", "CMKT", "TĐ chuyên môn", "Trình độ chuyên môn kỹ thuật", "Bằng cấp cao nhất"],
    Meaning.RESULT: ["Kết quả", "Xếp loại", "Kết quả đánh giá", "Đạt/Chưa đạt", "Danh hiệu Công dân học tập"],
    Meaning.REACHED: ["Đạt", "ĐẠT"],
    Meaning.NOT_REACHED: ["Chưa đạt", "Không đạt"],
    Meaning.POINTS: ["Tổng điểm", "Điểm", "Tổng số điểm"],
    Meaning.NOTE: ["Ghi chú", "GHI CHÚ"],
}  # fmt: skip
DROPPED = {
    Dropped.IDENTITY: [
        "Số CCCD", "CMND", "Số CMND/CCCD", "Số định danh cá nhân", "Căn cước công dân", "Số căn cước", "Hộ chiếu", "Ngày cấp",
        "Nơi cấp CCCD", "Mã định danh", "C.C.C.D", "Họ và tên/Số CCCD", "Số ĐDCN", "ID",
    ],
    Dropped.ETHNICITY: ["Dân tộc", "DÂN TỘC", "Thành phần dân tộc", "D.tộc"],
    Dropped.RELIGION: ["Tôn giáo", "T.giáo", "Đạo"],
    Dropped.PHONE: ["Điện thoại", "SĐT", "Số ĐT", "Số điện thoại liên hệ", "ĐTDĐ", "Email", "Zalo"],
    Dropped.BANK: ["Số tài khoản", "STK", "Ngân hàng", "Mã số thuế"],
    Dropped.HEALTH: ["Tình trạng sức khoẻ", "Sức khỏe", "Khuyết tật", "Số thẻ bảo hiểm", "BHYT", "Nhóm máu"],
    Dropped.POLITICS: ["Đảng viên", "Ngày vào Đảng", "Tiền án, tiền sự"],
}  # fmt: skip


@pytest.mark.parametrize(("meaning", "text"), [(each, text) for each, texts in SPELLED.items() for text in texts])
def test_a_heading_however_it_is_spelled(meaning: Meaning, text: str) -> None:
    assert understand_heading(text).meaning is meaning


@pytest.mark.parametrize(("kind", "text"), [(each, text) for each, texts in DROPPED.items() for text in texts])
def test_what_must_not_be_kept_is_dropped(kind: Dropped, text: str) -> None:
    found = understand_heading(text)
    assert (found.dropped, found.meaning) == (kind, None)


@pytest.mark.parametrize(
    "text",
    [
        "Nghề nghiệp",
        "Nơi sinh",
        "Họ tên bố",
        "Họ và tên vợ hoặc chồng",
        "Ngày sinh chủ hộ",
        "Quê quán",
        "Chữ ký",
        "x" * 200,
    ],
)
def test_what_nobody_asked_for_means_nothing(text: str) -> None:
    assert not understand_heading(text).is_known


@pytest.mark.parametrize(
    ("above", "text", "meaning"),
    [
        ("Năm sinh", "Nam", Meaning.MALE),
        ("Năm sinh", "Nữ", Meaning.FEMALE),
        ("Ngày tháng năm sinh", "Năm", Meaning.BIRTH),
        ("Ngày tháng năm sinh", "Ngày", Meaning.BIRTH_DAY),
        ("Chủ hộ", "Họ và tên", Meaning.HEAD),
        ("Trình độ", "Học vấn", Meaning.SCHOOLING),
        ("Trình độ", "Chuyên môn", Meaning.QUALIFICATION),
        ("Kết quả", "Đạt", Meaning.REACHED),
        ("Kết quả", "Chưa đạt", Meaning.NOT_REACHED),
    ],
)
def test_a_heading_under_another(above: str, text: str, meaning: Meaning) -> None:
    assert understand_heading(text, above).meaning is meaning


def test_what_stands_under_a_dropped_heading_is_dropped() -> None:
    for text in ("Số", "Ngày", "Ngày cấp", "Nơi cấp", "Ghi rõ"):
        assert understand_heading(text, "Căn cước công dân").dropped in {Dropped.IDENTITY} or text == "Ngày"
    assert understand_heading("Năm sinh", "Chủ hộ").meaning is None


@pytest.mark.parametrize(
    ("text", "above", "indicator"),
    [
        ("Chỉ số 1", "", "1"), ("CS1", "", "1"), ("CS 12", "", "12"), ("Tiêu chí 1.2", "", "1.2"), ("TC 3", "", "3"),
        ("Điểm chỉ số 4", "", "4"), ("1", "Điểm các chỉ số", "1"), ("2.1", "Tiêu chí", "2.1"), ("10", "Điểm", "10"),
    ],
)  # fmt: skip
def test_points_by_indicator(text: str, above: str, indicator: str) -> None:
    found = understand_heading(text, above)
    assert (found.meaning, found.indicator) == (Meaning.INDICATOR, indicator)


def test_the_spellings_are_written_as_they_are_compared() -> None:
    data = tomllib.loads(files("intake").joinpath("headings.toml").read_text("utf-8"))
    told = [said for section in data.values() for said in section.values()]
    spellings = [each for said in told for each in said]
    assert len(spellings) > 400
    assert [each for each in spellings if fold(each) != each] == []
    assert set(data) - {"dropped", "dropped_exact"} <= {each.value for each in Meaning}


def test_every_meaning_has_its_word_and_what_goes_back_is_known_again() -> None:
    assert set(MEANING_WORDS) == set(Meaning)
    assert set(DROPPED_WORDS) == set(Dropped)
    assert set(CHOOSABLE) < set(Meaning)
    assert {understand_heading(text).meaning for text in HEADINGS.values()} == set(HEADINGS) - {Meaning.GIVEN_NAME}
    assert understand_heading(HEADINGS[Meaning.GIVEN_NAME]).meaning is Meaning.NAME  # beside "Họ và chữ đệm" the rest
