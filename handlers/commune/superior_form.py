"""A superior's form: sent in, each blank pointed at a figure once, a filled copy made; remembered for the next time."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.errands import FilledFormErrand, ask_for
from criteria.parse import title_name, titles
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared.wanted_file import asking, heard, with_link
from locales.text import BLANK, Number, T, Verbatim, Words, lines
from reports.superior_form import ALONE, MEASURES
from storage import cycles, superior_forms
from storage.kit.words import FilePurpose, FormState
from storage.superior_forms import NO_FIGURE, SuperiorForm

routes = Routes()

MOST_FORMS, A_PAGE, LONGEST_LABEL = 8, 8, 60
NOT_CHOSEN = T("chưa chọn")
LEFT_OPEN = T("để trống")
OF_VILLAGE = T("Mỗi hàng lấy số của {village_label} ấy.")
OF_COMMUNE = T("Lấy số của toàn {commune_label}.")


@routes.shows("forms", Action.EXPORT)
def forms(turn: Turn) -> Screen:
    """The forms that were sent, the newest first."""
    found = superior_forms.of_commune(turn.tx, turn.commune_id, most=MOST_FORMS)
    return Screen(
        title=T("Mẫu của cấp trên"),
        text=T("Cấp trên gửi mẫu Excel để điền thì {you} gửi vào đây. Máy tìm ô trống, {you} chỉ số nào vào ô nào."),
        choices=(
            Choice(T("Gửi mẫu mới"), ways.form_bring(), Look.MAIN),
            *(Choice(T("{n}. {name}", n=n, name=each.name), ways.form(each.id)) for n, each in enumerate(found, 1)),
            HOME,
        ),
    )


@routes.does("form-bring", Action.EXPORT)
def bring(turn: Turn) -> Goto:
    """The way in: with a link, where one can be made."""
    return with_link(turn, FilePurpose.FORM, ways.form_send())


@routes.shows("form-send", Action.EXPORT, once=True)
def send(turn: Turn) -> Screen:
    """Which file, and how it comes."""
    return asking(
        turn,
        T("Mẫu cần điền: tệp Excel (.xlsx) chưa điền, không có mật khẩu."),
        here=ways.form_send(),
        again=ways.form_bring(),
        choices=(Choice(T("Các mẫu đã gửi"), ways.forms(), Look.WAY),),
    )


@routes.hears("form-send")
def send_heard(turn: Turn, said: Said | Sent) -> Goto:
    """A file that was sent."""
    return heard(turn, said, FilePurpose.FORM, ways.form_send())


@routes.shows("form/{form}", Action.EXPORT)
def form_(turn: Turn, form: SuperiorForm) -> Screen:
    """One form, its first blanks."""
    return _page(turn, form, 0)


@routes.shows("form-page/{form}/{page}", Action.EXPORT)
def page_(turn: Turn, form: SuperiorForm, page: int) -> Screen:
    """Others of its blanks."""
    return _page(turn, form, page)


def _page(turn: Turn, form: SuperiorForm, page: int) -> Screen:
    if form.state is not FormState.READY:
        return _not_ready(form)
    last = max(0, (len(form.blanks) - 1) // A_PAGE)
    page = min(max(0, page), last)
    shown = range(page * A_PAGE, min(len(form.blanks), (page + 1) * A_PAGE))
    open_ = sum(str(n) not in form.choices for n in range(len(form.blanks)))
    return Screen(
        room=UNBROKEN,
        title=Verbatim(form.name),
        text=lines(
            T("{n} chỗ trống, {open} chỗ chưa chọn số.", n=Number(len(form.blanks)), open=Number(open_)),
            T("Bấm từng chỗ để chọn số điền vào. Chỗ nào không chọn thì máy để nguyên."),
        ),
        choices=(
            Choice(T("Lập bản điền"), ways.form_fill(form.id), Look.MAIN),
            *(Choice(_blank_words(form, n), ways.form_blank(form.id, n)) for n in shown),
            *((Choice(T("Các chỗ sau"), ways.form_page(form.id, page + 1)),) if page < last else ()),
            *((Choice(T("Các chỗ trước"), ways.form_page(form.id, page - 1)),) if page else ()),
            Choice(T("Các mẫu đã gửi"), ways.forms(), Look.WAY),
            HOME,
        ),
    )


def _not_ready(form: SuperiorForm) -> Screen:
    said = T("Máy đang tìm các ô trống. Xong sẽ báo vào đây.")
    look = Choice(T("Xem lại"), ways.form(form.id), Look.MAIN)
    if form.state is FormState.UNREADABLE:
        said, look = T("Mẫu này không điền được."), Choice(T("Gửi mẫu mới"), ways.form_bring(), Look.MAIN)
    return Screen(
        title=Verbatim(form.name),
        text=said,
        choices=(look, Choice(T("Các mẫu đã gửi"), ways.forms(), Look.WAY), HOME),
    )


def _blank_words(form: SuperiorForm, n: int) -> Words:
    """A group of blanks with the figure that goes into it, as a button."""
    label = str(form.blanks[n]["label"])
    short = label if len(label) <= LONGEST_LABEL else f"{label[:LONGEST_LABEL]}…"
    return T("{n}. {label}: {figure}", n=n + 1, label=short, figure=figure_words(form.choices.get(str(n))))


def figure_words(figure: str | None) -> Words:
    """A figure by its name; ``None``: none was chosen."""
    if figure is None:
        return NOT_CHOSEN
    if figure in ALONE:
        return ALONE[figure]
    title, _, measure = figure.partition(".")
    if title not in titles() or measure not in MEASURES:
        return LEFT_OPEN
    return T("{title}, {measure}", title=title_name(title), measure=MEASURES[measure])


@routes.shows("form-blank/{form}/{n}", Action.EXPORT)
def blank(turn: Turn, form: SuperiorForm, n: int) -> Answer:
    """Of which title is the figure?"""
    if not _is_there(form, n):
        return Goto(ways.form(form.id))
    group = form.blanks[n]
    cells = ", ".join(str(each["cell"]) for each in group["blanks"])
    return Screen(
        title=Verbatim(str(group["label"])),
        text=lines(
            T("Ô {cells}.", cells=cells),
            OF_VILLAGE if group["by_place"] else OF_COMMUNE,
            BLANK,
            T("Điền số nào?"),
        ),
        choices=(
            *(Choice(title_name(each), ways.form_title(form.id, n, each)) for each in titles()),
            *(() if group["by_place"] else _alone(form, n)),
            Choice(T("Để trống, tự điền"), ways.form_say(form.id, n, NO_FIGURE)),
            Choice(T("Quay lại"), ways.form_page(form.id, n // A_PAGE), Look.WAY),
        ),
    )


def _alone(form: SuperiorForm, n: int) -> tuple[Choice, ...]:
    return tuple(Choice(words, ways.form_say(form.id, n, key)) for key, words in ALONE.items())


def _is_there(form: SuperiorForm, n: int) -> bool:
    return form.state is FormState.READY and 0 <= n < len(form.blanks)


@routes.shows("form-title/{form}/{n}/{title}", Action.EXPORT)
def title_(turn: Turn, form: SuperiorForm, n: int, title: str) -> Answer:
    """Which figure of that title?"""
    if not _is_there(form, n) or title not in titles():
        return Goto(ways.form(form.id))
    return Screen(
        title=Verbatim(str(form.blanks[n]["label"])),
        text=T("{title}: số nào?", title=title_name(title)),
        choices=(
            *(Choice(words, ways.form_say(form.id, n, f"{title}.{key}")) for key, words in MEASURES.items()),
            Choice(T("Quay lại"), ways.form_blank(form.id, n), Look.WAY),
        ),
    )


@routes.does("form-say/{form}/{n}/{figure}", Action.EXPORT)
def say(turn: Turn, form: SuperiorForm, n: int, figure: str) -> Goto:
    """Keep it; it is remembered for the next form with these blanks."""
    title, _, measure = figure.partition(".")
    known = figure == NO_FIGURE or figure in ALONE or (title in titles() and measure in MEASURES)
    if not _is_there(form, n) or not known:
        return Goto(ways.form(form.id))
    superior_forms.point(turn.tx, form, n, figure)
    return Goto(ways.form_page(form.id, n // A_PAGE))


@routes.does("form-fill/{form}", Action.EXPORT)
def fill(turn: Turn, form: SuperiorForm) -> Goto:
    """Ask for a filled copy, with the figures of the year in hand."""
    cycle = cycles.in_hand(turn.tx, form.commune_id)
    if cycle is None:
        return Goto(ways.form(form.id), T("Chưa mở năm đánh giá nào nên chưa có số để điền."))
    if cycle.is_training:
        return Goto(ways.form(form.id), T("Năm này dùng bộ mẫu tập huấn, số điểm là số giả, nên không điền mẫu thật."))
    if form.state is not FormState.READY:
        return Goto(ways.form(form.id))
    asked = ask_for(turn.tx, turn.account, FilledFormErrand(form.id, cycle.id))
    said = T("Đang điền, xong sẽ gửi tệp vào đây.") if asked else T("Tệp trước đang làm, {you} đợi một chút.")
    return Goto(ways.form(form.id), said)
