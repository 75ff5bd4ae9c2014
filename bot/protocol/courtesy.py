"""Thanks, greetings, "ок": what is said to be polite, and is neither an answer nor anything to keep. Pure."""

from collections.abc import Mapping
from typing import Literal

from bot.protocol.behaviour_words import tokens

Courtesy = Literal["thanks", "hello", "bye", "ok"]

_SAID: Mapping[Courtesy, str] = {
    "thanks": "спасибо спасиб пасиб пасибо спс благодарю мерси thanks thank thx ty cheers",
    "hello": "привет приветик здравствуй здравствуйте здрасте хай салют добрый доброе hi hello hey hiya morning",
    "bye": "пока бывай bye goodbye",
    "ok": "ок окей оки ага угу ладно хорошо понятно понял поняла ясно принято супер класс круто отлично здорово "
    "ok okay okey k kk great cool nice perfect fine sure got noted",
}
_AROUND = """
большое огромное тебе вам вас очень много за помощь все всем день вечер утро ночи доброй спокойной до завтра встречи
свидания как дела бот ну да это я
you very much so a lot for the help your all again there good day evening afternoon night bot it is thats see how are
many
"""
_CORE: Mapping[str, Courtesy] = {word: kind for kind, words in _SAID.items() for word in words.split()}
_BESIDE = frozenset(_AROUND.split())
_PHRASES: dict[str, Courtesy] = {
    "до свидания": "bye",
    "до завтра": "bye",
    "до встречи": "bye",
    "спокойной ночи": "bye",
    "доброй ночи": "bye",
    "good night": "bye",
    "see you": "bye",
    "good day": "hello",
    "good evening": "hello",
    "good afternoon": "hello",
}
_MOST = 6
_SIGNS = frozenset("👍👌🙏🤝🙂😊😉❤💛💚💙🫶🤗👋🔥💪✅🎉")
_UNSEEN = "\ufe0f\u200d"


def courtesy(text: str) -> Courtesy | None:
    """Which courtesy the whole text is; None where it says anything else."""
    spoken = tokens(text)
    if not spoken:
        signs = [letter for letter in text if not letter.isspace() and letter not in _UNSEEN]
        skins = [letter for letter in signs if not 0x1F3FB <= ord(letter) <= 0x1F3FF]
        return "ok" if skins and all(letter in _SIGNS for letter in skins) else None
    if len(spoken) > _MOST or not all(word in _CORE or word in _BESIDE for word in spoken):
        return None
    found = [_CORE[word] for word in spoken if word in _CORE]
    return next(
        (kind for kind in ("thanks", "hello", "bye", "ok") if kind in found), _PHRASES.get(" ".join(spoken[:2]))
    )
