"""Which dates and states of a member cannot be. Pure: no database, "today" is an argument."""

from datetime import date

LEFT = "Left"
PROBATIONARY = "Probationary"


def contradiction(
	state: str, admitted: date | None, official: date | None, left: date | None, today: date
) -> str | None:
	"""Code of the first contradiction, or None. A date that is not known contradicts nothing, except for leaving."""
	if any(day and day > today for day in (admitted, official)):
		return "in_future"
	if admitted and official and official < admitted:
		return "official_before_admission"
	if state == PROBATIONARY and official:
		return "probationary_with_official_date"
	if state == LEFT and not left:
		return "left_without_date"
	if state != LEFT and left:
		return "date_without_leaving"
	if left and left > today:
		return "in_future"
	if left and any(day and left < day for day in (admitted, official)):
		return "left_before_admission"
	return None
