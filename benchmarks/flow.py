"""The four steps that are measured, what comes before and after them, and what a run of them cost."""

from dataclasses import dataclass, field

PEOPLE = 10
"""As many as a batch of the inbox holds."""
WORDS = ("/start", "/debrief", "Ромашка")
"""What everybody writes first, so that they have a client to choose."""
BEFORE = ("|tension_before|8", "p|stop|", "p|menu|")
STEPS = ("|client|c", "|tension_before|8", "|behaviour|raises_voice", "|fear|deceived")
"""Parts of the data of the four taps: a known client, tension, behaviour, fear."""
AFTERWARDS = ("|next_contact|skip", "p|done|")


@dataclass(slots=True)
class Spent:
    """CPU seconds of a run, for each who took part, and the number of steps that each of them took."""

    steps: int = 0
    cpu: dict[str, float] = field(default_factory=dict)

    def each(self, name: str) -> float:
        """Milliseconds of CPU a step."""
        return self.cpu[name] / self.steps * 1000
