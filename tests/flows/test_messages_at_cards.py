"""Words typed where only a tap leads on: at the cards and at the date by which the client's boss needs the result."""

from bot.protocol.engine.run import decode, joined
from tests.flows.talk import House, Talk


def _facts(house: House) -> str:
    return joined(decode(house.row("SELECT state FROM run")[0]).facts)


async def test_words_at_the_safety_card_are_facts(house: House, somebody: Talk) -> None:
    await somebody.begins()
    await somebody.taps("5")
    await somebody.hits("step-behaviour-o-threat_people")
    await somebody.says("он стоит у двери")
    assert _facts(house) == "он стоит у двери"
    assert somebody.sees("safety-threat", emergency="112")


async def test_words_at_the_phrase_card_are_facts(house: House, somebody: Talk) -> None:
    await somebody.begins(detailed=True)
    for option in ("5", "skip", "heard", "insults", "skip", "not_yet"):
        await somebody.picks(option)
    await somebody.says("бросил трубку")
    assert _facts(house) == "бросил трубку"


async def test_words_at_the_date_of_the_boss_are_facts_or_the_date(house: House, somebody: Talk) -> None:
    await somebody.begins()
    await somebody.taps("5")
    await somebody.behaves()
    await somebody.fears("boss")
    await somebody.says("он и сам не знает")
    assert _facts(house) == "он и сам не знает"
    assert somebody.asks("boss_date")
    await somebody.says("завтра" if somebody.voice.language == "ru" else "tomorrow")
    assert somebody.asks("next_contact")


async def test_skipped_own_words_for_the_fear_are_offered_at_the_summary(house: House, somebody: Talk) -> None:
    await somebody.begins()
    await somebody.taps("5")
    await somebody.behaves()
    await somebody.fears("other")
    await somebody.hits("btn-skip")
    await somebody.picks("tomorrow")
    await somebody.forges(f"r|{somebody.run}|passed|open")
    await somebody.hits("step-fear_own-name")
    assert somebody.sees("step-fear-own_prompt")
    assert house.row("SELECT count(*) FROM outcome") == (1,)
