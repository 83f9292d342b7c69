from bontot.organization.scoped import ScopedDocument


class ObligationReminder(ScopedDocument):
	"""One reminder given to one person. Its unique key is why nobody hears the same thing twice."""
