"""Every function that can be called from outside, on the framework that is installed: the facts behind `endpoints.toml`.

`bench execute bontot.guard.edge.inventory.show` prints them with every dotted path that leads to each.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections import defaultdict
from dataclasses import dataclass, field

import frappe

from bontot.guard.edge import endpoints
from bontot.guard.names import name_of

PACKAGES = ("frappe", "bontot")
NOT_SERVED = ("tests", "patches")


@dataclass(slots=True)
class Fact:
	"""A whitelisted function: methods it takes, whether guests may call it, and every path it can be called by."""

	methods: set[str] = field(default_factory=set)
	guest: bool = False
	paths: set[str] = field(default_factory=set)


def collect(packages: tuple[str, ...] = PACKAGES) -> tuple[dict[str, Fact], list[str]]:
	"""Facts by the function's own name, and modules that cannot be imported by themselves."""
	failed = load(packages)
	found: dict[str, Fact] = defaultdict(Fact)
	by_object = {}
	for function in frappe.whitelisted:
		name = name_of(function)
		if not name.startswith(tuple(f"{package}." for package in packages)):
			continue
		if set(name.split(".")) & set(NOT_SERVED):
			continue  # loaded by a test run; the guard keeps it shut, as all that is on no list
		fact = found[name]
		fact.methods |= set(frappe.allowed_http_methods_for_whitelisted_func[function])
		fact.guest = fact.guest or function in frappe.guest_methods
		by_object[id(function)] = fact
	for module in list(sys.modules.values()):
		if getattr(module, "__name__", "").split(".")[0] not in packages:
			continue
		for attribute, value in list(vars(module).items()):
			if fact := by_object.get(id(value)):
				fact.paths.add(f"{module.__name__}.{attribute}")
	return dict(found), failed


def load(packages: tuple[str, ...]) -> list[str]:
	"""Import every module that a request can name; returns those that fail."""
	failed: list[str] = []
	for package in packages:
		root = importlib.import_module(package)
		for module in pkgutil.walk_packages(root.__path__, f"{package}.", onerror=failed.append):
			parts = module.name.split(".")
			if set(parts) & set(NOT_SERVED) or parts[-1].startswith("test_"):
				continue
			try:
				importlib.import_module(module.name)
			except Exception as error:  # told to the caller: a module that no request can load holds no door
				failed.append(f"{module.name}: {error!r}")
	return failed


def own_unlisted(facts: dict[str, Fact]) -> list[str]:
	"""Endpoints of ours that nobody can call, since the list was forgotten."""
	return sorted(name for name in facts if name.startswith("bontot.") and not endpoints.find(name))


def show() -> None:
	facts, failed = collect()
	for name, fact in sorted(facts.items()):
		door = endpoints.find(name)
		kind = f"{door.to}, {'/'.join(sorted(door.methods))}" if door else "closed"
		guest = ", guest" if fact.guest else ""
		print(f"{name}: {kind} (framework: {'/'.join(sorted(fact.methods))}{guest})")
		for path in sorted(fact.paths - {name}):
			print(f"\t= {path}")
	for line in failed:
		print(f"cannot be imported: {line}")
	print(f"{len(facts)} functions, {sum(not endpoints.find(name) for name in facts)} of them closed")
