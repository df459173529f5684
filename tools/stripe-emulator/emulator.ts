/**
 * Stripe, emulated, as a function from request to response over plain data: no server and no clock of its own, so that
 * a test can hold one in its hand. `server.ts` puts it on a port.
 */
import { answerApi } from "./api.ts";
import { answerControl } from "./control.ts";
import { AS_USUAL, type Post, sendDue } from "./deliveries.ts";
import type { Emulation, Settings } from "./emulation.ts";
import { page } from "./html.ts";
import { type Change, type Kept, newKept, takeChanges } from "./kept.ts";
import { overviewPage } from "./overview-page.ts";
import { answerPayment } from "./payment-routes.ts";
import { settleDue } from "./payments.ts";
import { settleDueRefunds } from "./refunds.ts";
import { endOverdueSessions } from "./sessions.ts";
import { STYLE } from "./style.ts";

/** Without a `webhookUrl` messages are kept to be fetched. `post` and `nowMs` are what a test replaces. */
export type EmulatorOptions = Partial<Settings> & {
  webhookSecret: string;
  /** What was kept before. */
  kept?: Kept;
  nowMs?: () => number;
  post?: Post;
  /** Gets every change before the answer that tells of it is given. */
  save?: (changes: readonly Change[]) => void;
};

export type Emulator = {
  /** Throws `Disconnected` when it was told to cut the connection. */
  fetch(request: Request): Promise<Response>;
  /** Sends the messages that are due by now. */
  sendDue(): Promise<void>;
  /** Does all that is due by now: ends sessions, settles delayed payments, sends messages. */
  runDue(): Promise<void>;
};

const BODY_BYTES_MAX = 1_048_576;
const SETTLE_DELAY_MS = 8_000;
const POST_TIMEOUT_MS = 10_000;

/** Nothing happens by itself: `runDue` lets time pass. */
export function createEmulator({
  kept = newKept(),
  nowMs = Date.now,
  post = postMessage,
  save,
  ...given
}: EmulatorOptions): Emulator {
  const settings = { webhookUrl: null, merchantName: "TechRetail", settleDelayMs: SETTLE_DELAY_MS, ...given };
  const emulation: Emulation = { kept, settings, nowMs, faults: [], deliveryRules: { ...AS_USUAL } };
  const underWay = new Set<string>();
  const saveChanges = () => {
    const changes = takeChanges(kept);
    if (changes.length > 0) save?.(changes);
  };
  const sendMessages = async () => {
    await sendDue(emulation, post, underWay);
    saveChanges();
  };
  return {
    sendDue: sendMessages,
    fetch: async (request) => {
      const body = await readBody(request);
      if (body === null) return plain(413, "The body is too large.");
      try {
        return await answer(emulation, request, body);
      } finally {
        saveChanges();
      }
    },
    runDue: async () => {
      endOverdueSessions(emulation);
      settleDue(emulation);
      settleDueRefunds(emulation);
      saveChanges();
      await sendMessages();
    },
  };
}

async function answer(emulation: Emulation, request: Request, body: string): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith("/v1/")) return answerApi(emulation, request, body);
  const nothing = () => plain(404, "There is nothing here.");
  if (pathname.startsWith("/_emulator/")) return (await answerControl(emulation, request, body)) ?? nothing();
  if (pathname === "/style.css") return new Response(STYLE, { headers: { "content-type": "text/css; charset=utf-8" } });
  if (pathname === "/") return page(200, overviewPage(emulation));
  return answerPayment(emulation, request, body) ?? nothing();
}

const plain = (status: number, text: string): Response => new Response(`${text}\n`, { status });

/** Null when it is over the limit. */
async function readBody(request: Request): Promise<string | null> {
  if (!request.body) return "";
  const decoder = new TextDecoder();
  let [text, bytes] = ["", 0];
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > BODY_BYTES_MAX) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** A redirect is no success: Stripe follows none. */
const postMessage: Post = async (url, body, headers) => {
  try {
    const signal = AbortSignal.timeout(POST_TIMEOUT_MS);
    const response = await fetch(url, { method: "POST", body, headers, redirect: "manual", signal });
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
};
