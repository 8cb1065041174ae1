import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# MiB. What a batch of 500 rows takes is some 5; a cell of 32 that were held would be seen at once.
ROOM = 24


def test_imports_hold_no_more_memory_for_ten_times_the_rows_or_a_cell_without_end():
    measured = subprocess.run(
        [sys.executable, "-m", "tests.memory", "2000"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    peaks = json.loads(measured.stdout)
    print(peaks)
    assert peaks["all"] - peaks["tenth"] < ROOM
    assert peaks["huge"] - peaks["all"] < ROOM
