"""Wijkboek's real programs on one machine, for a recorded day: processes, clocks and lines that can be cut.

Everything started here is ended here, by its process id; the kernel ends it too should this program die.
"""

import ctypes
import json
import os
import secrets
import signal
import socket
import ssl
import struct
import subprocess
import threading
import time
import urllib.error
import urllib.request
from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
PR_SET_PDEATHSIG = 1
READY_S = 20
STOP_S = 10
# The server writes down that an idle kiosk was heard no oftener than this.
HEARD_STEP_MS = 5 * 60 * 1000


class Failure(Exception):
    """What went wrong, in words for whoever runs the demonstration."""


def instant_ms(day, time_of_day):
    """UTC milliseconds of a civil time in Amsterdam: ("2026-03-03", "08:55:00")."""
    return int(datetime.fromisoformat(f"{day}T{time_of_day}").replace(tzinfo=ZONE).timestamp() * 1000)


def wait_until(what, holds, seconds=40, every=0.05):
    """Returns holds()'s first true answer."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = holds()
        if answer:
            return answer
        time.sleep(every)
    raise Failure(f"waited {seconds} s in vain: {what}")


class ClockFile:
    """A device's clocks as a file: what it believes the time to be, and how long it has been on."""

    def __init__(self, path, wall_error_ms=0):
        self.path = Path(path)
        self.wall_error_ms = wall_error_ms
        self.boot_began_ms = None
        self.boot_id = None

    def boot(self, true_ms, wall_ms=None):
        """Switched on at true_ms; a clock without a battery then starts at wall_ms."""
        self.boot_began_ms = true_ms - 20_000  # it takes a while until the daemon runs
        self.boot_id = secrets.token_hex(16)
        if wall_ms is not None:
            self.wall_error_ms = wall_ms - true_ms
        self.set(true_ms)

    def set(self, true_ms):
        text = f"{true_ms + self.wall_error_ms} {true_ms - self.boot_began_ms} {self.boot_id}\n"
        draft = self.path.with_suffix(".new")
        draft.write_text(text)
        draft.rename(self.path)


class Program:
    """One process of ours that says `ready ...` once it serves."""

    def __init__(self, words, log_path, environment=None):
        self.log_path = Path(log_path)
        parent = os.getpid()

        def die_with_parent():
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:
                os._exit(1)

        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [str(word) for word in words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, **(environment or {})},
                preexec_fn=die_with_parent,
            )
        self.ready = self._read_ready(words)

    def _read_ready(self, words):
        line = []
        reader = threading.Thread(target=lambda: line.append(self.process.stdout.readline()), daemon=True)
        reader.start()
        reader.join(READY_S)
        text = line[0].decode() if line else ""
        if not text.startswith("ready "):
            self.kill()
            raise Failure(f"{Path(str(words[0])).name} did not get ready; it said:\n{self.log_tail()}")
        return dict(part.split("=", 1) for part in text.split()[1:])

    def log_tail(self):
        return "\n".join(self.log_path.read_text(errors="replace").splitlines()[-20:])

    def running(self):
        return self.process.poll() is None

    def stop(self):
        """Asks it to end; an untidy end is a failure."""
        if not self.running():
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failure(f"did not end within {STOP_S} s of SIGTERM:\n{self.log_tail()}") from None
        if status != 0:
            raise Failure(f"ended with status {status}:\n{self.log_tail()}")

    def kill(self):
        if self.running():
            self.process.kill()
        self.process.wait()


class Line:
    """A kiosk's line to one of the server's ports. Down at first; can be cut, and can act on what passes."""

    # Nothing passes any line while the clocks are being moved: an answer must not seem to have taken no time.
    moving_clocks = threading.Lock()

    def __init__(self, target):
        self.target = target  # () -> port, or None while there is no server
        self.up = False
        self.upstream_bytes = 0
        self.downstream_bytes = 0
        self.may_pass = None  # asked as may_pass(line, upstream) before bytes are passed on; False cuts the line
        self._pairs = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self):
        """From now on nothing passes; what was connected is reset."""
        self.up = False
        with self._lock:
            pairs, self._pairs = self._pairs, set()
        for pair in pairs:
            for end in pair:
                self._reset(end)

    def _accept(self):
        while True:
            near, _ = self._listener.accept()
            port = self.target() if self.up else None
            try:
                far = socket.create_connection(("127.0.0.1", port), 2) if port else None
            except OSError:
                far = None
            if far is None:
                self._reset(near)
                continue
            far.settimeout(None)
            pair = (near, far)
            with self._lock:
                self._pairs.add(pair)
            for source, sink, upstream in ((near, far, True), (far, near, False)):
                threading.Thread(target=self._pump, args=(pair, source, sink, upstream), daemon=True).start()

    def _pump(self, pair, source, sink, upstream):
        try:
            while data := source.recv(4096):
                if upstream:
                    self.upstream_bytes += len(data)
                else:
                    self.downstream_bytes += len(data)
                if self.may_pass and not self.may_pass(self, upstream):
                    self.cut()
                    break
                with Line.moving_clocks:
                    sink.sendall(data)
        except OSError:
            pass
        with self._lock:
            self._pairs.discard(pair)
        for end in pair:
            self._reset(end)

    @staticmethod
    def _reset(end):
        try:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        try:
            end.close()
        except OSError:
            pass


class Kiosk:
    """A kiosk's daemon with its clock, its store and its two lines."""

    def __init__(self, rig, name, centre, wall_error_ms=0):
        self.rig = rig
        self.name = name
        self.centre = centre
        self.folder = rig.folder / f"kiosk-{name}"
        self.clock = ClockFile(rig.folder / f"kiosk-{name}.clock", wall_error_ms)
        self.sync_line = Line(lambda: rig.server_port("sync"))
        self.enrolment_line = Line(lambda: rig.server_port("enrolment"))
        self.program = None

    def connect(self):
        self.sync_line.up = True
        self.enrolment_line.up = True

    def cut(self):
        self.sync_line.cut()
        self.enrolment_line.cut()

    def enrol(self, code):
        self.rig.run([self.rig.kiosk_program, "enrol", "--store", self.folder,
                      "--server", self.sync_line.address, "--enrolment", self.enrolment_line.address,
                      "--name", f"Kiosk {self.name}", code])

    def start(self):
        page = ["--page", self.rig.page] if self.rig.page else []
        self.program = Program([self.rig.kiosk_program, "run", "--store", self.folder, "--listen", "127.0.0.1:0",
                                "--clock-file", self.clock.path, "--sync-period-ms", "200", *page],
                               self.rig.folder / f"kiosk-{self.name}.log")

    def url(self):
        return self.program.ready["http"]

    def ask(self, *words):
        """The answer of a command of `wijkboek` at this kiosk, as JSON."""
        return json.loads(self.rig.run([self.rig.cli_program, *words, "--json"], {"WIJKBOEK_KIOSK": self.url()}))

    def call(self, method, request):
        """One call of the kiosk's service, as its page makes it."""
        url = f"{self.url()}/wijkboek.v1.KioskService/{method}"
        body = urllib.request.Request(url, json.dumps(request).encode(), {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(body, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Failure(f"kiosk {self.name}, {method}: {error.read().decode()}") from None

    def get(self, path):
        """(headers, text) of a file of its page."""
        try:
            with urllib.request.urlopen(self.url() + path, timeout=10) as answer:
                return answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            raise Failure(f"kiosk {self.name} answers {error.code} to {path}") from None

    def unsent(self):
        return int(self.ask("status").get("unsent", 0))

    def in_sync(self):
        """Nothing unsent, everything fetched."""
        status = self.ask("status")
        return int(status.get("unsent", 0)) == 0 and status.get("upToDate", False)

    def wait_until_heard(self):
        try:
            wait_until(f"kiosk {self.name} to have sent and fetched everything", self.heard)
        except Failure as failure:
            raise Failure(f"{failure}; it says {self.ask('status')}") from None

    def running(self):
        return self.program is not None and self.program.running()

    def connected(self):
        return self.running() and self.sync_line.up

    def boot(self, wall_ms=None):
        """Its plug was pulled, or it is switched on: the daemon starts on the same store."""
        if self.running():
            self.program.stop()
        self.clock.boot(self.rig.now_ms, wall_ms)
        self.start()

    def heard(self):
        """In sync, and the server knows that nothing captured until a moment ago is missing."""
        status = self.ask("status")
        return (int(status.get("unsent", 0)) == 0 and status.get("upToDate", False)
                and int(status.get("heardThroughMs", 0)) > self.rig.now_ms - HEARD_STEP_MS)


class Rig:
    """One server and its kiosks in a folder of their own. `page`, `office_page`: folders of the built pages, or None."""

    def __init__(self, build, folder, page=None, office_page=None):
        self.folder = Path(folder)
        self.page = page
        self.office_page = office_page
        self.server_program = find_program(build, "server", "wijkboek-server")
        self.kiosk_program = find_program(build, "client", "wijkboek-kiosk")
        self.cli_program = find_program(build, "client/cli", "wijkboek")
        self.server_clock = ClockFile(self.folder / "server.clock")
        self.server = None
        self.kiosks = {}
        self.now_ms = None

    def add_kiosk(self, name, centre, wall_error_ms=0):
        self.kiosks[name] = Kiosk(self, name, centre, wall_error_ms)
        return self.kiosks[name]

    def set_time(self, true_ms):
        """Moves every clock that has been switched on."""
        with Line.moving_clocks:
            self.now_ms = true_ms
            for clock in [self.server_clock, *(kiosk.clock for kiosk in self.kiosks.values())]:
                if clock.boot_id:
                    clock.set(true_ms)

    def start_server(self):
        page = ["--office-page", self.office_page] if self.office_page else []
        self.server = Program([self.server_program, "--data", self.folder / "server", "--listen", "127.0.0.1:0",
                               "--enrolment-listen", "127.0.0.1:0", "--clock-file", self.server_clock.path,
                               "--office-listen", "127.0.0.1:0", *page],
                              self.folder / "server.log")

    def office_url(self):
        return self.server.ready["office"]

    def get_office(self, path):
        """(headers, text) of the office's page."""
        # Its certificate is the server's own: a demonstration on this machine.
        trusting = ssl.create_default_context()
        trusting.check_hostname = False
        trusting.verify_mode = ssl.CERT_NONE
        with urllib.request.urlopen(self.office_url() + path, timeout=30, context=trusting) as answer:
            return answer.headers, answer.read().decode()

    def server_port(self, which):
        if self.server is None or not self.server.running():
            return None
        return int(self.server.ready[which].rsplit(":", 1)[1])

    def socket(self):
        return str(self.folder / "server" / "admin.sock")

    def office(self, *words):
        """An administrator's command."""
        return self.run([self.cli_program, *words], {"WIJKBOEK_SOCKET": self.socket()})

    def report(self, which, *words):
        return self.office("report", which, "--format", "csv", *words)

    def run(self, words, environment=None):
        done = self.try_run(words, environment)
        if done.returncode != 0:
            raise Failure(f"{' '.join(str(word) for word in words)}\nended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def try_run(self, words, environment=None):
        return subprocess.run([str(word) for word in words], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=60, env={**os.environ, **(environment or {})})

    def end(self):
        """Ends everything, whatever state it is in."""
        programs = [kiosk.program for kiosk in self.kiosks.values()] + [self.server]
        for program in programs:
            if program and program.running():
                program.process.terminate()
        for program in programs:
            if program:
                try:
                    program.process.wait(STOP_S)
                except subprocess.TimeoutExpired:
                    program.kill()


def find_program(build, part, name):
    for path in (Path(build) / "bin" / name, Path(build) / part / name):
        if os.access(path, os.X_OK):
            return path.resolve()
    raise Failure(f"{name} is not in {build}: build it first (./run build)")
