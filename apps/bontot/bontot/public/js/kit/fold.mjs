/** As people type without an input method: "Đặng" → "dang". */
export const fold = (text) =>
	text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
