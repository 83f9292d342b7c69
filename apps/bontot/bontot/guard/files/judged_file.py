"""The framework's File, judged before it opens what it is given, and as private as the file whose address it takes.

The framework takes out of pictures who made them where, and does so in its `before_insert`, which comes before that of any
app: what is no picture made it fall over, for administrators, whom no rule of permission asks first. So it is looked at one
step earlier (hook `override_doctype_class`). There too it reads what lies at an address that a row is made with, copies it
to where the row says, and gives equal bytes one address: here an address keeps its privacy, and bytes their address.
"""

import os
from typing import Any

import frappe
from frappe.core.doctype.file import file as theirs
from frappe.core.doctype.file.file import URL_PREFIXES, File

from bontot import upright
from bontot.guard.files import uploads
from bontot.organization import access
from bontot.organization.access import approvable


class JudgedFile(File):
	def before_insert(self) -> None:
		uploads.judge_before_writing(self)
		self.take_address()
		super().before_insert()
		self.flags.takes_address = False

	def take_address(self) -> None:
		"""Ask for the address that a new row is made with, whoever makes the row; without bytes of its own it keeps that one."""
		if self.is_folder:
			return
		if not self.file_url and not self.content and not access.is_administrator(frappe.session.user):
			uploads.refuse_address()  # the framework would read what lies under the name of the file
		if not self.file_url:
			return
		if (path := self.file_url.removeprefix(frappe.utils.get_url())).startswith(
			(uploads.PRIVATE, *uploads.OPEN)
		):
			self.file_url = path
		uploads.require_readable(self.file_url, frappe.session.user)
		if self.content or self.file_url.startswith(URL_PREFIXES):
			return
		self.is_private = int(bool(self.is_private) or self.file_url.startswith(uploads.PRIVATE))
		# A public file that is to be private is copied, as the framework does it.
		self.flags.takes_address = not self.is_private or self.file_url.startswith(uploads.PRIVATE)

	def validate(self) -> None:
		super().validate()
		if self.file_url and not self.is_folder and not self.file_url.startswith(URL_PREFIXES):
			self.is_private = int(self.file_url.startswith(uploads.PRIVATE))

	def save_file(
		self,
		content: bytes | str | None = None,
		decode: bool = False,
		ignore_existing_file_check: bool = False,
		overwrite: bool = False,
	) -> Any:
		"""Save like the framework, which looks for equal bytes and answers with their address: each row has its own here."""
		if self.is_remote_file:
			return None
		if self.flags.takes_address:
			self.file_size = len(self._content.encode() if isinstance(self._content, str) else self._content)
			self.content_hash = uploads.fingerprint(self.file_url, self._content)
			return None
		name, overwrite = self.file_name, overwrite and not uploads.is_shared(self)
		self.file_name = os.path.basename(self.file_url) if overwrite else uploads.new_address(name)
		try:
			saved = super().save_file(content, decode, ignore_existing_file_check=True, overwrite=overwrite)
		finally:
			self.file_name = name
		if self._content:
			self.content_hash = uploads.fingerprint(self.file_url, self._content)
		return saved

	def validate_duplicate_entry(self) -> None:
		"""No row is told of another with equal bytes."""

	def _delete_file_on_disk(self) -> None:
		"""Bytes go with the last row that holds their address, and not before that is gone for good.

		What undoes the rest, a conflict or a killed worker, brings rows back; bytes it would not.
		"""
		frappe.db.after_commit.add(self.drop_bytes_of_gone)

	def on_rollback(self) -> None:
		if not self.flags.new_file:
			return super().on_rollback()
		self.drop_bytes()

	def drop_bytes_of_gone(self) -> None:
		"""Undoing a part of the transaction may have brought it back."""
		if not frappe.db.exists("File", self.name):
			self.drop_bytes()

	def drop_bytes(self) -> None:
		self.delete_file_data_content(only_thumbnail=uploads.is_shared(self))

	def is_downloadable(self) -> bool:
		"""As every other way of reading it (`follow`); the framework's own asks no app. And whose picture one may see."""
		return frappe.has_permission("File", "read", doc=self) or uploads.is_picture_of_visible_person(self)

	def on_trash(self) -> None:
		"""Asked for administrators too: the framework takes the file from the disk here, before any hook."""
		approvable.refuse_held_files([(self.attached_to_doctype, self.attached_to_name)])
		super().on_trash()

	@frappe.whitelist(methods=["POST"])
	def optimize_file(self) -> None:
		"""Optimise like the framework, which fails on what is no picture or does not lie on the disk."""
		self.check_permission("write")
		uploads.require_picture_there(self)
		super().optimize_file()


# Looked up by name where a file is written: whatever makes one, its photographs are turned (`upright`).
theirs.strip_exif_data = upright.plain
