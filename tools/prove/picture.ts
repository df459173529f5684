/** The run as a picture: units on hand and held, orders placed, and when the store was killed, over time. SVG, 960 × 420. */
import type { Facts } from "./facts.ts";

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [960, 420, 56, 56, 48, 40];
const STEPS = 240;
const LINES = [
  ["onHand", "units on hand", "#2457c5"],
  ["held", "units held", "#c2570c"],
  ["orders", "orders", "#177245"],
] as const;
type Name = (typeof LINES)[number][0];
type Point = Record<Name, number>;

/** A whole SVG file. Times are in milliseconds. */
export function pictureOf(facts: Facts, run: { fromMs: number; untilMs: number; killsMs: readonly number[] }): string {
  const points = Array.from({ length: STEPS + 1 }, (_, step) =>
    pointAt(facts, run.fromMs + ((run.untilMs - run.fromMs) * step) / STEPS),
  );
  const most = Math.max(1, ...points.flatMap(({ onHand, held }) => [onHand, held]));
  const mostOrders = Math.max(1, ...points.map(({ orders }) => orders));
  const x = (step: number) => LEFT + ((WIDTH - LEFT - RIGHT) * step) / STEPS;
  const y = (value: number, top: number) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * value) / top;
  const path = (name: Name) =>
    points
      .map(
        (point, step) =>
          `${step === 0 ? "M" : "L"}${x(step).toFixed(1)} ${y(point[name], name === "orders" ? mostOrders : most).toFixed(1)}`,
      )
      .join("");
  const kills = run.killsMs.map((atMs) => x(((atMs - run.fromMs) / (run.untilMs - run.fromMs)) * STEPS).toFixed(1));
  const seconds = Math.round((run.untilMs - run.fromMs) / 1_000);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="13">`,
    "<title>Stock, holds and orders while the store is killed again and again</title>",
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<path d="M${LEFT} ${HEIGHT - BOTTOM}H${WIDTH - RIGHT}" stroke="#888"/>`,
    ...kills.map((at) => `<path d="M${at} ${TOP}V${HEIGHT - BOTTOM}" stroke="#b3261e" stroke-dasharray="3 4"/>`),
    ...kills.map((at) => `<text x="${at}" y="${TOP - 6}" fill="#b3261e" text-anchor="middle">✕</text>`),
    ...LINES.map(([name, , colour]) => `<path d="${path(name)}" fill="none" stroke="${colour}" stroke-width="2"/>`),
    ...LINES.map(
      ([, words, colour], index) => `<text x="${LEFT + index * 150}" y="20" fill="${colour}">${words}</text>`,
    ),
    `<text x="${LEFT + LINES.length * 150}" y="20" fill="#b3261e">✕ killed</text>`,
    `<text x="${LEFT - 8}" y="${TOP + 4}" text-anchor="end" fill="#333">${most}</text>`,
    `<text x="${WIDTH - RIGHT + 8}" y="${TOP + 4}" fill="#177245">${mostOrders}</text>`,
    `<text x="${LEFT}" y="${HEIGHT - 14}" fill="#333">0 s</text>`,
    `<text x="${WIDTH - RIGHT}" y="${HEIGHT - 14}" text-anchor="end" fill="#333">${seconds} s</text>`,
    "</svg>",
  ].join("\n");
}

function pointAt({ ledgers, orders }: Facts, atMs: number): Point {
  const point: Point = { onHand: 0, held: 0, orders: orders.filter((order) => order.placedAtMs <= atMs).length };
  for (const { entries } of ledgers) {
    const last = entries.findLast((entry) => entry.atMs <= atMs);
    point.onHand += Number(last?.facts.onHand ?? 0);
    point.held += Number(last?.facts.held ?? 0);
  }
  return point;
}
