"""The full profile of the matrix: `bin/test access-full`."""

import os
import unittest

os.environ["BONTOT_ACCESS"] = "full"

if __name__ == "__main__":
	unittest.main(module="tests.access.test_matrix", verbosity=2)
