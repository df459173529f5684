/** The least of Redis' own protocol (RESP2, redis.io/docs/latest/develop/reference/protocol-spec) that the tests need. */
import { connect, type Socket } from "node:net";

export type Reply = string | number | null | Error | Reply[];
type Parsed = { reply: Reply; next: number } | null;

/** One connection: replies come in the order of the commands. */
export class RespClient {
  readonly #socket: Socket;
  readonly #waiting: ((reply: Reply) => void)[] = [];
  #buffer: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => this.#take(chunk));
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(new Error("Redis closed the connection")));
  }

  static connect(path: string): Promise<RespClient> {
    return new Promise((done, fail) => {
      const socket = connect(path);
      socket.once("error", fail);
      socket.once("connect", () => {
        socket.off("error", fail);
        done(new RespClient(socket));
      });
    });
  }

  send(words: readonly string[]): Promise<Reply> {
    const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
    return new Promise((done) => {
      this.#waiting.push(done);
      this.#socket.write(`*${words.length}\r\n${parts.join("")}`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (let parsed = parse(this.#buffer, 0); parsed; parsed = parse(this.#buffer, 0)) {
      this.#buffer = this.#buffer.subarray(parsed.next);
      this.#waiting.shift()?.(parsed.reply);
    }
  }

  #fail(error: Error): void {
    for (const done of this.#waiting.splice(0)) done(error);
  }
}

/** The reply that starts at `at`; null while it has not arrived whole. */
function parse(buffer: Buffer, at: number): Parsed {
  const end = buffer.indexOf("\r\n", at);
  if (end < 0) return null;
  const kind = String.fromCharCode(buffer[at] ?? 0);
  const line = buffer.toString("utf8", at + 1, end);
  const next = end + 2;
  if (kind === "+") return { reply: line, next };
  if (kind === "-") return { reply: new Error(line), next };
  if (kind === ":") return { reply: Number(line), next };
  if (kind === "$") return parseText(buffer, next, Number(line));
  if (kind === "*") return parseList(buffer, next, Number(line));
  throw new Error(`Redis sent a reply of an unknown kind: ${kind}`);
}

function parseText(buffer: Buffer, at: number, length: number): Parsed {
  if (length < 0) return { reply: null, next: at };
  if (buffer.length < at + length + 2) return null;
  return { reply: buffer.toString("utf8", at, at + length), next: at + length + 2 };
}

function parseList(buffer: Buffer, at: number, length: number): Parsed {
  if (length < 0) return { reply: null, next: at };
  const replies: Reply[] = [];
  let next = at;
  while (replies.length < length) {
    const part = parse(buffer, next);
    if (!part) return null;
    replies.push(part.reply);
    next = part.next;
  }
  return { reply: replies, next };
}
