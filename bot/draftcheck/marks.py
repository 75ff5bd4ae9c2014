"""What is seen without reading: shouting in capitals, and marks in piles."""

import re
from collections.abc import Iterator
from itertools import islice


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_CAPITALS = re.compile(r"[A-ZА-ЯЁ](?<!\w[A-ZА-ЯЁ])[A-ZА-ЯЁ]{1,39}+(?:['’-][A-ZА-ЯЁ]{1,40}+)?(?![\w])")
_BETWEEN = re.compile(r"[\s,—–-]{1,4}+|[.!?…:;]{1,3}+\s{1,3}+")
_VOWEL = re.compile("[AEIOUYАЕЁИОУЫЭЮЯ]")
_PLAIN = _words(
    """
    НЕ НЕТ ДА ВСЕ ВСЁ ЭТО ВЫ МЫ УЖЕ НИ НИКТО НИКОГДА ВСЕГДА ВАЖНО НАДО НУЖНО ЖДЁМ ЖДЕМ ОПЯТЬ СНОВА СРОЧНО ОЧЕНЬ ПОЧЕМУ
    СЕГОДНЯ СЕЙЧАС ТОЛЬКО ДВА ТРИ РАЗ РАЗА ВАС ВАМ ВАШ ВАША ВАШЕ ВАШИ НАШ НАМ НАС ГДЕ ЧТО КАК КОГДА СТОП ХВАТИТ ЛИБО ИЛИ
    NEVER ALWAYS NOT NOW NO ALL YOU YOUR MUST STOP NEED AGAIN PLEASE VERY WHY WE HAVE READ URGENT TODAY ONLY EVERY THREE
    TWICE TIMES ASKED SAID TOLD SENT PAID STILL THERE WHAT WHEN THIS THAT THE DO DONT DON'T CANNOT CAN'T WON'T
    WAITING SINCE ANSWER REPLY LATE WRONG FAULT ENOUGH NOTHING NOBODY EVER IMMEDIATELY ALREADY LISTEN UNDERSTAND
    РАНЬШЕ ОТВЕТ ОТВЕТА ЖДУ НИЧЕГО ХВАТАЕТ ПОРА НЕМЕДЛЕННО СЕГОДНЯШНИЙ ВЧЕРА ПРОСИЛИ ПИСАЛИ ГОВОРИЛ ГОВОРИЛИ ОБЕЩАЛИ
    КАЖДЫЙ СКОЛЬКО ТАК ЖЕ ВАМИ НАМИ МНЕ МЕНЯ ВООБЩЕ НЕЛЬЗЯ ДОЛЖНЫ ОБЯЗАНЫ ВИНОВАТЫ СЛЫШИТЕ ЧИТАЙТЕ ЧИТАТЬ ПОНЯТНО
    ПРОСИЛ ПРОСИЛА ПИСАЛ ПИСАЛА ГОВОРИЛА СКАЗАЛ СКАЗАЛА СКАЗАЛИ ТРИЖДЫ ДВАЖДЫ ПЯТЬ ДЕСЯТЬ ПРЕДУПРЕЖДАЛ ПРЕДУПРЕЖДАЛИ
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
_BUTTON = re.compile(
    r"(?i:кнопк\w*|кнопоч\w*|нажм\w*|нажат\w*|нажима\w*|выбер\w*|выбрать|пункт\w*|вкладк\w*|раздел\w*|меню|пол[ея]|статус\w*|"
    r"промокод\w*|код\w*|слов[оа]|надпис\w*|плашк\w*|бренд\w*|марк\w*|компани\w*|файл\w*|колонк\w*|"
    r"button|press|tap|click|select|choose|tab|menu|field|status|code|word|label|option|hit|brand|file|column|type|called|titled)"
    r"[\s:«“\"'—-]{1,3}(?:[\w-]{1,12}[\s:]{1,2})?$"
)
"""Words after which capitals are what stands on a button or in a name."""
_AFTER = re.compile(r"[\s»”\"']{1,2}(?i:button|tab|field|menu|key|file|column)\b")
_EXCITED = re.compile(r"[^.!?…\n]{0,40}[!‼❗]|[^.!?…\n]{0,40}\?[!?]")
_FEW = 2
"""So many words in capitals are a name, a brand or a button, unless they are plain words or the sentence exclaims."""
_MARKS = "!?‼⁉❗❓❕❔"
_MARK = re.compile("[!❗❕]")
_MANY = 3
_MOST = 100
"""Marks that are looked at: nobody counts on."""


def shouted(text: str) -> Iterator[tuple[int, int]]:
    """Runs of words in capitals that are no abbreviations, brands or buttons: (start, end) of each run."""
    run: list[re.Match[str]] = []
    for word in _CAPITALS.finditer(text):
        if run and not _BETWEEN.fullmatch(text, run[-1].end(), word.start()):
            yield from _loud(text, run)
            run = []
        run.append(word)
    yield from _loud(text, run)


def piled(text: str) -> Iterator[tuple[int, int]]:
    """Marks in piles ("!!", "?!", "…?"), each with the word before it; and every "!" where there are three."""
    if not any(mark in text for mark in _MARKS):
        return
    found = {match.span() for match in islice(_PILE.finditer(text), _MOST)}
    marks = list(islice(_MARK.finditer(text), _MOST))
    if len(marks) >= _MANY:
        inside = {place for start, end in found for place in range(start, end)}
        found |= {mark.span() for mark in marks if mark.start() not in inside}
    for start, end in sorted(found):
        yield _word_before(text, start), end


def _loud(text: str, run: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """The run from its first plain word to its last one; between them an abbreviation is shouted along."""
    # A company's name may be in capitals: "ООО СЕВЕР", "NORTH LLC".
    legal = {place + by for place, word in enumerate(run) if word.group() in _LEGAL for by in (-1, 0, 1)}
    named = [word for place, word in enumerate(run) if place not in legal]
    loud = [word for word in named if _is_plain(word.group(), alone=len(run) == 1)]
    if loud and not (len(run) <= _FEW and _is_name(text, run)):
        yield loud[0].start(), loud[-1].end()


def _is_name(text: str, run: list[re.Match[str]]) -> bool:
    """Whether one or two words in capitals among others are what is called so, and nothing that is shouted."""
    start, end = run[0].start(), run[-1].end()
    if _BUTTON.search(text, max(0, start - 40), start) or _AFTER.match(text, end):
        return True
    if any(word.group() in _PLAIN for word in run) or _EXCITED.match(text, end):
        return False
    return any(letter.islower() for letter in text)


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
