"""One class a refusal, so that a test and a caller know which one they met."""

import frappe


class OrganizationError(frappe.ValidationError):
	pass


class ParentKindError(OrganizationError):
	"""This kind of organisation may not stand below that one."""


class MissingParentError(OrganizationError):
	"""Only the top level has no parent."""


class KindInUseError(OrganizationError):
	"""Refusal to change in a kind alone what its organisations carry as columns."""


class LifeError(OrganizationError):
	"""Dates that contradict each other or the parent's life."""


class MovedByEditError(OrganizationError):
	"""Parent or kind changed by a plain edit instead of a reorganisation."""


class LivingChildrenError(OrganizationError):
	"""Closed or deleted while organisations below it live on."""


class MemberStateError(OrganizationError):
	"""Dates or state of a member that cannot be."""


class MemberKeptError(OrganizationError):
	"""Deleted though the member left, or though records stand on the member."""


class TransferError(OrganizationError):
	"""A transfer of a member that cannot be: where to, from when, or while another one is open."""


class TransferStateError(OrganizationError):
	"""Asked of a transfer what its state does not allow, or changed by hand."""


class SeatError(OrganizationError):
	"""Dates of a seat that cannot be."""


class NothingToPrintError(OrganizationError):
	"""No seat without an account, so no slip."""


class SeatOverlapError(SeatError):
	"""The same person in the same seat twice on one day."""


class DelegationError(OrganizationError):
	"""A seat that cannot be lent so: to oneself, outside its life, twice at once, or to a stranger."""


class DelegationFixedError(OrganizationError):
	"""A delegation is not changed, only taken back; and that once."""


class PositionRoleError(OrganizationError):
	"""A position may grant only the roles of this app."""


class OrganizationChangedError(OrganizationError):
	"""A document stays with the organisation it was made for."""


class NoOrganizationError(OrganizationError):
	"""The organisation does not exist, or has no place in the tree."""


class MailError(OrganizationError):
	"""A first password cannot go out by mail; the account is as it was."""


class LastSeatEndedError(frappe.AuthenticationError):
	"""The last seat and assignment of the signed-in person ended with yesterday (HTTP 401)."""


class NoSeatError(frappe.PermissionError):
	"""The signed-in person holds no living seat with that ability at that organisation."""


class PublicFileError(frappe.PermissionError):
	"""A file of an organisation's document must be private."""


class ActiveFileError(frappe.ValidationError):
	"""A file that a browser would run, such as a page or an SVG picture."""


class FileContentError(frappe.ValidationError):
	"""A file of a kind that is not taken, or whose content is not what its name says."""


class FileNameError(frappe.ValidationError):
	"""A file whose name is too long to be kept."""


class FileNotReadableError(frappe.PermissionError):
	"""Someone wrote down the address of a private file that he may not read."""


class ForeignRowError(frappe.PermissionError):
	"""A row of somebody else's table is sent along with a document."""


class TargetNotReadableError(frappe.PermissionError):
	"""Something is to hang on a document that the person may not see."""


class OnlyReorganizationWritesError(OrganizationError):
	"""The history of the tree is written by reorganisations, never by hand."""


class ReorganizationStateError(OrganizationError):
	"""Asked of a reorganisation what its state does not allow."""


class ReorganizationProblemError(OrganizationError):
	"""The acts of a reorganisation cannot be carried out as they stand."""


class ProposalBranchError(OrganizationError):
	"""A proposal names what does not stand at or below the organisation that proposes."""


class ProposalNotAgreedError(OrganizationError):
	"""A decision is to be made of a proposal that was not agreed to."""


class ProposalUsedError(OrganizationError):
	"""A decision was made of the proposal and stands: no second one, and the proposal is not withdrawn."""


class DepartureUnexplainedError(OrganizationError):
	"""A decision is not what its proposal said, and gives no reason."""


class BuiltUponError(OrganizationError):
	"""A reorganisation can no longer be undone: later records rest on it."""


class TreeMovedError(Exception):
	"""The tree moved between two reads of one plan: as the database's own 1020, so that the whole run is done again."""

	def __init__(self, organization: str) -> None:
		super().__init__(1020, organization)


class SentDocumentError(OrganizationError):
	"""A document that was sent up stays as it is until it is taken back or returned, and is never deleted."""


class OnlyByApprovalError(OrganizationError):
	"""A document that climbs comes into force, and goes out of it, by acts of the approval only."""


class OwnUnitError(frappe.PermissionError):
	"""Nobody judges their own unit, nor themselves."""


class OwnAccountError(frappe.PermissionError):
	"""Refusal of what is not the owner's to do with an account, or not for others (HTTP 403)."""


class OnlyServicesWriteError(frappe.PermissionError):
	"""Files and their rows are written by the services' acts, never by form or API saves."""
