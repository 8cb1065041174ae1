from analysis.statistics import small_numbers


def test_the_table_is_the_settled_one():
    table = {name: value for name, value in vars(small_numbers).items() if name.isupper()}

    assert table == {
        "SCORE": 10,
        "COMPARISON": 30,
        "GOAL": 100,
        "HANDLER_TEAM": 20,
        "SEGMENT_DETAIL": 5,
        "ALERT_WINDOW": 10,
        "ALERT_BASELINE": 30,
    }
