/** `npm run prove`: the proof, its figures and its picture. Ends with code 1 on any breach. `--short` takes half a minute. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../local-settings.ts";
import { pictureOf } from "./picture.ts";
import { type Proof, prove } from "./prove.ts";

const LONG = { buyers: 200, seconds: 120, kills: 6 };
const SHORT = { buyers: 40, seconds: 15, kills: 2 };
const BREACHES_SHOWN = 40;
const SEED_MAX = 2 ** 32 - 1;
/** Between them docs/proofs/README.md has the figures of the last run. */
const [MARK_BEGIN, MARK_END] = ["<!-- figures -->", "<!-- /figures -->"];

const { values } = parseArgs({ options: { short: { type: "boolean", default: false }, seed: { type: "string" } } });
const seed = values.seed === undefined ? Math.floor(Math.random() * SEED_MAX) : Number(values.seed);
if (!Number.isInteger(seed) || seed < 0 || seed > SEED_MAX)
  throw new Error(`--seed is a whole number up to ${SEED_MAX}`);

const ask = { seed, ...(values.short ? SHORT : LONG) };
const say = (line: string) => console.log(`  ${line}`);
const proof = await prove({ ...ask, say });
const lines = reportOf(proof, ask);
console.log("");
for (const line of lines) say(line);
const wrong = [...proof.breaches, ...proof.findings.map((one) => `doctor: ${one}`)];
for (const breach of wrong.slice(0, BREACHES_SHOWN)) say(`!! ${breach}`);
say(wrong.length === 0 ? "No promise was broken." : `${wrong.length} promises were broken.`);
if (!values.short && wrong.length === 0) keep(lines);
process.exit(wrong.length === 0 ? 0 : 1);

function reportOf({ figures, tally, unanswered, run }: Proof, { buyers, kills }: typeof ask): string[] {
  const seconds = Math.round((run.untilMs - run.fromMs) / 1_000);
  const shoppers = [...tally.ways.values()].reduce((sum, count) => sum + count, 0);
  const counted = <Key extends string>(counts: ReadonlyMap<Key, number>) =>
    [...counts]
      .toSorted((a, b) => b[1] - a[1])
      .map(([what, count]) => `${count} ${what}`)
      .join(", ");
  return [
    `${buyers} buyers at once, seed ${seed}: ${shoppers} purchases begun in ${seconds} s, the store killed ${kills} times.`,
    `${unanswered} requests were not answered, and were sent again.`,
    `What they did: ${counted(tally.ways)}.`,
    `How it ended: ${counted(tally.ends)}.`,
    `Units: ${figures.received} received = ${figures.onHand} on hand + ${figures.sold} sold.`,
    `On the way meanwhile: ${figures.loans} loans to buckets of SKUs that were split, ${figures.transfers} transfers to another location.`,
    `Money: ${figures.paid} payments, ${figures.paidMinor} cents in all, ${figures.refundedMinor} given back; ${figures.orders} orders.`,
    `Leaked holds: ${figures.leakedHolds}. Orphan orders: ${figures.orphanOrders}. Charged for nothing: ${figures.chargedForNothing}.`,
    `Mails: ${figures.mails} received. Duplicate mails for one event: ${figures.mailsTwice}. Sent again and received once: ${figures.sendsRepeated}. Cut off while they were handed over: ${figures.mailsUnsure}.`,
  ];
}

function keep(lines: readonly string[]): void {
  const folder = join(root, "docs", "proofs");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "prove.svg"), `${pictureOf(proof.facts, proof.run)}\n`);
  const file = join(folder, "README.md");
  const day = new Date().toISOString().slice(0, 10);
  const figures = [`${day}, Node ${process.versions.node}.`, "", ...lines.map((line) => `- ${line}`)].join("\n");
  const [before = "", rest = ""] = readFileSync(file, "utf8").split(MARK_BEGIN);
  writeFileSync(file, `${before}${MARK_BEGIN}\n${figures}\n${MARK_END}${rest.split(MARK_END)[1] ?? ""}`);
  say("Kept in docs/proofs/.");
}
