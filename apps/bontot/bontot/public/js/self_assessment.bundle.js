import { mountPage } from "./kit";
import SelfAssessment from "./self_assessment/SelfAssessment.vue";

frappe.provide("bontot.pages");
bontot.pages.self_assessment = (wrapper) => mountPage(wrapper, SelfAssessment, { title: "Self-Assessment" });
