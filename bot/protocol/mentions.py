"""Which known clients a text names: "это Марина", "Мариной", "Maria’s". Pure.

`named` is for a text that is nothing but a name, `mentioned` for one that holds a name among other words.
"""

from collections.abc import Iterable, Sequence

from rapidfuzz.distance import DamerauLevenshtein

from bot.protocol.behaviour_words import MOST_WORDS, tokens
from bot.protocol.matching import key

_BESIDE = """
это с со у про от к ко на из по для а и вот тут мой моя наш наша клиент клиента клиентка клиенту клиентом звонит звонок
говорит говорю говорим разговариваю общаюсь меня мне нас мы я сижу созваниваюсь пишет линии
сейчас опять снова зовут он она его ее разговор созвон
its it is this that with from my our client customer calling call on the line phone now again a at for hes shes he she
about talking to speaking name me here i im got have has its were we and
"""
_AROUND = frozenset(_BESIDE.split())
"""What stands beside a name without saying anything more."""
_FORMS = "ооо ип ао зао пао оао тоо ltd llc inc gmbh co corp plc the и and"
_OF_FIRMS = frozenset(_FORMS.split())
_VOWELS = frozenset("аеиоуыэюяьй")
_DECLINED = "а я у ю е и ы о ой ей ою ею ом ем ам ям ами ями ах ях ов ев ым им ого его ому ему ая ую ые ий ый"
_ENDINGS = frozenset(("", *_DECLINED.split()))
_FLEETING = ("ел", "ек", "ец", "ок", "ев")
_LONG = 6
"""Letters of a word of which three say where to look, of a shorter one two."""
_INITIALS = 12
"""Characters of a label that may be initials."""
_SLIP_FROM = 5
"""Letters of a name in which a letter may be wrong."""


_LONGEST = 400
"""Characters of a text in which a name is looked for: longer ones are a story, read by nobody in a hurry."""


def may_name(text: str) -> bool:
    """Whether the text is short enough for a name to be looked for; asked before all names are read."""
    return len(text) <= _LONGEST and 0 < len(tokens(text)) <= MOST_WORDS


def mentioned(text: str, known: Iterable[tuple[int, str]]) -> tuple[int, ...]:
    """The ids of the clients that the text names, where it is short enough to be read; of several the best named.

    Names may be declined; of a label of several words one will do, and a whole label goes before a part of one.
    """
    spoken = tokens(text)
    return _best(spoken, _near(spoken, known), slip=False) if may_name(text) else ()


def named(text: str, known: Iterable[tuple[int, str]]) -> tuple[int, ...]:
    """The ids of the clients whose name the text is, with words around it that say nothing more; () for other text."""
    said = tokens(text)
    if not 0 < len(said) <= MOST_WORDS:
        return ()
    known, wanted = _near(said, known), key(text)
    spoken = [word for word in said if word not in _AROUND]
    same = tuple(client for client, label in known if key(label) == wanted)
    if same or not spoken:
        return same
    found = _best(spoken, known, slip=True)
    labels = {client: _words(label) for client, label in known if client in found}
    return tuple(
        client
        for client in found
        if all(any(_same(word, name, slip=True) for name in labels[client]) for word in spoken)
    )


def _near(spoken: Sequence[str], known: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """The clients whose label holds how a word of the text begins: the rest needs no closer look."""
    # A short name is declined from its third letter on: "Оля", "Олю". Of initials nothing but themselves is left.
    begins = {word[:2] if len(word) < _LONG else word[:3] for word in spoken if len(word) > 1}
    if not begins:
        return [(client, label) for client, label in known if len(label) <= _INITIALS]
    found = []
    for client, label in known:
        folded = label.casefold().replace("ё", "е")
        if any(one in folded for one in begins):
            found.append((client, label))
    return found


def _best(spoken: Sequence[str], known: Iterable[tuple[int, str]], *, slip: bool) -> tuple[int, ...]:
    scored: list[tuple[tuple[bool, bool, int], int]] = []
    for client, label in known:
        names = _words(label)
        exact = [name for name in names if any(_same(word, name, slip=False) for word in spoken)]
        hits = exact or [name for name in names if slip and any(_same(word, name, slip=True) for word in spoken)]
        if hits:
            scored.append(((bool(exact), len(hits) == len(names), len(hits)), client))
    most = max((score for score, _ in scored), default=None)
    return tuple(client for score, client in scored if score == most)


def _words(label: str) -> list[str]:
    return [word for word in tokens(label) if word not in _OF_FIRMS and len(word) > 1]


def _same(word: str, name: str, *, slip: bool) -> bool:
    if word in {name, f"{name}s"}:
        return True
    if len(name) > 2 and any(word.startswith(stem) and word[len(stem) :] in _ENDINGS for stem in _stems(name)):
        return True
    close = slip and min(len(word), len(name)) >= _SLIP_FROM
    return close and DamerauLevenshtein.distance(word, name, score_cutoff=1) <= 1


def _stems(name: str) -> Iterable[str]:
    """What stays of a Russian name when it is declined: "марин" of "марина", "павл" of "павел"."""
    if not "а" <= name[-1] <= "я":
        return
    adjective = name.removesuffix("ий").removesuffix("ый").removesuffix("ая")
    if len(adjective) > 2:
        yield adjective
    yield name[:-1] if name[-1] in _VOWELS else name
    if name.endswith(_FLEETING) and len(name) > 4:
        yield name[:-2] + name[-1]
