"""Numbers of choices inside a short sentence: "đánh số sáu giùm tui", "tui làm được 1 với 2 thôi", "mục III"."""

from __future__ import annotations

from itertools import pairwise

from handlers.kit.spelling import (
    AFTER,
    BEFORE,
    BEFORE_NUMBER,
    Spelled,
    Word,
    count_of,
    in_digits,
    is_digits,
    is_in,
    lexicon,
)

_COUNTING = lexicon(
    "số cái cấy mục dòng nút thứ chọn lấy ý đánh bấm nhấn gõ ô hàng là chốt điền viết án nhóm diện loại kiểu theo lựa"
)
_AROUND = lexicon(
    "cho giùm dùm giúp hộ ghi đánh tui tôi bác em con cháu =chị =cô =bà =o ạ dạ á ấy í hà à cán bộ nè thôi luôn làm "
    "được có đủ và với vs cùng cả đấy đó này nhé nha mới phải đúng là thì sang qua số mục câu cấy cái chọn dòng chốt "
    "trả lời đáp án ô hàng nhấn bấm gõ viết điền lẹ nhanh xin mình đi rồi thuộc nhóm diện loại kiểu theo giống như vô "
    "vào lựa ơi nghe nghen nhen hen =hén vậy thế"
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}


def numbers_alone(words: Spelled) -> list[int] | None:
    """The numbers that are said, where nothing else is: "tui làm được 1 với 2 thôi", "mục hai mục bốn"."""
    digits = in_digits(_with_roman(words))
    kinds = (BEFORE, AFTER, BEFORE_NUMBER, _AROUND)
    has_more = any(not is_digits(word) and not any(is_in(word, each) for each in kinds) for word in digits)
    counts = any(is_digits(number) and word.plain == "co" for word, number in pairwise(digits))  # "có 2 con"
    numbers = [count_of(word) for word in digits if is_digits(word)]
    return None if has_more or counts or not numbers else numbers


def numbered_in(words: Spelled) -> int | None:
    """The one number in a sentence that "số", "cái", "mục" or the like stands before: "đánh số sáu giùm tui"."""
    digits = in_digits(_with_roman(words))
    at = next((i for i, word in enumerate(digits) if is_digits(word)), 0)
    numbers = numbers_alone(words)
    is_one = numbers is not None and len(numbers) == 1 and at > 0 and is_in(digits[at - 1], _COUNTING)
    return numbers[0] if is_one and numbers else None


def _with_roman(words: Spelled) -> Spelled:
    """ "mục III" as "mục 3"."""
    return tuple(
        Word(_ROMAN[word.plain], frozenset())
        if word.plain in _ROMAN and not word.marks and i and is_in(words[i - 1], BEFORE_NUMBER)
        else word
        for i, word in enumerate(words)
    )
