/** Which kind of page an address is, and nothing of what it shows: all that is kept of where something was measured. */
export const PAGE_TYPES = [
  "home",
  "list",
  "product",
  "search",
  "cart",
  "checkout",
  "account",
  "content",
  "other",
] as const;
export type PageType = (typeof PAGE_TYPES)[number];

const TYPES: Readonly<Record<string, PageType>> = {
  "": "home",
  categories: "list",
  brands: "list",
  collections: "list",
  products: "product",
  search: "search",
  cart: "cart",
  checkout: "checkout",
  orders: "account",
  account: "account",
  "sign-in": "account",
  "sign-up": "account",
  shipping: "content",
  returns: "content",
  privacy: "content",
  about: "content",
};

/** `/{market}/{part}/…`: by its part alone. */
export function pageTypeOf(pathname: string): PageType {
  const part = pathname.split("/")[2] ?? "";
  return Object.hasOwn(TYPES, part) ? (TYPES[part] ?? "other") : "other";
}
