"""Understands a list of 25,000 people, against merely reading the same file with calamine, paired in turn.

``python -m bench.intake [--people 25000] [--rounds 3]``
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import sys
import time
from datetime import date
from statistics import median

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from intake.listed import CommuneNames, ListedPlace
from intake.open_file import open_file
from intake.roster import understand

VILLAGES = [ListedPlace(at, "thôn", f"Kim Sơn {at}") for at in range(1, 25)]
FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ".split()  # noqa: SIM905
MIDDLE = "Văn Thị Đức Ngọc Hữu Thanh Minh".split()  # noqa: SIM905
GIVEN = "An Bình Chi Dũng Giang Hà Khánh Lan Mai Nam Oanh Phúc Quý Sơn Tâm Uyên Việt Xuân Yến".split()  # noqa: SIM905
HEADINGS = (
    "STT",
    "Thôn",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Quan hệ với chủ hộ",
    "Số CCCD",
    "Trình độ học vấn",
    "Ghi chú",
)


def workbook(people: int) -> bytes:
    dice = random.Random(15)  # noqa: S311 (the same people each time)
    out = io.BytesIO()
    with Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write_row(0, 0, HEADINGS)
        for at in range(1, people + 1):
            name = f"{dice.choice(FAMILIES)} {dice.choice(MIDDLE)} {dice.choice(GIVEN)} {dice.choice(GIVEN)}"
            born = f"{dice.randint(1, 28):02}/{dice.randint(1, 12):02}/{dice.randint(1935, 2010)}"
            village, head = VILLAGES[at * len(VILLAGES) // (people + 1)].name, at % 4 == 1
            paper = f"0{dice.randint(10**10, 10**11 - 1)}"
            row = (
                at,
                f"Thôn {village}",
                name,
                born,
                "Nam" if at % 2 else "Nữ",
                "Chủ hộ" if head else "con",
                paper,
                "12/12",
                "",
            )
            sheet.write_row(at, 0, row)
    return out.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=25_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    content = workbook(given.people)
    ratios = []
    for n in range(given.rounds):
        begun = time.perf_counter()
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        read = len(book.get_sheet_by_index(0).to_python())
        plain = time.perf_counter() - begun
        del book
        begun = time.perf_counter()
        table = open_file("bench.xlsx", content)
        opened = time.perf_counter() - begun
        found = understand(table, today=date(2026, 12, 1), villages=VILLAGES, communes=CommuneNames("Sơn Hồng"))
        ours = time.perf_counter() - begun
        assert len(found.people) + len(found.left_out) == given.people == read - 1
        ratios.append(ours / plain)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        sys.stdout.write(
            f"round {n + 1}: {given.people:,} people, read by calamine in {plain:.2f} s, opened in {opened:.2f} s,"
            f" understood in {ours:.2f} s, ratio {ratios[-1]:.1f}, at most {memory:.0f} MB\n"
        )
    sys.stdout.write(f"median ratio: {median(ratios):.1f}\n")


if __name__ == "__main__":
    main()
