"""The picture of the set-up's questions on a terminal: ``python -m tests.terminal_picture`` draws it anew.

What stands on docs/images/cai-dat.svg is what the program asks when these answers are typed; a test compares the two.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from bot.first_setup.answers import Answers
from bot.first_setup.asking import Terminal, ask_all

PICTURE = Path(__file__).parents[1] / "docs" / "images" / "cai-dat.svg"
PROMPT = r"C:\hoctap>venv\Scripts\hoctap setup"
TYPED = (
    "son hong", "thôn", "Kim Sơn", "Hồng Lĩnh", "Xóm 5", "", "Phòng Văn hoá - Xã hội, 0239 3 123 456", "Trần Thị Mai",
    "ao lang co 3 con vit", "ao lang co 3 con vit", "c",
)  # fmt: skip
WIDTH, LINE, LEFT, TOP = 980, 21, 18, 34
COLOURS = {"said": "#d6d6d6", "typed": "#ffd866"}


def played() -> list[list[tuple[str, str]]]:
    """The lines of the terminal, each in pieces: what the program says, what was typed."""
    lines: list[list[tuple[str, str]]] = [[("said", PROMPT)]]
    answers = iter(TYPED)

    def ask(question: str) -> str:
        answer = next(answers)
        lines.append([("said", f"{question}: "), ("typed", answer)])
        return answer

    def ask_secretly(question: str) -> str:
        lines.append([("said", f"{question}: ")])
        return next(answers)

    ask_all(
        Terminal(ask, ask_secretly, lambda said: lines.append([("said", said)])),
        Answers(),
        lambda _: None,
        is_alone=True,
    )
    return lines


def drawn(lines: list[list[tuple[str, str]]]) -> str:
    """The terminal as an SVG."""
    height = TOP + LINE * len(lines) + 14
    rows = []
    for number, line in enumerate(lines):
        pieces = "".join(f'<tspan fill="{COLOURS[kind]}">{escape(text)}</tspan>' for kind, text in line if text)
        if pieces:
            rows.append(f'<text x="{LEFT}" y="{TOP + LINE * number}" xml:space="preserve">{pieces}</text>')
    body = "\n".join(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'font-family="Consolas, Menlo, \'DejaVu Sans Mono\', monospace" font-size="15">\n'
        f'<rect width="{WIDTH}" height="{height}" rx="8" fill="#1b1b1b"/>\n{body}\n</svg>\n'
    )


if __name__ == "__main__":
    PICTURE.write_text(drawn(played()), "utf-8")
