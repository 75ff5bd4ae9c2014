"""The draft of a message to the client, put together from what was answered (R1, R2; protocol, section 4)."""

from bot.protocol.debrief.next_step import after_a_label
from bot.protocol.phrase import clause, fill, sentence, slots
from bot.protocol.playbook import DraftTemplate, News, Playbook


def compose(  # noqa: PLR0913 - one keyword for each thing that a draft is made of
    playbook: Playbook,
    *,
    fear: str,
    news: News | None,
    honest: str | None,
    next_step: str | None,
    time: str | None,
    client: str | None,
    opener: str | None = None,
    sorry: str | None = None,
) -> str:
    """The draft in the playbook's language: acknowledge, the honest line, the next step with its time.

    `fear` is an id of the playbook; a fear in the manager's own words is the one with `own_words`. `honest` and
    `next_step` are the manager's words, `client` the name by which the person is addressed, `time` comes with
    its preposition. `opener`, from the reminder that the draft is opened from, takes the place of the first
    sentence. `sorry` owns up to what the honest line tells, right after it and in place of what the draft would offer
    there, unless the news is good or none. Any text that is None or blank is left out with its sentence; at least two
    sentences stay.

    Good and unwelcome news stand only with an honest line: announcing news without naming it is worse than
    silence, so without one the bare draft is taken. An honest line is said even where no tone was picked: then the
    draft is the plain one. Raises KeyError for an unknown fear.
    """
    told = sentence(honest)
    draft = _pick(playbook, fear, news, told)
    first, *middle = draft.sentences[:-1]
    values = {
        "client": _name(client),
        "honest": told,
        "next_step": clause(next_step),
        "time": clause(time),
    }
    said = [sentence(opener) or fill(first, **values)]
    for template in middle:
        said.extend(_said(template, values, sorry if news in {"bad", None} else None))
    said.append(fill(draft.sentences[-1], **values) or draft.no_time)
    return " ".join(text for text in said if text)


def _said(template: str, values: dict[str, str | None], sorry: str | None) -> list[str | None]:
    """What a sentence of the middle becomes; with an apology an offer, which has no slot, gives way to it."""
    step = values["next_step"]
    if step and template.startswith("{next_step}"):
        return [fill(template, **{**values, "next_step": f"{step[0].upper()}{step[1:]}"})]
    filled = fill(template, **{**values, "next_step": after_a_label(step)})
    if sorry and template == "{honest}":
        return [filled, sorry]
    return [] if sorry and not slots(template) else [filled]


def _pick(playbook: Playbook, fear: str, news: News | None, told: str | None) -> DraftTemplate:
    drafts = playbook.fears[fear].drafts
    if news is None:
        return playbook.bare if told is None else playbook.plain
    return playbook.bare if told is None and news != "none" else drafts[news]


def _name(client: str | None) -> str | None:
    # A name keeps its full stop ("Орлова М. П."), because a comma follows it in the draft.
    name = clause(client)
    return f"{name}." if name and client and client.rstrip().endswith(".") else name
