"""Which value goes into which cell of a superior's form, and which cells are left open."""

from __future__ import annotations

from collections.abc import Callable

from criteria.model import CITIZEN
from criteria.parse import titles
from handlers.commune.year_figures import year_figures
from intake.form_blanks import BlankGroup
from locales.text import Words
from reports.superior_form import SHARES, Value, value_of
from storage import places
from storage.kit.transaction import Transaction
from storage.superior_forms import NO_FIGURE, SuperiorForm


def title_ids() -> tuple[str, ...]:
    """The titles in the order in which a year's figures have them."""
    return (CITIZEN, *(each for each in titles() if each != CITIZEN))


def form_values(
    tx: Transaction, form: SuperiorForm, cycle_id: int, account_id: int, words: Callable[[Words], str]
) -> tuple[dict[tuple[str, str], tuple[Value, bool]], list[str]]:
    """By sheet and cell the value with whether it is a share; and the cells without one, as "Biểu 1!C5".

    Raises:
        LookupError: the year is gone.
    """
    figures = year_figures(tx, cycle_id, account_id)
    names = {each.id: each.full_name for each in places.villages(tx, form.commune_id)}
    values: dict[tuple[str, str], tuple[Value, bool]] = {}
    left = []
    for n, group in enumerate(map(BlankGroup.from_data, form.blanks)):
        figure = form.choices.get(str(n), NO_FIGURE)
        for blank in group.blanks:
            gone = blank.place_id not in names and bool(blank.place_id)
            place = names.get(blank.place_id, "")
            value = None if figure == NO_FIGURE or gone else value_of(figures, title_ids(), figure, place)
            if value is None:
                left.append(f"{blank.sheet}!{blank.cell}")
            else:
                values[blank.sheet, blank.cell] = value, figure.rpartition(".")[2] in SHARES
    return values, left
