import frappe
from frappe import _, throw

from bontot.organization.access.scoped import ScopedDocument
from bontot.synthesis.errors import FiguresFrozenError


class FrozenFigure(ScopedDocument):
	"""Figures of an organisation as they counted when its period closed. Written once, by `synthesis.freezing`; named as
	its evaluation."""

	def validate(self) -> None:
		self.refuse()

	def on_trash(self) -> None:
		self.refuse()

	def refuse(self) -> None:
		message = _("What a period froze when it closed is not changed any more.")
		throw(message, FiguresFrozenError, title=_("Not Changed Here"))


def on_doctype_update() -> None:
	frappe.db.add_index("Frozen Figure", ["period", "period_path"])
