"""The classes of the framework's public advisories since August 2023, each replayed over HTTP; and what leaks without the guard.

CVE numbers where one was given; the rest are fixes of the 14 and 15 lines without one. What matters is the class.
"""

from __future__ import annotations

import json
import unittest
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.bad_days.digests import changed, state
from tests.bad_days.ground import BENCH
from tests.guard.ground import SHORT, SharedCase, ask, elsewhere, unguarded
from tests.main_job.client import Person

SQL = "name` or 1=1 or `name"
SLEEP = "(select sleep(2))"


@dataclass(frozen=True, slots=True)
class Attack:
	advisory: str
	method: str
	path: str
	form: dict[str, object] = field(default_factory=dict)
	guest: bool = False


def rpc(advisory: str, name: str, method: str = "POST", /, *, guest: bool = False, **form: object) -> Attack:
	return Attack(advisory, method, f"/api/method/{name}", form, guest)


def sql() -> Iterator[Attack]:
	"""CVE-2023-46127, CVE-2024-24812, CVE-2025-52895, CVE-2025-55731, CVE-2025-55732 and their like: SQL in what names a column."""
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


def secrets() -> Iterator[Attack]:
	"""CVE-2024-34074, CVE-2025-30212, CVE-2025-30214 and their like: what is not one's own, handed out for the asking."""
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
	yield rpc("backups", "frappe.utils.backups.fetch_latest_backups")
	yield rpc("backups", "frappe.desk.page.backups.backups.schedule_files_backup", user_email="x@y.example")
	yield Attack("backups", "GET", "/backups/20260101_000000-localhost-database.sql.gz")
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


def writing() -> Iterator[Attack]:
	"""CVE-2023-41328, CVE-2024-27105, CVE-2025-68953 and their like: another's row, another's role, a link that writes."""
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
		"workflow by link",
		"frappe.workflow.doctype.workflow_action.workflow_action.apply_action",
		"GET",
		action="x",
		doctype="Party Member",
		docname="x",
		current_state="x",
		guest=True,
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
		"web form",
		"frappe.website.doctype.web_form.web_form.accept",
		web_form="edit-profile",
		data="{}",
		guest=True,
	)
	yield rpc(
		"comments of guests",
		"frappe.templates.includes.comments.comments.add_comment",
		comment="x",
		comment_email="x@y.example",
		comment_by="x",
		reference_doctype="User",
		reference_name="Administrator",
		route="x",
		guest=True,
	)
	yield rpc(
		"permissions",
		"frappe.core.page.permission_manager.permission_manager.add",
		parent="User",
		role="All",
		permlevel=0,
	)


def code() -> Iterator[Attack]:
	"""CVE-2023-5555, CVE-2025-27515 and their like: templates, reports, scripts and files that become code."""
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
	yield rpc("files", "frappe.client.get_js", items='["/assets/../localhost/site_config.json"]')
	yield rpc("files", "frappe.client.get_js", items='["/assets/assets.json"]')
	yield rpc("files", "frappe.core.api.file.unzip_file", name="x")
	yield Attack("files", "GET", "/files/..%2f..%2fsite_config.json")
	yield Attack("files", "GET", "/private/files/..%2f..%2fsite_config.json")
	yield Attack(
		"files", "GET", "/api/method/download_file", {"file_url": "/private/files/../../site_config.json"}
	)


def ways_in() -> Iterator[Attack]:
	"""CVE-2024-27105, CVE-2025-26621, CVE-2026-29081 and their like: signing in, out and up by other ways."""
	yield rpc(
		"sign up",
		"frappe.core.doctype.user.user.sign_up",
		email="x@y.example",
		full_name="x",
		redirect_to="/",
		guest=True,
	)
	yield rpc("link by mail", "frappe.www.login.send_login_link", email="Administrator", guest=True)
	yield rpc("link by mail", "frappe.www.login.login_via_key", "GET", key="x", guest=True)
	yield rpc("token", "frappe.www.login.login_via_token", login_token="x", guest=True)
	yield rpc("outside", "frappe.integrations.oauth2.get_token", guest=True)
	yield rpc(
		"outside",
		"frappe.integrations.oauth2_logins.login_via_google",
		"GET",
		code="x",
		state="e30=",
		guest=True,
	)
	yield rpc("outside", "frappe.integrations.doctype.ldap_settings.ldap_settings.login", guest=True)
	yield Attack("login by link", "GET", "/api/method/login", {"usr": "Administrator", "pwd": "x"}, True)
	yield Attack("login by link", "GET", "/", {"cmd": "login", "usr": "Administrator", "pwd": "x"}, True)
	yield Attack("session by link", "GET", "/login", {"sid": "0" * 56}, True)
	yield rpc("log out by link", "logout", "GET")
	yield rpc("log out by link", "web_logout", "GET")


def pages() -> Iterator[Attack]:
	for path in (
		"/about",
		"/contact",
		"/me",
		"/list",
		"/blog",
		"/search?q=x",
		"/third_party_apps",
		"/website_theme",
		"/rss",
		"/newsletters",
		"/_test/x",
	):
		yield Attack("pages of the website", "GET", path, {}, True)
	yield Attack(
		"print of what is sent",
		"GET",
		"/printview",
		{"doctype": "User", "name": "Administrator", "key": "x"},
		True,
	)


ALL = {"sql": sql, "secrets": secrets, "writing": writing, "code": code, "ways_in": ways_in, "pages": pages}

# In the guard's own words; by these names nothing else refuses.
REFUSALS = frozenset((
	"DoorClosedError", "RequestError", "NotServedError", "ArgumentError", "FieldNotOpenError", "UnknownMethodError", "MethodNotAllowed",
))  # fmt: skip
REFUSED_BY_OTHERS = frozenset((
	# a door that is open to people with the right, which these lack
	"/api/method/frappe.client.insert", "/api/method/frappe.client.set_value", "/api/method/frappe.desk.form.linked_with.get",
	"/api/method/download_file",  # of no row in the list of files
	# the proxy, with a page of its own
	"/backups/20260101_000000-localhost-database.sql.gz", "/files/..%2f..%2fsite_config.json", "/login",
))  # fmt: skip


def refusal(text: str) -> str:
	"""Class of the error that an answer tells of; "" for none."""
	try:
		return json.loads(text).get("exc_type") or ""
	except ValueError:
		return ""


class TestAdvisories(SharedCase):
	def play(self, attack: Attack, secretary: Person, guest: Person) -> tuple[int, str]:
		person = guest if attack.guest else secretary
		return ask(person, attack.method, attack.path, form=attack.form or None)

	def test_every_one_is_refused_and_none_breaks_the_server(self) -> None:
		secretary, guest = self.round.person("secretary"), Person(BENCH.url)
		before, faults, played, others = state(), [], 0, set()
		for kind, attacks in ALL.items():
			for attack in attacks():
				played += 1
				status, text = self.play(attack, secretary, guest)
				if not 400 <= status < 500:
					faults.append(
						f"{kind}, {attack.advisory}: {status} {attack.path} {attack.form} {text[:150]}"
					)
				elif refusal(text) not in REFUSALS:
					others.add(attack.path)
		print(
			f"\n{played} attacks, {len(faults)} not refused, {len(others)} doors where others than the guard refuse"
		)
		self.assertGreater(played, 90)
		self.assertEqual(faults, [], "\n".join(faults))
		self.assertEqual(others, REFUSED_BY_OTHERS)
		self.assertEqual(changed(before, state()), [])

	def test_control_the_framework_alone_lets_some_in(self) -> None:
		"""In the short run none that makes the database sleep."""
		with unguarded() as url:
			secretary, guest = elsewhere(self.round.person("secretary"), url), Person(url)
			answers = [
				(attack.path, *self.play(attack, secretary, guest))
				for attacks in ALL.values()
				for attack in attacks()
				if not (SHORT and "sleep" in str(attack.form)) and "log out" not in attack.advisory
			]
		let_in = [path for path, status, _text in answers if not 400 <= status < 500]
		print(f"\nwithout the guard {len(let_in)} of {len(answers)} are answered or break the server")
		self.assertGreater(len(let_in), 10, let_in)
		self.assertEqual([path for path, _status, text in answers if refusal(text) in REFUSALS], [])

	def test_a_sign_in_leads_nowhere_else(self) -> None:
		response, _content = Person(BENCH.url).ask("GET", "/login?redirect-to=//evil.example/x")
		self.assertEqual((response.status, response.headers["Location"]), (302, "/login"))


if __name__ == "__main__":
	unittest.main()
