"""Reading several choices of one question: "1 3", "13", "hai cái đầu", "tất cả trừ cái cuối", or told in a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.kit.asides import asks
from handlers.kit.choices import CHOOSE, denies_more, read_choice, which
from handlers.kit.corrections import corrected
from handlers.kit.doubts import doubts, jokes, quotes, wishes
from handlers.kit.numbers_in import numbers_alone
from handlers.kit.others import of_others, speaks_of_others
from handlers.kit.own_words import own_words
from handlers.kit.positions import read_position, read_positions
from handlers.kit.read import Misread
from handlers.kit.shown import Shown, shown_of
from handlers.kit.speech import heard, is_no, speech
from handlers.kit.spelling import (
    LONGEST,
    MOST_WORDS,
    bare,
    in_digits,
    is_digits,
    is_in,
    lexicon,
    spell,
)
from handlers.kit.telex import retyped
from handlers.kit.told import told
from handlers.kit.yes_no import yes_or_no
from locales.text import T, Words

MOST_OF_A_NAME = 3  # words: what is shorter may be a choice in other words
CHOOSE_SEVERAL = T("{You} chọn các mục bên dưới rồi chọn Xong, hoặc gõ các số, ví dụ 1 3.")

_SIGNS_BETWEEN = frozenset(",;.+&\n")
_REPEATED = re.compile(r"([,.;])(?: *[,.;])+")
_AND = lexicon("và với vs cùng and")
# What may stand beside the choices that are named, and names none: "tôi với cháu đi đủ cả".
_SMALL_TALK = re.compile(
    r"(?:(?:toi|minh|em|chau|con|bac|ca nha|ba con|hai vo chong|voi) )*(?:di|du|hoc|nghe) (?:du|het|ca|day du)(?: ca"
    r"| het| roi)*"
    r"|(?:the|co the|vay|co vay|the la|nhu the|nhu vay)(?: thoi)?(?: a| day)*|mung lam|vui lam|(?:chi |moi )?(?:biet"
    r"|lam|lam duoc|duoc|co) (?:the|vay|nhu vay|co the|bay nhieu|cai do|viec do|moi cai do)(?: thoi)?(?: a)*"
    r"|tien lam|hay lam"
    r"|(?:bao |bay )?nhieu(?: (?:do|day|ay|thoi|a))*|het roi|the thoi|vay thoi"
)
_SOMEBODY = lexicon("con cháu chồng vợ mẹ =bố bạn em anh chị =bà ông người khách mấy thằng đứa họ xóm bản thôn làng")
_LESS = re.compile(
    r"^(.+?)[,. ]+(?:à |ừ |thôi |nhưng )?(?:bỏ|bớt|trừ)(?: ra)? (.+?)(?: (?:đi|ra|nha|nhé|ạ|thôi))*$", re.IGNORECASE
)
_BUT_FOR = re.compile(
    r"^(?:trừ|ngoài|chỉ trừ) (.+?)(?: ra,?|,) (?:thì )?(?:(?:mấy|các|những)? ?(?:việc|cái|thứ|món|điều)? ?"
    r"(?:kia|nào|khác|còn lại)\b.*\b(?:được|có|biết|làm|hết)\b|(?:được|có|biết|làm được) (?:cả|hết|tất).*"
    r"|(?:còn lại|mấy (?:cái|việc|thứ) kia|cái gì)(?: thì)?(?: tôi| mình| tui| em| nhà)?(?: cũng| đều)? ?(?:có|được"
    r"|biết|làm|rành|xài)?"
    r"(?: được)? (?:hết|cả|đủ|tất)\b.*|(?:cái |thứ |việc |món )?(?:nào|gì|chi|mô) (?:\w+ )?cũng .+)",
    re.IGNORECASE,
)  # "trừ chuyển tiền ra việc nào tôi cũng làm được"
_ALL_THE_REST = re.compile(
    r"^(.+?) thì [^,;]*\b(?:không|hổng|hông|chưa|chịu|nỏ)\b[^,;]*[,;] *(?:còn )?"
    r"(?:mấy |các |những )?(?:cái |việc |thứ |món )?(?:kia|tê|khác|còn lại)\b.*\b(?:hết|cả|tất)\b",
    re.IGNORECASE,
)  # "VNeID thì hổng biết, còn mấy cái kia rành hết"
_MORE = re.compile(
    r"^(.+?)[,. ]+(?:à |quên |với )*(?:thêm|cộng|với cả|và cả)(?: cả)? (.+?)(?: (?:nữa|luôn|nha|nhé|ạ|vào|vô))*$",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"(?:(?:nha |minh |toi |em |e )*(?:co |biet |ranh |xai duoc |dung duoc |lam duoc |lam |duoc )?)"
    r"(?:(?:du |duoc )?het (?=(?:ca )?[0-9]))?"
    r"(?:(?:(?:tat |du )?ca|du|het(?= [0-9]))(?: ([0-9]))?(?: (?:cac )?(?:cai|cau|muc|viec|thu|mon|dieu))?"
    r"(?: (?:nay|do|tren|dau))?"
    r"|tat|het|all|both|(?:du |duoc )?het (?:ca )?(?P<n>[0-9])(?: (?:cac )?(?:cai|cau|muc|viec|thu|mon|dieu))?)"
    r"(?: (?:deu|tu|lam|co|biet|duoc|luon|het|a|roi|toi|minh))*"
)

_SO_MANY = re.compile(
    r"(?:(?:duoc|co|da|lam duoc|biet) )*[2-9] (?:cai|thu|viec|dieu|mon|muc)(?: (?:thoi|roi|a|do|day))*"
)
_ONLY_LEFT = re.compile(
    r".*[,;.… ](?:(?:bây )?(?:giờ|chừ)|nay)(?: thì)? (?:chỉ )?còn (?:mỗi |có |lại |được )?(?:mỗi |cái )?(?P<own>.+)",
    re.IGNORECASE | re.DOTALL,
)  # "có mạng, à cắt rồi, chừ chỉ còn sách với bàn"
_REST_NOT = re.compile(
    r"[,;.] *(?:ngoài ra|thêm nữa)(?: thì)? (?:không|hông|hổng|ko|chưa|nỏ|chẳng|chả)(?: có)? (?:gì|chi|thứ gì"
    r"|cái gì)[^,;.]*$"
    r"|[,;.] *(?:còn |chứ |chớ )?(?:(?:mấy|các|những|ba|bao nhiêu) )?(?:cái |việc |thứ |món |điều )*"
    r"(?:kia|tê|khác|nớ|còn lại|giấy tờ)\b(?: (?:kia|khác))?(?: thì)?[^,;.]*"
    r"\b(?:không|hông|hổng|ko|chưa|chịu|thua|bó tay|nỏ)\b[^,;.]*$"
    r"|[ ,;.]+(?:còn |chứ |thôi )*(?:không|hông|hổng|ko|chưa|khong|chua) (?:biết|có|làm được|biet|co)"
    r" (?:cái|việc|gì|thứ|cai|viec|gi) (?:gì )?(?:khác|khac)\W*$",
    re.IGNORECASE,
)  # "…, mấy cái kia thì chịu"
_ONLY = re.compile(r".*\b(?:có |chỉ )?mỗi (?:có )?(?P<own>[^,;.]+?) (?:thôi|mà thôi)[ .!]*", re.IGNORECASE | re.DOTALL)
_NOTHING = re.compile(
    r"(?:.* )?(?:khong|chua) (?:\w+ ){0,3}?(?:(?:viec|cai|dieu|thu|mon|muc) nao|gi (?:het|ca|sat|tron|dau))"
    r"(?: (?:het|ca|dau|sat|tron|a|chau|con|roi))*|"
    r"(?:.* )?(?:khong|chua) (?:co|duoc|lam duoc|xai duoc|dung duoc|biet lam) (?:cai |viec |mon )?gi"
    r"(?: (?:het|ca|dau|sat|tron|a|chau|con|roi))*"
)


def read_choices(
    said: str,
    labels: Sequence[Words],
    also: Sequence[Sequence[str]] = (),
    *,
    alone: int | None = None,
    asked: Words | None = None,
) -> list[int] | Misread:
    """The indexes of several labels: "1 3", "1, 3 và 4", "13", "một và ba", or names with commas between.

    Args:
        said: what was typed.
        labels: of the choices.
        also: of each label, other words for the same.
        alone: the choice that excludes the others; with another one it is asked back.
        asked: the question, if there is one: who it is about is nobody else.
    """
    if len(said) > LONGEST or len(spell(said)) > MOST_WORDS:
        return Misread(CHOOSE_SEVERAL)
    said = _REPEATED.sub(r"\1 ", said)
    shown = shown_of(labels, also, asked)
    right = retyped(said)
    found = Misread(CHOOSE) if denies_more(right, said) else _all_of(said, shown, alone)
    if isinstance(found, Misread) and right != said:
        found = _all_of(right, shown, alone)
    if isinstance(found, Misread) and (own := own_words(right)) is not None:
        again = _all_of(own, shown, alone)
        named = set(told(own, shown.phrases, one_by_one=True).affirmed)
        named -= set() if _denies_every(own) else {shown.no}
        found = again if not isinstance(again, Misread) and set(again) <= named else found
    if isinstance(found, Misread):
        return Misread(CHOOSE_SEVERAL) if found.hint == CHOOSE else found
    if asks(said) or (len(found) > 1 and alone in found):
        return which(found, labels)
    return found


def _all_of(said: str, shown: Shown, alone: int | None) -> list[int] | Misread:
    """The indexes that were meant, in the order of the choices."""
    words = spell(said)
    if not all(map(is_digits, bare(words))) and len(exact := shown.exact(words)) == 1:
        return exact
    if shown.of_facts and wishes(said):
        return Misread(CHOOSE)
    if speaks_of_others(said, of_children=shown.of_children):
        tells = told(said, shown.phrases, of_children=shown.of_children, one_by_one=True)
        return list(tells.affirmed) or Misread(CHOOSE)
    if not all(map(is_digits, bare(words))) and len(whole := shown.whole(words)) == 1:
        return whole
    if jokes(said) or quotes(said):
        return Misread(CHOOSE)
    if found := _changed(said, shown, alone):
        return found
    if (kept := _kept(said)) is not None:
        return _all_of(kept, shown, alone)
    return _read(said, shown, alone)


def _read(said: str, shown: Shown, alone: int | None) -> list[int] | Misread:
    """The indexes in a reply that takes nothing back: numbers, places, all of them, or what is named."""
    words, count = spell(said), len(shown.labels)
    if _SO_MANY.fullmatch(_plain(said)):
        return Misread(CHOOSE_SEVERAL)  # how many, not which
    if found := _run_together(said, count) or read_positions(said, count):
        return found
    if every := _ALL.fullmatch(_plain(said)):
        others = [i for i in range(count) if i != alone]
        n = every[1] or every["n"]
        is_all = n is None or int(n) == len(others)  # "cả hai" of three is not all
        return others if is_all and alone is not None else Misread(CHOOSE_SEVERAL)
    numbers = numbers_alone(words)
    if numbers is not None and not _is_range(said):
        valid = all(1 <= number <= count for number in numbers)
        return sorted({number - 1 for number in numbers}) if valid else Misread(CHOOSE_SEVERAL)
    return _named(said, shown)


def _kept(said: str) -> str | None:
    """The part of a reply that says which: "mỗi Zalo thôi", "chừ chỉ còn sách", "Zalo, mấy cái kia thì chịu"."""
    only = _ONLY_LEFT.fullmatch(said.strip()) or _ONLY.fullmatch(said.strip())
    kept = _REST_NOT.sub("", said) if only is None else only["own"]
    return kept if kept.strip() and kept != said else None


def _named(said: str, shown: Shown) -> list[int] | Misread:
    """The choices that are named, in a sentence or one after the other."""
    tells = told(said, shown.phrases, of_children=shown.of_children, one_by_one=True)
    if tells.discounted and not tells.affirmed:
        return which(tells.discounted, shown.labels)
    parts = [each for each in _parts(said)[:MOST_WORDS] if not (tells.affirmed and _SMALL_TALK.fullmatch(_plain(each)))]
    if tells.affirmed and len(parts) == 1:
        return list(tells.affirmed)
    if not tells.affirmed and shown.no is not None and (yes_or_no(said) is False or _denies_every(said)):
        return [shown.no]
    read = [_of_part(part, shown) for part in parts]
    misread = next((each for each in read if isinstance(each, Misread)), None)
    found = sorted({index for each in read if not isinstance(each, Misread) for index in each} - {*tells.discounted})
    if shown.no is not None and tells.affirmed == (shown.no,) and not tells.discounted and found in ([], [shown.no]):
        return [shown.no]
    if found == [shown.no] and tells.discounted and of_others(speech(said)) and not _denies_every(said):
        return which(tells.discounted, shown.labels)  # "con nó làm VNeID cho, mình không biết làm" tells of one
    if misread and tells.affirmed and all(_is_a_tale(part, one, shown) for part, one in zip(parts, read, strict=True)):
        return sorted({*tells.affirmed} - {*tells.discounted})
    return misread or found or Misread(CHOOSE)


def _is_a_tale(part: str, read: list[int] | Misread, shown: Shown) -> bool:
    """Whether a part names no choice, and is not meant for one: "…, sách thì không mua được"."""
    words = spell(part)
    return not isinstance(read, Misread) or (
        len(words) > MOST_OF_A_NAME
        and any(is_no(each.word) for each in speech(part).words)
        and not any(map(is_digits, in_digits(words)))
        and not shown.find(part, words, None)
    )


def _denies_every(said: str) -> bool:
    """Whether a clause says that there is none of them: "không có cái nào hết", "hổng biết xài gì hết"."""
    sentence = speech(said)
    own = {start for start, _ in sentence.clauses()} - of_others(sentence)
    clauses = [sentence.letters(start, end) for start, end in sentence.clauses() if start in own]
    return any(map(_NOTHING.fullmatch, clauses)) and not doubts(sentence, one_by_one=True)


def _changed(said: str, shown: Shown, alone: int | None) -> list[int]:
    """What is left after a change: "1 2 à bỏ 2 đi", "1 3 quên thêm 4 nữa", "tất cả trừ cái cuối", "1 à không 2"."""
    if alone is not None and (but := _BUT_FOR.match(said.strip()) or _ALL_THE_REST.match(said.strip())):
        left_out = _all_of(but[1], shown, alone)
        if not isinstance(left_out, Misread):
            return [i for i in range(len(shown.labels)) if i not in {*left_out, alone}]
    for pattern in (_LESS, _MORE):
        if change := pattern.match(said.strip()):
            first, second = _all_of(change[1], shown, alone), _all_of(change[2], shown, None)
            if isinstance(first, Misread) or isinstance(second, Misread):
                continue
            kept = set(first) - set(second) if pattern is _LESS else {*first, *second}
            return sorted(kept) if kept and (pattern is _MORE or set(second) <= {*first, alone}) else []
    if (change_of_mind := corrected(said)) is not None:
        before, after = change_of_mind
        if not before or not isinstance(_all_of(before, shown, alone), Misread):
            found = _all_of(after, shown, alone)
            return [] if isinstance(found, Misread) else found
    return []


def _run_together(said: str, count: int) -> list[int]:
    """The choices of digits that were run together: "13"."""
    words = bare(spell(said))
    if len(words) != 1 or not is_digits(words[0]) or len(words[0].plain) < 2 or count > 9:
        return []
    digits = [int(digit) for digit in words[0].plain]
    is_proper = len(set(digits)) == len(digits) and all(1 <= digit <= count for digit in digits)
    return sorted(digit - 1 for digit in digits) if is_proper else []


def _is_range(said: str) -> bool:
    return any(dash in said for dash in "-–—~/:")


def _plain(said: str) -> str:
    return " ".join(word.plain for word in in_digits(tuple(each.word for each in heard(bare(spell(said))))))


def _parts(said: str) -> list[str]:
    """What stands between commas, "và" and the like, without mere politeness and a leading "cả"."""
    pieces: list[list[str]] = [[]]
    spaced = "".join(f" {c} " if c in _SIGNS_BETWEEN else c for c in said.replace("\n", ","))
    all_pieces = spaced.split()
    for i, piece in enumerate(all_pieces):
        words = spell(piece)
        if piece in _SIGNS_BETWEEN or (len(words) == 1 and is_in(words[0], _AND) and not _is_with(all_pieces[i + 1 :])):
            pieces.append([])
        else:
            pieces[-1].append(piece)
    parts = [" ".join(piece) for piece in pieces if bare(spell(" ".join(piece)))]
    if len(parts) > 1 and _plain(parts[0]).startswith("ca "):
        parts[0] = parts[0].split(maxsplit=1)[1]
    return parts


def _is_with(rest: list[str]) -> bool:
    """Whether "với" goes on with somebody, and so joins nothing: "gọi hình với con"."""
    words = spell(rest[0]) if len(rest) > 1 else ()
    return len(words) == 1 and is_in(words[0], _SOMEBODY)


def _of_part(part: str, shown: Shown) -> list[int] | Misread:
    """The indexes of one part: numbers, a place, or what is told in it; none where it only denies."""
    count = len(shown.labels)
    words = spell(part)
    numbers = numbers_alone(words)
    if numbers is not None and not _is_range(part):
        valid = all(1 <= number <= count for number in numbers)
        return [number - 1 for number in numbers] if valid else Misread(CHOOSE_SEVERAL)
    if (at := read_position(part, count)) is not None:
        return [at]
    tells = told(part, shown.phrases, of_children=shown.of_children, one_by_one=True)
    if tells.affirmed or tells.discounted:
        return list(tells.affirmed)
    one = read_choice(part, shown.labels, shown.also)
    return [one] if isinstance(one, int) else one
