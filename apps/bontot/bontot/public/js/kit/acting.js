// What a person does on a page: while it is under way nothing else is pressed, and what was refused is said there.

import { ref } from "vue";

/** @returns {{act: (work: () => Promise) => Promise<boolean>, busy: import("vue").Ref, error: import("vue").Ref}} `act` tells whether it went well. */
export function useActing() {
	const busy = ref(false);
	const error = ref(null);

	async function act(work) {
		error.value = null;
		busy.value = true;
		try {
			await work();
			return true;
		} catch (reason) {
			error.value = reason;
			return false;
		} finally {
			busy.value = false;
		}
	}
	return { act, busy, error };
}
