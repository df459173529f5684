/**
 * `npm run export -- FILE`: writes a store's whole catalogue to a file, in its own format or as Shopify's CSV. A part at a time, so that
 * nothing of it is held; the file appears under its name only when it is whole.
 */
import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { parseArgs } from "node:util";
import { createGzip } from "node:zlib";
import { isCurrency } from "../worker/pricing/money.ts";
import { everySoOften } from "./every-so-often.ts";
import { withStore } from "./with-store.ts";

const USAGE = `Usage: npm run export -- FILE [--format meridian|shopify] [--currency USD] [--port 8787] [--url https://shop.example --token TOKEN]

  FILE      Where it is written; packed with gzip where its name ends in .gz.
  --format  meridian holds everything of a product, and comes back byte for byte; shopify is Shopify's product CSV.
  --currency  Of Shopify's prices. A variant that has no price in it has an empty cell.`;
const PRODUCTS_A_PART = 1_000;
const TIMEOUT_MS = 300_000;
const number = new Intl.NumberFormat("en-US").format;
const text = { type: "string" } as const;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      format: { type: "string", default: "meridian" },
      currency: { type: "string", default: "USD" },
      port: text,
      url: text,
      token: text,
    },
  });
  const [path, ...more] = positionals;
  if (!path || more.length > 0 || !["meridian", "shopify"].includes(values.format) || !isCurrency(values.currency))
    throw new Error(USAGE);
  const say = (line: string) => console.log(line);
  await withStore({ ...values, say }, async ({ url, staffToken }) => {
    const file = createWriteStream(`${path}.part`);
    const out = path.endsWith(".gz") ? createGzip() : file;
    if (out !== file) out.pipe(file);
    const bytes = await writeParts(
      out,
      `${url}/api/admin/exports/${values.format}?currency=${values.currency}`,
      staffToken,
      say,
    );
    out.end();
    await finished(file);
    await rename(`${path}.part`, path);
    say(`${path}: ${number(bytes)} bytes.`);
  });
}

async function writeParts(
  out: NodeJS.WritableStream,
  url: string,
  token: string,
  say: (line: string) => void,
): Promise<number> {
  const tell = everySoOften((bytes) => say(`${number(bytes)} bytes`));
  let bytes = 0;
  for (let after: string | null = ""; after !== null; ) {
    const query = new URLSearchParams({ after, limit: String(PRODUCTS_A_PART) });
    const response: Response = await fetch(`${url}&${query}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok || !response.body)
      throw new Error(`GET ${new URL(url).pathname}: ${response.status} ${await response.text()}`);
    for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += part.length;
      if (!out.write(part)) await new Promise<void>((drained) => out.once("drain", () => drained()));
    }
    after = response.headers.get("x-next-after");
    tell(bytes);
  }
  return bytes;
}

if (import.meta.main)
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
