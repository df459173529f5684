/** Joining a drop's waiting room by form: with the proof of work that a script put into it, or without one, for a rest. */
import type { AstroGlobal } from "astro";
import { viewerOf } from "../../worker/customers/viewer-store.ts";
import { type Drop, holderOf } from "../../worker/drops/drop.ts";
import { joinDrop } from "../../worker/drops/queue-flow.ts";
import { takeTryOfNetwork } from "../../worker/http/rate-limit.ts";
import { keepPlace, rememberVisitor } from "../drop-cookies.ts";
import { readFields } from "./fields.ts";

export const DROP_FAULTS = ["full", "again", "limited"] as const;
export type DropFault = (typeof DROP_FAULTS)[number];

/** Leads to the visitor's place, or back with what is wrong. */
export async function postJoin(astro: AstroGlobal, drop: Drop): Promise<Response> {
  const { world, paths } = astro.locals;
  const back = (fault?: DropFault) => astro.redirect(paths.dropPlace(drop.id, { fault: fault ?? null }), 303);
  const payload = (await readFields(astro.request)).text("payload");
  if (payload === "") {
    const passed = await takeTryOfNetwork(world, "drop.join_unproven", astro.request.headers);
    if (!passed.ok) return back("limited");
  }
  const viewer = await viewerOf(world, astro.request.headers);
  const holder = holderOf(rememberVisitor(astro), viewer?.role === "customer" ? viewer.id : null);
  const joined = await joinDrop(world, drop.id, holder, payload || null);
  if (joined.ok) keepPlace(astro, drop.id, drop.closesAtMs, joined.value);
  if (joined.ok || joined.problem.code === "drop.over") return back();
  return back(joined.problem.code === "drop.room_full" ? "full" : "again");
}
