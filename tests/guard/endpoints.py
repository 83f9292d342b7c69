"""A description of the app's own endpoints (OpenAPI 3.0), read from the list of doors and the types in the code."""

from __future__ import annotations

import contextlib
import importlib
import inspect
from typing import Any

from bontot.guard.edge import endpoints
from pydantic import TypeAdapter
from pydantic.errors import PydanticSchemaGenerationError, PydanticUserError

from tests.bad_days.ground import BENCH

GROUPS = ("own_read", "own_change")
ANYTHING: dict[str, Any] = {}


def described(known: dict[str, list[str]]) -> dict[str, Any]:
	"""The description; `known`: names of documents there are, by what arguments that take them are called."""
	names = sorted(
		door.name
		for door in endpoints.read().values()
		if door.group in GROUPS and door.name.startswith("bontot.")
	)
	with contextlib.chdir(BENCH.sites):  # some modules open their log when they are imported
		paths = {f"/api/method/{name}": {"post": _operation(name, known)} for name in names}
	return {"openapi": "3.0.3", "info": {"title": "bontot", "version": "1"}, "paths": paths}


def _operation(name: str, known: dict[str, list[str]]) -> dict[str, Any]:
	properties, required = {}, []
	for argument in _arguments(name):
		properties[argument.name] = _schema(argument, known)
		if argument.default is argument.empty:
			required.append(argument.name)
	body: dict[str, Any] = {"type": "object", "properties": properties}
	if required:
		body["required"] = required
	content = {"application/json": {"schema": body}}
	return {
		"operationId": name,
		"requestBody": {"required": True, "content": content},
		"responses": {"default": {"description": "any"}},
	}


def _arguments(name: str) -> list[inspect.Parameter]:
	module, _dot, function = name.rpartition(".")
	found = inspect.unwrap(getattr(importlib.import_module(module), function))
	taken = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
	return [each for each in inspect.signature(found).parameters.values() if each.kind in taken]


def _schema(argument: inspect.Parameter, known: dict[str, list[str]]) -> dict[str, Any]:
	"""Of its type; where names of documents are known, often one of those, so that more than the first check is met."""
	typed = ANYTHING
	if argument.annotation not in (argument.empty, Any):
		with contextlib.suppress(PydanticSchemaGenerationError, PydanticUserError):
			typed = _inlined(TypeAdapter(argument.annotation).json_schema())
	if names := known.get(argument.name):
		return {"anyOf": [{"type": "string", "enum": names}, typed or {"type": "string"}]}
	return typed


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:
	"""Definitions stand where they are used, and nothing is null but what says so the older way."""
	definitions = schema.pop("$defs", {})

	def put(part: Any) -> Any:
		if isinstance(part, list):
			return [put(each) for each in part]
		if not isinstance(part, dict):
			return part
		if "$ref" in part:
			return put(definitions[part["$ref"].rpartition("/")[2]])
		kept = {key: put(value) for key, value in part.items() if key not in ("title", "default")}
		if kept.get("type") == "null":
			return {"nullable": True, "enum": [None]}
		if "const" in kept:
			kept["enum"] = [kept.pop("const")]
		return kept

	return put(schema)
