"""Attacks that read: columns, secrets, files of the server, fields of linked documents."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.guard.advisories.attack import SLEEP, SQL, Attack, rpc


def sql() -> Iterator[Attack]:
	"""SQL in what names a column."""
	lists = (
		"frappe.client.get_list",
		"frappe.desk.reportview.get",
		"frappe.desk.reportview.get_list",
		"frappe.desk.reportview.get_count",
	)
	parts = {
		"fields": json.dumps([f"{SLEEP} as x"]),
		"filters": json.dumps([["Party Member", SQL, "=", "x"]]),
		"or_filters": json.dumps([[SQL, "like", "%"]]),
		"order_by": f"{SLEEP} asc",
		"group_by": f"name having {SLEEP}",
		"limit_page_length": "1; select sleep(2)",
		"limit_start": "0 procedure analyse(1)",
	}
	for door in lists:
		for name, value in parts.items():
			yield rpc(
				"SQL injection", door, **{"doctype": "Party Member", "fields": '["name"]'} | {name: value}
			)
	yield rpc(
		"SQL injection", "frappe.desk.search.search_widget", doctype="Party Member", txt="x", searchfield=SQL
	)
	yield rpc(
		"SQL injection",
		"frappe.desk.search.search_link",
		doctype="Party Member",
		txt="x",
		filters=parts["filters"],
	)
	yield rpc(
		"SQL injection",
		"frappe.desk.listview.get_group_by_count",
		doctype="Party Member",
		current_filters="[]",
		field=SQL,
	)
	yield rpc(
		"SQL injection",
		"frappe.desk.calendar.get_events",
		doctype="Meeting",
		start="2026-01-01",
		end="2026-12-31",
		field_map=json.dumps({"start": SQL, "end": SQL}),
	)
	yield rpc(
		"SQL injection", "frappe.client.get_value", doctype="Party Member", fieldname=f"{SLEEP}", filters="{}"
	)
	yield rpc(
		"SQL injection",
		"frappe.desk.doctype.number_card.number_card.get_result",
		doc=json.dumps(
			{"document_type": "Party Member", "function": "Sum", "aggregate_function_based_on": "1) or (1"}
		),
		filters="[]",
	)
	yield rpc(
		"SQL injection",
		"frappe.utils.goal.get_monthly_goal_graph_data",
		title="x",
		doctype="Party Member",
		docname="x",
		goal_value_field=SQL,
		goal_total_field=SQL,
		goal_history_field=SQL,
		goal_doctype="Party Member",
		goal_doctype_link=SQL,
		goal_field=SQL,
		date_field=SQL,
		filter_str=SQL,
		aggregation=SQL,
	)
	yield Attack("SQL injection", "GET", "/api/resource/Party Member", {"order_by": SLEEP})
	yield rpc(
		"SQL injection",
		"frappe.client.get_value",
		doctype="Party Member",
		fieldname="name",
		filters=json.dumps({SQL: "x"}),
	)
	yield rpc(
		"SQL injection",
		"frappe.desk.reportview.export_query",
		doctype="Party Member",
		fields=json.dumps([f"{SLEEP} as x"]),
		file_format_type="CSV",
		title="x",
	)
	yield rpc(
		"SQL injection", "frappe.desk.query_report.run", report_name=SQL, filters=json.dumps({SQL: SLEEP})
	)


def secrets() -> Iterator[Attack]:
	"""What is not one's own, handed out for the asking."""
	yield rpc(
		"password hash or key",
		"frappe.client.get_value",
		doctype="User",
		fieldname="reset_password_key",
		filters='{"name": "Administrator"}',
	)
	yield rpc(
		"password hash or key", "frappe.client.get_list", doctype="User", fields='["name","api_secret"]'
	)
	yield rpc(
		"password hash or key",
		"frappe.client.get_password",
		doctype="User",
		name="Administrator",
		fieldname="api_secret",
	)
	yield rpc(
		"password hash or key",
		"frappe.client.get_list",
		doctype="Party Member",
		fields='["name","owner.reset_password_key"]',
	)
	yield rpc("password hash or key", "frappe.core.doctype.user.user.generate_keys", user="Administrator")
	yield rpc("password hash or key", "frappe.utils.backups.get_backup_encryption_key")
	key = json.dumps({"name": "Administrator", "reset_password_key": ["like", "a%"]})
	found, own = {"doctype": "User", "filters": key}, "bontot.guard.query.search."
	yield Attack("key, by another address", "GET", "/api/resource/x", {"cmd": "frappe.client.get"} | found)
	yield Attack(
		"key, by another address", "GET", "/api/resource/Seat/x", {"cmd": "frappe.client.get"} | found
	)
	yield rpc("key, of no kind", f"{own}account_query", doctype="", txt="", filters=key)
	yield rpc(
		"key, of another kind", "frappe.desk.search.search_link", doctype="Seat", txt="", query=f"{own}account_query", filters=key,
	)  # fmt: skip
	card = json.dumps({"document_type": "Party Member", "function": "Count"})
	yield rpc(
		"filters of a card", "frappe.desk.doctype.number_card.number_card.get_result",
		doc=json.dumps({"document_type": "User", "function": "Count"}), filters=key,
	)  # fmt: skip
	yield rpc(
		"filters of a card",
		"frappe.desk.doctype.dashboard_chart.dashboard_chart.get",
		chart=card,
		filters='[["x","=","1"]]',
	)
	yield rpc(
		"columns as the row of a tree", "frappe.desk.treeview.get_all_nodes", doctype="User", label="x",
		parent='["reset_password_key"]', tree_method="frappe.client.get_list",
	)  # fmt: skip
	yield rpc(
		"roles of others", "frappe.client.get_list", doctype="Has Role", parent="Report", fields='["parent","role"]',
		filters='{"parenttype": "User"}',
	)  # fmt: skip
	for alias in ("organization", "_assign"):
		yield rpc(
			"titles of others", "frappe.desk.reportview.get", doctype="Party Member", fields=json.dumps([f"full_name as {alias}"]),
		)  # fmt: skip
	yield rpc("backups", "frappe.utils.backups.fetch_latest_backups")
	yield rpc("backups", "frappe.desk.page.backups.backups.schedule_files_backup", user_email="x@y.example")
	yield rpc(
		"settings of others",
		"frappe.desk.doctype.event.event.get_events",
		start="2026-01-01",
		end="2026-12-31",
		user="Administrator",
	)
	yield rpc(
		"whole tables", "frappe.desk.query_report.get_data_for_custom_field", doctype="User", field="email"
	)
	yield rpc(
		"whole tables", "frappe.core.doctype.data_export.exporter.export_data", doctype="User", with_data=1
	)
	yield rpc("whole tables", "frappe.desk.form.linked_with.get", doctype="User", docname="Administrator")
	yield rpc(
		"rights of others",
		"frappe.core.doctype.user_permission.user_permission.get_user_permissions",
		user="Administrator",
	)


def linked() -> Iterator[Attack]:
	"""Fields of documents that the asked one only links to."""
	for name in ("owner.api_key", "user.reset_password_key", "modified_by.last_ip"):
		yield rpc(
			"linked field",
			"frappe.client.get_list",
			doctype="Party Member",
			fields=json.dumps(["name", name]),
		)
		yield rpc(
			"linked field",
			"frappe.client.get_value",
			doctype="Party Member",
			fieldname=json.dumps([name]),
			filters="{}",
		)
		yield Attack("linked field", "GET", "/api/resource/Party Member", {"fields": json.dumps([name])})
	yield rpc(
		"linked field",
		"frappe.client.validate_link",
		doctype="User",
		docname="Administrator",
		fields=json.dumps(["last_ip", "email"]),
	)


def traversal() -> Iterator[Attack]:
	"""Files of the server by a path that leaves its folder."""
	yield rpc("path", "frappe.client.get_js", items='["/assets/../localhost/site_config.json"]')
	yield rpc("path", "frappe.client.get_js", items='["/assets/assets.json"]')
	yield Attack("path", "GET", "/files/..%2f..%2fsite_config.json")
	yield Attack("path", "GET", "/private/files/..%2f..%2fsite_config.json")
	yield Attack(
		"path", "GET", "/api/method/download_file", {"file_url": "/private/files/../../site_config.json"}
	)
	yield Attack("path", "GET", "/backups/20260101_000000-localhost-database.sql.gz")
	yield Attack("path", "GET", "/backups/..%2f..%2fsite_config.json")
	yield Attack("path", "GET", "/backups/../../site_config.json")
	yield Attack("path", "GET", "/assets/..%2f..%2fsites/localhost/site_config.json", {}, True)
	yield Attack("path", "GET", "/..%2f..%2f..%2fetc/passwd", {}, True)
	yield rpc("path", "frappe.desk.desk_page.getpage", name="../../../../etc/passwd")
	yield rpc("path", "frappe.desk.query_report.get_script", report_name="../../../etc/passwd")


def files() -> Iterator[Attack]:
	"""Another's file cloned, moved or taken off."""
	yield rpc("files", "frappe.core.api.file.unzip_file", name="x")
	yield rpc("files", "frappe.core.api.file.zip_files", files='["x"]')
	yield rpc(
		"files",
		"frappe.core.api.file.move_file",
		file_list='[{"name": "x"}]',
		new_parent="Home",
		old_parent="Home",
	)
	yield rpc(
		"files",
		"frappe.client.insert",
		doc=json.dumps(
			{"doctype": "File", "file_name": "x.pdf", "file_url": "/private/files/../../site_config.json"}
		),
	)
