"""A superior's form: each blank is pointed at a figure once, and a form with the same blanks remembers it."""

from __future__ import annotations

from acts import ways
from acts.errands import FilledFormErrand
from storage import superior_forms
from storage.superior_forms import SuperiorForm
from tests.handlers.driver import Commune
from tests.superior_forms import a_form


async def brought(commune: Commune, name: str = "bieu.xlsx") -> SuperiorForm:
    where, by = commune.village.commune.id, commune.village.officer.id
    return await commune.do(lambda tx: a_form(tx, where, by=by, name=name, village=commune.kim_son))


async def test_a_blank_is_pointed_at_a_figure_by_its_name_and_a_copy_is_asked_for(commune: Commune) -> None:
    form = await brought(commune)
    await commune.officer.press(ways.stats())
    await commune.officer.choose("Điền mẫu của cấp trên")
    seen = await commune.officer.choose("1. bieu.xlsx")
    assert "2 chỗ trống, 2 chỗ chưa chọn số" in seen
    seen = await commune.officer.choose("1. Biểu: Số đạt: chưa chọn")
    assert "Ô B2, B3." in seen
    assert "Mỗi hàng lấy số của thôn ấy." in seen
    assert "Năm đánh giá" not in seen.labels  # a column by village holds no year
    await commune.officer.choose("Công dân học tập")
    seen = await commune.officer.choose("Đạt")
    assert "1. Biểu: Số đạt: Công dân học tập, Đạt" in seen.labels
    await commune.officer.choose("2. Biểu: Năm: chưa chọn")
    seen = await commune.officer.choose("Năm đánh giá")
    assert "2 chỗ trống, 0 chỗ chưa chọn số" in seen
    assert "Đang điền" in await commune.officer.choose("Lập bản điền")
    assert await commune.errands() == [FilledFormErrand(form.id, commune.cycle)]


async def test_the_next_form_with_the_same_blanks_has_its_figures(commune: Commune) -> None:
    first = await brought(commune)
    await commune.officer.press(ways.form_say(first.id, 0, "citizen.reached"))
    again = await brought(commune, "bieu-2027.xlsx")
    assert again.choices == {"0": "citizen.reached"}


async def test_old_buttons_and_made_up_figures_change_nothing(commune: Commune) -> None:
    form = await brought(commune)
    for n, figure in ((0, "x.y"), (0, "citizen.x"), (9, "year"), (-1, "year")):
        await commune.officer.press(ways.form_say(form.id, n, figure))
    assert (await commune.look(lambda tx: superior_forms.get(tx, form.id))).choices == {}
    await commune.officer.press(ways.form_blank(form.id, 9))
    assert commune.officer.screen.at == ways.form(form.id)


async def test_a_form_that_is_being_read_or_cannot_be_says_so(commune: Commune) -> None:
    where, by = commune.village.commune.id, commune.village.officer.id
    form = await commune.do(lambda tx: superior_forms.bring(tx, where, "bieu.xlsx", by=by))
    assert "Máy đang tìm các ô trống" in await commune.officer.press(ways.form(form.id))
    await commune.do(lambda tx: superior_forms.unreadable(tx, form))
    assert "Mẫu này không điền được." in await commune.officer.press(ways.form(form.id))
    await commune.officer.press(ways.form_fill(form.id))
    assert await commune.errands() == []
