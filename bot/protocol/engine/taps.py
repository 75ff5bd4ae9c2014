"""What a tapped button makes of a run. A tap that comes from a screen that is gone is stale and changes nothing."""

from dataclasses import replace

from bot.protocol.engine.context import Context, choices_of_time
from bot.protocol.engine.engine import (
    MOST_PICKS,
    SUMMARY,
    NewClient,
    Result,
    back,
    can_open,
    current,
    detailed,
    detailed_again,
    facts_given,
    passed_over,
    put,
    recorded,
    skip,
    timed_answer,
)
from bot.protocol.engine.run import Answer, Run, with_answer, without_answer
from bot.protocol.engine.table import Kind, Rules, Step
from bot.protocol.engine.tables import table_of
from bot.protocol.engine.words import number

MOST_PAGES = 999
"""Pages of a list or a card; a forged button can't ask for more."""


def tap(run: Run, step_id: str, option: str, context: Context) -> Result:
    """What a tapped button makes of the run.

    A button of a step that isn't due is stale, but for those that open or set something from any screen.
    """
    rules, now = context.rules, context.now
    table = table_of(run)
    step = table.by_id.get(step_id)
    if step is None:
        if step_id == SUMMARY and current(run, rules) is None:
            return _at_summary(replace(run, at=now), option, rules) or Result(run, stale=True)
        return Result(run, stale=True)
    if option == "open":
        if not can_open(run, step, rules):
            return Result(run, stale=True)
        return Result(replace(run, opened=step.id, page=0, at=now, tail=None))
    if step.direct:
        return _direct(run, step, option, context)
    due = current(run, rules)
    if due is None or due.id != step.id:
        return Result(run, stale=True)
    if step.kind is Kind.TIME:  # its buttons show what they meant at the moment of the question
        return _time(run, step, option, context)
    return _move(replace(run, at=now, tail=None), step, option, context)


def _at_summary(run: Run, option: str, rules: Rules) -> Result | None:
    """Back from the summary, or on to what never came, step by step; None where nothing of that is left."""
    if option == "back":
        return Result(back(run, rules))
    more = detailed_again(run)
    if option != "detail" or current(more, rules) is None:
        return None
    return Result(more, notice="step-detailed")


def _move(run: Run, step: Step, option: str, context: Context) -> Result:
    """The moves that every step knows, and then its own options."""
    rules = context.rules
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
    return _pick(run, step, option, context)


def _direct(run: Run, step: Step, option: str, context: Context) -> Result:
    if option not in step.options:
        return Result(run, stale=True)
    act = step.on_tap.get(option)
    after = with_answer(run, Answer(step.id, picks=(option,))) if act is None else act(run, context.schedule)
    return Result(run, stale=True) if after is None else Result(replace(after, at=context.now))


def _pick(run: Run, step: Step, option: str, context: Context) -> Result:
    rules = context.rules
    match step.kind:
        case Kind.SCALE:
            tension = number(option, 10)
            return Result(put(run, Answer(step.id, value=tension))) if tension else Result(run, stale=True)
        case Kind.CLIENT:
            client = number(option[1:]) if option.startswith("c") else None
            return Result(put(run, Answer(step.id, value=client))) if client else Result(run, stale=True)
        case Kind.SEVERAL:
            return _several(run, step, option, rules)
        case Kind.ONE_AND_ON:
            return _one_and_on(run, step, option, rules)
        case Kind.CARD | Kind.TEXT | Kind.ONE | Kind.TIME:
            return _one(run, step, option, context)


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
    elif sign == "+" and not step.stands_alone(pick, rules):
        others = (old for old in before if old != pick and not step.stands_alone(old, rules))
        picks = (*others, pick)[-MOST_PICKS:]
    elif sign == "-":
        picks = before
    else:
        picks = (pick,)
    after = put(run, Answer(step.id, picks=picks))
    for other in table_of(run).steps:
        if other.lapses and other.when is not None and not other.when(after, rules):
            after = without_answer(after, other.id)
    return Result(after)


def _time(run: Run, step: Step, option: str, context: Context) -> Result:
    moment = choices_of_time(step, run.at, context.schedule).get(option)
    fresh = replace(run, at=context.now, tail=None)
    if moment is None:
        return _move(fresh, step, option, context)
    if moment <= context.now:
        return Result(fresh, notice="step-next_contact-past")
    return Result(put(fresh, Answer(step.id, picks=(option,), value=moment)), recorded(step, moment))


def _one(run: Run, step: Step, option: str, context: Context) -> Result:
    match step.source:
        case "matches":
            return _match(run, step, option)
        case "readings":
            return _which(run, step, option, context)
        case "steps":
            return _open_passed(run, option, context.rules)
    act = step.on_tap.get(option)
    if act is not None:
        after = act(run, context.schedule)
        return Result(run, stale=True) if after is None else Result(after)
    if step.facts and option == "next" and run.facts:
        return Result(put(run, facts_given(step)))
    if option in step.timeless:
        return Result(put(run, Answer(step.id, picks=(option,))), recorded(step, None))
    if option not in step.choices(context.rules) or step.kind is Kind.TIME:
        return Result(run, stale=True)
    return Result(put(run, Answer(step.id, picks=(option,))), recorded(step, option))


def _open_passed(run: Run, option: str, rules: Rules) -> Result:
    target = table_of(run).by_id.get(option)
    if target is None or not (target.reads or target in passed_over(run, rules)):
        return Result(run, stale=True)
    return Result(replace(run, opened=target.id, page=0))


def _match(run: Run, step: Step, option: str) -> Result:
    typed = run.answer(step.about)
    if typed is None or not (option in typed.picks or option == "new"):
        return Result(run, stale=True)
    if option == "new" and typed.value is not None:  # an edited name: the record is there, and named so
        return Result(replace(with_answer(run, replace(typed, picks=())), page=0))
    if option == "new":
        name = run.words(step.about) or ""
        return Result(replace(run, page=0), (NewClient(name),))
    return Result(put(run, Answer(step.about, value=int(option[1:]))))


def _which(run: Run, step: Step, option: str, context: Context) -> Result:
    asked = table_of(run).by_id[step.about]
    typed = run.answer(asked.id)
    if typed is None or option not in typed.picks:
        return Result(run, stale=True)
    chosen = timed_answer(asked, int(option[1:]), typed.words, typed.source, context)
    return Result(replace(with_answer(run, chosen), page=0))
