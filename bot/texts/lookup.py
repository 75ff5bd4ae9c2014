"""Looking up the interface wording: `Texts` gives the text of a key in one language.

The files are Project Fluent (https://projectfluent.org/fluent/guide/). Its resolver answers a gap with a text that
has a hole in it; here a gap is an error, most of them at load.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel import Locale
from fluent.runtime import FluentBundle, FluentResource

from bot.common.languages import LANGUAGES
from bot.texts.reading import TextsError, read

_LONG = 2_000
"""Characters from which on a value is put in by hand: Fluent refuses more than 2,500 in one."""
_STAND_IN = re.compile("\ue000(?P<name>\\w+)\ue001")
_NUMBERED = re.compile(r"(?P<prefix>.+)-(?P<number>[1-9]\d*)")


class Texts:
    """The wording of one language. `texts("key", name="value")` gives a text; a gap is an error, never a text."""

    def __init__(self, language: str, source: str) -> None:
        """Read `source`, Fluent, as the texts of `language`, a code such as "ru".

        Raises TextsError with one line for each message that can't be read or formatted.
        """
        self.language = language
        resource = FluentResource(source)
        self._uses = read(resource, source, f"{language}.ftl")
        self._bundle = FluentBundle([language], use_isolating=False)
        self._bundle.add_resource(resource)
        self._patterns = {key: self._bundle.get_message(key).value for key in self._uses}
        self._variants = Counter(numbered["prefix"] for key in self if (numbered := _NUMBERED.fullmatch(key)))
        self._plain: dict[str, str] = {}
        wrong: list[str] = []
        for key, uses in self._uses.items():
            # Each text is formatted once: it finds what can't be, and compiles the rest before the first person asks.
            try:
                text = self._format(key, dict.fromkeys(uses.variables, 1))
            except TextsError as error:
                wrong.append(str(error))
            else:
                if not uses.variables:
                    self._plain[key] = text
        if wrong:
            raise TextsError("\n".join(wrong))

    @classmethod
    def load(cls, language: str) -> "Texts":
        """The texts of one of `LANGUAGES`. Raises TextsError where the file can't be read."""
        return cls(language, Path(__file__).with_name(f"{language}.ftl").read_text(encoding="utf-8"))

    def __call__(self, key: str, /, **values: str | int) -> str:
        """The text of `key` with its variables; values that it has no place for are left out.

        A number is written as the language writes it, and the words around it take the form that goes with it; a
        date, an amount with its word and the like come ready as text. Raises TextsError for a key that isn't
        there and for a variable without a value.
        """
        plain = self._plain.get(key)
        return self._format(key, values) if plain is None else plain

    def __contains__(self, key: object) -> bool:
        """Whether there is such a key; where the content says nothing, there is none."""
        return key in self._patterns

    def __iter__(self) -> Iterator[str]:
        """All keys, in the order of the file."""
        return iter(self._patterns)

    def variants(self, prefix: str) -> int:
        """How many wordings of `prefix` take turns (`prefix-1`, `prefix-2`, …); 0 where there are none."""
        return self._variants[prefix]

    def turn(self, prefix: str, n: int, /, **values: str | int) -> str:
        """The wording of `prefix` whose turn it is the `n`-th time, counted from 0: by rule, not by chance.

        Raises TextsError where `prefix` has no numbered wordings, or as a call does.
        """
        count = self._variants[prefix]
        if not count:
            raise self._gap(prefix, "no numbered wordings")
        return self(f"{prefix}-{n % count + 1}", **values)

    def variables(self, key: str) -> frozenset[str]:
        """The variables that the text of `key` takes. Raises KeyError for a key that isn't there."""
        return frozenset(self._uses[key].variables)

    def faults(self) -> Iterator[str]:
        """What is wrong within this language: choices without its plural forms, turns that skip a number."""
        plural = Locale.parse(self.language).plural_form
        # 200 covers every rule of CLDR: they look at the last two digits of a whole number.
        wanted = frozenset(plural(number) for number in range(201))
        for key, uses in self._uses.items():
            for _, forms in uses.choices:
                if forms != wanted:
                    what = f"plural forms {_listed(forms)}, this language has {_listed(wanted)}"
                    yield str(self._gap(key, what))
        for prefix, count in self._variants.items():
            if any(f"{prefix}-{number}" not in self for number in range(1, count + 1)):
                yield str(self._gap(prefix, f"turns must be numbered from 1 to {count} without a gap"))

    def _format(self, key: str, values: Mapping[str, str | int]) -> str:
        pattern = self._patterns.get(key)
        if pattern is None:
            raise self._gap(key, "there is no such key")
        for name, _ in self._uses[key].choices:
            # Anything but a number would take the default form without a word.
            if not isinstance(values.get(name), int):
                raise self._gap(key, f"{name} must be a whole number")
        long = {name: value for name, value in values.items() if isinstance(value, str) and len(value) > _LONG}
        text, errors = self._bundle.format_pattern(
            pattern, {**values, **{name: f"\ue000{name}\ue001" for name in long}}
        )
        if errors:
            raise self._gap(key, "; ".join(str(error) for error in errors))
        return _STAND_IN.sub(lambda name: long.get(name["name"], name[0]), str(text)) if long else str(text)

    def _gap(self, key: str, what: str) -> TextsError:
        return TextsError(f"{self.language}.ftl: {key}: {what}")


def load_texts() -> Mapping[str, Texts]:
    """The texts of every language, by its code, checked against one another.

    Raises TextsError, one line for each key or variable that one language has and another hasn't, and for each
    plural form that is missing or too many.
    """
    loaded = {language: Texts.load(language) for language in LANGUAGES}
    compare(loaded)
    return loaded


def compare(loaded: Mapping[str, Texts]) -> None:
    """Check that all languages have the same keys with the same variables, and their plural forms.

    Raises TextsError, one line for each difference.
    """
    first, *others = loaded.values()
    wrong = [line for texts in loaded.values() for line in texts.faults()]
    for other in others:
        for one, two in ((first, other), (other, first)):
            wrong.extend(f"{two.language}.ftl: {key}: missing" for key in one if key not in two)
        wrong.extend(
            f"{other.language}.ftl: {key}: variables {_listed(other.variables(key))}, "
            f"{first.language}.ftl has {_listed(first.variables(key))}"
            for key in first
            if key in other and first.variables(key) != other.variables(key)
        )
    if wrong:
        raise TextsError("\n".join(wrong))


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(names)) or "none"
