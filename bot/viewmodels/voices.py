"""The words of all languages: as they are now, and as they were for runs that began with an older playbook."""

from collections.abc import Iterator, Mapping

from bot.playbook.load import Book, parse
from bot.protocol.playbook import Playbook
from bot.texts.lookup import Texts
from bot.viewmodels.scene import Voice


class Voices(Mapping[str, Voice]):
    """The present voice of each language, by code, and those of other playbooks by their fingerprint.

    The playbook may be renewed while the program runs; a run keeps the one that it began with (protocol, section 6).
    """

    def __init__(self, texts: Mapping[str, Texts], book: Book, emergency: str) -> None:
        """`texts` and the playbooks of `book` are of the same languages."""
        self._texts = texts
        self._emergency = emergency
        self._by_fingerprint: dict[str, Mapping[str, Voice]] = {}
        self.renew(book)

    def __getitem__(self, language: str) -> Voice:
        """The present voice of that language; raises KeyError for one that there is none of."""
        return self._present[language]

    def __iter__(self) -> Iterator[str]:
        """The codes of the languages, the first one first."""
        return iter(self._present)

    def __len__(self) -> int:
        """How many languages there are."""
        return len(self._present)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the present playbook: what a new run is stored with."""
        return self._book.fingerprint

    @property
    def book(self) -> Book:
        """The present playbook of all languages."""
        return self._book

    def renew(self, book: Book) -> None:
        """From now on new runs begin with `book`; what is known of other playbooks stays known."""
        self._book = book
        self._present = self._by_fingerprint.setdefault(book.fingerprint, self._made(book.playbooks))

    def known(self, fingerprint: str | None) -> Mapping[str, Voice] | None:
        """Those of the playbook with that fingerprint, the present ones for None; None where it isn't known yet."""
        return self._present if fingerprint is None else self._by_fingerprint.get(fingerprint)

    def learn(self, fingerprint: str, content: str) -> Mapping[str, Voice]:
        """The voices of a playbook that the store held; known from now on. Raises ValueError for a damaged one."""
        self._by_fingerprint[fingerprint] = self._made(parse(content))
        return self._by_fingerprint[fingerprint]

    def _made(self, playbooks: Mapping[str, Playbook]) -> Mapping[str, Voice]:
        return {code: Voice(texts, playbooks[code], self._emergency) for code, texts in self._texts.items()}
