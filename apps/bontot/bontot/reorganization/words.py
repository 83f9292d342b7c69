"""Wording of a plan's problems and warnings: what is wrong, and the remedy."""

from frappe import _

from bontot.reorganization.plan import Problem


def sentence(problem: Problem) -> str:
	"""One problem without its row."""
	names = (*problem.names, "", "", "")
	return _sentences()[problem.code].format(*names)


def with_row(problem: Problem) -> str:
	if problem.share_row:
		return _("Shared out, row {0}: {1}").format(problem.share_row, sentence(problem))
	return _("Row {0}: {1}").format(problem.row, sentence(problem)) if problem.row else sentence(problem)


def _sentences() -> dict[str, str]:
	return {
		"no_acts": _("Nothing is decided yet. Add at least one act."),
		"missing_organization": _("Choose the organization that this act is about."),
		"missing_name": _("Write the new name."),
		"missing_kind": _("Choose the new kind."),
		"missing_target": _("Choose the receiving organization or the new parent, or one founded in this decision."),
		"missing_level": _("Choose the level that ends."),
		"two_targets": _("Choose either an existing organization or one founded in this decision, not both."),
		"outside_branch": _("{0} does not stand in the deciding branch. Choose one inside it, or a higher deciding branch."),
		"outside_own": _("This does not stand at or below the proposing organization. Delete the row or choose another one."),
		"kind_disabled": _("This kind is no longer used. Choose another one."),
		"not_living": _("{0} does not exist on the effective date. Check the date or choose another organization."),
		"later_change": _("{0} was reorganized on a later day already. Choose a later effective date, or undo that one first."),
		"new_name_twice": _("Two rows found an organization called {0}. Give each its own name."),
		"unknown_new": _("No row founds an organization called {0}. Write the name exactly as in its row."),
		"into_itself": _("{0} cannot go to itself. Choose another organization."),
		"same_name": _("{0} has this name already. Write another one or delete the row."),
		"same_kind": _("{0} is of this kind already. Choose another one or delete the row."),
		"same_place": _("{0} stands there already. Choose another parent or delete the row."),
		"top_stays": _("{0} is the deciding branch itself. The organization above it has to decide this."),
		"twice": _("{0} is moved or ended in two rows. Keep one of them."),
		"cycle": _("{0} would stand below itself, since {1} lies below it. Choose another parent."),
		"no_such_level": _("No organization of this level lives below {0} on the effective date. Check the level and the date."),
		"no_parent": _("{0} needs an organization above it. Choose a parent."),
		"parent_kind": _("{0} cannot stand below {1}: their kinds do not fit. Choose another parent or change a kind too."),
		"children_left": _("{0} ends while {1} still stands below it. Add a row that moves or ends that one, or choose who receives it."),
		"target_ended": _("{0} ends in this decision and can receive nobody. Choose another organization."),
		"outlives": _("{0} would outlive {1}. Choose a parent that lives as long."),
		"name_clash": _("Below {1} there would be two organizations called {0}. Give one another name."),
		"code_clash": _("The code of {0} belongs to {1} already. Write another one."),
		"members_left": _("{0} ends with {1} members. Choose the organization that receives them, or share them out."),
		"no_members_there": _("Members of {0} cannot belong to {1} directly. Choose a cell for them."),
		"shared_twice": _("This is shared out in two rows. Keep one."),
		"share_without_split": _("{0} is not split in this decision. Delete the row or add the split."),
		"share_unknown": _("This does not belong to {0} any more. Fetch the list again."),
		"share_open": _("Say to which new organization this goes, since {0} ends."),
		"share_elsewhere": _("{1} does not come out of {0}. Write the name of one of its new organizations."),
		"too_few": _("{0} will have {1} members, fewer than {2}. The body above has to consent."),
		"too_many": _("{0} will have {1} members, more than {2}. The body above has to consent."),
	}  # fmt: skip
