/**
 * `npm run bench:import`: 100,000 products, made of the words of the real catalogue, imported from one file into a local store of its own.
 * Prints rows a second and the most memory that the importing process and the store's took. `--products` makes it smaller.
 */
import { spawn } from "node:child_process";
import { createReadStream, createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { parseArgs } from "node:util";
import { createGunzip } from "node:zlib";
import { stateDirOf } from "../tools/local-settings.ts";
import { jsonItems } from "../worker/transfer/formats/json-items.ts";
import { writeFigures } from "./report.ts";

const REAL = join(import.meta.dirname, "../../shared/data/icecat/products.ndjson.gz");
const PORT = "9790";
const POLL_MS = 500;
const root = join(import.meta.dirname, "..");
const number = new Intl.NumberFormat("en-US").format;

const { values } = parseArgs({
  options: { products: { type: "string", default: "100000" }, keep: { type: "boolean", default: false } },
});
const products = Number(values.products);

type Real = {
  title: string;
  supplier: string;
  price: number;
  short_description?: string;
  attr_t_product_type?: string;
};

/** Node's own reader of lines also ends one at U+2028, which these descriptions have inside. */
async function* realLines(): AsyncGenerator<string> {
  const items = jsonItems("lines");
  const text = createReadStream(REAL).pipe(createGunzip()).setEncoding("utf8");
  for await (const piece of text) for (const { text: line } of items.push(String(piece))) yield line;
  for (const { text: line } of items.end()) yield line;
}

/** Titles, makers and descriptions as they stand; the n-th round tells its products apart by a model number. */
async function writeFile(path: string): Promise<void> {
  const file = createWriteStream(path);
  file.write(
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Price,Variant Barcode\n",
  );
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  for (let made = 0, round = 1; made < products; round += 1) {
    for await (const line of realLines()) {
      if (made === products) break;
      const { title, supplier, price, short_description = "", attr_t_product_type = "" } = JSON.parse(line) as Real;
      made += 1;
      const cells = [
        `bench-${made}`,
        `${title} ${round}-${made}`.slice(0, 290),
        `<p>${short_description}</p><ul><li>${title}</li></ul>`,
        supplier,
        attr_t_product_type.slice(0, 100),
        "bench",
        "true",
        "Title",
        "Default Title",
        `BENCH-${made}`,
        "500",
        (price / 100).toFixed(2),
        "",
      ];
      if (!file.write(`${cells.map(cell).join(",")}\n`))
        await new Promise<void>((drained) => file.once("drain", () => drained()));
    }
  }
  file.end();
  await finished(file);
}

/** Bytes that a process and its children hold in memory, by the kernel's count; 0 when it is gone. */
function residentBytes(pid: number): number {
  try {
    const own = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1_024;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
    return children.reduce((sum, child) => sum + residentBytes(Number(child)), own);
  } catch {
    return 0;
  }
}
function ownBytes(pid: number): number {
  return (
    Number(
      /VmRSS:\s+(\d+)/.exec(
        existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, "utf8") : "",
      )?.[1] ?? 0,
    ) * 1_024
  );
}

type Ran = { seconds: number; peakBytes: number; output: string };
async function run(script: string, args: readonly string[], deep: boolean): Promise<Ran> {
  const beganMs = Date.now();
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", join(root, script), ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let [peakBytes, output] = [0, ""];
  child.stdout.on("data", (data: Buffer) => {
    output += data.toString();
    process.stdout.write(data);
  });
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, deep ? residentBytes(child.pid ?? 0) : ownBytes(child.pid ?? 0));
  }, POLL_MS);
  const [code] = await new Promise<[number | null]>((ended) => child.on("exit", (status) => ended([status])));
  clearInterval(timer);
  if (code !== 0) throw new Error(`${script} ended with ${code}`);
  return { seconds: (Date.now() - beganMs) / 1_000, peakBytes, output };
}

/** The store runs in a process of its own, so that its memory is not counted as the importing program's. */
async function openStore() {
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", join(root, "tools/serve.ts"), "--fresh", "--port", PORT],
    { cwd: root, stdio: ["ignore", "pipe", "inherit"] },
  );
  let peakBytes = 0;
  const timer = setInterval(() => {
    peakBytes = Math.max(peakBytes, residentBytes(child.pid ?? 0));
  }, POLL_MS);
  await new Promise<void>((ready, failed) => {
    let output = "";
    child.stdout.on("data", (data: Buffer) => {
      output += data.toString();
      if (output.includes(`:${PORT}`)) ready();
    });
    child.on("exit", (code) => failed(new Error(`the store ended with ${code}`)));
  });
  return {
    peak: () => peakBytes,
    close: async () => {
      clearInterval(timer);
      child.removeAllListeners("exit");
      const gone = new Promise<void>((ended) => child.on("exit", () => ended()));
      child.kill("SIGINT");
      await gone;
    },
  };
}

if (!existsSync(REAL)) throw new Error(`The real catalogue is not there: ${REAL}`);
const folder = mkdtempSync(join(tmpdir(), "meridian-bench-import-"));
const path = join(folder, "products.csv");
await writeFile(path);
const store = await openStore();
try {
  const first = await run("tools/import.ts", [path, "--port", PORT], false);
  const again = await run("tools/import.ts", [path, "--port", PORT], false);
  const stored = /Imported in ([\d.]+) s/.exec(first.output)?.[1];
  const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  const table = [
    `| ${number(products)} products, one a row | seconds | rows a second | peak memory of the importing program |`,
    "|---|---|---|---|",
    ...(stored
      ? [
          `| read, checked and stored | ${stored} | ${number(Math.round(products / Number(stored)))} | ${mb(first.peakBytes)} |`,
        ]
      : []),
    `| the same, until search finds the last of them | ${first.seconds.toFixed(0)} | ${number(Math.round(products / first.seconds))} | ${mb(first.peakBytes)} |`,
    `| the same file again: nothing changes | ${again.seconds.toFixed(0)} | ${number(Math.round(products / again.seconds))} | ${mb(again.peakBytes)} |`,
    "",
    `The store with all its databases, objects and queues took ${mb(store.peak())} at most.`,
  ].join("\n");
  console.log(`\n${table}`);
  if (products === 100_000) writeFigures("import", table);
} finally {
  await store.close();
  rmSync(folder, { recursive: true });
  if (!values.keep) rmSync(stateDirOf(Number(PORT)), { recursive: true, force: true });
}
