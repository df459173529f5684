/** A small HTTP client for load: kept connections, JSON in and out, no more than it takes. Each thread has one. */
import { Agent, request } from "node:http";

export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; text: string };
export type Client = {
  send(method: string, url: string, body?: unknown): Promise<Answer>;
  /** As a browser asks for a page: packed. It is not unpacked, so its text is not for reading. */
  visit(url: string): Promise<Answer>;
  close(): void;
};

const TIMEOUT_MS = 20_000;

export function clientOf(connections: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    send: (method, url, body) => send(agent, method, url, body),
    visit: (url) => send(agent, "GET", url, undefined, { "accept-encoding": "gzip" }),
    close: () => agent.destroy(),
  };
}

function send(
  agent: Agent,
  method: string,
  url: string,
  body: unknown,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const payload = body === undefined ? null : JSON.stringify(body);
  const headers =
    payload === null ? more : { "content-type": "application/json", "content-length": Buffer.byteLength(payload) };
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, method, headers, timeout: TIMEOUT_MS }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    asked.on("timeout", () => asked.destroy(new Error(`No answer in ${TIMEOUT_MS} ms`)));
    asked.on("error", reject);
    asked.end(payload ?? undefined);
  });
}

/** The body of an answer of the expected status; anything else ends the run. */
export function bodyOf<Body>(answer: Answer, status: number): Body {
  if (answer.status !== status) throw new Error(`${answer.status} instead of ${status}: ${answer.text.slice(0, 300)}`);
  return JSON.parse(answer.text) as Body;
}
