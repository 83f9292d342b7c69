"""`bin/setup --frappe-git`: the switch to a framework from a git repository, played in a clone: `bin/test switch`."""
