"""Besides the acts: a file opened by its reviewer, and which files are opened before many are agreed to at once."""

from typing import Any

import frappe

from bontot.approval import bulk, file_view, reach, sampling
from bontot.approval.api import ShownFiles, require_reading
from bontot.outbox.conflicts import run_again_on_conflict


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def open_file(name: str) -> dict[str, Any]:
	"""A file for its reviewer (see `file_view.of_file`); that it was opened is kept. Raises DoesNotExistError,
	PermissionError."""
	reach.require("Evaluation", name)
	doc = frappe.get_doc("Evaluation", name)
	require_reading(doc)
	sampling.keep_opening(doc)
	return file_view.of_file(doc, frappe.session.user)


@frappe.whitelist(methods=["GET", "POST"])
def bulk_sample(files: ShownFiles) -> list[dict[str, Any]]:
	"""Of [{evaluation, expected_sequence}] those that the signed-in user opens before agreeing to all at once:
	[{evaluation, organization_name, opened}]."""
	return bulk.sample(files)
