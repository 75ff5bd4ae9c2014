"""A person's zone from what they type: a city, an IANA name, an offset, or the clock on their wall.

Names come from a small table of cities of our own, then from CLDR's exemplar cities and from the IANA names; all of
it is read at the first question and kept.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from rapidfuzz.distance import OSA

from bot.common.languages import LANGUAGES

MAX_LENGTH = 60
MOST = 6
_TYPO_FROM = 5
_HOUR = 60
_DAY = 24 * _HOUR
_MOSCOW = "Europe/Moscow"
_WEST, _EAST = -12 * _HOUR, 14 * _HOUR
_CLOCK_SLACK = 5  # minutes by which a clock that was read and typed may be off

# The zone that an offset usually means, the likely ones first: it has to have that offset at the moment.
_RUSSIAN = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
)
_ENGLISH = (
    "Europe/London",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "Europe/Berlin",
    "Europe/Athens",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Halifax",
    "America/Sao_Paulo",
    "Europe/Istanbul",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
    "Australia/Brisbane",
)
_OTHER = (
    "Europe/London",
    "Europe/Berlin",
    "Europe/Athens",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/St_Johns",
    "Asia/Tehran",
    "Asia/Kabul",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Yangon",
    "Australia/Darwin",
    "Australia/Adelaide",
    "Australia/Eucla",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Marquesas",
)

_OFFSET = re.compile(r"(?:utc|gmt|etc/gmt|ютс|гмт)? ?([+-]) ?(\d{1,2})(?::?(\d{2}))?(?: ?(?:utc|gmt))?")
_MOSCOW_OFFSET = re.compile(
    r"(?:мск|msk|москва|moscow)(?: ?время)? ?([+-]) ?(\d{1,2})"
    r"|([+-]) ?(\d{1,2})(?: час\w{0,2}| ч)?(?: (?:к|от|с|from|to))? (?:мск|msk|москв[еыа]|московскому|moscow)"
)
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?: ?([ap]m))?")
_LEAD = re.compile(
    r"^(?:(?:я|мы|у меня|у нас|сейчас|здесь|тут|время|часы|now|it's|its|it is|i'm|i am|here|my time is|time is|"
    r"живу|live|based|город|city of|г\.|в|во|из|in|at|from|на|по) )+"
)
_TAIL = re.compile(r"(?: (?:сейчас|now|here|тут|здесь|time|время|часов))+$")


def _plain(text: str) -> str:
    """Lower case, е for ё, blanks for hyphens between letters and underscores, without what leads to the name."""
    text = re.sub(r"[‐-―−]", "-", text.lower().replace("ё", "е").replace("’", "'"))
    text = re.sub(r"\s+", " ", text).strip(' .,!?"«»()')
    return _TAIL.sub("", _LEAD.sub("", text.replace(",", " ").replace("  ", " ")))


def _key(name: str) -> str:
    return re.sub(r"[\s_\-']+", " ", name.lower().replace("ё", "е")).strip()


@cache
def _cities() -> dict[str, tuple[str, ...]]:
    """Zones by the names of the table, both languages."""
    table: dict[str, list[str]] = tomllib.loads(files(__package__).joinpath("cities.toml").read_text("utf-8"))
    found: dict[str, dict[str, None]] = {}
    for zone, lines in table.items():
        for name in re.split(r"[,/]", ",".join(lines)):
            found.setdefault(_key(name), {}).setdefault(zone)
    return {name: tuple(zones) for name, zones in found.items()}


@cache
def _iana() -> dict[str, str]:
    """IANA names by their lower case; the machine's own stand-ins are no zones."""
    return {name.lower(): name for name in available_timezones() - {"Factory", "localtime"}}


@cache
def _exemplars() -> dict[str, tuple[str, ...]]:
    """Zones by CLDR's exemplar cities in both languages, and by the last part of the IANA names."""
    found: dict[str, dict[str, None]] = {}
    names = _iana()
    for language in LANGUAGES:
        for zone, entry in Locale.parse(language).time_zones.items():
            city = entry.get("city")
            if city and zone.lower() in names:
                found.setdefault(_key(city), {}).setdefault(zone)
    for name in names.values():
        if "/" in name and not name.startswith(("Etc/", "SystemV/")):
            found.setdefault(_key(name.rsplit("/", 1)[1]), {}).setdefault(name)
    return {name: tuple(zones) for name, zones in found.items()}


def _offset(zone: str, now: int) -> int:
    """Minutes by which `zone` is ahead of UTC at `now`."""
    shift = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    return int(shift.total_seconds()) // 60


def _moves(zone: str, now: int) -> bool:
    """Whether the zone changes its clock within the year."""
    return len({_offset(zone, now + days * _DAY * 60) for days in (0, 91, 182, 273)}) > 1


def _for_offset(minutes: int, language: str, now: int) -> tuple[str, ...]:
    """The usual zone of an offset; where it knows summer time, or none is usual, the plain offset as well."""
    if not _WEST <= minutes <= _EAST:
        return ()
    likely = (*_RUSSIAN, *_OTHER) if language == "ru" else (*_ENGLISH, *_OTHER, *_RUSSIAN)
    plain = f"Etc/GMT{-minutes // _HOUR:+d}" if minutes else "Etc/UTC"
    usual = next((zone for zone in likely if _offset(zone, now) == minutes), None)
    if minutes % _HOUR:
        return (usual,) if usual else ()
    if usual is None:
        return (plain,)
    return (usual, plain) if _moves(usual, now) or not minutes else (usual,)


def _from_offset(plain: str, language: str, now: int) -> tuple[str, ...] | None:
    """Zones for "+3", "utc+5:30", "мск+2"; `None` when the text is no offset."""
    if plain in {"utc", "zulu"}:
        return ("Etc/UTC",)
    if plain == "gmt":
        return ("Europe/London", "Etc/UTC")
    match = _MOSCOW_OFFSET.fullmatch(plain)
    if match:
        sign, hours = match[1] or match[3], match[2] or match[4]
        shift = int(hours) * _HOUR * (1 if sign == "+" else -1)
        return _for_offset(_offset(_MOSCOW, now) + shift, "ru", now)
    match = _OFFSET.fullmatch(plain)
    if match is None or int(match[3] or 0) >= _HOUR:
        return None
    minutes = int(match[2]) * _HOUR + int(match[3] or 0)
    east = (match[1] == "+") != plain.startswith("etc/")  # POSIX counts westwards
    return _for_offset(minutes if east else -minutes, language, now)


def _from_clock(plain: str, language: str, now: int) -> tuple[str, ...] | None:
    """Zones whose clock shows that time at `now`; `None` when the text is no clock."""
    match = _CLOCK.fullmatch(plain)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2])
    if match[3]:
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    if hour > 23 or minute > 59:
        return ()
    ahead = (hour * _HOUR + minute - now // 60) % _DAY
    quarters = (ahead + 7) // 15 * 15
    if abs(ahead - quarters) > _CLOCK_SLACK:
        return ()
    found: dict[str, None] = {}
    for minutes in (quarters, quarters - _DAY):
        found.update(dict.fromkeys(_for_offset(minutes, language, now)))
    return tuple(found)


def _named(name: str, now: int) -> tuple[str, ...]:
    """Zones of a city by its exact name; of two names for one zone the newer, which IANA uses itself, stays."""
    if name in _cities():
        return _cities()[name]
    zones = _exemplars().get(name, ())
    return tuple({(_offset(zone, now), _offset(zone, now + _DAY * 60 * 182)): zone for zone in zones}.values())


def _near(name: str) -> tuple[str, ...]:
    """Zones of all names one letter away; the table of cities goes before the exemplars."""
    if len(name) < _TYPO_FROM:
        return ()
    for names in (_cities(), _exemplars()):
        close = [zones for other, zones in names.items() if _one_letter(name, other)]
        if close:
            return _flat(close)
    return ()


def _one_letter(name: str, other: str) -> bool:
    return (
        len(other) >= _TYPO_FROM and abs(len(other) - len(name)) <= 1 and OSA.distance(name, other, score_cutoff=1) <= 1
    )


def _flat(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(zone for zones in groups for zone in zones))[:MOST]


def find_zone(text: str, language: str, now: int) -> tuple[str, ...]:
    """Zone names (IANA) that `text` may mean, the likeliest first, at most six; an empty tuple when none.

    Reads a city in Russian or English with one slip ("казнь", "в Казани"), an IANA name, an offset ("+3", "UTC-5",
    "мск+2") and the person's clock ("у меня сейчас 15:40") at `now` (Unix seconds, UTC). `language` decides which
    zone is usual for an offset. A zone with summer time comes with the plain offset beside it.
    """
    if len(text) > MAX_LENGTH:
        return ()
    plain = _plain(text)
    exact = _iana().get(plain.replace(" ", "_"))
    if exact and "/" in exact:
        return (exact,)
    for found in (_from_offset(plain, language, now), _from_clock(plain, language, now)):
        if found is not None:
            return found
    city = _named(_key(plain), now) or ((exact,) if exact else ()) or _near(_key(plain))
    return city or (_named(_key(_plain(text.split(",", maxsplit=1)[0])), now) if "," in text else ())
