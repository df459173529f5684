/** What the command line of an import says, held to its limits. */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { CURRENCIES, isCurrency } from "../worker/pricing/money.ts";
import type { FileSettings } from "../worker/transfer/formats/catalogue-reader.ts";
import { mappingShape } from "../worker/transfer/formats/column-mapping.ts";
import { FileRefused } from "../worker/transfer/unpack-file-flow.ts";

export const USAGE = `Usage: npm run import -- FILE [--dry-run] [--skip-bad-rows] [--stock 20] [--report problems.csv] …
       npm run import -- --undo ID
       npm run import -- --cancel ID

  FILE             Product CSV of Shopify, WooCommerce, Magento or Medusa, any CSV, JSON, NDJSON, or this store's own export;
                   told by what is in it, may be packed with gzip. docs/import.md says more.
  --dry-run        Shows what would be made, changed and left, and changes nothing.
  --skip-bad-rows  Imports what is good; else one bad row refuses all of it.
  --report         Where all that was refused is written, as CSV with row and column.
  --stock          Units that new articles start with where the file says none.
  --currency       What amounts of the file are in: ${CURRENCIES.join(", ")}. USD where it is left out.
  --mapping        A JSON file that says which column is what.
  --leave-out      A column not to be read; may be given several times.
  --pictures       Address of the folder that the file's pictures are in, where it has no whole addresses.
  --undo           Undoes a whole import. Its id is told when it is done.
  --cancel         Ends an import that has not come to its end, and takes back what of it was stored.
  --port           The local store of this port. --url and --token: a deployed store, and its staff token.`;

const STOCK_MAX = 1_000_000;
const text = { type: "string" } as const;

export function importOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      "dry-run": { type: "boolean", default: false },
      "skip-bad-rows": { type: "boolean", default: false },
      stock: { type: "string", default: "20" },
      currency: { type: "string", default: "USD" },
      "leave-out": { type: "string", multiple: true, default: [] },
      mapping: text,
      pictures: text,
      report: text,
      undo: text,
      cancel: text,
      port: text,
      url: text,
      token: text,
    },
  });
  const [path, ...more] = positionals;
  const asked = [path, values.undo, values.cancel].filter((each) => each !== undefined);
  if (asked.length !== 1 || more.length > 0) throw new FileRefused(USAGE);
  const stock = /^\d{1,7}$/.test(values.stock) ? Number(values.stock) : -1;
  if (stock < 0 || stock > STOCK_MAX)
    throw new FileRefused(`--stock: "${values.stock}" is no whole number up to ${STOCK_MAX}`);
  return {
    path: path ?? "",
    undo: values.undo ?? null,
    cancel: values.cancel ?? null,
    dryRun: values["dry-run"],
    skipBad: values["skip-bad-rows"],
    stock,
    report: values.report ?? null,
    settings: settingsOf(values.currency, values.mapping, values.pictures, values["leave-out"]),
    where: { port: values.port, url: values.url, token: values.token },
  };
}

function settingsOf(
  currency: string,
  mapping: string | undefined,
  mediaBase: string | undefined,
  leaveOut: string[],
): FileSettings {
  if (!isCurrency(currency)) throw new FileRefused(`--currency: "${currency}" is none of ${CURRENCIES.join(", ")}`);
  if (mediaBase !== undefined && !/^https?:\/\/\S+$/.test(mediaBase))
    throw new FileRefused(`--pictures: "${mediaBase}" is no address of a folder`);
  return { currency, mapping: mapping === undefined ? undefined : mappingOf(mapping), mediaBase, leaveOut };
}

function mappingOf(path: string) {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new FileRefused(`--mapping: ${path} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  const parsed = mappingShape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new FileRefused(
    `--mapping: ${parsed.error.issues.map(({ path: at, message }) => `${at.join(".")}: ${message}`).join("; ")}`,
  );
}
