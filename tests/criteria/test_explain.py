"""Results in words, and an officer's corrections."""

from __future__ import annotations

import pytest

from criteria.correct import CorrectionError, correct
from criteria.explain import explain, source_lines, verdict_words
from criteria.model import Standing
from criteria.parse import load
from criteria.score import Verdict, score
from locales.catalog import catalog
from tests.village import FAIR, there

CDHT = load("cdht-324-2023")
VI = catalog("vi")


def told(standing: Standing, **answers: object) -> str:
    return VI.render(explain(CDHT, score(CDHT, {**FAIR, **answers}), standing))


def test_what_is_missing_is_an_activity_never_an_answer() -> None:
    text = told(Standing.PROVISIONAL, A2="0")
    assert "Chưa đạt, 72/100 điểm (dùng tạm)" in text
    assert "Cần 80 điểm, còn thiếu 8 điểm." in text
    assert "Còn yếu: Dự lớp, buổi tập huấn." in text
    assert "Dự một lớp hoặc một buổi tập huấn" in text
    labels = [level.label.msgid for level in CDHT.indicator("A2").levels]
    assert not any(label in text for label in labels)


def test_every_result_says_how_sure_the_commune_is() -> None:
    assert "kết quả dự kiến: xã, phường chưa áp dụng bộ tiêu chí" in told(Standing.PROPOSED)
    assert "đang dùng tạm bộ tiêu chí này, chưa đối chiếu văn bản gốc" in told(Standing.PROVISIONAL)
    assert "324/QĐ-KHVN ngày 25/10/2023" in told(Standing.VERIFIED)


def test_at_most_three_things_to_do() -> None:
    everything_weak = dict.fromkeys([each.id for each in CDHT.indicators if each.id != "B1"], "0")
    assert told(Standing.PROPOSED, **everything_weak, B1=["khong"]).count("\n- ") == 3


def test_a_short_verdict_fits_a_line() -> None:
    assert VI.render(verdict_words(score(CDHT, FAIR), Standing.PROVISIONAL)) == "Đạt, 80/100 điểm (dùng tạm)"


def test_the_officer_sees_source_and_what_is_unchecked() -> None:
    text = VI.render(source_lines(CDHT, Standing.PROVISIONAL))
    assert "baothaibinh.com.vn" in text
    assert "Chưa đối chiếu văn bản gốc:" in text
    assert "Chưa biết 'không cần' được mấy điểm" in text
    assert "Chưa đối chiếu văn bản gốc:" not in VI.render(source_lines(CDHT, Standing.VERIFIED))


def test_corrections_change_the_result_and_leave_the_set_alone() -> None:
    strict = correct(CDHT, {"rules.total": 81, "points.A1": [0, 4, 8, 10], "min_age": 16, "rules.each_at_least": 6})
    assert score(strict, FAIR).verdict is Verdict.NOT_REACHED
    assert score(CDHT, FAIR).verdict is Verdict.REACHED
    assert there(strict.min_age).value == 16
    assert strict.edition != CDHT.edition
    assert correct(CDHT, {}) is CDHT


def test_the_edition_names_the_corrections() -> None:
    one, other = correct(CDHT, {"rules.total": 81}), correct(CDHT, {"rules.total": 82})
    assert one.edition != other.edition
    assert one.edition == correct(CDHT, {"rules.total": 81}).edition


@pytest.mark.parametrize(
    "corrections",
    [
        {"rules.total": 0},
        {"rules.total": 101},
        {"rules.total": "80"},
        {"rules.each_at_least": 11},
        {"points.A1": [0, 5, 8]},
        {"points.A1": [0, 8, 5, 10]},
        {"points.A1": [0, 5, 8, 11]},
        {"points.ZZ": [0, 5, 8, 10]},
        {"min_age": 5},
        {"nonsense": 1},
    ],
)
def test_a_nonsensical_correction_is_refused(corrections: dict[str, object]) -> None:
    with pytest.raises(CorrectionError) as caught:
        correct(CDHT, corrections)
    assert VI.render(caught.value.reason)
