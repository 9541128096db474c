"""The data files that ship: they are whole, they say what their sources say, and what is made of them fits.

All other tests stand on frozen copies (tests/frozen.py). A set, a question or a plan that is added is looked at here by
the tests for all of them; what was found in a paper or a seed is held to its words, value by value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.parts import in_parts
from bot.render import Capabilities, render
from criteria import commune
from criteria.explain import explain, source_lines
from criteria.model import CriteriaSet, IndicatorKind, RuleKind, Source, Standing
from criteria.parse import OUR_MARKS, default, load, load_all, shipped_facts, titles
from criteria.plan import Measured, Origin, Plan
from criteria.plan import load as load_plan
from criteria.plan import load_all as load_plans
from criteria.score import Share, Verdict, score
from handlers.declaring.in_one_message import AT_ONCE, at_once
from handlers.shared.title_form import OCCUPATION, title_form
from handlers.shared.whole_form import in_one_message
from locales.catalog import ELDER, LANGUAGES, catalog
from locales.text import Message, Words
from tests.frozen import FROZEN, SHIPPED, stand_on
from tests.reports.papers import pages_of, sheet
from tests.village import there

VI = catalog("vi")
SEEDS = {
    path.name[:3]: " ".join(path.read_text("utf-8").split())
    for path in (Path(__file__).parents[1] / "seeds").glob("*.txt")
}
SHOWN = {
    "with buttons": Capabilities(buttons=100, text_limit=4096),
    "without": Capabilities(buttons=0, text_limit=2000, one_message=True),
}
QUESTIONS = 13  # of the longest form that ships
stand_on(SHIPPED)  # while this module is collected, and again while its tests run
SETS = load_all()
PLANS = load_plans()
STANDARD = commune.load()
stand_on(FROZEN)
EVERY_SET = pytest.mark.parametrize("criteria", SETS, ids=lambda each: each.id)
EVERY_PLAN = pytest.mark.parametrize("plan", PLANS, ids=lambda each: each.id)


@pytest.fixture(scope="module", autouse=True)
def _shipped() -> Iterator[None]:
    stand_on(SHIPPED)
    yield
    stand_on(FROZEN)


def msg(words: Words) -> str:
    assert isinstance(words, Message)
    return words.msgid


# Every set


def sources_of(criteria: CriteriaSet) -> list[Source]:
    """Where everything of a set comes from."""
    figures = [criteria.total_max, criteria.min_age, *(each.max for each in criteria.all_indicators)]
    return [
        criteria.source,
        *(figure.source for figure in figures if figure is not None),
        *(rule.source for rule in criteria.rules),
        *(group.source for group in criteria.groups),
        *(each.points_source for each in criteria.all_indicators if each.kind is not IndicatorKind.COUNT),
    ]


@EVERY_SET
def test_everything_names_its_source_and_nothing_claims_to_be_verified(criteria: CriteriaSet) -> None:
    """Nobody has had one of the papers in hand (docs/criteria-sources.md)."""
    assert all(source.text for source in sources_of(criteria))
    assert not any(source.verified for source in sources_of(criteria))
    assert VI.render(source_lines(criteria, Standing.PROVISIONAL))


@EVERY_SET
def test_labels_fit_on_buttons_and_every_indicator_says_what_to_do(criteria: CriteriaSet) -> None:
    for indicator in criteria.all_indicators:
        assert all(len(VI.render(choice.label)) <= 40 for choice in indicator.choices)
        if indicator.kind is IndicatorKind.COUNT:
            continue
        assert indicator.advice.msgid
        if indicator.is_asked:
            assert indicator.evidence.msgid
        for group in criteria.groups:
            assert "ou}" in criteria.question_for(indicator, group.id).msgid  # speaks to the person


@EVERY_SET
@pytest.mark.parametrize("can", SHOWN.values(), ids=SHOWN)
def test_a_whole_form_fits_one_message_with_what_stands_around_it(criteria: CriteriaSet, can: Capabilities) -> None:
    """1,300 characters (RULINGS, lengths): one message where it has as many questions as ours, else in parts."""
    for work in (None, *(each.id for each in criteria.occupations)):
        asked = [each for each in title_form(criteria, {OCCUPATION: work}).questions if each.numbered]
        for language in LANGUAGES:
            screen = at_once(1_000_000, "Nguyễn Thị Phương Thảo", in_one_message(criteria, asked, language))
            shown = in_parts(screen, 0, language, ELDER, can)
            assert shown is screen or len(asked) > QUESTIONS, (work, language)
            drawn = render(shown, language, ELDER, can)
            assert len("\n".join((drawn.title or "", *drawn.texts))) <= AT_ONCE == 1_300, (work, language)


def test_what_is_asked_alike_is_heard_alike() -> None:
    """The same question with the same answers in two sets has the same other words: nobody adds them in one alone."""
    heard: dict[object, tuple[str, object]] = {}
    for criteria in SETS:
        for each in criteria.all_indicators:
            key = each.question, tuple(choice.label for choice in each.choices)
            also = tuple(frozenset(choice.also) for choice in each.choices)
            if not any(also):
                continue  # a set without other words says nothing against one that has them
            first = heard.setdefault(key, (criteria.id, also))
            assert also == first[1], (criteria.id, first[0], each.id)
        works = tuple(each.label for each in criteria.occupations)
        also = tuple(frozenset(each.also) for each in criteria.occupations)
        assert not any(also) or heard.setdefault(works, (criteria.id, also))[1] == also, criteria.id


@EVERY_SET
def test_every_question_can_be_asked_and_every_answer_read(criteria: CriteriaSet) -> None:
    for work in (None, *(each.id for each in criteria.occupations)):
        for question in title_form(criteria, {OCCUPATION: work}).questions:
            for language in LANGUAGES:
                assert len(catalog(language).render(question.text)) <= 300
            for n, option in enumerate(question.options, start=1):
                assert len(f"answer/1000000/{question.key}/{option.value}".encode()) <= 64
                if question.quantity is None:  # else a number is what it counts: tests/handlers/kit/test_quantity.py
                    typed = question.read(str(n))
                    assert typed == (option.value if isinstance(typed, str) else [option.value])


def answered(criteria: CriteriaSet, *, best: bool) -> dict[str, object]:
    """The best answers to everything, or the worst; families with one child of each age."""
    answers: dict[str, object] = {}
    for each in criteria.indicators:
        ordinal = [level.id for level in each.levels if level.id.isdigit()]
        if each.kind is IndicatorKind.COUNT:
            answers[each.id] = "1"
        elif each.kind is IndicatorKind.CHOICES:
            several = [option.id for option in each.options if option.id != each.alone]
            answers[each.id] = several if best or each.alone is None else [each.alone]
        elif each.is_asked:
            answers[each.id] = ordinal[-1] if best else ordinal[0]
    return answers


@EVERY_SET
def test_the_best_answers_make_the_most_points_and_the_worst_do_not_reach(criteria: CriteriaSet) -> None:
    computed = [each.id for each in criteria.indicators if each.kind is IndicatorKind.COMPUTED]
    most = score(criteria, answered(criteria, best=True), {key: Share(5, 5) for key in computed})
    least = score(criteria, answered(criteria, best=False), {key: Share(0, 5) for key in computed})
    for result in (most, least):
        assert result.unanswered == ()
        assert VI.render(explain(criteria, result, Standing.PROVISIONAL))
    if most.total is not None:
        assert most.total == (criteria.total_max and criteria.total_max.value)
    is_open = any(rule.is_open for rule in criteria.rules)
    assert most.verdict is (Verdict.UNDECIDED if is_open else Verdict.REACHED)
    assert least.verdict is (Verdict.UNDECIDED if is_open else Verdict.NOT_REACHED)


def test_every_title_is_printed_on_one_sheet_of_paper() -> None:
    for title in titles():
        assert 1 <= pages_of(sheet(title)) <= 2, title


def test_every_set_is_of_a_known_title() -> None:
    assert {each.title for each in SETS} == set(titles())
    assert {"citizen", "family", "clan", "village", "unit"} <= set(titles())


def test_the_set_to_train_with_is_marked_and_nobodys_default() -> None:
    assert [each.id for each in SETS if each.training] == ["demo-cdht"]
    assert "demo-cdht" not in {default(title) for title in titles()}


def test_the_facts_parse_and_name_their_sources() -> None:
    facts = shipped_facts()
    assert all(setting.figure.source.text for setting in facts.settings)
    assert all(each.levels or each.options for each in facts.questions)


# What was found of the sets


def test_the_citizens_set_is_what_the_sources_say() -> None:
    found = load("cdht-324-2023")
    first = ["A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "C1", "C2"]
    assert [each.id for each in found.indicators][:10] == first
    assert all(there(found.indicator(key).max).value == 10 for key in first)
    assert [group.id for group in found.groups] == ["G1", "G2", "G3", "G4"]
    assert [(rule.kind, rule.value) for rule in found.rules] == [(RuleKind.TOTAL, 80), (RuleKind.EACH, 5)]
    assert found.number == "324/QĐ-KHVN"
    assert found.group_of("nghi") == "G1"


@pytest.mark.parametrize("set_id", ["gdht-448-2022", "dhht-448-2022", "cdht-thon-2022", "dvht-2022"])
def test_a_rule_nobody_has_found_is_empty_and_says_so(set_id: str) -> None:
    rules = load(set_id).rules
    assert rules
    assert all(rule.is_open and not rule.source.verified and rule.source.text for rule in rules)


# The commune's own title, Thông tư 25/2023, as seed 001 words it

# In the seed's table a page ends inside these cells, so that their halves stand apart.
CUT = {
    "3": ("Hiệu quả hoạt động của", "trung tâm học tập cộng đồng và thư viện công cộng cấp xã, "),
    "3.1": ("có tủ sách dùng chung; có", "thiết bị công nghệ thông tin phù hợp để"),
}


@pytest.mark.parametrize("each", [*STANDARD.criteria, *STANDARD.indicators], ids=lambda each: each.id)
def test_every_text_is_the_seeds(each: commune.Criterion | commune.Indicator) -> None:
    text, source = msg(each.name), SEEDS["001"]
    number = each.id.rpartition(".")[2]
    if each.id in CUT:
        first, second = CUT[each.id]
        at = text.index(second)
        assert text[:at].rstrip().endswith(first)
        assert f"{number}. {text[:at].rstrip()}" in source
        assert text[at:] in source
    else:
        assert f"{number}. {text}" in source


@pytest.mark.parametrize("each", STANDARD.indicators, ids=lambda each: each.id)
def test_every_lead_is_the_seeds_or_says_that_it_is_not(each: commune.Indicator) -> None:
    end = CUT[each.id][0] if each.id in CUT else msg(each.name)[-60:]
    row = SEEDS["001"].partition(f"{end} ")[2][:200]
    if each.lead.source.verified:
        assert row.startswith(f"{msg(each.lead.name)} "), row
    else:
        assert each.id in {"1.3", "4.2", "4.3", "4.4"}
        assert "ô gộp" in each.lead.source.text
        assert not row.startswith("Phòng")
    if each.support.source.verified:
        assert msg(each.support.name) in row


def test_the_texts_of_the_law_say_where_they_come_from() -> None:
    for each in STANDARD.indicators:
        assert "seed 001" in each.source.marks
        assert not each.source.verified  # nobody has compared them with the circular itself
        assert len(msg(each.label)) <= 30


# Plans, number by number

SON_HONG, KIEN_HUNG, THAP_MUOI, THAI_BINH, DONG_SON = (
    "son-hong-2026-2030", "kien-hung-2026", "thap-muoi-2024", "thai-binh-2021-2030", "dong-son-2023-2030"
)  # fmt: skip
SEED_OF = {SON_HONG: "000", KIEN_HUNG: "001", THAP_MUOI: "002", THAI_BINH: "003", DONG_SON: "004"}

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
    found = load_plan(plan_id)
    assert found is not None
    return found


def says(plan_id: str, words: str) -> bool:
    return " ".join(words.split()) in SEEDS[SEED_OF[plan_id]]


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


def test_the_tables_above_name_every_target_and_deadline_of_these_plans() -> None:
    plans = [plan_of(plan_id) for plan_id in SEED_OF]
    named = {(plan_id, target_id) for plan_id, target_id, *_ in (*NUMBERS, *WITHOUT_NUMBER)}
    assert named == {(plan.id, target.id) for plan in plans for target in plan.targets}
    dated = {(plan_id, key) for plan_id, key, *_ in (*DATES, *IN_WORDS)}
    assert dated == {(plan.id, each.id) for plan in plans for each in plan.deadlines}


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


@EVERY_PLAN
def test_where_the_number_comes_from(plan: Plan) -> None:
    for target in plan.targets:
        assert (target.measure is not None) == (target.origin is Origin.COMPUTED)
        assert (target.reason is not None) == (target.origin is Origin.OUTSIDE)
        assert target.source.text
        if plan.id in SEED_OF:
            assert f"seed {SEED_OF[plan.id]}" in target.source.marks
    assert plan.source.text
    assert all(each.source.text for each in plan.deadlines)


def test_the_plans_use_what_is_computed() -> None:
    used = {target.measure for plan in PLANS for target in plan.targets}
    assert used >= set(Measured) - {
        Measured.CLANS,
        Measured.UNITS,
    }  # of those five, none names the clans, or units of every kind


def test_a_scan_is_marked_as_not_checked() -> None:
    assert not any(each.source.verified for each in plan_of("thap-muoi-2024").targets)
    assert all("OCR" in each.source.text for each in plan_of("thap-muoi-2024").targets)


# The marks of our research


def strings_in(value: object) -> Iterator[str]:
    """Every text in data, however deep."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            if not (isinstance(value, Source) and each.name == "marks"):
                yield from strings_in(getattr(value, each.name))
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from (*strings_in(key), *strings_in(each))
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from strings_in(each)


@pytest.mark.parametrize(
    "data", [*SETS, *PLANS, STANDARD], ids=lambda each: getattr(each, "id", type(each).__name__)
)  # the facts are in the sets of the citizens
def test_no_mark_of_our_research_reaches_a_reader(data: object) -> None:
    """ "[F57]" is in the files for us; who reads it in an official paper has nothing to look it up in."""
    texts = list(strings_in(data))
    assert texts
    for text in texts:
        assert not re.search(r"\bF\d+\b\]|\[F\d|seed|\[\d", text), text
        assert not re.search(r"[:,] *[,;:.)]|\b(theo|ở|tại|và|của) *([;,.]|$)|  | $|^ ", text), (
            text
        )  # what a mark leaves


def test_the_files_have_such_marks_to_be_taken_off() -> None:
    texts = "".join(path.read_text("utf-8") for path in Path(str(SHIPPED)).rglob("*.toml"))
    assert len(OUR_MARKS.findall(texts)) > 100
    assert "[" not in OUR_MARKS.sub("", "báo [F4], kế hoạch [seed 000, 001], mục [F16, F58, F59]; số [seed 002]")
