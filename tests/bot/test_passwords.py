"""Passwords of a computer alone: whose they are, what wrong tries cost, and what the file tells."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from bot.passwords import EXAMPLE, PasswordError, Passwords

GOOD, OTHER = "cây đa đầu làng", "giếng nước sân đình"


class Watch:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def passwords(tmp_path: Path, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> Passwords:
    monkeypatch.setattr("bot.passwords.COST", 2)
    return Passwords(tmp_path / "data" / "passwords.json", watch)


def test_the_password_of_the_set_up_becomes_the_first_officers(passwords: Passwords) -> None:
    assert not passwords.is_set_up
    passwords.begin(GOOD)
    assert passwords.is_first_free
    assert not passwords.fits(7, GOOD, is_officer=False)  # a head has no part in it
    assert passwords.fits(8, GOOD, is_officer=True)
    assert (passwords.is_first_free, passwords.has(8)) == (False, True)
    assert not passwords.fits(9, GOOD, is_officer=True)  # the second officer has another
    assert passwords.fits(8, GOOD, is_officer=True)


def test_no_password_stands_in_the_file_which_is_its_users_alone(passwords: Passwords) -> None:
    code = passwords.begin(GOOD)
    passwords.choose(3, OTHER)
    said = passwords.file.read_text("utf-8")
    assert not any(each in said for each in (GOOD, OTHER, code, code.replace("-", "")))
    assert passwords.file.stat().st_mode & 0o077 == 0
    assert [path.name for path in passwords.file.parent.iterdir()] == ["passwords.json"]


def test_to_try_a_password_costs_memory_and_time(tmp_path: Path) -> None:
    passwords = Passwords(tmp_path / "passwords.json")
    passwords.choose(3, GOOD)
    (proof,) = json.loads(passwords.file.read_text("utf-8")).values()
    assert proof["cost"] * 8 * 128 >= 32_000_000  # bytes for each try
    assert passwords.fits(3, GOOD, is_officer=False)


def test_letters_in_one_piece_or_in_several_are_one_password(passwords: Passwords) -> None:
    passwords.choose(3, unicodedata.normalize("NFD", GOOD))
    assert passwords.fits(3, unicodedata.normalize("NFC", GOOD), is_officer=False)


def test_wrong_tries_make_the_next_one_wait_longer_each_time(passwords: Passwords, watch: Watch) -> None:
    passwords.choose(3, GOOD)
    waits = []
    for _ in range(14):
        watch.seconds += passwords.wait(3)
        assert not passwords.fits(3, "sai mật khẩu", is_officer=False)
        waits.append(passwords.wait(3))
    assert waits == [0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900]
    assert not passwords.fits(3, GOOD, is_officer=False)  # too early: not even looked at
    assert passwords.wait(3) == 900
    assert passwords.wait(4) == 0  # nobody else waits
    watch.seconds += 900
    assert passwords.fits(3, GOOD, is_officer=False)
    assert not passwords.fits(3, "sai mật khẩu", is_officer=False)
    assert passwords.wait(3) == 0


def test_the_code_on_paper_sets_another_password_once(passwords: Passwords, watch: Watch) -> None:
    code = passwords.begin(GOOD)
    assert passwords.fits(3, GOOD, is_officer=True)
    assert passwords.recover(3, "AAAAA-AAAAA-AAAAA-AAAAA", OTHER) is None
    for _ in range(5):
        passwords.fits(3, "sai mật khẩu", is_officer=True)
    assert passwords.wait(3) > 0
    following = passwords.recover(3, f" {code.lower()} ", OTHER)
    assert following not in {None, code}
    assert passwords.recover(3, code, GOOD) is None
    assert passwords.fits(3, OTHER, is_officer=True)
    assert not passwords.fits(3, GOOD, is_officer=True)
    for _ in range(4):
        passwords.recover(3, "AAAAA-AAAAA-AAAAA-AAAAA", GOOD)
    assert passwords.wait_of_code() > 0
    watch.seconds += passwords.wait_of_code()
    assert following is not None
    assert passwords.recover(3, following, GOOD) is not None


@pytest.mark.parametrize("weak", ["", "ngắn", "a" * 20, "1212121212", "x" * 201, "   cách   ", EXAMPLE])
def test_what_is_no_password_is_refused_with_a_sentence(passwords: Passwords, weak: str) -> None:
    for act in (passwords.begin, lambda said: passwords.choose(3, said)):
        with pytest.raises(PasswordError, match="ật khẩu"):
            act(weak)
    assert not passwords.is_set_up


def test_who_has_no_role_any_more_has_no_password(passwords: Passwords) -> None:
    code = passwords.begin(GOOD)
    passwords.choose(3, OTHER)
    passwords.choose(4, OTHER)
    passwords.keep_only({4})
    assert (passwords.has(3), passwords.has(4), passwords.is_first_free) == (False, True, True)
    assert passwords.recover(4, code, GOOD) is not None
