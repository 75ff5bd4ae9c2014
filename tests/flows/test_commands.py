"""Commands and labels of the reply keyboard in the middle of a debrief, and the one tap that leads back."""

import pytest

from tests.flows.talk import House, Talk


@pytest.mark.parametrize(
    ("command", "key"), [("/start", "menu-title"), ("/help", "help-text"), ("/settings", "settings-title")]
)
@pytest.mark.both_databases
async def test_a_command_is_obeyed_and_one_tap_leads_back(house: House, somebody: Talk, command: str, key: str) -> None:
    run = await somebody.begins()
    await somebody.taps("5")
    await somebody.behaves()
    old = somebody.screen
    await somebody.says(command)
    assert somebody.sees(key)
    assert old.labels == []
    await somebody.resumes("Ромашка", times=2)
    assert somebody.asks("fear")
    assert somebody.run == run
    assert house.row("SELECT count(*) FROM run") == (1,)


async def test_debrief_in_the_middle_begins_another_and_the_first_waits(house: House, somebody: Talk) -> None:
    first = await somebody.begins("Первый")
    await somebody.taps("5")
    await somebody.says("/debrief")
    await somebody.says("/debrief")
    second = somebody.run
    assert second != first
    assert somebody.asks("client")
    assert house.row("SELECT count(*) FROM run") == (2,)
    await somebody.hits("btn-menu")
    await somebody.resumes("Первый")
    assert somebody.run == first
    assert somebody.asks("behaviour")


async def test_cancel_stops_and_says_so_where_there_is_nothing_to_stop(somebody: Talk) -> None:
    await somebody.says("/cancel")
    assert somebody.sees("error-nothing_to_cancel")
    await somebody.begins()
    await somebody.says("/cancel")
    assert somebody.sees("stopped-title")
    await somebody.hits("btn-resume")
    assert somebody.asks("tension_before")


async def test_a_command_that_there_is_not(somebody: Talk) -> None:
    await somebody.begins()
    await somebody.says("/nothing")
    assert somebody.sees("error-unknown_command")
    await somebody.resumes("Ромашка")
    assert somebody.asks("tension_before")
    await somebody.says("/help@okok_test_bot")
    assert somebody.sees("help-text")


@pytest.mark.parametrize("labels", ["ru", "en"])
async def test_labels_of_the_reply_keyboard_are_commands_in_either_language(
    house: House, somebody: Talk, labels: str
) -> None:
    """An old keyboard stays in the chat after the language was changed; its labels are no client's name."""
    await somebody.says("/start")
    await somebody.says(house.voices[labels].say("menu-debrief"))
    assert somebody.asks("client")
    await somebody.says(house.voices[labels].say("btn-menu"))
    assert somebody.sees("menu-title")
    await somebody.begins("Ромашка")
    await somebody.says(house.voices[labels].say("btn-menu"))
    await somebody.resumes("Ромашка")
    assert somebody.asks("tension_before")
    assert house.rows("SELECT label FROM client") == [("Ромашка",)]


async def test_start_again_greets_in_other_words_and_offers_what_waits(somebody: Talk) -> None:
    await somebody.begins()
    await somebody.says("/start deep-link")
    assert somebody.say("start-again") in [message.text for message in somebody.me.messages]
    assert not somebody.screen.text.removeprefix(somebody.say("menu-title"))  # it asks nothing else
    assert somebody.labels[0] == somebody.say("menu-sos")  # SOS is first, whatever waits
    assert "Ромашка" in somebody.labels[1]
    await somebody.me.press(somebody.say("menu-debrief"))
    await somebody.done()
    assert somebody.asks("client")


async def test_the_menu_in_the_middle_by_its_button(somebody: Talk) -> None:
    await somebody.says("/start")
    await somebody.hits("menu-more")
    await somebody.hits("menu-help")
    assert somebody.sees("help-text")
    await somebody.hits("menu-privacy")
    assert somebody.sees("privacy-text")
    await somebody.hits("btn-menu")
    await somebody.hits("menu-more")
    await somebody.hits("menu-settings")
    await somebody.hits("btn-menu")
    assert somebody.sees("menu-title")
    assert len(somebody.me.sends) == 2  # the greeting and one screen, edited in its place


COMMANDS = {
    "menu-title": (
        "/Menu",
        "/MENU",
        "/menu@OtherBot",
        "/меню",
        "меню",
        "Меню!",
        "МЕНЮ",
        "menu",
        " Menu.",
        "в меню",
        "В МЕНЮ",
    ),
    "help-text": ("/Help", "/HELP@okok_test_bot", "помощь", "Помощь?", "help", "HELP!", "/помощь"),
    "settings-title": ("/SETTINGS", "/Settings", "настройки", "Настройки", "settings", "«настройки»"),
    "sos-q": ("/SOS", "/Sos", "SOS", "sos", "Sos!", "сос", "СОС", "СОС!!!", "/сос", "🆘 клиент кричит"),
    "step-client-q": ("/Debrief", "разбор", "Разбор", "debrief", "РАЗОБРАТЬ ЗВОНОК", "debrief a call"),
    "clients-title": ("/CLIENTS", "клиенты", "Clients"),
}


PLACES = ("p|menu|", "p|resume|1", "p|touch|", "p|debrief|")


async def test_commands_in_any_case_and_as_words(house: House, somebody: Talk, request: pytest.FixtureRequest) -> None:
    """At a name, at a scale and at a list, in turn: none of them becomes a client, a fact or a search.

    With `--everywhere` each of them at each place.
    """
    await somebody.begins()
    tried = [(key, text) for key, written in COMMANDS.items() for text in written]
    for number, (key, text) in enumerate(tried):
        turn = (PLACES[number % len(PLACES)],)
        for place in PLACES if request.config.getoption("--everywhere") else turn:
            await somebody.forges(place)
            await somebody.says(text)
            assert somebody.sees(key), (text, place)
    for text in ("отмена", "Cancel"):
        await somebody.forges("p|resume|1")
        await somebody.says(text)
        assert somebody.sees("stopped-title"), text
    assert house.rows("SELECT label FROM client") == [("Ромашка",)]
    assert "меню" not in str(house.rows("SELECT state FROM run")).lower()


async def test_a_word_is_an_answer_where_free_words_are_asked_for(house: House, anna: Talk) -> None:
    """A client may want help; but the menu, SOS and the keyboard's labels are commands even there."""
    await anna.says("/start")
    await anna.hits("menu-debrief")
    await anna.hits("btn-step_by_step")
    await anna.says("Ромашка")
    for option in ("5", "skip", "skip", "insults"):
        await anna.picks(option)
    assert anna.asks("facts")
    await anna.says("Помощь")
    assert anna.asks("polite")
    await anna.picks("back")
    for text, key in (("меню", "menu-title"), ("СОС", "sos-q"), ("в меню", "menu-title"), ("/HELP", "help-text")):
        await anna.forges("p|resume|1")
        await anna.says(text)
        assert anna.sees(key), text
    assert "Помощь" in str(house.rows("SELECT state FROM run"))
    await anna.forges("p|field|1.note")
    await anna.says("разбор")
    assert house.row("SELECT note FROM client") == ("разбор",)
    await anna.forges("p|vent|")
    await anna.me.say("помощь")
    await house.settled()
    assert anna.place.startswith("vent")
    await anna.says("Меню")
    assert anna.sees("menu-title")


@pytest.mark.parametrize("written", ["/Vent", "ВЫГОВОРИТЬСЯ", "let it out!"])
async def test_letting_it_out_in_any_case_stores_no_word(house: House, anna: Talk, written: str) -> None:
    """What is said right behind it, in the same batch, is known for what it is when it is taken in."""
    await anna.says("/start")
    stored: list[str] = []
    house.tg.before_effect = lambda *_: stored.append(str(house.rows("SELECT payload FROM inbox")))
    await anna.me.say(written)
    await anna.me.say("секрет")
    await house.settled()
    assert anna.place.startswith("vent")
    assert stored
    assert "секрет" not in str(stored)
