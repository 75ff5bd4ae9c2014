"""`./run playbook check DIR` and `./run playbook init DIR`: an agency's own playbook, before the bot reads it."""

from pathlib import Path

from bot.common.languages import LANGUAGES
from bot.playbook.load import PlaybookError, load_all

_HEADS = {
    "ru": """\
# Плейбук агентства: меняй слова, добавляй своё, лишнее стирай. Чего здесь нет, берётся из плейбука бота.
# Проверить: ./run playbook check ПАПКА. Включить: PLAYBOOK_DIR=ПАПКА. Перечитать на ходу: сигнал SIGHUP.
# Новое опасение: таблица [fears.имя] с теми же ключами, что у соседних. Убрать: стереть его таблицы в этом файле и
# написать fears.имя = false в начале.
# Ритм, порядок и пометки действуют сразу во всех языках, даже если названы в одном файле.

""",
    "en": """\
# The agency's playbook: change words, add your own, erase what you don't need. What isn't here is the bot's own.
# Check it: ./run playbook check FOLDER. Use it: PLAYBOOK_DIR=FOLDER. Have it read again: the signal SIGHUP.
# A new fear: a table [fears.name] with the keys that its neighbours have. To drop one: erase its
# tables in this file and write fears.name = false at the top.
# Cadences, order and flags hold in all languages at once, even where only one file names them.

""",
}


def check(folder: Path) -> tuple[int, list[str]]:
    """What is wrong in the folder's playbook, a line each, and the exit code: 0 where the bot would take it."""
    try:
        book = load_all(folder)
    except PlaybookError as faulty:
        return 1, str(faulty).split("\n")
    first = book.playbooks[LANGUAGES[0]]
    files = ", ".join(f"{language}.toml" for language in LANGUAGES if (folder / f"{language}.toml").is_file())
    good = f"{files}: in order; {len(first.behaviours)} behaviours, {len(first.fears)} fears"
    return 0, [*(f"remark: {remark}" for remark in book.remarks), good]


def init(folder: Path) -> tuple[int, list[str]]:
    """Writes the bot's own playbook into the folder as a start; nothing that is there is written over."""
    targets = {language: folder / f"{language}.toml" for language in LANGUAGES}
    try:
        taken = [target for target in targets.values() if target.exists() or target.is_symlink()]
        if taken:
            return 1, [f"{target}: is there already, and was left as it is" for target in taken]
        folder.mkdir(parents=True, exist_ok=True)
        for language, target in targets.items():
            words = Path(__file__).with_name(target.name).read_text(encoding="utf-8")
            with target.open("x", encoding="utf-8") as file:
                file.write(_HEADS[language] + words)
    except OSError as error:
        return 1, [f"{folder}: can't be written: {error.strerror}"]
    return 0, [*(str(target) for target in targets.values()), f"now: ./run playbook check {folder}"]
