"""Attacks from outside: ways in, links, forged hosts, pages of a website, requests that the server would make."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tests.guard.advisories.attack import EVIL_HOST, Attack, rpc


def ways_in() -> Iterator[Attack]:
	"""Signing in, out and up by other ways."""
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


def outside() -> Iterator[Attack]:
	"""Sign-in and consent of other services."""
	for name in ("frappe.integrations.oauth2.approve", "frappe.integrations.oauth2.authorize"):
		for method in ("GET", "POST"):
			yield rpc(
				"consent",
				name,
				method,
				client_id="x",
				redirect_uri=f"http://{EVIL_HOST}/",
				response_type="code",
				scope="all",
			)
	yield rpc("consent", "frappe.integrations.oauth2.revoke_token", token="x", guest=True)
	yield rpc("consent", "frappe.integrations.oauth2.introspect_token", token="x", guest=True)
	yield rpc("consent", "frappe.integrations.oauth2.openid_profile")


def hosts() -> Iterator[Attack]:
	"""Addresses in mails of a host that the asker made up."""
	for host in (EVIL_HOST, f"localhost.{EVIL_HOST}"):
		yield rpc(
			"forged host",
			"frappe.core.doctype.user.user.reset_password",
			guest=True,
			host=host,
			user="Administrator",
		)
		yield rpc(
			"forged host", "frappe.www.login.send_login_link", guest=True, host=host, email="Administrator"
		)


def guests() -> Iterator[Attack]:
	"""What a website lets passers-by write."""
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
		"web form",
		"frappe.website.doctype.web_form.web_form.accept",
		web_form="edit-profile",
		data="{}",
		guest=True,
	)
	for guest in (True, False):
		yield rpc(
			"discussion",
			"frappe.website.doctype.discussion_topic.discussion_topic.submit_discussion",
			doctype="User",
			docname="Administrator",
			reply="x",
			title="x",
			guest=guest,
		)


def outgoing() -> Iterator[Attack]:
	"""Requests that the server would make for the asker."""
	address = f"http://{EVIL_HOST}/x.png"
	yield rpc("outgoing", "frappe.handler.upload_file", file_url=address, file_name="x.png", is_private=1)
	yield rpc(
		"outgoing", "upload_file", file_url="http://127.0.0.1:11000/x.png", file_name="x.png", is_private=1
	)
	yield rpc(
		"outgoing",
		"run_doc_method",
		method="make_thumbnail",
		docs=json.dumps({"doctype": "File", "name": "x", "file_url": address, "file_name": "x.png"}),
	)
	yield rpc(
		"outgoing",
		"frappe.client.insert",
		doc=json.dumps({"doctype": "File", "file_url": address, "file_name": "x.png", "is_private": 1}),
	)
	yield rpc(
		"outgoing", "frappe.client.insert", doc=json.dumps({"doctype": "Webhook", "request_url": address})
	)
	yield rpc("outgoing", "frappe.integrations.doctype.social_login_key.social_login_key.get_url", name="x")
	yield rpc(
		"outgoing",
		"frappe.core.doctype.data_import.data_import.get_preview_from_template",
		data_import="x",
		google_sheets_url=address,
	)


def imports() -> Iterator[Attack]:
	"""The framework's own import; ours reads a workbook and shows text only."""
	imports = "frappe.core.doctype.data_import.data_import"
	yield rpc("import", f"{imports}.form_start_import", data_import="x")
	yield rpc("import", f"{imports}.get_import_logs", data_import="x")
	yield rpc("import", f"{imports}.download_errored_template", "GET", data_import_name="x")
	yield rpc(
		"import",
		"frappe.client.insert",
		doc=json.dumps(
			{"doctype": "Data Import", "reference_doctype": "User", "import_type": "Insert New Records"}
		),
	)


def pdf() -> Iterator[Attack]:
	"""Pages of the asker's own making, turned into a PDF by the server."""
	inside = '<iframe src="file:///etc/passwd"></iframe><img src="http://127.0.0.1:11000/">'
	yield rpc(
		"PDF", "frappe.utils.weasyprint.download_pdf", doctype="User", name="Administrator", print_format="x"
	)
	yield rpc(
		"PDF",
		"frappe.www.printview.get_html_and_style",
		doc=json.dumps({"doctype": "User", "name": "x", "x": inside}),
	)


def pages() -> Iterator[Attack]:
	"""Pages of a website that this is not; they reflect what a link says."""
	for path in (
		"/about",
		"/contact",
		"/me",
		"/list",
		"/blog",
		"/search?q=<script>alert(1)</script>",
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
