"""One's own data: see it, correct it, take it along, have it erased."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any

from acts import ways
from acts.choice import Choice, Look
from acts.errands import LifelongRecordErrand, MyDataErrand, ask_for
from acts.way import Way
from acts.words.enrolment_words import HOW
from acts.words.person_words import CHANGED_NAMES, away_words
from acts.words.results_words import by_indicator_words, origin_words, result_words
from criteria.activity import NEED_NAMES
from criteria.data_rights import REQUEST_NAMES
from criteria.declaration import Move
from criteria.explain import answer_words
from criteria.family import RELATION_NAMES, Relation
from criteria.model import SubjectKind
from criteria.parse import title_name, titles
from criteria.policy import Action, Tie
from criteria.presence import LEFT_NAMES
from handlers.kit.context import Turn
from handlers.kit.dialogue import Dialogue
from handlers.kit.form import Form, Question
from handlers.kit.names import read_name
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.account_words import seat_words
from handlers.shared.birth_year import own_birth_year
from handlers.shared.evidence_file import caption_of
from handlers.shared.joining_words import BECAME, WHAT
from handlers.shared.looked_words import look_words
from handlers.shared.meeting_words import KINDS, outcome
from handlers.shared.role_names import ROLE_NAMES
from handlers.shared.title_form import OCCUPATION
from locales.format import day_of
from locales.text import BLANK, Arg, Day, Moment, T, Tn, Verbatim, Words, lines, words_from_data
from storage import (
    accounts,
    activities,
    announcements,
    clans,
    data_requests,
    decisions,
    declarations,
    diary_keeping,
    digests,
    erasure,
    evidence,
    households,
    joining_requests,
    learning_needs,
    listed_results,
    looks,
    meetings,
    outbox,
    paper_confirmations,
    people,
    person_changes,
    person_deeds,
    places,
    recognition,
    recordings,
    registrations,
    roles,
    roster,
    sign_ups,
    ties,
    to_tell_in_person,
)
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction
from storage.kit.words import Changed
from storage.people import Person

routes = Routes()

NAME, BIRTH_YEAR = "name", "birth_year"
BACK = Choice(T("Quay lại"), ways.data(), Look.WAY)


def data_words(tx: Transaction, person: Person, *, whole: bool = True) -> Words:
    """All that is kept of a person, in words: for the file.

    ``whole``: the screen goes without chats, who looked, ties and notices: it leads to the first two instead.
    """
    village = places.get(tx, person.place_id)
    commune = places.get(tx, village.commune_id)
    rows: list[Words] = [
        T("Họ tên: {name}", name=person.full_name),
        T("Sinh năm {year}", year=person.birth_year),
        T("Nơi ở: {village}", village=village.full_name),
    ]
    if person.relation in set(Relation):
        rows.append(T("Trong hộ: {relation}", relation=RELATION_NAMES[Relation(person.relation)]))
    if person.unit_id is not None:
        rows.append(T("Tính ở: {unit}", unit=places.get(tx, person.unit_id).full_name))
    rows += _group_lines(tx, person)
    if whole:
        rows += [seat_words(seat) for seat in accounts.of_person(tx, person.id)]
    rows += put_right_lines(tx, person)
    rows += _consent_lines(tx, person)
    rows += _registration_lines(tx, person)
    for mine in (each for title in titles(SubjectKind.PERSON) for each in declarations.of_person(tx, person.id, title)):
        rows += [BLANK, T("Bản khai {title} năm {year}:", title=title_name(mine.title), year=mine.cycle.year)]
        occupations = {each.id: each.label for each in mine.criteria.occupations}
        for key, value in mine.answers.items():
            if key == OCCUPATION:
                rows.append(T("Việc làm: {answer}", answer=occupations.get(str(value), Verbatim(str(value)))))
            else:
                name = mine.criteria.indicator(key).name
                rows.append(T("{name}: {answer}", name=name, answer=answer_words(mine.criteria, key, value)))
        rows += _listed_lines(tx, mine)
        rows += _decision_lines(tx, mine)
        rows += _recognition_lines(tx, mine)
    for year in activities.years(tx, person.id):
        rows += [BLANK, T("Sổ học tập năm {year}:", year=year)]
        rows += [
            T("{day}: {name}, {hours} giờ, {organiser}", day=Day(each.held_on), name=each.name, hours=each.hours,
              organiser=each.organiser)
            for each in activities.of_person(tx, person.id, year)
        ]  # fmt: skip
    rows += [
        T("Ghi tên đi học: {name}, {day}", name=each.name, day=Day(each.held_on))
        for each in sign_ups.of_person(tx, person.id)
    ]
    rows += [
        T("Muốn học: {kind}, {said}", kind=NEED_NAMES[each.kind], said=each.said)
        for each in learning_needs.of_person(tx, person.id)
    ]
    if not announcements.are_wanted(tx, person.id):
        rows.append(T("Không nhận thông báo."))
    if pictures := evidence.of_person(tx, person.id):
        captions = [said for each in pictures if (said := caption_of(each)) is not None]
        rows += [BLANK, Tn("{n} ảnh minh chứng đã gửi.", len(pictures)), *captions]
    if read := recordings.of_person(tx, person.id):
        rows += [BLANK, Tn("{n} câu hỏi đọc bằng giọng của {you}.", read)]
    if whole:
        rows += _beside_lines(tx, person)
    contact = commune.contact or commune.full_name
    return lines(
        *rows,
        BLANK,
        T("Người giữ dữ liệu: Ủy ban nhân dân {commune}.", commune=commune.inline_name),
        T("Hỏi thêm: {contact}", contact=contact),
    )


def put_right_lines(tx: Transaction, person: Person) -> Iterator[Words]:
    """Who left or is elsewhere, and what the office put right."""
    if person.left_on is not None and person.left_why is not None:
        yield T("Ngoài danh sách: {why} từ ngày {day}.", why=LEFT_NAMES[person.left_why], day=Day(person.left_on))
    if person.away is not None:
        yield away_words(person)
    for each in person_changes.of_person(tx, person.id):
        about: dict[str, Arg] = {"when": Moment(each.at), "by": each.by or "–", "what": CHANGED_NAMES[each.kind]}
        if each.kind is Changed.NAME and each.person_id == person.id:
            name, year = str(each.before["full_name"]), int(each.before["birth_year"])
            said: Words = T("{when}, {by}: {what}; trước đó là {name}, {year}", name=name, year=year, **about)
        else:
            said = T("{when}, {by}: {what}", **about)
        yield T("{said} (đã lấy lại)", said=said) if each.is_undone else said


DID_FOR: Mapping[Tie, Words] = {
    Tie.LET_IN: T("cấp mã đăng nhập"),
    Tie.AGREED: T("đồng ý lời xin vào hộ"),
    Tie.SPOKE: T("khai hộ, nhập phiếu"),
    Tie.PICTURED: T("gửi ảnh thay"),
}


def _beside_lines(tx: Transaction, person: Person) -> Iterator[Words]:
    """Who looked, who does not decide on whom and why, and what the person was told."""
    if seen := list(looks.by_day(looks.of_person(tx, person.id))):
        yield BLANK
        yield T("Ai đã xem:")
        yield from (look_words(look, what) for look, what in seen)
    if found := ties.of_person(tx, person.id):
        yield BLANK
        yield T("Không xét bản khai của nhau, vì:")
    for each in found:
        about: dict[str, Arg] = {"name": each.name or "–", "day": Day(day_of(each.at))}
        if each.kind is Tie.HOUSEHOLD:
            yield T("{day}: {you} cùng hộ với {name}", **about)
        elif each.is_other:
            yield T("{day}: {name} {what} cho {you}", what=DID_FOR[each.kind], **about)
        else:
            yield T("{day}: {you} {what} cho {name}", what=DID_FOR[each.kind], **about)
    told = sorted((*outbox.kept_notices(tx, person.id), *to_tell_in_person.kept_of(tx, person.id)), key=itemgetter(0))
    if told:
        yield BLANK
        yield T("Tin đã báo hoặc chờ báo:")
    for at, payload in told:
        yield T("{when}: {text}", when=Moment(at), text=words_from_data(payload["text"]))


def _group_lines(tx: Transaction, person: Person) -> Iterator[Words]:
    """The person's household, clan and roles."""
    household = None if person.household_id is None else households.load(tx, person.household_id)
    if household is not None and household.head_id is not None:
        head = people.get(tx, household.head_id)
        yield T("Chủ hộ: {name}", name=head.full_name or "–")
    clan = clans.of_person(tx, person)
    if clan is not None:
        led = clan.head_id == person.id
        yield T("Trưởng họ: {clan}", clan=clan.name) if led else T("Dòng họ: {clan}", clan=clan.name)
    for each in roles.terms(tx, person.id):
        place, since = places.get(tx, each.place_id).inline_name, Moment(each.since)
        yield (
            T("Việc: {role}, {place}, từ {since}", role=ROLE_NAMES[each.role], place=place, since=since)
            if each.until is None
            else T("Việc: {role}, {place}, từ {since} đến {until}", role=ROLE_NAMES[each.role], place=place,
                   since=since, until=Moment(each.until))
        )  # fmt: skip


def _consent_lines(tx: Transaction, person: Person) -> Iterator[Words]:
    """What was agreed to, who speaks for whom, and what the person wants to be told."""
    for consent in accounts.consents_of(tx, person.id):
        about: dict[str, Arg] = {"version": consent.version, "when": Moment(consent.at)}
        if consent.passed_on:
            yield T("{when}: đồng ý để người khác khai hộ, bản {version}", **about)
        else:
            yield (T("{when}: đồng ý, bản {version}", **about) if consent.given
                   else T("{when}: không đồng ý, bản {version}", **about))  # fmt: skip
    for each in accounts.proxies_of(tx, person.id):
        names: dict[str, Arg] = {
            "speaker": each.speaker or "–",
            "meant": each.meant or "–",
            "when": Moment(each.given_at),
        }
        yield (T("Từ {when}: {speaker} khai hộ {meant}", **names) if each.ended_at is None
               else T("Từ {when}: {speaker} khai hộ {meant}, đã thôi", **names))  # fmt: skip
    if digests.is_known(tx, person.id):
        minute = digests.settings(tx, person.id).minute
        yield (T("Không nhận tin buổi tối") if minute is None
               else T("Tin buổi tối: {time}", time=f"{minute // 60}:{minute % 60:02}"))  # fmt: skip
    for asked in data_requests.of_person(tx, person.id):
        what, when = REQUEST_NAMES[asked.kind], Moment(asked.asked_at)
        yield (T("{when}: yêu cầu {what}", what=what, when=when) if asked.done_at is None
               else T("{when}: yêu cầu {what}, đã làm xong", what=what, when=when))  # fmt: skip
    for wish in joining_requests.of_person(tx, person.id):
        told: dict[str, Arg] = {"when": Moment(wish.asked_at), "what": WHAT[wish.kind], "state": BECAME[wish.state]}
        if wish.person.id == person.id:
            yield T("{when}: xin {what}: {state}", **told)
        else:
            yield T("{when}: xin cho {name} {what}: {state}", name=wish.person.full_name or "–", **told)
    reminded = roster.reminded_at(tx, person.id)
    if reminded is not None:
        yield T("Được nhắc khai lần cuối: {when}", when=Moment(reminded))
    if not roster.wants_reminders(tx, person.id):
        yield T("Không nhận lời nhắc khai")


def _registration_lines(tx: Transaction, person: Person) -> Iterator[Words]:
    """What the person registered for, when and how, and whether they still are."""
    for each in registrations.of_person(tx, person.id):
        about: dict[str, Arg] = {
            "title": title_name(each.title), "year": each.year, "day": Day(each.day), "how": HOW[each.how],
        }  # fmt: skip
        yield (
            T("Đăng ký {title} năm {year}: ngày {day}, {how}", **about)
            if each.withdrawn_at is None
            else T("Đăng ký {title} năm {year}: ngày {day}, {how}; đã rút", **about)
        )


def _listed_lines(tx: Transaction, mine: Declaration) -> Iterator[Words]:
    """What a list said of the person, made elsewhere, and what became of that."""
    listed = listed_results.of_declaration(tx, mine.id)
    if listed is None:
        return
    yield T("Kết quả lập ở nơi khác: {result}. {origin}", result=result_words(listed.result),
            origin=origin_words(listed.origin))  # fmt: skip
    if (points := by_indicator_words(listed.result)) is not None:
        yield points
    yield T("Nhận vào: {when}", when=Moment(listed.taken_at))
    if listed.disputed_at is not None:
        yield T("{You} đã báo chưa đúng: {when}", when=Moment(listed.disputed_at))
    if listed.ended_at is not None:
        yield T("{You} đã tự đánh giá thay: {when}", when=Moment(listed.ended_at))


MOVES: Mapping[Move, Words] = {
    Move.CONFIRM: T("xác nhận"),
    Move.RETURN: T("trả lại"),
    Move.UNDO: T("rút lại quyết định"),
    Move.RECOGNISE: T("công nhận"),
    Move.REVOKE: T("thu hồi công nhận"),
}


def _decision_lines(tx: Transaction, mine: Declaration) -> Iterator[Words]:
    """Its result, and what was decided on it, by whom, why."""
    if mine.total is not None:
        yield T("Kết quả: {total} điểm", total=mine.total)
    for each in reversed(decisions.of_declaration(tx, mine.id)):
        about: dict[str, Arg] = {"when": Moment(each.at), "what": MOVES[each.move], "name": each.decided_by or "–"}
        yield (
            T("{when}: {name} {what}", **about)
            if each.reason is None
            else T("{when}: {name} {what}: {reason}", reason=each.reason, **about)
        )


def _recognition_lines(tx: Transaction, mine: Declaration) -> Iterator[Words]:
    """On which lists to be recognised it stands or stood, and what was said against it, with the answer."""
    for found, name in recognition.of_declaration(tx, mine.id):
        if name.recognised_at is not None and found.number:
            yield T(
                "Danh sách công nhận: Quyết định số {number} ngày {day}",
                number=found.number,
                day=Day(found.decided_on or day_of(name.recognised_at)),
            )
        elif name.struck_why is not None:
            yield T("Danh sách công nhận: đã gạch tên. Lý do: {reason}", reason=name.struck_why or "–")
        else:
            yield T("Danh sách công nhận: có tên, chưa có quyết định")
    for met in meetings.said_of(tx, mine.id):
        yield T("{kind} ngày {day}: {what}", kind=KINDS[met.kind], day=Day(met.held_on), what=_said_at(met))
    for paper in paper_confirmations.of_declaration(tx, mine.id):
        yield T(
            "Xác nhận theo giấy ký ngày {day}: {signer} ký, {typist} nhập",
            day=Day(paper.signed_on),
            signer=paper.signer or "–",
            typist=paper.typist or "–",
        )
    for said in recognition.objections_about(tx, mine.id):
        yield T("Ý kiến phản ánh: {said}. Trả lời: {answer}", said=said.said, answer=said.answer or "–")


def _said_at(met: meetings.Said) -> Words:
    """What a meeting said of somebody: the outcome, and what was said."""
    what = outcome(met.mark, agreed=met.agreed) or Verbatim("–")
    return T("{what}. Ý kiến: {said}", what=what, said=met.said) if met.said else what


@routes.shows("data", Action.LOOK)
def data(turn: Turn) -> Screen:
    """What is kept of this person, and what can be done about it."""
    person = turn.account.person
    if person is None:
        return Screen(text=T("Ở đây chưa giữ tên hay câu trả lời nào của {you}."), choices=(HOME,))
    return Screen(
        title=T("Dữ liệu của tôi"),
        text=data_words(turn.tx, person, whole=False),
        choices=(
            Choice(T("Tải về"), ways.data_file()),
            Choice(T("Hồ sơ học tập suốt đời"), ways.record_file()),
            *_diary_choice(turn, person),
            Choice(T("Ai đã xem"), ways.who_looked(0)),
            Choice(T("Điện thoại, ứng dụng của tôi"), ways.devices()),
            Choice(T("Sửa họ tên"), DIALOGUE.to(NAME)),
            Choice(T("Sửa năm sinh"), DIALOGUE.to(BIRTH_YEAR)),
            Choice(T("Đừng nhắc tôi khai"), ways.no_reminders(person.id))
            if roster.wants_reminders(turn.tx, person.id)
            else Choice(T("Cho nhắc lại như cũ"), ways.reminders(person.id)),
            Choice(T("Đừng gửi thông báo nữa"), ways.announcements_off(person.id))
            if announcements.are_wanted(turn.tx, person.id)
            else Choice(T("Gửi thông báo lại như cũ"), ways.announcements_on(person.id)),
            Choice(T("Rút đồng ý và xoá"), ways.erase(), Look.DANGER),
            HOME,
        ),
    )


def _diary_choice(turn: Turn, person: Person) -> Iterator[Choice]:
    """Whether one keeps the years of one's diary that are over; asked only where there are, or soon will be."""
    if diary_keeping.is_kept(turn.tx, person.id):
        yield Choice(T("Thôi giữ sổ học tập cũ"), ways.keep_diary(0))
    elif diary_keeping.may_matter(turn.tx, person.id):
        yield Choice(T("Giữ sổ học tập cũ cho riêng tôi"), ways.keep_diary(1))


@routes.does("keep-diary/{wanted}", Action.TAKE_PART, Weight.DECIDING)
def keep_diary(turn: Turn, wanted: int) -> Goto:
    """Keep what is past its term for oneself, or let it go."""
    diary_keeping.keep(turn.tx, turn.person.id, kept=bool(wanted))
    if wanted:
        return Goto(ways.data(), T("Máy giữ tiếp sổ học tập các năm cũ, chỉ {you} xem được."))
    return Goto(ways.data(), T("Sổ học tập quá hai năm báo cáo sẽ được xoá trong ngày."))


@routes.does("data-file", Action.TAKE_PART)
def data_file(turn: Turn) -> Goto:
    """Send it as a file, made outside the turn."""
    ask_for(turn.tx, turn.account, MyDataErrand())
    return Goto(ways.data(), T("Đang làm tệp, xong sẽ gửi vào đây."))


@routes.does("record-file", Action.TAKE_PART)
def record_file(turn: Turn) -> Goto:
    """Send the lifelong learning record, a sheet to keep."""
    ask_for(turn.tx, turn.account, LifelongRecordErrand())
    return Goto(ways.data(), T("Đang làm hồ sơ, xong sẽ gửi vào đây."))


def _form(turn: Turn) -> Form:
    """What a person may put right."""
    return Form(
        (
            Question(key=NAME, text=T("{You} gõ lại họ và tên, ví dụ Nguyễn Thị Lan."), reader=read_name),
            own_birth_year(turn, BIRTH_YEAR, T("{You} gõ lại năm sinh bằng 4 chữ số, ví dụ 1956.")),
        )
    )


def _facts(turn: Turn) -> dict[str, Any]:
    return {NAME: turn.person.full_name, BIRTH_YEAR: turn.person.birth_year}


def _shut(turn: Turn, _key: str) -> Goto | None:
    """The roster's own entries are the officer's to correct."""
    if not turn.person.on_roster:
        return None
    return Goto(
        ways.data(),
        T(
            "Họ tên và năm sinh này lấy từ danh sách dân cư của {commune_label}. Nếu sai, {you} nhờ cán bộ "
            "{commune_label} sửa."
        ),
    )


def _correct(turn: Turn, key: str, value: Any) -> Goto:
    facts = {**_facts(turn), key: value}
    name, year = str(facts[NAME]), int(facts[BIRTH_YEAR])
    by = turn.person.id
    turn.account.person = person_deeds.correct(turn.tx, turn.person, full_name=name, birth_year=year, by=by)
    return Goto(ways.data(), T("Đã sửa."))


def _back(*_: Any) -> tuple[Choice, ...]:
    return (BACK,)


def _done(_turn: Turn) -> Way:
    return ways.data()


DIALOGUE = Dialogue(
    routes,
    "correct",
    Action.TAKE_PART,
    form=_form,
    answers=_facts,
    record=_correct,
    done=_done,
    shut=_shut,
    ways=_back,
)


@routes.shows("erase", Action.TAKE_PART)
def erase(turn: Turn) -> Answer:
    """Say what erasing means before it is done."""
    if turn.actor.grants:
        return Screen(
            text=T(
                "{You} đang phụ trách việc của {village_label} hoặc của {commune_label}. {You} thôi việc ấy "
                "trước, rồi xoá."),
            choices=(
                *(
                    Choice(T("Thôi việc ở {place}", place=places.get(turn.tx, each.place_id).inline_name),
                           ways.role_end(each.id))
                    for each in roles.held_by(turn.tx, turn.person.id)
                ),
                BACK,
            ),
        )  # fmt: skip
    return Screen(
        title=T("Rút đồng ý và xoá dữ liệu"),
        text=lines(
            T("Xoá: họ tên và năm sinh {you} đã gõ, mọi câu trả lời, bản khai chưa xác nhận, sổ học tập, ảnh đã gửi."),
            T(
                "Còn lại: con số chung của {commune_label}, tên trong danh sách dân cư nếu {commune_label} đã có "
                "sẵn, và báo cáo {commune_label} đã in ra."
            ),
            T("Xoá rồi không lấy lại được."),
        ),
        choices=(Choice(T("Xoá hết"), ways.erase_now(), Look.DANGER), BACK),
    )


@routes.does("erase-now", Action.TAKE_PART, Weight.FINAL)
def erase_now(turn: Turn) -> Goto:
    """Withdraw the consent and erase, at once."""
    if turn.actor.grants:
        return Goto(ways.erase())
    accounts.give_consent(turn.tx, turn.account, version=turn.account.consent or "", given=False)
    erasure.erase_person(turn.tx, turn.person)
    turn.account.forget()
    return Goto(ways.home(), T("Đã xoá. Cảm ơn {you}."))
