import { mountPage } from "./kit";
import WhoHoldsWhat from "./who_holds_what/WhoHoldsWhat.vue";

frappe.provide("bontot.pages");
bontot.pages.who_holds_what = (wrapper) => mountPage(wrapper, WhoHoldsWhat, { title: "Who Holds What" });
