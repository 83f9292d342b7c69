"""Many people at one step at the same moment, each on a connection of their own, with and without snapshot isolation.

Each of the threads tries to agree to each of the files that wait at one level: one of them wins, the others are told, the
log has one row more, and nobody meets an answer of the kind 5xx. What was committed for it is taken away again.
"""

from __future__ import annotations

import os
import random
import sys
import threading
import time
from collections import Counter

import frappe
from bontot.approval.acts import api
from bontot.approval.core import verify
from bontot.approval.testing import act_as, create_test_file, create_test_open_period
from bontot.compat import mend_pydantic_config
from bontot.organization.testing import create_test_organization, create_test_seat, create_test_tree

from tests.approval.committed import CommittedCase, one_request

THREADS = int(os.environ.get("BONTOT_APPROVAL_THREADS", "8"))
FILES = int(os.environ.get("BONTOT_APPROVAL_FILES", "20"))


class TestAtOnce(CommittedCase):
	def setUp(self) -> None:
		super().setUp()
		self.tree = create_test_tree()
		self.reviewers = [
			create_test_seat(self.tree.grassroots, "can_bo_tham_dinh").user for _one in range(THREADS)
		]
		period = create_test_open_period(self.tree.province)
		self.files = [self.sent_file(period, number) for number in range(FILES)]
		frappe.db.commit()  # other connections must see it; taken away at the end

	def sent_file(self, period: str, number: int) -> str:
		cell = create_test_organization(
			"chi_bo_truc_thuoc", self.tree.grassroots, f"Chi bộ cùng lúc {number}"
		).name
		if not number:
			self.author = create_test_seat(cell, "bi_thu_chi_bo").user
		else:
			create_test_seat(cell, "bi_thu_chi_bo", self.author)
		name = create_test_file(cell, period)
		act_as(self.author, "send", name)
		return name

	def test_with_snapshot_isolation(self) -> None:
		self.race("ON")

	def test_without_snapshot_isolation(self) -> None:
		self.race("OFF")

	def race(self, isolation: str) -> None:
		barrier, lock = threading.Barrier(THREADS), threading.Lock()
		answers: dict[str, Counter[str]] = {name: Counter() for name in self.files}

		def run(reviewer: str, seed: int) -> None:
			frappe.init(frappe_site, sites_path=sites_path)
			frappe.connect()
			mend_pydantic_config()
			# The setting is the session's own: asked for here, whatever the server was started with.
			frappe.db.sql(f"set session innodb_snapshot_isolation = {isolation}")
			frappe.set_user(reviewer)
			order = list(self.files)
			if seed % 4 == 0:  # most go through the files in one order, all upon the same row
				random.Random(seed).shuffle(order)
			barrier.wait(timeout=60)
			for name in order:
				answer = one_request(lambda name=name: api.agree("Evaluation", name, 1))
				with lock:
					answers[name][answer] += 1
			frappe.destroy()

		frappe_site, sites_path = frappe.local.site, frappe.local.sites_path
		threads = [
			threading.Thread(target=run, args=(reviewer, seed))
			for seed, reviewer in enumerate(self.reviewers)
		]
		began = time.monotonic()
		for thread in threads:
			thread.start()
		for thread in threads:
			thread.join()
		frappe.db.rollback()  # see what the others have committed
		total = sum(answers.values(), Counter())
		print(
			f"{THREADS} threads at {FILES} files, snapshot isolation {isolation}: {dict(total)} in"
			f" {time.monotonic() - began:.0f} s",
			file=sys.stderr,
		)
		for name in self.files:
			with self.subTest(name):
				self.assertEqual(dict(answers[name]), {"200": 1, "409": THREADS - 1})
				acts = frappe.get_all("Approval Step", {"file_name": name}, pluck="act", order_by="sequence")
				self.assertEqual(acts, ["Send", "Agree"])
				place = frappe.db.get_value("Evaluation", name, "awaiting_organization")
				self.assertEqual(place, self.tree.body)
				self.assertEqual(verify.check_file(name), [])
