# With an underscore in front: the framework takes every other name here for a hook.
from bontot.organization.access.list_conditions import HOOKS as _HOOKS
from bontot.organization.access.rules import SCOPED as _SCOPED

app_name = "bontot"
app_title = "Bốn tốt"
app_publisher = "bontot"
app_description = "Chi bộ bốn tốt, đảng bộ cơ sở bốn tốt"
app_license = "MIT"

app_include_js = "bontot.bundle.js"
app_include_css = "bontot.bundle.css"
doctype_js = {
	"Criteria Framework": "evaluation/try_on_form.js",
	"Framework Overlay": ["evaluation/try_on_form.js", "approval/document_form.js"],
	"Party Organization": "approval/titles_form.js",
	"Reorganization": "reorganization/form.js",
	"Reorganization Proposal": ["reorganization/form.js", "approval/document_form.js"],
	"Scoring Scale": "evaluation/try_on_form.js",
	"User": "organization/access/own_account_form.js",
}
web_include_css = "bontot_web.bundle.css"
app_logo_url = "/assets/bontot/images/bontot.svg"
# The guides are Markdown that is read in the repository too: there a link to another names its file.
base_template_map = {"huong-dan/.*": "templates/web.html"}
website_redirects = [{"source": r"/(huong-dan/[a-z-]+|huong-dan/README)\.md", "target": r"/\1"}]
# Own pages of a unit, which people open on a phone: by their address they stand without the desk (synthesis/light.py).
light_pages = [
	"explain-result",
	"meeting-record",
	"my-work",
	"self-assessment",
	"unit-records",
	"yearly-rating",
]
website_route_rules = [
	{"from_route": f"/app/{page}{rest}", "to_route": "own-pages"}
	for page in light_pages
	for rest in ("", "/<path:rest>")
]
website_context = {"favicon": app_logo_url, "splash_image": app_logo_url}

update_website_context = "bontot.guard.edge.content_policy.put_first"

after_install = "bontot.install.after_install"
after_migrate = "bontot.install.after_migrate"
before_tests = "bontot.install.before_tests"
auth_hooks = ["bontot.guard.edge.request_hooks.signed_in"]
after_request = ["bontot.guard.edge.request_hooks.after_request"]
on_login = ["bontot.guard.edge.sign_in.signed_in"]
on_session_creation = ["bontot.synthesis.first_page.lead_home"]
before_job = [
	"bontot.compat.mend_pydantic_config",
	"bontot.guard.payload.stored.stand_around",
	"bontot.guard.files.text_pictures.stand_around",
]
extend_bootinfo = [
	"bontot.synthesis.first_page.set_home_page",
	"bontot.guard.query.saved_reports.show_titles",
	"bontot.mail.tell_whether_it_sends",
	"bontot.guard.query.listings.leave_away_letter_heads",
	"bontot.organization.access.own_cell.fill_in",
	"bontot.synthesis.onboarding.leave_tours_away",
]

permission_query_conditions = {
	**_HOOKS,
	"User": "bontot.organization.access.accounts.conditions",
	"File": "bontot.guard.query.follow.file_conditions",
	"Comment": "bontot.guard.query.follow.comment_conditions",
	"Communication": "bontot.guard.query.follow.communication_conditions",
	"Version": "bontot.guard.query.follow.version_conditions",
	"ToDo": "bontot.guard.query.follow.todo_conditions",
	"Notification Log": "bontot.guard.query.follow.notification_log_conditions",
	"Tag Link": "bontot.guard.query.follow.tag_link_conditions",
	"Document Follow": "bontot.guard.query.follow.document_follow_conditions",
	"Reminder": "bontot.guard.query.follow.reminder_conditions",
	"Tag": "bontot.guard.query.follow.tag_conditions",
	"List Filter": "bontot.guard.query.own_settings.list_filter_conditions",
	"Report": "bontot.guard.query.saved_reports.conditions",
	"Letter Head": "bontot.setup.framework_permissions.no_rows",
	"Module Def": "bontot.setup.framework_permissions.no_rows",
}
has_permission = {
	**dict.fromkeys(_SCOPED, "bontot.organization.access.may_access"),
	"Dashboard Chart": "bontot.guard.query.query_filters.may_define",
	"Number Card": "bontot.guard.query.query_filters.may_define",
	"Kanban Board": "bontot.guard.query.query_filters.may_define",
	"Note": [
		"bontot.guard.query.query_filters.may_address_all",
		"bontot.guard.query.own_settings.may_read_note",
	],
	"Event": "bontot.guard.query.query_filters.may_address_all",
	"File": "bontot.guard.query.follow.may_access",
	"Comment": ["bontot.guard.query.follow.may_access", "bontot.guard.query.follow.may_take_back"],
	"Communication": "bontot.guard.query.follow.may_access",
	"Version": "bontot.guard.query.follow.may_access",
	"ToDo": "bontot.guard.query.follow.may_access",
	"Notification Log": [
		"bontot.guard.query.follow.may_access",
		"bontot.guard.query.own_settings.may_access",
	],
	"Tag Link": "bontot.guard.query.follow.may_access",
	"Document Follow": "bontot.guard.query.follow.may_access",
	"Reminder": "bontot.guard.query.follow.may_access",
	"Tag": "bontot.guard.query.follow.may_read_tag",
	"Dashboard Settings": "bontot.guard.query.own_settings.may_access",
	"List Filter": "bontot.guard.query.own_settings.may_access",
	"Notification Settings": "bontot.guard.query.own_settings.may_access",
	"Report": "bontot.guard.query.saved_reports.may_access",
	"Letter Head": "bontot.setup.framework_permissions.is_administrators",
	"Module Def": "bontot.setup.framework_permissions.is_administrators",
}

doc_events = {
	"*": {
		"before_validate": [
			"bontot.organization.access.server_written.hold",
			"bontot.guard.files.uploads.require_addresses",
			"bontot.guard.payload.evaluated_fields.require_unchanged",
		],
		"before_update_after_submit": [
			"bontot.organization.access.server_written.hold",
			"bontot.guard.files.uploads.require_addresses",
		],
		"before_cancel": "bontot.organization.access.server_written.hold",
		"on_update": "bontot.organization.access.delegating.note_on_document",
		"on_update_after_submit": "bontot.organization.access.delegating.note_on_document",
		"on_cancel": "bontot.organization.access.delegating.note_on_document",
	},
	"System Settings": {"on_update": "bontot.setup.site.keep_second_factor_to_positions"},
	"DocShare": {
		"validate": [
			"bontot.organization.access.sharing.refuse_on_scoped",
			"bontot.organization.access.own_account.keep_to_owner",
		]
	},
	"File": {
		"before_validate": [
			"bontot.guard.files.uploads.before_validate",
			"bontot.organization.access.approvable.keep_files_of_sent",
		]
	},
	"Version": {"before_insert": "bontot.guard.query.follow.veil"},
	"Comment": {"validate": "bontot.guard.query.follow.require_target"},
	"ToDo": {"validate": "bontot.guard.query.follow.require_target"},
	"Tag Link": {"validate": "bontot.guard.query.follow.require_target"},
	"Document Follow": {"validate": "bontot.guard.query.follow.require_target"},
	"Reminder": {"validate": "bontot.guard.query.follow.require_target"},
	"User": {
		"before_validate": [
			"bontot.organization.access.accounts.make_no_manager",
			"bontot.organization.access.accounts.keep_names_plain",
			"bontot.organization.access.own_account.before_validate",
			"bontot.organization.access.accounts.look_nowhere",
		],
		"onload": "bontot.organization.access.own_account.tell_form",
		"validate": "bontot.organization.access.accounts.make_no_manager_end",
		"on_update": [
			"bontot.organization.access.accounts.take_placeholder_away",
			"bontot.organization.access.roles.follow_account",
		],
	},
	"Meeting": {
		"on_update": [
			"bontot.evaluation.computing.computed.on_record_change",
			"bontot.evaluation.computing.rechecking.on_record_change",
			"bontot.obligation.ledger.settle_document",
		],
		"after_delete": [
			"bontot.evaluation.computing.computed.on_record_change",
			"bontot.evaluation.computing.rechecking.on_record_change",
			"bontot.obligation.ledger.settle_document",
		],
	},
	"Leadership Document": {
		"on_update": [
			"bontot.evaluation.computing.computed.on_record_change",
			"bontot.evaluation.computing.rechecking.on_record_change",
		],
		"after_delete": [
			"bontot.evaluation.computing.computed.on_record_change",
			"bontot.evaluation.computing.rechecking.on_record_change",
		],
	},
	"Yearly Target": {
		"on_update": "bontot.evaluation.computing.rechecking.on_record_change",
		"after_delete": "bontot.evaluation.computing.rechecking.on_record_change",
	},
	"Residence Remark": {
		"on_update": "bontot.evaluation.computing.rechecking.on_branch_record_change",
		"after_delete": "bontot.evaluation.computing.rechecking.on_branch_record_change",
	},
	"Disciplinary Conclusion": {
		"on_update": "bontot.evaluation.computing.rechecking.on_branch_record_change",
		"after_delete": "bontot.evaluation.computing.rechecking.on_branch_record_change",
	},
	"Criteria Framework": {"before_cancel": "bontot.evaluation.period.framework_use.refuse_cancel"},
	"Review Period": {"on_update": "bontot.synthesis.freezing.on_period_change"},
	"Evaluation": {
		"on_update": "bontot.obligation.ledger.settle_document",
	},
	"Summary Report": {
		"on_update": "bontot.obligation.ledger.settle_document",
	},
}

scheduler_events = {
	"cron": {"* * * * *": ["bontot.outbox.driver.sweep", "bontot.approval.queue.notices.ask"]},
	"daily": [
		"bontot.organization.access.roles.sync_all",
		"bontot.organization.members.membership.follow_calendar",
		"bontot.organization.access.seat_notices.run_daily",
		"bontot.evaluation.period.opening.add_missing",
		"bontot.evaluation.computing.computed.refresh_open_periods",
		"bontot.evaluation.computing.rechecking.recheck_periods",
		"bontot.approval.queue.daily.run_daily",
		"bontot.obligation.jobs.run_daily",
		"bontot.synthesis.freezing.catch_up",
	],
}

# Modules above that let people read branches without a seat there: f(user, day) -> paths, f(day) -> users;
# and the statement that finds no row for whom the first has nothing.
reading_scopes = ["bontot.supervision.assignments.paths_of"]
reading_people = ["bontot.supervision.assignments.people"]
reading_branches = ["bontot.supervision.assignments.readers_of"]
ever_reading = ["bontot.supervision.assignments.ever_named"]

# What rests on yearly ratings (rating/service.py).
ratings_changed = ["bontot.evaluation.computing.rechecking.on_ratings_change"]

outbox_handlers = {
	"organization.check_workbook": "bontot.workbook.service.run_check",
	"organization.import_workbook": "bontot.workbook.service.run_import",
	"organization.export_workbook": "bontot.workbook.service.run_export",
	"organization.reorganize": "bontot.reorganization.service.carry_out",
	"organization.undo_reorganization": "bontot.reorganization.service.undo",
	"organization.heal_paths": "bontot.reorganization.service.heal",
	"organization.seat_notices": "bontot.organization.access.seat_notices.run",
	"obligation.daily": "bontot.obligation.jobs.settle_and_remind",
	"obligation.urge": "bontot.obligation.urging.run",
	"evaluation.open_period": "bontot.evaluation.period.opening.run",
	"evaluation.follow_deadlines": "bontot.evaluation.computing.due_dates.run",
	"evaluation.refresh_period": "bontot.evaluation.computing.computed.run_refresh",
	"evaluation.recheck_period": "bontot.evaluation.computing.rechecking.run",
	"approval.apply_resolution": "bontot.approval.resolutions.deciding.run",
	"approval.daily": "bontot.approval.queue.daily.run",
	"approval.notices": "bontot.approval.queue.notices.run",
	"synthesis.freeze_figures": "bontot.synthesis.freezing.run",
}
# Of these nobody waits for the end: they run in a queue of their own, so that no act of a person stands behind them.
outbox_unhurried = [
	"organization.heal_paths",
	"organization.seat_notices",
	"obligation.daily",
	"evaluation.refresh_period",
	"evaluation.recheck_period",
	"approval.daily",
	"approval.notices",
]
# What modules above let be shared out of a split organisation, by kind of record (reorganization/sharing.py).
reorganization_shares = {
	"Resolution Task": "bontot.meeting.handing_over.held",
	"Yearly Target": "bontot.evaluation.period.handing_over.held",
}
# Modules above that take part in a reorganization (reorganization/change.py), and columns of theirs,
# besides `organization_path`, that follow today's tree: each with the link to whose path it is.
reorganization_participants = {
	"preview": [
		"bontot.reorganization.open_transfers.preview",
		"bontot.meeting.reorganizing.preview",
		"bontot.meeting.handing_over.preview",
		"bontot.evaluation.period.reorganizing.preview",
		"bontot.evaluation.period.handing_over.preview",
		"bontot.approval.acts.reorganizing.preview",
		"bontot.obligation.reorganizing.preview",
	],
	"apply": [
		"bontot.reorganization.open_transfers.apply",
		"bontot.meeting.handing_over.apply",
		"bontot.evaluation.period.reorganizing.apply",
		"bontot.evaluation.period.handing_over.apply",
		"bontot.approval.acts.reorganizing.apply",
		"bontot.obligation.reorganizing.apply",
	],
	"heal": ["bontot.reorganization.open_transfers.apply"],
	"undo": [
		"bontot.reorganization.open_transfers.undo",
		"bontot.evaluation.period.reorganizing.undo",
		"bontot.evaluation.period.handing_over.undo",
		"bontot.approval.acts.reorganizing.undo",
		"bontot.obligation.reorganizing.undo",
	],
	"obstacles": ["bontot.evaluation.period.reorganizing.obstacles"],
}
moving_paths = {
	"Evaluation": {"awaiting_path": "awaiting_organization"},
	"Framework Overlay": {"awaiting_path": "awaiting_organization"},
	"Reorganization Proposal": {"awaiting_path": "awaiting_organization"},
	"Summary Report": {"awaiting_path": "awaiting_organization"},
}
# Kinds of document that climb through the approval (approval/core/kinds.py).
approvable_kinds = {
	"Evaluation": "bontot.approval.acts.evaluation_kind.EvaluationKind",
	"Framework Overlay": "bontot.approval.acts.overlay_kind.OverlayKind",
	"Reorganization Proposal": "bontot.approval.acts.proposal_kind.ProposalKind",
	"Summary Report": "bontot.synthesis.report_kind.ReportKind",
}
# Trees that are made to be taken away again: no anchor pins what happens there (approval/core/anchors.py).
passing_trees = ["bontot.demo.trial.passing_tree"]
# What a file names that waits at a person's seat is read by that person, wherever it lies: f(name, user) -> bool.
reading_by_turn = {
	"Evidence": "bontot.approval.people.by_turn.may_read_evidence",
	"Meeting": "bontot.approval.people.by_turn.may_read_meeting",
}
# In which direction a threshold asks more; a body's overlay may move it that way only, and no other setting at all.
stricter_settings = {
	"thematic_per_quarter": "Higher",
	"whole_organization_per_year": "Higher",
	"whole_organization_per_half": "Higher",
	"whole_organization_days_after": "Lower",
	"minutes_due_days": "Lower",
	"papers_ahead_days": "Higher",
	"good_meeting_share_percent": "Higher",
	"good_member_share_percent": "Higher",
	"leadership_documents_least": "Higher",
	"pass_points": "Higher",
}
# What the records can answer for an item of a scale, by the scale's kind.
scale_measures = {
	"Meeting Quality": [
		"duration",
		"attendance",
		"excused_in_a_row",
		"preparation",
		"agenda",
		"speakers",
		"last_tasks",
		"closing",
	],
}
computed_criteria = {
	"cell_regular_and_thematic": "bontot.meeting.criteria.cell_regular_and_thematic",
	"meeting_quality": "bontot.meeting.criteria.meeting_quality",
	"committee_sequence": "bontot.meeting.criteria.committee_sequence",
	"papers_ahead": "bontot.meeting.criteria.papers_ahead",
	"agenda_followed": "bontot.meeting.criteria.agenda_followed",
	"minutes_archived": "bontot.meeting.criteria.minutes_archived",
	"whole_organization_meetings": "bontot.meeting.criteria.whole_organization_meetings",
	"preparation": "bontot.meeting.criteria.preparation",
	"whole_organization_agenda_followed": "bontot.meeting.criteria.whole_organization_agenda_followed",
	"leadership_documents": "bontot.evaluation.computing.registers.leadership_documents",
	"yearly_rating": "bontot.rating.calculators.yearly_rating",
	"member_rating": "bontot.rating.calculators.member_rating",
}
# Optional: the same for many organisations at once, f(key, contexts) -> {organization: Finding}.
computed_criteria_bulk = {
	"cell_regular_and_thematic": "bontot.meeting.criteria.bulk",
	"meeting_quality": "bontot.meeting.criteria.bulk",
	"committee_sequence": "bontot.meeting.criteria.bulk",
	"papers_ahead": "bontot.meeting.criteria.bulk",
	"agenda_followed": "bontot.meeting.criteria.bulk",
	"minutes_archived": "bontot.meeting.criteria.bulk",
	"whole_organization_meetings": "bontot.meeting.criteria.bulk",
	"preparation": "bontot.meeting.criteria.bulk",
	"whole_organization_agenda_followed": "bontot.meeting.criteria.bulk",
	"leadership_documents": "bontot.evaluation.computing.registers.bulk_documents",
	"yearly_rating": "bontot.rating.calculators.bulk_organizations",
	"member_rating": "bontot.rating.calculators.bulk_members",
}
# What each asks for, in one sentence: f(key, settings) -> words.
computed_criteria_rules = {
	"cell_regular_and_thematic": "bontot.meeting.rule_words.words",
	"meeting_quality": "bontot.meeting.rule_words.words",
	"committee_sequence": "bontot.meeting.rule_words.words",
	"papers_ahead": "bontot.meeting.rule_words.words",
	"agenda_followed": "bontot.meeting.rule_words.words",
	"minutes_archived": "bontot.meeting.rule_words.words",
	"whole_organization_meetings": "bontot.meeting.rule_words.words",
	"preparation": "bontot.meeting.rule_words.words",
	"whole_organization_agenda_followed": "bontot.meeting.rule_words.words",
	"leadership_documents": "bontot.evaluation.computing.registers.rule_words",
	"yearly_rating": "bontot.rating.calculators.rule_words",
	"member_rating": "bontot.rating.calculators.rule_words",
}

# Figures of registers beside criteria that people judge, by the criterion's key: f(context) -> Finding; never a result.
informed_criteria = {
	"nvct_1": "bontot.evaluation.computing.registers.yearly_targets",
	"dk_2": "bontot.evaluation.computing.residence.discipline_and_residence",
	"cbdv_1": "bontot.meeting.tasks.tasks_done",
}

# Asked by print formats, which see a document and no more.
jinja = {
	"methods": [
		"bontot.approval.papers.explaining.explained_for_print",
		"bontot.approval.resolutions.decision_print.decision_for_print",
		"bontot.approval.papers.notice_print.notice_for_print",
		"bontot.synthesis.report_print.report_for_print",
		"bontot.paper.paper_style",
		"bontot.paper.paper_head",
	]
}

# The ledger follows what is deleted; a record must not be undeletable for standing in it.
ignore_links_on_delete = ["Obligation", "Obligation Reminder"]

default_log_clearing_doctypes = {"Outbox Task": 90, "Obligation Reminder": 730}

# The one opens pictures before any hook of ours may look at them, the next falls over what has gone, or is not asked; the
# last is what the framework reads before it signs anybody in.
override_doctype_class = {
	"File": "bontot.guard.files.judged_file.JudgedFile",
	"Module Onboarding": "bontot.synthesis.onboarding.OwnOnboarding",
	"RQ Job": "bontot.outbox.present_job.PresentJob",
	"System Settings": "bontot.guard.edge.loaded_first.SystemSettings",
}
# Doors of the framework that look past the list rule, or hand out what they should not as it stands.
override_whitelisted_methods = {
	"frappe.desk.doctype.tag.tag.add_tag": "bontot.guard.query.tags.add_tag",
	"frappe.desk.doctype.tag.tag.add_tags": "bontot.guard.query.tags.add_tags",
	"frappe.desk.doctype.tag.tag.remove_tag": "bontot.guard.query.tags.remove_tag",
	"frappe.desk.reportview.save_report": "bontot.guard.query.saved_reports.save_report",
	"frappe.desk.reportview.delete_report": "bontot.guard.query.saved_reports.delete_report",
	"frappe.desk.search.search_link": "bontot.guard.query.search.search_link",
	"frappe.desk.search.search_widget": "bontot.guard.query.search.search_widget",
	"frappe.desk.search.get_link_title": "bontot.guard.query.search.get_link_title",
	"frappe.utils.global_search.search": "bontot.guard.query.listings.search_everywhere",
	"frappe.desk.form.load.get_user_info_for_viewers": "bontot.guard.query.listings.get_user_info_for_viewers",
	"frappe.core.doctype.access_log.access_log.make_access_log": "bontot.guard.query.listings.make_access_log",
	"frappe.desk.doctype.tag.tag.get_tagged_docs": "bontot.guard.query.search.get_tagged_docs",
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": "bontot.guard.query.search.get_chart",
	"frappe.desk.search.get_names_for_mentions": "bontot.guard.query.search.get_names_for_mentions",
	"frappe.desk.listview.get_group_by_count": "bontot.guard.query.search.get_group_by_count",
	"frappe.desk.notifications.get_open_count": "bontot.guard.query.search.get_open_count",
	"frappe.desk.form.linked_with.get": "bontot.guard.query.search.get_linked",
	"frappe.desk.form.linked_with.get_submitted_linked_docs": "bontot.guard.query.search.get_submitted_linked_docs",
	"frappe.desk.doctype.notification_log.notification_log.mark_as_read": "bontot.guard.query.own_settings.mark_as_read",
	"frappe.core.doctype.user.user.reset_password": "bontot.guard.edge.passwords.reset_password",
	"frappe.core.doctype.user.user.update_password": "bontot.guard.edge.passwords.update_password",
	"frappe.core.doctype.user.user.verify_password": "bontot.guard.edge.passwords.verify_password",
	"frappe.core.doctype.user.user.user_query": "bontot.guard.query.search.account_query",
	"frappe.core.api.file.zip_files": "bontot.guard.files.uploads.zip_files",
	"frappe.client.get_count": "bontot.guard.query.search.get_count",
	"frappe.desk.reportview.get": "bontot.synthesis.link_titles.get",
	"frappe.desk.desktop.update_onboarding_step": "bontot.synthesis.onboarding.update_onboarding_step",
	"frappe.utils.print_format.download_pdf": "bontot.printing.download_pdf",
	"frappe.utils.print_format.report_to_pdf": "bontot.guard.payload.report_page.report_to_pdf",
	"frappe.desk.reportview.export_query": "bontot.synthesis.export.export_query",
	"frappe.desk.query_report.export_query": "bontot.synthesis.export.export_report",
}
standard_queries = {
	"Party Organization": "bontot.guard.query.search.organization_query",
	"Party Member": "bontot.guard.query.search.member_query",
}

export_python_type_annotations = True
