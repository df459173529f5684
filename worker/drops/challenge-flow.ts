/**
 * The proof of work that a ticket costs: ALTCHA's, made and checked here. Each try derives a key by PBKDF2, which browsers
 * and graphics cards alike must do in full; how many tries it takes is drawn, so that no visitor is out of luck for long.
 * The challenge names drop and holder, ends, and is spent at the holder's door.
 */
import { Buffer } from "node:buffer";
import { type Challenge, createChallenge, type Payload, randomInt, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/web/pbkdf2";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { World } from "../world.ts";
import type { DropQueueProblem } from "./drop-problem.ts";
import { keyFor } from "./signed.ts";

const ALGORITHM = "PBKDF2/SHA-256";
/** Iterations of one try. */
const COST = 5_000;
const TRIES = { min: 100, max: 300 } as const;
const CHALLENGE_MS = 10 * 60_000;
export const PAYLOAD_LENGTH_MAX = 4_000;

export type Work = { dropId: string; holder: string };
export type Proof = { nonce: string; untilMs: number };

export const newChallenge = (world: World, { dropId, holder }: Work): Promise<Challenge> =>
  createChallenge({
    algorithm: ALGORITHM,
    cost: COST,
    counter: randomInt(TRIES.max, TRIES.min),
    deriveKey,
    data: { drop: dropId, holder },
    expiresAt: new Date(world.nowMs() + CHALLENGE_MS),
    hmacSignatureSecret: keyFor(world.config.authSecret, "drop challenge"),
    hmacKeySignatureSecret: keyFor(world.config.authSecret, "drop challenge key"),
  });

/** `payload` is base64 of JSON, as ALTCHA's widgets send it. */
export async function checkWork(
  world: World,
  { dropId, holder }: Work,
  payload: string,
): Promise<Outcome<Proof, DropQueueProblem>> {
  const { challenge, solution } = readPayload(payload) ?? {};
  const { expiresAt, data, nonce } = challenge?.parameters ?? {};
  if (!challenge || !solution || !expiresAt || !nonce) return refused({ code: "drop.challenge_invalid" });
  const found = await verifySolution({
    challenge,
    solution,
    deriveKey,
    hmacSignatureSecret: keyFor(world.config.authSecret, "drop challenge"),
    hmacKeySignatureSecret: keyFor(world.config.authSecret, "drop challenge key"),
  }).catch(() => null);
  const untilMs = expiresAt * 1_000;
  if (found?.expired || (found?.verified && untilMs <= world.nowMs()))
    return refused({ code: "drop.challenge_expired" });
  if (!found?.verified || data?.drop !== dropId || data.holder !== holder)
    return refused({ code: "drop.challenge_invalid" });
  return done({ nonce, untilMs });
}

function readPayload(text: string): Partial<Payload> | null {
  try {
    const read = JSON.parse(Buffer.from(text, "base64").toString()) as unknown;
    return typeof read === "object" ? (read as Partial<Payload> | null) : null;
  } catch {
    return null;
  }
}
