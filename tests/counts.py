"""What ``make soak`` counted, as rows of docs/reliability.md: ``python -m tests.counts FILE …``.

The files are outputs of ``make soak``, or what ``HOCTAP_TEST_COUNTS`` named while it ran.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

LINE = re.compile(
    r"counted \| (?P<what>[^|:]+)(?:: [^|]+)? \| (?P<updates>\d+) updates, (?P<answers>\d+) answers: "
    r"(?P<lost>\d+) lost, (?P<doubled>\d+) doubled, (?P<stopped>\d+) stopped, (?P<inconsistent>\d+) inconsistent"
)
COLUMNS = ("updates", "answers", "lost", "doubled", "stopped", "inconsistent")


def rows(lines: Iterable[str]) -> list[str]:
    """A row for each thing that was tried: how often, and the sums; what stands behind a colon is not told apart."""
    sums: dict[str, Counter[str]] = {}
    for line in lines:
        if (found := LINE.search(line)) is not None:
            kind = sums.setdefault(found["what"].strip(), Counter())
            kind["runs"] += 1
            kind.update({name: int(found[name]) for name in COLUMNS})
    return [
        f"| {what} | {' | '.join(f'{counted[name]:,}' for name in ('runs', *COLUMNS))} |"
        for what, counted in sums.items()
    ]


def main() -> None:
    lines = [line for name in sys.argv[1:] for line in Path(name).read_text("utf-8").splitlines()]
    sys.stdout.write("\n".join(["| tried | runs |" + "".join(f" {name} |" for name in COLUMNS), *rows(lines), ""]))


if __name__ == "__main__":
    main()
