"""Texts as Telegram takes them: lengths and offsets in UTF-16 units, entities, trimming, HTML.

The words of the refusals are those of TDLib's `MessageEntity.cpp`.
"""

import html
import re

from tests.fake.wire import Json, bad, names

_KINDS = names(
    "mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough spoiler "
    "blockquote expandable_blockquote code pre text_link text_mention custom_emoji date_time"
)
_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "code": "code", "pre": "pre",
    "a": "text_link", "blockquote": "blockquote", "tg-spoiler": "spoiler",
}  # fmt: skip
_MARK = re.compile(r"<(/?)([^\s>/]*)([^>]*)(>?)|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);?")
# TDLib's clean_input_string: control characters become spaces, marks that turn or break lines go
_SPACED = {code: " " for code in range(32) if code not in (10, 13)}
_DROPPED = dict.fromkeys([13, *range(0x2028, 0x202F)])


def units(text: str) -> int:
    """How many UTF-16 units `text` takes."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def byte_offset(text: str, chars: int) -> int:
    """Where the character number `chars` begins in UTF-8: refusals point to bytes."""
    return len(text[:chars].encode())


def cut(text: str, offset: int, length: int) -> str:
    """The stretch of `text` under an entity."""
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le")


def take(text: str, entities: object, parse_mode: str | None, limit: int) -> tuple[str, list[Json]]:
    """The text and the entities that a chat gets to see; raises `ApiError` (400) with Telegram's words."""
    marks: list[Json] = []
    if parse_mode:
        if parse_mode.lower() != "html":
            raise bad("unsupported parse_mode")
        text, marks = parse_html(text)
    elif entities is not None:
        marks = checked(text, entities)
    text, marks = clean(text, marks)
    if not text:
        raise bad("text must be non-empty")
    if units(text) > limit:
        raise bad("message is too long" if limit > 1024 else "message caption is too long")
    return text, marks[:100]


def checked(text: str, entities: object) -> list[Json]:
    """The entities, each with offsets that lie in the text and between its characters; else `ApiError`."""
    if not isinstance(entities, list):
        raise bad("can't parse entities: expected an Array of MessageEntity")
    bounds, at = {}, 0
    for number, char in enumerate(text):
        bounds[at] = number
        at += 2 if char > "\uffff" else 1
    bounds[at] = len(text)
    for entity in entities:
        if not isinstance(entity, dict) or entity.get("type") not in _KINDS:
            raise bad("can't parse MessageEntity: unsupported type specified")
        offset, length = entity.get("offset"), entity.get("length")
        if not isinstance(offset, int) or not isinstance(length, int):
            raise bad('can\'t parse MessageEntity: field "offset" must be of type Number')
        if offset < 0:
            raise bad(f"receive an entity with incorrect offset {offset}")
        if length < 0:
            raise bad(f"receive an entity with incorrect length {length}")
        _check_bounds(text, bounds, at, offset, length)
    return [dict(entity) for entity in entities if entity["length"]]


def _check_bounds(text: str, bounds: dict[int, int], size: int, offset: int, length: int) -> None:
    end = offset + length
    if length and offset > size:
        raise bad(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if length and offset not in bounds:
        where = byte_offset(text, bounds[offset + 1])
        raise bad(f"entity begins in a middle of a UTF-16 symbol at byte offset {where}")
    if length and end > size:
        raise bad(f"entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {end}")
    if length and end not in bounds:
        where = byte_offset(text, bounds[end + 1])
        raise bad(
            f"entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol at byte offset {where}"
        )


def clean(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """The text without what Telegram removes, its entities moved along; sorted as Telegram sorts them."""
    head = min((e["offset"] for e in entities), default=units(text))
    lead = 0
    while lead < min(head, len(text)) and text[lead] in " \n":
        lead += 1
    kept: list[str] = []
    moved, place, at = {}, 0, 0
    for number, char in enumerate(text):
        moved[place] = at
        place += units(char)
        fresh = "" if number < lead else char.translate(_SPACED).translate(_DROPPED)
        kept.append(fresh)
        at += units(fresh)
    moved[place] = at
    out = "".join(kept).rstrip()
    size = units(out)
    marks: list[Json] = []
    for entity in entities:
        start, end = moved[entity["offset"]], min(moved[entity["offset"] + entity["length"]], size)
        if start < end:
            marks.append({**entity, "offset": start, "length": end - start})
    return out, sorted(marks, key=lambda e: (e["offset"], -e["length"]))


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Text and entities of Telegram's HTML; raises `ApiError` (400) "can't parse entities: …"."""
    text, at = "", 0
    stack: list[tuple[str, int, str]] = []
    marks: list[Json] = []
    for match in _MARK.finditer(source):
        text += source[at : match.start()]
        at = match.end()
        if match[0].startswith("&"):
            text += html.unescape(match[0])
        elif match[1]:
            _close(source, match, stack, marks, units(text))
        else:
            stack.append(_open(source, match, units(text)))
    text += source[at:]
    if stack:
        raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{stack[-1][0]}\"")
    return text, marks


def _open(source: str, match: re.Match[str], at: int) -> tuple[str, int, str]:
    where, tag = byte_offset(source, match.start()), match[2].lower()
    if not match[4]:
        raise bad(f"can't parse entities: Unclosed start tag at byte offset {where}")
    if tag not in _TAGS:
        raise bad(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {where}')
    link = re.search(r"href\s*=\s*[\"']([^\"']*)", match[3])
    return tag, at, link[1] if link else ""


def _close(source: str, match: re.Match[str], stack: list[tuple[str, int, str]], marks: list[Json], at: int) -> None:
    where, tag = byte_offset(source, match.start()), match[2].lower()
    if not stack:
        raise bad(f"can't parse entities: Unexpected end tag at byte offset {where}")
    opened, start, link = stack.pop()
    if tag != opened:
        raise bad(
            f'can\'t parse entities: Unmatched end tag at byte offset {where}, expected "</{opened}>", found "</{tag}>"'
        )
    if at > start and (opened != "a" or link):  # a link that leads nowhere is dropped silently
        mark: Json = {"type": _TAGS[opened], "offset": start, "length": at - start}
        marks.append({**mark, "url": link} if opened == "a" else mark)
