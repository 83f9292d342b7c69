"""A criterion whose records another app keeps: it brings calculator, rule, bulk form and figures by hooks alone."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import frappe
from frappe.utils import getdate, nowdate

from bontot.approval.papers import api as papers_api
from bontot.criteria import registry
from bontot.criteria.errors import FrameworkContentError, UnknownCalculatorError
from bontot.criteria.registry import Context
from bontot.criteria.testing import create_test_small_framework
from bontot.evaluation import api
from bontot.evaluation.computing import computed
from bontot.evaluation.testing import YEAR, create_test_evaluation, create_test_open_period
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.tests.case import BontotTestCase

APP = "thu_vien"
HOOKS = f"""
app_name = "{APP}"
computed_criteria = {{"books_read": "{APP}.books.books_read"}}
computed_criteria_bulk = {{"books_read": "{APP}.books.many"}}
computed_criteria_rules = {{"books_read": "{APP}.books.rule"}}
informed_criteria = {{"ds_2": "{APP}.books.beside"}}
framework_settings = {{"books_least": "Whole Number"}}
"""
# Its records are notes titled with the organisation's name.
BOOKS = """
import frappe
from bontot.criteria.registry import Finding

def books_read(context):
	return many("books_read", [context])[context.organization]

def many(key, contexts):
	return {context.organization: judge(context, notes(context)) for context in contexts}

def notes(context):
	return frappe.get_all("Note", {"title": ("like", f"{context.organization}: %")}, ["name", "title"], order_by="title")

def judge(context, notes):
	least = int(context.settings.get("books_least") or 1)
	rows = [{"doctype": "Note", "name": row.name, "label": row.title, "ok": True, "note": ""} for row in notes]
	if len(notes) >= least:
		return Finding("Met", f"Đã đọc {len(notes)} cuốn", rows)
	lack = {"label": "Còn thiếu sách", "due_on": None, "action": {"doctype": "Note", "defaults": {}}}
	return Finding("Not Met", f"Mới đọc {len(notes)} cuốn", rows, [lack])

def rule(key, settings):
	return f"Đọc ít nhất {settings.get('books_least') or 1} cuốn sách"

def beside(context):
	return Finding("Met", f"Số sách: {len(notes(context))}")
"""


@contextmanager
def installed() -> Iterator[None]:
	"""The app as files that the framework finds, among the installed ones for this test alone."""
	with tempfile.TemporaryDirectory() as folder:
		package = Path(folder) / APP
		package.mkdir()
		for name, text in (("__init__", ""), ("hooks", HOOKS), ("books", BOOKS)):
			(package / f"{name}.py").write_text(text)
		apps = [*frappe.get_installed_apps(), APP]
		with (
			patch.object(sys, "path", [folder, *sys.path]),
			patch.object(frappe, "get_installed_apps", lambda *args, **kwargs: list(apps)),
			patch.dict(sys.modules),
		):
			merged = frappe._dict(frappe._load_app_hooks())

			# Past the cache, which would tell these hooks to every other process of the site.
			def get_hooks(hook=None, default=None, app_name=None):
				return merged.get(hook, [] if default is None else default) if hook else merged

			with patch.object(frappe, "get_hooks", get_hooks):
				yield


class TestForeignCalculator(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()

	def framework(self):
		rows = (("ds_1", "Computed", "books_read"), ("ds_2", "Judged", None))
		criteria = [
			{
				"criterion_key": key,
				"group_key": "doan_ket",
				"short_text": f"Đọc sách {key}",
				"full_text": "Đọc sách, học tập thường xuyên",
				"kind": kind,
				"calculator": calculator,
				"for_cell": 1,
				"for_grassroots": 1,
			}
			for key, kind, calculator in rows
		]
		settings = [{"setting_key": "books_least", "setting_name": "Số sách", "setting_value": "2"}]
		return create_test_small_framework(self.tree.province, criteria=criteria, settings=settings)

	def note(self, title: str):
		return frappe.get_doc(doctype="Note", title=f"{self.tree.cell_a}: {title}", content="x").insert()

	def test_from_framework_to_explanation(self) -> None:
		author = create_test_seat(self.tree.cell_a, "bi_thu_chi_bo").user
		with installed():
			framework = self.framework().submit().name
			period = create_test_open_period(self.tree.province, framework=framework).name
			doc = create_test_evaluation(self.tree.cell_a, period)
			self.note("Một")
			computed.refresh([doc], getdate(nowdate()))
			self.assertEqual(self.stored(doc.name), ("Not Met", "Mới đọc 1 cuốn"))
			second = self.note("Hai")
			computed.refresh([doc], getdate(nowdate()))
			self.assertEqual(self.stored(doc.name), ("Met", "Đã đọc 2 cuốn"))
			with self.set_user(author):
				items = {item["criterion_key"]: item for item in api.get_evaluation(doc.name)["items"]}
				groups = papers_api.get_explanation(doc.name)["groups"]
			found = items["ds_1"]["computed"]
			self.assertEqual((found["result"], len(found["rows"])), ("Met", 2))
			self.assertEqual(found["rows"][0]["name"], second.name)
			self.assertIsNone(items["ds_2"]["computed"])
			self.assertEqual(items["ds_2"]["figures"]["summary"], "Số sách: 2")
			rules = {item["criterion_key"]: item["rule"] for group in groups for item in group["items"]}
			self.assertEqual(rules["ds_1"], "Đọc ít nhất 2 cuốn sách")

	def stored(self, file: str) -> tuple[str, str]:
		where = {"parent": file, "criterion_key": "ds_1"}
		return frappe.db.get_value("Evaluation Item", where, ["computed_result", "computed_summary"])

	def test_beside_ours_which_stay(self) -> None:
		ours = registry.known()
		with installed():
			self.assertEqual(registry.known(), ours | {"books_read"})
			self.assertIn("ds_2", registry.informed())
		self.assertEqual(registry.known(), ours)

	def test_control_without_the_app_nobody_knows_it(self) -> None:
		with self.assertRefused(FrameworkContentError):
			self.framework()
		first, last = getdate(f"{YEAR}-01-01"), getdate(f"{YEAR}-12-31")
		context = Context(self.tree.cell_a, "Cell", "Year", first, last, last, {})
		with self.assertRefused(UnknownCalculatorError):
			registry.compute("books_read", context)
		self.assertIsNone(registry.inform("ds_2", context))
