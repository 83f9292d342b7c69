from __future__ import annotations

from itertools import product

import frappe

from bontot.evaluation.answers import without_evidence
from bontot.evaluation.computing import new_evaluation
from bontot.evaluation.testing import create_test_evaluation, create_test_open_period
from bontot.organization.testing import create_test_tree
from bontot.tests.case import BontotTestCase

VALUES = {
	"self_result": ("", "Met", "Not Met"),
	"computed_result": ("", "Met", "Awaiting Rating"),
	"evidence_wanted": (0, 1),
	"evidence_count": (0, 2),
}


class TestWithoutEvidence(BontotTestCase):
	def test_the_row_and_the_condition_say_the_same(self):
		tree = create_test_tree()
		file = create_test_evaluation(tree.cell_a, create_test_open_period(tree.province).name)
		[first, *_others] = file.items
		item, found = frappe.qb.DocType("Evaluation Item"), []
		query = frappe.qb.from_(item).select(item.name).where(item.name == first.name)
		for values in (dict(zip(VALUES, one, strict=True)) for one in product(*VALUES.values())):
			frappe.db.set_value("Evaluation Item", first.name, values)
			holds = without_evidence.holds(frappe._dict(values))
			self.assertEqual(bool(query.where(without_evidence.condition(item)).run()), holds, values)
			found += [values] if holds else []
		wanted = {"self_result": "Met", "computed_result": "", "evidence_wanted": 1, "evidence_count": 0}
		self.assertEqual(found, [wanted])

	def test_a_new_file_takes_from_the_framework_where_evidence_is_wanted(self):
		criterion = dict.fromkeys(("criterion_key", "group_key", "short_text", "kind"), "x")
		for text, wanted in (("Biên bản, nghị quyết.", 1), (" ", 0), ("", 0)):
			values = new_evaluation.item_values({**criterion, "evidence_wanted": text})
			self.assertEqual(values["evidence_wanted"], wanted)
