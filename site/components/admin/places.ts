/** The places of the dashboard, in the order they are listed. */
import { ADMIN } from "../../admin-paths.ts";
import type { MessageKey } from "../../messages.ts";
import type { IconName } from "../ui/icons.ts";

export const ADMIN_PLACES = [
  { id: "home", href: ADMIN.home, name: "admin.home", icon: "chart" },
  { id: "orders", href: ADMIN.orders(), name: "admin.orders", icon: "truck" },
  { id: "products", href: ADMIN.products(), name: "admin.products", icon: "box" },
  { id: "categories", href: ADMIN.categories(), name: "goods.categories", icon: "list" },
  { id: "collections", href: ADMIN.collections(), name: "goods.collections", icon: "layers" },
  { id: "brands", href: ADMIN.brands(), name: "goods.brands", icon: "check" },
  { id: "attributes", href: ADMIN.attributes(), name: "goods.attributes", icon: "sliders" },
  { id: "pages", href: ADMIN.pages, name: "pages.title", icon: "edit" },
  { id: "prices", href: ADMIN.prices(), name: "prices.title", icon: "sliders" },
  { id: "search", href: ADMIN.search(), name: "searches.title", icon: "search" },
  { id: "imports", href: ADMIN.imports(), name: "transfer.title", icon: "both-ways" },
  { id: "stock", href: ADMIN.stock(), name: "admin.stock", icon: "layers" },
  { id: "drops", href: ADMIN.drops, name: "drop.admin", icon: "lock" },
  { id: "markets", href: ADMIN.markets, name: "markets.title", icon: "globe" },
  { id: "shipping", href: ADMIN.shipping(), name: "zones.title", icon: "truck" },
  { id: "tax", href: ADMIN.tax(), name: "tax.title", icon: "list" },
  { id: "speed", href: ADMIN.speed(), name: "vitals.title", icon: "clock" },
  { id: "doctor", href: ADMIN.doctor(), name: "admin.doctor", icon: "shield" },
  { id: "audit", href: ADMIN.audit(), name: "admin.audit", icon: "list" },
  { id: "letters", href: ADMIN.deadLetters(), name: "admin.letters", icon: "mail" },
] as const satisfies readonly { id: string; href: string; name: MessageKey; icon: IconName }[];
export type AdminPlace = (typeof ADMIN_PLACES)[number]["id"];
