"""Records that this module brings to a new site: its routes and the index of the queue."""

import frappe

from bontot.approval.core.shipped import SHIPPED


def install() -> None:
	install_routes()
	install_indexes()


def install_routes() -> None:
	"""Add shipped routes a site has not had yet; one that is there belongs to its administrator."""
	for name, values in SHIPPED.items():
		if not frappe.db.exists("Approval Route", name):
			doc = frappe.get_doc({"doctype": "Approval Route", **values})
			doc.insert(set_name=name, ignore_permissions=True)  # installing; no signed-in person reaches this


def install_indexes() -> None:
	"""The queue's one index lies on a doctype of another module, which need not know of it."""
	columns = ["awaiting_organization", "awaiting_act", "awaiting_due_on"]
	frappe.db.add_index("Evaluation", columns, "approval_queue")
