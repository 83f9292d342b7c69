"""What the framework leaves to administrators alone though its desk offers it to everybody: taking back a comment of one's own,
writing down a task of one's own. Set at each installation and migration."""

import frappe
from frappe.custom.doctype.property_setter.property_setter import make_property_setter
from frappe.permissions import setup_custom_perms

EVERYBODY = "All"


def install() -> None:
	let_people_take_back_comments()
	make_property_setter(
		"ToDo", "assigned_by", "default", "__user", "Text", validate_fields_for_doctype=False
	)  # the framework's rule asks for oneself on one of the two ends, its form leaves both empty
	make_property_setter(
		"ToDo", "allocated_to", "default", "__user", "Text", validate_fields_for_doctype=False
	)


def let_people_take_back_comments() -> None:
	"""A row of rights for those who wrote it; which comments may go `follow.may_take_back` says."""
	setup_custom_perms("Comment")  # copies the framework's rows, of which ours is one more
	mine = {"parent": "Comment", "role": EVERYBODY, "permlevel": 0, "if_owner": 1}
	if frappe.db.exists("Custom DocPerm", mine):
		return
	row = frappe.new_doc("Custom DocPerm", parenttype="DocType", parentfield="permissions", **mine)
	row.update(
		{right: 0 for right in ("read", "write", "create", "export", "print", "email", "report", "share")}
	)
	row.delete = 1
	row.insert(ignore_permissions=True)  # the installing administrator
	frappe.clear_cache(doctype="Comment")
