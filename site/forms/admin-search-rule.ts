/**
 * The form that makes or changes a rule of the search. Its buttons save, delete, look at what would be found, or move
 * products in and out of the pins; only saving and deleting change the store. Sent twice, it acts once.
 */
import type { AstroGlobal } from "astro";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { marketIdShape } from "../../worker/markets/market-id-shape.ts";
import { LANGUAGES, type Markets } from "../../worker/markets/markets.ts";
import { removeRule, saveRule } from "../../worker/search/staff/save-search-rule-flow.ts";
import {
  EVERYWHERE,
  PINS_MAX,
  type RuleBody,
  type RuleKind,
  type SearchRule,
  type SearchRuleProblem,
  SYNONYM_LENGTH_MAX,
  SYNONYM_WORDS_MAX,
} from "../../worker/search/staff/search-rule.ts";
import { ruleAskShape, ruleIdShape } from "../../worker/search/staff/search-rule-shapes.ts";
import { ADMIN } from "../admin-paths.ts";
import { type Fault, type Faults, readSent, type Sent, wholeOf } from "./admin-fields.ts";

/** `draft` is the rule as it stands in the form, where it is one; `isTried` says that it was looked at, not saved. */
export type RuleEntry = {
  id: string;
  sent: Sent;
  faults: Faults;
  fault: Fault | null;
  draft: RuleBody | null;
  isTried: boolean;
};

/** The form as it is shown first: the rule as it is, or what a new one begins with. */
export function ruleEntry(rule: SearchRule | NewRule, id: string): RuleEntry {
  const isSynonym = rule.kind === "synonym";
  const fields: Record<string, string> = {
    version: String("version" in rule ? rule.version : 0),
    kind: rule.kind,
    scope: rule.scope,
    query: isSynonym ? "" : rule.query,
    words: isSynonym ? rule.words.join("\n") : "",
    to: isSynonym ? rule.to.join("\n") : "",
    bothWays: isSynonym && rule.bothWays ? "on" : "",
    pins: rule.kind === "pin" ? rule.productIds.join("\n") : "",
    path: rule.kind === "redirect" ? rule.path : "",
    try: isSynonym ? (rule.words[0] ?? "") : "",
  };
  const sent: Sent = (name) => fields[name] ?? "";
  return { id, sent, faults: {}, fault: null, draft: checked(sent).draft, isTried: false };
}

/** What a new rule begins with: a query that staff came from. */
export type NewRule = RuleBody;
export function newRule(markets: Markets, kind: RuleKind, wished: { scope: string; query: string }): NewRule {
  const { query } = wished;
  const market = markets.known(wished.scope);
  if (kind === "synonym") {
    const scope = LANGUAGES.find((each) => each === wished.scope) ?? market?.language ?? "en";
    return { kind, scope, words: query ? [query] : [], to: [], bothWays: true };
  }
  const scope = market?.id ?? EVERYWHERE;
  return kind === "pin" ? { kind, scope, query, productIds: [] } : { kind, scope, query, path: "" };
}

/** `known` is the rule that the page is of; null where it makes one. Answers where to go on, or what to show. */
export async function postRule(
  astro: AstroGlobal,
  known: SearchRule | null,
  by: Viewer,
): Promise<Response | RuleEntry> {
  const { world } = astro.locals;
  const form = await readSent(astro);
  const given = ruleIdShape.safeParse(known?.id ?? form?.("id") ?? "");
  if (!form || !given.success) {
    const empty = ruleEntry(known ?? newRule(astro.locals.markets, "synonym", { scope: "", query: "" }), world.newId());
    return { ...empty, fault: { key: "admin.fault.form" } };
  }
  const id = given.data;
  const [intent, productId = ""] = form("do").split(/:(.*)/s);
  const sent = withPins(form, intent ?? "", productId);
  const { draft, faults, version } = checked(sent);
  const entry: RuleEntry = { id, sent, faults: {}, fault: null, draft, isTried: true };
  if (intent === "delete" && known) return remove(astro, known, version, entry, by);
  if (intent !== "save") return entry;
  if (!draft) return { ...entry, faults, isTried: false };
  const saved = await saveRule(world, { ...draft, id, version }, by);
  if (saved.ok) return astro.redirect(ADMIN.searchRule(id, { done: "saved" }), 303);
  return { ...entry, isTried: false, ...refusalOf(saved.problem) };
}

async function remove(
  astro: AstroGlobal,
  { id, kind }: SearchRule,
  version: number,
  entry: RuleEntry,
  by: Viewer,
): Promise<Response | RuleEntry> {
  const removed = await removeRule(astro.locals.world, { id, version }, by);
  if (removed.ok || removed.problem.code === "search_rule.unknown")
    return astro.redirect(ADMIN.searchRules({ kind, done: "deleted" }), 303);
  return { ...entry, isTried: false, ...refusalOf(removed.problem) };
}

/** The pins as a button leaves them: one more at the end, one fewer, or one moved up. */
function withPins(sent: Sent, intent: string, productId: string): Sent {
  const pins = linesOf(sent("pins"));
  const at = pins.indexOf(productId);
  const moved = () => {
    if (intent === "pin") return at < 0 && pins.length < PINS_MAX && productId ? [...pins, productId] : pins;
    if (intent === "unpin") return pins.filter((each) => each !== productId);
    if (intent !== "up" || at < 1) return pins;
    return pins.with(at - 1, productId).with(at, pins[at - 1] ?? productId);
  };
  const after = moved().join("\n");
  return (name) => (name === "pins" ? after : sent(name));
}

const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];

function checked(sent: Sent): { draft: RuleBody | null; faults: Faults; version: number } {
  const version = wholeOf(sent("version")) ?? 0;
  const read = ruleAskShape.safeParse(askOf(sent, version));
  if (read.success) {
    const { version: _, ...draft } = read.data;
    return { draft, faults: {}, version };
  }
  const parts = read.error.issues.map(({ path }) => String(path[0] ?? ""));
  const faults = parts.map((part) => [FIELDS[part] ?? part, FAULTS[part] ?? { key: "admin.fault.form" }]);
  return { draft: null, faults: Object.fromEntries(faults) as Faults, version };
}

function askOf(sent: Sent, version: number): object {
  const kind = sent("kind");
  if (kind === "synonym") {
    const scope = LANGUAGES.find((each) => each === sent("scope"));
    const lists = { words: linesOf(sent("words")), to: linesOf(sent("to")) };
    return { version, kind, scope, ...lists, bothWays: sent("bothWays") === "on" };
  }
  const scope = marketIdShape.safeParse(sent("scope")).data;
  const about = { version, kind, scope, query: sent("query").trim() };
  return kind === "pin" ? { ...about, productIds: linesOf(sent("pins")) } : { ...about, path: sent("path").trim() };
}

const WORDS: Fault = {
  key: "searches.fault.words",
  values: { most: SYNONYM_WORDS_MAX, length: SYNONYM_LENGTH_MAX },
};
const FAULTS: Readonly<Record<string, Fault>> = {
  words: WORDS,
  to: WORDS,
  query: { key: "searches.fault.query" },
  productIds: { key: "searches.fault.pins", values: { most: PINS_MAX } },
  path: { key: "searches.fault.path" },
};
const FIELDS: Readonly<Record<string, string>> = { productIds: "pins" };

function refusalOf(problem: SearchRuleProblem): Pick<RuleEntry, "faults" | "fault"> {
  switch (problem.code) {
    case "search_rule.page_unknown":
      return { faults: { path: { key: "searches.fault.path" } }, fault: null };
    case "search_rule.product_unknown":
      return { faults: { pins: { key: "searches.fault.gone" } }, fault: null };
    case "search_rule.taken":
      return { faults: {}, fault: { key: "searches.fault.taken" } };
    case "search_rule.too_many":
      return { faults: {}, fault: { key: "searches.fault.many" } };
    case "search_rule.changed_meanwhile":
    case "search_rule.unknown":
      return { faults: {}, fault: { key: "searches.fault.meanwhile" } };
  }
}
