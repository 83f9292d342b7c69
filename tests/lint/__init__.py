"""The house's style over the whole tree, and each check against something planted: `bin/test lint`."""
