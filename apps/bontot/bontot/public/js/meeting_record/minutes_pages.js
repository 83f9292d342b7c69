// Photographed pages on their way to the server: each is sent as soon as it is taken, one after another.

import { onBeforeUnmount, onMounted, ref } from "vue";
import { upload } from "../kit";

/** @param {{pageAct: (method: string, args?: object) => Promise<void>}} desk the record under the pen */
export function useMinutesPages(desk) {
	const waiting = ref([]); // {file, url}: chosen and not with the server yet
	const share = ref(null); // of the one under way, 0 to 1
	const error = ref(null);
	const sending = ref(false);

	function take(files) {
		waiting.value.push(...files.map((file) => ({ file, url: "" })));
		return send();
	}

	/** Send what waits. A bad line leaves it there, to be tried again; what is refused goes, the person is told. */
	async function send() {
		if (sending.value) return;
		sending.value = true;
		error.value = null;
		try {
			while (waiting.value.length) {
				const [one] = waiting.value;
				share.value = 0;
				one.url ||= (await upload(one.file, (part) => (share.value = part))).file_url;
				await desk.pageAct("add_page", { file_url: one.url });
				waiting.value.shift();
			}
		} catch (reason) {
			error.value = reason;
			if (!reason.passing && reason.kind !== "session") waiting.value.shift();
		} finally {
			sending.value = false;
			share.value = null;
		}
	}

	// A photo taken here is often nowhere else on the telephone.
	const warn = (event) => waiting.value.length && event.preventDefault();
	onMounted(() => window.addEventListener("beforeunload", warn));
	onBeforeUnmount(() => window.removeEventListener("beforeunload", warn));

	return { waiting, share, error, sending, take, send };
}
