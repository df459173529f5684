/** The demo's second place that goods ship from, and what lies there: some units of a few SKUs. */
export const SECOND_LOCATION = { id: "rotterdam", name: "Rotterdam", country: "NL", priority: 10 } as const;
export const UNITS_THERE: Readonly<Record<string, number>> = {
  "KAN-K75-SGE-LIN": 8,
  "KAN-FLT-SLV": 20,
  "KAN-CHG-WHT": 40,
};
