import frappe

from bontot.organization import follow
from bontot.organization import roles as seats_roles
from bontot.setup import roles


def execute() -> None:
	"""Personal data of members follows seats: the role for lists is given out, old versions lose what they said of it."""
	roles.install()
	frappe.clear_cache(doctype="Party Member")
	for name, data in frappe.get_all(
		"Version", {"ref_doctype": "Party Member"}, ["name", "data"], as_list=True
	):
		kept = follow.veiled("Party Member", data)
		if kept != data:
			frappe.db.set_value("Version", name, "data", kept, update_modified=False)
	seats_roles.sync_all()
