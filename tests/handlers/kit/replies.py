"""The replies of replies/own, replies/unseen and replies/fresh (see their README.md), and what a reader takes them for.

Of `own` each reply that is read wrongly is named. Of `unseen` only the counts are: nobody tunes to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent / "replies"
ASK = "ask"


@dataclass(frozen=True, slots=True)
class Reply:
    """One row. ``context``: what stands between region and reply, as labels or a question."""

    kind: str
    region: str
    context: tuple[str, ...]
    said: str
    meant: str


@dataclass
class Score:
    """How a reader took the replies of one file."""

    name: str
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)

    def note(self, reply: Reply, got: str) -> None:
        """Count a reply. What is offered for a yes though it was clear counts as asked."""
        if got == reply.meant:
            verdict = "kept" if got == ASK else "right"
        elif got in {ASK, f"{reply.meant}?"}:
            verdict = "asked"
        else:
            verdict = "wrong"
        self.counts.setdefault(reply.kind, Counter())[verdict] += 1
        if got != reply.meant and self.name.startswith("own"):
            self.missed.append(f"{verdict}: {reply.said!r} is {reply.meant}, was read as {got}")

    def total(self, verdict: str) -> int:
        """How many replies were "right", "asked" though they were clear, "kept" as they must be asked, or "wrong"."""
        return sum(count[verdict] for count in self.counts.values())

    @property
    def taken(self) -> float:
        """The share of the clear replies that was taken."""
        clear = self.total("right") + self.total("asked")
        return self.total("right") / clear if clear else 1.0

    def __str__(self) -> str:
        """A table of kinds."""
        columns = ("right", "asked", "kept", "wrong")
        rows = [
            (self.name, *columns),
            *((kind, *(str(count[each]) for each in columns)) for kind, count in sorted(self.counts.items())),
            ("all", *(str(self.total(each)) for each in columns)),
        ]
        table = "\n".join(f"{kind:<24}" + "".join(f"{each:>7}" for each in counts) for kind, *counts in rows)
        return "\n".join((table, f"{self.taken:.0%} of the clear taken", *self.missed))


def replies(folder: str, file: str) -> Iterator[Reply]:
    """The rows of one file: "own", "years"."""
    for line in (HERE / folder / f"{file}.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, region, *context, said, meant = line.split("\t")
            yield Reply(kind, region, tuple(context), said, meant)


def score(folder: str, file: str, read: Callable[[Reply], str]) -> Score:
    """Read each reply of a file, and print the table (pytest shows it with -s, or where a test fails)."""
    result = Score(f"{folder} {file}")
    for reply in replies(folder, file):
        result.note(reply, read(reply))
    print(f"\n{result}")  # noqa: T201  # the table is what is looked at
    return result
