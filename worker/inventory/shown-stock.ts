/** What a page that is the same for everyone says of stock: exact numbers only where they matter, so few moves change it. */

/** Units left where they are few (0: sold out), else `plenty`. */
export function shownStock({ available, lowStockAt }: { available: number; lowStockAt: number }): number | "plenty" {
  return available > Math.max(0, lowStockAt) ? "plenty" : available;
}
