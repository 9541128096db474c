"""Words that doubt, deny, joke or tell of others, beside those that only look like it, in the questions that ship."""

from __future__ import annotations

import pytest

from handlers.kit.form import Question
from handlers.kit.read import Misread
from tests.handlers.kit.shipped_questions import shipped, vi


def question(label: str) -> Question:
    return next(each for each in shipped() if label in [vi(option.label) for option in each.options])


@pytest.mark.parametrize(
    ("label", "said", "value"),
    [
        ("Dùng được", "dùng tốt", "2"),  # no "đừng"
        ("VNeID, dịch vụ công", "em dung vneid", ["cong"]),
        ("Gọi có hình, nhắn Zalo", "chuyển tiền thì sợ mất lắm không dám, tôi chỉ nhắn zalo thôi", ["goi"]),
        ("Có cháu nghỉ học", "nghỉ mất một đứa", "0"),  # no joke
        ("Có cải tiến, thấy có lợi", "tôi đổi sang giống lúa mới, năng suất hơn hẳn", "3"),  # no correction
        ("Có cải tiến, thấy có lợi", "vụ mô tui cũng tính lời lỗ", "2"),
        ("Có nhắc nhở, động viên", "tối nào tôi chẳng giục thằng cháu ngồi vào bàn", "1"),
        ("Có, và người đó đang học", "có, nó đang học", "3"),
        ("Hỏi người quen", "hỏi con cháu trong nhà", "1"),  # no "hồi còn"
        ("Tin ngay", "người ta nói thì mình tin ngay thôi", "0"),
        ("Còn giúp hoà giải cho người khác", "nhà ai cãi nhau thì mình sang hoà giải cho họ", "3"),
        ("Có việc chưa hoà", "chưa hoà với nhà bên vì ranh đất", "0"),
        ("Thường xuyên hướng dẫn", "huong dan ba con thuong xuyen", "3"),
        ("Có ghi chép", "có ghi vào vở thôi chứ chưa tính lãi lỗ", "1"),
        ("Tất cả đi học", "đi học cả, chưa bỏ bữa nào", "1"),
        ("Còn giúp hoà giải cho người khác", "bà bên cạnh cãi nhau thì tôi sang hoà giải", "3"),
        ("Gọi có hình, nhắn Zalo", "hồi đầu năm con nó bày, giờ tôi gọi zalo được rồi", ["goi"]),
        ("Có tham gia", "chuwa tham gia toor naof", "0"),  # telex: no "tham gia"
        ("Gần như ngày nào cũng có", "hổng có bữa nào tui bỏ bản tin", "3"),
        ("Mạng internet, điện thoại", "có mạng, à cắt mạng rồi, giờ chỉ có cái bàn học thôi", ["goc"]),
        ("Có cháu được miễn, còn lại đi học", "cháu út tật được miễn, hai đứa kia vẫn đi học", "mien"),
    ],
)
def test_what_is_clear_is_taken(label: str, said: str, value: str | list[str]) -> None:
    assert question(label).read(said) == value


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Tin ngay", "tin ngay mà cũng không tin"),
        ("Có tham gia", "có tham gia mà chưa tham gia"),
        ("Có tham gia", "để bữa nào rảnh tui vô hội"),
        ("Có giúp thời gian, tiền, xe", "sang năm bán trâu thì mình cho tiền"),
        ("Có giúp thời gian, tiền, xe", "con tui đang học"),
        ("Dùng được", "tiếng gà tiếng vịt thì rành lắm"),
        ("Vận động cả xóm", "bên bản kia họ làm thường xuyên"),
        ("Vận động cả xóm", "trời không mưa thì làm"),
        ("Có cháu nghỉ học", "cháu nhà hàng xóm thì bỏ học"),
        ("Có cháu nghỉ học", "tính cho nó nghỉ mà chưa quyết"),
        ("Gia đình văn hoá", "xã hứa cuối năm cho gia đình văn hoá"),
        ("Gia đình văn hoá", "nhà con trai tui được gia đình văn hoá"),
        ("Có ghi chép", "có ghi mà giờ làm biếng bỏ luôn rồi"),
        ("Cần mà chưa biết", "có cần mà dốt không"),
        ("Có ghi chép", 'cán bộ khuyến nông bảo "phải ghi chép thu chi"'),
        ("Có cháu nghỉ học", "bên nhà thằng em tui thì có đứa bỏ học"),
        ("Gia đình văn hoá", "nhà bác cả mới được gia đình văn hoá"),
        ("Có tham gia", "hổng nhớ có vô hội nào hông nữa"),
        ("Có giúp thời gian, tiền, xe", "phải chi có tiền tui cho nó đi học"),
        ("Làm ruộng, chăn nuôi, nội trợ", "hồi ở bộ đội về làm ruộng mấy năm rồi bỏ"),
        ("Dùng được", "tui muốn nói được tiếng anh"),
        ("Có ghi chép", "ghi sổ hay tính lãi lỗ"),
        ("Từ 4 buổi hoặc có chứng chỉ", "trong giấy mời ghi dự bốn buổi được cấp giấy"),
        ("Hoà thuận", "chuyện riêng nhà mk ko kể đc"),
    ],
)
def test_what_is_doubtful_is_asked_back(label: str, said: str) -> None:
    assert isinstance(question(label).read(said), Misread)
