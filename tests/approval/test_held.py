"""A submitted resolution holds its files, also against an act whose transaction had begun before it was submitted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from unittest.mock import patch

import frappe
from bontot.approval.acts import api
from bontot.approval.resolutions import deciding
from bontot.approval.testing import (
	climb,
	create_test_file,
	create_test_officers,
	create_test_open_period,
	create_test_resolution,
	sequence_of,
)
from bontot.compat import mend_pydantic_config
from bontot.organization.testing import create_test_tree

from tests.approval.committed import CommittedCase, one_request


class TestHeld(CommittedCase):
	def setUp(self) -> None:
		super().setUp()
		self.tree = create_test_tree()
		self.users = create_test_officers(self.tree)
		self.file = create_test_file(self.tree.cell_a, create_test_open_period(self.tree.province))
		climb(self.file, self.users)
		frappe.db.commit()  # the other connection must see it; taken away at the end

	def test_a_recall_that_began_before(self) -> None:
		self.meets_the_resolution(self.users.body, lambda: api.recall("Evaluation", self.file, 3))

	def test_another_way_that_began_before(self) -> None:
		self.meets_the_resolution(
			"Administrator", lambda: api.reroute("Evaluation", self.file, 3, "Đổi nơi xét")
		)

	def meets_the_resolution(self, user: str, act: Callable[[], object]) -> None:
		frappe.db.rollback()
		# As the province's servers run (docs/decisions/snapshot-isolation.md): the row itself is read as it is now.
		frappe.db.sql("set session innodb_snapshot_isolation = OFF")
		frappe.set_user(user)
		frappe.db.get_value(
			"Evaluation", self.file, "state"
		)  # from here on plain reads see what stood at this moment
		self.apart(self.submit)
		self.assertEqual(one_request(act), "409")
		frappe.db.sql("set session innodb_snapshot_isolation = default")
		self.assertEqual(sequence_of(self.file), 3)

	def submit(self) -> None:
		frappe.set_user(self.users.clerk)
		doc = create_test_resolution(self.tree.province, {self.file: "Recognize"})
		doc.insert()
		with patch.object(deciding, "enqueue"):  # it is about to decide, and does not get to it
			doc.submit()
		frappe.db.commit()  # the end of the clerk's request

	def apart(self, act: Callable[[], None]) -> None:
		"""On a connection of its own, to its end."""
		site, sites_path = frappe.local.site, frappe.local.sites_path
		failed: list[Exception] = []

		def run() -> None:
			frappe.init(site, sites_path=sites_path)
			frappe.connect()
			mend_pydantic_config()
			try:
				act()
			except Exception as error:
				failed.append(error)
			finally:
				frappe.destroy()

		thread = threading.Thread(target=run)
		thread.start()
		thread.join()
		self.assertEqual(failed, [])
