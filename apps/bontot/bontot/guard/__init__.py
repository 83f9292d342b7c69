"""A door that is shut unless opened: what of the framework and of this app can be called from outside at all.

`entry.check` stands in front of every request (`request_hooks.signed_in`). `endpoints.toml` is the reviewed list, docs/an-toan.md
tells operators about it.
"""
