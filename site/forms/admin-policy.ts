/**
 * How a SKU is sold, and what it is made of, by form. Fields have the paths that the API's body has, so what the API
 * refuses is told at the field.
 */
import type { AstroGlobal } from "astro";
import { COMPONENT_QUANTITY_MAX, COMPONENTS_MAX, type Component } from "../../worker/catalog/bundles/bundle.ts";
import { type SaveBundleProblem, saveBundle } from "../../worker/catalog/bundles/save-bundle-flow.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import {
  BUYER_MAX_MAX,
  ORDER_MAX_MAX,
  POLICY_UNITS_MAX,
  type PolicyAsk,
} from "../../worker/inventory/policy-change.ts";
import { type SavePolicyProblem, savePolicy } from "../../worker/inventory/save-policy-flow.ts";
import { BUCKETS_MAX } from "../../worker/inventory/stock-bucket.ts";
import { type StockPolicy, WHEN_OUT } from "../../worker/inventory/stock-policy.ts";
import type { Markets } from "../../worker/markets/markets.ts";
import { ADMIN } from "../admin-paths.ts";
import { type Fault, type Faults, readSent, type Sent, wholeOf } from "./admin-fields.ts";

/** `about` says which of the page's forms; its fields are shown as they were sent. */
export type PolicyEntry = { about: "policy" | "bundle" | null; sent: Sent; faults: Faults; fault: Fault | null };
export const NO_POLICY_ENTRY: PolicyEntry = { about: null, sent: () => "", faults: {}, fault: null };
const NOT_A_FORM: Fault = { key: "admin.fault.form" };
/** Empty rows beyond what a bundle is made of already. */
const BUNDLE_ROWS_MORE = 3;
export const bundleRows = (count: number): number => Math.min(COMPONENTS_MAX, count + BUNDLE_ROWS_MORE);

/** What the form is about: the SKU, and the product whose version its components are saved on. */
type About = { sku: string; productId: string; by: Viewer };

/** Answers a redirect when it was saved, else what to show the forms with again. */
export async function postPolicy(astro: AstroGlobal, about: About): Promise<Response | PolicyEntry> {
  const sent = await readSent(astro);
  const intent = sent?.("intent");
  if (!sent || (intent !== "policy" && intent !== "bundle")) return { ...NO_POLICY_ENTRY, fault: NOT_A_FORM };
  const refusal = await (intent === "policy" ? sendPolicy : sendBundle)(astro, about, sent);
  if (refusal) return { about: intent, sent, faults: {}, fault: null, ...refusal };
  return astro.redirect(ADMIN.policy(about.sku, { done: intent }), 303);
}

type Refusal = { faults: Faults } | { fault: Fault };

async function sendPolicy(astro: AstroGlobal, { sku, by }: About, sent: Sent): Promise<Refusal | null> {
  const faults: Record<string, Fault> = {};
  const policy = draftPolicy(sent, astro.locals.markets, faults);
  if (Object.keys(faults).length > 0) return { faults };
  const saved = await savePolicy(astro.locals.world, { sku, policy, by });
  return saved.ok ? null : refusalOf(saved.problem, POLICY_FAULTS);
}

/** A promise's fields are only read where something is promised, so that they may keep what they said before. */
function draftPolicy(sent: Sent, { all }: Markets, faults: Record<string, Fault>): PolicyAsk {
  const whenOut = WHEN_OUT.find((each) => each === sent("whenOut")) ?? "deny";
  const unitsOf = (name: string, max: number) => numberIn(sent, name, { min: 0, max, empty: 0 }, faults) ?? 0;
  const limitOf = (name: string, max: number) => numberIn(sent, name, { min: 1, max, empty: null }, faults);
  const markets = all.flatMap(({ id }) => {
    const units = numberIn(sent, marketField(id), { min: 0, max: POLICY_UNITS_MAX, empty: null }, faults);
    return units === null ? [] : [[id, units] as const];
  });
  return {
    version: wholeOf(sent("version")) ?? 0,
    tracked: sent("tracked") === "on",
    whenOut,
    promiseMax: whenOut === "deny" ? 0 : unitsOf("promiseMax", POLICY_UNITS_MAX),
    promisedAtMs: whenOut === "deny" ? null : noonOf(sent("promisedAtMs")),
    safetyStock: {
      everywhere: unitsOf("safetyStock.everywhere", POLICY_UNITS_MAX),
      markets: Object.fromEntries(markets),
    },
    orderMax: limitOf("orderMax", ORDER_MAX_MAX),
    buyerMax: limitOf("buyerMax", BUYER_MAX_MAX),
    buckets: unitsOf("buckets", BUCKETS_MAX),
  };
}

/** The name of a market's own safety stock. */
export const marketField = (market: string): string => `safetyStock.markets.${market}`;

function numberIn<Empty extends number | null>(
  sent: Sent,
  name: string,
  { min, max, empty }: { min: number; max: number; empty: Empty },
  faults: Record<string, Fault>,
): number | Empty {
  if (sent(name).trim() === "") return empty;
  const value = wholeOf(sent(name));
  if (value !== null && value >= min && value <= max) return value;
  faults[name] = { key: "policy.fault.number", values: { min, max } };
  return empty;
}

/** Noon in UTC: that is the same day in every market. */
const NOON = "T12:00:00.000Z";
function noonOf(day: string): number | null {
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day + NOON) : Number.NaN;
  return Number.isNaN(atMs) ? null : atMs;
}

/** The form of a policy as it is, field by field. */
export function policyFields(policy: StockPolicy): Sent {
  const { safetyStock, promisedAtMs } = policy;
  const fields: Record<string, string> = {
    version: String(policy.version),
    tracked: policy.tracked ? "on" : "",
    whenOut: policy.whenOut,
    promiseMax: policy.promiseMax === 0 ? "" : String(policy.promiseMax),
    promisedAtMs: promisedAtMs === null ? "" : new Date(promisedAtMs).toISOString().slice(0, 10),
    "safetyStock.everywhere": String(safetyStock.everywhere),
    orderMax: String(policy.orderMax ?? ""),
    buyerMax: String(policy.buyerMax ?? ""),
    buckets: String(policy.buckets),
    ...Object.fromEntries(Object.entries(safetyStock.markets).map(([id, units]) => [marketField(id), String(units)])),
  };
  return (name) => fields[name] ?? "";
}

async function sendBundle(astro: AstroGlobal, about: About, sent: Sent): Promise<Refusal | null> {
  const faults: Record<string, Fault> = {};
  const rows = draftRows(sent, faults);
  if (Object.keys(faults).length > 0) return { faults };
  const ask = { ...about, version: wholeOf(sent("version")) ?? 0, components: rows.map(({ component }) => component) };
  const saved = await saveBundle(astro.locals.world, ask);
  if (saved.ok) return null;
  // Rows that were left empty are not sent: the place that is wrong is told by its row.
  const refusal = refusalOf(saved.problem, (path) => (path.endsWith("quantity") ? QUANTITY_FAULT : COMPONENT_FAULT));
  if (!("faults" in refusal)) return refusal;
  const at = Object.entries(refusal.faults).map(([path, fault]) => [inRow(path, rows), fault]);
  return { faults: Object.fromEntries(at) };
}

const COMPONENT_FAULT: Fault = { key: "policy.fault.component" };
const QUANTITY_FAULT: Fault = { key: "policy.fault.number", values: { min: 1, max: COMPONENT_QUANTITY_MAX } };
type Row = { row: number; component: Component };

const inRow = (path: string, rows: readonly Row[]): string =>
  path.replace(/^components\.(\d+)/, (_, index) => `components.${rows[Number(index)]?.row ?? index}`);

function draftRows(sent: Sent, faults: Record<string, Fault>): Row[] {
  return Array.from({ length: COMPONENTS_MAX }, (_, row) => row).flatMap((row) => {
    const sku = sent(`components.${row}.sku`).trim();
    if (sku === "") return [];
    const limits = { min: 1, max: COMPONENT_QUANTITY_MAX, empty: 1 };
    return [{ row, component: { sku, quantity: numberIn(sent, `components.${row}.quantity`, limits, faults) } }];
  });
}

const POLICY_FAULTS = (path: string): Fault => {
  if (path === "promiseMax") return { key: "policy.fault.promiseMax" };
  if (path === "promisedAtMs") return { key: "policy.fault.date" };
  return path === "buckets" ? { key: "policy.fault.buckets" } : { key: "policy.fault.notOwn" };
};

function refusalOf(problem: SavePolicyProblem | SaveBundleProblem, faultAt: (path: string) => Fault): Refusal {
  switch (problem.code) {
    case "request.invalid":
      return { faults: Object.fromEntries(problem.at.map(({ path }) => [path, faultAt(path)])) };
    case "bundle.has_units":
      return {
        fault: { key: "policy.fault.hasUnits", values: { count: problem.onHand + problem.owed + problem.inTransit } },
      };
    case "bundle.has_terms":
      return { fault: { key: "policy.fault.hasTerms" } };
    case "bundle.is_component":
      return { fault: { key: "policy.fault.isComponent" } };
    case "stock.sku_unknown":
    case "product.unknown":
      return { fault: NOT_A_FORM };
    default:
      return { fault: { key: "policy.fault.changedMeanwhile" } };
  }
}
