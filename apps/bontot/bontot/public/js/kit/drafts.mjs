// What a person has chosen and the server would not take yet, since something is missing to it: kept on the device until it
// can be sent. Pure of Vue and of the site.

/**
 * @param {Storage} storage
 * @param {string} place the storage key: one a person and document
 */
export function createDrafts(storage, place) {
	function all() {
		try {
			return JSON.parse(storage.getItem(place) ?? "{}") ?? {};
		} catch {
			return {}; // unreadable, or a store that is forbidden
		}
	}

	function write(drafts) {
		try {
			if (Object.keys(drafts).length) storage.setItem(place, JSON.stringify(drafts));
			else storage.removeItem(place);
		} catch {
			// A full or forbidden store loses only the protection against a reload; the answer is still on the page.
		}
	}

	/** Keep the values of `name`, chosen when its revision was `base`. */
	function keep(name, values, base) {
		write({ ...all(), [name]: { values, base } });
	}

	/** What was saved meanwhile of `name` is known to whoever chose: the draft stands on `base` now. */
	function rebase(name, base) {
		const drafts = all();
		if (name in drafts) keep(name, drafts[name].values, base);
	}

	function drop(name) {
		const drafts = all();
		if (!(name in drafts)) return;
		delete drafts[name];
		write(drafts);
	}

	/** The values kept of `name` where its revision is still the same; a draft of another one is forgotten: somebody wrote since. */
	function take(name, revision) {
		const draft = all()[name];
		if (!draft) return null;
		if (draft.base === revision) return draft.values;
		drop(name);
		return null;
	}

	return { keep, rebase, drop, take, names: () => Object.keys(all()) };
}
