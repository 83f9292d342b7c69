"""Commands behind bin/: standard library only, run by the system's Python 3.11 or newer."""

import os

os.umask(0o077)  # logs, data, sockets, backups: whatever a command or a service writes is its owner's alone
