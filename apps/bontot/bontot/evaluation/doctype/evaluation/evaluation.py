import json

import frappe
from frappe import _
from frappe.model.document import Document

from bontot.criteria import frozen
from bontot.evaluation.errors import OnlyServicesWriteError


class Evaluation(Document):
	"""One organisation's file in one period. Opened by `evaluation.opening`, written by services only."""

	def before_insert(self) -> None:
		self.require_service()

	def validate(self) -> None:
		self.require_service()

	def on_trash(self) -> None:
		self.require_service()

	def require_service(self) -> None:
		"""No role may write a file, and an administrator's form would pass by every act's own checks."""
		if not self.flags.by_service:
			message = _("An evaluation changes only by the acts on its own page.")
			frappe.throw(message, OnlyServicesWriteError, title=_("Not Changed Here"))

	def frozen_framework(self) -> frozen.FrozenFramework:
		"""Return the framework as the file's period froze it when it opened."""
		return json.loads(frappe.get_cached_value("Review Period", self.period, "frozen_framework"))

	def frozen_criteria(self) -> list[frozen.FrozenCriterion]:
		"""Return the criteria this file answers, in the plan's order."""
		return frozen.applicable(self.frozen_framework(), self.title_kind, self.period_kind)
