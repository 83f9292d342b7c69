"""Documents that belong to an organisation."""

from frappe import _, throw
from frappe.model.document import Document

from bontot.organization import tree
from bontot.organization.access import server_written
from bontot.organization.errors import NoOrganizationError, OrganizationChangedError


class ScopedDocument(Document):
	"""Sets `organization_path` from the tree before anything else is validated; the organisation is set once.

	Subclasses that validate more call `super().validate()` first. What steers it is read from the class: the framework
	writes whatever key a document is made of into the document.
	"""

	organization_may_change = False

	def before_validate(self) -> None:
		server_written.hold(self)
		self.refuse_changed_organization()
		self.set_organization_path()

	def validate(self) -> None:
		self.set_organization_path()  # a client's value is never kept, whatever a hook did in between

	def set_organization_path(self) -> None:
		before = self.get_doc_before_save()
		stays = before and before.organization == self.organization
		self.organization_path = (tree.path_of if stays else tree.path_to_write)(self.organization)
		if not self.organization_path:
			throw(
				_("There is no organization {0}. Choose one from the list.").format(self.organization or "—"),
				NoOrganizationError,
			)

	def refuse_changed_organization(self) -> None:
		before = self.get_doc_before_save()
		may_change = type(self).organization_may_change
		if before and before.organization != self.organization and not may_change:
			throw(
				_("A document stays with its organization. Make a new one for the other organization."),
				OrganizationChangedError,
			)
