import { mountPage } from "./kit";
import ExplainResult from "./explain_result/ExplainResult.vue";

frappe.provide("bontot.pages");
bontot.pages.explain_result = (wrapper) => mountPage(wrapper, ExplainResult, { title: "Why This Result" });
