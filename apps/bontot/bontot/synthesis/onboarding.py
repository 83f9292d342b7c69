"""Progress of each person in getting to know the program (blocks "onboarding" of the workspaces).

The framework keeps one state for the whole site: the first secretary who has seen a page would have seen it for all. Here it is
each person's own, kept among the settings that the framework stores for a person, as {step: "is_complete" | "is_skipped"}.
"""

import json
from typing import Any

import frappe
from frappe.desk.doctype.module_onboarding.module_onboarding import ModuleOnboarding
from frappe.model.document import Document
from frappe.model.utils.user_settings import get_user_settings, update_user_settings

from bontot import arguments
from bontot.argument_types import Name

STEP = "Onboarding Step"
DONE = ("is_complete", "is_skipped")
APP = "bontot"


class OwnOnboarding(ModuleOnboarding):
	"""Shows our introductions alone, each with the reader's own steps done; the framework's are in English and about itself."""

	def get_allowed_roles(self) -> list[str]:
		ours = frappe.db.get_value("Module Def", self.module, "app_name") == APP
		return [row.role for row in self.allow_roles] if ours else []

	def get_steps(self) -> list[Document]:
		done, steps = progress(), super().get_steps()
		for step in steps:
			step.update({"is_complete": 0, "is_skipped": 0})
			if step.name in done:
				step.set(done[step.name], 1)
		return steps

	def check_completion(self) -> bool:
		return all(step.is_complete or step.is_skipped for step in self.get_steps())


def progress() -> dict[str, str]:
	"""{step: "is_complete" | "is_skipped"} of the signed-in person."""
	kept = json.loads(get_user_settings(STEP))
	return {step: state for step, state in kept.items() if state in DONE}


@frappe.whitelist(methods=["POST"])
def update_onboarding_step(name: Name, field: Name, value: int) -> None:
	"""Update one's own step in place of the framework's update, which writes whatever field of the step for everybody. Raises
	ArgumentError.
	"""
	if field not in DONE:
		arguments.wrong_kind(["field"])
	if value and frappe.db.exists(STEP, name):
		update_user_settings(STEP, {name: field})


def leave_tours_away(bootinfo: dict[str, Any]) -> None:
	"""Hook `extend_bootinfo`: the framework's tours of its own pages, in English, begin by themselves where they are listed."""
	bootinfo["onboarding_tours"] = []
