"""aiogram's models, built on first use: the start takes a quarter of the CPU and 100 MB less (docs/decisions/0025).

aiogram defers the building of its pydantic models (`defer_build`), and then its `types/__init__` rebuilds all of them,
some 400, of which the bot uses thirty. `import_aiogram` imports it without that; each model is built by pydantic when
it is first used.
"""

import re
import sys
from importlib.metadata import version
from inspect import get_annotations
from typing import Any, Final

from pydantic import BaseModel

KNOWN: Final = "3.31.0"
"""The version of aiogram that this was tried with (tests/telegram/test_deferred_models.py); another one is imported as
it comes."""
_PARTS: Final = ("aiogram.types.", "aiogram.methods.")
_NAME: Final = re.compile(r"\w+")


def import_aiogram() -> bool:
    """Imports aiogram with its models unbuilt; gives whether that was done.

    Nothing is done where it is imported already, and for a version that isn't the known one.
    """
    if "aiogram" in sys.modules or version("aiogram") != KNOWN:
        return False
    named: dict[str, Any] = {}
    rebuild = BaseModel.__dict__["model_rebuild"]

    def note(cls: type[BaseModel], /, **options: Any) -> bool | None:  # noqa: ANN401 - pydantic's own options
        if "_types_namespace" in options and cls.__module__.startswith(_PARTS):
            named.update(options["_types_namespace"])
            return None
        built: bool | None = rebuild.__get__(None, cls)(**options)
        return built

    BaseModel.model_rebuild = classmethod(note)  # type: ignore[method-assign, assignment]
    try:
        import aiogram  # noqa: F401, PLC0415 - this is what the function is for
    finally:
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign]
    _name_in_modules(named)
    return True


def _name_in_modules(named: dict[str, Any]) -> None:
    """Gives each of aiogram's modules the names that its models' fields have and that it imports for type checks only.

    There pydantic looks when it builds a model. A subclass needs the names of its bases' fields too.
    """
    for module_name, module in list(sys.modules.items()):
        if not module_name.startswith(_PARTS):
            continue
        has = vars(module)
        for model in [one for one in has.values() if isinstance(one, type) and one.__module__ == module_name]:
            written = [text for base in model.__mro__ for text in get_annotations(base).values()]
            for name in _NAME.findall(" ".join(text for text in written if isinstance(text, str))):
                if name in named:
                    has.setdefault(name, named[name])
