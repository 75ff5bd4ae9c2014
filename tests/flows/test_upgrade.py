"""Conversations that another version of the program began."""

import json

import pytest

from bot.protocol.debrief.steps import DEBRIEF
from tests.flows.talk import House, Talk


def _stored(house: House, run: int) -> dict[str, object]:
    state: dict[str, object] = json.loads(house.row("SELECT state FROM run WHERE id = ?", run)[0])
    return state


def _put(house: House, run: int, state: dict[str, object]) -> None:
    house.change("UPDATE run SET state = ?, version = ? WHERE id = ?", json.dumps(state), state["v"], run)


@pytest.mark.both_databases
async def test_an_older_debrief_goes_on_and_says_once_what_it_kept(house: House, somebody: Talk) -> None:
    run = await somebody.begins()
    await somebody.taps("8")
    await house.stop()
    state = _stored(house, run)
    answers = state["answers"]
    assert isinstance(answers, list)
    answers.append({"s": "mood", "w": [[5, "трясёт"]], "p": ["shaking"]})
    _put(house, run, state | {"v": 0, "opened": "mood"})
    house.change("UPDATE chat SET revision = revision + 1")  # the present screen is owed, as after any restart
    await house.start()
    await house.settled()
    assert somebody.sees("error-moved_to_facts")
    assert somebody.asks("behaviour")
    await somebody.behaves()
    assert not somebody.sees("error-moved_to_facts")
    await somebody.fears()
    await somebody.picks("tomorrow")
    assert somebody.sees("summary-title", client="Ромашка")
    assert _stored(house, run)["v"] == DEBRIEF.version
    assert "трясёт" in json.dumps(_stored(house, run)["facts"], ensure_ascii=False)
    await somebody.hits("summary-o-done")


async def test_a_debrief_of_a_newer_program_is_left_alone_and_said_so(house: House, somebody: Talk) -> None:
    run = await somebody.begins()
    await somebody.taps("8")
    await house.stop()
    newer = _stored(house, run) | {"v": 99, "unheard_of": [1]}
    _put(house, run, newer)
    house.change("UPDATE chat SET revision = revision + 1")
    await house.start()
    await house.settled()
    assert somebody.sees("error-newer_run")
    await somebody.forges(f"r|{run}|behaviour|insults")
    await somebody.forges(f"p|stop|{run}")
    assert _stored(house, run) == newer
    await somebody.says("Позвонили снова")
    assert somebody.place != f"debrief:{run}"
    await somebody.says("/debrief")
    assert somebody.run != run
    assert _stored(house, run) == newer
