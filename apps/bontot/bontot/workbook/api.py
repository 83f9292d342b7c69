"""Endpoints of the workbook."""

from io import BytesIO

import frappe
from frappe import _
from frappe.utils import nowdate

from bontot.organization import access, tree
from bontot.organization.errors import NoSeatError
from bontot.outbox.conflicts import run_again_on_conflict
from bontot.workbook import export, rights, service
from bontot.workbook.errors import TooMuchAtOnceError


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def check(name: str) -> dict[str, str]:
	"""Check the workbook of an import in the background: {task, state}."""
	return service.start_check(name)


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def import_workbook(name: str) -> dict[str, str]:
	"""Import a workbook that was checked without a mistake, in the background: {task, state}."""
	return service.start_import(name)


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def export_branch(name: str) -> dict[str, str]:
	"""Write the branch of an import into a workbook in the background: {task, state}."""
	return service.start_export(name)


@frappe.whitelist(methods=["GET"])
def template() -> None:
	"""Download the empty workbook with today's lists."""
	if not access.is_administrator(frappe.session.user) and not access.scope(frappe.session.user).prefixes:
		frappe.throw(_("You hold no seat. Ask the Organization Commission for one."), NoSeatError)
	made = BytesIO()
	export.template(made)
	_send("mau-nhap-to-chuc-dang.xlsx", made)


@frappe.whitelist(methods=["GET"])
def download(organization: str = "") -> None:
	"""Download a branch (one's own when none is named) as a workbook; a large one is made in the background."""
	branch = _asked_branch(organization)
	export.require_reading(branch)
	if (count := export.count_rows(branch)) > export.AT_ONCE:
		message = _(
			"This branch has {0} rows. Open “Organization Import” and make the workbook there, in the background."
		)
		frappe.throw(message.format(count), TooMuchAtOnceError, title=_("Too Much at Once"))
	made = BytesIO()
	export.fill(made, branch)
	_send(f"to-chuc-dang-{nowdate()}.xlsx", made)


@frappe.whitelist(methods=["GET"])
def own_branch() -> str:
	"""The organisation whose branch a new import of the signed-in person is for; "" for an administrator."""
	if access.is_administrator(frappe.session.user):
		return ""
	paths = rights.branches(frappe.session.user)
	return (paths and frappe.db.get_value(tree.DOCTYPE, {"path": paths[0]})) or ""


def _asked_branch(organization: str) -> str:
	if organization:
		return tree.path_of(organization) or frappe.throw(
			_("You may not see this document, or it does not exist."), frappe.PermissionError
		)
	allowed = access.scope(frappe.session.user)
	return "" if allowed.unrestricted else (allowed.prefixes or ("",))[0]


def _send(file_name: str, content: BytesIO) -> None:
	frappe.response["filename"] = file_name
	frappe.response["filecontent"] = content.getvalue()
	frappe.response["type"] = "binary"
