"""Doors that answer with many rows at once: one answer decides a cell for every row that was asked about."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.access.asking import Answer, Asker
from tests.access.oracle import RULES

ALL = 1000


@dataclass(frozen=True, slots=True)
class ListDoor:
	"""`ask` asks for all `rows` of a doctype; `seen` reads the names of those that were shown."""

	channel: str
	ask: Callable[[Asker, str, list[dict]], Answer]
	seen: Callable[[Answer, list[dict]], set[str]]
	verb: str = "read"  # or "export", which fewer may do
	only: Callable[[str], bool] = lambda _doctype: True


def names(rows: list[dict]) -> list[str]:
	return [row["name"] for row in rows]


def named(answer: Answer, rows: list[dict]) -> set[str]:
	"""Rows whose name or mark stands in what was answered; a refusal shows none, whatever it says."""
	return spoken(answer.text, rows) if answer.ok else set()


def spoken(text: str, rows: list[dict]) -> set[str]:
	found = set(re.findall(r"z[nq]\d{6}[nq]z|TC\d{7}", text))
	return {row["name"] for row in rows if row["name"] in found or row["content"] in found}


def in_sheet(answer: Answer, rows: list[dict]) -> set[str]:
	if not answer.ok or not answer.content.startswith(b"PK"):
		return set()
	with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
		text = " ".join(book.read(part).decode() for part in book.namelist() if part.endswith(".xml"))
	return spoken(text, rows)


def by_organization(answer: Answer, rows: list[dict]) -> set[str]:
	"""Groups are counted an organisation, of which each row here has its own."""
	if not answer.ok:
		return set()
	found = set(re.findall(r"TC\d{7}|zq\d{6}qz", answer.text))
	return {row["name"] for row in rows if row["organization"] in found}


def has_organization(doctype: str) -> bool:
	return RULES[doctype].kind in ("own", "restricted", "reminder", "dated master")


def among(doctype: str, rows: list[dict]) -> list:
	return [[doctype, "name", "in", names(rows)]]


def column(doctype: str, field: str = "name") -> str:
	return f"`tab{doctype}`.`{field}`"


def _get_list(asker: Asker, doctype: str, rows: list[dict]) -> Answer:
	query = {"fields": ["name"], "filters": among(doctype, rows), "limit_page_length": ALL}
	return asker.call("frappe.client.get_list", "GET", doctype=doctype, **query)


def _resource(asker: Asker, doctype: str, rows: list[dict]) -> Answer:
	query = {"fields": ["*"], "filters": among(doctype, rows), "limit_page_length": ALL}
	return asker.ask("GET", f"/api/resource/{doctype}", **query)


def _resource_v2(asker: Asker, doctype: str, rows: list[dict]) -> Answer:
	return asker.ask("GET", f"/api/v2/document/{doctype}", filters=among(doctype, rows), limit=ALL)


def _report_view(method: str) -> Callable[[Asker, str, list[dict]], Answer]:
	def ask(asker: Asker, doctype: str, rows: list[dict]) -> Answer:
		query = {"fields": [column(doctype)], "filters": among(doctype, rows), "start": 0, "page_length": 500}
		return asker.call(f"frappe.desk.reportview.{method}", doctype=doctype, view="Report", **query)

	return ask


def _sorted(asker: Asker, doctype: str, rows: list[dict]) -> Answer:
	"""The list with or_filters, distinct and an order: each is put into the statement at another place."""
	query = {
		"or_filters": [[doctype, "name", "in", names(rows)], [doctype, "name", "=", "-"]],
		"fields": [column(doctype)],
		"order_by": f"{column(doctype, 'creation')} desc",
		"distinct": 1,
		"start": 0,
		"page_length": 500,
	}
	return asker.call("frappe.desk.reportview.get", doctype=doctype, **query)


def _export(kind: str) -> Callable[[Asker, str, list[dict]], Answer]:
	def ask(asker: Asker, doctype: str, rows: list[dict]) -> Answer:
		query = {"fields": [column(doctype)], "filters": among(doctype, rows), "title": "x"}
		return asker.call(
			"frappe.desk.reportview.export_query", doctype=doctype, file_format_type=kind, **query
		)

	return ask


def _selected(asker: Asker, doctype: str, rows: list[dict]) -> Answer:
	"""Rows ticked in the list: the names come from the client and push its filters aside."""
	query = {"fields": [column(doctype)], "selected_items": names(rows), "title": "x"}
	return asker.call("frappe.desk.reportview.export_query", doctype=doctype, file_format_type="CSV", **query)


def _search(method: str) -> Callable[[Asker, str, list[dict]], Answer]:
	def ask(asker: Asker, doctype: str, rows: list[dict]) -> Answer:
		asked = {"doctype": doctype, "txt": "", "page_length": 500, "ignore_user_permissions": 1}
		return asker.call(
			f"frappe.desk.search.{method}", **asked, filters=[[doctype, "name", "in", names(rows)]]
		)

	return ask


def _group_by(asker: Asker, doctype: str, rows: list[dict]) -> Answer:
	query = {"current_filters": among(doctype, rows), "field": "organization"}
	return asker.call("frappe.desk.listview.get_group_by_count", "GET", doctype=doctype, **query)


def _stats(asker: Asker, doctype: str, rows: list[dict]) -> Answer:
	query = {"stats": ["organization"], "filters": among(doctype, rows)}
	return asker.call("frappe.desk.reportview.get_sidebar_stats", doctype=doctype, **query)


def _chart(asker: Asker, doctype: str, rows: list[dict]) -> Answer:
	chart = {"document_type": doctype, "chart_type": "Group By", "group_by_type": "Count", "type": "Bar"}
	return _drawn(asker, doctype, rows, chart | {"group_by_based_on": "organization"})


def _drawn(asker: Asker, doctype: str, rows: list[dict], chart: dict) -> Answer:
	"""A chart that is defined in the request itself, as the desk does while one is being made."""
	chart |= {"filters_json": json.dumps(among(doctype, rows)), "name": "x"}
	return asker.call("frappe.desk.doctype.dashboard_chart.dashboard_chart.get", chart=chart, no_cache=1)


def _calendar(asker: Asker, doctype: str, rows: list[dict]) -> Answer:
	fields = {"start": "creation", "end": "creation", "title": "name"}
	span = {"start": "2000-01-01", "end": "2100-01-01"}
	query = {"field_map": fields, "filters": among(doctype, rows), **span}
	return asker.call("frappe.desk.calendar.get_events", doctype=doctype, **query)


def _meetings(asker: Asker, doctype: str, rows: list[dict]) -> Answer:
	"""The calendar of meetings is our own."""
	span = {"start": "2000-01-01", "end": "2100-01-01"}
	return asker.call("bontot.meeting.calendar.get_events", "GET", filters=among(doctype, rows), **span)


def _tagged(asker: Asker, doctype: str, rows: list[dict]) -> Answer:
	return asker.call("frappe.desk.doctype.tag.tag.get_tagged_docs", doctype=doctype, tag="%ma-tran%")


def _chosen(asker: Asker, doctype: str, rows: list[dict]) -> Answer:
	"""Ticked rows again, through `get_list` with a parent that is none."""
	query = {"fields": ["name"], "filters": {"name": ["in", names(rows)]}, "limit_page_length": ALL}
	return asker.call("frappe.client.get_list", doctype=doctype, parent="Meeting", **query)


DOORS = (
	ListDoor("list", _get_list, named),
	ListDoor("list of the API", _resource, named),
	ListDoor("list of the API v2", _resource_v2, named),
	ListDoor("list view, report builder, kanban", _report_view("get"), named),
	ListDoor("list view as dicts", _report_view("get_list"), named),
	ListDoor("list with or and order", _sorted, named),
	ListDoor("list with a parent", _chosen, named),
	ListDoor("link search", _search("search_link"), named),
	ListDoor("search widget", _search("search_widget"), named),
	ListDoor("group counts", _group_by, by_organization, only=has_organization),
	ListDoor("sidebar counts", _stats, by_organization, only=has_organization),
	ListDoor("dashboard chart", _chart, by_organization, only=has_organization),
	ListDoor("calendar", _calendar, named),
	ListDoor("calendar of meetings", _meetings, named, only=lambda doctype: doctype == "Meeting"),
	ListDoor("tagged documents", _tagged, named),
	ListDoor("export CSV", _export("CSV"), named, "export"),
	ListDoor("export Excel", _export("Excel"), in_sheet, "export"),
	ListDoor("export of ticked rows", _selected, named, "export"),
)


@dataclass(frozen=True, slots=True)
class Count:
	"""How many of the rows there are for this person: one cell a doctype."""

	channel: str
	ask: Callable[[Asker, str, list[dict]], Answer]

	def counted(self, answer: Answer) -> int:
		"""The number itself, or the sum of what a chart shows of it."""
		message = answer.message if answer.ok else 0
		if isinstance(message, dict):
			points = message.get("dataPoints") or {}
			drawn = [value for one in message.get("datasets") or [] for value in one["values"]]
			return int(sum([*points.values(), *drawn]))
		return message if isinstance(message, int) else 0


def _card(asker: Asker, doctype: str, rows: list[dict]) -> Answer:
	card = {"document_type": doctype, "function": "Count", "name": "x", "filters_json": "[]"}
	return asker.call(
		"frappe.desk.doctype.number_card.number_card.get_result", doc=card, filters=among(doctype, rows)
	)


def _heatmap(asker: Asker, doctype: str, rows: list[dict]) -> Answer:
	chart = {"document_type": doctype, "chart_type": "Count", "type": "Heatmap", "based_on": "creation"}
	return _drawn(asker, doctype, rows, chart)


def _over_time(asker: Asker, doctype: str, rows: list[dict]) -> Answer:
	chart = {"document_type": doctype, "chart_type": "Count", "type": "Bar", "based_on": "creation"}
	chart |= {"timespan": "Last Month", "time_interval": "Daily"}
	return _drawn(asker, doctype, rows, chart)


COUNTS = (
	Count(
		"count",
		lambda asker, doctype, rows: asker.call(
			"frappe.client.get_count", "GET", doctype=doctype, filters={"name": ["in", names(rows)]}
		),
	),
	Count(
		"list count",
		lambda asker, doctype, rows: asker.call(
			"frappe.desk.reportview.get_count", doctype=doctype, filters=among(doctype, rows), fields=[]
		),
	),
	Count("number card", _card),
	Count("chart over time", _over_time),
	Count("heatmap", _heatmap),
)


def v2_is_there(guest: Asker) -> bool:
	"""Whether this framework has the second version of the API at all."""
	return guest.ask("GET", "/api/v2/method/ping").ok


def doors_of(with_v2: bool) -> Iterator[ListDoor]:
	return (door for door in DOORS if with_v2 or "v2" not in door.channel)
