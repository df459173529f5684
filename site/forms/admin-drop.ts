/** The form that makes or changes a drop. It says the version it was filled in on; sent twice, it acts once. */
import type { AstroGlobal } from "astro";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { DROP_STATUSES, type Drop, PASS_MS, RATE_PER_MINUTE } from "../../worker/drops/drop.ts";
import { dropAskShape, dropIdShape } from "../../worker/drops/drop-ask.ts";
import type { DropSaveProblem } from "../../worker/drops/drop-problem.ts";
import { saveDrop } from "../../worker/drops/save-drop-flow.ts";
import { ADMIN } from "../admin-paths.ts";
import { type Fault, type Faults, readSent, type Sent, wholeOf } from "./admin-fields.ts";

/** What the fields hold: as typed, or the drop's own. `fault` is told above the form. */
export type DropEntry = { sent: Sent; faults: Faults; fault: Fault | null };

const MINUTE_MS = 60_000;
/** `2026-11-21T10:00`, as browsers' fields for a moment hold it. Read as UTC. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;
const momentText = (atMs: number) => new Date(atMs).toISOString().slice(0, 16);

/** The form as it is shown first: the drop as it is, or what a new one begins with. */
export function dropEntry(drop: Drop | null): DropEntry {
  const fields: Record<string, string> = {
    version: String(drop?.version ?? 0),
    title: drop?.title ?? "",
    skus: (drop?.skus ?? []).join("\n"),
    status: drop?.status ?? "draft",
    opensAt: drop ? momentText(drop.opensAtMs) : "",
    closesAt: drop ? momentText(drop.closesAtMs) : "",
    passMinutes: String((drop?.passMs ?? PASS_MS.preset) / MINUTE_MS),
    ratePerMinute: String(drop?.ratePerMinute ?? RATE_PER_MINUTE.preset),
  };
  return { sent: (name) => fields[name] ?? "", faults: {}, fault: null };
}

/** `id` is null where the form makes a new one, and names it. */
export async function postDrop(astro: AstroGlobal, id: string | null, by: Viewer): Promise<Response | DropEntry> {
  const sent = await readSent(astro);
  if (!sent) return { ...dropEntry(null), fault: { key: "admin.fault.form" } };
  const entry: DropEntry = { sent, faults: {}, fault: null };
  const named = dropIdShape.safeParse(id ?? sent("id").trim());
  const checked = dropAskShape.safeParse(askOf(sent));
  const faults = {
    ...(named.success ? {} : { id: FAULTS.id }),
    ...(checked.success ? {} : faultsAt(checked.error.issues.map(({ path }) => String(path[0] ?? "")))),
  };
  if (!named.success || !checked.success) return { ...entry, faults };
  const saved = await saveDrop(astro.locals.world, { ...checked.data, id: named.data }, by);
  if (saved.ok) return astro.redirect(ADMIN.drop(named.data, { done: "saved" }), 303);
  return { ...entry, ...refusalOf(saved.problem) };
}

const askOf = (sent: Sent) => ({
  version: wholeOf(sent("version")),
  title: sent("title"),
  skus: sent("skus")
    .split("\n")
    .map((sku) => sku.trim())
    .filter(Boolean),
  status: DROP_STATUSES.find((each) => each === sent("status")),
  opensAtMs: momentOf(sent("opensAt")),
  closesAtMs: momentOf(sent("closesAt")),
  passMs: (wholeOf(sent("passMinutes")) ?? 0) * MINUTE_MS,
  ratePerMinute: wholeOf(sent("ratePerMinute")),
});

const momentOf = (text: string): number | null => {
  const atMs = MOMENT.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  return Number.isNaN(atMs) ? null : atMs;
};

/** By the part of the ask; a fault is told at the field that the part comes from. */
const FAULTS: Readonly<Record<string, Fault>> = {
  id: { key: "drop.admin.fault.id" },
  title: { key: "drop.admin.fault.title" },
  skus: { key: "drop.admin.fault.skus" },
  status: { key: "admin.fault.form" },
  opensAtMs: { key: "drop.admin.fault.time" },
  closesAtMs: { key: "drop.admin.fault.time" },
  passMs: { key: "drop.admin.fault.pass" },
  ratePerMinute: { key: "drop.admin.fault.rate" },
};
const FIELDS: Readonly<Record<string, string>> = {
  opensAtMs: "opensAt",
  closesAtMs: "closesAt",
  passMs: "passMinutes",
};

const faultsAt = (parts: readonly string[]): Faults =>
  Object.fromEntries(
    parts.map((part) => [FIELDS[part] ?? part, FAULTS[part] ?? ({ key: "admin.fault.form" } satisfies Fault)]),
  );

function refusalOf(problem: DropSaveProblem): Pick<DropEntry, "faults" | "fault"> {
  switch (problem.code) {
    case "drop.sku_unknown":
      return { faults: { skus: { key: "drop.admin.fault.unknown", values: { sku: problem.sku } } }, fault: null };
    case "drop.sku_taken":
      return { faults: { skus: { key: "drop.admin.fault.taken", values: { sku: problem.sku } } }, fault: null };
    case "drop.has_opened":
      return { faults: {}, fault: { key: "drop.admin.fault.opened" } };
    case "drop.too_many":
      return { faults: {}, fault: { key: "drop.admin.fault.many" } };
    case "drop.changed_meanwhile":
      return { faults: {}, fault: { key: "drop.admin.fault.meanwhile" } };
  }
}
