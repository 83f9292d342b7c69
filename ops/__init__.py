"""What stands behind the commands in bin/: standard library only, run by the system's Python 3.11 or newer."""
