from bontot.organization.scoped import ScopedDocument


class ObligationReminder(ScopedDocument):
	"""One reminder given to one person, or (stage Daily Digest, no obligation) the day's one notification that carried them. Its
	unique key is why nobody hears the same thing twice."""
