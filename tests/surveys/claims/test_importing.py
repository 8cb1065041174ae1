import csv
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.claims.files import COLUMNS, read_rows
from surveys.claims.importing import BATCH, import_file
from surveys.claims.models import Claim, ClaimEvent
from surveys.db import db
from surveys.errors import BadFile
from tests.factories import NOON, claim_record, take_records_at_noon

# Each example of a fuzz goes through the same database: what is repeated differs, the sum not.
fuzzed = settings(
    max_examples=150,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def cells_of(**values):
    cells = claim_record(**values).model_dump(mode="json").values()
    return ["" if cell is None else cell for cell in cells]


def event_line(**values):
    usual = {"claim_id": "C1", "type": "stage_started", "stage": "filing"}
    return json.dumps({**usual, "at": NOON.isoformat(), **values})


def write_csv(path, *rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    return path


def write_events(path, *lines):
    path.write_text("\n".join(lines) + "\n")
    return path


def take(path):
    return import_file(path, read_rows(path), take_records_at_noon, lambda done, total: None)


def counts_of(tally):
    return (tally.rows, tally.accepted, tally.repeated, tally.rejected)


def rejected_of(tally):
    with open(tally.rejected_file, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_good_repeated_and_bad_rows_are_counted_apart(app, tmp_path):
    good = cells_of()
    path = write_csv(tmp_path / "claims.csv", good, good, cells_of(), good[:-1])

    tally = take(path)

    assert counts_of(tally) == (4, 2, 1, 1)
    assert db.session.query(Claim).count() == 2


def test_events_are_counted_in_the_same_way(app, tmp_path):
    path = write_events(
        tmp_path / "events.jsonl", event_line(), event_line(), "{", event_line(stage="payout")
    )

    tally = take(path)

    assert counts_of(tally) == (4, 2, 1, 1)
    assert db.session.query(ClaimEvent).count() == 2


def test_each_bad_row_is_listed_with_line_column_and_reason(app, tmp_path):
    bad = cells_of(claim_id="C1")
    bad[0], bad[3] = "", "nobody"
    path = write_csv(tmp_path / "claims.csv", cells_of(), bad, bad[:3])

    tally = take(path)

    assert tally.rejected_file == f"{path}.rejected.csv"
    assert rejected_of(tally) == [
        ["line", "column", "reason"],
        ["3", "claim_id", "must not be empty"],
        ["3", "email", "must be an e-mail address like name@example.com, or empty"],
        ["4", "row", "has 3 cells where the header has 24"],
    ]


def test_the_list_of_bad_rows_opens_in_a_spreadsheet_without_garbling(app, tmp_path):
    path = write_events(tmp_path / "events.jsonl", event_line(색="red"))

    tally = take(path)

    assert (tmp_path / "events.jsonl.rejected.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert rejected_of(tally)[1][1] == "색"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "a b", ""])
def test_a_field_name_from_outside_is_no_formula_in_the_list(app, tmp_path, name):
    path = write_events(tmp_path / "events.jsonl", event_line(**{name: 1}))

    (_, (_, column, reason)) = rejected_of(take(path))

    assert column == ascii(name)
    assert reason == "is not a field that we know; please remove it"


def test_a_second_import_doubles_nothing(app, tmp_path):
    claims = write_csv(tmp_path / "claims.csv", cells_of(claim_id="C1"), cells_of())
    events = write_events(tmp_path / "events.jsonl", event_line(), event_line(stage="payout"))
    take(claims), take(events)

    again = [counts_of(take(claims)), counts_of(take(events))]

    assert again == [(2, 0, 2, 0), (2, 0, 2, 0)]
    assert db.session.query(Claim).count() == db.session.query(ClaimEvent).count() == 2


def test_a_clean_import_leaves_no_list_and_takes_away_the_one_before(app, tmp_path):
    path = write_events(tmp_path / "events.jsonl", "{")
    list_of_bad_rows = tmp_path / "events.jsonl.rejected.csv"
    take(path)
    assert list_of_bad_rows.exists()

    tally = take(write_events(path, event_line()))

    assert tally.rejected_file is None
    assert not list_of_bad_rows.exists()


def test_a_file_that_cannot_be_read_stores_nothing(app, tmp_path):
    path = tmp_path / "claims.csv"
    path.write_text("claim_id,diagnosis\nC1,x\n")

    with pytest.raises(BadFile, match="unknown column 'diagnosis'"):
        take(path)

    assert db.session.query(Claim).count() == 0


def test_progress_is_told_after_each_batch(app, tmp_path):
    lines = [event_line(event_id=str(n)) for n in range(BATCH + 1)]
    path = write_events(tmp_path / "events.jsonl", *lines)
    told = []

    tally = import_file(
        path, read_rows(path), take_records_at_noon, lambda done, total: told.append((done, total))
    )

    size = path.stat().st_size
    assert counts_of(tally) == (BATCH + 1, BATCH + 1, 0, 0)
    assert told == [(size - len(lines[-1]) - 1, size), (size, size)]


good_row = st.builds(
    cells_of,
    claim_id=st.sampled_from(["C1", "C2"]),
    customer_id=st.just("K1"),
    email=st.just("a@example.com"),
    name=st.text(max_size=5),
)
odd_cell = st.text(alphabet='a0,"\n\r\0가\ufffe=-', max_size=6)
odd_row = st.lists(odd_cell, max_size=len(COLUMNS) + 1)
damage = st.binary(max_size=8) | st.sampled_from([b'"', b"\n", b"\r", b"\0", b"\xff", b'""'])


@st.composite
def claim_files(draw):
    """Good and odd rows, with some bytes cut out of the middle and others put in."""
    rows = draw(st.lists(good_row | odd_row, max_size=5))
    text = "\n".join([",".join(COLUMNS), *(",".join(map(str, row)) for row in rows)])
    content = text.encode("utf-8", "replace")
    at = draw(st.integers(text.find("\n") + 1, len(content)))
    return content[:at] + draw(damage) + content[at + draw(st.integers(0, 3)) :]


values_of_events = st.dictionaries(
    st.sampled_from(["claim_id", "type", "stage", "at", "amount", "decision", "x", "\ud800"]),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.just([]),
    max_size=4,
)
lines_of_events = st.builds(lambda values: event_line(**values).encode(), values_of_events)


@given(content=claim_files() | st.binary(max_size=60))
@fuzzed
def test_whatever_a_claim_file_holds_every_row_is_counted_once(app, tmp_path, content):
    path = tmp_path / "claims.csv"
    path.write_bytes(content)

    try:
        tally = take(path)
    except BadFile:
        return

    assert tally.rows == tally.accepted + tally.repeated + tally.rejected


@given(lines=st.lists(lines_of_events | st.binary(max_size=20), max_size=8))
@fuzzed
def test_whatever_an_event_file_holds_every_row_is_counted_once(app, tmp_path, lines):
    path = tmp_path / "events.jsonl"
    path.write_bytes(b"\n".join(lines))
    rows = [line for line in b"\n".join(lines).split(b"\n") if line.strip()]

    tally = take(path)

    assert tally.rows == tally.accepted + tally.repeated + tally.rejected == len(rows)
