"""A list of 25,000 people previewed and taken over: how fast, how much memory, and how long residents wait meanwhile.

``python -m bench.roster [--people 25000] [--rounds 3] [--profile]``

Each round, on a new SQLite file: reading the file alone, opening it as we do (hidden rows, fonts), the job that
previews it, the job that takes it over, the same rows by bare ``executemany``; once more with residents who answer
questions beside the jobs. Ratios are of CPU, paired by round. ``--profile`` shows where the time of one taking goes,
instead.
"""

from __future__ import annotations

import argparse
import sys
from statistics import quantiles


def main() -> None:
    """Read the options, run, print."""
    # Not at the top: the process that reads a list imports this module, too, and would import the whole program.
    from bench import roster_office

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=25_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", action="store_true", help="where the time of one taking goes, instead")
    given = parser.parse_args()
    if given.profile:
        roster_office.profile(given.people)
        return
    found = roster_office.measure(given.people, given.rounds)
    taking = found.taken / found.clock("take")
    sys.stdout.write(
        f"{given.people:,} people, {found.taken:,} taken over; medians of {given.rounds} rounds\n"
        f"previewed in {found.clock('preview'):.1f} s; CPU {found.ratio('preview', 'read'):.1f} times reading the file,"
        f" {found.ratio('preview', 'open'):.1f} times opening it with hidden rows and fonts\n"
        f"taken over at {taking:,.0f} rows/s; bare executemany {found.taken / found.clock('bare'):,.0f} rows/s;"
        f" {found.ratio('bare', 'take'):.2f} of it by CPU\n"
        f"at most {found.memory[0]:.0f} MB, the reading process {found.memory[1]:.0f} MB\n"
    )
    for what, turns in found.turns.items():
        at = quantiles(turns, n=100)
        sys.stdout.write(
            f"a resident's turn, {what}: p50 {at[49]:.1f} ms, p99 {at[98]:.1f} ms, at most {max(turns):.0f} ms"
            f" ({len(turns)} turns)\n"
        )


if __name__ == "__main__":
    main()
