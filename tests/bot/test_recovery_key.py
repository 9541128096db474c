"""The recovery key: typed from paper as people type, and read; the program keeps what encrypts and nothing else."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bot import recovery_key
from bot.recovery_key import NoKeyError
from locales.catalog import catalog
from reports.recovery_page import recovery_page
from tests.conftest import MOMENT


def test_it_is_read_however_it_is_typed() -> None:
    for _ in range(30):
        key = recovery_key.make()
        groups = recovery_key.groups(key)
        assert {len(each) for each in groups[:-1]} == {4}
        for typed in (
            " ".join(groups),
            "-".join(groups).lower(),
            "\n".join(groups),
            str(key),
            f"# created: 2026\n{key}\n",
            "".join(groups).replace("0", "o").replace("L", "1"),
        ):
            assert str(recovery_key.read(typed)) == str(key)


def test_one_slip_is_put_right_two_are_not() -> None:
    dice = random.Random(7)
    for _ in range(30):
        key = recovery_key.make()
        body = "".join(recovery_key.groups(key))
        at = dice.randrange(len(body) - 1)
        swapped = body[:at] + body[at + 1] + body[at] + body[at + 2 :]
        wrong = body[:at] + dice.choice(recovery_key.ALPHABET.replace(body[at], "")) + body[at + 1 :]
        assert str(recovery_key.read(swapped)) == str(key)
        assert str(recovery_key.read(wrong)) == str(key)
        twice = dice.choice(recovery_key.ALPHABET.replace(body[-1], ""))
        other = (at + 20) % 50
        with pytest.raises(NoKeyError):
            recovery_key.read(
                wrong[:other]
                + dice.choice(recovery_key.ALPHABET.replace(wrong[other], ""))
                + wrong[other + 1 : -1]
                + twice
            )
    for no_key in ("", "mật khẩu", "A" * 58, body[:-1], body + "Q"):
        with pytest.raises(NoKeyError):
            recovery_key.read(no_key)


def test_only_its_public_part_is_kept(tmp_path: Path) -> None:
    assert recovery_key.public(tmp_path / "data") is None
    key = recovery_key.make()
    recovery_key.keep_public(tmp_path / "data", key)
    (kept,) = (tmp_path / "data").iterdir()
    assert str(recovery_key.public(tmp_path / "data")) == str(key.to_public())
    assert "SECRET" not in kept.read_text("ascii")
    kept.write_text("age1broken")
    assert recovery_key.public(tmp_path / "data") is None


def test_the_page_is_one_sheet_in_both_languages() -> None:
    key = recovery_key.make()
    for language in ("vi", "en"):
        page = recovery_page(recovery_key.groups(key), str(key), str(key.to_public()), MOMENT, catalog(language).render)
        assert page.startswith(b"%PDF")
        assert page.count(b"/Type /Page\n") + page.count(b"/Type/Page/") + page.count(b"/Type /Page ") <= 1
