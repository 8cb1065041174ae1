"""Measures what must stay fast and small, against a peer in the same run: `make bench`.

The exit status is 1 when a limit is broken.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.intake import EVENTS, Measured, measure
from tests.bench.reading import measure_reading, peak_mib
from tests.house import open_house
from tests.postgres import find_programs, server

# Bare inserts of the same rows may be this many times as fast as events by the API, which are
# also carried over HTTP, judged, looked up, applied to their claims and answered.
LIMIT = 12.0
# Ten times the rows, or a cell of 32 MiB, may take this many MiB more at the peak of an import.
ROOM, ROWS = 24, 20_000
# Kiwi alone may be this many times as fast as reading Korean, which needs it.
LIMIT_OF_READING = 3.5


def main() -> int:
    events = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    is_good = bench_reading()
    is_good = bench("SQLite", events) and bench_memory() and is_good
    try:
        programs = find_programs()
    except SystemExit as error:
        print(f"\nPostgreSQL is left out: {error}")
    else:
        with server(programs) as url:
            os.environ["TEST_DATABASE_URL"] = url
            is_good = bench("PostgreSQL", events) and is_good
    return 0 if is_good else 1


def bench(database: str, events: int) -> bool:
    """Measure, print, and say whether everything is as it should be."""
    with (
        tempfile.TemporaryDirectory(prefix="hearback-bench-") as folder,
        open_house(Path(folder), API_REQUESTS_PER_MINUTE="1000000") as house,
    ):
        measured = measure(house, events)
    print(f"\n{database}")
    for line in table_of(measured):
        print(line)
    return complain(measured)


def bench_reading() -> bool:
    speeds = measure_reading()
    print("Reading comments, one core")
    for speed in speeds:
        print(f"{speed.what:<20}{speed.a_second:>10,.0f} a second")
    by_name = {speed.what: speed.a_second for speed in speeds}
    ratio = by_name["kiwi alone"] / by_name["reading, Korean"]
    print(f"kiwi alone is {ratio:.1f} times as fast; the limit is {LIMIT_OF_READING}")
    print(f"the process that reads holds {peak_mib():.0f} MiB at its peak")
    if ratio > LIMIT_OF_READING:
        print(f"FAILED: the ratio is over {LIMIT_OF_READING}")
    return ratio <= LIMIT_OF_READING


def bench_memory() -> bool:
    command = [sys.executable, "-m", "tests.memory", str(ROWS)]
    peaks = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    few, many, huge = peaks["tenth"], peaks["all"], peaks["huge"]
    print(
        f"imports of {ROWS // 10:,} rows of each kind hold {few:.0f} MiB at their peak, of"
        f" {ROWS:,} rows {many:.0f} MiB, with a cell of 32 MiB {huge:.0f} MiB"
    )
    is_flat = many - few < ROOM and huge - many < ROOM
    if not is_flat:
        print(f"FAILED: that is over {ROOM} MiB more")
    return is_flat


def table_of(measured: list[Measured]) -> list[str]:
    head = f"{'':<16}{'records':>10}{'seconds':>10}{'a second':>10}{'rows after':>12}"
    return [head] + [
        f"{m.what:<16}{m.records:>10,}{m.seconds:>10.1f}{m.rate:>10,.0f}{m.rows:>12,}"
        for m in measured
    ]


def complain(measured: list[Measured]) -> bool:
    _claims, first, again, bare = measured
    ratio = bare.rate / first.rate
    print(f"bare inserts are {ratio:.1f} times as fast as events by API; the limit is {LIMIT}")
    wrong = [f"the ratio is over {LIMIT}"] if ratio > LIMIT else []
    if not first.rows == again.rows == bare.rows == first.records:
        wrong.append("the rows are not the events that were sent, once each")
    for sentence in wrong:
        print(f"FAILED: {sentence}")
    return not wrong


if __name__ == "__main__":
    sys.exit(main())
