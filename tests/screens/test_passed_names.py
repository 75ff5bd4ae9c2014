"""The list of what was passed over names every step that can be in it."""

import pytest

from bot.protocol.debrief.steps import DEBRIEF
from bot.protocol.engine.run import Run
from bot.protocol.engine.table import Kind
from tests.protocol.walk import RULES
from tests.voices import VOICES

_CAN_BE_PASSED_OVER = [
    step.id
    for step in DEBRIEF.steps
    if not (step.extra or step.given) and step.skippable and step.kind is not Kind.CARD
    if step.offered is None or step.offered(Run(DEBRIEF.version), RULES)
]


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("step", _CAN_BE_PASSED_OVER)
def test_a_step_that_can_be_passed_over_has_a_name(step: str, language: str) -> None:
    assert VOICES[language].say(f"step-{step}-name")
