"""The rules of the house that import-linter cannot say; each message tells what to do instead."""

import ast
import re

import pytest

from tests.architecture.source import CONTEXTS, DOORS, PACKAGE, Module, functions, imports, modules, recorded_events

WRITES = frozenset({"save", "create", "bulk_create", "update_or_create", "get_or_create", "bulk_update", "delete"})
FILE_LIMIT, FUNCTION_LIMIT = 500, 60


def actions() -> list[tuple[Module, ast.FunctionDef]]:
    """The public functions of every `actions` room; a module named with an underscore holds steps of actions."""
    return [
        (module, node)
        for module in modules()
        if module.context in CONTEXTS and module.room == "actions" and not re.match("_[a-z]", module.path.name)
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def test_contexts_enter_each_other_by_the_doors() -> None:
    trespasses = [
        f"{module}:{line} imports {name}; come in by {', '.join(sorted(DOORS))} instead"
        for module in modules()
        if module.context in CONTEXTS
        for name, line in imports(module)
        if name.startswith("commonweal.")
        and (parts := name.split("."))[1] in CONTEXTS
        and parts[1] != module.context
        and (len(parts) < 3 or parts[2] not in DOORS)
    ]

    assert not trespasses, "\n".join(trespasses)


def test_only_actions_write() -> None:
    writes = [
        f"{module}:{node.lineno} calls .{node.func.attr}(); move the change into an action"
        for module in modules()
        if module.context in CONTEXTS and module.room not in {"actions", "models", "management"}
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and "objects" in ast.unparse(node.func)
    ]

    assert not writes, "\n".join(writes)


def test_actions_take_keywords_and_who_acts() -> None:
    faults = [
        f"{module}:{node.lineno} {node.name} must be keyword-only and take `by`"
        for module, node in actions()
        if "by" not in {argument.arg for argument in node.args.kwonlyargs} or node.args.args
        if module.context != "journal"
    ]

    assert not faults, "\n".join(faults)


def test_actions_are_one_transaction_and_record_an_event() -> None:
    faults = [
        f"{module}:{node.lineno} {node.name} must be @transaction.atomic and record an event"
        for module, node in actions()
        if module.context != "journal"
        and not (
            any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list)
            and re.search(r"journal\.|_record", ast.unparse(node))
        )
        and not re.search("Calls other actions|Records nothing, since", ast.get_docstring(node) or "")
    ]

    assert not faults, "\n".join(faults)


def test_only_tasks_and_commands_reach_the_network() -> None:
    reaches = [
        f"{module}:{line} imports {name}; only tasks and management commands reach the network"
        for module in modules()
        if module.context in CONTEXTS and module.room not in {"tasks", "management"}
        for name, line in imports(module)
        if name.startswith(("commonweal.connectors.http", "httpx"))
    ]

    assert not reaches, "\n".join(reaches)


def test_no_file_is_too_long() -> None:
    long = [f"{module} has {module.lines} lines; split it by noun" for module in modules() if module.lines > FILE_LIMIT]

    assert not long, "\n".join(long)


def test_no_function_is_too_long() -> None:
    long = [
        f"{module}:{node.lineno} {node.name} has {length} lines; name its parts"
        for module in modules()
        for node in functions(module)
        if (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LIMIT
    ]

    assert not long, "\n".join(long)


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_context_says_what_it_is(context: str) -> None:
    docstring = ast.get_docstring(ast.parse((PACKAGE / context / "__init__.py").read_text())) or ""

    assert "Nouns:" in docstring, "name the nouns, the events recorded and the events followed"
    assert "Records:" in docstring
    assert "Follows:" in docstring
    assert len(docstring.splitlines()) <= 15


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_context_names_the_events_it_records(context: str) -> None:
    docstring = ast.get_docstring(ast.parse((PACKAGE / context / "__init__.py").read_text())) or ""
    said = set(re.findall(r"\.([a-z_]+)", docstring.split("Records:")[-1]))

    missing = {name.partition(".")[2] for name in recorded_events(context)} - said
    assert not missing, f"{context}/__init__.py: name {sorted(missing)} after Records:"


@pytest.mark.parametrize("context", CONTEXTS)
def test_events_carry_the_name_of_their_context(context: str) -> None:
    strangers = {name for name in recorded_events(context) if not name.startswith(f"{context}.")}

    assert not strangers
