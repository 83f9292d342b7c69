// Documents that climb through the approval: the same block at the top of each form, in the words of its kind.

(() => {
	const WORDS = {
		"Framework Overlay": () => ({
			agree: __("Agree, put it in force"),
			approved: __(
				"It is in force: periods that open on its framework from the day it applies use it."
			),
			withdraw: __("Put out of force"),
			withdrawn: __("It is out of force. Periods that were opened with it keep it."),
		}),
		"Reorganization Proposal": () => ({
			agree: __("Agree with the proposal"),
			approved: __("It was agreed to. The tree changes by the decision that is made of it."),
			withdraw: __("Withdraw the proposal"),
			withdrawn: __("It was withdrawn."),
		}),
	};

	for (const [doctype, words] of Object.entries(WORDS)) {
		frappe.ui.form.on(doctype, {
			refresh: (frm) => bontot.forms.approval(frm, words()),
		});
	}
})();
