import unicodedata

import frappe

from bontot.organization.errors import ReorganizationStateError, TargetNotReadableError
from bontot.organization.testing import create_test_seat, create_test_tree
from bontot.reorganization import api, service
from bontot.reorganization.testing import create_test_reorganization, reorganize
from bontot.tests.case import BontotTestCase


class TestReorganization(BontotTestCase):
	def set_up_data(self) -> None:
		super().set_up_data()
		self.tree = create_test_tree()

	def rename(self, **values):
		acts = [{"act": "Rename", "organization": self.tree.cell_a, "new_name": "Chi bộ Một"}]
		return create_test_reorganization(self.tree.province, "2023-07-01", acts, **values)

	def test_texts_are_composed(self):
		doc = create_test_reorganization(self.tree.province, "2023-07-01", [{
			"act": "Rename", "organization": self.tree.cell_a,
			"new_name": unicodedata.normalize("NFD", "Chi bộ  Đội Mẻ "),
		}])  # fmt: skip
		self.assertEqual(doc.acts[0].new_name, "Chi bộ Đội Mẻ")

	def test_a_client_does_not_say_that_it_is_done(self):
		doc = self.rename(state="Done", summary="{}")
		self.assertEqual((doc.state, doc.summary), ("Draft", None))

	def test_an_entered_one_is_neither_edited_nor_deleted(self):
		doc = reorganize(self.tree.province, "2023-07-01", [
			{"act": "Rename", "organization": self.tree.cell_a, "new_name": "Chi bộ Một"},
		])  # fmt: skip
		doc.title = "Khác"
		with self.assertRefused(ReorganizationStateError):
			doc.save()
		with self.assertRefused(ReorganizationStateError):
			doc.delete()

	def test_only_the_commission_of_the_branch_enters_one(self):
		doc = self.rename()
		cases = (
			("can_bo_btc_tinh", self.tree.province, None),
			# The decision belongs to the province.
			("can_bo_btc_tinh", self.tree.body, TargetNotReadableError),
			("bi_thu_dang_uy", self.tree.province, frappe.PermissionError),
			("can_bo_btc_tinh", self.tree.other_body, TargetNotReadableError),
		)
		for position, place, refused in cases:
			with self.subTest(position, place=place), self.set_user(create_test_seat(place, position).user):
				for ask in (api.get_preview, api.get_share_rows):
					if not refused:
						ask(doc.name)
						continue
					with self.assertRefused(refused):
						ask(doc.name)
				if refused:
					for ask in (api.enter, api.take_back, api.undo):
						with self.assertRefused(refused):
							ask(doc.name)
		with self.set_user(create_test_seat(self.tree.province, "can_bo_btc_tinh").user):
			self.assertEqual(api.enter(doc.name)["state"], "Entered")

	def test_a_commission_further_down_decides_for_its_branch_only(self):
		acts = [{"act": "Move", "organization": self.tree.cell_a, "target": self.tree.other_grassroots}]
		with self.set_user(create_test_seat(self.tree.body, "can_bo_btc_tinh").user):
			doc = create_test_reorganization(self.tree.body, "2023-07-01", acts)
			codes = [problem["row"] for problem in api.get_preview(doc.name)["problems"]]
			self.assertEqual(codes, [1])
			with self.assertRefused(frappe.PermissionError):
				create_test_reorganization(self.tree.province, "2023-07-01", acts)

	def test_states_and_what_they_allow(self):
		doc = self.rename()
		with self.assertRefused(ReorganizationStateError):
			service.take_back(doc.name)
		with self.assertRefused(ReorganizationStateError):
			service.start_undo(doc.name)
		service.enter(doc.name)
		with self.assertRefused(ReorganizationStateError):
			service.enter(doc.name)
		service.take_back(doc.name)
		doc.reload()
		doc.title = "Sửa lại"
		doc.save()
		self.assertEqual(doc.state, "Draft")
