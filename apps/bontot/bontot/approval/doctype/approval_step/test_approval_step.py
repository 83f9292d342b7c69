import frappe

from bontot.approval.acts import api
from bontot.approval.core import errors, verify
from bontot.approval.queue import api as queue_api
from bontot.approval.testcase import ApprovalTestCase
from bontot.approval.testing import act_as, climb


class TestApprovalStep(ApprovalTestCase):
	def test_no_role_changes_or_deletes_a_step(self):
		act_as(self.users.secretary, "send", self.file)
		name = frappe.db.get_value("Approval Step", {"file_name": self.file})
		step = frappe.get_doc("Approval Step", name)
		with self.assertRefused(errors.AppendOnlyError):
			step.update({"reason": "x"}).save(ignore_permissions=True)
		with self.assertRefused(errors.AppendOnlyError):
			frappe.delete_doc("Approval Step", name, ignore_permissions=True, force=True)
		with self.assertRefused(errors.AppendOnlyError):
			frappe.copy_doc(step).insert(ignore_permissions=True)
		with (
			self.set_user(self.users.province),
			self.assertRaises((frappe.PermissionError, errors.AppendOnlyError)),
		):
			frappe.get_doc("Approval Step", name).delete()
		self.assertEqual(verify.check_file(self.file), [])

	def test_a_number_is_given_once(self):
		act_as(self.users.secretary, "send", self.file)
		step = frappe.get_doc("Approval Step", {"file_name": self.file})
		twin = frappe.copy_doc(step)
		with self.assertRaises(frappe.UniqueValidationError):
			twin.db_insert()

	def test_tampering_by_sql_is_found(self):
		climb(self.file, self.users)
		tamperings = {
			"altered": "update `tabApproval Step` set acting_user='Guest' where file_name=%s and sequence=2",
			"missing": "delete from `tabApproval Step` where file_name=%s and sequence=2",
			"missing at the end": "delete from `tabApproval Step` where file_name=%s and sequence=3",
			"swapped": "update `tabApproval Step` set sequence=sequence*10 where file_name=%s and sequence in (1, 2)",
			"head": "update `tabEvaluation` set step_sequence=2 where name=%s",
			"file gone": "delete from `tabEvaluation` where name=%s",
		}
		for title, statement in tamperings.items():
			frappe.db.savepoint("tamper")
			frappe.db.sql(statement, self.file)
			found = {name: faults for name, _count, faults in verify.check_all()}
			frappe.db.rollback(save_point="tamper")
			with self.subTest(title):
				self.assertTrue(found[self.file])
		self.assertEqual(verify.check_file(self.file), [])

	def test_log_reads_as_sentences(self):
		climb(self.file, self.users, to="body")
		with self.set_user(self.users.body):
			shown = api.get_document("Evaluation", self.file)
		self.assertEqual([step["who"] for step in shown["steps"]], ["Người secretary", "Người grassroots"])
		self.assertEqual([link["state"] for link in shown["strip"]], ["done", "done", "current", "todo"])
		self.assertTrue(shown["may"]["Agree"]["allowed"] and shown["may"]["Return"]["allowed"])

	def test_a_stranger_reads_nothing(self):
		act_as(self.users.secretary, "send", self.file)
		with self.set_user(self.users.neighbour):
			with self.assertRaises(frappe.PermissionError):
				api.get_document("Evaluation", self.file)
			self.assertEqual(queue_api.queue()["total"], 0)
			self.assertEqual(frappe.get_list("Approval Step", {"file_name": self.file}), [])
