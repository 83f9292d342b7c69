"""A door that is shut unless opened: what of the framework and of this app can be called from outside at all.

`front.check` stands in front of every request (`moments.signed_in`). `endpoints.toml` is the reviewed list, docs/an-toan.md
tells operators about it.
"""
