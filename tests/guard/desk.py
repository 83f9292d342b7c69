"""What of the desk a person can open, asked of the desk itself, and the walk through all of it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Error, Response

from tests.browser.chromium import Window

# Of the framework's own kinds of document an administrator opens these; everybody else all that they may read.
ADMINISTRATORS = (
	"User", "Role", "Role Profile", "File", "Error Log", "Report", "Print Format", "Print Settings", "System Settings", "Workspace",
	"Number Card", "Dashboard Chart", "Dashboard", "Notification", "Email Account", "Email Queue", "Custom Field", "Activity Log",
	"Access Log", "Scheduled Job Type", "RQ Job", "RQ Worker", "Data Import", "DocType", "Letter Head", "Translation", "Tag",
	"Deleted Document", "Version", "Comment", "ToDo", "Note", "Event", "Website Settings",
)  # fmt: skip
ASK = """() => {
	const user = frappe.boot.user, kinds = {};
	for (const name of user.can_read) kinds[name] = {
		single: (frappe.boot.single_types || []).includes(name), create: user.can_create.includes(name),
	};
	return {
		kinds,
		workspaces: (frappe.boot.allowed_workspaces || []).map(each => [each.name || each.title, each.public]),
		reports: Object.entries(user.all_reports || {}).map(([name, facts]) => [name, facts.ref_doctype || ""]),
		pages: Object.keys(frappe.boot.page_info || {}),
		prints: user.can_print,
	};
}"""
META = """async name => {
	await new Promise(done => frappe.model.with_doctype(name, done));
	const meta = frappe.get_meta(name);
	return {
		table: meta.istable, tree: meta.is_tree, submittable: meta.is_submittable,
		calendar: !!frappe.views.calendar[name], ours: meta.module,
	};
}"""
FIRST = """async name => {
	const rows = await frappe.db.get_list(name, { fields: ["name"], limit: 1 });
	return rows.length ? rows[0].name : null;
}"""
OURS = (
	"Organization", "Criteria", "Meeting", "Evaluation", "Approval", "Obligation", "Supervision", "Synthesis", "Outbox",
)  # fmt: skip
# The framework's own, of which we have no use, or which open with a document only.
NOT_PAGES = (
	"setup-wizard", "backups", "recorder", "background_jobs", "print", "print-format-builder", "print-format-builder-beta",
	"leaderboard", "user-profile", "dashboard-view", "permission-manager",
)  # fmt: skip
# Besides ours, people without administration meet these.
EVERYBODY = ("File", "ToDo", "Note", "Event", "Notification Log", "User", "Report")


@dataclass(frozen=True, slots=True)
class Refusal:
	"""A call that came back with an error while `route` was on the screen."""

	route: str
	status: int
	method: str
	call: str
	text: str

	def __str__(self) -> str:
		return f"{self.route}: {self.status} {self.method} {self.call} {self.text}"


class Walk:
	"""One person's way through the desk; `refusals` is what must stay empty."""

	def __init__(self, window: Window, administrator: bool = False, lean: bool = False) -> None:
		"""`lean`: the person's own workspaces, pages and reports only, no list, form and print of each kind of document."""
		self.window, self.page, self.administrator, self.lean = window, window.page, administrator, lean
		self.whole = bool(os.environ.get("BONTOT_GUARD_FULL"))
		self.refusals: list[Refusal] = []
		self.visited: list[str] = []
		self.calls: set[str] = set()
		self.route = "sign-in"
		self.page.on("response", self.note)

	def note(self, response: Response) -> None:
		path = unquote(urlsplit(response.url).path)
		if response.request.resource_type in ("xhr", "fetch"):
			self.calls.add(f"{response.request.method} {path}")
		if response.status < 400:
			return
		try:
			text = response.text()[:300]
		except Error:  # the page has gone on meanwhile
			text = ""
		self.refusals.append(Refusal(self.route, response.status, response.request.method, path, text))

	def go(self, *route: str) -> None:
		self.route = "/".join(route)
		self.page.evaluate("route => frappe.set_route(...route)", list(route))
		self.settle()
		self.visited.append(self.route)

	def settle(self) -> None:
		self.page.wait_for_timeout(60)
		self.page.wait_for_function("!window.frappe?.request?.ajax_count", timeout=15_000)
		if self.page.locator(".modal.show").count():
			self.page.evaluate("$('.modal.show').modal('hide')")

	def all(self) -> None:
		there = self.page.evaluate(ASK)
		for name, public in there["workspaces"]:
			self.go("Workspaces", *([] if public else ["private"]), name)
		for name in there["pages"]:
			if name not in NOT_PAGES:
				self.go(name)
		for report, kind in there["reports"]:
			if kind and self.is_ours(kind):
				self.go("query-report", report)
		for name in () if self.lean else self.kinds(there["kinds"]):
			self.kind(name, there["kinds"][name], name in there["prints"])

	def kinds(self, known: dict[str, dict]) -> Iterator[str]:
		for name in sorted(known):
			if self.is_ours(name) or (
				self.whole and name in (ADMINISTRATORS if self.administrator else EVERYBODY)
			):
				yield name

	def is_ours(self, name: str) -> bool:
		return self.page.evaluate(META, name)["ours"] in OURS

	def kind(self, name: str, facts: dict, printable: bool) -> None:
		meta = self.page.evaluate(META, name)
		if meta["table"]:
			return
		if facts["single"]:
			self.go("Form", name, name)
			return
		self.go("List", name, "List")
		first = self.page.evaluate(FIRST, name)
		if first is not None:
			self.go("Form", name, str(first))
		if facts["create"]:
			self.go("Form", name, f"new-{name.lower().replace(' ', '-')}")
		if not (meta["ours"] in OURS or self.whole):
			return
		self.go("List", name, "Report")
		if meta["tree"]:
			self.go("Tree", name)
		if meta["calendar"]:
			self.go("List", name, "Calendar")
		if self.whole:
			self.go("List", name, "Dashboard")
		if first is not None and printable:
			self.go("print", name, str(first))

	def doors(self) -> list[str]:
		return sorted(self.calls)


def told(refusals: list[Refusal]) -> str:
	return json.dumps([str(refusal) for refusal in refusals], ensure_ascii=False, indent=1)
