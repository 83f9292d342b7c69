"""The desk loads its scripts through a door that opens whatever file it is told: only public ones that are there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import frappe

from bontot import arguments
from bontot.guard.targets import raise_unreadable

DOOR = "frappe.client.get_js"
PLAIN = re.compile(r"/?assets/(?:[\w@-]+/)(?:[\w@.-]+/)*[\w@.-]+\.(?:js|css|html)\Z")
MOST = 50


def require_there(items: Any) -> None:
	"""Raise RequestError unless `items` names public scripts, style sheets or templates that exist."""
	paths = arguments.parsed("items", items, list)
	if len(paths) > MOST or not all(isinstance(path, str) and _is_there(path) for path in paths):
		raise_unreadable("items")


def _is_there(path: str) -> bool:
	if not PLAIN.match(path) or ".." in path.split("/"):
		return False
	return (Path(frappe.local.sites_path) / path.strip("/")).is_file()
