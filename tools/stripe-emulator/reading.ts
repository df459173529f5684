/** Reading what there is: one object or a list of them, newest first, with `expand` as far as the emulator has the objects. */
import { type Answer, answered, missingAnswer, refusedAnswer } from "./answer.ts";
import type { Emulation } from "./emulation.ts";
import type { Fields, Values } from "./params.ts";

export const EXPAND_FIELDS = { expand: { is: "list", of: { is: "text" }, max: 20 } } as const satisfies Fields;
/** What every list takes. */
export const PAGE_FIELDS = {
  ...EXPAND_FIELDS,
  limit: { is: "integer", min: 1, max: 100 },
  starting_after: { is: "text" },
  ending_before: { is: "text" },
} as const satisfies Fields;

/** Lists that can be cut by when things were made take this too; times are in seconds. */
export const CREATED_FIELDS = {
  created: {
    is: "hash",
    fields: { gt: { is: "integer" }, gte: { is: "integer" }, lt: { is: "integer" }, lte: { is: "integer" } },
  },
} as const satisfies Fields;

type Created = Values<typeof CREATED_FIELDS>["created"];
/** Whether something made then is asked for. */
export const isMadeIn = (asked: Created, { created }: { created: number }): boolean =>
  created > (asked?.gt ?? -1) &&
  created >= (asked?.gte ?? 0) &&
  created < (asked?.lt ?? Number.POSITIVE_INFINITY) &&
  created <= (asked?.lte ?? Number.POSITIVE_INFINITY);

type Api = { id: string; object: string };
type Shelf = "session" | "intent" | "charge" | "refund" | "event";
const LIMIT_DEFAULT = 10;

/** Where an id in a field leads to, and which lists can be had with an object. */
const LINKS: Readonly<Record<string, Readonly<Record<string, Shelf | "items">>>> = {
  "checkout.session": { payment_intent: "intent", line_items: "items" },
  payment_intent: { latest_charge: "charge" },
  charge: { payment_intent: "intent" },
  refund: { charge: "charge", payment_intent: "intent" },
};

/** `name` is what Stripe calls such an object. */
export function readOne(
  emulation: Emulation,
  shelf: Shelf,
  name: string,
  id: string,
  expand: readonly string[] = [],
): Answer {
  const record = emulation.kept[shelf].get(id);
  return record
    ? expanded(emulation, answered(record.api), expand)
    : missingAnswer(name, id, name.split(".").at(-1) ?? name);
}

/** Opens the named fields of an answered object. A name that does not lead anywhere is refused. */
export function expanded(emulation: Emulation, answer: Answer, expand: readonly string[]): Answer {
  if (answer.status !== 200 || expand.length === 0) return answer;
  const body = { ...(answer.body as Api) };
  for (const path of expand) {
    const refusal = open(emulation, body, path.split("."), path);
    if (refusal) return refusal;
  }
  return answered(body);
}

function open(
  emulation: Emulation,
  object: Api & Record<string, unknown>,
  [name = "", ...rest]: string[],
  path: string,
): Answer | null {
  const shelf = LINKS[object.object]?.[name];
  if (shelf === undefined) return refusedAnswer(`This property cannot be expanded (${path}).`, { param: "expand" });
  if (shelf === "items") {
    object[name] = lineItemsOf(emulation, object.id);
    return null;
  }
  const there = object[name];
  if (typeof there === "string") object[name] = { ...emulation.kept[shelf].get(there)?.api };
  return rest.length === 0 || there === null
    ? null
    : open(emulation, object[name] as Api & Record<string, unknown>, rest, path);
}

/** All of them on one page. */
export const lineItemsOf = (emulation: Emulation, sessionId: string) => ({
  object: "list",
  data: emulation.kept.session.get(sessionId)?.items ?? [],
  has_more: false,
  url: `/v1/checkout/sessions/${sessionId}/line_items`,
});

type Page = Values<typeof PAGE_FIELDS>;

/** A page of what fits, newest first. */
export function readList(
  emulation: Emulation,
  shelf: Shelf,
  url: string,
  page: Page,
  fits: (api: never) => boolean,
): Answer {
  const all = [...emulation.kept[shelf].values()]
    .map((record) => record.api as Api)
    .filter((api) => fits(api as never));
  all.reverse();
  const indexOf = (id: string) => all.findIndex((api) => api.id === id);
  const limit = page.limit ?? LIMIT_DEFAULT;
  const before = page.ending_before === undefined ? null : indexOf(page.ending_before);
  const after = page.starting_after === undefined ? -1 : indexOf(page.starting_after);
  if (before === -1 || (page.starting_after !== undefined && after === -1))
    return missingAnswer(
      "object",
      page.ending_before ?? page.starting_after ?? "",
      before === -1 ? "ending_before" : "starting_after",
    );
  const start = before === null ? after + 1 : Math.max(0, before - limit);
  const data = all.slice(start, before === null ? start + limit : before);
  const hasMore = before === null ? start + limit < all.length : start > 0;
  return answeredList(emulation, { object: "list", data, has_more: hasMore, url }, page.expand ?? []);
}

type List = { object: "list"; data: Api[]; has_more: boolean; url: string };

/** In a list, what is to be opened is named from `data` on. */
function answeredList(emulation: Emulation, list: List, expand: readonly string[]): Answer {
  const data: Api[] = [];
  for (const one of list.data) {
    const api = { ...one };
    for (const path of expand) {
      const [first, ...rest] = path.split(".");
      const refusal =
        first === "data" && rest.length > 0
          ? open(emulation, api, rest, path)
          : refusedAnswer(`This property cannot be expanded (${path}).`, { param: "expand" });
      if (refusal) return refusal;
    }
    data.push(api);
  }
  return answered({ ...list, data });
}
