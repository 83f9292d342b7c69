"""The framework's File, judged before it opens what it is given.

It takes out of pictures who made them where, and does so in its `before_insert`, which comes before that of any app: what is
no picture made it fall over, for administrators, whom no rule of permission asks first. So it is looked at one step earlier
(hook `override_doctype_class`).
"""

import frappe
from frappe.core.doctype.file.file import File

from bontot.organization import climbing, files


class JudgedFile(File):
	def before_insert(self) -> None:
		files.judge_before_writing(self)
		super().before_insert()

	def on_trash(self) -> None:
		"""Asked for administrators too: the framework takes the file from the disk here, before any hook."""
		climbing.refuse_held_files([(self.attached_to_doctype, self.attached_to_name)])
		super().on_trash()

	@frappe.whitelist(methods=["POST"])
	def optimize_file(self) -> None:
		"""As the framework's, which fails on what is no picture or does not lie on the disk."""
		files.require_picture_there(self)
		super().optimize_file()
