"""How the invented insurer's people look after unhappy customers: most in time, some late."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from surveys.cases.models import Case, CaseOutcome, Cause

PEOPLE = ("mina@example.com", "junho@example.com", "sora@example.com")
OUTCOMES = {CaseOutcome.SOLVED: 68, CaseOutcome.NOT_REACHED: 14, CaseOutcome.NOTHING_TO_DO: 18}
# The share of cases that are closed after their clock ran out.
LATE_SHARE = 0.14

LAST_NOTES = {
    CaseOutcome.SOLVED: (
        "담당 팀에 확인해 어디서 늦어졌는지 설명드렸어요. 이제 이해된다고 하셨습니다.",
        "서류를 두 번 요청한 게 맞아 사과드렸고, 팀에 체크리스트를 공유했어요.",
        "감액 사유를 약관 조항과 함께 다시 안내했어요.",
        "빠진 금액이 있어 추가 지급을 요청했고 오늘 입금됐습니다.",
        "담당자가 바뀐 걸 알리지 못했던 건이에요. 앞으로 문자로 먼저 알리기로 했습니다.",
    ),
    CaseOutcome.NOT_REACHED: (
        "세 번 전화드렸지만 연결되지 않았어요. 메일로 안내를 남겼습니다.",
        "부재중이라 문의처를 메일로 보내 드렸어요.",
    ),
    CaseOutcome.NOTHING_TO_DO: (
        "전화는 원하지 않으셔서 내용만 담당 팀에 전달했어요.",
        "이미 해결된 내용이라 기록만 남깁니다.",
    ),
}
FIRST_NOTES = {
    Cause.CALL_BACK: "오후에 전화드리기로 했어요.",
    Cause.COMPLAINT: "민원을 언급하셔서 팀장님께 먼저 알렸어요.",
    Cause.SCORE: "담당 팀에 진행 기록을 요청했어요.",
}


@dataclass(frozen=True)
class SampleHandling:
    """Who takes a case and how long after the answer, and what comes of it."""

    who: str
    taken_after: timedelta
    first_note: str
    closed_after: timedelta
    outcome: CaseOutcome
    last_note: str


def sample_handling(case: Case, rng: Random) -> SampleHandling:
    taken_after = timedelta(minutes=rng.uniform(20, 600))
    hours = rng.uniform(26, 70) if rng.random() < LATE_SHARE else rng.uniform(11, 23.5)
    outcome = rng.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
    return SampleHandling(
        who=rng.choice(PEOPLE),
        taken_after=taken_after,
        first_note=FIRST_NOTES[Cause(case.causes[-1])],
        closed_after=timedelta(hours=hours),
        outcome=outcome,
        last_note=rng.choice(LAST_NOTES[outcome]),
    )
