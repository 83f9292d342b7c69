"""Random people try random acts on the files of random provinces, whose tree and seats change under their hands.

Before each try the oracle says whether it goes through, and afterwards what has become of the file: state, place, route,
criteria, log and everybody's queue must be the same. A refused try leaves every row of every table as it was. In the end
every file is brought to a decision.
"""

from __future__ import annotations

import sys
import unittest
from typing import Any
from unittest.mock import patch

import frappe
from bontot.approval.acts import service
from bontot.approval.core import moves
from bontot.approval.queue import waiting

from tests.approval.playing import PROCESSES, WALKS, WHOLE, play_all, start_anew, walk_some, walking

ALWAYS = ("send", "agree", "return")  # also by the few walks of every run
APPLIED = (
	"send",
	"send straight back",
	"recall by author",
	"recall by level",
	"agree",
	"return",
	"return, several",
	"return below",
	"return below, several",
	"resolution: recognize",
	"resolution: refuse",
	"resolution: return",
	"resolution: return below",
	"resolution: conclude interim",
	"resolution: agree",
	"reopen",
	"withdraw",
	"lock",
	"reroute",
	"reroute to a level",
	"merge",
	"move",
	"lend",
	"take back",
	"lapse",
	"begin",
	"seat",
	"unseat",
	"seat where a file stands still",
)
# What nobody refuses: the calendar, a seat that ends, a seat given to go on, a merger of two that live and are of one kind.
NEVER_REFUSED = ("merge", "lapse", "begin", "unseat", "seat where a file stands still")
NEVER_APPLIED = ("stale", "send as returned")


class TestWalks(unittest.TestCase):
	def test_the_oracle_notices_what_is_switched_off(self) -> None:
		"""A control: each rule taken away is met by a difference within a few provinces."""
		switches: dict[str, Any] = {
			"expected state": patch.object(moves, "refuse_stale", lambda doc: None),
			"nothing written": patch.object(moves, "refuse_impossible", note_and_refuse),
		}
		if WHOLE:
			switches |= {
				"own unit": patch.object(service.conflicts, "own_organizations", lambda user: []),
				"next level": patch.object(
					service.conflicts, "acted_at_next_level_any", lambda *arguments: []
				),
				"body instead": patch.object(waiting.no_eligible_approver, "at", lambda *place: []),
			}
		for title, switch in switches.items():
			with self.subTest(title), walking(), switch:
				self.assertRaises(AssertionError, walk_some, 60 if WHOLE else 6)
				start_anew()

	def test_service_and_oracle_agree_on_every_step(self) -> None:
		played = play_all(WALKS, PROCESSES)
		print(played.table(), file=sys.stderr)
		for seed, fault in played.faults:
			with self.subTest(seed=seed):
				self.fail(fault)
		self.assertGreaterEqual(played.walks, WALKS)  # also where a share ended early
		applied = APPLIED if WHOLE else ALWAYS
		refused = [kind for kind in (*APPLIED, *NEVER_APPLIED) if kind not in NEVER_REFUSED] if WHOLE else []
		missing = [kind for kind in applied if not played.counted[kind, "applied"]]
		missing += [f"{kind}, refused" for kind in refused if not played.counted[kind, "refused"]]
		self.assertEqual(missing, [], "never met")


refuse_impossible = moves.refuse_impossible


def note_and_refuse(outcome: Any, doc: Any) -> None:
	"""As the service refuses what the state does not allow, but not without leaving something on the file."""
	values = {"remark": "Đã thử"}
	frappe.db.set_value("Evaluation Item", doc.items[0].name, values, update_modified=False)
	refuse_impossible(outcome, doc)
