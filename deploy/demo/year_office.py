"""The office's calls over HTTPS, as its page makes them: one connection for many calls, where a command for each would take minutes."""

import base64
import hashlib
import hmac
import http.client
import json
import secrets
import ssl
import struct
import time
import urllib.parse

from rig import Failure

TOTP_STEP_S = 30


def totp(secret):
    """RFC 6238, by the real clock, as an authenticator app has it."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(time.time()) // TOTP_STEP_S), hashlib.sha1).digest()
    offset = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class OfficeAccount:
    """An account of the office, signed in."""

    def __init__(self, rig, name, who, coach):
        self.rig, self.name, self.cookie, self.connection = rig, name, None, None
        # The server's certificate is its own: a demonstration on this machine.
        self.trusting = ssl.create_default_context()
        self.trusting.check_hostname = False
        self.trusting.verify_mode = ssl.CERT_NONE
        once = rig.office("account", "make", name, "--role", "office", "--who", who, "--coach", coach).strip()
        asked = self.call("AccessService/SignIn", {"name": name, "password": once})
        self.call("AccessService/SetUp", {"name": name, "oneTimePassword": once, "password": secrets.token_urlsafe(24),
                                          "code": totp(asked["setUp"]["secret"])})

    def end(self):
        self.call("AccessService/SignOut", {})
        self.connection.close()
        self.rig.office("account", "change", self.name, "--disable")

    def call(self, method, request):
        body = json.dumps(request).encode()
        try:
            status, headers, text = self.send(method, body)
        except (http.client.HTTPException, OSError):
            # The server closes a connection that was idle, or went away itself since; it has not taken this call.
            self.connection = None
            status, headers, text = self.send(method, body)
        for cookie in headers.get_all("Set-Cookie") or ():
            self.cookie = cookie.split(";")[0]
        if status != 200:
            raise Failure(f"the office, {method} {request}: {text}")
        return json.loads(text)

    def send(self, method, body):
        if self.connection is None:
            address = urllib.parse.urlsplit(self.rig.office_url()).netloc
            self.connection = http.client.HTTPSConnection(address, timeout=60, context=self.trusting)
        headers = {"Content-Type": "application/json"} | ({"Cookie": self.cookie} if self.cookie else {})
        self.connection.request("POST", f"/wijkboek.v1.{method}", body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
