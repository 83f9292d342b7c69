"""Records of modules above that the grid of a split organisation shares out, beside members, seats and organisations. Those
modules say themselves what becomes of them (hook `reorganization_shares`: kind of record → its `held`, beside which stand the
other functions).

held(sources) -> [{organization, name, title}]: what of these organisations is open and can be handed on;
titles(names) -> [{name, title}]; places(names) -> {name: path of the organisation it belongs to};
brought(trace, done_at) -> names of the documents that its `apply` made at founded organisations and nobody has touched since.
What was handed on it finds in `Change.handed`. What is not handed on stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from types import ModuleType
from typing import Any

import frappe

from bontot.reorganization.change import module_of


def modules() -> dict[str, ModuleType]:
	hooks = frappe.get_hooks("reorganization_shares") or {}
	return {kind: frappe.get_module(module_of(paths[-1])) for kind, paths in hooks.items()}


def held(sources: list[str]) -> list[dict[str, str]]:
	"""[{organization, share_of, name, title}] of these organisations, kind by kind; asked by who may reorganise them."""
	if not sources:
		return []
	return [{"share_of": kind, **row} for kind, module in modules().items() for row in module.held(sources)]


def by_source(sources: list[str]) -> dict[tuple[str, str], list[str]]:
	"""{(kind of record, organisation): names}."""
	found: dict[tuple[str, str], list[str]] = {}
	for row in held(sources):
		found.setdefault((row["share_of"], row["organization"]), []).append(row["name"])
	return found


def places(kind: str, names: Iterable[str]) -> dict[str, str]:
	"""{name: path of the organisation}; {} of a kind that is not shared out."""
	module = modules().get(kind)
	return module.places(sorted(names)) if module else {}


def title_of(kind: str, name: str) -> str:
	module = modules().get(kind)
	return next((row["title"] for row in module.titles([name])), "") if module else ""


def brought(traces: dict[str, Any], done_at: datetime) -> set[str]:
	"""Names of the documents that sharing out has made at founded organisations."""
	found: set[str] = set()
	for module in modules().values():
		found |= set(module.brought(traces["modules"].get(module.__name__), done_at))
	return found
