"""Kinds of meetings that an organisation holds, and their names."""

REGULAR, THEMATIC, CELL_COMMITTEE = "Cell Regular", "Cell Thematic", "Cell Committee"
PARTY_COMMITTEE, STANDING_COMMITTEE = "Party Committee", "Standing Committee"
PERMANENT_MEMBERS, WHOLE_ORGANIZATION = "Permanent Members", "Whole Organization"

CELL_KINDS = (REGULAR, THEMATIC, CELL_COMMITTEE)
COMMITTEE_KINDS = (PARTY_COMMITTEE, STANDING_COMMITTEE, PERMANENT_MEMBERS, WHOLE_ORGANIZATION)
ALL = CELL_KINDS + COMMITTEE_KINDS
PREPARING = (STANDING_COMMITTEE, PERMANENT_MEMBERS)

CELL_TITLE = "Cell"


def allowed(title_kind: str | None, keeps_meetings: bool) -> tuple[str, ...]:
	"""Kinds of meeting of an organisation, by what its kind says: the title it can earn, and whether it meets on its own.

	Cells earn the cell's title at whatever level they stand; a party group keeps no meetings of its own.
	"""
	if not keeps_meetings:
		return ()
	return CELL_KINDS if title_kind == CELL_TITLE else COMMITTEE_KINDS


def may_prepare(kind: str, prepared: str) -> bool:
	"""Whether a meeting of `kind` may prepare one of `prepared`: permanent members, then standing committee, then all."""
	order = (PERMANENT_MEMBERS, STANDING_COMMITTEE, PARTY_COMMITTEE, WHOLE_ORGANIZATION)
	return kind in PREPARING and prepared in order and order.index(kind) < order.index(prepared)


def is_of_cell(kind: str) -> bool:
	return kind in CELL_KINDS
