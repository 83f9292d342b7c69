frappe.ui.form.on("Legal Document", {
	refresh(frm) {
		if (frm.is_new()) return;
		const { citation, lacking } = frm.doc.__onload || {};
		const lines = [__("Papers cite it as: {0}", [frappe.utils.escape_html(citation)])];
		if (lacking?.length) {
			lines.push(__("Still to be filled in: {0}", [lacking.map((label) => __(label)).join(", ")]));
		}
		frm.set_intro(lines.join("<br>"), lacking?.length ? "orange" : "blue");
	},
});
