"""`bin/test app-repo`: the exported app on a bench of somebody else."""
