"""Links on the form of a meeting: the meetings it prepared."""

from typing import Any

from frappe import _


def get_data() -> dict[str, Any]:
	return {
		"fieldname": "prepared_by_meeting",
		"transactions": [{"label": _("Prepared by This Meeting"), "items": ["Meeting"]}],
	}
