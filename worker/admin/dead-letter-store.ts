/** Messages the consumers gave up on. Staff read them here, mend what was wrong, and have them sent again. */
import { and, desc, eq, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Viewer } from "../customers/viewer.ts";
import { eventOf } from "../events/event-form.ts";
import { relayOutbox, resendInsert } from "../events/outbox-store.ts";
import type { Database, World } from "../world.ts";
import { auditInsert } from "./audit-store.ts";
import { deadLetters } from "./audit-tables.ts";

export type DeadLetter = typeof deadLetters.$inferSelect;
/** `not_an_event`: the message is none the store sends, so it cannot be sent again. */
export type DeadLetterProblem = { code: "dead_letter.unknown" | "dead_letter.not_an_event" };

/** A longer list is cut to so many. */
export const DEAD_LETTERS_LIMIT_MAX = 100;
const REPLAYED_KEPT_MS = 30 * 86_400_000;
const PRUNE_MAX = 500;

/** Keeps a message; repeats safely, because a message has one id however often it comes. */
export async function insertDeadLetter(
  db: Database,
  { id, message, nowMs }: { id: string; message: unknown; nowMs: number },
): Promise<void> {
  await db
    .insert(deadLetters)
    .values({ id, message: sql`${JSON.stringify(message ?? null)}`, receivedAtMs: nowMs })
    .onConflictDoNothing();
}

/** Newest first. `state` `open`: those that nobody had sent again yet. `cursor` is the last one of the page before. */
export async function listDeadLetters(
  world: World,
  ask: { state?: "open" | "replayed"; limit: number; cursor?: { receivedAtMs: number; id: string } | null },
): Promise<DeadLetter[]> {
  const { receivedAtMs, id, replayedAtMs } = deadLetters;
  const { state, cursor } = ask;
  const of = state === undefined ? undefined : state === "open" ? isNull(replayedAtMs) : isNotNull(replayedAtMs);
  const after = cursor
    ? or(lt(receivedAtMs, cursor.receivedAtMs), and(eq(receivedAtMs, cursor.receivedAtMs), lt(id, cursor.id)))
    : undefined;
  return world.accounts
    .select()
    .from(deadLetters)
    .where(and(of, after))
    .orderBy(desc(receivedAtMs), desc(id))
    .limit(Math.min(ask.limit, DEAD_LETTERS_LIMIT_MAX));
}

/**
 * Has the event sent again, once: replaying a second time changes nothing and answers `replayed: false`. Should it fail
 * again, it comes back as another dead letter. The note, the event and the audit entry are written together.
 */
export async function replayDeadLetter(
  world: World,
  id: string,
  by: Viewer,
): Promise<Outcome<{ replayed: boolean }, DeadLetterProblem>> {
  const db = world.accounts;
  const letter = await db.select().from(deadLetters).where(eq(deadLetters.id, id)).get();
  if (!letter) return refused({ code: "dead_letter.unknown" });
  const event = eventOf(letter.message);
  if (!event) return refused({ code: "dead_letter.not_an_event" });
  if (letter.replayedAtMs !== null) return done({ replayed: false });
  const after = { kind: event.kind, payload: event.payload };
  const [replayed] = await db.batch([
    db
      .update(deadLetters)
      .set({ replayedAtMs: world.nowMs(), replayedBy: by.id })
      .where(and(eq(deadLetters.id, id), isNull(deadLetters.replayedAtMs)))
      .returning({ id: deadLetters.id }),
    resendInsert(db, event),
    auditInsert(
      world,
      { by, action: "dead_letter.replay", subject: `dead_letter:${id}`, before: null, after },
      `replay:${id}`,
    ),
  ]);
  world.defer(relayOutbox(world, db, [event]));
  return done({ replayed: replayed.length === 1 });
}

/** Forgets what was sent again long ago. Bounded: the rest waits for the next turn. */
export async function pruneDeadLetters(db: Database, nowMs: number): Promise<void> {
  const old = db
    .select({ id: deadLetters.id })
    .from(deadLetters)
    .where(lt(deadLetters.replayedAtMs, nowMs - REPLAYED_KEPT_MS))
    .limit(PRUNE_MAX);
  await db.delete(deadLetters).where(sql`${deadLetters.id} IN ${old}`);
}
