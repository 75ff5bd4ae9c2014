"""Telephone numbers: what is sure, what is asked about, and what no link leads to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.protocol import phones
from bot.protocol.client import Client, with_contact
from bot.protocol.engine.words import read_contact
from bot.screens.summary import chat_link

WRITINGS = """
+7 916 123-45-67                     | RU | +79161234567
8 (916) 123-45-67                    | RU | ?+79161234567
(916) 123-45-67                      | RU | ?+79161234567
9161234567                           | RU | ?+79161234567
79161234567                          | RU | ?+79161234567
8-800-555-35-35                      | RU | ?+78005553535
8 495 123 45 67                      | RU | ?+74951234567
84912345678                          | RU | ?+74912345678 +84912345678
8 (4912) 34-56-78                    | RU | ?+74912345678
8~10 49 151 12345678                 | RU | ?+4915112345678
+8 916 123-45-67                     | RU | ?+79161234567
\u202a+7 916 123\u201145\u201367\u202c                | RU | +79161234567
+7\u00a0916\u00a0123\u201245\u201267                  | RU | +79161234567
тел. +7 (916) 123-45-67              | RU | +79161234567
моб.: 8 916 123 45 67                | RU | ?+79161234567
+7 495 123-45-67, доб. 12            | RU | +74951234567
t.me/+79161234567                    | RU | +79161234567
https://t.me/+79161234567?text=Привет| RU | +79161234567
https://wa.me/79161234567            | RU | +79161234567
wa.me/89161234567                    | RU | ?+79161234567
https://api.whatsapp.com/send?phone=79161234567&text=Да | RU | +79161234567
whatsapp://send?phone=+79161234567   | RU | +79161234567
viber://chat?number=%2B79161234567   | RU | +79161234567
tel:+7-916-123-45-67                 | RU | +79161234567
tel:89161234567                      | RU | ?+79161234567
＋７９１６１２３４５６７               | RU | +79161234567
+7 701 123 45 67                     | KZ | +77011234567
8 701 123 45 67                      | KZ | ?+77011234567
8 701 123 45 67                      | RU | ?+77011234567
+380 50 123 45 67                    | UA | +380501234567
+38 (050) 123-45-67                  | UA | +380501234567
0501234567                           | UA | ?+380501234567
380501234567                         | UA | ?+380501234567
+375 29 123-45-67                    | BY | +375291234567
8 (029) 123-45-67                    | BY | ?+375291234567
00375291234567                       | BY | +375291234567
+1 (212) 555-0123                    | US | +12125550123
(212) 555-0123                       | US | ?+12125550123
1-212-555-0123 x45                   | US | ?+12125550123
tel:+1-212-555-0123;ext=45           | US | +12125550123
+44 (0)20 7946 0958                  | GB | +442079460958
+39 (0)6 69883456                    | IT | +390669883456
+39(0)2 12345678                     | IT | +390212345678
020 7946 0958                        | GB | ?+442079460958
07700 900123                         | GB | ?+447700900123
00 44 7700 900123                    | GB | +447700900123
+49 151 12345678                     | DE | +4915112345678
0151/12345678                        | DE | ?+4915112345678
0049 (0) 151 12345678                | DE | +4915112345678
0151 12345678                        | DE | ?+4915112345678
+33 6 12 34 56 78                    | FR | +33612345678
06.12.34.56.78                       | FR | ?+33612345678
+972 50-123-4567                     | IL | +972501234567
050-123-4567                         | IL | ?+972501234567 +380501234567
+971 50 123 4567                     | AE | +971501234567
٠٠٩٧١٥٠١٢٣٤٥٦٧                       | AE | +971501234567
۰۵۰ ۱۲۳ ۴۵۶۷                         | AE | ?+971501234567
+91 98765 43210                      | IN | +919876543210
098765 43210                         | IN | ?+919876543210
+90 532 123 45 67                    | TR | +905321234567
0 (532) 123 45 67                    | TR | ?+905321234567
+998 90 123 45 67                    | UZ | +998901234567
901234567                            | UZ | ?+998901234567
(916) 123-45-67                      | US | ?+19161234567 +79161234567
+888 0123 4567                       | RU | +88801234567
+7 916 123-45                        | RU | ?
12345678                             | RU | ?
31.12.2026                           | RU | -
2026-12-31                           | RU | -
https://t.me/+AbCdEf123456           | RU | -
+7 916 123-45-67 +7 916 123-45-68    | RU | -
раз в неделю                         | RU | -
"""
"""A writing, the person's country, and what it is: sure in E.164, "?" with what it may be, "-" for no number."""
ROWS = [tuple(part.strip(" ") for part in line.rsplit("|", 2)) for line in WRITINGS.strip().splitlines()]


def said(text: str, country: str, language: str = "ru") -> str:
    """What becomes of the writing, as the table has it."""
    phone = phones.read(text)
    if phone is None:
        return "-"
    return phone.number or "?" + " ".join(phones.candidates(phone.words, country, language))


def test_writings_of_many_countries() -> None:
    assert len(ROWS) >= 60
    assert len({country for _, country, _ in ROWS}) >= 12
    wrong = [(text, country, said(text, country), sure) for text, country, sure in ROWS if said(text, country) != sure]
    assert wrong == []


def test_a_country_that_has_no_such_number_gives_way_to_those_of_the_language() -> None:
    assert said("(916) 123-45-67", "CY") == "?+79161234567"
    assert phones.candidates("(916) 123-45-67", None, "ru") == ("+79161234567",)
    assert phones.candidates("2125550123", None, "en")[0] == "+12125550123"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("79161234567", "+79161234567"),
        ("+79161234567", "+79161234567"),
        ("84912345678", "+84912345678"),
        ("821012345678", "+821012345678"),
        ("+7 (916) 123-45-67", "+79161234567"),
        ("+70000000000", "+70000000000"),
        ("88801234567", "+88801234567"),
        ("89161234567", None),
        ("123", None),
    ],
)
def test_a_contact_that_was_sent_is_for_the_whole_world_already(sent: str, kept: str | None) -> None:
    """No 8 becomes a 7: what no country's code begins is asked about like a typed number."""
    assert phones.contact_number(sent) == kept


def client(phone: str | None, username: str | None = None) -> Client:
    return Client(1, 1, "A", None, username, phone, None, None, 0, 0)


@pytest.mark.parametrize(
    ("stored", "to"),
    [
        ("+79161234567", "79161234567"),
        ("+88801234567", "88801234567"),
        ("+79161234567?8 912 000-00-00", "79161234567"),
        ("?8 (916) 123-45-67", None),
        ("+9161234567", None),  # as a version before this one kept "(916) 123-45-67"
        ("+7", None),
        (None, None),
    ],
)
def test_a_link_leads_to_a_number_that_is_sure_and_that_there_is(stored: str | None, to: str | None) -> None:
    link = chat_link(client(stored), "x")
    assert link == (f"tg://resolve?phone={to}&text=x" if to else None)


_LIKE = st.text(alphabet="0123456789+-() .доб#x\u202a\u00a0\u2011", max_size=24) | st.text(max_size=20)


@given(_LIKE)
def test_no_link_leads_to_what_was_not_written_for_the_whole_world(text: str) -> None:
    read = read_contact(text)
    if read is None or read[0] != "phone":
        return
    changed = with_contact(client(None), *read)
    sure = phones.confirmed(changed.phone)
    assert (chat_link(changed, "") is not None) == (sure is not None)
    if sure is not None:
        assert phones.plain(text).replace(" ", "").lstrip("телномб.:№-(,; ")[:1] in {"+", "0"}
        assert sure[1:].isascii()
    else:
        assert phones.pending(changed.phone)


def test_an_extension_goes_to_the_note_and_a_number_that_is_sure_stays_until_another_one_is() -> None:
    known = with_contact(client("+79161234567"), *(read_contact("8 (495) 123-45-67 доб. 12") or ("", "")))
    assert (known.phone, known.note) == ("+79161234567?8 (495) 123-45-67", "8 (495) 123-45-67 #12")
    sure = with_contact(known, *(read_contact("+7 495 123-45-67 ext 007") or ("", "")))
    assert (sure.phone, sure.note) == ("+74951234567", "8 (495) 123-45-67 #12\n+7 495 123-45-67 #007")


@pytest.mark.parametrize(
    ("kept", "gone", "phone", "left"),
    [
        ("?916 1", "+79161234567", "+79161234567?916 1", ()),
        ("+79161234567", "?916 1", "+79161234567?916 1", ()),
        ("+79161234567", "+79161234568", "+79161234567", ("+79161234568",)),
        ("+79161234567?916 1", "+79161234567?916 2", "+79161234567?916 1", ("916 2",)),
        (None, "+79161234567", "+79161234567", ()),
        (None, None, None, ()),
    ],
)
def test_of_two_records_that_become_one_no_number_is_lost(
    kept: str | None, gone: str | None, phone: str | None, left: tuple[str, ...]
) -> None:
    assert phones.joined(kept, gone) == (phone, left)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("\u200e@marina_k\u200f", "marina_k"),
        ("https://telegram.me/marina_k?text=x", "marina_k"),
        ("tg://resolve?domain=marina_k&text=x", "marina_k"),
        ("www.t.me/marina_k/", "marina_k"),
    ],
)
def test_usernames_in_links_and_among_marks(text: str, name: str) -> None:
    assert read_contact(text) == ("username", name)
