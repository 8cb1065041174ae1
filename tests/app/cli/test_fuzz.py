"""Good files of all three kinds, damaged as files get damaged: every row is accounted for."""

import csv
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.claims.files import COLUMNS
from tests.factories import NOON, claim_record, make_claim

# Each example goes through the same database: what is repeated differs, the sum does not.
fuzzed = settings(
    max_examples=100,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
AT = NOON.isoformat()
ENCODINGS = ("utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-32", "shift_jis", "latin-1")
ENDS = ("\r\n", "\r", "\n\n", "\n \n", "\r\n\r\n", "\x0b", "\u2028")
ODD = ("", " ", "\0", '"', '""', ",", "\n", "\r", "가", "e\u0301", "😀", "\ufeff", "\ufffe", "=1")
TORN = (b"\xea\xb0", b"\xb0", b"\xff", b"\xf0\x9f\x98", b"\xed\xa0\x80", b"\0", b'"', b"\r", b"\n")

# What is usual comes first and most often, so that most rows of most files are good.
encodings = st.just("utf-8") | st.sampled_from(ENCODINGS)
ends = st.just("\n") | st.sampled_from(ENDS)
odd = st.sampled_from(ODD) | st.text(max_size=8)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | odd,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(odd, inner, max_size=3),
    max_leaves=5,
)
headers = st.sampled_from(
    (
        *(COLUMNS, COLUMNS, COLUMNS[::-1]),
        [f" {name}\t" for name in COLUMNS],
        [name.upper() for name in COLUMNS],
        [*COLUMNS, "claim_id"],
        COLUMNS[:-1],
        [*COLUMNS, *(f"x{n}" for n in range(5000))],
    )
)


@st.composite
def damaged(draw, pieces):
    """Pieces with an end after each, in some encoding, and perhaps a few bytes torn out."""
    text = "".join(piece + draw(ends) for piece in pieces)
    raw = text.encode(draw(encodings), "replace")
    if draw(st.booleans()):
        return raw
    at, cut = draw(st.integers(0, len(raw))), draw(st.integers(0, 5))
    return raw[:at] + draw(st.sampled_from(TORN) | st.binary(max_size=6)) + raw[at + cut :]


@st.composite
def claim_files(draw):
    header = draw(headers)
    rows = [header]
    for changes in draw(st.lists(st.dictionaries(st.sampled_from(COLUMNS), odd, max_size=2))):
        values = CLAIM | changes
        cells = [values.get(name.strip().lower()) or "" for name in header]
        rows.append(cells + ["x"] * draw(st.sampled_from((0, 0, 0, 1, 3000))))
    return draw(damaged([line_of(row, draw(st.booleans())) for row in rows]))


def line_of(cells, quoted):
    text = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(text, lineterminator="", quoting=quoting).writerow(cells)
    return text.getvalue()


@st.composite
def line_files(draw, usual):
    changes = st.dictionaries(st.sampled_from([*usual, "x"]) | odd, json_values, max_size=3)
    lines = draw(st.lists(changes | st.none(), max_size=8))
    values = [line if line is None else usual | line for line in lines]
    return draw(damaged([json.dumps(line, ensure_ascii=draw(st.booleans())) for line in values]))


CLAIM = claim_record(claim_id="C1", customer_id="K1", email="a@example.com").model_dump(mode="json")
EVENT = {"event_id": "E", "claim_id": "C1", "type": "claim_paid", "amount": 5, "at": AT}
ANSWER = {"claim_id": "C1", "asked_at": AT, "answered_at": AT, "nps": 5, "ratings": {"filing": 5}}
KINDS = {
    "claims.csv": ("claims", claim_files()),
    "events.jsonl": ("claims", line_files(EVENT)),
    "answers.jsonl": ("answers", line_files(ANSWER | {"comment": "", "language": "ko"})),
}


@pytest.mark.parametrize("name", KINDS)
def test_whatever_befalls_a_file_each_row_is_taken_or_listed(flask, tmp_path, name):
    make_claim(claim_id="C1")
    group, files = KINDS[name]
    ended_with = set()

    @given(content=files)
    @fuzzed
    def import_it(content):
        path = tmp_path / name
        path.write_bytes(content)
        result = flask(group, "import", "--json", path)
        look_at(result, path, content)
        ended_with.add(result.exit_code)

    import_it()
    assert ended_with == ({0, 1, 2} if name == "claims.csv" else {0, 1})


def look_at(result, path, content):
    assert result.exception is None or isinstance(result.exception, SystemExit)
    tallies = json.loads(result.stdout)
    if not tallies:
        assert result.exit_code == 2
        assert f"{path.name}: " in result.stderr
        return
    (tally,) = tallies
    rows, rejected = tally["rows"], tally["rejected"]
    assert rows == tally["accepted"] + tally["repeated"] + rejected
    assert result.exit_code == (1 if rejected else 0)
    assert len(lines_listed(path)) == rejected
    if path.suffix == ".jsonl":
        assert rows == sum(bool(line.strip()) for line in content.split(b"\n"))


def lines_listed(path):
    """The lines of rejected rows; each is listed once for every column that is wrong."""
    listed = path.with_name(path.name + ".rejected.csv")
    if not listed.exists():
        return set()
    with listed.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["line", "column", "reason"]
    assert all(int(line) > 0 and column and reason for line, column, reason in rows)
    return {line for line, _column, _reason in rows}
