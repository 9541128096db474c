"""Lists as tired officers make them, each with what has to come out of it, written by hand."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from intake.headings import Dropped, Meaning
from intake.listed import Choices, Kind, QuestionKind
from tests.intake import files
from tests.intake.commune import DONG_VAN, FIVE, KIM_SON, ONE_HONG, ONE_LINH, SCHOOL, notes, read, said, who, why

HEADS = ["STT", "Họ và tên", "Năm sinh", "Thôn"]
AN, BINH = ("Nguyễn Văn An", 1957, KIM_SON), ("Trần Thị Bình", 1960, KIM_SON)


def test_villages_as_lines_years_under_nam_and_nu_totals_and_signatures() -> None:
    found = read(
        files.xlsx(
            [
                ["UBND XÃ SƠN HỒNG"],
                ["DANH SÁCH CÔNG DÂN TỪ 15 TUỔI, NÔNG THÔN MỚI NĂM 2026"],
                ["STT", "Họ và tên", "Năm sinh", "", "Quan hệ với chủ hộ", "Số CCCD", "Ghi chú"],
                ["", "", "Nam", "Nữ", "", "", ""],
                ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
                ["I", "Thôn Kim Sơn (45 hộ)"],
                [1, "NGUYỄN VĂN AN", 1957, "", "Chủ hộ", "040057001234"],
                [2, "Trần Thị Bình", "", 1960, "Vợ", "040160001235"],
                [3, "Nguyễn Văn Cường", "30/02/1985", "", "con"],
                [4, "Nguyễn Thị Dung", "", "69 tuổi", "con"],
                ["", "Cộng: 4 người", 2, 2],
                ["II", "Thôn 5"],
                [1, "Tô Văn Bàn", 1970, "", "CH"],
                ["", "Tổng cộng: 5 người"],
                ["", "", "", "", "Sơn Hồng, ngày 12 tháng 3 năm 2026"],
                ["", "Người lập biểu", "", "", "Trưởng thôn"],
                ["", "Nguyễn Văn Lập", "", "", "Lê Văn Trưởng"],
            ]
        )
    )
    assert found.kind is Kind.ROSTER
    assert who(found) == [
        AN, BINH, ("Nguyễn Văn Cường", None, KIM_SON), ("Nguyễn Thị Dung", None, KIM_SON), ("Tô Văn Bàn", 1970, FIVE),
    ]  # fmt: skip
    assert [each.row for each in found.people] == [7, 8, 9, 10, 13]
    assert [each.sex for each in found.people] == ["male", "female", "male", "female", "male"]
    assert [each.is_head for each in found.people] == [True, False, False, False, True]
    an, binh, cuong, dung, ban = found.people
    assert an.household == binh.household == cuong.household == dung.household != ban.household
    assert an.household_is_made
    assert [(each.column, each.seen, said(each.why), each.stops) for each in cuong.remarks] == [
        (Meaning.BIRTH, "30/02/1985", "Không có ngày 30/02/1985", False)
    ]
    assert "khoảng 1957" in said(dung.remarks[0].why)
    assert found.left_out == ()
    assert "Bỏ 2 dòng cộng" in notes(found)
    assert "dòng ký tên" in notes(found)
    assert "Bỏ, không lưu: số giấy tờ (cột Số CCCD)" in notes(found)
    assert [each.dropped for each in found.columns if each.letter == "F"] == [Dropped.IDENTITY]


def test_one_sheet_a_village_with_ditto_marks_and_a_head_for_each_row() -> None:
    heads = [
        "TT",
        "Họ tên chủ hộ",
        "Họ và tên nhân khẩu",
        "Ngày tháng năm sinh",
        "Giới tính",
        "Quan hệ",
        "Trình độ học vấn",
    ]
    found = read(
        files.xlsx(
            {
                "Kim Sơn": [
                    heads,
                    [1, "Nguyễn Văn An", "Nguyễn Văn An", datetime(1957, 3, 12), "Nam", "CH", date(2026, 12, 9)],
                    ["", "-nt-", "Trần Thị Bình", "15-8-1960", "Nữ", "vợ", "12/12"],
                    ["", "", "Nguyễn Văn Cường", "1985", "nt", "con", '"'],
                    [2, "Hồ Văn Dũng", "Hồ Văn Dũng", 1960, "Nam", "chủ hộ", "-//-"],
                ],
                "Thôn 5": [heads, [1, "Lò Thị É", "Lò Thị É", "1970", "Nữ", "CH", "Lớp 5"]],
                "Hướng dẫn": [["Đọc kỹ trước khi ghi"], ["Không bỏ trống"]],
                "Trắng": [],
            }
        )
    )
    assert who(found) == [
        AN, BINH, ("Nguyễn Văn Cường", 1985, KIM_SON), ("Hồ Văn Dũng", 1960, KIM_SON), ("Lò Thị É", 1970, FIVE),
    ]  # fmt: skip
    assert [each.sheet for each in found.people] == ["Kim Sơn"] * 4 + ["Thôn 5"]
    assert [each.schooling for each in found.people] == ["9/12", "12/12", "12/12", "12/12", "Lớp 5"]
    assert [each.sex for each in found.people] == ["male", "female", "female", "male", "female"]
    assert [each.is_head for each in found.people] == [True, False, False, True, True]
    assert len({each.household for each in found.people}) == 3
    assert "Hướng dẫn" in notes(found)
    assert "Trắng" not in notes(found)


def test_merged_cells_and_a_running_number_that_stands_beside_heads_alone() -> None:
    found = read(
        files.xlsx(
            [
                ["STT", "Thôn", "Họ và tên", "Năm sinh", "Ghi chú"],
                [1, "Kim Sơn", "Nguyễn Văn An", 1957, ""],
                ["", "", "Trần Thị Bình", 1960, "chuyển đi Vinh năm 2024"],
                ["", "", "Nguyễn Văn Cường", 1985, ""],
                [2, "Thôn 5", "Hồ Văn Dũng", 1960, ""],
                ["", "", "Lê Thị Én", 1965, "chưa mất"],
            ],
            merges=[(1, 1, 3, 1)],
        )
    )
    assert who(found) == [
        AN, ("Nguyễn Văn Cường", 1985, KIM_SON), ("Hồ Văn Dũng", 1960, FIVE), ("Lê Thị Én", 1965, FIVE),
    ]  # fmt: skip
    assert why(found) == {3: ["Ghi chú là đã mất hoặc chuyển đi"]}
    assert [each.is_head for each in found.people] == [True, False, True, False]


def test_a_list_of_results_with_points_by_indicator() -> None:
    found = read(
        files.xlsx(
            [
                ["STT", "Họ và tên", "Năm sinh", "Đơn vị", "Điểm các tiêu chí", "", "", "Tổng điểm", "Kết quả", ""],
                ["", "", "", "", "1", "2", "3", "", "Đạt", "Chưa đạt"],
                [1, "Nguyễn Văn An", "1957", "Kim Sơn", 10, 20, "15,5", 45.5, "x", ""],
                [2, "Trần Thị Bình", "1960", "Trường THCS Sơn Hồng", 5, 5, "?", "10 điểm", "", "x"],
                [3, "Lê Văn Cường", "1961", "Kim Sơn", 5, 5, 5, "mười", "x", "x"],
            ]
        )
    )
    assert found.kind is Kind.RESULTS
    assert [(each.full_name, each.place_id, each.result, each.points) for each in found.people] == [
        ("Nguyễn Văn An", KIM_SON, True, 45.5), ("Trần Thị Bình", SCHOOL, False, 10.0),
    ]  # fmt: skip
    assert found.people[0].indicator_points == (("1", 10.0), ("2", 20.0), ("3", 15.5))
    assert why(found) == {5: ["Vừa ghi đạt vừa ghi chưa đạt", "Chưa hiểu số điểm này"]}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Đạt", True),
        ("ĐẠT", True),
        ("Đ", True),
        ("Đạt CDHT", True),
        ("Chưa đạt", False),
        ("Không đạt", False),
        ("KĐ", False),
    ],
)
def test_a_result_in_words(text: str, result: bool) -> None:
    found = read(files.xlsx([[*HEADS, "Kết quả"], [1, "Nguyễn Văn An", 1957, "Kim Sơn", text]]))
    assert [each.result for each in found.people] == [result]


def test_a_result_that_is_not_clear_is_not_taken() -> None:
    found = read(files.xlsx([[*HEADS, "Kết quả"], [1, "Nguyễn Văn An", 1957, "Kim Sơn", "khá"]]))
    assert why(found) == {2: ["Chưa rõ đạt hay chưa đạt"]}


def test_only_numbers_instead_of_people() -> None:
    found = read(
        files.xlsx(
            [
                ["BẢNG TỔNG HỢP"],
                ["STT", "Tên thôn", "Tổng số hộ", "Số khẩu", "Nam", "Nữ"],
                [1, "Kim Sơn", 45, 160, 80, 80],
                ["", "Cộng", 45, 160, 80, 80],
            ]
        )
    )
    assert (found.kind, found.people, found.left_out, found.questions) == (Kind.COUNTS, (), (), ())
    assert "chỉ có số liệu, không có tên người" in notes(found)


def test_another_communes_file_is_refused_by_name_until_the_officer_says_it_is_ours() -> None:
    content = files.xlsx([["ỦY BAN NHÂN DÂN XÃ SƠN TÂY"], HEADS, [1, "Nguyễn Văn An", 1957, "Kim Sơn"]])
    found = read(content)
    assert (found.kind, found.people) == (Kind.NOTHING, ())
    assert found.refused is not None
    assert said(found.refused) == "Tệp ghi của Sơn Tây, không phải xã này: không nhận."
    (question,) = found.questions
    assert question.kind is QuestionKind.COMMUNE
    assert read(content, choices=Choices().answered(question, "theirs")).refused is not None
    assert who(read(content, choices=Choices().answered(question, "ours"))) == [AN]


def test_a_file_that_names_both_communes_is_ours() -> None:
    rows = [["Kính gửi: UBND xã Sơn Hồng"], ["(sao gửi xã Sơn Tây)"], HEADS, [1, "Nguyễn Văn An", 1957, "Kim Sơn"]]
    assert who(read(files.xlsx(rows))) == [AN]


def test_old_communes_in_a_column_tell_villages_of_one_name_apart() -> None:
    found = read(
        files.xlsx(
            [
                [*HEADS, "Xã"],
                [1, "Nguyễn Văn An", 1957, "Thôn 1", "Sơn Lĩnh"],
                [2, "Nguyễn Văn Ba", 1957, "Thôn 1", "Sơn Hồng"],
                [3, "Nguyễn Văn Tư", 1957, "Thôn 1", "Quang Diệm"],
                [4, "Nguyễn Văn Sáu", 1957, "Thôn 1", ""],
            ]
        )
    )
    assert who(found) == [("Nguyễn Văn An", 1957, ONE_LINH), ("Nguyễn Văn Ba", 1957, ONE_HONG)]
    assert why(found)[4] == ["Thuộc xã khác: Quang Diệm"]
    assert "Chọn một nơi" in why(found)[5][0]


def test_a_village_that_two_could_be_is_asked_and_the_answer_is_remembered() -> None:
    content = files.xlsx([HEADS, [1, "Nguyễn Văn An", 1957, "Thôn 1"], [2, "Trần Thị Bình", 1960, "thôn 01"]])
    found = read(content)
    assert found.people == ()
    (question,) = found.questions
    assert question.kind is QuestionKind.VILLAGE
    assert [each.value for each in question.options] == [str(ONE_LINH), str(ONE_HONG)]
    choices = Choices().answered(question, str(ONE_LINH))
    assert [each.place_id for each in read(content, choices=choices).people] == [ONE_LINH, ONE_LINH]
    again = Choices.from_data(json.loads(json.dumps(choices.to_data())))
    assert again == choices
    assert [each.place_id for each in read(content, choices=again).people] == [ONE_LINH, ONE_LINH]


def test_an_unknown_village_is_not_guessed_and_a_close_one_is_offered() -> None:
    found = read(files.xlsx([HEADS, [1, "Nguyễn Văn An", 1957, "Thôn Đồng Vang"], [2, "Lê Văn Ba", 1960, ""]]))
    assert why(found) == {
        2: ["Không có nơi nào tên Thôn Đồng Vang. Gần giống: Thôn Đồng Vạn"],
        3: ["Chưa ghi thôn"],
    }
    assert [each.value for each in found.questions[0].options] == [str(DONG_VAN)]


def test_a_sheet_that_names_no_village_is_asked_about() -> None:
    content = files.xlsx([["STT", "Họ và tên", "Năm sinh"], [1, "Nguyễn Văn An", 1957]])
    found = read(content)
    (question,) = found.questions
    assert (question.kind, question.key) == (QuestionKind.VILLAGE, "sheet|Sheet1")
    assert who(read(content, choices=Choices().answered(question, str(KIM_SON)))) == [AN]


@pytest.mark.parametrize(
    "title",
    ["DANH SÁCH CÔNG DÂN THÔN KIM SƠN NĂM 2026", "Thôn Kim Sơn", "Đơn vị: Thôn Kim Sơn, xã Sơn Hồng", "THÔN: KIM SƠN"],
)
def test_a_title_names_the_village(title: str) -> None:
    assert who(read(files.xlsx([[title], ["STT", "Họ và tên", "Năm sinh"], [1, "Nguyễn Văn An", 1957]]))) == [AN]


@pytest.mark.parametrize(
    "address", ["Thôn Kim Sơn, xã Sơn Hồng", "Số 12, thôn Kim Sơn, xã Sơn Hồng, tỉnh Hà Tĩnh", "Kim Sơn - Sơn Hồng"]
)
def test_an_address_stands_in_for_the_village(address: str) -> None:
    rows = [["STT", "Họ và tên", "Năm sinh", "Nơi thường trú"], [1, "Nguyễn Văn An", 1957, address]]
    assert who(read(files.xlsx(rows))) == [AN]


def test_two_tables_side_by_side() -> None:
    found = read(
        files.xlsx(
            [
                ["DANH SÁCH THÔN KIM SƠN"],
                ["STT", "Họ tên", "Năm sinh", "STT", "Họ tên", "Năm sinh"],
                [1, "Nguyễn Văn An", 1957, 3, "Lê Văn Cường", 1961],
                [2, "Trần Thị Bình", 1960, "", "", ""],
            ]
        )
    )
    assert who(found) == [AN, BINH, ("Lê Văn Cường", 1961, KIM_SON)]


def test_two_tables_one_below_the_other_with_columns_in_another_order() -> None:
    found = read(
        files.xlsx(
            [
                ["STT", "Họ và tên", "Năm sinh"],
                ["", "Thôn Kim Sơn"],
                [1, "Nguyễn Văn An", 1957],
                [],
                ["STT", "Năm sinh", "Họ và tên"],
                [1, 1960, "Trần Thị Bình"],
            ]
        )
    )
    assert who(found) == [AN, BINH]


def test_headings_repeated_on_every_page() -> None:
    page: list[list[object]] = [["STT", "Họ và tên", "Năm sinh", "Thôn"], [1, "Nguyễn Văn An", 1957, "Kim Sơn"]]
    rows = [*page, page[0], [2, "Trần Thị Bình", 1960, "Kim Sơn"], ["(1)", "(2)", "(3)", "(4)"], page[0]]
    found = read(files.xlsx(rows))  # type: ignore[arg-type]
    assert who(found) == [AN, BINH]
    assert len(found.columns) == 4


def test_many_pages_are_no_deep_recursion() -> None:
    heads = ["STT", "Họ và tên", "Năm sinh", "Thôn"]
    other = ["STT", "Năm sinh", "Họ và tên", "Thôn"]
    rows: list[list[object]] = []
    for at in range(300):
        rows += (
            [heads, [1, f"Nguyễn Văn {'An' if at else 'Ánh'}", 1900 + at % 100 + 10, "Kim Sơn"]]
            if at % 2
            else [other, [1, 1957, "Lê Văn Ba", "Kim Sơn"]]
        )
    found = read(files.text(rows))  # type: ignore[arg-type]
    assert len(found.people) + len(found.left_out) == 300


def test_names_in_two_columns_and_a_birth_in_three() -> None:
    found = read(
        files.xlsx(
            [
                ["TT", "HO VA TEN DEM", "TEN", "NGAY SINH", "", "", "THON"],
                ["", "", "", "NGAY", "THANG", "NAM", ""],
                [1, "NGUYỄN VĂN", "AN", 12, 3, 1957, "KIM SON"],
                [2, "TRẦN THỊ", "BÌNH", 1, 1, 1960, "Kim Sơn"],
            ]
        )
    )
    assert who(found) == [AN, BINH]


def test_households_as_lines_and_members_below() -> None:
    found = read(
        files.docx(
            [
                ["TT", "Họ và tên", "Ngày sinh", "Quan hệ với chủ hộ", "SĐT"],
                ["1", "Hộ ông Nguyễn Văn An", "", "", ""],
                ["", "Nguyễn Văn An", "1957", "Chủ hộ", "0912345678"],
                ["", "Trần Thị Bình", "1960", "Vợ", ""],
                ["2", "Hộ bà Hồ Thị Cúc", "", "", ""],
                ["", "Hồ Thị Cúc", "1950", "Chủ hộ", ""],
            ],
            above=["DANH SÁCH HỘ THÔN KIM SƠN"],
        )
    )
    assert who(found) == [AN, BINH, ("Hồ Thị Cúc", 1950, KIM_SON)]
    assert len({each.household for each in found.people}) == 2


def test_codes_of_households_are_kept_and_a_papers_number_is_not() -> None:
    found = read(
        files.xlsx(
            [
                [*HEADS, "Số sổ hộ khẩu"],
                [1, "Nguyễn Văn An", 1957, "Kim Sơn", "H012"],
                [2, "Trần Thị Bình", 1960, "Kim Sơn", "H012"],
                [3, "Lê Văn Ba", 1961, "Kim Sơn", "401234567"],
            ]
        )
    )
    assert [each.household for each in found.people][:2] == ["H012", "H012"]
    assert not found.people[0].household_is_made
    assert "401234567" not in repr(found)
    assert found.people[2].household.startswith("S")


def test_a_made_code_is_the_same_when_the_list_grows() -> None:
    heads = ["STT", "Họ và tên", "Năm sinh", "Thôn", "Quan hệ với chủ hộ"]
    first = [1, "Nguyễn Văn An", 1957, "Kim Sơn", "Chủ hộ"], [2, "Trần Thị Bình", 1960, "Kim Sơn", "Vợ"]
    new = [1, "Lê Văn Ba", 1950, "Kim Sơn", "Chủ hộ"]
    twin = [4, "Nguyễn Văn An", 1957, "Kim Sơn", "Chủ hộ"]
    before, after = read(files.xlsx([heads, *first])), read(files.xlsx([heads, new, *first, twin]))
    assert [each.household for each in before.people] == [each.household for each in after.people[1:3]]
    codes = {each.household for each in after.people}
    assert len(codes) == 3, "a namesake's household is another"


def test_the_same_person_twice_is_told_with_the_other_row() -> None:
    found = read(
        files.xlsx(
            [
                HEADS,
                [1, "Nguyễn Văn Hoà", 1957, "Kim Sơn"],
                [2, "NGUYỄN VĂN HÒA", 1957, "Kim Sơn"],
                [3, "Nguyễn Văn Hoạ", 1957, "Kim Sơn"],
                [4, "Lê Văn Nhân", None, "Kim Sơn"],
                [5, "Lê Văn Nhân", None, "Kim Sơn"],
            ]
        )
    )
    assert [each.row for each in found.people] == [2, 4, 5, 6]
    assert why(found) == {3: ["Trùng họ tên và năm sinh với dòng 2, trang Sheet1"]}
    assert "dòng 5" in said(found.people[-1].remarks[-1].why)


def test_namesakes_of_two_households_are_both_kept_and_told() -> None:
    rows = [[*HEADS, "Mã hộ"], [1, "Nguyễn Văn An", 1957, "Kim Sơn", "H1"], [2, "Nguyễn Văn An", 1957, "Kim Sơn", "H2"]]
    found = read(files.xlsx(rows))
    assert len(found.people) == 2
    assert "dòng 2" in said(found.people[1].remarks[0].why)


def test_two_digits_are_asked_about() -> None:
    content = files.xlsx([HEADS, [1, "Nguyễn Văn An", 57, "Kim Sơn"], [2, "Trần Thị Bình", "60", "Kim Sơn"]])
    found = read(content)
    assert who(found) == [("Nguyễn Văn An", None, KIM_SON), ("Trần Thị Bình", None, KIM_SON)]
    (question,) = found.questions
    assert question.kind is QuestionKind.TWO_DIGITS
    assert who(read(content, choices=Choices().answered(question, "year"))) == [AN, BINH]
    assert read(content, choices=Choices().answered(question, "age")).questions == ()


def test_a_list_without_headings_asks_which_column_is_which() -> None:
    content = files.xlsx([[1, "Nguyễn Văn An", 1957], [2, "Trần Thị Bình", 1960], [3, "Lê Thị Hoa", 1961]])
    (question,) = read(content).questions
    assert (question.kind, [each.value for each in question.options]) == (QuestionKind.NAME_COLUMN, ["B"])
    choices = Choices().answered(question, "B")
    kinds = {each.kind: each for each in read(content, choices=choices).questions}
    choices = choices.answered(kinds[QuestionKind.BIRTH_COLUMN], "C")
    choices = choices.answered(kinds[QuestionKind.VILLAGE], str(KIM_SON))
    assert who(read(content, choices=choices)) == [AN, BINH, ("Lê Thị Hoa", 1961, KIM_SON)]


def test_a_heading_that_nobody_knows_can_be_told() -> None:
    rows = [["STT", "Bà con", "Năm sinh", "Thôn"], [1, "Nguyễn Văn An", 1957, "Kim Sơn"]]
    assert who(read(files.xlsx(rows), choices=Choices(columns={"Sheet1!B": "name"}))) == [AN]


def test_a_dropped_column_stays_dropped_whatever_is_chosen() -> None:
    rows = [[*HEADS, "Dân tộc"], [1, "Nguyễn Văn An", 1957, "Kim Sơn", "Kinh"]]
    found = read(files.xlsx(rows), choices=Choices(columns={"Sheet1!E": "note"}))
    assert "Kinh" not in repr(found)
    assert [each.dropped for each in found.columns if each.letter == "E"] == [Dropped.ETHNICITY]


def test_an_age_beside_an_empty_year_is_shown_and_not_taken() -> None:
    found = read(files.xlsx([[*HEADS, "Tuổi"], [1, "Nguyễn Văn An", None, "Kim Sơn", 69]]))
    assert who(found) == [("Nguyễn Văn An", None, KIM_SON)]
    assert said(found.people[0].remarks[0].why) == "Chỉ có tuổi 69 (tính ra khoảng 1957), chưa có năm sinh"


def test_a_lone_text_in_the_column_of_names_is_no_person() -> None:
    found = read(files.xlsx([HEADS, [1, "Nguyễn Văn An", 1957, "Kim Sơn"], ["", "Đi làm ăn xa", "", ""]]))
    assert who(found) == [AN]
    assert 3 in why(found)


def test_a_row_without_a_name_is_told() -> None:
    found = read(files.xlsx([HEADS, [1, "", 1957, "Kim Sơn"], [2, "Trần Thị Bình", 1960, "Kim Sơn"]]))
    assert why(found) == {2: ["Thiếu họ tên"]}


def test_a_family_name_that_is_also_a_kind_of_place() -> None:
    rows = [["Họ và tên", "Năm sinh"], ["Thôn Kim Sơn"], ["Bàn Văn An", ""], ["Tô Thị Bình", 1960], ["TO VAN BA", 1961]]
    found = read(files.text(rows))
    assert ("Tô Thị Bình", 1960, KIM_SON) in who(found)
    assert ("To Van Ba", 1961, KIM_SON) in who(found)
    assert 3 in why(found)


def test_choices_refuse_what_there_is_not() -> None:
    with pytest.raises(ValueError):
        Choices.from_data({"columns": {"a!B": "salary"}})
    with pytest.raises(ValueError):
        Choices.from_data({"encodings": {"a!B": "utf-8"}})
    assert Choices.from_data({}) == Choices()
