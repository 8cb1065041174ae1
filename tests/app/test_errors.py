def test_a_method_that_a_page_does_not_know_is_answered_with_those_it_knows(client):
    reply = client.post("/healthz")

    assert reply.status_code == 405
    assert "GET" in reply.headers["Allow"]
    assert "That did not work." in reply.text
