"""Checks of schemathesis besides failures of the server; loaded into its own process (SCHEMATHESIS_HOOKS)."""

import os

import schemathesis

CANARY = os.environ["BONTOT_CANARY"]


@schemathesis.check
def no_canary(ctx, response, case):
	"""The secret of the neighbouring cell is in no answer."""
	assert CANARY.encode() not in response.content, "THE CANARY"  # no text: a PDF is an answer, too
