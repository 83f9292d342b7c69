"""Rules of this house that a program can check; each returns its findings, a line each."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from typing_extensions import TypeAliasType

# Alone or behind a preposition ("Of which …"): a docstring begins with a noun or a verb, as one would say it aloud.
QUESTION = re.compile(
	r"(?:(?:as|at|by|for|from|in|of|on|to|with) )?(?:how|what|where|which|who|whom|whose|why)\b", re.I
)


def sources(app: Path) -> Iterator[Path]:
	"""Python files of the app that are not tests."""
	for path in sorted(app.rglob("*.py")):
		if not path.name.startswith("test_") and "node_modules" not in path.parts:
			yield path


def doctypes_without_tests(app: Path) -> list[str]:
	"""Doctypes without a test beside them; a child table is tested with its parents."""
	found = []
	for path in sorted(app.glob("*/doctype/*/*.json")):
		record = json.loads(path.read_text())
		if record.get("doctype") != "DocType" or record.get("istable"):
			continue
		test = path.with_name(f"test_{path.stem}.py")
		if not test.exists():
			found.append(f"{record['name']}: {test.name} is missing")
		elif not tests_in(test.read_text()):
			found.append(f"{record['name']}: {test.name} holds no test")
	return found


def tests_in(code: str) -> list[str]:
	return [
		node.name
		for node in ast.walk(ast.parse(code))
		if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
	]


def endpoints(code: str) -> Iterator[tuple[ast.FunctionDef, ast.expr]]:
	"""Functions that `frappe.whitelist` opens to callers, with the decorator."""
	for node in ast.walk(ast.parse(code)):
		if isinstance(node, ast.FunctionDef):
			for decorator in node.decorator_list:
				target = decorator.func if isinstance(decorator, ast.Call) else decorator
				if ast.unparse(target) in ("frappe.whitelist", "whitelist"):
					yield node, decorator


def loose_types(kind: object) -> list[object]:
	"""Parts of an argument's type that let anything through, or read a text as JSON where one of the house's types would."""
	if kind in (Any, object, list, dict, tuple, set, float):
		return [kind]
	if isinstance(kind, TypeAliasType):
		return []  # pydantic's own, which looks into it
	if get_origin(kind) is Annotated:
		inner = get_args(kind)[0]
		return (
			[] if inner is float else loose_types(inner)
		)  # a float that says more than its kind is held to numbers
	inner = get_args(kind) if get_origin(kind) is not Literal else ()
	found = [loose for part in inner for loose in loose_types(part)]
	if get_origin(kind) in (Union, UnionType) and str in inner and any(_holds(part) for part in inner):
		found.append(kind)
	return found


def _holds(kind: object) -> bool:
	while get_origin(kind) is Annotated:
		kind = get_args(kind)[0]
	return get_origin(kind) in (list, dict)


def endpoint_faults(code: str) -> list[str]:
	"""Endpoints with an untyped argument or result, or open to every HTTP method."""
	found = []
	for function, decorator in endpoints(code):
		arguments = function.args
		named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
		named += [extra for extra in (arguments.vararg, arguments.kwarg) if extra]
		if loose := [a.arg for a in named if a.annotation is None and a.arg not in ("self", "cls")]:
			found.append(f"{function.name}: no type for {', '.join(loose)}")
		if function.returns is None:
			found.append(f"{function.name}: no type for its result")
		if not isinstance(decorator, ast.Call) or not any(w.arg == "methods" for w in decorator.keywords):
			found.append(f"{function.name}: no methods=[…]")
		if (
			"from __future__ import annotations" in code
		):  # types become text, which the framework does not check
			found.append(f"{function.name}: types are not checked in a module with postponed annotations")
	return found


def docstrings(code: str) -> Iterator[tuple[str, str]]:
	"""Names and docstrings of a module ("" for itself), its classes and functions."""
	for node in ast.walk(ast.parse(code)):
		if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
			if text := ast.get_docstring(node):
				yield getattr(node, "name", ""), text


def question_docstrings(code: str) -> list[str]:
	"""Docstrings that begin with a question word, by their first lines."""
	found = [(name, text.split("\n")[0]) for name, text in docstrings(code) if QUESTION.match(text)]
	return [f"{name}: {line}" if name else line for name, line in found]
