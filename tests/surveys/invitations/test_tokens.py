import uuid

import pytest

from surveys.invitations.tokens import TOKEN_LENGTH, Keyring, Purpose, hash_token

KEYRING = Keyring("new key", ("old key", "oldest key"))
SUBJECT = uuid.UUID("01950000-0000-7000-8000-000000000001")
OTHER = uuid.UUID("01950000-0000-7000-8000-000000000002")


def derive(keyring=KEYRING, purpose=Purpose.ANSWER, subject=SUBJECT):
    return keyring.derive(keyring.current_id, purpose, subject)


def test_a_link_can_be_made_again_and_fits_into_a_web_address():
    token = derive()

    assert token == derive()
    assert len(token) == TOKEN_LENGTH
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_links_differ_by_key_purpose_and_subject():
    tokens = [
        *(derive(purpose=purpose) for purpose in Purpose),
        derive(subject=OTHER),
        derive(Keyring("old key")),
    ]

    assert len(set(tokens)) == len(tokens)


def test_links_of_an_older_key_still_work_after_a_change_of_keys():
    before = Keyring("old key")

    rotated = KEYRING.derive(before.current_id, Purpose.ANSWER, SUBJECT)

    assert rotated == derive(before)
    assert KEYRING.current_id != before.current_id


def test_a_key_that_is_on_the_ring_no_more_derives_nothing():
    with pytest.raises(KeyError):
        KEYRING.derive(Keyring("lost key").current_id, Purpose.ANSWER, SUBJECT)


def test_the_id_of_a_key_says_nothing_about_it_and_fits_its_column():
    assert len(KEYRING.current_id) == 16
    assert KEYRING.current not in KEYRING.current_id
    assert Keyring("new key").current_id == KEYRING.current_id


def test_the_hash_of_a_link_is_not_the_link():
    token = derive()

    assert hash_token(token) == hash_token(derive())
    assert token not in hash_token(token)
    assert hash_token(token) != hash_token(derive(subject=OTHER))
