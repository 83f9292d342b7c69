"""Which meetings an organisation holds, and what each is called."""

REGULAR, THEMATIC, CELL_COMMITTEE = "Cell Regular", "Cell Thematic", "Cell Committee"
PARTY_COMMITTEE, STANDING_COMMITTEE = "Party Committee", "Standing Committee"
PERMANENT_MEMBERS, WHOLE_ORGANIZATION = "Permanent Members", "Whole Organization"

CELL_KINDS = (REGULAR, THEMATIC, CELL_COMMITTEE)
COMMITTEE_KINDS = (PARTY_COMMITTEE, STANDING_COMMITTEE, PERMANENT_MEMBERS, WHOLE_ORGANIZATION)
ALL = CELL_KINDS + COMMITTEE_KINDS
PREPARING = (STANDING_COMMITTEE, PERMANENT_MEMBERS)

CELL_TITLE = "Cell"
PARTY_GROUP_LEVEL = "to_dang"


def allowed(title_kind: str | None, level: str) -> tuple[str, ...]:
	"""Kinds of meeting of an organisation, by the title its kind can earn and its level (their codes).

	Cells earn the cell's title at whatever level they stand; a party group keeps no meetings of its own.
	"""
	if level == PARTY_GROUP_LEVEL:
		return ()
	return CELL_KINDS if title_kind == CELL_TITLE else COMMITTEE_KINDS


def may_prepare(kind: str, prepared: str) -> bool:
	"""Whether a meeting of `kind` may prepare one of `prepared`: permanent members, then standing committee, then all."""
	order = (PERMANENT_MEMBERS, STANDING_COMMITTEE, PARTY_COMMITTEE, WHOLE_ORGANIZATION)
	return kind in PREPARING and prepared in order and order.index(kind) < order.index(prepared)


def is_of_cell(kind: str) -> bool:
	return kind in CELL_KINDS
