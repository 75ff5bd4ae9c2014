"""A client's phone: shown as it is understood, and no link before the person says yes (protocol, sections 4 and 9)."""

import pytest

from tests.flows.talk import House, Talk

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
RUSSIAN = "+7 916 123-45-67, Россия"


async def at_contact(anna: Talk) -> None:
    """A new client's contact, to be typed."""
    await anna.begins("Ромашка")
    await anna.says("/clients")
    await anna.taps("1. Ромашка")
    await anna.hits("btn-more")
    await anna.hits("clients-o-edit")
    await anna.hits("edit-o-contact")


def phone(house: House) -> object:
    return house.row("SELECT phone FROM client")[0]


async def opened(somebody: Talk) -> list[str]:
    """The buttons under the draft of a finished debrief about that client."""
    assert somebody.draft is not None
    return somebody.draft.labels


@pytest.mark.parametrize("text", ["(916) 123-45-67", "8 916 123\u201145\u201167", "tel:89161234567", "79161234567"])
async def test_a_number_without_its_country_is_shown_and_confirmed(house: House, anna: Talk, text: str) -> None:
    await at_contact(anna)
    await anna.says(text)
    assert anna.sees("number-q", number=RUSSIAN)
    assert str(phone(house)).startswith("?"), "nothing that a link could lead to"
    await anna.hits("number-o-yes", times=2)
    assert phone(house) == "+79161234567"
    assert anna.sees("settings-saved")
    assert anna.sees("clients-card-contact", what=RUSSIAN)


async def test_it_can_be_declined_or_left_and_confirmed_later(house: House, anna: Talk) -> None:
    await at_contact(anna)
    await anna.says("+7 912 000-00-00")
    await anna.hits("edit-o-contact")
    await anna.says("(916) 123-45-67")
    old = anna.screen
    data = old.rows[0][0]["callback_data"]
    await anna.says("/menu")
    assert phone(house) == "+79120000000?(916) 123-45-67", "the one that is sure stays until another one is"
    await anna.forges(data, old.id)
    assert str(phone(house)).startswith("+79120000000?"), "an old button confirms nothing"
    await anna.says("/clients")
    await anna.taps("1. Ромашка")
    await anna.hits("btn-more")
    assert anna.say("number-pending", words="(916) 123-45-67") in anna.screen.text
    await anna.hits("clients-o-edit")
    await anna.hits("edit-o-contact")
    await anna.hits("number-o-ask")
    await anna.hits("number-o-no")
    assert anna.sees("number-declined")
    assert phone(house) == "+79120000000"
    await anna.says("916 123 45 67")
    await anna.says("+375 29 123-45-67")
    assert anna.sees("clients-card-contact", what="+375 29 123-45-67, Беларусь")
    assert phone(house) == "+375291234567"


async def test_a_number_that_fits_two_countries_is_asked_about_with_buttons(house: House, anna: Talk) -> None:
    await at_contact(anna)
    await anna.says("84912345678")
    assert anna.sees("number-which")
    assert anna.labels[:3] == ["+7 491 234-56-78, Россия", "+84 912 345 678, Вьетнам", anna.say("number-o-none")]
    client = house.row("SELECT id FROM client")[0]
    await anna.forges(f"p|numbered|{client}.79991234567")
    assert phone(house) == "?84912345678", "a number that was not offered is never taken"
    await anna.taps("+84 912 345 678, Вьетнам")
    assert phone(house) == "+84912345678"


async def test_what_can_be_no_number_and_an_extension_are_said(house: House, anna: Talk) -> None:
    await at_contact(anna)
    await anna.says("12345678")
    assert anna.sees("number-unclear")
    assert phone(house) is None
    await anna.says("+7 495 123-45-67 доб. 12")
    assert anna.sees("number-behind")
    assert house.row("SELECT phone, note FROM client") == ("+74951234567", "+7 495 123-45-67 #12")


@pytest.mark.parametrize(("sent", "kept"), [("84912345678", "+84912345678"), ("79161234567", "+79161234567")])
async def test_a_shared_contact_is_as_it_is(house: House, anna: Talk, sent: str, kept: str) -> None:
    await at_contact(anna)
    await anna.me.contact(sent)
    await anna.done()
    assert phone(house) == kept


async def test_a_shared_contact_out_of_an_address_book_is_asked_about(house: House, anna: Talk) -> None:
    await at_contact(anna)
    await anna.me.contact("89161234567")
    await anna.done()
    assert anna.sees("number-q", number=RUSSIAN)
    assert phone(house) == "?89161234567"


async def test_in_a_debrief_the_draft_has_its_link_once_the_number_is_confirmed(house: House, anna: Talk) -> None:
    await anna.finishes_short()
    before = await opened(anna)
    await anna.hits("btn-more")
    await anna.hits("summary-o-passed", count="7")
    await anna.hits("step-contact-name")
    await anna.says("12345678")
    assert anna.sees("number-unclear")
    await anna.says("8 916 123 45 67")
    assert anna.sees("number-q", number=RUSSIAN)
    await anna.hits("btn-back")
    assert await opened(anna) == before, "no link yet"
    await anna.hits("btn-more")
    await anna.hits("summary-o-passed", count="7")
    await anna.hits("step-contact-name")
    await anna.says("8 916 123 45 67")
    await anna.hits("number-o-yes")
    assert anna.sees("summary-title", client="Ромашка")
    assert await opened(anna) == [*before, anna.say("summary-o-open")]
    await anna.me.tap(anna.say("summary-o-open"), anna.draft)
    assert anna.me.opened[-1].startswith("tg://resolve?phone=79161234567&text=")
    assert phone(house) == "+79161234567"
