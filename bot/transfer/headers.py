"""What a column of a table is by its header: those of Google, Outlook, Bitrix24, amoCRM, HubSpot, and our own."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal

Role = Literal[
    "full",
    "name",
    "first",
    "middle",
    "last",
    "nick",
    "company",
    "greeting",
    "address",
    "contact",
    "username",
    "phone",
    "number",
    "email",
    "note",
    "notes",
    "besides",
    "cadence",
    "client_date",
    "skipped",
]
"""What a column holds. `name` is the whole name, or the first one where other columns hold the rest; `greeting` how a
client is addressed, or a title; `contact` a way to reach them, or a name; `number` a phone, or a line's number;
`besides` what is kept in the note; `skipped` what is known and not taken."""

_EXACT: Final[Mapping[Role, str]] = {
    "full": "full name|fullname|фио|ф и о|ф и о контакта|полное имя|полное имя контакта|контактное лицо|имя и фамилия"
    "|имя фамилия|фамилия имя|фамилия и имя|фамилия имя отчество|имя отчество фамилия|фио клиента|фио контакта"
    "|display name|displayname|formatted name|fn|contact name|contact person|client name|customer name"
    "|имя клиента|отображаемое имя|основной контакт|primary contact|контакт фио",
    "name": "name|label|client|customer|имя|клиент|клиенты|заказчик|название|наименование|название клиента"
    "|наименование клиента|имя контакта|покупатель|lead|лид|clients|kunde|nombre|nom",
    "first": "first name|firstname|given name|givenname|forename|имя контакт|first",
    "middle": "middle name|middlename|additional name|отчество|second name|middle",
    "last": "last name|lastname|family name|familyname|surname|фамилия|last",
    "nick": "nickname|nick name|short name|file as|псевдоним|прозвище",
    "greeting": "salutation|обращение|как обращаться|appeal",
    "address": "address",
    "contact": "contact|contacts|контакт|контакты|связь|контактные данные|contact details|как связаться"
    "|контактная информация",
    "username": "username|telegram|телеграм|телеграмм|тг|tg|ник|ник в telegram|ник в телеграм|telegram username"
    "|user name|логин telegram|telegram id|телега",
    "number": "номер|number|no|№|n|номер телефона|#",
    "note": "note|comment|заметка|комментарий|примечание|пометка|remark|memo|комментарий клиента|комментарий к контакту"
    "|комментарий контакта",
    "notes": "notes|comments|заметки|комментарии|примечания|remarks|описание|description",
    "cadence": "cadence|frequency|how often|rhythm|частота|ритм|как часто|регулярность",
    "client_date": "client date|date|срок|дата",
    "company": "фирма|работодатель|employer|firm|юр лицо|юридическое лицо|контрагент|account name|account|org"
    "|organization 1 name|бренд|brand|business",
}
_BY_NAME: Final[Mapping[str, Role]] = {name: role for role, names in _EXACT.items() for name in names.split("|")}
_PATTERNS: Final[tuple[tuple[Role, tuple[str, ...]], ...]] = (
    (
        "skipped",  # of phones, mails and the like also their kinds have columns; and there is what reaches nobody
        (
            r"\b(?:yomi|phonetic|fax|факс|факса|pager|пейджер|telex|isdn|radio|tty|tdd|callback|assistant\w*)\b",
            r"(?:phone|e ?mail|address|website|custom field|event|relation|im)\b.* (?:type|label|service|тип)$",
            r"\be ?mail\b.* display name$",
            r"^(?:тип|type|id|ид)\b|(?:\bids?|\bид|\btype|\bтип)$|^(?:record|person|agency) id$",
            r"^(?:created|last|archived|modified|updated)\b.*\b(?:at|by|date|activity|contacted)$",
            r"\b(?:birthday|birth|рожден\w*|anniversary|gender|пол|photo|фото|language|язык)$",
            r"^(?:sensitivity|priority)$",
            r"\b(?:street|city|state|region|postal|postcode|zip|country|po box|extended address)\b",
            r"\b(?:улица|город|регион|область|индекс|страна|район|квартира|дом)\b",
            r"^(?:дата|кем|date) (?:создан|измен|редакт|creat|modif)|^(?:кем )?(?:создан|изменен)",
        ),
    ),
    (
        "email",
        (
            r"^mail$|\b(?:e ?mails?|email\w*)\b(?!.*display)|\bпочта\b|\bмейл\b|\bимейл\b",
            r"\b(?:эл\w*|электронн\w*) ?(?:почт\w*|адрес)",
        ),
    ),
    ("username", (r"\b(?:telegram|телеграмм?|телега)\b",)),
    (
        "phone",
        (
            r"\b(?:phones?|telephones?|tel|mobile|mobil\w*|cell\w*|whats ?app|viber|handy|telefon\w*)\b",
            r"\b(?:телефон\w*|тел|мобильн\w*|моб|сотов\w*|вотсап\w*|ватсап\w*|вайбер)\b",
            r"^(?:контактный|рабочий|личный|сотовый) номер\b|^contact (?:no|number)\b|^t[eé]l[eé]fono?\b|^téléphone\b",
        ),
    ),
    (
        "company",
        (
            r"^(?:(?:associated|account|primary|our) )?(?:company|companies|organi[sz]ations?)(?: 1)?(?: names?)?$",
            r"^(?:client|customer) company\b|^company account$|^firma$|^empresa$|^(?:компания )?ип$",
            r"^(?:название|наименование) (?:контрагента|заказчика|юр\w* лица)$",
            r"^(?:(?:название|наименование|имя) )?(?:компани[яи]|организаци[яи]|фирмы)(?: контакта| клиента)?$",
        ),
    ),
    (
        "besides",
        (
            r"\b(?:title|position|job|role|department|occupation|website|web|site|url|link|address|location)\b",
            r"\b(?:должност\w*|отдел|сайт\w*|ссылка|адрес\w*|веб)\b",
            r"\b(?:instagram|инстаграм\w*|vk|вк|вконтакте|skype|facebook|linkedin|max)\b",
            r"\b(?:industry|отрасль|сфера|инн|inn|проект\w*|project|budget|бюджет|услуг\w*|service|product)\b",
            r"\b(?:formatted|prefix|suffix|initials|maiden name|relationship)\b",
        ),
    ),
    ("middle", (r"^отчество\b", r"^middle name\b")),
    (
        "last",
        (
            r"^(?:(?:contact|primary|client|customer|lead) )?(?:last|family|sur) ?name\b",
            r"^фамилия\b(?! имя)|^nachname$|^apellidos?$|^nom de famille$",
        ),
    ),
    (
        "first",
        (r"^(?:(?:contact|primary|client|customer|lead) )?(?:first|given) ?name\b", r"^vorname$|^pr[eé]nom$"),
    ),
    (
        "full",
        (
            r"\bфио\b|^ф и о\b|^имя (?:и )?(?:отчество|фамилия)|\bконтактн\w+ лиц\w+$",
            r"^(?:primary )?(?:contact|client|customer|lead|person)s? (?:full )?name$",
        ),
    ),
    ("note", (r"^(?:notes?|comments?|комментар\w*|примечани\w*|прим|заметк\w*|доп\w*)\b",)),
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_COMPILED: Final = tuple((role, re.compile("|".join(patterns))) for role, patterns in _PATTERNS)
OURS: Final = frozenset({"label", "client_date", "archived_at", "person_id", "agency_id", "last_at"})
"""Headers that only our own export has."""
NAMING: Final = frozenset({"full", "name", "first", "middle", "last", "nick", "company"})


@lru_cache(maxsize=2048)
def said(header: str) -> str:
    """The header as it is compared: small letters, ё as е, one blank between words."""
    folded = unicodedata.normalize("NFKC", header).casefold().replace("ё", "е").replace("№", " № ")
    kept = "".join(one if one.isalnum() or one in "#№" else " " for one in folded if unicodedata.category(one) != "Cf")
    return " ".join(kept.split())


@lru_cache(maxsize=2048)
def role_of(header: str) -> Role | None:
    """What the column of that header holds; None for a header that isn't known."""
    words = said(header)
    if not words:
        return None
    known = _BY_NAME.get(words) or _BY_NAME.get(said(_BRACKETS.sub(" ", header)))
    if known is not None:
        return known
    return next((role for role, pattern in _COMPILED if pattern.search(words)), None)
