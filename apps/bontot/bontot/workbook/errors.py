"""Exceptions of the acts on a workbook."""

import frappe

from bontot.organization.errors import OrganizationError


class ImportNotReadyError(OrganizationError):
	"""The workbook is missing, being worked on, or not checked without a mistake."""


class TooMuchAtOnceError(OrganizationError):
	"""More rows than a person can wait for; the background makes them."""


class OutsideBranchError(frappe.PermissionError):
	"""No living seat of one's own of the Organization Commission stands above that branch."""
