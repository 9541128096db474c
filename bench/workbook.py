"""A workbook of a whole commune beside openpyxl: time and memory of 30,000 people.

``python -m bench.workbook [--rounds 3] [--rows 30000]`` writes a list of people with our writer and the same cells
with openpyxl, each in a process of its own, in turn; ratios are of the same round. Nothing fails because it is slow.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from operator import itemgetter

from bench.clock import show, table
from bench.fill import FAMILY_NAMES, GIVEN_NAMES, MIDDLE_NAMES
from locales.catalog import catalog
from locales.text import T, Verbatim
from reports.column import Column, Format
from reports.xlsx import Sheet, workbook

Person = tuple[str, str, int, str, int, float, date, str, int, str, str]
TITLES = ("Họ và tên", "Giới tính", "Năm sinh", "Thôn", "Điểm", "Tỷ lệ", "Ngày gửi", "Kết quả", "Số lần", "Việc làm",
          "Ghi chú")  # fmt: skip
FORMATS = (Format.TEXT, Format.TEXT, Format.YEAR, Format.TEXT, Format.COUNT, Format.SHARE, Format.DAY, Format.TEXT,
           Format.COUNT, Format.TEXT, Format.TEXT)  # fmt: skip
WIDTHS = (28, 8, 8, 18, 8, 8, 12, 14, 8, 24, 30)
OURS, OPENPYXL = "ours", "openpyxl"


def people(n: int) -> Iterator[Person]:
    """So many rows of a list."""
    for i in range(n):
        names = (FAMILY_NAMES[i % 12], MIDDLE_NAMES[i // 12 % 10], GIVEN_NAMES[i // 120 % len(GIVEN_NAMES)])
        day = date(2026, 1, 1) + timedelta(days=i % 330)
        yield (
            " ".join(names), "Nữ" if i % 2 else "Nam", 1940 + i % 70, f"thôn Kim Sơn {i % 30}", i % 100, i % 100 / 100,
            day, "Đạt" if i % 3 else "Chưa đạt", i % 7, "Làm ruộng, chăn nuôi", "Đã xác nhận" if i % 4 else "",
        )  # fmt: skip


def _ours(rows: int) -> bytes:
    columns: list[Column[Person]] = [
        Column(title=Verbatim(title), value=itemgetter(i), format=kind, width=width)
        for i, (title, kind, width) in enumerate(zip(TITLES, FORMATS, WIDTHS, strict=True))
    ]
    name, office = T("Danh sách"), Verbatim("UBND xã Sơn Hồng")
    sheet: Sheet[Person] = Sheet(name=name, columns=columns, rows=people(rows), organisation=office, title=name)
    return workbook([sheet], catalog("vi").render)


def _openpyxl(rows: int) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise RuntimeError("a new workbook has a sheet")
    sheet.append(TITLES)
    for row in people(rows):
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _measure(which: str, rows: int) -> None:
    """One run: seconds of CPU, extra memory in MB, size."""
    make = _ours if which == OURS else _openpyxl
    make(10)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    made = make(rows)
    used = time.process_time() - began
    extra = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(json.dumps([used, extra, len(made)]))


def main() -> None:
    """Read the options, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=30_000)
    parser.add_argument("--only", choices=[OURS, OPENPYXL], help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        _measure(given.only, given.rows)
        return
    found: dict[str, list[list[float]]] = {OURS: [], OPENPYXL: []}
    for _ in range(given.rounds):
        for which, results in found.items():
            run = [sys.executable, "-m", "bench.workbook", "--only", which, "--rows", str(given.rows)]
            results.append(json.loads(subprocess.run(run, check=True, capture_output=True).stdout))
    ratios = [ours[0] / theirs[0] for ours, theirs in zip(found[OURS], found[OPENPYXL], strict=True)]
    rows = [
        [which, show([r[0] for r in results], 2), show([r[1] for r in results], 0), f"{results[0][2] / 1e6:.1f}"]
        for which, results in found.items()
    ]
    print(table([f"{given.rows:,} rows", "CPU s", "extra MB", "file MB"], rows))
    print(f"\nours x openpyxl (goal 0.5): {show(ratios)}")


if __name__ == "__main__":
    main()
