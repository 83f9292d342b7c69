// The save queue as a component uses it: reactive state, the network's comings and goings, the person's own store.

import { getCurrentInstance, onBeforeUnmount, reactive } from "vue";
import { uniqueKey } from "./call";
import { createSaveQueue } from "./save_queue.mjs";

/**
 * @param {string} document what is being edited, e.g. "evaluation/TC0000042-…"
 * @param {(name: string, change: {value: any, base: any, key: string}) => Promise<any>} send resolves to the new
 *     revision, throws a CallError
 * @returns the queue of save_queue.mjs, with `status` = {phase, savedAt, errors} kept up to date and `stop()`, which
 *     a caller outside a component's setup calls itself
 */
export function useAutosave(document, send) {
	const status = reactive({ phase: "idle", savedAt: null, errors: {} });
	const queue = createSaveQueue({
		send,
		uniqueKey,
		storage: localStorage,
		place: `bontot:unsent:${frappe.session.user}:${document}`,
		onChange: () => Object.assign(status, queue.state()),
	});
	const back = () => queue.retry();
	const leave = () => window.document.visibilityState === "hidden" && queue.flush();
	window.addEventListener("online", back);
	window.document.addEventListener("visibilitychange", leave);
	function stop() {
		window.removeEventListener("online", back);
		window.document.removeEventListener("visibilitychange", leave);
		queue.flush();
		queue.close();
	}
	if (getCurrentInstance()) onBeforeUnmount(stop);
	return Object.assign(queue, { status, stop });
}
