// The listener for the framework's inline handlers. Markup passes `htmlPrefilter` before jQuery makes elements of it.
import { EVENTS, handle, set_aside } from "../kit/inline_handlers.mjs";

for (const event of EVENTS) document.addEventListener(event, handle, true);

if (window.jQuery) {
	const prefilter = jQuery.htmlPrefilter;
	jQuery.htmlPrefilter = (html) => set_aside(prefilter.call(jQuery, html));
}
