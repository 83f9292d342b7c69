// "Try on an Organization" below the steps: through whom a document of any organisation would go. Nothing is written.

(() => {
	const API = "bontot.approval.people.api";
	const LEFT_OUT = {
		own: () => __("Left out: the organization's own level"),
		absent: () => __("Left out: there is no such level above it"),
		beyond: () => __("Left out: the route ends before it"),
	};

	frappe.ui.form.on("Approval Route", {
		refresh(frm) {
			if (frm.is_new()) return;
			offer(frm);
			frm.add_custom_button(__("Try on an Organization"), () => {
				frm.scroll_to_field("trial_html", false);
				frm.bt_trial.organization.set_focus();
			});
		},
	});

	// Asked for in the page, not in a dialog: the answer can be printed with the route.
	function offer(frm) {
		if (frm.bt_trial?.route === frm.doc.name) return; // what was tried stays while one looks at it
		const place = bontot.forms.place(frm, "trial_html");
		$("<p class='text-muted bt-no-print'>")
			.text(__("Says through whom its file would go. Nothing is written."))
			.appendTo(place);
		const ask = $("<div class='bt-no-print' style='max-width: 480px'>").appendTo(place);
		const organization = control(ask, {
			fieldname: "trial_organization",
			fieldtype: "Link",
			options: "Party Organization",
			label: __("Organization"),
			get_query: () => ({ filters: { valid_to: ["is", "not set"] } }),
		});
		const settled = when_settled(organization);
		const day = control(ask, { fieldname: "trial_day", fieldtype: "Date", label: __("If sent on") });
		day.set_value(frappe.datetime.get_today());
		const button = $("<button type='button' class='btn btn-primary bt-workbook__next'>").text(
			__("Try It")
		);
		button.appendTo(ask);
		const answer = $("<div aria-live='polite'>").appendTo(place);
		frm.bt_trial = { route: frm.doc.name, organization };
		button.on("click", async () => {
			await settled();
			run(frm, answer.empty(), organization.get_value(), day.get_value(), button);
		});
	}

	function control(parent, df) {
		return frappe.ui.form.make_control({ parent, df, render_input: true, only_input: false });
	}

	// Until the server has confirmed what was picked, the control gives its title instead of its name.
	function when_settled(link) {
		const set = link.validate_and_set_in_model.bind(link);
		let asked = Promise.resolve();
		link.validate_and_set_in_model = (...args) => (asked = Promise.allSettled([asked, set(...args)]));
		return () => asked;
	}

	async function run(frm, answer, organization, on, button) {
		if (frm.is_dirty()) {
			bontot.forms.note(answer, "warn", __("Save first; what is tried is what was saved."));
			return;
		}
		if (!organization || !on) {
			bontot.forms.note(answer, "warn", __("Choose the organization and the day first."));
			return;
		}
		button.prop("disabled", true);
		try {
			const args = { route: frm.doc.name, organization, on };
			const { message } = await frappe.call({ method: `${API}.try_route`, type: "GET", args });
			show(answer.empty(), message);
		} catch {
			bontot.forms.note(
				answer.empty(),
				"bad",
				__("It could not be worked out. Try again; nothing was changed.")
			);
		} finally {
			button.prop("disabled", false);
		}
	}

	function show(answer, trial) {
		const day = frappe.datetime.str_to_user(trial.on);
		$("<h4>")
			.text(__("{0}, if sent on {1}", [trial.organization_name, day]))
			.appendTo(answer);
		for (const verdict of trial.verdicts) show_verdict(answer, verdict);
		if (trial.problem) {
			bontot.forms.note(answer, "bad", trial.problem);
			return;
		}
		const heads = [__("Level"), __("Organization"), __("What It Does"), __("Allowed"), __("Who Can Act")];
		bontot.forms.table(answer, "", heads, trial.levels.map(line));
		const acting = trial.levels.filter((level) => level.state === "acts");
		show_empty(answer, acting, trial);
		const sum = __("{0} levels act, at most {1} working days in all.", [acting.length, trial.days]);
		$("<p>").text(sum).appendTo(answer);
	}

	function show_verdict(answer, verdict) {
		const cases = verdict.cases.length ? `${verdict.cases.join("; ")}: ` : "";
		if (verdict.taken) {
			bontot.forms.note(answer, "good", sentence(cases + __("this route is the one taken.")));
			return;
		}
		const why = verdict.reasons.join("; ");
		const words = sentence(cases + __("this route is not taken: {0}.", [why]));
		const note = bontot.forms.note(answer, "warn", words);
		note.append(" ");
		if (!verdict.chosen) {
			note.append(document.createTextNode(__("No other one is, either: nothing could be sent.")));
			return;
		}
		note.append(document.createTextNode(`${__("Taken is")} `));
		$("<a class='bt-link'>")
			.attr("href", `/app/approval-route/${encodeURIComponent(verdict.chosen)}`)
			.text(verdict.chosen_title)
			.appendTo(note);
	}

	function sentence(words) {
		return words.charAt(0).toUpperCase() + words.slice(1);
	}

	function line(level) {
		if (LEFT_OUT[level.state]) {
			return { tone: "note", cells: [level.level_name, "", LEFT_OUT[level.state](), "", ""] };
		}
		const name = level.organization_name;
		if (level.state === "receives") {
			const receives = level.may_lock ? __("Receives afterwards, may lock") : __("Receives afterwards");
			return { tone: "", cells: [level.level_name, name, receives, "", ""] };
		}
		const days = __("{0} working days", [level.days_allowed]);
		const empty = level.within && !level.people.length;
		return {
			tone: empty ? "error" : "change",
			cells: [level.level_name, name, __(level.act), days, who(level)],
		};
	}

	function who(level) {
		if (!level.within) return __("Lies above what you oversee");
		const lines = level.people.map(({ name, also_below }) =>
			also_below ? __("{0} (also at the level before: acts at one of the two only)", [name]) : name
		);
		if (!lines.length) lines.push(__("Nobody yet"));
		if (level.body) lines.unshift(__("Nobody can appraise it; the body decides, recorded by:"));
		for (const name of level.own_unit)
			lines.push(__("{0} does not appraise the own organization", [name]));
		return lines.join("\n");
	}

	function show_empty(answer, acting, trial) {
		const empty = acting.filter((level) => level.within && !level.people.length);
		for (const level of empty) {
			const words = __("Nobody at {0} can act yet.", [level.organization_name]);
			const note = bontot.forms.note(answer, "bad", words);
			if (trial.vacant_days && level.act === "Appraise" && level !== acting.at(-1)) {
				const passes = __("The file is passed over it after {0} working days.", [trial.vacant_days]);
				note.append(document.createTextNode(` ${passes}`));
			}
			if (!level.may_fill) continue;
			note.append(" ");
			$("<a class='bt-link'>")
				.attr("href", `/app/who-holds-what/${encodeURIComponent(level.organization)}`)
				.text(__("Seat somebody there"))
				.appendTo(note);
		}
	}
})();
