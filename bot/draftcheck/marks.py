"""What is seen without reading: shouting in capitals, and marks in piles."""

import re
from collections.abc import Iterator
from itertools import islice


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_CAPITALS = re.compile(r"(?<![\w])[A-ZА-ЯЁ]{2,40}+(?:['’-][A-ZА-ЯЁ]{1,40}+)?(?![\w])")
_BETWEEN = re.compile(r"[\s,—–-]{1,4}+|[.!?…:;]{1,3}+\s{1,3}+")
_VOWEL = re.compile("[AEIOUYАЕЁИОУЫЭЮЯ]")
_PLAIN = _words(
    """
    НЕ НЕТ ДА ВСЕ ВСЁ ЭТО ВЫ МЫ УЖЕ НИ НИКТО НИКОГДА ВСЕГДА ВАЖНО НАДО НУЖНО ЖДЁМ ЖДЕМ ОПЯТЬ СНОВА СРОЧНО ОЧЕНЬ ПОЧЕМУ
    СЕГОДНЯ СЕЙЧАС ТОЛЬКО ДВА ТРИ РАЗ РАЗА ВАС ВАМ ВАШ ВАША ВАШЕ ВАШИ НАШ НАМ НАС ГДЕ ЧТО КАК КОГДА СТОП ХВАТИТ ЛИБО ИЛИ
    NEVER ALWAYS NOT NOW NO ALL YOU YOUR MUST STOP NEED AGAIN PLEASE VERY WHY WE HAVE READ URGENT TODAY ONLY EVERY THREE
    TWICE TIMES ASKED SAID TOLD SENT PAID STILL THERE WHAT WHEN THIS THAT THE DO DONT DON'T CANNOT CAN'T WON'T
    """
)
"""Words that nobody abbreviates: in capitals they are shouted, however short they are."""
_NAMES = _words(
    """
    ЯНДЕКС БИТРИКС ВКОНТАКТЕ РОСКОМНАДЗОР ЗАГЛАВНЫЕ МЕТРИКА АВИТО ДЗЕН УНИСЕНДЕР МЕГАФОН БИЛАЙН РОССИЯ МОСКВА ПРОМОКОД
    YANDEX GOOGLE YOUTUBE TIKTOK LINKEDIN WHATSAPP TELEGRAM WILDBERRIES BITRIX HUBSPOT IPHONE ANDROID FACEBOOK AVITO
    INSTAGRAM MAILCHIMP SALESFORCE SHOPIFY WORDPRESS FIGMA CANVA NASDAQ UNICEF README
    """
)
_LEGAL = _words("ООО ОАО ЗАО ПАО АО ИП НКО АНО ФГУП ТД ТК ГК LLC LTD INC PLC GMBH")
_PILE = re.compile(r"[!?‼⁉❗❓❕❔]\ufe0f?(?:[!?‼⁉❗❓❕❔]\ufe0f?)++|[‼⁉]\ufe0f?|(?:…|\.{3,5}+)[!?]++")
_MARK = re.compile("[!❗❕]")
_MANY = 3
_MOST = 100
"""Marks that are looked at: nobody counts on."""


def shouted(text: str) -> Iterator[tuple[int, int]]:
    """Runs of words in capitals that are no abbreviations: (start, end) of each run."""
    run: list[re.Match[str]] = []
    for word in _CAPITALS.finditer(text):
        if run and not _BETWEEN.fullmatch(text, run[-1].end(), word.start()):
            yield from _loud(run)
            run = []
        run.append(word)
    yield from _loud(run)


def piled(text: str) -> Iterator[tuple[int, int]]:
    """Marks in piles ("!!", "?!", "…?"), each with the word before it; and every "!" where there are three."""
    found = {match.span() for match in islice(_PILE.finditer(text), _MOST)}
    marks = list(islice(_MARK.finditer(text), _MOST))
    if len(marks) >= _MANY:
        inside = {place for start, end in found for place in range(start, end)}
        found |= {mark.span() for mark in marks if mark.start() not in inside}
    for start, end in sorted(found):
        yield _word_before(text, start), end


def _loud(run: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """The run from its first plain word to its last one; between them an abbreviation is shouted along."""
    # A company's name may be in capitals: "ООО СЕВЕР", "NORTH LLC".
    legal = {place + by for place, word in enumerate(run) if word.group() in _LEGAL for by in (-1, 0, 1)}
    named = [word for place, word in enumerate(run) if place not in legal]
    loud = [word for word in named if _is_plain(word.group(), alone=len(run) == 1)]
    if loud:
        yield loud[0].start(), loud[-1].end()


def _is_plain(word: str, *, alone: bool) -> bool:
    """Whether it is a word and no abbreviation; one that stands among others in capitals may be shorter."""
    if word in _PLAIN:
        return True
    if word in _NAMES or not _VOWEL.search(word):
        return False
    return len(word) >= (6 if alone else 5)


def _word_before(text: str, place: int) -> int:
    start = place
    while start > 0 and place - start < 40 and text[start - 1].isalnum():
        start -= 1
    return start
