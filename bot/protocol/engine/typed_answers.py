"""What typed text becomes (protocol, section 4, "Where typed text lands").

Text that the step can read is its answer; other text is added to the facts, and the question stays. What Telegram
cut in two is put together again; an edited message replaces the text that it gave and never changes the path.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.common.languages import language_of
from bot.protocol.debrief.steps import CONTACT_WAS, two_times
from bot.protocol.engine.context import Context
from bot.protocol.engine.engine import (
    ClientChange,
    NewClient,
    Result,
    current,
    facts_given,
    put,
    recorded,
    timed_answer,
)
from bot.protocol.engine.run import Answer, Piece, Run, Tail, with_answer
from bot.protocol.engine.table import Kind, Reads, Step
from bot.protocol.engine.tables import table_of
from bot.protocol.engine.taps import tap
from bot.protocol.engine.words import LONGEST_NAME, option_named, read_scale
from bot.protocol.matching import seen, similar, tidy
from bot.timeparse.reading import Ambiguous, Past, Reading, Unclear, Understood, read
from bot.timeparse.schedule import local, to_five_minutes

SPLIT_LENGTH = 4000
"""A message of at least so many UTF-16 units may have been cut by Telegram, and the next one continues it…"""
SPLIT_SECONDS = 2
"""…if it was sent within so many seconds."""
LONGEST_VOICE = 20 * 60
"""Seconds; a bot can fetch files of up to 20 MB, some twenty minutes of a voice note."""


@dataclass(frozen=True, slots=True)
class TypedText:
    """A text message of the person: its id in the chat, its words, when it was sent (Unix seconds UTC).

    For a voice note `text` is Telegram's file id, and `words` what was written under it ("": nothing).
    """

    id: int
    text: str
    sent: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """What is needed to read a message: the circumstances, the labels of the options, the known clients.

    `labels` maps an option of the present step to its labels in every language; `names` are (id, label) of the
    person's clients; `language` hints at the order of day and month.
    """

    context: Context
    labels: Mapping[str, tuple[str, ...]]
    names: Sequence[tuple[int, str]]
    language: str


def length(text: str) -> int:
    """The length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def take(run: Run, message: TypedText, reader: Reader) -> Result:
    """What the message makes of the run: a continued text, an answer to the present step, or facts."""
    rest = continued(run, message)
    if rest is not None:
        return rest
    run = replace(run, at=reader.context.now)
    step = current(run, reader.context.rules)
    if step is None:
        timed = table_of(run).by_id.get(table_of(run).timed)
        return _another_time(run, timed, message, reader) or to_facts(run, message, asked=False)
    return _answer(run, step, message, reader) or to_facts(run, message)


def continued(run: Run, message: TypedText) -> Result | None:
    """The message as the rest of the one before, which Telegram cut in two; None where it is no such rest."""
    tail = run.tail
    if tail is None or tail.length < SPLIT_LENGTH or not 0 <= message.sent - tail.sent <= SPLIT_SECONDS:
        return None
    return Result(_continued(run, tail, message), notice="error-continued")


def take_voice(run: Run, message: TypedText, seconds: int, step: Step | None) -> Result:
    """A voice note (`message.text` is Telegram's file id): the facts of the talk, whatever is being asked.

    `step` is the present one, None at the end. The words under it are facts beside it. A note longer than
    `LONGEST_VOICE` is refused with the reason, and only the words under it are kept.
    """
    pieces = spoken(message, seconds)
    after = replace(run, facts=(*run.facts, *pieces), tail=None) if pieces else run
    if seconds > LONGEST_VOICE:
        return Result(after, notice=too_long(message))
    if step is not None and step.facts:
        return Result(put(after, facts_given(step)))
    return Result(after, notice="step-facts-ack-voice_words" if len(pieces) > 1 else "step-facts-ack-voice")


def spoken(message: TypedText, seconds: int) -> tuple[Piece, ...]:
    """What is kept of a voice note: the note, unless it is longer than `LONGEST_VOICE`, and the words under it."""
    note = Piece(message.id, message.text, kind="voice", seconds=seconds)
    notes = (note,) if seconds <= LONGEST_VOICE else ()
    return (*notes, Piece(message.id, message.words)) if seen(message.words) else notes


def too_long(message: TypedText) -> str:
    """The notice for a voice note that isn't kept, since it is longer than `LONGEST_VOICE`."""
    key = "error-voice_too_long_words" if seen(message.words) else "error-voice_too_long"
    return f"{key}:{LONGEST_VOICE // 60}"


def _continued(run: Run, tail: Tail, message: TypedText) -> Run:
    piece = Piece(message.id, message.text, joined=True)
    after = replace(run, tail=Tail(message.id, length(message.text), message.sent, tail.step))
    answer = run.answer(tail.step) if tail.step else None
    if answer is None:
        return replace(after, facts=(*run.facts, piece))
    return with_answer(after, replace(answer, words=(*answer.words, piece)))


def _noted(run: Run, message: TypedText, step: str) -> Run:
    return replace(run, tail=Tail(message.id, length(message.text), message.sent, step))


def _another_time(run: Run, step: Step | None, message: TypedText, reader: Reader) -> Result | None:
    """A time typed at the summary, or where one was just asked about, answers the step; None for other text.

    At the summary what may be a story is none, and the time that stood there is kept for one tap (protocol 4, *Times*).
    """
    if step is None or step.kind is not Kind.TIME:
        return None
    ended = current(run, reader.context.rules) is None
    said = _hour_named(run, step, message, reader) or read_time(run, step, message, reader, wholly=ended)
    if said is None or said.run.answer(step.id) == run.answer(step.id):
        return None
    was = run.value(step.id if ended else CONTACT_WAS)
    if was is None:
        return said
    return replace(said, run=with_answer(said.run, Answer(CONTACT_WAS, value=was)))


def _hour_named(run: Run, step: Step, message: TypedText, reader: Reader) -> Result | None:
    """The hour typed where that of a day was asked: "завтра", then "в 11:30"; None where both are no time together."""
    day = run.words(step.id)
    if day is None or not two_times(run, reader.context.rules):
        return None
    said = read_time(run, step, replace(message, text=f"{day} {message.text}"), reader)
    return said if said is not None and not two_times(said.run, reader.context.rules) else None


def to_facts(run: Run, message: TypedText, *, asked: bool = True) -> Result:
    """The message among the facts, with the line that says so; the question stays, where one was `asked`."""
    after = replace(run, facts=(*run.facts, Piece(message.id, message.text)))
    return Result(_noted(after, message, ""), notice="error-tap_expected" if asked else "error-facts_added")


def _answer(run: Run, step: Step, message: TypedText, reader: Reader) -> Result | None:
    """The message as an answer to the step; None where the step can't read it."""
    text = message.text.strip()
    if not text:
        return None
    pick = option_named(text, reader.labels)
    match step.kind:
        case Kind.CLIENT:
            return _client(run, step, message, reader)
        case Kind.SCALE:
            number = read_scale(text)
            if number is None:
                return None
            return Result(put(run, Answer(step.id, value=number, source=message.id)))
        case Kind.TIME:
            return read_time(run, step, message, reader)
        case Kind.SEVERAL:
            return _several(run, step, message, pick)
        case Kind.ONE | Kind.ONE_AND_ON | Kind.TEXT | Kind.CARD if pick is not None:
            return _picked(run, step, pick, message, reader.context)
        case Kind.TEXT | Kind.ONE if step.typed:
            return _words(run, step, message)
        case Kind.ONE if step.about:
            return _another_time(run, table_of(run).by_id[step.about], message, reader)
        case _:
            return None


def _picked(run: Run, step: Step, pick: str, message: TypedText, context: Context) -> Result | None:
    """A typed label does what a tap on its button does; None where the button isn't one that stands there now."""
    adding = run.opened is not None and step.kind is Kind.ONE_AND_ON and bool(run.picks(step.id))
    result = tap(run, step.id, f"+{pick}" if adding else pick, context)
    if result.stale:
        return None
    answer = result.run.answer(step.id)
    if answer is None or answer == run.answer(step.id):
        return result
    return replace(result, run=with_answer(result.run, replace(answer, source=answer.source or message.id)))


def _words(run: Run, step: Step, message: TypedText) -> Result:
    piece = Piece(message.id, message.text)
    if step.facts:
        after = put(replace(run, facts=(*run.facts, piece)), facts_given(step))
        return Result(_noted(after, message, ""))
    if step.reads is not None:
        return _about_client(run, step.reads, message)
    return Result(_noted(put(run, Answer(step.id, words=(piece,))), message, step.id))


def _about_client(run: Run, reads: Reads, message: TypedText) -> Result:
    """Words for the client's record, such as the address; the run only goes back to its summary."""
    found = reads(tidy(message.text))
    if isinstance(found, str):
        return Result(run, notice=found)
    return Result(replace(run, opened=None, page=0), (ClientChange(*found),))


def _client(run: Run, step: Step, message: TypedText, reader: Reader) -> Result | None:
    if len(message.text.strip()) > LONGEST_NAME or "\n" in message.text.strip():
        return None
    name = tidy(message.text)
    if not name:
        return None
    words = (Piece(message.id, name),)
    same = [client for client, label in reader.names if label == name or tidy(label) == name]
    if same:
        return Result(put(run, Answer(step.id, value=same[0])))
    offered = similar(name, reader.names)
    typed = put(run, Answer(step.id, picks=tuple(f"c{client}" for client in offered), words=words))
    return Result(typed, () if offered else (NewClient(name),))


def _several(run: Run, step: Step, message: TypedText, pick: str | None) -> Result:
    """A typed label is marked like a tapped one; other words are an answer beside the marks."""
    before = run.dropped(step.id) or Answer(step.id)
    if pick is not None:
        picks = (*(old for old in before.picks if old != pick), pick)
        return Result(put(run, replace(before, picks=picks, skipped=False)))
    words = (*before.words, Piece(message.id, message.text))
    return Result(_noted(put(run, replace(before, words=words, skipped=False)), message, step.id))


def read_time(run: Run, step: Step, message: TypedText, reader: Reader, *, wholly: bool = False) -> Result | None:
    """The message as the answer to a step that asks for a time; None where it is about something else.

    What can be meant in two ways or can't be read is asked again, never guessed (R2). `wholly`: nothing was asked, so
    a time that has gone is none either.
    """
    context = reader.context
    schedule = context.schedule
    reading = read(
        message.text,
        context.now,
        schedule.zone,
        work_from=schedule.work_from,
        work_to=schedule.work_to,
        work_days=schedule.work_days,
        order=language_of(reader.language),
        whole_days=step.source == "days",
        wholly=wholly,
    )
    words = (Piece(message.id, message.text),)
    if step.source == "days":
        return _date(run, step, message, reading, context)
    match reading:
        case Understood(moment):
            return Result(put(run, timed_answer(step, moment, words, message.id, context)))
        case Ambiguous():
            return Result(put(run, _to_choose(run, step, reading.moments, words)))
        case Past() if wholly:
            return None
        case Past(offer=int(offer)):
            return Result(put(run, _to_choose(run, step, (offer,), words)))
        case Past():
            return Result(run, notice="step-next_contact-past")
        case Unclear(looks_like_time=True):
            return _asked_again(run, step, message)
    return None


def _to_choose(run: Run, step: Step, moments: Sequence[int], words: tuple[Piece, ...]) -> Answer:
    """The answer that leaves the choice to a button: the moments in full five minutes, each once.

    Until one is chosen the time that stood there stays, and with it its promise.
    """
    stands = run.value(step.id)
    picks = dict.fromkeys(f"t{to_five_minutes(moment)}" for moment in moments)
    return Answer(step.id, picks=tuple(picks), value=stands, words=words, source=words[0].message)


def _date(run: Run, step: Step, message: TypedText, reading: Reading, context: Context) -> Result | None:
    """The day by which the client's boss needs it; of two hours of one day either will do."""
    zone = context.schedule.zone
    match reading:
        case Understood(moment):
            pass
        case Ambiguous(moment) if len({local(one, zone).date() for one in reading.moments}) == 1:
            pass
        case Unclear(looks_like_time=False):
            return None
        case Past():
            return Result(run, notice="step-next_contact-past")
        case _:
            return _asked_again(run, step, message)
    words = (Piece(message.id, message.text),)
    answer = Answer(step.id, value=moment, words=words, source=message.id)
    return Result(put(run, answer), recorded(step, moment))


def _asked_again(run: Run, step: Step, message: TypedText) -> Result:
    """What can't be read as a time is asked again, and kept with the facts: it may be a story that names a day."""
    return Result(to_facts(run, message).run, notice=f"step-{step.id}-unclear")
