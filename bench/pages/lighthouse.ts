/** Google's Lighthouse, as a program of its own: installed beside this file when it is first needed, and from its own lock file. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const FOLDER = import.meta.dirname;
const PROGRAM = join(FOLDER, "node_modules", "lighthouse", "cli", "index.js");
export const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;
/** What comes out the same on every machine. */
export const UNTIMED = CATEGORIES.filter((each) => each !== "performance");
type Category = (typeof CATEGORIES)[number];
const CHROMIUM_FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic";
const RUN_MS_MAX = 180_000;
/** Now and then Chromium records nothing of a page (Lighthouse: `NO_NAVSTART`), and the next run does. */
const TRIES_MAX = 3;

/** Scores from 0 to 100; times in milliseconds. `failed` names the audits that are not whole, but those of performance. */
export type Audited = {
  scores: Record<Category, number>;
  lcpMs: number;
  tbtMs: number;
  cls: number;
  failed: string[];
};

type Audit = { id: string; score: number | null; numericValue?: number; title: string };
type Report = {
  runtimeError?: { message: string };
  categories: Record<string, { score: number | null; auditRefs: { id: string; weight: number }[] }>;
  audits: Record<string, Audit>;
};

export function installLighthouse(): void {
  if (existsSync(PROGRAM)) return;
  console.log("Installing Lighthouse into bench/pages (once) …");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: FOLDER,
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("Lighthouse could not be installed: run `npm ci` in bench/pages to see why");
}

type AuditOptions = { cookie?: string; skip: readonly string[]; categories?: readonly Category[]; chromium?: string };

/** One run with Lighthouse's own settings for phones. Throws where the page could not be measured. */
export async function audit(
  url: string,
  { cookie, skip, categories = CATEGORIES, chromium }: AuditOptions,
): Promise<Audited> {
  const args = [
    PROGRAM,
    url,
    "--quiet",
    "--output=json",
    "--output-path=stdout",
    `--only-categories=${categories.join(",")}`,
    `--chrome-flags=${CHROMIUM_FLAGS}`,
    ...(skip.length > 0 ? [`--skip-audits=${skip.join(",")}`] : []),
    ...(cookie ? [`--extra-headers=${JSON.stringify({ Cookie: cookie })}`] : []),
  ];
  const report = await reportOf(args, chromium);
  const measured = (id: string) => report.audits[id]?.numericValue ?? Number.NaN;
  const scores = Object.fromEntries(
    CATEGORIES.map((each) => [each, Math.round((report.categories[each]?.score ?? 0) * 100)]),
  ) as Audited["scores"];
  return {
    scores,
    lcpMs: measured("largest-contentful-paint"),
    tbtMs: measured("total-blocking-time"),
    cls: measured("cumulative-layout-shift"),
    failed: failedOf(report),
  };
}

async function reportOf(args: readonly string[], chromium?: string, tries = 1): Promise<Report> {
  try {
    const report = JSON.parse(await said(args, chromium)) as Report;
    if (report.runtimeError) throw new Error(`${args[1]}: ${report.runtimeError.message}`);
    return report;
  } catch (error) {
    if (tries >= TRIES_MAX) throw error;
    return reportOf(args, chromium, tries + 1);
  }
}

const failedOf = ({ categories, audits }: Report): string[] =>
  UNTIMED.flatMap((category) =>
    (categories[category]?.auditRefs ?? [])
      .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
      .map(({ id }) => `${category}: ${id}`),
  );

function said(args: readonly string[], chromium = process.env.CHROMIUM ?? "/usr/bin/chromium"): Promise<string> {
  const env = { ...process.env, CHROME_PATH: chromium };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"], timeout: RUN_MS_MAX });
  const [out, errors]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0
        ? resolve(Buffer.concat(out).toString())
        : reject(new Error(`Lighthouse ended with ${code}:\n${Buffer.concat(errors).toString().slice(-2_000)}`)),
    );
  });
}
