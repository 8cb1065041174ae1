"""Runs a command of ours as a process whose clock starts at another moment.

python -m tests.rehearsal 2025-03-10T08:00:05+09:00 worker
"""

import sys
from datetime import datetime

import time_machine
from flask.cli import main

if __name__ == "__main__":
    moment = datetime.fromisoformat(sys.argv.pop(1))
    with time_machine.travel(moment, tick=True):
        main()
