"""Common parts of the tests of bad input and bad days: a province to be rough with, what was said, what was changed."""
