"""Signed heads of the chain, kept off the host: what even the owner of the database cannot rewrite."""

import base64
import binascii
import json
from typing import Any

from django.db import connections
from django.utils import timezone

from casework.sealing.keyring import sign, verify


def _statement(seq: int, link: str, at: str) -> bytes:
    return json.dumps(["casework head", seq, link, at]).encode()


def sign_head() -> dict[str, Any]:
    """The present end of the chain with the time and a signature of Ed25519."""
    with connections["default"].cursor() as cursor:
        cursor.execute("select seq, link from sec.head()")
        seq, link = cursor.fetchone()
    at = timezone.now().isoformat(timespec="seconds")
    text = bytes(link).hex()
    signature = base64.b64encode(sign(_statement(seq, text, at))).decode()
    return {"seq": seq, "link": text, "at": at, "signature": signature}


def problem_with(head: dict[str, Any], last: int) -> str:
    """Why a signed head does not fit the chain that ends at `last`; empty when it does."""
    try:
        seq, link, at = int(head["seq"]), str(head["link"]), str(head["at"])
        signature = base64.b64decode(head["signature"], validate=True)
    except (KeyError, TypeError, ValueError, binascii.Error):
        return "this is not a signed head."
    if not verify(_statement(seq, link, at), signature):
        return f"the signature of the head of {at} is not ours: it was changed, or the signing key was."
    if seq > last:
        return f"the end of the chain is cut off: event {seq} was there on {at}, the last one now is {last}."
    with connections["default"].cursor() as cursor:
        cursor.execute("select sec.link_at(%s)", [seq])
        found = cursor.fetchone()[0]
    if found is None or bytes(found).hex() != link:
        return f"the chain was rewritten: event {seq} is not the one that was signed on {at}."
    return ""
