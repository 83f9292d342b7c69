"""What the tests of bad input and bad days share: a province to be rough with, what was said, what was changed."""
