"""The questions of the set-up on a terminal: one after the other, asked again where an answer cannot be taken.

Whatever was answered is kept in a small file at once, so that nothing is lost when somebody stops; the password is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from bot.first_setup.answers import (
    ASKED,
    CONTACT_EXAMPLE,
    LISTED,
    OFFICER_EXAMPLE,
    AnswerError,
    Answers,
    from_file,
    read_password,
    to_file,
    with_answer,
)
from bot.passwords import EXAMPLE
from criteria.official_places import OfficialCommune, close_to, find
from criteria.place_names import VillageName, alike, village_name, villages_in
from storage.kit.disk import put_in_place

KEPT = "cai-dat-do.toml"  # in the data folder, until the set-up is done


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where one asks: ``ask`` a line, ``ask_secretly`` one that is not shown, ``say`` one."""

    ask: Callable[[str], str]
    ask_secretly: Callable[[str], str]
    say: Callable[[str], object]


QUESTIONS = {
    "commune": (
        "Xã, phường nào? Gõ tên, không dấu cũng được; hoặc mã 5 chữ số.",
        "Ví dụ: son hong, ha tinh   hoặc   18160",
    ),
    "label": (
        "Ở đó phần lớn gọi là gì?",
        "Ví dụ: thôn, xóm, bản, ấp, khu phố, tổ dân phố. Bấm Enter là thôn.",
    ),
    "villages": (
        "Tên từng nơi, mỗi dòng một nơi; dán cả danh sách vào cũng được. Xong thì bấm Enter ở dòng trống.",
        "Ví dụ: Kim Sơn   hoặc   Xóm 5   hoặc   Bản Nà Mèo   hoặc   Thôn 1 (xã Sơn Lĩnh cũ)",
    ),
    "contact": (
        "Người dân hỏi ai về dữ liệu của mình? Dòng này có trong lời xin phép.",
        f"Ví dụ: {CONTACT_EXAMPLE}",
    ),
    "officer": (
        "Cán bộ phụ trách họ tên gì? Người này nhận mã mời đầu tiên.",
        f"Ví dụ: {OFFICER_EXAMPLE}",
    ),
    "password": (
        "Đặt mật khẩu cho cán bộ trên máy này, từ 8 chữ trở lên. Gõ thì không hiện chữ.",
        f"Một câu ngắn dễ nhớ, không dấu, kiểu như: {EXAMPLE}",
    ),
}
NAMES = {
    "commune": "Xã, phường",
    "label": "Phần lớn gọi là",
    "villages": "Các nơi",
    "contact": "Hỏi về dữ liệu",
    "officer": "Cán bộ phụ trách",
    "password": "Mật khẩu máy này",
}


class Keeping:
    """The small file of what was said so far."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / KEPT

    def read(self) -> Answers:
        """What was said the last time; nothing where that cannot be read any more."""
        try:
            return from_file(self.file) if self.file.exists() else Answers()
        except AnswerError:
            return Answers()

    def write(self, answers: Answers) -> None:
        """Keep what was said."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        half = self.file.with_suffix(".part")
        half.write_text(to_file(answers), "utf-8")
        put_in_place(half, self.file)

    def drop(self) -> None:
        """It is done."""
        self.file.unlink(missing_ok=True)


Keep = Callable[[Answers], object]


def ask_all(terminal: Terminal, answers: Answers, keep: Keep, *, is_alone: bool) -> Answers:
    """Ask what is missing, show it all, and let things be put right, until somebody says yes.

    Args:
        terminal: where one asks.
        answers: what is known already.
        keep: takes what is known after each answer, and after each line of the list of villages.
        is_alone: whether a password is wanted, too.
    """
    while True:
        for name in answers.missing(is_alone=is_alone):
            answers = _ask(terminal, name, answers, keep)
            keep(answers)
        shown = [name for name in ASKED if name != "password" or is_alone]
        for line in summary(answers, is_alone=is_alone):
            terminal.say(line)
        wrong = _which_is_wrong(terminal, shown)
        if wrong is None:
            return answers
        answers = _without(answers, wrong)


def _without(answers: Answers, name: str) -> Answers:
    """The same without this answer, which is asked again; with another label the villages are, too."""
    match name:
        case "commune":
            return replace(answers, commune=None)
        case "label":
            return replace(answers, label=None, villages=None, begun=())
        case "villages":
            return replace(answers, villages=None, begun=())
        case "contact":
            return replace(answers, contact=None)
        case "officer":
            return replace(answers, officer=None)
        case _:
            return replace(answers, password=None)


def summary(answers: Answers, *, is_alone: bool) -> Iterator[str]:
    """What is going to be entered, a line each, numbered as it can be put right."""
    villages = answers.villages or ()
    said = {
        "commune": "" if answers.commune is None else f"{answers.commune.full_name}, mã {answers.commune.code}",
        "label": answers.label or "",
        "villages": f"{len(villages)} nơi: {', '.join(each.full_name for each in villages)}",
        "contact": answers.contact or "",
        "officer": answers.officer or "",
        "password": "đã đặt" if answers.password else "chưa đặt",
    }
    yield ""
    yield "Xem lại:"
    for number, name in enumerate(ASKED if is_alone else ASKED[:-1], 1):
        yield f"  {number}. {NAMES[name]}: {said[name]}"


def _which_is_wrong(terminal: Terminal, shown: list[str]) -> str | None:
    while True:
        said = terminal.ask(f"Đúng hết thì gõ c (có). Sai chỗ nào gõ số chỗ ấy, 1 đến {len(shown)}").strip().lower()
        if said in {"c", "co", "có", "y", "yes", "đúng", "dung"}:
            return None
        if said.isdecimal() and 1 <= int(said) <= len(shown):
            return shown[int(said) - 1]


def _ask(terminal: Terminal, name: str, answers: Answers, keep: Keep) -> Answers:
    """Ask one thing until its answer can be taken."""
    if name == "password":
        return replace(answers, password=ask_password(terminal))
    question, example = QUESTIONS[name]
    terminal.say("")
    terminal.say(question)
    terminal.say(f"  {example}")
    while True:
        try:
            match name:
                case "commune":
                    return replace(answers, commune=_commune(terminal))
                case "villages":
                    return _villages(terminal, answers, keep)
                case "label":
                    return with_answer(answers, name, terminal.ask(NAMES[name]).strip() or "thôn")
                case _:
                    return with_answer(answers, name, terminal.ask(NAMES[name]))
        except AnswerError as error:
            terminal.say(str(error))


def _villages(terminal: Terminal, answers: Answers, keep: Keep) -> Answers:
    """The list, each line kept at once; of villages of one name it is asked where they lay before."""
    begun = list(answers.begun)
    if begun:
        terminal.say(f"Đã ghi {len(begun)} dòng: {'; '.join(begun)}. Ghi tiếp:")
    while line := terminal.ask(f"{len(begun) + 1}").strip():
        begun.append(line)
        keep(replace(answers, begun=tuple(begun)))
    listed = _told_apart(terminal, villages_in("\n".join(begun), answers.label or "thôn"))
    return with_answer(answers, "villages", "\n".join(each.full_name for each in listed))


def _told_apart(terminal: Terminal, listed: tuple[VillageName, ...]) -> tuple[VillageName, ...]:
    """The same villages; those of one name with the commune they lay in before, or left out where written twice."""
    same = {each.key: each for each in alike(listed)}
    found: list[VillageName] = []
    for each in listed:
        if each.key not in same:
            found.append(each)
            continue
        terminal.say(f"Có nhiều nơi cùng tên {each.full_name}. Nơi này trước thuộc xã nào?")
        before = terminal.ask("Tên xã cũ, ví dụ: xã Sơn Lĩnh; nếu chỉ ghi lặp lại thì bấm Enter để bỏ").strip()
        if before:
            found.append(village_name(f"{each.full_name} ({before} cũ)", each.label))
    return tuple(found)


def _commune(terminal: Terminal) -> OfficialCommune:
    """A commune by name or code; of several, by its number in the list."""
    said = terminal.ask(NAMES["commune"])
    found = find(said) or close_to(said)
    if len(found) == 1 and find(said):
        return found[0]
    if not found:
        raise AnswerError(
            "Không có nơi nào tên hay mã như vậy (tính đến 1/7/2025). Xem lại chính tả, hoặc gõ mã 5 chữ số."
        )
    if len(found) > LISTED:
        raise AnswerError(f"Có {len(found)} nơi tên như vậy. Gõ thêm tên tỉnh, ví dụ: {said.strip()}, Hà Tĩnh")
    terminal.say("Có phải một trong các nơi này?")
    for number, each in enumerate(found, 1):
        terminal.say(f"  {number}. {each.full_name} (mã {each.code})")
    chosen = terminal.ask(f"Gõ số, 1 đến {len(found)}; không có thì bấm Enter").strip()
    if chosen.isdecimal() and 1 <= int(chosen) <= len(found):
        return found[int(chosen) - 1]
    raise AnswerError("Gõ lại tên xã, phường:")


def ask_password(terminal: Terminal) -> str:
    """A new password, typed twice, asked until it can be taken."""
    for line in ("", *QUESTIONS["password"]):
        terminal.say(line)
    while True:
        first = terminal.ask_secretly("Mật khẩu")
        try:
            password = read_password(first)
        except AnswerError as error:
            terminal.say(str(error))
            continue
        if terminal.ask_secretly("Gõ lại lần nữa") == first:
            return password
        terminal.say("Hai lần gõ chưa giống nhau. Gõ lại từ đầu.")
