"""A run as its screens need it: the answers, the client, and what the present step or the end of it lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.protocol.cadence.client_state import ClientState
from bot.protocol.client import Client
from bot.protocol.engine.run import Run
from bot.protocol.playbook import Rung
from bot.protocol.sos import Learned
from bot.viewmodels.contacts import Owing
from bot.viewmodels.parting import Parted
from bot.viewmodels.reminders import Round


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """A debrief, a follow-up or a parting check; each step and each end needs a part of it.

    `clients` is one page of them, the most recent first, `more` whether another follows; `matches` are those that a
    typed name may mean. `learned` is what is known of the phrases of the step that shows one. `next_at` is when the
    next reminder about the client comes (Unix seconds UTC). Of a follow-up `standing` is where things are with the
    client, `rounds` are the last debriefs, the newest first, `rung` is how often to be in touch as things stand.
    `parting` is what the records hold for a parting check, `named` are known clients whom unasked words name.
    """

    id: int
    run: Run
    client: Client | None = None
    clients: tuple[Client, ...] = ()
    more: bool = False
    matches: tuple[Client, ...] = ()
    learned: Mapping[str, Learned] = field(default_factory=dict)
    next_at: int | None = None
    standing: ClientState | None = None
    rounds: tuple[Round, ...] = ()
    rung: Rung = "off"
    parting: Parted = field(default_factory=Parted)
    named: tuple[Owing, ...] = ()
