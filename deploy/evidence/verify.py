#!/usr/bin/env python3
"""Checks a folder that `wijkboek evidence` wrote, with Python's standard library alone.

    python3 verify.py [FOLDER]

It shares no code with Wijkboek. It checks that no file was changed, that the sample was drawn as draw.txt says, that every
event has the hash of its bytes and of the event before it, that whatever the trace rests on is here, and it opens what is
sealed with the keys that were given along. Ends with 0 when all is well, else with 1 and what is not.
"""

import base64
import hashlib
import json
import os
import struct
import sys

MASK = 0xFFFFFFFF


# ---- XChaCha20-Poly1305 (RFC 8439, draft-irtf-cfrg-xchacha)

def _quarter(s, a, b, c, d):
    for x, y, z, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        s[x] = (s[x] + s[y]) & MASK
        s[z] ^= s[x]
        s[z] = ((s[z] << turn) | (s[z] >> (32 - turn))) & MASK


def _rounds(state):
    s = list(state)
    for _ in range(10):
        for q in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                  (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            _quarter(s, *q)
    return s


_CONSTANT = struct.unpack('<4I', b'expand 32-byte k')


def _block(key, counter, nonce):
    state = [*_CONSTANT, *struct.unpack('<8I', key), counter, *struct.unpack('<3I', nonce)]
    return struct.pack('<16I', *((a + b) & MASK for a, b in zip(state, _rounds(state))))


def _subkey(key, nonce):
    state = [*_CONSTANT, *struct.unpack('<8I', key), *struct.unpack('<4I', nonce)]
    s = _rounds(state)
    return struct.pack('<8I', *s[:4], *s[12:])


def _tag(key, data):
    r = int.from_bytes(key[:16], 'little') & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for i in range(0, len(data), 16):
        total = (total + int.from_bytes(data[i:i + 16] + b'\x01', 'little')) * r % ((1 << 130) - 5)
    return ((total + int.from_bytes(key[16:], 'little')) & ((1 << 128) - 1)).to_bytes(16, 'little')


def open_sealed(key, nonce, ciphertext, associated):
    """The plaintext; None when it does not open."""
    inner = _subkey(key, nonce[:16])
    short = bytes(4) + nonce[16:]
    text, tag = ciphertext[:-16], ciphertext[-16:]
    pad = lambda b: b + bytes(-len(b) % 16)
    mac = pad(associated) + pad(text) + struct.pack('<QQ', len(associated), len(text))
    if _tag(_block(inner, 0, short)[:32], mac) != tag:
        return None
    stream = b''.join(_block(inner, 1 + i, short) for i in range((len(text) + 63) // 64))
    return bytes(a ^ b for a, b in zip(text, stream))


# ---- Protocol Buffers, as much as is needed

def fields(data):
    """(number, value) of each field; numbers as int, bytes as bytes."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(data):
        tag = varint()
        kind = tag & 7
        if kind == 0:
            value = varint()
        elif kind == 1:
            value = int.from_bytes(data[at:at + 8], 'little')
            at += 8
        elif kind == 2:
            length = varint()
            value = data[at:at + length]
            at += length
        elif kind == 5:
            value = int.from_bytes(data[at:at + 4], 'little')
            at += 4
        else:
            raise ValueError('this is no message')
        yield tag >> 3, value


# ---- The checks

class Checker:
    def __init__(self, folder):
        self.folder = folder
        self.wrong = []

    def read(self, name):
        with open(os.path.join(self.folder, name), 'rb') as file:
            return file.read()

    def lines(self, name):
        return [json.loads(line) for line in self.read(name).splitlines() if line]

    def complain(self, what):
        self.wrong.append(what)

    def files(self):
        listed = {}
        for line in self.read('SHA256SUMS').decode().splitlines():
            digest, name = line.split('  ', 1)
            listed[name] = digest
        for name, digest in listed.items():
            try:
                if hashlib.sha256(self.read(name)).hexdigest() != digest:
                    self.complain(f'{name} was changed')
            except FileNotFoundError:
                self.complain(f'{name} is missing')
        return len(listed)

    def sample(self):
        seed_line, sample_line, *people = self.read('draw.txt').decode().splitlines()
        seed, count = seed_line.split(' ', 1)[1], int(sample_line.split(' ', 1)[1])
        lots = sorted((hashlib.sha256(f'{seed}|{person}'.encode()).digest(), person) for person in people)
        return [person for _, person in lots[:count]], len(people)

    def events(self):
        """By hash."""
        known = {}
        places = {}
        for line in self.lines('events.jsonl'):
            data = base64.b64decode(line['event'])
            digest = hashlib.sha256(bytes.fromhex(line['previous']) + data).hexdigest()
            where = f'the event at position {line["position"]}'
            if digest != line['hash']:
                self.complain(f'{where} does not have its hash')
            message = {}
            sealed = []
            for number, value in fields(data):
                if number == 16:
                    sealed.append(value)
                elif number in (1, 2, 3):
                    message[number] = value
            if (message.get(1, b'').hex(), message.get(2, 0), message.get(3, 0)) != (
                    line['device'], int(line['epoch'], 16), line['seq']):
                self.complain(f'{where} says that it is another one')
            known[digest] = (line, sealed)
            places[line['device'], line['epoch'], line['seq']] = line
        linked = 0
        for (device, epoch, seq), line in places.items():
            before = places.get((device, epoch, seq - 1))
            if before is None:
                continue
            linked += 1
            if before['hash'] != line['previous']:
                self.complain(f'the event at position {line["position"]} does not follow the one before it')
        return known, linked

    def trace(self, sample, known):
        records = 0
        traced = self.lines('trace.jsonl')
        if len(traced) != len(sample):
            self.complain(f'{len(traced)} participants are traced, and {len(sample)} were drawn')
        for response in traced:
            for event in response.get('events', []):
                if event['hash'] not in known:
                    self.complain(f'the event {event["hash"][:12]} of the trace is not here')
            hashes = {event['hash'] for event in response.get('events', [])}
            for record in response.get('records', []):
                records += 1
                for event in record.get('events', []):
                    if not any(full.startswith(event) for full in hashes):
                        self.complain(f'"{record["type"]}" rests on {event[:12]}, which is not in its trace')
        return records

    def seals(self, known):
        keys = {line['key_id']: bytes.fromhex(line['key']) for line in self.lines('keys.jsonl')}
        opened = closed = 0
        for line, sealed in known.values():
            for part in sealed:
                values = dict(fields(part))
                key = keys.get(values.get(3, b'').hex())
                if key is None:
                    closed += 1
                    continue
                associated = (b'wijkboek sealed v1' + bytes.fromhex(line['device'])
                              + struct.pack('>QQI', int(line['epoch'], 16), line['seq'], values.get(1, 0))
                              + values[2] + values[3])
                if open_sealed(key, values[4], values[5], associated) is None:
                    self.complain(f'a sealed part of the event at position {line["position"]} does not open')
                else:
                    opened += 1
        return opened, closed


def main():
    checker = Checker(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))
    files = checker.files()
    sample, people = checker.sample()
    known, linked = checker.events()
    records = checker.trace(sample, known)
    opened, closed = checker.seals(known)
    print(f'{files} files, {len(sample)} participants drawn of {people}, {len(known)} events ({linked} follow '
          f'another one here), {records} records traced, {opened} sealed parts opened, {closed} of others')
    for what in checker.wrong:
        print(f'WRONG: {what}')
    print('all is well' if not checker.wrong else f'{len(checker.wrong)} things are wrong')
    return 1 if checker.wrong else 0


if __name__ == '__main__':
    sys.exit(main())
