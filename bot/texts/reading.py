"""Reading Fluent: what each message of a file uses, and what the stock reader passes over in silence."""

from fluent.syntax import ast
from fluent.syntax.visitor import Visitor


class TextsError(LookupError):
    """The wording has a gap: a file that can't be read, a key or a variable that isn't there."""


class Uses(Visitor):
    """What one message uses: variables, other messages, and for each choice its variable and its forms."""

    def __init__(self, pattern: ast.Pattern) -> None:
        """Gather it from the message's text."""
        self.variables: set[str] = set()
        self.messages: set[str] = set()
        self.choices: list[tuple[str, frozenset[str]]] = []
        self.visit(pattern)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the visitor's naming
        """Note a variable."""
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802 - the visitor's naming
        """Note another message."""
        self.messages.add(node.id.name)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802 - the visitor's naming
        """Note a choice, and what stands in its forms."""
        if isinstance(node.selector, ast.VariableReference):
            keys = (form.key for form in node.variants)
            forms = frozenset(key.name if isinstance(key, ast.Identifier) else key.value for key in keys)
            self.choices.append((node.selector.id.name, forms))
        self.generic_visit(node)

    def join(self, other: "Uses") -> None:
        """Take over what a message that this one refers to needs: the caller has to give it."""
        self.variables |= other.variables
        self.choices += other.choices


def read(resource: ast.Resource, source: str, name: str) -> dict[str, Uses]:
    """What each message of the resource uses, by key, in the order of the file. `name` is the file's, for errors.

    Raises TextsError, one line for each message that can't be read, stands there twice, or refers to nothing or
    to a text that refers on (so that nothing can run in a circle).
    """
    found: dict[str, Uses] = {}
    wrong: list[str] = []
    for entry in resource.body:
        if isinstance(entry, ast.Junk):
            line = source.count("\n", 0, entry.span.start if entry.span else 0) + 1
            told = "; ".join(note.message or "" for note in entry.annotations or [])
            wrong.append(f"{name}:{line}: can't be read: {told}")
        elif isinstance(entry, ast.Message):
            key = entry.id.name
            if key in found:
                wrong.append(f"{name}: {key}: stands here twice")
            elif entry.value is None:
                wrong.append(f"{name}: {key}: has no text")
            else:
                found[key] = Uses(entry.value)
    for key, uses in found.items():
        for other in sorted(uses.messages):
            if other not in found:
                wrong.append(f"{name}: {key}: there is no {other}")
            elif found[other].messages:
                wrong.append(f"{name}: {key}: {other} refers to another text itself")
            else:
                uses.join(found[other])
    if wrong:
        raise TextsError("\n".join(wrong))
    return found
