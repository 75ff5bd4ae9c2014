"""aiogram's models built on first use: all of them can be built, for the version that the lock names."""

import subprocess
import sys

import pytest

from bot.telegram.deferred_models import KNOWN

_ALL = """
import sys
from bot.telegram.deferred_models import import_aiogram
assert import_aiogram()
import aiogram
from aiogram import methods, types
assert aiogram.Bot and not import_aiogram()
models = [getattr(part, name) for part in (types, methods) for name in part.__all__]
models = [model for model in models if hasattr(model, "model_rebuild")]
unbuilt = [model for model in models if not model.__pydantic_complete__]
for model in models[:: int(sys.argv[1])]:
    model.model_rebuild()
    assert model.__pydantic_complete__, model
print(aiogram.__version__, len(unbuilt) > 300, len(models) > 500)
"""


def test_every_model_of_the_pinned_version_is_built_when_it_is_used(request: pytest.FixtureRequest) -> None:
    """Each eighth of them; all with `--everywhere`."""
    every = 1 if request.config.getoption("--everywhere") else 8
    command = [sys.executable, "-c", _ALL, str(every)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own lines
    assert ran.stdout.split() == [KNOWN, "True", "True"]
