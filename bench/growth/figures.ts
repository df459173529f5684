/** The growth bench's figures as tables. */
export type Times = { p50Ms: number; p99Ms: number };
export type Figures = {
  size: number;
  shards: number;
  perSecond: number;
  bytesPerProduct: number;
  /** Rows that D1 says it wrote for a product, and read for a search: what it bills. */
  writtenPerProduct: number;
  readPerSearch: number;
  /** Of products looked for by their whole title: shares that come first, and among the first ten. */
  titled: { first: number; ten: number };
  search: Times;
  suggest: Times;
  category: Times;
  /** The statements of a search, and nothing else. */
  bare: Times;
  like: Times;
};

/** Growth is told against this size. */
const BASE = 20_000;

export function growthTables(figures: readonly Figures[], on: string): string {
  return [
    on,
    "",
    "| products | databases | bytes a product | rows written a product | products indexed a second | rows read a search | found by title: first, of ten | search p50 / p99 | suggestions p50 / p99 | category page p50 / p99 |",
    "|---|---|---|---|---|---|---|---|---|---|",
    ...figures.map(
      ({ size, shards, bytesPerProduct, perSecond, writtenPerProduct, readPerSearch, titled, ...times }) =>
        `| ${size.toLocaleString("en")} | ${shards} | ${bytesPerProduct.toFixed(0)} | ${writtenPerProduct.toFixed(0)} | ${perSecond.toFixed(0)} | ${readPerSearch.toFixed(0)} | ${percent(titled.first)}, ${percent(titled.ten)} | ${pair(times.search)} | ${pair(times.suggest)} | ${pair(times.category)} |`,
    ),
    "",
    "| products | databases | search: of its own SQL in bare D1 | search: of `LIKE '%q%'` | search: of the same at 20,000 | suggestions: of the same at 20,000 |",
    "|---|---|---|---|---|---|",
    ...figures.map((each) => ratiosOf(each, figures)),
  ].join("\n");
}

function ratiosOf(each: Figures, figures: readonly Figures[]): string {
  const base = figures.find(({ size, shards }) => size === BASE && shards === each.shards);
  const times = (a: number, b: number | undefined) => (b ? `${(a / b).toPrecision(2)} ×` : "not run");
  return `| ${each.size.toLocaleString("en")} | ${each.shards} | ${times(each.search.p50Ms, each.bare.p50Ms)} | ${times(each.search.p50Ms, each.like.p50Ms)} | ${times(each.search.p50Ms, base?.search.p50Ms)} | ${times(each.suggest.p50Ms, base?.suggest.p50Ms)} |`;
}

const pair = ({ p50Ms, p99Ms }: Times): string => `${p50Ms.toFixed(1)} / ${p99Ms.toFixed(1)} ms`;
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
