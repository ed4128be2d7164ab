#!/usr/bin/env python3
"""Checks event_vectors.ini with Python's standard library alone: the chain, the texts that are signed, keyed hashes, the code.

(Ed25519 and XChaCha20-Poly1305 are not in the standard library; event_vectors_test.cc checks those.)
"""
import configparser
import hashlib
import pathlib
import sys

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
vectors = configparser.ConfigParser(interpolation=None)
vectors.read(pathlib.Path(__file__).parent / "event_vectors.ini", encoding="utf-8")
failures = []


def check(what, got, wanted):
    if got != wanted:
        failures.append(f"{what}: {got} instead of {wanted}")


def sha256(data):
    return hashlib.sha256(data).digest()


def u64(value):
    return int(value).to_bytes(8, "big")


def numbered(name):
    return [vectors[section] for section in vectors.sections() if section.startswith(name + " ")]


device = bytes.fromhex(vectors["device"]["id"])
places = []
previous, epoch = bytes(32), None
for event in numbered("event"):
    data = bytes.fromhex(event["bytes"])
    if event["epoch"] != epoch:
        previous, epoch = bytes(32), event["epoch"]
    check(event["what"] + ", previous", event["previous"], previous.hex())
    previous = sha256(previous + data)
    check(event["what"] + ", hash", previous.hex(), event["hash"])
    # Fields 1, 2 and 3 come first: device (16 bytes), epoch (8, little endian in protobuf), seq (varint below 128 here).
    check(event["what"] + ", device", data[:18], b"\x0a\x10" + device)
    check(event["what"] + ", epoch", data[19:27][::-1].hex(), epoch)
    check(event["what"] + ", seq", data[27:29], bytes([0x18, int(event["seq"])]))
    places.append(device + bytes.fromhex(epoch) + u64(event["seq"]) + previous)

head = vectors["signed head"]
check("head text", head["text"], (b"wijkboek head v1" + places[int(head["event"])]).hex())
ack = vectors["acknowledgement"]
check("acknowledgement text", ack["text"],
      (b"wijkboek ack v1" + places[int(ack["event"])] + u64(ack["position"]) + u64(ack["received_ms"])).hex())

sealed = vectors["sealed"]
associated = (b"wijkboek sealed v1" + places[int(sealed["event"])][:32] + int(sealed["field"]).to_bytes(4, "big")
              + bytes.fromhex(sealed["person_id"]) + bytes.fromhex(sealed["key_id"]))
check("associated data", sealed["associated_data"], associated.hex())
check("tag", len(sealed["ciphertext"]), len(sealed["plaintext"]) + 32)

for credential in numbered("credential"):
    canonical = f"{credential['type']}:" + "".join(credential["text"].split()).upper()
    check("canonical credential", canonical, credential["canonical"])
    keyed = hashlib.blake2b(canonical.encode(), key=bytes.fromhex(credential["lookup_key"]), digest_size=16)
    check("credential hash", keyed.hexdigest(), credential["hash"])

enrolment = vectors["enrolment"]
secret, pin = bytes.fromhex(enrolment["secret"]), bytes.fromhex(enrolment["authority_pin"])
bits = int.from_bytes(secret + pin + sha256(secret + pin)[:2], "big") << 4
digits = "".join(CROCKFORD[bits >> 5 * i & 31] for i in reversed(range(36)))
check("code", enrolment["code"], "-".join(digits[i:i + 4] for i in range(0, 36, 4)))
request = sha256(bytes.fromhex(enrolment["signing_request"]))
check("enrol text", enrolment["enrol_text"], (b"wijkboek enrol v1" + secret + device + request).hex())
check("renew text", enrolment["renew_text"],
      (b"wijkboek renew v1" + device + u64(enrolment["server_ms"]) + request).hex())

print("\n".join(failures) or "all vectors agree")
sys.exit(1 if failures else 0)
