"""Measurements from within the site: sampled rows saved again, and pages with their times and statements."""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from collections.abc import Callable

import frappe

from tests.benchmark._site import site

SAMPLE = {"Party Organization": 150, "Party Member": 350, "Seat": 100, "User": 50, "Meeting": 350}
MOVING = ("modified", "modified_by", "creation")


def sample(seed: str = "1", sizes: dict[str, int] = SAMPLE) -> dict:
	"""Save rows of the demo through their controllers and compare all fields; {saved, changed: {doctype.field: n}}."""
	choose, saved, changed = random.Random(int(seed)), 0, {}
	for doctype, size in sizes.items():
		filters = {"name": ("like", "%@thu.example")} if doctype == "User" else {}
		for name in choose.sample(frappe.get_all(doctype, filters, pluck="name"), size):
			before = plain(frappe.get_doc(doctype, name))
			frappe.get_doc(doctype, name).save()
			after = plain(frappe.get_doc(doctype, name))
			saved += 1
			for path in before.keys() | after.keys():
				if before.get(path) != after.get(path):
					label = f"{doctype}.{path}"
					changed.setdefault(label, []).append([before.get(path), after.get(path)])
	return {"saved": saved, "changed": {path: [len(rows), rows[0]] for path, rows in changed.items()}}


def plain(doc) -> dict[str, str]:
	"""Every stored value by its path; an empty text and none at all are the same to a reader."""
	values = {}
	for field in doc.meta.fields:
		if field.fieldtype in frappe.model.table_fields:
			for row in doc.get(field.fieldname):
				for key, value in row.get_valid_dict().items():
					if key not in MOVING:
						values[f"{field.fieldname}.{key}"] = (
							values.get(f"{field.fieldname}.{key}", "") + f"|{value or ''}"
						)
	for key, value in doc.get_valid_dict().items():
		if key not in MOVING and not isinstance(value, list):
			values[key] = str(value or "")
	return values


def pages() -> dict:
	"""Median milliseconds and statements of what a province officer and a cell secretary look at, as a new request."""
	from bontot.approval.queue import api as queue_api
	from bontot.synthesis import api as work
	from bontot.synthesis import overview_api

	officer = frappe.db.get_value("Seat", {"position": "can_bo_btc_tinh"}, "user")
	reviewer = frappe.db.get_value(
		"Seat", {"position": "can_bo_tham_dinh"}, "user", order_by="organization_path desc"
	)
	secretary = frappe.db.get_value(
		"Seat", {"position": "bi_thu_chi_bo"}, "user", order_by="organization_path desc"
	)
	newest = {"fields": ["name", "title", "state"], "order_by": "modified desc", "limit_page_length": 20}
	looks: dict[str, Callable[[], object]] = {
		"danh sách hồ sơ": lambda: frappe.get_list("Evaluation", **newest),
		"danh sách buổi sinh hoạt": lambda: frappe.get_list("Meeting", **newest),
		"hàng đợi": lambda: queue_api.queue(limit=20),
		"toàn Đảng bộ": overview_api.get_overview,
		"việc của tôi": work.my_work,
	}
	figures = {}
	for who, user in (("tỉnh", officer), ("cơ sở", reviewer), ("bí thư chi bộ", secretary)):
		for look, ask in looks.items():
			figures[f"{who}: {look}"] = timed(user, ask)
	return figures


def timed(user: str, ask: Callable[[], object], times: int = 7) -> dict:
	seconds, statements = [], 0
	for _turn in range(times):
		frappe.set_user(user)
		frappe.local.bontot_seats = None
		counted = Counter(frappe.db.sql)
		frappe.db.sql = counted
		began = time.perf_counter()
		try:
			ask()
		finally:
			seconds.append(time.perf_counter() - began)
			frappe.db.sql = counted.sql
		statements = counted.count
	frappe.set_user("Administrator")
	return {"ms": round(statistics.median(seconds) * 1000, 1), "sql": statements}


class Counter:
	def __init__(self, sql: Callable) -> None:
		self.sql, self.count = sql, 0

	def __call__(self, *arguments: object, **named: object) -> object:
		self.count += 1
		return self.sql(*arguments, **named)


def make_period() -> dict:
	"""A mid-year review, made by the Organization Commission, not opened (the demo has opened the year); {period, user}."""
	from bontot.evaluation.period import proposing
	from frappe.utils import getdate

	officer = frappe.get_all("Seat", {"position": "can_bo_btc_tinh"}, pluck="user")[0]
	doc = frappe.get_doc(
		doctype="Review Period", **proposing.values(officer, "Six-Month", getdate().year, getdate())
	).insert()
	frappe.db.commit()  # the next process opens it
	return {"period": doc.name, "user": officer}


def open_period(period: str, user: str) -> dict:
	from bontot.evaluation import api

	frappe.set_user(user)
	answer = api.open_period(period)
	frappe.db.commit()  # as the end of a request does; only then the worker is called
	return answer


if __name__ == "__main__":
	with site():
		answer = {"sample": sample, "pages": pages, "make_period": make_period, "open_period": open_period}[
			sys.argv[1]
		](*sys.argv[2:])
	print(json.dumps(answer, ensure_ascii=False, default=str))
