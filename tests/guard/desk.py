"""Walk through all of the desk that a person can open, asked of the desk itself."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Error, Response

from tests.bad_days.ground import rows
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
		table: meta.istable, tree: meta.is_tree, submittable: meta.is_submittable, calendar: !!frappe.views.calendar[name],
	};
}"""
GO = "route => frappe.set_route(...route)"
# Of the desk's promises some are never kept when the call behind them fails.
IN_TIME = """([given, patience]) => Promise.race([
	(%s)(given),
	new Promise((done, fail) => setTimeout(() => fail(new Error(`no answer: ${given}`)), patience)),
])"""
# Until nothing is asked for, no frame or picture is on its way and the page has stood still a while; one that never does
# (a clock in it) is let go when nothing has been asked for long enough. Answers whether `mark` is to be read on it, and closes
# what covers it.
STILL, LONG_ENOUGH, PATIENCE = 80, 1_500, 15_000  # ms
SETTLE = """async ([mark, still, longEnough, patience]) => {
	const begun = performance.now();
	let changed = begun, asked = begun;
	const watch = new MutationObserver(() => { changed = performance.now(); });
	watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
	const busy = () => window.frappe?.request?.ajax_count || document.readyState !== "complete";
	const loading = () =>
		[...document.images].some(each => !each.complete && each.loading !== "lazy") ||
		[...document.querySelectorAll("iframe")].some(
			each => each.checkVisibility() && each.contentDocument?.readyState !== "complete"
		);
	try {
		for (;;) {
			await new Promise(done => setTimeout(done, 20));
			const now = performance.now();
			if (busy()) asked = now;
			else if ((now - changed > still && now - asked > still && !loading()) || now - asked > longEnough) break;
			if (now - begun > patience) throw new Error(`${location.pathname} does not come to rest`);
		}
	} finally {
		watch.disconnect();
	}
	const typed = [...document.querySelectorAll("input, textarea")].filter(each => each.checkVisibility());
	const frames = [...document.querySelectorAll("iframe")].map(each => each.contentDocument?.body?.innerText || "");
	const seen = !!mark && [document.body.innerText, ...typed.map(each => each.value), ...frames].some(text => text.includes(mark));
	if (window.$?.(".modal.show").length) $(".modal.show").modal("hide");
	return seen;
}"""
# Of accounts one's own: others are found by who may choose them, and opened by administrators alone. Of definitions one whose
# documents the walk does not open: the desk loads the page anew before a document whose definition was open in the same window.
FIRST = """async name => {
	if (name === "User" && !frappe.user.has_role("System Manager")) return frappe.session.user;
	if (name === "DocType") return "Country";
	const asked = { doctype: name, fields: ["name"], limit: 1 };
	const rows = await frappe.xcall("frappe.desk.reportview.get_list", asked);
	return rows.length ? rows[0].name : null;
}"""
OURS = (
	"Organization", "Reorganization", "Workbook", "Criteria", "Meeting", "Rating", "Evaluation", "Approval", "Obligation",
	"Supervision", "Synthesis", "Outbox",
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


Piece = list  # of JSON: ["Workspaces", name, public], ["page", name], ["report", name] or ["kind", name, facts, printable]


@cache
def ours() -> frozenset[str]:
	"""Kinds of document of our own modules."""
	listed = ", ".join(f"'{module}'" for module in OURS)
	return frozenset(row[0] for row in rows(f"SELECT name FROM tabDocType WHERE module IN ({listed})"))


class Walk:
	"""One person's way through the desk; `refusals` is what must stay empty."""

	mark = ""  # what `settle` looks for

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
		try:
			self.ask(GO, list(route))
			self.settle()
		except Error as error:
			error.add_note(f"on the way to {self.route}")
			raise
		self.visited.append(self.route)

	def ask(self, script: str, given: Any) -> Any:
		return self.page.evaluate(IN_TIME % script, [given, PATIENCE])

	def settle(self) -> bool:
		"""Wait until the page has come to rest; whether `mark` is to be read on it."""
		return self.page.evaluate(SETTLE, [self.mark, STILL, LONG_ENOUGH, PATIENCE])

	def all(self) -> None:
		for piece in self.pieces():
			self.visit(piece)

	def pieces(self) -> list[Piece]:
		"""What there is to be opened, in parts that may be opened in any order, each in a window of its own."""
		there = self.page.evaluate(ASK)
		return [
			*(["Workspaces", name, public] for name, public in there["workspaces"]),
			*(["page", name] for name in there["pages"] if name not in NOT_PAGES),
			*(["report", report] for report, kind in there["reports"] if kind in ours()),
			*(
				["kind", name, there["kinds"][name], name in there["prints"]]
				for name in (() if self.lean else self.kinds(there["kinds"]))
			),
		]

	def visit(self, piece: Piece) -> None:
		match piece:
			case ["Workspaces", name, public]:
				self.go("Workspaces", *([] if public else ["private"]), name)
			case ["page", name]:
				self.go(name)
			case ["report", name]:
				self.go("query-report", name)
			case ["kind", name, facts, printable]:
				self.kind(name, facts, printable)
			case _:
				raise ValueError(piece)

	def kinds(self, known: dict[str, dict]) -> Iterator[str]:
		for name in sorted(known):
			if name in ours() or (
				self.whole and name in (ADMINISTRATORS if self.administrator else EVERYBODY)
			):
				yield name

	def kind(self, name: str, facts: dict, printable: bool) -> None:
		meta = self.ask(META, name)
		if meta["table"]:
			return
		if facts["single"]:
			self.go("Form", name, name)
			return
		self.go("List", name, "List")
		first = self.ask(FIRST, name)
		if first is not None:
			self.go("Form", name, str(first))
		if facts["create"]:
			self.go("Form", name, f"new-{name.lower().replace(' ', '-')}")
		if not (name in ours() or self.whole):
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
