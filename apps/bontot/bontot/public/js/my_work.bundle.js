import { mountPage } from "./kit";
import MyPages from "./my_work/MyPages.vue";

frappe.provide("bontot.pages");
bontot.pages.my_work = (wrapper) => mountPage(wrapper, MyPages, { title: "My Work" });
