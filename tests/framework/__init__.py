"""Frappe's own tests of the parts we lean on, run as its developers run them: `bin/test framework`. README.md."""
