"""An agency's own playbook for tests: a fourth fear, with words of its own where people see them first."""

from pathlib import Path

import bot.playbook

_WORDS = {
    "ru": {
        "label": "Урежут бюджет",
        "short": "бюджет могут урезать",
        "tell": "считают каждый час и спрашивают, без чего можно обойтись",
    },
    "en": {
        "label": "Budget will be cut",
        "short": "their budget may be cut",
        "tell": "counts every hour and asks what could be dropped",
    },
}
_SAYS = {
    "ru": 'says = ["Разложу по цене и пользе: что оставить, если денег станет меньше."]',
    "en": 'says = ["I’ll lay it out by cost and use: what to keep if there’s less money."]',
}


def fourth_fear(language: str, *, label: str | None = None) -> str:
    """The table of the fear `budget` in that language, as a file of an agency holds it."""
    ours = Path(bot.playbook.__file__).with_name(f"{language}.toml").read_text(encoding="utf-8")
    words = ours[ours.index("[fears.deceived]") : ours.index("[fears.boss]")].replace("fears.deceived", "fears.budget")
    start, end = words.index("says = ["), words.index("\n]", words.index("says = [")) + 2
    words = words[:start] + _SAYS[language] + words[end:]
    for key, value in (_WORDS[language] | ({"label": label} if label else {})).items():
        at = words.index(f"{key} = ")
        words = f'{words[:at]}{key} = "{value}"{words[words.index(chr(10), at) :]}'
    return words


def write(folder: Path, language: str, text: str) -> Path:
    """Puts `text` into the folder as the file of that language; gives the folder."""
    folder.mkdir(exist_ok=True)
    (folder / f"{language}.toml").write_text(text, encoding="utf-8")
    return folder
