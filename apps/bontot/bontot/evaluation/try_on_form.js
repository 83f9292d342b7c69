// "Try on a Year" on the forms of a framework, of an overlay and of a scale of points for meetings: slice by slice, so that a whole province shows its
// progress and nothing is written anywhere.

(() => {
	const API = "bontot.evaluation.try_on.api";
	const SHOWN = 200;
	const STATES = ["Met", "Pending", "Not Met"];

	for (const doctype of ["Criteria Framework", "Framework Overlay", "Scoring Scale"]) {
		frappe.ui.form.on(doctype, {
			refresh(frm) {
				if (frm.is_new() || !frm.perm[0]?.write || frm.doc.docstatus === 2) return;
				if (doctype === "Scoring Scale" && !can_be_tried(frm.doc)) return;
				frm.add_custom_button(__("Try on a Year"), () => (frm.is_dirty() ? save_first() : open(frm)));
			},
		});
	}

	function can_be_tried(scale) {
		return scale.scale_kind === "Meeting Quality" && !scale.without_points;
	}

	function save_first() {
		frappe.msgprint(__("Save first; what is tried is what was saved."));
	}

	function open(frm) {
		const args = { doctype: frm.doctype, name: frm.doc.name };
		frappe.call({ method: `${API}.periods`, type: "GET", args }).then(({ message }) => {
			if (!message.length) {
				frappe.msgprint(__("No period has been opened yet, so there is nothing to try it on."));
				return;
			}
			ask(frm, message);
		});
	}

	function ask(frm, periods) {
		const dialog = new frappe.ui.Dialog({
			title: __("Try on a Year"),
			size: "extra-large",
			fields: [
				{
					fieldname: "period",
					fieldtype: "Select",
					label: __("Review Period"),
					options: periods.map((row) => ({ value: row.name, label: row.title })),
					default: periods[0].name,
					reqd: 1,
				},
				{ fieldname: "outcome", fieldtype: "HTML" },
			],
			primary_action_label: __("Try It"),
			primary_action: ({ period }) => run(frm, dialog, period),
		});
		const place = dialog.get_field("outcome").$wrapper.addClass("bt-workbook");
		bontot.forms.note(
			place,
			"plain",
			__("Reads the files of the period and says what they would come to. Nothing is written.")
		);
		dialog.show();
	}

	async function run(frm, dialog, period) {
		const place = dialog.get_field("outcome").$wrapper.empty();
		const progress = bontot.forms.note(place, "plain", __("Reading the files…"));
		dialog.get_primary_btn().prop("disabled", true);
		const sum = { files: 0, total: 0, counts: {}, turned: [], graded: {} };
		try {
			let after = "";
			do {
				const args = { doctype: frm.doctype, name: frm.doc.name, period, after };
				const { message } = await frappe.call({ method: `${API}.try_on`, type: "GET", args });
				add(sum, message);
				progress.text(__("{0} of {1} files read", [counted(sum.files), counted(sum.total)]));
				after = message.next;
			} while (after && dialog.display);
			show(place.empty(), sum);
		} catch {
			progress.text(__("It could not be worked out. Try again; nothing was changed."));
		} finally {
			dialog.get_primary_btn().prop("disabled", false);
		}
	}

	function add(sum, slice) {
		sum.files += slice.files;
		sum.total = sum.total || slice.total;
		sum.as_of = slice.as_of;
		sum.turned.push(...slice.turned);
		for (const { before, after, count } of slice.graded) {
			const change = `${grade_word(before)} → ${grade_word(after)}`;
			sum.graded[change] = (sum.graded[change] || 0) + count;
		}
		for (const { title_kind, before, after, count } of slice.counts) {
			const kind = (sum.counts[title_kind] ??= { before: {}, after: {} });
			kind.before[before] = (kind.before[before] || 0) + count;
			kind.after[after] = (kind.after[after] || 0) + count;
		}
	}

	function show(place, sum) {
		if (!sum.files) {
			bontot.forms.note(place, "plain", __("There are no files of yours in this period."));
			return;
		}
		bontot.forms.note(
			place,
			sum.turned.length ? "warn" : "good",
			__("{0} of {1} organizations would come out otherwise. Records as of {2}. Nothing was written.", [
				counted(sum.turned.length),
				counted(sum.files),
				frappe.datetime.str_to_user(sum.as_of),
			])
		);
		show_counts(place, sum.counts);
		show_graded(place, sum.graded);
		if (sum.turned.length) show_turned(place, sum.turned);
	}

	function show_counts(place, kinds) {
		const rows = Object.entries(kinds).flatMap(([kind, { before, after }]) =>
			STATES.map((state) => ({
				cells: [`${__(kind)}: ${state_word(state)}`, counted(before[state]), counted(after[state])],
			}))
		);
		const heads = [__("What It Comes To"), __("By the Framework of the Period"), __("By What Is Tried")];
		bontot.forms.table(place, __("How many"), heads, rows);
	}

	function show_graded(place, graded) {
		const rows = Object.entries(graded).map(([change, count]) => ({ cells: [change, counted(count)] }));
		if (rows.length) {
			bontot.forms.table(place, __("Grades of the meetings"), [__("Change"), __("How many")], rows);
		}
	}

	function grade_word(grade) {
		return grade ? __(grade) : __("no grade");
	}

	function show_turned(place, turned) {
		const rows = turned.map((row) => ({
			tone: row.after === "Met" ? "change" : "error",
			cells: [
				[row.organization_name, row.above].filter(Boolean).join("\n"),
				`${state_word(row.before)} → ${state_word(row.after)}`,
				row.reasons.join("\n"),
			],
		}));
		const heads = [__("Organization"), __("Change"), __("Why")];
		const grid = bontot.forms.table(place, __("Who changes, and why"), heads, rows.splice(0, SHOWN));
		if (rows.length) show_more(place, grid, heads, rows);
	}

	// A province is too much for one table at once: the next ones come when asked for, until all stand there.
	function show_more(place, grid, heads, rows) {
		const shown = bontot.forms.note(place, "plain", "").attr("aria-live", "polite");
		const more = $("<button type='button' class='btn btn-default btn-sm'>").appendTo(place);
		const tell = () => {
			const there = grid.find("tbody tr").length;
			shown.text(
				__("The first {0} of {1} that change", [counted(there), counted(there + rows.length)])
			);
			more.text(__("Show more ({0} left)", [counted(rows.length)])).toggle(rows.length > 0);
			shown.toggle(rows.length > 0);
		};
		more.on("click", () => {
			bontot.forms.rows(grid, heads, rows.splice(0, SHOWN));
			tell();
		});
		tell();
	}

	function state_word(state) {
		if (state === "Met") return __("would reach it");
		return state === "Not Met" ? __("would not reach it") : __("cannot be told yet");
	}

	function counted(number) {
		return new Intl.NumberFormat("vi-VN").format(number || 0);
	}
})();
