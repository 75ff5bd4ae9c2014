"""What a tapped button makes of a run. A tap that comes from a screen that is gone is stale and changes nothing."""

from dataclasses import replace

from bot.protocol.debrief.steps import CALM, THREAT
from bot.protocol.engine.context import Setting, choices_of_time
from bot.protocol.engine.engine import (
    MOST_PICKS,
    SUMMARY,
    ClientChange,
    NewClient,
    Result,
    back,
    can_open,
    contact_answer,
    current,
    date_effect,
    detailed,
    passed_over,
    put,
    skip,
)
from bot.protocol.engine.run import Answer, Run, with_answer, without_answer
from bot.protocol.engine.table import Kind, Rules, Step
from bot.protocol.engine.tables import table_of
from bot.protocol.engine.words import number
from bot.timeparse.schedule import next_working

MOST_PAGES = 999
"""Pages of a list or a card; a forged button can't ask for more."""


def tap(run: Run, step_id: str, option: str, setting: Setting) -> Result:
    """What a tapped button makes of the run.

    A button of a step that isn't due is stale, but for those that open or set something from any screen.
    """
    rules, now = setting.rules, setting.now
    table = table_of(run)
    step = table.by_id.get(step_id)
    if step is None:
        if step_id == SUMMARY and option == "back" and current(run, rules) is None:
            return Result(back(replace(run, at=now), rules))
        return Result(run, stale=True)
    if option == "open":
        if not can_open(run, step, rules):
            return Result(run, stale=True)
        return Result(replace(run, opened=step.id, page=0, at=now, tail=None))
    if step.id in table.direct:
        return _direct(run, step, option, now)
    due = current(run, rules)
    if due is None or due.id != step.id:
        return Result(run, stale=True)
    if step.kind is Kind.TIME:  # its buttons show what they meant at the moment of the question
        return _time(run, step, option, setting)
    return _move(replace(run, at=now, tail=None), step, option, setting)


def _move(run: Run, step: Step, option: str, setting: Setting) -> Result:
    """The moves that every step knows, and then its own options."""
    rules = setting.rules
    if option == "back":
        return Result(back(run, rules))
    if option == "skip":
        return Result(skip(run, step)) if step.skippable or run.opened else Result(run, stale=True)
    if option == "detail":
        return Result(detailed(run, rules), notice="step-detailed")
    if option.startswith("page"):
        page = number(option[4:], MOST_PAGES)
        return Result(run, stale=True) if page is None else Result(replace(run, page=page))
    kept = run.dropped(step.id)
    if option == "keep":
        return Result(put(run, kept)) if kept is not None else Result(run, stale=True)
    return _pick(run, step, option, setting)


def _direct(run: Run, step: Step, option: str, now: int) -> Result:
    if option not in step.options:
        return Result(run, stale=True)
    if option == "anew":  # the draft is put together again; the one written by hand is laid aside
        return Result(replace(without_answer(run, "draft"), at=now))
    return Result(replace(with_answer(run, Answer(step.id, picks=(option,))), at=now))


def _pick(run: Run, step: Step, option: str, setting: Setting) -> Result:
    rules = setting.rules
    match step.kind:
        case Kind.SCALE:
            tension = number(option, 10)
            return Result(put(run, Answer(step.id, value=tension))) if tension else Result(run, stale=True)
        case Kind.CLIENT:
            client = number(option[1:]) if option.startswith("c") else None
            return Result(put(run, Answer("client", value=client))) if client else Result(run, stale=True)
        case Kind.SEVERAL:
            return _several(run, step, option, rules)
        case Kind.ONE_AND_ON:
            return _one_and_on(run, step, option, rules)
        case Kind.CARD | Kind.TEXT | Kind.ONE | Kind.TIME:
            return _one(run, step, option, setting)


def _several(run: Run, step: Step, option: str, rules: Rules) -> Result:
    """Marks toggle by what they will be ("+x", "-x"), so that a doubled tap changes nothing; "next" goes on."""
    before = run.dropped(step.id) or run.answer(step.id) or Answer(step.id)
    if option == "next":
        return Result(put(run, before)) if before.picks or before.words else Result(skip(run, step))
    sign, pick = option[:1], option[1:]
    if pick not in step.choices(rules) or sign not in "+-":
        return Result(run, stale=True)
    picks = tuple(old for old in before.picks if old != pick) + ((pick,) if sign == "+" else ())
    marked = replace(before, picks=tuple(one for one in step.choices(rules) if one in picks), skipped=False)
    others = tuple(old for old in run.aside if old.step != step.id)
    return Result(replace(run, aside=(*others, marked)))


def _one_and_on(run: Run, step: Step, option: str, rules: Rules) -> Result:
    sign, pick = (option[:1], option[1:]) if option[:1] in {"+", "-"} else ("", option)
    if pick not in step.choices(rules):
        return Result(run, stale=True)
    before = run.picks(step.id) if run.opened else ()
    if sign == "-" and len(before) > 1:
        picks = tuple(old for old in before if old != pick)
    elif sign == "+" and pick not in {CALM, *rules.unknown}:
        alone = {CALM, *rules.unknown}
        picks = (*(old for old in before if old not in alone and old != pick), pick)[-MOST_PICKS:]
    elif sign == "-":
        picks = before
    else:
        picks = (pick,)
    after = put(run, Answer(step.id, picks=picks))
    if step.id == "behaviour" and THREAT not in picks:
        after = without_answer(after, "safety")
    return Result(after)


def _time(run: Run, step: Step, option: str, setting: Setting) -> Result:
    moment = choices_of_time(step.id, run.at, setting.schedule).get(option)
    fresh = replace(run, at=setting.now, tail=None)
    if moment is None:
        return _move(fresh, step, option, setting)
    if moment <= setting.now:
        return Result(fresh, notice="step-next_contact-past")
    return Result(put(fresh, Answer(step.id, picks=(option,), value=moment)), date_effect(step, moment))


def _one(run: Run, step: Step, option: str, setting: Setting) -> Result:
    match step.id:
        case "client_match":
            return _match(run, option)
        case "contact_which":
            return _which(run, option, setting)
        case "passed":
            return _open_passed(run, option, setting.rules)
        case "facts" if option == "next" and run.facts:
            return Result(put(run, Answer("facts", picks=("given",))))
        case "contact_hours" if option == "move":
            return _into_hours(run, setting)
        case "boss_date" if option == "unknown":
            return Result(put(run, Answer(step.id, picks=(option,))), date_effect(step, None))
    if option not in step.choices(setting.rules) or step.kind is Kind.TIME:
        return Result(run, stale=True)
    effects = (ClientChange("cadence", option),) if step.id == "cadence" else ()
    return Result(put(run, Answer(step.id, picks=(option,))), effects)


def _open_passed(run: Run, option: str, rules: Rules) -> Result:
    target = table_of(run).by_id.get(option)
    if target is None or not (target in passed_over(run, rules) or target.id in {"address", "contact"}):
        return Result(run, stale=True)
    return Result(replace(run, opened=target.id, page=0))


def _into_hours(run: Run, setting: Setting) -> Result:
    contact = run.answer("next_contact")
    if contact is None or contact.value is None:
        return Result(run, stale=True)
    moved = replace(contact, picks=(), value=next_working(contact.value, setting.schedule))
    return Result(replace(with_answer(run, moved), page=0))


def _match(run: Run, option: str) -> Result:
    typed = run.answer("client")
    if typed is None or not (option in typed.picks or option == "new"):
        return Result(run, stale=True)
    if option == "new":
        name = run.words("client") or ""
        return Result(replace(run, page=0), (NewClient(name),))
    return Result(put(run, Answer("client", value=int(option[1:]))))


def _which(run: Run, option: str, setting: Setting) -> Result:
    contact = run.answer("next_contact")
    if contact is None or option not in contact.picks:
        return Result(run, stale=True)
    chosen = contact_answer(int(option[1:]), contact.words, contact.source, setting)
    return Result(replace(with_answer(run, chosen), page=0))
