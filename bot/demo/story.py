"""The demo's story in five acts: what has happened, whose turn it is, and the button that goes on.

Computed from what is on record and from the screens that are open, never from clicks: whoever reloads, goes astray or
comes back tomorrow finds the hint that fits. The tour presses what the hint names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from acts.choice import Choice, Look
from acts.way import Way
from bot.dispatch import Reply
from criteria.declaration import State
from locales.catalog import catalog
from locales.text import T, Words

ACTS: tuple[Words, ...] = (
    T("Ghi tên, khai"),
    T("Gửi trưởng thôn"),
    T("Trưởng thôn xác nhận"),
    T("Số của xã đổi"),
    T("Xuất Excel"),
)
DECLARING, SENDING, CONFIRMING, NUMBERS, EXPORTING, OVER = range(6)
TURNS = ("resident", "resident", "head", "officer", "officer", "")
NAMES: Mapping[str, Words] = {
    "resident": T("Người dân"),
    "head": T("Trưởng thôn"),
    "officer": T("Cán bộ xã"),
}
SEND = T("Gửi")
RESTART = T("Làm lại từ đầu")

# What the visitor's resident answers: 84 points, nothing to doubt. A question that is not here gets its last but one.
TYPED = {"join-ask/name": "Nguyễn Thị Lan", "join-ask/birth_year": "1968"}
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "A1": ("3",),
    "A2": ("2",),
    "A3": ("2",),
    "A4": ("2",),
    "B1": ("goi", "tim", "cong"),
    "B2": ("2",),
    "B3": ("2",),
    "B4": ("2",),
    "C1": ("2",),
    "C2": ("2",),
    "qualification": ("khong",),
    "life_skills": ("chay", "khoe"),
}
# The ways on, by the names of their routes: the first of them that is on the screen.
RESIDENT_ON = ("submit", "check", "agree", "join", "join-done", "register", "begin", "declare", "onward", "mine")
HEAD_ON = ("confirm", "confirm-as", "review", "queue")
OFFICER_ON = ("export-of", "stats")


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands on one phone: its route and the open screen, drawn as things are now."""

    route: str
    reply: Reply

    def choice(self, name: str, *parameters: object) -> Choice | None:
        """The first choice whose route has this name and begins with these parameters."""
        wanted = [name, *map(str, parameters)]
        found = (each for each in self.reply.screen.choices if each.route.split("/")[: len(wanted)] == wanted)
        return next(found, None)

    def label(self, choice: Choice) -> str:
        """What its button says on this phone."""
        return catalog(self.reply.language).render(choice.label, self.reply.address)


@dataclass(frozen=True, slots=True)
class Scene:
    """How far the story is: the visitor's declaration, if it was begun, and the three phones.

    ``exported``: the officer was given a workbook after the declaration was decided. ``sent_by``: the resident's name.
    """

    state: State | None
    declaration_id: int
    sent_by: str
    exported: bool
    phones: Mapping[str, Seen]

    @property
    def act(self) -> int:
        """Which act is being played, from 0 on; :data:`OVER` after the last."""
        match self.state:
            case None | State.DRAFT | State.RETURNED:
                return SENDING if self.phones["resident"].choice("submit") else DECLARING
            case State.SUBMITTED:
                return CONFIRMING
            case _ if self.exported:
                return OVER
            case _:
                return EXPORTING if self.phones["officer"].choice("export-of") else NUMBERS

    @property
    def turn(self) -> str:
        """Whose turn it is; nobody's when the story is over."""
        return TURNS[self.act]


@dataclass(frozen=True, slots=True)
class Press:
    """Go on by this button."""

    choice: Choice


@dataclass(frozen=True, slots=True)
class Type:
    """Go on by typing this."""

    text: str


Next = Press | Type


def next_of(scene: Scene, seat: str) -> Next | None:
    """What to do on this phone now; ``None``: nothing that leads on, so look."""
    phone = scene.phones[seat]
    if seat == "officer":
        at_numbers = scene.act < EXPORTING and phone.choice("export-of") is not None
        return None if scene.act == OVER or at_numbers else _way_on(phone, OFFICER_ON)
    if seat != scene.turn:
        return None
    if seat == "head":
        return _of_head(scene, phone)
    if (typed := TYPED.get(phone.route)) is not None:
        return Type(typed)
    return _answer(phone) or _way_on(phone, RESIDENT_ON)


def _of_head(scene: Scene, phone: Seen) -> Next | None:
    """Confirm the visitor's declaration where it is open; else open it; else find it."""
    for name in ("confirm", "confirm-as", "review"):
        if (choice := phone.choice(name, scene.declaration_id)) is not None:
            return Press(choice)
    if phone.route.startswith("queue-page/"):
        return Type(scene.sent_by.rpartition(" ")[2])
    return _way_on(phone, ("queue",))


def _way_on(phone: Seen, names: Sequence[str]) -> Next | None:
    """The first of these ways that is on the screen; from astray the way back."""
    for name in (*names, "home"):
        if (choice := phone.choice(name)) is not None:
            return Press(choice)
    return None


def _answer(phone: Seen) -> Next | None:
    """An answer to the open question, or "Xong" once enough is ticked."""
    offered = [each for each in phone.reply.screen.choices if each.route.split("/")[0] in {"ask-say", "ask-tick"}]
    if not offered:
        return None
    wanted = ANSWERS.get(phone.route.rpartition("/")[2], ())
    for value in wanted:
        found = next((each for each in offered if each.route.rpartition("/")[2] == value), None)
        if found is not None and not found.ticked:
            return Press(found)
    if (done := phone.choice("ask-ticked")) is not None:
        return Press(done)
    return Press(offered[max(0, len(offered) - 2)])


def hint_of(scene: Scene, seat: str) -> Words:
    """One sentence for this phone: what to press there, or what it waits for."""
    phone, act = scene.phones[seat], scene.act
    step = next_of(scene, seat)
    match seat, step:
        case "officer", Press(choice) if act < NUMBERS:
            return T("Bấm [{label}] rồi cứ để mở: số tự đổi theo hai máy bên.", label=phone.label(choice))
        case "officer", None if act < NUMBERS:
            return T("Cứ để mở: các số này tự đổi theo hai máy bên.")
        case "officer", Press(choice) if act == EXPORTING:
            return T("Số đã đổi. Bấm [{label}], tệp sẽ gửi vào đây.", label=phone.label(choice))
        case _, Press(choice) if _is_answer(choice):
            return T("Trả lời: bấm một câu, ví dụ [{label}].", label=phone.label(choice))
        case _, Press(choice):
            return T("Bấm [{label}].", label=phone.label(choice))
        case _, Type(text):
            return T("Gõ {text} rồi bấm [{send}].", text=text, send=SEND)
    return _waiting(scene, seat)


def _is_answer(choice: Choice) -> bool:
    return choice.look is not Look.MAIN and choice.route.split("/")[0] in {"ask-say", "ask-tick", "register"}


def _waiting(scene: Scene, seat: str) -> Words:
    """What a phone that has nothing to do waits for."""
    queue = scene.phones["head"].choice("queue")
    match seat:
        case "head" if scene.act < CONFIRMING and queue is not None:
            return T("Có bản khai mới thì [{label}] tự đổi số.", label=scene.phones["head"].label(queue))
        case "head" if scene.act < CONFIRMING:
            return T("Đang chờ người dân gửi bản khai.")
        case "resident" if scene.act == CONFIRMING:
            return T("Đã gửi. Giờ đến máy trưởng thôn.")
        case "resident":
            return T("Trưởng thôn đã xác nhận, tin báo ở ngay đây.")
        case "head":
            return T("Đã xác nhận. Giờ đến máy cán bộ xã.")
        case _:
            return T("Hết câu chuyện. Bấm [{label}] ở đầu trang để chơi lại.", label=RESTART)


def news(before: Scene, after: Scene, by: str) -> Words:
    """What happened between two scenes, for the phones that changed by it; ``by``: the seat that acted."""
    if before.state is not after.state:
        match after.state:
            case State.DRAFT if before.state is None:
                return T("Có người vừa bắt đầu khai.")
            case State.SUBMITTED if before.state in {None, State.DRAFT, State.RETURNED}:
                return T("Vừa có bản khai gửi tới.")
            case State.RETURNED:
                return T("Trưởng thôn vừa trả lại một bản khai.")
            case State.CONFIRMED:
                return T("Trưởng thôn vừa xác nhận một bản khai.")
    return T("Vừa đổi theo việc ở máy {name}.", name=NAMES[by])


def told(scene: Scene, language: str) -> dict[str, Any]:
    """The story as the page's script reads it, in the page's language."""
    words = catalog(language).render
    return {
        "act": scene.act,
        "turn": scene.turn,
        "hints": {seat: words(hint_of(scene, seat)) for seat in scene.phones},
        "next": {seat: _as_data(scene.phones[seat], next_of(scene, seat)) for seat in scene.phones},
    }


def _as_data(phone: Seen, step: Next | None) -> dict[str, Any] | None:
    match step:
        case Press(choice):
            return {"press": phone.label(choice), "answer": _is_answer(choice)}
        case Type(text):
            return {"type": text}
    return None


def ways_on() -> Iterator[Way]:
    """The names of routes that the hints look for; a test holds them to the routes there are."""
    yield from map(Way, (*RESIDENT_ON, *HEAD_ON, *OFFICER_ON, "home", "ask-say", "ask-tick", "ask-ticked"))
