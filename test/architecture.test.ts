/** Reads every import of the store and holds it to the table in docs/architecture.md: a file's ending says what it may do. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const FOLDERS = ["worker", "durable-objects", "emails", "site"];
/** These tie the whole together, so they may import anything. */
const FREE = new Set(["worker/index.ts", "worker/app.ts", "worker/world.ts"]);
const LINES_MAX = 300;

type Kind =
  | "rules"
  | "tables"
  | "store"
  | "client"
  | "flow"
  | "routes"
  | "consumer"
  | "job"
  | "http"
  | "object"
  | "world"
  | "email"
  | "page"
  | "island";

const MAY_IMPORT: Record<Kind, readonly Kind[]> = {
  rules: ["rules"],
  tables: ["rules", "tables"],
  store: ["rules", "tables", "store"],
  client: ["rules", "client"],
  flow: ["rules", "store", "client", "flow", "email"],
  routes: ["rules", "store", "flow", "http", "routes"],
  consumer: ["rules", "store", "flow", "consumer", "job"],
  job: ["rules", "store", "flow", "job"],
  http: ["rules", "store", "flow", "client", "http", "world"],
  object: ["rules", "object"],
  world: ["rules", "tables", "store", "client", "flow", "http"],
  email: ["rules", "email"],
  page: ["rules", "store", "flow", "http", "world", "page", "island"],
  island: ["rules", "island"],
};

/** Files of `worker/http/` without an ending that stand between HTTP and the routes. */
const HTTP = /^worker\/http\/(?!cache-policy|counters|limits)/;

function kindOf(file: string): Kind {
  if (FREE.has(file)) return "world";
  if (file.startsWith("durable-objects/")) return "object";
  if (file.startsWith("emails/")) return "email";
  if (file.startsWith("site/islands/")) return "island";
  if (file.startsWith("site/")) return "page";
  const ending = /-(tables|store|client|flow|routes|consumer|job)\.ts$/.exec(file)?.[1];
  if (ending) return ending as Kind;
  return HTTP.test(file) ? "http" : "rules";
}

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(ts|astro)$/.test(file) && !file.endsWith(".d.ts"))
    .map((file) => join(folder, file)),
);

/** Imports of values; `import type` and lists of nothing but `type` names are free. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const found: string[] = [];
  for (const [statement, names = "", from = ""] of text.matchAll(
    /^\s*(?:import|export)\s+([^;"']*?)\s*(?:from\s+)?["']([^"']+)["']/gm,
  )) {
    const listed = /^\{([^}]*)\}$/.exec(names.trim())?.[1];
    const onlyTypes =
      /^(import|export)\s+type\b/.test(statement.trim()) ||
      listed?.split(",").every((name) => /^\s*(type\s|$)/.test(name));
    if (!onlyTypes) found.push(from);
  }
  return found;
}

const localImportsOf = (file: string) =>
  importsOf(file)
    .filter((from) => from.startsWith(".") && /\.(ts|astro)$/.test(from))
    .map((from) => relative(root, join(root, dirname(file), from)));

describe("the house", () => {
  test("every import is one that the file's ending allows", () => {
    const wrong = files.flatMap((file) =>
      FREE.has(file)
        ? []
        : localImportsOf(file)
            .filter((to) => !MAY_IMPORT[kindOf(file)].includes(kindOf(to)))
            .map((to) => `${file} (${kindOf(file)}) imports ${to} (${kindOf(to)})`),
    );
    expect(wrong).toEqual([]);
  });

  test("rules are plain: no clock, no chance, no waiting, no environment", () => {
    const wrong = files
      .filter(
        (file) =>
          file.startsWith("worker/") && kindOf(file) === "rules" && !/^worker\/(config|base\/log)\.ts$/.test(file),
      )
      .filter((file) =>
        /\bDate\.now\(|\bnew Date\(\)|Math\.random\(|\bawait\b|\bcrypto\.|cloudflare:workers/.test(codeOf(file)),
      );
    expect(wrong).toEqual([]);
  });

  test("nobody reads another domain's tables", () => {
    const domainOf = (file: string) => file.split("/")[1];
    const wrong = files.flatMap((file) =>
      localImportsOf(file)
        .filter(
          (to) => kindOf(to) === "tables" && domainOf(to) !== domainOf(file) && !SHARED_TABLES.has(`${file} > ${to}`),
        )
        .filter((to) => to !== "worker/events/outbox-tables.ts" && !file.endsWith("-tables.ts"))
        .map((to) => `${file} reads ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  test("imports go round in no circle", () => {
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (file: string, path: readonly string[]) => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" > "));
      if (done.has(file) || path.includes(file)) return;
      for (const to of localImportsOf(file)) walk(to, [...path, file]);
      done.add(file);
    };
    for (const file of files) walk(file, []);
    expect(circles).toEqual([]);
  });

  test("no file does two things: none is over its length, none is a drawer, none is a barrel", () => {
    const long = files.filter((file) => readFileSync(join(root, file), "utf8").split("\n").length > LINES_MAX);
    const drawers = files.filter((file) => /\/(utils?|helpers?|common|lib|misc)(\/|\.|$)/.test(file));
    const barrels = files.filter((file) => /(^|\/)index\.ts$/.test(file) && file !== "worker/index.ts");
    expect({ long, drawers, barrels }).toEqual({ long: [], drawers: [], barrels: [] });
  });

  test("every file of the engine opens with why it exists", () => {
    const silent = files
      .filter((file) => /^(worker|durable-objects)\//.test(file) && !/-tables\.ts$/.test(file))
      .filter(
        (file) =>
          !/^\s*(import[^;]*;\s*)*(\/\*\*|export (class|default|abstract)|@)/.test(
            readFileSync(join(root, file), "utf8"),
          ),
      );
    expect(silent).toEqual([]);
  });
});

/** Comments may speak of what code may not do. */
const codeOf = (file: string) =>
  readFileSync(join(root, file), "utf8")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\/\/.*$/gm, "");

/** Tables that one write must share with another domain's, in one batch. Each with its reason. */
const SHARED_TABLES = new Set<string>([]);
