"""Each text of tests/torture.py through every column, every field of a file and every command."""

import csv
import io
import json

import click
import pytest

from app import create_app
from app.cli import COMMANDS
from surveys.claims.files import COLUMNS
from surveys.claims.models import Claim, ClaimEvent, Customer
from surveys.claims.records import ClaimRecord, EventRecord
from surveys.db import db
from surveys.invitations.models import Invitation
from surveys.responses.masking import mask
from surveys.responses.models import Response
from surveys.responses.records import AnswerRecord
from tests.factories import NOON, claim_record, make_claim
from tests.torture import CLOSED, HUGE, LONGEST, TORMENTS, holds_text, kept_in

KINDS = (ClaimRecord, EventRecord, AnswerRecord)
FIELDS = [(kind, field) for kind in KINDS for field in kind.model_fields]
GROUP = {ClaimRecord: "claims", EventRecord: "claims", AnswerRecord: "answers"}


def test_every_field_of_text_is_tried_here():
    texts = {(kind, field) for kind, field in FIELDS if holds_text(kind, field)}

    assert texts == set(LONGEST) | CLOSED


def kept_by(kind, field, torment):
    """In a CSV file, NUL is a sign of damage and refused."""
    is_torn = kind is ClaimRecord and "\0" in torment.text
    return None if is_torn else kept_in(kind, field, torment)


def values(kind, field, text, n):
    if kind is ClaimRecord:
        usual = claim_record(claim_id=f"C{n}", customer_id=f"K{n}").model_dump(mode="json")
    elif kind is EventRecord:
        types = {"stage": "stage_started", "decision": "claim_decided"}
        at = f"2025-03-04T12:00:{n:02}Z"
        usual = {"claim_id": "C1", "type": types.get(field, "claim_paid"), "at": at}
    else:
        at = NOON.isoformat()
        usual = {"claim_id": f"C{n}", "asked_at": at, "answered_at": at, "nps": 5}
    return usual | {field: text}


def write_file(folder, kind, field):
    """A row for each torment; returns the file, and the line on which each row begins."""
    lines, text = [], io.StringIO(newline="")
    torments = TORMENTS
    if kind is ClaimRecord:
        csv.writer(text).writerow(COLUMNS)
        torments = [torment for torment in TORMENTS if torment.kept is not None]
    for n, torment in enumerate(torments):
        ends = text.getvalue().replace("\r\n", "\n")
        lines.append(1 + ends.count("\n") + ends.count("\r"))
        row = values(kind, field, torment.text, n)
        if kind is ClaimRecord:
            csv.writer(text).writerow("" if cell is None else cell for cell in row.values())
        else:
            text.write(json.dumps(row) + "\n")
    path = folder / ("claims.csv" if kind is ClaimRecord else "records.jsonl")
    path.write_bytes(text.getvalue().encode())
    return path, dict(zip(lines, enumerate(torments), strict=True))


def rejected_by(path):
    """The columns that were refused, by line."""
    file = path.with_name(path.name + ".rejected.csv")
    if not file.exists():
        return {}
    with file.open(encoding="utf-8-sig", newline="") as opened:
        found = list(csv.reader(opened))[1:]
    assert all(reason for _line, _column, reason in found)
    return {int(line): column for line, column, _reason in found}


def stored(kind, field, n):
    db.session.rollback()
    if kind is AnswerRecord:
        query = db.session.query(Response).join(Response.invitation).join(Invitation.claim)
        return query.filter(Claim.external_id == f"C{n}").one().comment
    claim = db.session.query(Claim).filter_by(external_id=f"C{n}").one()
    return getattr(claim.customer if field == "name" else claim, field)


IDS = {
    (ClaimRecord, "claim_id"): Claim.external_id,
    (ClaimRecord, "customer_id"): Customer.external_id,
    (EventRecord, "claim_id"): ClaimEvent.claim_external_id,
    (EventRecord, "event_id"): ClaimEvent.identity,
}


def all_ids(kind, field):
    db.session.rollback()
    return {value.removeprefix("id:") for (value,) in db.session.query(IDS[kind, field])}


@pytest.mark.parametrize(("kind", "field"), FIELDS)
def test_a_text_in_a_file_is_listed_by_line_and_column_or_stored(flask, tmp_path, kind, field):
    if kind is AnswerRecord:
        for n in range(len(TORMENTS)):
            make_claim(claim_id=f"C{n}", customer_id=f"K{n}")
    path, rows = write_file(tmp_path, kind, field)

    result = flask(GROUP[kind], "import", "--json", path)

    (tally,) = json.loads(result.stdout)
    rejected = rejected_by(path)
    assert result.exit_code == bool(rejected)
    assert tally["rows"] == tally["accepted"] + tally["repeated"] + tally["rejected"] == len(rows)
    assert set(rejected.values()) <= {field}
    for line, (n, torment) in rows.items():
        if torment.text == "" and (kind, field) not in LONGEST:
            continue  # where there is nothing to say, "" may say so
        kept = kept_by(kind, field, torment)
        assert (line in rejected) == (kept is None), torment.name
        if kept is None:
            continue
        if (kind, field) in IDS:
            assert kept in all_ids(kind, field), torment.name
        else:
            kept = mask(kept).text if field == "comment" else kept
            assert stored(kind, field, n) == kept, torment.name


@pytest.mark.parametrize("kind", [EventRecord, AnswerRecord])
def test_a_strange_field_is_listed_by_its_name_and_is_no_formula(flask, tmp_path, kind):
    path = tmp_path / "records.jsonl"
    rows = [values(kind, torment.text, 1, n) for n, torment in enumerate(TORMENTS)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))

    result = flask(GROUP[kind], "import", path)

    columns = rejected_by(path)
    assert (result.exit_code, len(columns)) == (1, len(TORMENTS))
    assert not any(column.startswith(tuple("=+-@\t\r")) for column in columns.values())


@pytest.mark.parametrize("torment", TORMENTS, ids=str)
def test_a_strange_column_ends_the_file_with_a_sentence(flask, tmp_path, torment):
    path = tmp_path / "claims.csv"
    text = io.StringIO(newline="")
    csv.writer(text).writerow([*COLUMNS, torment.text])
    path.write_bytes(text.getvalue().encode("utf-8", "surrogatepass"))

    result = flask("claims", "import", path)

    assert result.exit_code == 2
    assert "claims.csv: " in result.stderr
    assert "Traceback" not in result.output
    assert len(result.stderr) < 1000


@pytest.mark.parametrize("name", ["claims.csv", "records.jsonl"])
def test_half_a_character_in_the_bytes_of_a_file_is_refused(flask, tmp_path, name):
    path = tmp_path / name
    text = ",".join(COLUMNS) + "\n\ud800\n" if name == "claims.csv" else '{"claim_id":"\ud800"}'
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    result = flask("claims", "import", path)

    assert result.exit_code == (2 if name == "claims.csv" else 1)
    assert "neither UTF-8" in result.stderr or rejected_by(path) == {1: "line"}


@pytest.mark.parametrize("kind", KINDS)
def test_ten_megabytes_are_one_rejected_row_and_the_next_one_is_taken(flask, tmp_path, kind):
    make_claim(claim_id="C1")
    path = tmp_path / ("claims.csv" if kind is ClaimRecord else "records.jsonl")
    rows = [values(kind, "claim_id", text, 1) for text in (HUGE.text, "C1")]
    if kind is ClaimRecord:
        lines = (",".join("" if cell is None else str(cell) for cell in r.values()) for r in rows)
        path.write_text("\n".join([",".join(COLUMNS), *lines]))
    else:
        path.write_text("\n".join(map(json.dumps, rows)))

    result = flask(GROUP[kind], "import", path)

    assert "2 rows, 1 accepted, 0 repeated, 1 rejected" in result.stdout
    assert set(rejected_by(path).values()) <= {"row", "line"}


# What each command takes as text, with what else it needs; numbers, days, choices and names of
# files are read by click itself.
TEXTS_OF_COMMANDS = {
    ("digest", "subscribe", "email"): lambda text: ("digest", "subscribe", "--", text),
    ("keys", "create", "name"): lambda text: (
        *("keys", "create", "--scope", "events:write"),
        *("--", text),
    ),
    ("jobs", "run", "name"): lambda text: ("jobs", "run", "--", text),
}


def texts_of_commands(command, path=()):
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from texts_of_commands(below, (*path, name))
    else:
        for parameter in command.params:
            if isinstance(parameter.type, type(click.STRING)):
                yield (*path, parameter.name)


def test_every_text_that_a_command_takes_is_tried_here():
    app = create_app({"DATABASE_URL": "sqlite://", "SECRET_KEY": "a key for tests only"})
    context = click.Context(app.cli)
    ours = [app.cli.get_command(context, name) for name in COMMANDS]
    texts = {text for command in ours for text in texts_of_commands(command, (command.name,))}

    assert texts == set(TEXTS_OF_COMMANDS)


@pytest.mark.parametrize("command", TEXTS_OF_COMMANDS, ids="-".join)
def test_a_text_for_a_command_is_taken_or_refused_by_its_name(flask, command):
    for torment in TORMENTS:
        if "\0" in torment.text:
            continue  # no operating system hands one over
        result = flask(*TEXTS_OF_COMMANDS[command](torment.text))
        assert result.exception is None or isinstance(result.exception, SystemExit), torment.name
        if command[0] == "keys" and torment.in_field(100):
            assert result.exit_code == 0, torment.name
        else:
            assert result.exit_code == 2, torment.name
            assert command[-1].upper() in result.stderr, torment.name


def test_names_of_keys_are_listed_as_they_are_kept(flask):
    kept = [torment.in_field(100) for torment in TORMENTS if "\0" not in torment.text]
    for torment in TORMENTS:
        flask(*TEXTS_OF_COMMANDS["keys", "create", "name"](torment.text))

    listed = flask("keys", "list").stdout

    assert all(f"  {name}  " in listed for name in kept if name)
