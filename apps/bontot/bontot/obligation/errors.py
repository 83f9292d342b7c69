"""Refusals of this module, one class each."""

import frappe


class DutyDatesError(frappe.ValidationError):
	pass


class DutySourceError(frappe.ValidationError):
	pass


class ReminderOffsetsError(frappe.ValidationError):
	pass


class NothingOverdueError(frappe.ValidationError):
	pass


class UrgingNoteError(frappe.ValidationError):
	pass
