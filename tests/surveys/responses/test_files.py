import json

import pytest

from surveys.errors import BadFile
from surveys.responses.files import read_answers

LINE = {"claim_id": "C1", "asked_at": "2025-03-05T12:00:00+09:00"}


@pytest.mark.parametrize("name", ["answers.jsonl", "answers.NDJSON"])
def test_each_line_is_a_row_and_a_bad_one_names_what_is_wrong(tmp_path, name):
    good = LINE | {"answered_at": LINE["asked_at"], "nps": 3}
    path = tmp_path / name
    path.write_text("\n".join([json.dumps(good), "", "{", json.dumps(good | {"nps": "3"})]))

    rows = list(read_answers(path))

    assert [row.line for row in rows] == [1, 3, 4]
    assert rows[0].record.nps == 3
    assert [[bad.field for bad in row.refusals] for row in rows] == [[], ["line"], ["nps"]]


@pytest.mark.parametrize("name", ["answers.csv", "answers.json", "answers"])
def test_a_file_of_another_kind_is_refused_before_it_is_read(tmp_path, name):
    with pytest.raises(BadFile, match=r"answers come as \.jsonl"):
        read_answers(tmp_path / name)
