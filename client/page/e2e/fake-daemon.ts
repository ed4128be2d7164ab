import { createReadStream, existsSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

// Serves the built page as the daemon will, and answers its calls for one invented participant. What it is called for stands in `calls`.

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.opus': 'audio/ogg',
};
export const contentSecurityPolicy = "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const samira = { badge: '04A1B2C3', pin: '2468', person: 'b7b7', name: 'Samira' };

type Json = Record<string, unknown>;

export interface FakeDaemon {
  address: string;
  calls: { method: string; request: Json }[];
  // Set: every call fails so.
  fails: { status: number; code: string } | null;
  here: boolean;
  close(): Promise<void>;
}

export async function startFakeDaemon(): Promise<FakeDaemon> {
  let events = 0;
  const knows = (request: Json) => {
    const who = (request['who'] ?? {}) as Json;
    return who['badge'] === samira.badge || who['pin'] === samira.pin;
  };
  const saved = () => {
    events += 1;
    return { saved: { event: `e${events}`, name: samira.name, person: samira.person, atMs: '1772524920000', at: '09:02' } };
  };
  const answers: Record<string, (request: Json) => Json> = {
    GetStatus: () => ({ unsent: '2', upToDate: true, clockQuality: 'CLOCK_QUALITY_SAMPLED' }),
    GetPerson: () => ({
      person: samira.person,
      name: samira.name,
      hoursMinutes: 5160,
      targetMinutes: 14400,
      helpGivenMinutes: 30,
      rows: [
        { day: '2026-03-02', state: 'ATTENDANCE_STATE_PRESENT', late: true },
        { day: '2026-03-03', state: 'ATTENDANCE_STATE_ABSENT' },
        { day: '2026-03-03', state: 'ATTENDANCE_STATE_PENDING' },
      ],
    }),
    GetToday: () => ({ persons: [{ person: samira.person, name: samira.name, present: daemon.here, since: '09:02' }] }),
    CheckIn: () => {
      daemon.here = true;
      return saved();
    },
    CheckOut: () => {
      daemon.here = false;
      return saved();
    },
    CheckInWithoutBadge: saved,
    VoidEvent: saved,
    Excuse: saved,
    ContestAttendance: saved,
  };

  function fail(response: ServerResponse, status: number, code: string) {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ code, message: 'as the test wants it' }));
  }

  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (request.method === 'POST') {
      const method = path.split('/').at(-1) ?? '';
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const json = JSON.parse(body || '{}') as Json;
        daemon.calls.push({ method, request: json });
        const answer = answers[method];
        if (daemon.fails) fail(response, daemon.fails.status, daemon.fails.code);
        else if (!answer) fail(response, 501, 'unimplemented');
        else if ('who' in json && !knows(json)) fail(response, 404, 'not_found');
        else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer(json)));
      });
      return;
    }
    const file = join(dist, path === '/' ? 'index.html' : path);
    if (!file.startsWith(dist) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': contentSecurityPolicy,
      'cache-control': 'no-store',
    });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const daemon: FakeDaemon = {
    address: `http://127.0.0.1:${address.port}/`,
    calls: [],
    fails: null,
    here: false,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return daemon;
}
