"""Whether enough of many are as they should be, while some are not judged yet and some are not due yet."""

from bontot.criteria.registry import Result


def verdict(met: int, failed: int, unknown: int = 0, ahead: int = 0, least: int = 0) -> Result:
	"""Judge the share of `met` among those due.

	:param unknown: due, but nobody has graded them
	:param ahead: not due yet; they may still lift the share, and are never counted as lacking
	:param least: per cent asked for; 0: nobody has set it, so only what holds for every share is decided
	"""
	due = met + failed + unknown
	if not due:
		return "Not Yet Due"
	if not least:
		if unknown:
			return "Awaiting Rating"
		if not failed:
			return "Met"
		return "Not Met" if not met and not ahead else "Awaiting Rating"
	if 100 * met >= least * due:
		return "Met"
	if 100 * (met + unknown + ahead) < least * (due + ahead):
		return "Not Met"
	return "Awaiting Rating" if unknown else "Not Yet Due"


def percent_words(part: int, whole: int) -> str:
	"""11/12 (91,6 %), rounded down, so that 89.99 never reads as 90."""
	if not whole or part == whole:
		return f"{part}/{whole}"
	tenths = 1000 * part // whole
	return f"{part}/{whole} ({tenths // 10},{tenths % 10} %)"
