"""The examples of the API's document; a test sends and compares them."""

from typing import Any

EVENTS: dict[str, Any] = {
    "events": [
        {
            "event_id": "e-20250304-1",
            "claim_id": "C-2025-0001",
            "type": "stage_started",
            "stage": "payout",
            "at": "2025-03-04T09:00:00+09:00",
        },
        {
            "claim_id": "C-2025-0001",
            "type": "claim_paid",
            "amount": 480000,
            "at": "2025-03-04T15:30:00+09:00",
        },
    ]
}
CLAIMS: dict[str, Any] = {
    "claims": [
        {
            "claim_id": "C-2025-0001",
            "customer_id": "K-1",
            "name": "김하늘",
            "email": "haneul@example.com",
            "language": "ko",
            "product": "auto",
            "region": "seoul",
            "channel": "app",
            "age_band": "30s",
            "handler_team": "team-01",
            "amount_claimed": 500000,
            "filing_started_at": "2025-02-27T10:00:00+09:00",
            "filing_ended_at": "2025-02-28T10:00:00+09:00",
        }
    ]
}
RECEIPTS: dict[str, Any] = {
    "accepted": 1,
    "repeated": 0,
    "rejected": 1,
    "results": [
        {"index": 0, "status": "accepted"},
        {
            "index": 1,
            "status": "rejected",
            "errors": [{"field": "amount", "message": "must not be below 0"}],
        },
    ],
}
RESPONSES: dict[str, Any] = {
    "responses": [
        {
            "id": "01956f0a-4c1d-7d53-a5a5-0f1c6ac0b6f1",
            "claim_id": "C-2025-0001",
            "answered_at": "2025-03-06T03:00:00Z",
            "score": 3,
            "ratings": {"document_review": 1, "payout": 5},
            "comment": "서류 검토가 너무 늦었어요 [전화]",
            "language": "ko",
            "wants_call_back": True,
            "reading": {
                "label": "negative",
                "polarity": -0.6,
                "model": "ko-linear-2",
                "clauses": [
                    {
                        "text": "서류 검토가 너무 늦었어요",
                        "start": 0,
                        "end": 14,
                        "stage": "document_review",
                        "topic": "speed",
                        "label": "negative",
                        "polarity": -0.6,
                    }
                ],
            },
        }
    ],
    "next_cursor": None,
}
CLAIM: dict[str, Any] = {
    "claim_id": "C-2025-0001",
    "customer_id": "K-1",
    "language": "ko",
    "product": "auto",
    "region": "seoul",
    "channel": "app",
    "age_band": "30s",
    "handler_team": "team-01",
    "amount_claimed": 500000,
    "amount_paid": 480000,
    "decision": "approved",
    "paid_at": "2025-03-04T06:30:00Z",
    "spans": [
        {
            "stage": "filing",
            "started_at": "2025-02-27T01:00:00Z",
            "ended_at": "2025-02-28T01:00:00Z",
        }
    ],
    "invitation": {
        "plan": {"name": "paid", "version": 1},
        "questionnaire": 1,
        "state": "open",
        "reason": None,
        "due_at": "2025-03-05T06:30:00Z",
        "sent_at": "2025-03-05T06:30:04Z",
        "message_id": "<01956f0a@survey.example.com>",
        "response_id": None,
    },
}
ERROR: dict[str, Any] = {
    "error": {
        "code": "bad_parameters",
        "message": "The parameters cannot be taken.",
        "fields": [{"field": "limit", "message": "must be a whole number from 1 to 200"}],
    }
}
