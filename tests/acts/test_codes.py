"""How codes are written."""

from __future__ import annotations

from acts.codes import ALPHABET, GROUP, LENGTH, new_code, spaced


def test_a_code_is_read_aloud_in_groups_and_an_older_one_as_it_was_given_out() -> None:
    code = new_code()
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert spaced(code).split(" ") == [code[at : at + GROUP] for at in range(0, LENGTH, GROUP)]
    assert spaced("KIMSON") == "KIMSON"
