import codecs
import csv
import io

import pytest

from surveys.claims.files import COLUMNS, LONGEST_ROW, read_rows
from surveys.errors import BadFile
from tests.factories import claim_record

EVENT = '{"claim_id":"C1","type":"stage_started","stage":"filing","at":"2025-03-04T09:00:00+09:00"}'


def row_of(**values):
    """The cells of a good row, in the order of the columns."""
    cells = claim_record(claim_id="C1").model_dump(mode="json")
    return ["" if cell is None else cell for cell in {**cells, **values}.values()]


def csv_text(*rows, header=COLUMNS):
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue()


def rows_in(tmp_path, content, name="claims.csv"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_rows(path))


def refusals_of(row):
    assert row.record is None
    return [(refusal.field, refusal.message) for refusal in row.refusals]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_korean_is_read_in_each_encoding_that_excel_writes(tmp_path, encoding):
    content = csv_text(row_of(name="김하늘 뷁")).encode(encoding)

    (row,) = rows_in(tmp_path, content)

    assert row.record.name == "김하늘 뷁"


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_utf16_is_refused_by_its_name(tmp_path, mark):
    codec = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"

    with pytest.raises(BadFile, match=r"claims.csv: is UTF-16; please save it as UTF-8"):
        rows_in(tmp_path, mark + csv_text().encode(codec))


def test_bytes_of_no_known_encoding_are_refused(tmp_path):
    with pytest.raises(BadFile, match="neither UTF-8 nor CP949"):
        rows_in(tmp_path, csv_text().encode() + b"\xff\xff\n")


def test_an_encoding_is_judged_by_the_whole_file(tmp_path):
    late = [row_of(handler_team="t" * 60) for _ in range(3000)] + [row_of(name="김")]

    rows = rows_in(tmp_path, csv_text(*late).encode("cp949"))

    assert rows[-1].record.name == "김"


def test_a_file_without_a_header_is_refused_and_none_of_its_first_row_is_told(tmp_path):
    with pytest.raises(BadFile, match="the first line names no column that we know") as refused:
        rows_in(tmp_path, "C1,K1,김하늘,haneul@example.com\n".encode())

    assert "haneul" not in str(refused.value)


def test_unknown_columns_are_refused_by_name(tmp_path):
    with pytest.raises(BadFile, match="unknown column 'diagnosis', 'rrn'; please remove it"):
        rows_in(tmp_path, csv_text(header=[*COLUMNS, "diagnosis", "rrn"]))


def test_a_missing_column_is_named(tmp_path):
    header = [name for name in COLUMNS if name not in ("region", "paid_at")]

    with pytest.raises(BadFile, match="column region, paid_at is missing; please add it"):
        rows_in(tmp_path, csv_text(header=header))


def test_a_column_may_not_stand_twice_in_the_header(tmp_path):
    with pytest.raises(BadFile, match="stands in the header twice"):
        rows_in(tmp_path, csv_text(header=[*COLUMNS, "region"]))


def test_columns_may_come_in_any_order_and_with_spaces(tmp_path):
    header = [f" {name} " for name in reversed(COLUMNS)]

    (row,) = rows_in(tmp_path, csv_text(row_of(region="busan")[::-1], header=header))

    assert row.record.region == "busan"


@pytest.mark.parametrize("content", [b"", codecs.BOM_UTF8])
def test_an_empty_file_is_refused(tmp_path, content):
    with pytest.raises(BadFile, match="is empty; the first line names the columns"):
        rows_in(tmp_path, content)


def test_a_header_with_a_broken_quote_is_refused(tmp_path):
    with pytest.raises(BadFile, match="the header has a quote"):
        rows_in(tmp_path, 'claim_id,"customer')


def test_a_header_alone_has_no_rows(tmp_path):
    assert rows_in(tmp_path, csv_text()) == []


@pytest.mark.parametrize("change", [-1, 1])
def test_a_row_of_the_wrong_length_is_refused_and_the_rest_is_read(tmp_path, change):
    wrong = row_of()[:-1] if change < 0 else [*row_of(), ""]

    bad, good = rows_in(tmp_path, csv_text(wrong, row_of()))

    cells = len(COLUMNS)
    message = f"has {cells + change} cells where the header has {cells}"
    assert refusals_of(bad) == [("row", message)]
    assert good.record.claim_id == "C1"


def test_a_quote_in_the_wrong_place_spoils_its_own_row_only(tmp_path):
    head, good = csv_text(row_of()).splitlines()

    rows = rows_in(tmp_path, f'{head}\n"C0"x,\n{good}\n')

    ((field, message),) = refusals_of(rows[0])
    assert (field, message.split(";")[0]) == (
        "row",
        "has a quote that is opened or closed in the wrong place",
    )
    assert [row.line for row in rows] == [2, 3]
    assert rows[1].record.claim_id == "C1"


def test_a_quote_that_never_closes_is_one_bad_row(tmp_path):
    rows = rows_in(tmp_path, csv_text(row_of()) + '"C2,and\nso,on\n')

    assert [(row.line, row.record is None) for row in rows] == [(2, False), (3, True)]


def test_a_quoted_newline_is_one_row_and_the_lines_after_it_are_counted(tmp_path):
    text = csv_text(row_of(name="김\n하\n늘"), row_of(region=""))

    first, second = rows_in(tmp_path, text)

    assert first.record.name == "김 하 늘"
    assert [first.line, second.line] == [2, 5]


def test_blank_lines_are_no_rows_but_are_counted_as_lines(tmp_path):
    head, good = csv_text(row_of()).splitlines()

    (row,) = rows_in(tmp_path, f"{head}\n\n\n{good}\n\n")

    assert row.line == 4


@pytest.mark.parametrize("field", ["name", "email", "paid_at", "claim_id"])
def test_a_cell_with_nul_is_refused_and_the_rest_is_read(tmp_path, field):
    bad, good = rows_in(tmp_path, csv_text(row_of(**{field: "a\0b"}), row_of()))

    assert refusals_of(bad) == [
        (field, "holds NUL, a character that no text has; please remove it")
    ]
    assert good.record.claim_id == "C1"


def test_a_cell_longer_than_python_reads_by_itself_is_refused_by_its_column(tmp_path):
    bad, good = rows_in(tmp_path, csv_text(row_of(name="x" * 200_000), row_of()))

    assert refusals_of(bad) == [("name", "at most 200 characters, not 200000")]
    assert good.record.claim_id == "C1"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_row_that_has_no_end_is_refused_and_the_rest_is_read(tmp_path, end):
    head, good = csv_text(row_of()).splitlines()

    bad, last = rows_in(tmp_path, end.join([head, "x" * (LONGEST_ROW + 1), good, ""]))

    assert refusals_of(bad) == [
        (
            "row",
            "is longer than 1048576 characters; no field holds that much, please shorten it",
        )
    ]
    assert (last.line, last.record.claim_id) == (3, "C1")


def test_a_quoted_cell_of_many_lines_counts_as_one_long_row(tmp_path):
    head, good = csv_text(row_of()).splitlines()
    long = '"' + "x\n" * (LONGEST_ROW // 2 + 1) + '"'

    rows = rows_in(tmp_path, f"{head}\n{long}\n{good}\n")

    bad, last = rows
    assert refusals_of(bad)[0][1].startswith("is longer than 1048576 characters")
    assert (last.line, last.record.claim_id) == (LONGEST_ROW // 2 + 4, "C1")


def test_a_line_of_json_that_has_no_end_is_refused_and_the_rest_is_read(tmp_path):
    long = EVENT.replace("C1", "C" * LONGEST_ROW)

    bad, good = rows_in(tmp_path, f"{long}\n{EVENT}\n", "events.jsonl")

    assert refusals_of(bad)[0][0] == "line"
    assert (good.line, good.record.claim_id) == (2, "C1")


def test_of_many_unknown_columns_a_few_are_named(tmp_path):
    header = [*COLUMNS, *(f"{n}{'x' * 100}" for n in range(1000))]

    with pytest.raises(BadFile, match="and 995 more; please remove it") as refused:
        rows_in(tmp_path, csv_text(header=header))

    assert len(str(refused.value)) < 1000


@pytest.mark.parametrize(
    ("cell", "amount"), [("500", 500), (" 7 ", 7), ("500.0", 500), ("+5", 5), ("", None)]
)
def test_a_cell_with_a_whole_number_is_an_amount(tmp_path, cell, amount):
    (row,) = rows_in(tmp_path, csv_text(row_of(amount_paid=cell)))

    assert row.record.amount_paid == amount


@pytest.mark.parametrize("cell", ["1,000", "1_000", "12.5", "１２", "true", "1e3", "9" * 5000])
def test_a_cell_with_another_number_is_refused(tmp_path, cell):
    (row,) = rows_in(tmp_path, csv_text(row_of(amount_paid=cell)))

    cure = "must be a whole number of won, without commas or quotes"
    assert refusals_of(row) == [("amount_paid", cure)]


def test_a_name_twice_in_one_object_is_refused_since_a_value_would_be_lost(tmp_path):
    twice = EVENT.replace("{", '{"stage":"payout",', 1)

    (row,) = rows_in(tmp_path, twice, "events.jsonl")

    assert refusals_of(row) == [("stage", "is given twice; please keep one")]


@pytest.mark.parametrize("name", ["claims.xlsx", "claims", "claims.csv.txt"])
def test_another_kind_of_file_is_refused_by_its_name(tmp_path, name):
    with pytest.raises(BadFile, match=f"{name}: claims come as .csv, events as .jsonl"):
        rows_in(tmp_path, csv_text(), name)


@pytest.mark.parametrize("name", ["events.jsonl", "EVENTS.JSONL", "events.ndjson"])
def test_events_are_read_line_by_line_and_blank_lines_are_none(tmp_path, name):
    rows = rows_in(tmp_path, f"{EVENT}\n\n  \r\n{EVENT}", name)

    assert [row.line for row in rows] == [1, 4]
    assert all(row.record.claim_id == "C1" for row in rows)


def test_a_byte_order_mark_before_the_first_event_is_passed_over(tmp_path):
    (row,) = rows_in(tmp_path, codecs.BOM_UTF8 + EVENT.encode(), "events.jsonl")

    assert row.record.claim_id == "C1"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "is not a JSON object"),
        (b"[" * 100_000, "is not a JSON object"),
        (b'{"claim_id": ' + b"9" * 5000 + b"}", "is not a JSON object"),
        (b"[]", "must be an object with fields"),
        (b"5", "must be an object with fields"),
        (b"\xb1\xe8", "is not UTF-8"),
    ],
)
def test_a_line_that_is_no_event_is_refused_and_the_rest_is_read(tmp_path, line, reason):
    bad, good = rows_in(tmp_path, line + b"\n" + EVENT.encode(), "events.jsonl")

    assert refusals_of(bad) == [("line", reason)]
    assert good.record.claim_id == "C1"


def test_the_position_moves_to_the_end_of_the_file(tmp_path):
    content = f"{EVENT}\nbad\n{EVENT}\n"

    positions = [row.position for row in rows_in(tmp_path, content, "events.jsonl")]

    assert positions == sorted(positions)
    assert positions[-1] == len(content)
