"""The draft of a message to the client, put together from what was answered (R1, R2; protocol, section 4)."""

from bot.protocol.phrase import clause, fill, sentence
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
) -> str:
    """The draft in the playbook's language: acknowledge, the honest line, the next step with its time.

    `fear` is an id of the playbook; a fear in the manager's own words is the one with `own_words`. `honest` and
    `next_step` are the manager's words, `client` the name by which the person is addressed, `time` comes with
    its preposition. `opener`, from the reminder that the draft is opened from, takes the place of the first
    sentence. Any text that is None or blank is left out with its sentence; at least two sentences stay.

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
    said.extend(fill(template, **values) for template in middle)
    said.append(fill(draft.sentences[-1], **values) or draft.no_time)
    return " ".join(text for text in said if text)


def _pick(playbook: Playbook, fear: str, news: News | None, told: str | None) -> DraftTemplate:
    drafts = playbook.fears[fear].drafts
    if news is None:
        return playbook.bare if told is None else playbook.plain
    return playbook.bare if told is None and news != "none" else drafts[news]


def _name(client: str | None) -> str | None:
    # A name keeps its full stop ("Орлова М. П."), because a comma follows it in the draft.
    name = clause(client)
    return f"{name}." if name and client and client.rstrip().endswith(".") else name
