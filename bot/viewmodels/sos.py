"""SOS as its screens need it: the phrase and what is known of its like (protocol, sections 3, 5 and 10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.protocol.client import Client
from bot.protocol.sos import Learned, Sos


@dataclass(frozen=True, slots=True, kw_only=True)
class SosView:
    """`sos` is the phrase on the screen, None before one was chosen; `learned` is what is known of such phrases.

    `client` is who was known before the call, `with_client` their id, 0 for nobody. `met_here` are the behaviours met
    with that client, `met` those met with anybody, each as often as it was.
    """

    sos: Sos | None = None
    learned: Mapping[str, Learned] = field(default_factory=dict)
    with_client: int = 0
    client: Client | None = None
    met_here: Sequence[str] = ()
    met: Sequence[str] = ()
