// Grades chosen and not sent yet: on the page, and kept on this device until an act takes them.

import { computed, reactive, ref } from "vue";
import { createDrafts } from "../kit";
import { gradeOf } from "./cap.mjs";
import { standingOf, takeUp } from "./proposing.mjs";

export function useChoices() {
	const chosen = reactive({}); // row → grade
	const keptCount = ref(0);
	let drafts = null;

	/** Show the choices of a grid: those kept on the device that still hold. */
	function open(grid) {
		for (const name of Object.keys(chosen)) delete chosen[name];
		if (!grid.organization) return;
		const place = [grid.organization, grid.subject, grid.year].join("/");
		drafts = createDrafts(localStorage, `bontot:draft:${frappe.session.user}:rating/${place}`);
		const grades = grid.grades.map((one) => one.key);
		Object.assign(chosen, takeUp(grid.rows, drafts, grades));
		count();
	}

	function choose(row, grade) {
		if (grade && grade !== gradeOf(row, {})) {
			chosen[row.name] = grade;
			drafts.keep(row.name, grade, standingOf(row));
		} else {
			delete chosen[row.name];
			drafts.drop(row.name);
		}
		count();
	}

	// As the store says, not as it was asked to: one that is forbidden or full keeps nothing.
	const count = () => (keptCount.value = drafts.names().length);
	const areKept = computed(() => {
		const names = Object.keys(chosen);
		return names.length > 0 && keptCount.value >= names.length;
	});

	return { chosen, choose, open, areKept };
}
