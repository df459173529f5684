/**
 * Upstash's REST protocol in front of a real redis-server, for tests: both are started here.
 * The protocol is upstash.com/docs/redis/features/restapi as @upstash/redis 1.39 speaks it: a command is posted as a JSON
 * array to `/`, several to `/pipeline` or `/multi-exec`; strings come back in base64 when the client asks for it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Reply, RespClient } from "./upstash-resp.ts";

export const UPSTASH_TOKEN = "token-of-the-test-redis";
export type UpstashServer = {
  url: string;
  /** Sends a command past the REST protocol, to look at what Redis holds. */
  command(...words: string[]): Promise<Reply>;
  /** While it holds back, requests get no answer. */
  holdBack(on: boolean): void;
  stop(): Promise<void>;
};

const START_TRIES_MAX = 100;
const START_WAIT_MS = 50;
const PATHS = (process.env.PATH ?? "").split(":").concat("/usr/bin", "/usr/local/bin");

export async function startUpstash(): Promise<UpstashServer> {
  const program = PATHS.map((folder) => join(folder, "redis-server")).find((file) => existsSync(file));
  if (!program)
    throw new Error("redis-server is missing: install Debian's package with `apt-get install redis-server`");
  const folder = mkdtempSync(join(tmpdir(), "meridian-redis-"));
  // A port that is free now may be another's by the time Redis takes it.
  const socket = join(folder, "redis.sock");
  const redis = spawn(program, ["--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder], {
    stdio: "ignore",
  });
  const client = await connect(redis, socket);
  let silent = false;
  const server = createServer((request, response) => {
    if (silent) return;
    void answer(client, request).then(({ status, body }) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  return {
    url: `http://127.0.0.1:${await listen(server)}`,
    command: (...words) => client.send(words),
    holdBack: (on) => {
      silent = on;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      client.close();
      await ended(redis);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Answer = { status: number; body: unknown };
type Packed = { result: unknown } | { error: string };

async function answer(client: RespClient, request: IncomingMessage): Promise<Answer> {
  if (request.headers.authorization !== `Bearer ${UPSTASH_TOKEN}`)
    return { status: 401, body: { error: "Unauthorized" } };
  const asked: unknown = JSON.parse(await textOf(request));
  const base64 = request.headers["upstash-encoding"] === "base64";
  const run = async (words: unknown): Promise<Packed> => packed(await client.send(wordsOf(words)), base64);
  if (request.url === "/pipeline") return { status: 200, body: await Promise.all((asked as unknown[]).map(run)) };
  if (request.url === "/multi-exec") return multiExec(client, asked as unknown[], base64);
  const body = await run(asked);
  return { status: "error" in body ? 400 : 200, body };
}

/** The commands go out in one write, so no other connection's come between. */
async function multiExec(client: RespClient, commands: readonly unknown[], base64: boolean): Promise<Answer> {
  const replies = await Promise.all([["MULTI"], ...commands.map(wordsOf), ["EXEC"]].map((words) => client.send(words)));
  const results = replies.at(-1);
  if (results instanceof Error) return { status: 400, body: { error: results.message } };
  return { status: 200, body: (results as Reply[]).map((reply) => packed(reply, base64)) };
}

/** Words that are not strings go over as JSON, as Upstash does it. */
function wordsOf(asked: unknown): string[] {
  const words = (asked as unknown[]).map((word) => (typeof word === "string" ? word : JSON.stringify(word)));
  const [command = "", script = "", ...rest] = words;
  if (command.toLowerCase() === "eval") return [command, knownFlags(script), ...rest];
  if (command.toLowerCase() === "evalsha") return [command, digests.get(script) ?? script, ...rest];
  return words;
}

/**
 * Scripts of @upstash/ratelimit carry a flag that only Upstash's own server knows, `allow-key-locking`: it lets scripts on
 * different keys run side by side, and changes no answer. Redis refuses it, so it is taken off; the script is then known
 * to Redis under another digest than to the client.
 */
function knownFlags(script: string): string {
  const known = script.replace(/^#!lua flags=allow-key-locking/, "#!lua");
  digests.set(sha1(script), sha1(known));
  return known;
}

const digests = new Map<string, string>();
const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");

function packed(reply: Reply, base64: boolean): Packed {
  return reply instanceof Error ? { error: reply.message } : { result: encoded(reply, base64) };
}

function encoded(reply: Reply, base64: boolean): unknown {
  if (Array.isArray(reply)) return reply.map((part) => encoded(part, base64));
  if (reply instanceof Error) return reply.message;
  return typeof reply === "string" && base64 && reply !== "OK" ? Buffer.from(reply).toString("base64") : reply;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

async function connect(redis: ChildProcess, socket: string): Promise<RespClient> {
  for (let tries = 0; tries < START_TRIES_MAX; tries += 1) {
    if (redis.exitCode !== null) throw new Error(`redis-server ended at once, with code ${redis.exitCode}`);
    const client = await RespClient.connect(socket).catch(() => null);
    if (client) return client;
    await new Promise((done) => setTimeout(done, START_WAIT_MS));
  }
  redis.kill();
  throw new Error("redis-server did not answer in time");
}

const listen = (server: Server) =>
  new Promise<number>((done) => {
    server.listen(0, "127.0.0.1", () => done((server.address() as { port: number }).port));
  });

const ended = (child: ChildProcess) =>
  new Promise<void>((done) => {
    if (child.exitCode !== null) return done();
    child.once("exit", () => done());
    child.kill();
  });
