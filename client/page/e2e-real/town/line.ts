import { connect, createServer, type Socket } from 'node:net';

// A kiosk's line to one of the server's ports, which can be cut: from then on nothing passes, and what was connected is reset.
export interface Line {
  readonly address: string;
  up: boolean;
  cut(): void;
  close(): Promise<void>;
}

// `target` is the server's port, or null while there is none.
export async function makeLine(target: () => number | null): Promise<Line> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
  const listener = createServer((near) => {
    keep(near);
    const port = line.up ? target() : null;
    if (port === null) {
      near.resetAndDestroy();
      return;
    }
    const far = keep(connect(port, '127.0.0.1'));
    near.pipe(far).pipe(near);
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const line: Line = {
    address: `127.0.0.1:${address.port}`,
    up: true,
    cut() {
      line.up = false;
      for (const socket of sockets) socket.resetAndDestroy();
    },
    close: () =>
      new Promise((resolve) => {
        line.cut();
        listener.close(() => resolve());
      }),
  };
  return line;
}
