/** What a page that is the same for everyone says of stock: exact numbers only where they matter, so few moves change it. */

/** Units left where they are few (0: none), else `plenty`. */
export function shownStock({ available, lowStockAt }: { available: number; lowStockAt: number }): number | "plenty" {
  return available > Math.max(0, lowStockAt) ? "plenty" : available;
}

/** The same, as pages of every market are told it: `3+` is 3 that are here, and more that may be bought before they are. */
export type Shown = number | "plenty" | `${number}+`;

/** `free` is before any market's part is kept back; `keptMost` is the most that one keeps. */
export function tellStock(units: { free: number; promisable: number; lowStockAt: number; keptMost: number }): Shown {
  const lowStockAt = Math.max(0, units.lowStockAt) + units.keptMost;
  const shown = shownStock({ available: Math.max(0, units.free), lowStockAt });
  return shown !== "plenty" && units.promisable > 0 ? `${shown}+` : shown;
}

/** What was told, in a market that keeps back `keptBack`: units that are here, and whether more may be bought. */
export function hearStock(
  shown: Shown,
  { keptBack, lowStockAt }: { keptBack: number; lowStockAt: number },
): { here: number | "plenty"; more: boolean } {
  if (shown === "plenty") return { here: "plenty", more: false };
  const available = Math.max(0, Number.parseInt(String(shown), 10) - keptBack);
  return { here: shownStock({ available, lowStockAt }), more: typeof shown === "string" };
}
