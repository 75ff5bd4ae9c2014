"""What the draft check of one message of the longest kind costs: 4,096 characters, in both languages, of four kinds.

Innocent text is what it mostly reads; in harsh text nearly every word begins a rule; the words that begin most rules
stand for the worst that its rules can be made to do; and the labelled sentences of the tests, one behind the other.
"""

import argparse
import time
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from statistics import median, quantiles

from bot.draftcheck.check import check
from bot.draftcheck.load import rules

LENGTH = 4096
LONGEST = 0.005
_SETS = Path(__file__).parent.parent / "tests" / "draftcheck"
_INNOCENT = {
    "ru": "Марина, отчёт в папке, цифры на первой странице. План пришлю завтра до 15:00. ",
    "en": "Emma, the report is in the folder, the figures are on page one. The plan comes tomorrow by 3 pm. ",
}
_HARSH = {
    "ru": "Вы никогда не читаете отчёты! Запуск сорван по вашей вине. Приносим извинения. Скоро пришлём план. ",
    "en": "You never read the reports! The delay is your fault. Sorry for any inconvenience. We'll do it soon. ",
}


def texts(language: str) -> Mapping[str, str]:
    """The four texts of that language, each of `LENGTH` characters."""
    marked = [tomllib.loads((_SETS / f"{name}{language}.toml").read_text("utf-8")) for name in ("", "blind_")]
    sentences = " ".join(one["text"] for found in marked for one in found["message"])
    begun = Counter({key: len(lines) for key, lines in rules().items()})
    worst = " ".join(word for word, _ in begun.most_common(12)) + " "
    kinds = {
        "innocent": _INNOCENT[language],
        "harsh": _HARSH[language],
        "the labelled sentences": f"{sentences} ",
        "words that begin most rules": worst,
    }
    return {name: (text * LENGTH)[:LENGTH] for name, text in kinds.items()}


def spent(text: str, runs: int) -> list[float]:
    """Seconds of the processor of each of so many checks of the text."""
    times = []
    for _ in range(runs):
        began = time.process_time()
        check(text)
        times.append(time.process_time() - began)
    return times


def main() -> int:
    """Measures, prints, and gives 1 where the bar is missed."""
    parser = argparse.ArgumentParser(prog="./run bench check", description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=200)
    runs = parser.parse_args().runs
    check("")  # the rules are read once
    worst = 0.0
    print(f"The draft check of {LENGTH:,} characters, CPU, {runs} times each:")
    for language in ("ru", "en"):
        for name, text in texts(language).items():
            times = spent(text, runs)
            p95 = quantiles(times, n=20, method="inclusive")[-1]
            worst = max(worst, median(times))
            print(
                f"  {language} {name:28} {len(check(text)):4} marked, median {median(times) * 1000:4.1f} ms, "
                f"p95 {p95 * 1000:4.1f} ms, longest {max(times) * 1000:4.1f} ms"
            )
    print(f"Bar: each median under {LONGEST * 1000:.0f} ms")
    return 0 if worst <= LONGEST else 1


if __name__ == "__main__":
    raise SystemExit(main())
