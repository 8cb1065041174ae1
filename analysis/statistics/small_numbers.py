"""From how many answers on a figure may be shown, and what for: the one table for all places."""

# An NPS with its interval; below it the page says "too few answers (n)".
SCORE = 10
# Shown in colour, compared or ranked, and then by the interval, not by the point.
COMPARISON = 30
# Used for a goal.
GOAL = 100
# A handler team's figure; fewer answers would speak of persons.
HANDLER_TEAM = 20
# A distribution, a comment or a quotation from a segment; fewer could tell who answered.
SEGMENT_DETAIL = 5
# Answers in the window of an alert; the pooled test beside it carries the small number.
ALERT_WINDOW = 10
# Answers in the weeks before, against which the window of an alert is held.
ALERT_BASELINE = 30
