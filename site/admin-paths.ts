/** Every address of the dashboard is made here and nowhere else. It has no market: staff read it in their own language. Pure. */

import { attributeNameOf } from "../worker/catalog/attributes/attribute-definition.ts";
import type { GroupRef } from "../worker/catalog/versions/group-version.ts";

type Query = Readonly<Record<string, string | null | undefined>>;
const at = (...parts: readonly string[]) => `/${["admin", ...parts.map(encodeURIComponent)].join("/")}`;

/** The pages of a product, in the order they are listed. */
export const PRODUCT_PARTS = [
  "texts",
  "sale",
  "variants",
  "shipping",
  "downloads",
  "pictures",
  "specification",
  "related",
  "history",
] as const;
export type ProductPart = (typeof PRODUCT_PARTS)[number];

/** Parts of a query that are null, empty or left out do not appear in the address. */
export const ADMIN = {
  home: "/admin",
  signIn: (query: { next?: string | null } = {}) => withQuery(at("sign-in"), query),
  signOut: at("sign-out"),
  language: at("language"),
  orders: (query: { state?: string | null; q?: string | null; cursor?: string | null } = {}) =>
    withQuery(at("orders"), query),
  order: (id: string, query: { done?: string | null } = {}) => withQuery(at("orders", id), query),
  products: (query: { status?: string | null; q?: string | null; cursor?: string | null } = {}) =>
    withQuery(at("products"), query),
  product: (id: string, query: { done?: string | null } = {}) => withQuery(at("products", id), query),
  newProduct: at("products", "new"),
  /** One of the pages a product is edited on; its words are the first. */
  productPart: (id: string, part: ProductPart, query: Query = {}) =>
    withQuery(part === "texts" ? at("products", id) : at("products", id, part), query),
  preview: (id: string, query: { market?: string | null } = {}) => withQuery(at("products", id, "preview"), query),
  categories: (query: { done?: string | null; state?: string | null } = {}) => withQuery(at("categories"), query),
  category: (id: string, query: { done?: string | null } = {}) => withQuery(at("categories", id), query),
  brands: (query: { q?: string | null; state?: string | null; cursor?: string | null } = {}) =>
    withQuery(at("brands"), query),
  brand: (id: string, query: { done?: string | null } = {}) => withQuery(at("brands", id), query),
  collections: (query: { done?: string | null; state?: string | null } = {}) => withQuery(at("collections"), query),
  collection: (id: string, query: Query = {}) => withQuery(at("collections", id), query),
  /** What the store's own pages say. */
  pages: at("pages"),
  prices: (query: { done?: string | null } = {}) => withQuery(at("prices"), query),
  priceList: (id: string, query: { done?: string | null } = {}) => withQuery(at("prices", id), query),
  attributes: (query: { type?: string | null; state?: string | null; done?: string | null } = {}) =>
    withQuery(at("attributes"), query),
  imports: (query: { cursor?: string | null; export?: string | null } = {}) => withQuery(at("imports"), query),
  import: (id: string) => at("imports", id),
  /** In the query, because a key may hold anything, slashes too. */
  attribute: (query: { type?: string | null; key?: string | null } = {}) => withQuery(at("attributes", "edit"), query),
  stock: (query: { cursor?: string | null; missing?: string | null } = {}) => withQuery(at("stock"), query),
  /** In the query, because a SKU may hold anything, slashes too. */
  sku: (sku: string, query: { done?: string | null; do?: string | null; before?: string | null } = {}) =>
    withQuery(at("stock", "ledger"), { sku, ...query }),
  locations: at("stock", "locations"),
  location: (id: string, query: { done?: string | null } = {}) => withQuery(at("stock", "locations", id), query),
  policy: (sku: string, query: { done?: string | null } = {}) => withQuery(at("stock", "policy"), { sku, ...query }),
  drops: at("drops"),
  drop: (id: string, query: { done?: string | null } = {}) => withQuery(at("drops", id), query),
  /** What is searched; one query of it; and what staff add to the search. */
  search: (query: { market?: string | null; days?: string | null; which?: string | null } = {}) =>
    withQuery(at("search"), query),
  searchQuery: (query: { market: string; q: string; days?: string | null }) => withQuery(at("search", "query"), query),
  searchRules: (query: { kind: string; scope?: string | null; done?: string | null }) =>
    withQuery(at("search", "rules"), query),
  searchRule: (
    id: string,
    query: { kind?: string | null; scope?: string | null; query?: string | null; done?: string | null } = {},
  ) => withQuery(at("search", "rules", id), query),
  shipping: (query: Query = {}) => withQuery(at("shipping"), query),
  shippingZone: (id: string, query: { done?: string | null } = {}) => withQuery(at("shipping", id), query),
  markets: at("markets"),
  market: (id: string, query: { done?: string | null } = {}) => withQuery(at("markets", id), query),
  tax: (query: { done?: string | null } = {}) => withQuery(at("tax"), query),
  /** Customers who pay none. */
  taxExemptions: (
    query: { q?: string | null; state?: string | null; cursor?: string | null; done?: string | null } = {},
  ) => withQuery(at("tax", "exemptions"), query),
  /** How fast pages came to those who looked at them. */
  speed: (
    query: {
      metric?: string | null;
      market?: string | null;
      days?: string | null;
      device?: string | null;
      connection?: string | null;
    } = {},
  ) => withQuery(at("speed"), query),
  audit: (query: { subject?: string | null; cursor?: string | null } = {}) => withQuery(at("audit"), query),
  doctor: (query: { book?: string | null; after?: string | null; done?: string | null } = {}) =>
    withQuery(at("doctor"), query),
  deadLetters: (query: { state?: string | null; cursor?: string | null; done?: string | null } = {}) =>
    withQuery(at("dead-letters"), query),
};

/** The pages of a category, collection, brand, attribute definition or page of the store's own. */
export const GROUP_PAGES = ["details", "history"] as const;
export type GroupPage = (typeof GROUP_PAGES)[number];
const GROUP_FOLDERS = { category: "categories", collection: "collections", brand: "brands", page: "pages" } as const;

export function groupPath({ kind, id }: GroupRef, part: GroupPage, query: Query = {}) {
  if (kind === "attribute") {
    const { productType: type, key } = attributeNameOf(id) ?? { productType: "", key: "" };
    return withQuery(at("attributes", part === "details" ? "edit" : part), { type, key, ...query });
  }
  const path = [GROUP_FOLDERS[kind], id];
  return withQuery(part === "details" ? at(...path) : at(...path, part), query);
}

/** Where what an audit entry speaks of is looked at; null for what has no page. */
export function pathOfSubject(subject: string): string | null {
  const [, kind, id] = /^([a-z_]+):(.+)$/.exec(subject) ?? [];
  if (!id) return null;
  if (kind === "order") return ADMIN.order(id);
  if (kind === "product") return ADMIN.product(id);
  if (kind === "import") return ADMIN.import(id);
  if (kind === "search_rule") return ADMIN.searchRule(id);
  if (kind === "category") return ADMIN.category(id);
  if (kind === "brand") return ADMIN.brand(id);
  if (kind === "collection") return ADMIN.collection(id);
  if (kind === "attribute" || kind === "page") return groupPath({ kind, id }, "details");
  if (kind === "drop") return ADMIN.drop(id);
  if (kind === "location") return ADMIN.location(id);
  if (kind === "shipping_zone") return ADMIN.shippingZone(id);
  if (kind === "market") return ADMIN.market(id);
  if (kind === "tax") return ADMIN.tax();
  if (kind === "tax_exemption") return ADMIN.taxExemptions({ q: id, state: "all" });
  return kind === "sku" ? ADMIN.sku(id) : null;
}

const PATH = /^\/admin(?=[/?]|$)[^\\\s]*$/;
const PATH_LENGTH_MAX = 2_000;

/** A path of the dashboard; its front page for anything else, so that no link leads elsewhere. */
export const safeAdminPath = (text: string | null): string =>
  text && text.length <= PATH_LENGTH_MAX && PATH.test(text) ? text : ADMIN.home;

function withQuery(path: string, query: Query): string {
  const set = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return set.length > 0 ? `${path}?${new URLSearchParams(set)}` : path;
}
