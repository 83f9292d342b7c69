import frappe


def execute() -> None:
	"""Seats made before they had a title get one: delegations name seats by it."""
	if not frappe.db.has_column("Seat", "title"):
		return
	frappe.db.sql(
		"""update `tabSeat` seat
		join `tabPosition` position on position.name = seat.position
		join `tabParty Organization` organization on organization.name = seat.organization
		left join `tabUser` account on account.name = seat.user
		set seat.title = left(concat(position.position_name, ', ', organization.organization_name, ': ',
			coalesce(account.full_name, '')), 280)
		where coalesce(seat.title, '') = ''"""
	)
