/** Visitors of a drop over the API, each a browser with cookies of its own; and the drop's objects, a turn at a time. */
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { type Challenge, solveChallenge } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import { expect, vi } from "vitest";
import { type Answer, ask, askAsStaff } from "../support/store-client.ts";

export type PlaceBody = {
  ticket: string;
  state: string;
  before: number | null;
  waitMs: number | null;
  soldOut: boolean;
  until: string | null;
  nextAskMs: number;
  pass: string | null;
};

let made = 0;
/** A drop that opens in so many milliseconds; answers its id. */
export async function announce(skus: readonly string[], opensInMs: number, over: Record<string, unknown> = {}) {
  made += 1;
  const id = `drop-${made}-${crypto.randomUUID().slice(0, 8)}`;
  const saved = await askAsStaff("PUT", `/api/admin/drops/${id}`, dropBody(skus, opensInMs, over));
  expect(saved.status, JSON.stringify(saved.body)).toBe(200);
  return id;
}

export const dropBody = (skus: readonly string[], opensInMs: number, over: Record<string, unknown> = {}) => ({
  title: "A drop",
  skus,
  status: "announced",
  opensAtMs: Date.now() + opensInMs,
  closesAtMs: Date.now() + opensInMs + 3_600_000,
  passMs: 600_000,
  ratePerMinute: 6_000,
  version: 0,
  ...over,
});

/** One browser. `cookies` may begin with those of somebody signed in. */
export function visitor(begins: Record<string, string> = {}) {
  const cookies = new Map(Object.entries(begins));
  const call = async <Body>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const init = {
      method,
      headers: { cookie, ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const answer = await ask<Body>(path, init);
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return answer;
  };
  return {
    cookies,
    call,
    challenge: (drop: string) => call<{ challenge: Challenge }>("POST", `/api/drops/${drop}/challenge`),
    join: (drop: string, payload: string) => call<PlaceBody>("POST", `/api/drops/${drop}/tickets`, { payload }),
    place: (drop: string) => call<PlaceBody>("GET", `/api/drops/${drop}/place`),
    /** Challenge, work, ticket. */
    async enter(drop: string): Promise<Answer<PlaceBody>> {
      const { body } = await this.challenge(drop);
      return this.join(drop, await solved(body.challenge));
    },
  };
}
export type Visitor = ReturnType<typeof visitor>;

export async function solved(challenge: Challenge): Promise<string> {
  const solution = await solveChallenge({ challenge, deriveKey });
  return btoa(JSON.stringify({ challenge, solution }));
}

/** The clock goes on, and the room turns to its doors as its alarm would have it. */
export async function turnsLater(drop: string, ms: number, turns = 1): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    vi.setSystemTime(Date.now() + ms);
    await runDurableObjectAlarm(env.WAITING_ROOM.getByName(drop));
  }
}
