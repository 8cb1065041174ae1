"""Sends the events of a JSON Lines file, then prints the answers that have come in.

HEARBACK_URL=https://survey.example.com HEARBACK_KEY=hearback_… python send_events.py events.jsonl
"""

import hashlib
import json
import os
import sys

import httpx

headers = {"Authorization": f"Bearer {os.environ['HEARBACK_KEY']}"}
with httpx.Client(base_url=f"{os.environ['HEARBACK_URL']}/api/v1", headers=headers) as api:
    with open(sys.argv[1], encoding="utf-8") as file:
        events = [json.loads(line) for line in file]
    for start in range(0, len(events), 1000):
        body = json.dumps({"events": events[start : start + 1000]}).encode()
        once = {"Idempotency-Key": hashlib.sha256(body).hexdigest()}
        sent = {"Content-Type": "application/json", **once}
        receipts = api.post("/events", content=body, headers=sent).raise_for_status().json()
        print(receipts["accepted"], "accepted,", receipts["repeated"], "repeated")
        print(*(result for result in receipts["results"] if "errors" in result), sep="\n")

    asked: dict[str, str] = {}
    while asked.get("cursor", "") is not None:
        page = api.get("/responses", params=asked).raise_for_status().json()
        for response in page["responses"]:
            print(response["claim_id"], response["score"], response["comment"])
        asked = {"cursor": page["next_cursor"]}
