import { createReadStream, existsSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answersOf, Refused, type Json, type World } from './fake-answers.ts';
import { freshWorld } from './fake-world.ts';

// Serves the built page as the daemon will, and answers its calls for some invented people. What it is called for stands in `calls`.

export { amina, coach, fatma, samira } from './fake-world.ts';

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

// How a call fails: answered so; never answered; or done, and the daemon dies before it answers and is started again at once. Its tickets
// die with it.
export type Failing = { status: number; code: string } | 'silent' | 'dies';

export interface FakeDaemon {
  address: string;
  calls: { method: string; request: Json }[];
  world: World;
  // Set: these calls fail so, after so many that do not. Nothing named: all of them.
  fails: { how: Failing; methods?: readonly string[]; after?: number } | null;
  close(): Promise<void>;
}

function refuse(response: ServerResponse, status: number, code: string) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ code, message: 'as the test wants it' }));
}

export async function startFakeDaemon(): Promise<FakeDaemon> {
  const world = freshWorld();
  const answers = answersOf(world);

  function answer(method: string, request: Json, response: ServerResponse) {
    daemon.calls.push({ method, request });
    const { fails } = daemon;
    const concerned = fails && (!fails.methods || fails.methods.includes(method));
    const spared = concerned && fails.after !== undefined && fails.after-- > 0;
    const failing = concerned && !spared ? fails.how : null;
    if (failing === 'silent') return;
    if (failing && failing !== 'dies') {
      refuse(response, failing.status, failing.code);
      return;
    }
    const found = answers[method];
    if (!found) {
      refuse(response, 501, 'unimplemented');
      return;
    }
    try {
      const json = JSON.stringify(found(request));
      if (failing === 'dies') {
        world.ticket = null;
        response.destroy();
      } else response.writeHead(200, { 'content-type': 'application/json' }).end(json);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refuse(response, error.status, error.code);
    }
  }

  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    if (request.method === 'POST') {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => answer(path.split('/').at(-1) ?? '', JSON.parse(body || '{}') as Json, response));
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
    world,
    fails: null,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return daemon;
}
