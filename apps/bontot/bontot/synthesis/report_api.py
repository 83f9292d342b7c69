"""What the form of a summary report asks."""

import frappe

from bontot.outbox.conflicts import run_again_on_conflict
from bontot.synthesis import reporting


@frappe.whitelist(methods=["POST"])
@run_again_on_conflict
def send(report: str) -> None:
	"""Send a draft report: figures frozen as of today, sender and day recorded. A second press is refused."""
	reporting.send(report)
