import frappe

from bontot.guard.errors import EvaluatedFieldError
from bontot.guard.payload import evaluated_fields
from bontot.guard.testing import GuardCase

CHART = {
	"doctype": "Dashboard Chart",
	"chart_name": "Planted",
	"chart_type": "Count",
	"document_type": "Meeting",
	"based_on": "creation",
	"timeseries": 1,
	"filters_json": "[]",
	"dynamic_filters_json": '[["Meeting", "place", "=", "alert(1)"]]',
}
# Code that no page of ours runs: what stands in front of it is said in docs/decisions/content-policy.md.
RUN_NOWHERE = {
	("Custom HTML Block", "script"),
	("Web Form", "client_script"),
	("Web Page", "javascript"),
	("Website Theme", "js"),
}


class TestEvaluatedFields(GuardCase):
	def test_only_an_administrator_writes_what_is_evaluated(self):
		def plant() -> None:
			evaluated_fields.require_unchanged(frappe.get_doc(CHART))

		plant()
		with self.set_user(self.secretary), self.assertRefused(EvaluatedFieldError):
			plant()

	def test_it_is_asked_whoever_saves(self):
		with self.set_user(self.secretary), self.assertRefused(EvaluatedFieldError):
			frappe.get_doc(CHART).insert(ignore_permissions=True)  # whatever permission somebody may have

	def test_what_is_empty_or_as_stored_goes_through(self):
		plain = CHART | {"dynamic_filters_json": "[]"}
		stored = frappe.get_doc(CHART).insert()
		with self.set_user(self.secretary):
			evaluated_fields.require_unchanged(frappe.get_doc(plain))
			same = frappe.get_doc(CHART | {"name": stored.name, "modified": stored.modified})
			same.load_doc_before_save()
			evaluated_fields.require_unchanged(same)
			same.dynamic_filters_json = None
			with self.assertRefused(EvaluatedFieldError):
				evaluated_fields.require_unchanged(same)

	def test_rows_of_a_document_too(self):
		menu = {
			"doctype": "Navbar Settings",
			"settings_dropdown": [{"item_label": "x", "action": "alert(1)"}],
		}
		with self.set_user(self.secretary), self.assertRefused(EvaluatedFieldError):
			evaluated_fields.require_unchanged(frappe.get_doc(menu))

	def test_every_field_of_code_for_browsers_is_on_the_list(self):
		"""A new version of the framework with a new one fails here, by its name."""
		Field = frappe.qb.DocType("DocField")
		found = (
			frappe.qb.from_(Field)
			.select(Field.parent, Field.fieldname)
			.where(
				((Field.fieldtype == "Code") & Field.options.isin(("JS", "Javascript", "JavaScript")))
				| ((Field.fieldtype == "Code") & Field.fieldname.like("%depends\\_on"))
			)
			.run()
		)
		self.assertGreater(len(found), 10)
		lacking = {
			(doctype, field)
			for doctype, field in found
			if field not in evaluated_fields.FIELDS.get(doctype, ())
			and not (doctype == "Print Format" or (doctype, field) in RUN_NOWHERE)
		}
		self.assertEqual(lacking, set())
