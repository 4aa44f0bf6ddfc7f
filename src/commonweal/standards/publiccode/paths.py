"""Finds what stands at a path of the document, such as "description.*.screenshots"."""

from collections.abc import Iterator

from commonweal.standards.publiccode.document import Mapping, Node, Scalar, Sequence


def values(root: Node | None, pattern: str) -> Iterator[tuple[str, Scalar]]:
    """Give every text that a pattern leads to, alone or as item of a list, with its path."""
    for path, node in nodes(root, pattern):
        items = node.items if isinstance(node, Sequence) else [node]
        for index, item in enumerate(items):
            if isinstance(item, Scalar) and not item.is_null:
                yield (f"{path}[{index}]" if isinstance(node, Sequence) else path), item


def nodes(node: Node | None, pattern: str, path: str = "") -> Iterator[tuple[str, Node]]:
    """Give every node that a pattern of keys leads to; lists on the way are walked through."""
    if isinstance(node, Sequence) and pattern:
        for index, item in enumerate(node.items):
            yield from nodes(item, pattern, f"{path}[{index}]")
        return
    if not pattern:
        if node is not None:
            yield path, node
        return
    head, _, rest = pattern.partition(".")
    for key, value in node.pairs if isinstance(node, Mapping) else []:
        if head in ("*", key.text):
            yield from nodes(value, rest, f"{path}.{key.text}".lstrip("."))
