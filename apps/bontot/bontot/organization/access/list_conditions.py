"""One two-line door a doctype: the older framework passes no doctype to its query hooks."""

from bontot.organization import access


def party_organization_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Party Organization", user)


def party_member_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Party Member", user)


def member_transfer_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Member Transfer", user)


def member_state_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Member State", user)


def seat_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Seat", user)


def delegation_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Delegation", user)


def organization_placement_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Organization Placement", user)


def organization_succession_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Organization Succession", user)


def reorganization_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Reorganization", user)


def reorganization_proposal_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Reorganization Proposal", user)


def reorganization_act_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Reorganization Act", user)


def reorganization_share_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Reorganization Share", user)


def meeting_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Meeting", user)


def evaluation_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Evaluation", user)


def annual_rating_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Annual Rating", user)


def evidence_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Evidence", user)


def leadership_document_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Leadership Document", user)


def yearly_target_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Yearly Target", user)


def residence_remark_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Residence Remark", user)


def disciplinary_conclusion_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Disciplinary Conclusion", user)


def approval_step_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Approval Step", user)


def resolution_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Resolution", user)


def recognition_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Recognition", user)


def obligation_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Obligation", user)


def obligation_reminder_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Obligation Reminder", user)


def summary_report_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Summary Report", user)


def frozen_figure_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Frozen Figure", user)


def oversight_assignment_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Oversight Assignment", user)


def visit_note_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Visit Note", user)


def oversight_person_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Oversight Person", user)


def oversight_branch_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Oversight Branch", user)


def agenda_item_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Agenda Item", user)


def meeting_attendance_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Meeting Attendance", user)


def meeting_paper_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Meeting Paper", user)


def meeting_score_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Meeting Score", user)


def resolution_task_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Resolution Task", user)


def evaluation_item_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Evaluation Item", user)


def resolution_document_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Resolution Document", user)


def resolution_item_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Resolution Item", user)


def resolution_rating_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Resolution Rating", user)


def review_period_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Review Period", user)


def criteria_framework_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Criteria Framework", user)


def framework_overlay_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Framework Overlay", user)


def period_framework_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Period Framework", user)


def approval_route_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Approval Route", user)


def duty_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Duty", user)


def legal_document_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Legal Document", user)


def scoring_scale_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Scoring Scale", user)


def organization_kind_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Organization Kind", user)


def organization_level_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Organization Level", user)


def organization_sector_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Organization Sector", user)


def position_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Position", user)


def approval_route_step_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Approval Route Step", user)


def criterion_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Criterion", user)


def criterion_applicability_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Criterion Applicability", user)


def criterion_group_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Criterion Group", user)


def duty_kind_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Duty Kind", user)


def framework_legal_basis_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Framework Legal Basis", user)


def framework_setting_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Framework Setting", user)


def organization_kind_parent_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Organization Kind Parent", user)


def overlay_change_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Overlay Change", user)


def period_deadline_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Period Deadline", user)


def position_kind_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Position Kind", user)


def position_role_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Position Role", user)


def scale_grade_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Scale Grade", user)


def scale_group_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Scale Group", user)


def scale_item_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Scale Item", user)


def scale_step_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Scale Step", user)


def approval_anchor_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Approval Anchor", user)


def outbox_task_conditions(user: str | None = None, doctype: str | None = None) -> str:
	return access.conditions("Outbox Task", user)
