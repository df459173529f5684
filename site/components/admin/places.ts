/** The places of the dashboard, in the groups and the order they are listed. */
import { ADMIN } from "../../admin-paths.ts";
import type { MessageKey } from "../../messages.ts";
import type { IconName } from "../ui/icons.ts";

/** The first group needs no name. */
export const ADMIN_GROUPS = [
  { name: null, places: [{ id: "home", href: ADMIN.home, name: "admin.home", icon: "chart" }] },
  {
    name: "admin.side.sell",
    places: [
      { id: "orders", href: ADMIN.orders(), name: "admin.orders", icon: "receipt" },
      { id: "stock", href: ADMIN.stock(), name: "admin.stock", icon: "shelf" },
      { id: "prices", href: ADMIN.prices(), name: "prices.title", icon: "tag" },
      { id: "drops", href: ADMIN.drops, name: "drop.admin", icon: "bolt" },
    ],
  },
  {
    name: "admin.side.catalogue",
    places: [
      { id: "products", href: ADMIN.products(), name: "admin.products", icon: "box" },
      { id: "categories", href: ADMIN.categories(), name: "goods.categories", icon: "tree" },
      { id: "collections", href: ADMIN.collections(), name: "goods.collections", icon: "layers" },
      { id: "brands", href: ADMIN.brands(), name: "goods.brands", icon: "star" },
      { id: "attributes", href: ADMIN.attributes(), name: "goods.attributes", icon: "sliders" },
      { id: "imports", href: ADMIN.imports(), name: "transfer.title", icon: "both-ways" },
    ],
  },
  {
    name: "admin.side.shop",
    places: [
      { id: "pages", href: ADMIN.pages, name: "pages.title", icon: "page" },
      { id: "search", href: ADMIN.search(), name: "searches.title", icon: "search" },
      { id: "markets", href: ADMIN.markets, name: "markets.title", icon: "globe" },
      { id: "shipping", href: ADMIN.shipping(), name: "zones.title", icon: "truck" },
      { id: "tax", href: ADMIN.tax(), name: "tax.title", icon: "percent" },
    ],
  },
  {
    name: "admin.side.operations",
    places: [
      { id: "speed", href: ADMIN.speed(), name: "vitals.title", icon: "clock" },
      { id: "doctor", href: ADMIN.doctor(), name: "admin.doctor", icon: "shield" },
      { id: "audit", href: ADMIN.audit(), name: "admin.audit", icon: "list" },
      { id: "letters", href: ADMIN.deadLetters(), name: "admin.letters", icon: "mail" },
    ],
  },
] as const satisfies readonly {
  name: MessageKey | null;
  places: readonly { id: string; href: string; name: MessageKey; icon: IconName }[];
}[];
export type AdminPlace = (typeof ADMIN_GROUPS)[number]["places"][number]["id"];
