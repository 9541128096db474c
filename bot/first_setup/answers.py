"""What the set-up has to know, and the file that holds it: what was said so far, or what somebody wrote beforehand."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.passwords import PasswordError, check
from criteria.official_places import OfficialCommune, close_to, find
from criteria.place_names import LABELS, VillageName, alike, village_name, villages_in

MOST_VILLAGES = 200
MOST_CONTACT = 300  # letters, as the database keeps it
MOST_LABEL = 40
LISTED = 20  # communes of one name that are shown


class AnswerError(ValueError):
    """An answer that cannot be taken; the message says why and what to write instead, in Vietnamese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What is known so far; ``None``: not said yet. ``password`` is never kept in a file of ours."""

    commune: OfficialCommune | None = None
    label: str | None = None
    villages: tuple[VillageName, ...] | None = None
    contact: str | None = None
    officer: str | None = None
    password: str | None = None
    begun: tuple[str, ...] = ()  # lines of villages, of a list that is not finished

    def missing(self, *, is_alone: bool) -> tuple[str, ...]:
        """The names of what was not said, in the order in which it is asked."""
        asked = {name: getattr(self, name) for name in ASKED}
        return tuple(name for name, said in asked.items() if said is None and (name != "password" or is_alone))


ASKED = ("commune", "label", "villages", "contact", "officer", "password")


# One answer each


def read_commune(said: str) -> OfficialCommune:
    """The commune of a name or a code.

    Raises:
        AnswerError: there is none, or there are several.
    """
    found = find(said)
    if len(found) == 1:
        return found[0]
    if found:
        shown = "; ".join(f"{each.full_name} ({each.code})" for each in found[:LISTED])
        raise AnswerError(f"Có {len(found)} nơi tên như vậy: {shown}. Ghi thêm tên tỉnh, hoặc ghi mã 5 chữ số.")
    near = "; ".join(f"{each.full_name} ({each.code})" for each in close_to(said))
    raise AnswerError(
        f"Không có xã, phường nào tên hay mã là “{said.strip()[:60]}” (tính đến 1/7/2025)."
        + (f" Gần giống: {near}." if near else " Xem lại chính tả, hoặc ghi mã 5 chữ số.")
    )


def read_label(said: str) -> str:
    """What most villages are called.

    Raises:
        AnswerError: that is no such word.
    """
    label = " ".join(said.lower().split())
    known = village_name(f"{label} 1").label
    if known:
        return known
    if not label or len(label) > MOST_LABEL or not label.replace(" ", "").isalpha():
        raise AnswerError(f"Ghi một từ như: {', '.join(list(LABELS)[:12])}.")
    return label


def read_villages(said: str, label: str) -> tuple[VillageName, ...]:
    """The villages of a text, one a line.

    Raises:
        AnswerError: there are none, too many, or some that nobody could tell apart.
    """
    listed = villages_in(said, label)
    if not listed:
        raise AnswerError("Chưa có nơi nào. Mỗi dòng một nơi, ví dụ: Kim Sơn")
    if len(listed) > MOST_VILLAGES:
        raise AnswerError(f"{len(listed)} nơi là quá nhiều: nhiều nhất {MOST_VILLAGES}. Có dán nhầm danh sách không?")
    if same := alike(listed):
        names = ", ".join(each.full_name for each in same)
        raise AnswerError(
            f"Hai nơi cùng tên: {names}. Ghi thêm xã cũ trong ngoặc, ví dụ: "
            f"{same[0].full_name} (xã Sơn Lĩnh cũ). Nếu chỉ là ghi hai lần thì bỏ một dòng."
        )
    return listed


def read_line(said: str, *, least: int, most: int, example: str) -> str:
    """A line of words.

    Raises:
        AnswerError: it is too short or too long.
    """
    line = " ".join(said.split())
    if len(line) < least:
        raise AnswerError(f"Chưa đủ chữ. Ví dụ: {example}")
    if len(line) > most:
        raise AnswerError(f"Dài quá {most} chữ. Ghi ngắn lại, ví dụ: {example}")
    return line


CONTACT_EXAMPLE = "Phòng Văn hoá - Xã hội, 0239 3 123 456"
OFFICER_EXAMPLE = "Trần Thị Mai"


def read_contact(said: str) -> str:
    """Whom residents ask about their data.

    Raises:
        AnswerError: it is too short or too long.
    """
    return read_line(said, least=4, most=MOST_CONTACT, example=CONTACT_EXAMPLE)


def read_officer(said: str) -> str:
    """Who gets the officer's invitation.

    Raises:
        AnswerError: it is too short or too long.
    """
    return read_line(said, least=2, most=80, example=OFFICER_EXAMPLE)


def read_password(said: str) -> str:
    """The password of a computer that is used alone.

    Raises:
        AnswerError: it is too short.
    """
    try:
        check(said)
    except PasswordError as error:
        raise AnswerError(str(error)) from None
    return said


# The file: TOML, which a person can write, and whose strings and lists JSON can write for us


def to_file(answers: Answers) -> str:
    """What was said so far as a file. The password is left out."""
    said: dict[str, object] = {
        "commune": None if answers.commune is None else answers.commune.code,
        "label": answers.label,
        "villages": None if answers.villages is None else [_written(each, answers.label) for each in answers.villages],
        "contact": answers.contact,
        "officer": answers.officer,
        "begun": list(answers.begun) if answers.villages is None and answers.begun else None,
    }
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in said.items() if value is not None]
    return "".join(lines)


def _written(village: VillageName, label: str | None) -> str:
    """A village as it is read again: without its label, where that is what most are called."""
    return village.told_apart if village.label == label else village.full_name


def from_file(path: Path) -> Answers:
    """The answers that a file holds; what it does not say is not known yet.

    Raises:
        AnswerError: the file cannot be read, or answers in it cannot be taken: each is named.
    """
    said = _table(path)
    problems = [f"{key}: không có mục này; có: {', '.join(ASKED)}" for key in said if key not in READERS]
    answers = Answers()
    for key, read in READERS.items():
        if key not in said:
            continue
        try:
            answers = read(answers, said[key])
        except AnswerError as error:
            problems.append(f"{key}: {error}")
    if problems:
        raise AnswerError("\n".join(f"{path.name}: {each}" for each in problems))
    return answers


def with_answer(answers: Answers, name: str, said: str) -> Answers:
    """The answers with one more.

    Raises:
        AnswerError: it cannot be taken.
    """
    return READERS[name](answers, said)


def _text(said: object) -> str:
    if not isinstance(said, str | int):
        raise AnswerError("phải là chữ trong ngoặc kép")
    return str(said)


def _lines(said: object) -> str:
    if isinstance(said, list):
        return "\n".join(_text(each) for each in said)
    return _text(said)


READERS: Mapping[str, Callable[[Answers, Any], Answers]] = {
    "commune": lambda answers, said: replace(answers, commune=read_commune(_text(said))),
    "label": lambda answers, said: replace(answers, label=read_label(_text(said))),
    "villages": lambda answers, said: replace(
        answers, villages=read_villages(_lines(said), answers.label or "thôn"), label=answers.label or "thôn"
    ),
    "begun": lambda answers, said: replace(answers, begun=tuple(_lines(said).splitlines())),
    "contact": lambda answers, said: replace(answers, contact=read_contact(_text(said))),
    "officer": lambda answers, said: replace(answers, officer=read_officer(_text(said))),
    "password": lambda answers, said: replace(answers, password=read_password(_text(said))),
}


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(decoded(path.read_bytes()))
    except OSError as error:
        raise AnswerError(f"{path}: không đọc được ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise AnswerError(f"{path.name}: lưu tệp dạng UTF-8 rồi chạy lại") from error
    except tomllib.TOMLDecodeError as error:
        raise AnswerError(
            f'{path.name}: chưa đúng cách ghi ({error}). Mỗi mục một dòng, ví dụ: commune = "18160"'
        ) from error


def decoded(content: bytes) -> str:
    """A text as Windows' Notepad may have written it.

    Raises:
        UnicodeDecodeError: it is in another way of writing.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    return content.decode("utf-8-sig")
