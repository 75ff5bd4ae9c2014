"""The documents name files that exist, and the code cites sections that exist."""

import re
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_PAGES = sorted([*_ROOT.glob("*.md"), *(_ROOT / "docs").rglob("*.md")])
_SOURCES = sorted(
    path
    for room in ("bot", "handlers", "tests", "migrations", "benchmarks")
    for path in (_ROOT / room).rglob("*")
    if path.suffix in {".py", ".ftl", ".toml"} and path != Path(__file__)
)
_NAMED = re.compile(r"`((?:bot|handlers|tests|migrations|docs|benchmarks|requirements)/[^`\s:]*)")
_LINKED = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
_PAGE = re.compile(r"docs/decisions/\d{4}[a-z0-9-]*(?:\.md)?")
_CITED = (
    (re.compile(r"protocol, (?:sections? )?(\d+)(?: and (\d+))?"), "protocol.md", re.compile(r"^## (\d+)\.")),
    (re.compile(r"architecture\.md, ideas? (\d+)(?:[–-](\d+))?"), "architecture.md", re.compile(r"^(\d+)\. \*\*")),
)


def missing(page: str, folder: Path) -> list[str]:
    """The files that a page, which lies in `folder`, names or links to, and that are not there."""
    named = [name for name in _NAMED.findall(page) if "NOUN" not in name and not any(_ROOT.glob(name.rstrip("/")))]
    return named + [link for link in _LINKED.findall(page) if not (folder / link).exists()]


def dangling(source: str) -> list[str]:
    """The decisions, sections and ideas that a file cites, and that are not there."""
    found = [page for page in _PAGE.findall(source) if not any(_ROOT.glob(f"{page}*"))]
    for cited, document, numbered in _CITED:
        lines = (_ROOT / "docs" / document).read_text("utf-8").splitlines()
        there = {match[1] for line in lines if (match := numbered.match(line))}
        numbers = [number for match in cited.findall(source) for number in match if number]
        found += [f"{document} {number}" for number in numbers if number not in there]
    return found


@pytest.mark.parametrize("page", _PAGES, ids=lambda page: page.relative_to(_ROOT).as_posix())
def test_every_file_that_a_page_names_is_there(page: Path) -> None:
    assert missing(page.read_text("utf-8"), page.parent) == []


def test_every_section_that_is_cited_is_there() -> None:
    cited = {path.relative_to(_ROOT).as_posix(): dangling(path.read_text("utf-8")) for path in (*_SOURCES, *_PAGES)}
    assert {path: found for path, found in cited.items() if found} == {}


def test_what_is_not_there_is_found() -> None:
    page = "`bot/nowhere.py` `bot/app.py` `bot/texts/*.ftl` `tests/none/test_x.py::test_y` [a](gone.md) [b](README.md)"
    assert missing(page, _ROOT) == ["bot/nowhere.py", "tests/none/test_x.py", "gone.md"]
    source = "(protocol, section 4) (protocol, sections 3 and 99) (protocol, 0) (docs/architecture.md, ideas 2–13)"
    source += " (docs/decisions/0003) (docs/decisions/0004-elsewhere.md)"
    assert dangling(source) == [
        "docs/decisions/0004-elsewhere.md",
        "protocol.md 99",
        "protocol.md 0",
        "architecture.md 13",
    ]


_SECRET = re.compile(
    r"(?:-e\s+|^|[`\s])(?:NOTES_KEY|NOTES_KEY_NEW|BOT_TOKEN|WEBHOOK_SECRET|PGPASSWORD|POSTGRES_PASSWORD|DATABASE_URL)=\S+\s+"
    r"(?:\./run|docker|python|pg_\w+|psql|okok)"
    r"|(?:\./run|docker|pg_\w+|psql)[^`\n]*(?:\b-e\s+\w+=|://\w+:[^@\s]+@|(?:KEY|TOKEN|SECRET|PASSWORD)\w*=)"
)


def test_no_document_puts_a_secret_on_a_command_line() -> None:
    """Everybody on the machine can read it there, and the shell keeps it."""
    assert _SECRET.search("NOTES_KEY_NEW=… ./run rekey")
    assert _SECRET.search("docker compose run --rm -e NOTES_KEY_NEW=… okok python -m bot rekey")
    assert _SECRET.search("./run migrate-data sqlite:///x postgresql://user:password@host/name")
    for path in (*_ROOT.glob("*.md"), *(_ROOT / "docs").rglob("*.md"), _ROOT / "run"):
        found = [line for line in path.read_text("utf-8").splitlines() if _SECRET.search(line)]
        assert not found, (path.name, found)


def test_the_container_can_do_no_more_than_it_needs() -> None:
    """No rights, no way to new ones, an end to its memory; an agency's own playbook is mounted."""
    okok, _, server = (_ROOT / "docker-compose.yml").read_text("utf-8").partition("\n  postgres:")
    for part in (okok, server):
        for line in ("cap_drop: [ALL]", 'security_opt: ["no-new-privileges:true"]', "mem_limit: "):
            assert line in part
    assert "read_only: true" in okok
    assert "${PLAYBOOK_DIR:-./bot/playbook}:/playbook:ro" in okok
    assert "PLAYBOOK_DIR: ${PLAYBOOK_DIR:+/playbook}" in okok
    assert (_ROOT / "bot" / "playbook").is_dir()
