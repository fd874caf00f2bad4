import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A line to a server that can be cut: connections end, and new ones are refused until it is mended. */
export interface Line {
  readonly port: number;
  cut(): void;
  /** From now on nothing comes through, either way, and nobody is told: a cable that was pulled. */
  swallow(): void;
  /** Ends what was swallowed, and lets new connections through. */
  mend(): void;
  close(): Promise<void>;
}

export interface Target {
  readonly host: string;
  readonly port: number;
}

/** @param target asked for each connection. */
export async function openLine(target: () => Target): Promise<Line> {
  const sockets = new Set<Socket>();
  let state: 'open' | 'cut' | 'silent' = 'open';
  const keep = (socket: Socket) => {
    sockets.add(socket);
    // Either end may break off; the other one is told by its own end.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((socket) => {
    keep(socket);
    if (state === 'cut') socket.destroy();
    if (state !== 'open') return;
    const onward = connect(target());
    keep(onward);
    const pass = (to: Socket) => (bytes: Buffer) => {
      if (state === 'open') to.write(bytes);
    };
    socket.on('data', pass(onward)).on('end', () => onward.end());
    onward.on('data', pass(socket)).on('end', () => socket.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new TypeError('the line has no port');
  }
  const end = () => {
    for (const socket of sockets) {
      socket.destroy();
    }
  };
  const cut = () => {
    state = 'cut';
    end();
  };
  return {
    port: address.port,
    cut,
    swallow() {
      state = 'silent';
    },
    mend() {
      if (state === 'silent') end();
      state = 'open';
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
