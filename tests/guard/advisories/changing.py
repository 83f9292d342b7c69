"""Attacks that change: rows, roles, shares, approvals, and documents that become code."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.guard.advisories.attack import Attack, rpc


def writing() -> Iterator[Attack]:
	"""Another's row, another's role, a link that writes."""
	yield rpc(
		"role for oneself",
		"frappe.client.insert",
		doc=json.dumps(
			{
				"doctype": "Has Role",
				"parent": "Administrator",
				"parenttype": "User",
				"parentfield": "roles",
				"role": "System Manager",
			}
		),
	)
	yield rpc(
		"another's account",
		"frappe.client.set_value",
		doctype="User",
		name="Administrator",
		fieldname="enabled",
		value="0",
	)
	yield rpc(
		"write by link",
		"frappe.client.set_value",
		"GET",
		doctype="User",
		name="Administrator",
		fieldname="bio",
		value="x",
	)
	yield rpc("bulk update", "frappe.client.bulk_update", docs="[]")
	yield rpc(
		"permissions",
		"frappe.core.page.permission_manager.permission_manager.add",
		parent="User",
		role="All",
		permlevel=0,
	)
	yield rpc("restoring", "frappe.core.doctype.deleted_document.deleted_document.restore", name="x")
	yield rpc(
		"restoring", "frappe.core.doctype.deleted_document.deleted_document.bulk_restore", docnames='["x"]'
	)


def sharing() -> Iterator[Attack]:
	"""A document shared further than one's own right to it."""
	yield rpc("sharing", "frappe.share.add", doctype="User", name="Administrator", write=1)
	yield rpc(
		"sharing",
		"frappe.share.set_permission",
		doctype="User",
		name="Administrator",
		user="Guest",
		permission_to="read",
	)
	yield rpc(
		"sharing",
		"frappe.share.add",
		doctype="Party Organization",
		name="x",
		user="Guest",
		read=1,
		write=1,
		submit=1,
		share=1,
	)


def protected() -> Iterator[Attack]:
	"""Fields that nobody sets by hand, hidden in a dictionary or a text of one."""
	for values in (
		{"docstatus": 1},
		{"owner": "Administrator"},
		{"parent": "x", "parenttype": "User"},
		{"name": "x"},
	):
		for sent in (values, json.dumps(json.dumps(values))):
			yield rpc(
				"protected field",
				"frappe.client.set_value",
				doctype="Party Member",
				name="x",
				fieldname=sent,
				value="x",
			)


def names() -> Iterator[Attack]:
	"""Markup in the name of a new document."""
	for doctype in ("ToDo", "Note", "Party Member", "Tag"):
		yield rpc(
			"markup in a name",
			"frappe.client.insert",
			doc=json.dumps(
				{"doctype": doctype, "__newname": "<img src=x onerror=alert(1)>", "description": "x"}
			),
		)


def workflow() -> Iterator[Attack]:
	"""Approvals that a link in a mail starts."""
	yield rpc(
		"workflow by link",
		"frappe.workflow.doctype.workflow_action.workflow_action.apply_action",
		"GET",
		action="x",
		doctype="Party Member",
		docname="x",
		current_state="x",
		guest=True,
	)
	for name in ("frappe.model.workflow.bulk_workflow_approval", "frappe.model.workflow.apply_workflow"):
		yield rpc(
			"workflow by link", name, "GET", docnames='["x"]', doctype="Party Member", doc="{}", action="x"
		)
		yield rpc("workflow", name, docnames='["x"]', doctype="Party Member", doc="{}", action="x")
	yield rpc(
		"workflow by link",
		"frappe.workflow.doctype.workflow_action.workflow_action.confirm_action",
		"GET",
		doctype="Party Member",
		docname="x",
		user="Administrator",
		action="x",
		guest=True,
	)


def workspaces() -> Iterator[Attack]:
	"""Pages of the desk that all see."""
	pages = "frappe.desk.doctype.workspace.workspace"
	yield rpc("workspace", f"{pages}.update_page", name="Home", title="x", icon="x", parent="", public=1)
	yield rpc("workspace", f"{pages}.save_page", title="Home", public=1, new_widgets="{}", blocks="[]")
	yield rpc("workspace", f"{pages}.new_page", new_page='{"title": "x", "public": 1}')
	yield rpc("workspace", f"{pages}.hide_page", page_name="Home")
	yield rpc("workspace", f"{pages}.delete_page", page='{"name": "Home", "public": 1}')
	yield rpc("workspace", "frappe.desk.desktop.update_onboarding_step", name="x", field="title", value="x")


def code() -> Iterator[Attack]:
	"""Templates, reports, scripts and files that become code."""
	yield rpc(
		"code",
		"frappe.desk.doctype.system_console.system_console.execute_code",
		doc=json.dumps({"doctype": "System Console", "type": "Python", "console": "1"}),
	)
	yield rpc(
		"template",
		"frappe.email.doctype.email_template.email_template.get_email_template",
		template_name="x",
		doc='{"x": "{{ 7*7 }}"}',
	)
	yield rpc("template", "frappe.contacts.doctype.address.address.get_address_display", address_dict="{}")
	yield rpc("template", "frappe.email.email_body.get_email_html", template="x", args="{}", subject="x")
	yield rpc(
		"template",
		"frappe.automation.doctype.auto_repeat.auto_repeat.generate_message_preview",
		reference_dt="User",
		reference_doc="Administrator",
		message="{{ 7*7 }}",
	)
	yield rpc(
		"report",
		"frappe.desk.query_report.save_report",
		reference_report="x",
		report_name="x",
		columns="[]",
		filters="{}",
	)
	yield rpc(
		"server script",
		"frappe.core.doctype.server_script.server_script.ServerScript.get_autocompletion_items",
	)
	yield rpc(
		"mapping", "frappe.model.mapper.make_mapped_doc", method="frappe.client.get_password", source_name="x"
	)
	yield rpc(
		"function within",
		"frappe.desk.treeview.get_all_nodes",
		doctype="Party Organization",
		label="x",
		parent="x",
		tree_method="frappe.client.get_password",
	)
	yield rpc(
		"function within",
		"frappe.desk.search.search_widget",
		doctype="Party Member",
		txt="x",
		query="frappe.utils.execute_in_shell",
	)
	for doctype, values in (
		("Server Script", {"script_type": "API", "api_method": "x", "script": "1"}),
		("Client Script", {"dt": "ToDo", "script": "alert(1)"}),
		(
			"Report",
			{"report_name": "x", "ref_doctype": "User", "report_type": "Script Report", "report_script": "1"},
		),
		("Print Format", {"doc_type": "User", "print_format_type": "Jinja", "html": "{{ 7*7 }}"}),
		("Notification", {"subject": "{{ 7*7 }}", "document_type": "User", "event": "Save"}),
		("Web Page", {"title": "x", "main_section": "{{ 7*7 }}"}),
		("Web Template", {"template": "{{ 7*7 }}"}),
		("Email Template", {"subject": "x", "response": "{{ 7*7 }}"}),
		("Auto Email Report", {"report": "x", "user": "Administrator"}),
		("Package Import", {"attach_package": "/private/files/x.tar.gz", "activate": 1}),
		("DocType", {"module": "Core", "custom": 1}),
		("Custom Field", {"dt": "User", "fieldname": "x", "fieldtype": "Data"}),
		("Property Setter", {"doc_type": "User", "property": "hidden", "value": "1"}),
	):
		yield rpc(
			"document of code",
			"frappe.client.insert",
			doc=json.dumps({"doctype": doctype, "name": "x"} | values),
		)
