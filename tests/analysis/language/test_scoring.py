from analysis.language.scoring import CommentRecord, scored


def test_a_comment_is_scored_with_all_that_a_reading_finds():
    (line,) = scored(
        [CommentRecord(id="a", text="접수는 쉬웠는데 입금이 너무 늦었어요. 010-1234-5678")]
    )

    assert line["masked_text"] == "접수는 쉬웠는데 입금이 너무 늦었어요. [전화]"
    assert line["pii"] == {"phone": 1}
    assert line["label"] == "negative"
    assert line["stages"]["payout"]["label"] == "negative"
    assert line["stages"]["filing"]["label"] == "positive"
    assert line["model"].startswith("ko-linear-")
    for each in line["clauses"]:
        assert line["masked_text"][each["start"] : each["end"]] == each["text"]
        assert -1 <= each["polarity"] <= 1


def test_a_comment_that_says_nothing_has_no_figures():
    (line,) = scored([CommentRecord(id=7, text="없음")])

    assert (line["id"], line["label"], line["polarity"]) == (7, "not_scored", None)
    assert line["clauses"] == line["words"] == []
    assert line["stages"] == {}


def test_both_languages_are_told_to_be_mixed():
    text = "App은 easy to use 그런데 customer service가 너무 slow 해요"

    assert scored([CommentRecord(id=1, text=text)])[0]["language"] == "mixed"
