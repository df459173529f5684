/** The emulator on a port: Node's HTTP in front, a clock behind, a journal underneath. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createEmulator, type Emulator } from "./emulator.ts";
import { Disconnected } from "./faults.ts";
import { openJournal } from "./journal.ts";
import type { Kept } from "./kept.ts";

export type ServerOptions = {
  port: number;
  /** Where signed messages go. */
  webhookUrl: string;
  webhookSecret: string;
  /** Where all of it is kept; null forgets it at the end. */
  stateFile: string | null;
  merchantName?: string;
  /** How long a delayed payment takes. */
  settleDelayMs?: number;
  /** What was kept before. */
  kept?: Kept;
  /** The clock it goes by; the machine's when left out. */
  nowMs?: () => number;
};
export type RunningEmulator = { url: string; close(): Promise<void> };

const TICK_MS = 100;
const HOST = "127.0.0.1";

/** Answers only this machine. Rejects when the port is taken. */
export async function startEmulator({ port, stateFile, ...options }: ServerOptions): Promise<RunningEmulator> {
  const emulator = createEmulator({ ...options, ...(stateFile !== null && openJournal(stateFile)) });
  const server = createServer((incoming, outgoing) => void serve(emulator, incoming, outgoing));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) =>
      reject(new Error(`The payment emulator cannot listen on port ${port}: ${error.message}`)),
    );
    server.listen(port, HOST, resolve);
  });
  const stopClock = startClock(emulator);
  const address = server.address();
  return {
    url: `http://localhost:${typeof address === "object" && address ? address.port : port}`,
    close: async () => {
      stopClock();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Lets time pass for an emulator until the answered function is called. */
export function startClock(emulator: Emulator): () => void {
  const timer = setInterval(() => {
    emulator.runDue().catch((error: unknown) => console.error("stripe-emulator", error));
  }, TICK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

async function serve(emulator: Emulator, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  try {
    const response = await emulator.fetch(requestOf(incoming, outgoing));
    outgoing.writeHead(response.status, [...response.headers].flat());
    outgoing.end(Buffer.from(await response.arrayBuffer()));
    await emulator.sendDue();
  } catch (error) {
    if (!(error instanceof Disconnected)) console.error("stripe-emulator", error);
    outgoing.destroy();
  }
}

function requestOf(incoming: IncomingMessage, outgoing: ServerResponse): Request {
  const gone = new AbortController();
  outgoing.once("close", () => gone.abort());
  const { method = "GET", url = "/", headers } = incoming;
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(new URL(url, `http://${headers.host ?? HOST}`), {
    method,
    headers: new Headers(
      Object.entries(headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, String(value)] as [string, string]],
      ),
    ),
    signal: gone.signal,
    ...(hasBody && { body: incoming as unknown as ReadableStream, duplex: "half" as const }),
  });
}
