"""Reading the program's questions aloud: which are not recorded yet, and one after the other by voice message."""

from __future__ import annotations

from acts import receiving, recording, ways
from acts.choice import Choice, Look
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Screen
from locales.text import BLANK, T, lines
from storage import recordings
from storage.kit.words import FilePurpose

routes = Routes()

MOST = 8  # texts offered at once
BACK = Choice(T("Quay lại"), ways.voices(), Look.WAY)
WANTS_VOICE = T("Chỗ này nhận tin thoại. {You} bấm giữ nút micro của Telegram, đọc xong thì thả tay.")
ON_ITS_WAY = T("Đang lấy bản ghi âm về. Xong, hay không lấy được, thì máy báo ngay.")


@routes.shows("voices", Action.ADOPT)
def voices(turn: Turn) -> Screen:
    """How many questions can be heard; those that cannot yet, what is asked most first."""
    texts = recording.asked_now(turn.tx, turn.commune_id)
    if not texts:
        return Screen(text=T("Năm nay chưa mở kỳ đánh giá nên chưa có câu hỏi để đọc."), choices=(HOME,))
    have = recordings.recorded(turn.tx, [text.fingerprints[0] for text in texts.values()])
    counted = list(enumerate(texts.values(), 1))  # two sets may ask a question of one name
    missing = [(at, text) for at, text in counted if text.fingerprints[0] not in have]
    there = [(at, text) for at, text in counted if text.fingerprints[0] in have]
    return Screen(
        title=T("Ghi âm câu hỏi"),
        text=lines(
            T("Đã có giọng đọc {n}/{all} câu.", n=len(there), all=len(texts)),
            BLANK,
            T("{You} hoặc người đọc tốt của {commune_label} chọn một câu, đọc, gửi tin thoại trên Telegram."),
            T("Ai được hỏi câu ấy trên Telegram thì có nút Nghe. Câu hỏi không có tên ai."),
        ),
        choices=(
            *(Choice(T("Câu {n}: {name}", n=at, name=text.name), ways.voice(text.key)) for at, text in missing[:MOST]),
            *(
                Choice(T("Đọc lại câu {n}: {name}", n=at, name=text.name), ways.voice(text.key))
                for at, text in there[-MOST:]
            ),
            HOME,
        ),
    )


@routes.shows("voice/{key}", Action.ADOPT)
def voice(turn: Turn, key: str) -> Answer:
    """One text to be read."""
    text = recording.asked_now(turn.tx, turn.commune_id).get(key)
    if text is None:
        return Goto(ways.voices())
    is_there = bool(recordings.recorded(turn.tx, text.fingerprints[:1]))
    again = T("Câu này đã có bản ghi âm. Gửi tin thoại mới thì thay bản cũ.")
    return Screen(
        title=text.name,
        text=lines(
            *((again, BLANK) if is_there else ()),
            T("{You} bấm giữ nút micro, đọc chậm và rõ câu dưới đây, rồi thả tay để gửi:"),
            BLANK,
            text.words,
        ),
        choices=(*((Choice(T("Bỏ bản ghi âm này"), ways.voice_drop(key)),) if is_there else ()), BACK),
    )


@routes.hears("voice")
def voice_heard(turn: Turn, said: Said | Sent, key: str) -> Goto:
    """A voice message that reads it."""
    here = ways.voice(key)
    if isinstance(said, Said):
        way = turn.numbered(said.text)
        return Goto(here, WANTS_VOICE) if way is None else Goto(way)
    if said.voice is None:
        return Goto(here, WANTS_VOICE)
    refusal = receiving.send(turn.tx, turn.account, said.voice, purpose=FilePurpose.RECORDING, route=here)
    return Goto(here, refusal) if refusal is not None else Goto(ways.voices(), ON_ITS_WAY)


@routes.does("voice-drop/{key}", Action.ADOPT)
def voice_drop(turn: Turn, key: str) -> Goto:
    """The text is heard by no recording any more."""
    text = recording.asked_now(turn.tx, turn.commune_id).get(key)
    if text is not None:
        recordings.drop(turn.tx, text.fingerprints)
    return Goto(ways.voices(), T("Đã bỏ bản ghi âm."))
