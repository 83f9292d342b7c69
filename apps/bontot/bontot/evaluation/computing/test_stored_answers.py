import itertools

import frappe

from bontot.evaluation.computing import outcome, stored_answers
from bontot.evaluation.testing import create_test_evaluation, create_test_open_period
from bontot.organization.testing import create_test_tree
from bontot.tests.case import BontotTestCase

COMPUTED = (None, "", outcome.MET, outcome.NOT_MET, *sorted(outcome.WAITING))
GIVEN = (None, "", outcome.MET, outcome.NOT_MET)


class TestNotMet(BontotTestCase):
	def test_it_is_the_same_in_sql_and_in_python(self) -> None:
		tree = create_test_tree()
		file = create_test_evaluation(tree.cell_a, create_test_open_period(tree.province).name)
		name, table = file.items[0].name, frappe.qb.DocType("Evaluation Item")
		query = frappe.qb.from_(table).select(table.name).where(table.name == name)
		seen = set()
		for computed, own, appraised in itertools.product(COMPUTED, GIVEN, GIVEN):
			values = {"computed_result": computed, "self_result": own, "appraised_result": appraised}
			frappe.db.set_value("Evaluation Item", name, values)
			answer = outcome.Answer("x", "y", own or "", computed or "", appraised_result=appraised or "")
			wanted = answer.result == outcome.NOT_MET
			with self.subTest(**values):
				self.assertEqual(bool(query.where(stored_answers.not_met(table)).run()), wanted)
			seen.add(wanted)
		self.assertEqual(seen, {True, False})
