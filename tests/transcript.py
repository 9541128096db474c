"""Recorded conversations: what people do and what they see, in a text that a village head could read.

A line without indentation is something somebody does::

    Lan mở KIMSON              comes by the village's link
    Lan viết: Nguyễn Thị Lan   types
    Lan bấm [Tôi đồng ý]       presses a button of the last screen
    Lan bấm lại [Gửi]          presses a button of the screen before that: an old button
    Lan gửi ảnh                a photo; also: nhãn dán, giọng nói, tệp
    Lan lặp lại                the last thing done is delivered a second time
    Đức nhận tin               a notice arrives

The indented lines below it are what the phone shows. ``pytest --record`` writes them anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.phone import OaPhone, Phone, Seen

KINDS = {"ảnh": "photo", "nhãn dán": "sticker", "giọng nói": "voice", "tệp": "document"}


@dataclass(frozen=True)
class Step:
    """One thing done, and what was seen then."""

    line: str
    seen: str


def read(path: Path) -> tuple[list[str], list[Step]]:
    """The comment lines at the top, and the steps."""
    head: list[str] = []
    steps: list[Step] = []
    for raw in path.read_text("utf-8").splitlines():
        if raw.startswith("#") and not steps:
            head.append(raw)
        elif raw.startswith("    "):
            steps[-1] = Step(steps[-1].line, (steps[-1].seen + "\n" + raw[4:]).lstrip("\n"))
        elif raw.strip():
            steps.append(Step(raw.strip(), ""))
        elif steps and steps[-1].seen:
            steps[-1] = Step(steps[-1].line, steps[-1].seen + "\n")
    return head, [Step(step.line, step.seen.rstrip("\n")) for step in steps]


def shown(seen: Seen) -> str:
    """A screen as it stands in a transcript."""
    return re.sub(r"\n{3,}", "\n\n", str(seen)).strip()


def written(head: list[str], steps: list[Step]) -> str:
    """The text of a transcript."""
    blocks = [step.line + "\n" + "\n".join(f"    {line}".rstrip() for line in step.seen.split("\n")) for step in steps]
    return "\n".join([*head, "", "\n\n".join(blocks), ""])


async def play(phones: dict[str, Phone], steps: list[Step]) -> list[Step]:
    """Do everything again; returns what was seen this time."""
    before: dict[str, Seen] = {}
    played = []
    for step in steps:
        name, _, what = step.line.partition(" ")
        phone = phones[name]
        last = phone.last
        if isinstance(phone, OaPhone) and phone.writes_to_the_office(what):
            await phone.is_left_alone(what)
            played.append(step)
            continue
        seen = await _do(phone, what, before.get(name, last))
        before[name] = last
        played.append(Step(step.line, shown(seen)))
    return played


async def _do(phone: Phone, what: str, before: Seen) -> Seen:
    if what == "nhận tin":
        return await phone.notice()
    if what == "lặp lại":
        return await phone.repeat()
    verb, _, rest = what.partition(" ")
    match verb:
        case "mở":
            return await phone.open(rest)
        case "viết:":
            return await phone.say(rest)
        case "bấm" if rest.startswith("lại "):
            phone.reads()  # an old button is looked for, too
            return await phone.choose(rest.removeprefix("lại ")[1:-1], on=before)
        case "bấm":
            return await phone.choose(rest[1:-1])
        case "gửi":
            return await phone.send(KINDS[rest])
        case _:
            raise AssertionError(f"nobody knows how to: {what}")
