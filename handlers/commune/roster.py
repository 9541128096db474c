"""The commune's list of people: how many it has, and the files that bring one."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.errands import RosterTemplateErrand, ask_for
from acts.words.roster_words import FILE_STATES
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.router import HOME, Goto, Routes
from handlers.kit.screen import Screen
from handlers.shared.wanted_file import asking, heard, with_link
from locales.text import Day, Moment, Number, T, Verbatim, Words, lines
from storage import people, places, roster_imports
from storage.kit.words import FilePurpose, ImportState
from storage.roster_imports import RosterImport

routes = Routes()

BACK = Choice(T("Về danh sách dân cư"), ways.roster(), Look.WAY)


@routes.shows("roster", Action.KEEP_ROSTER)
def roster(turn: Turn) -> Screen:
    """How many people the list has, and the file that is being looked at."""
    commune = places.get(turn.tx, turn.commune_id)
    villages = places.villages(turn.tx, commune.id)
    listed = people.roster_counts(turn.tx, place_ids=[each.id for each in villages])
    files = roster_imports.of_commune(turn.tx, commune.id)
    last = next((each for each in files if each.state is ImportState.TAKEN), None)
    open_ = next((each for each in files if each.state in roster_imports.OPEN), None)
    return Screen(
        title=T("Danh sách dân cư, {commune}", commune=commune.inline_name),
        text=lines(
            T("Tổng số: {n} người.", n=Number(sum(listed.values()))),
            *(T("- {place}: {n}", place=each.full_name, n=Number(listed.get(each.id, 0))) for each in villages),
            None if last is None else _taken_last(last),
        ),
        choices=(
            *(
                (Choice(T("Tệp đang xem: {file}", file=open_.file_name), ways.roster_file(open_.id), Look.MAIN),)
                if open_
                else ()
            ),
            Choice(T("Đưa danh sách từ tệp vào"), ways.roster_bring(), Look.ANSWER if open_ else Look.MAIN),
            Choice(T("Lấy tệp mẫu để điền"), ways.roster_template()),
            *((Choice(T("Các tệp đã gửi"), ways.roster_files()),) if files else ()),
            Choice(T("Kết quả lập ở nơi khác"), ways.results()),
            HOME,
        ),
    )


@routes.does("roster-bring", Action.KEEP_ROSTER)
def bring(turn: Turn) -> Goto:
    """Bring a file: by the chat where it carries files, and everywhere by a link for any computer."""
    return with_link(turn, FilePurpose.ROSTER, ways.roster_send())


@routes.shows("roster-send", Action.KEEP_ROSTER, once=True)
def send(turn: Turn) -> Screen:
    """Which file, and how it comes."""
    return asking(
        turn,
        T(
            "Danh sách dân cư: tệp Excel, ODS, CSV, Word hay PDF có bảng, miễn có cột họ tên và năm sinh. "
            "Máy đọc rồi cho {you} xem trước, chưa đưa ai vào danh sách. Số căn cước, dân tộc, tôn giáo trong tệp thì "
            "máy bỏ, không giữ."
        ),
        here=ways.roster_send(),
        again=ways.roster_bring(),
        choices=(Choice(T("Lấy tệp mẫu để điền"), ways.roster_template()), BACK),
    )


@routes.hears("roster-send")
def send_heard(turn: Turn, said: Said | Sent) -> Goto:
    """A file that was sent."""
    return heard(turn, said, FilePurpose.ROSTER, ways.roster_send())


def _taken_last(file: RosterImport) -> Words:
    as_of = file.origin.as_of
    return T(
        "Lần đưa vào gần nhất: {file}, số liệu ngày {day}, nguồn {source}.",
        file=file.file_name,
        day=Verbatim("–") if as_of is None else Day(as_of),
        source=file.origin.source,
    )


@routes.does("roster-template", Action.KEEP_ROSTER)
def template(turn: Turn) -> Goto:
    """Ask for an empty file with the commune's villages, to fill in."""
    ask_for(turn.tx, turn.account, RosterTemplateErrand(turn.commune_id))
    return Goto(ways.roster(), T("Đang làm tệp mẫu, xong sẽ gửi vào đây."))


@routes.shows("roster-files", Action.KEEP_ROSTER)
def files(turn: Turn) -> Screen:
    """The files that were brought, the newest first."""
    found = roster_imports.of_commune(turn.tx, turn.commune_id)
    return Screen(
        title=T("Các tệp danh sách đã gửi"),
        text=lines(
            *(
                T(
                    "- {file}, gửi {when}: {state}",
                    file=each.file_name,
                    when=Moment(each.begun_at),
                    state=FILE_STATES[each.state],
                )
                for each in found
            )
        )
        if found
        else T("Chưa gửi tệp nào."),
        choices=(*(Choice(T("Xem: {file}", file=each.file_name), ways.roster_file(each.id)) for each in found), BACK),
    )
