/** Drives one run of an import from this machine: stages what the store lacks, and steps until the run rests. */
import { type ChunkFill, chunkFiller } from "../worker/transfer/chunk-filler.ts";
import { type FileProblem, type Read, textOfProblem } from "../worker/transfer/formats/file-problem.ts";
import { kept, RUN_NOTES_MAX, RUN_PROBLEMS_MAX } from "../worker/transfer/import-run.ts";
import { everySoOften } from "./every-so-often.ts";
import type { BeginAsk, ImportTarget, ShownRun } from "./import-target.ts";

type Say = (line: string) => void;
export type ImportJob = {
  begin: BeginAsk;
  /** Every product of the file, from its beginning. */
  reads(): AsyncIterable<Read>;
  found: { products: number; problems: readonly FileProblem[] };
  /** When the program began to read the file. */
  beganAtMs: number;
};
const CANCELLED = "Cancelled: what it had made is archived, what it had changed is as it was.";
const number = new Intl.NumberFormat("en-US").format;
const PROBLEMS_SHOWN = 20;

/** Goes on with the run of this file that was left unfinished, else begins one. Answers how it rests in the end. */
export async function runImport(target: ImportTarget, job: ImportJob, say: Say): Promise<ShownRun> {
  let before = await target.findUnfinished(job.begin.fingerprint);
  if (before) say(`Going on with the import ${before.id}, ${before.state}.`);
  if (before?.state === "undoing") {
    tellUndone(await stepUntilRest(target, before, job, say), say);
    before = null;
  }
  let run = before ?? (await target.begin(job.begin));
  say(`To end it before it is done, in another terminal: npm run import -- --cancel ${run.id}`);
  if (run.state === "staging") run = await stageAll(target, run, job, say);
  run = await stepUntilRest(target, run, job, say);
  say(pace(run, job, Date.now() - job.beganAtMs));
  // A dry run that was killed and asked for again is shown again; one that was made for real goes on.
  tellEnd(run, job, say);
  if (run.state === "done" && run.counts.created + run.counts.updated > 0) await awaitSearch(target, say);
  return run;
}

async function stageAll(target: ImportTarget, run: ShownRun, { reads, found }: ImportJob, say: Say): Promise<ShownRun> {
  const [filler, from] = [chunkFiller(), run.missing ?? 0];
  const tell = everySoOften((done) => say(`Sent ${number(done)} of ${number(found.products)}`));
  let chunks = 0;
  const stage = async (filled: readonly ChunkFill[]) => {
    for (const chunk of filled) {
      if (chunks >= from) await target.stage(run.id, chunks, chunk);
      chunks += 1;
    }
    tell(filler.counts.products);
  };
  for await (const read of reads()) await stage(filler.add(read));
  await stage(filler.end());
  const { products, variants, refused } = filler.counts;
  return target.seal(run.id, {
    chunks,
    counts: { products, variants, refused },
    problems: kept([], filler.problems, RUN_PROBLEMS_MAX),
    notes: kept([], filler.notes, RUN_NOTES_MAX),
  });
}

/** What became of the file, in which time. One that went on where another ended was not read at this pace alone. */
function pace({ state, counts }: ShownRun, { begin }: ImportJob, tookMs: number): string {
  const seconds = (tookMs / 1_000).toFixed(1);
  if (state !== "done" && state !== "ready") return `Ended after ${seconds} s.`;
  const each = Math.round(counts.products / (tookMs / 1_000));
  return `${begin.dryRun ? "Checked" : "Imported"} in ${seconds} s: ${number(each)} products a second.`;
}

const DOING: Readonly<Record<string, string>> = {
  checking: "Checked",
  applying: "Imported",
  withdrawing: "Taken back",
  undoing: "Undone",
};

async function stepUntilRest(target: ImportTarget, begun: ShownRun, { found }: ImportJob, say: Say): Promise<ShownRun> {
  let run = begun;
  const tell = everySoOften((done) =>
    say(`${DOING[run.state] ?? run.state} ${number(done)} of ${number(found.products)}`),
  );
  const tellTaken = everySoOften((done) => say(`${DOING[run.state] ?? run.state} ${number(done)} products`));
  while (!run.isResting) {
    run = await target.act(run.id, "advance");
    // On the way back it counts products, not chunks.
    if (run.state === "withdrawing" || run.state === "undoing") tellTaken(run.through);
    else tell(Math.round((run.chunks === 0 ? 0 : Math.min(1, run.through / run.chunks)) * found.products));
  }
  return run;
}

function tellEnd(run: ShownRun, { begin }: ImportJob, say: Say): void {
  const { id, state, counts, problems, notes, samples } = run;
  const { created, updated, unchanged, refused } = counts;
  if (begin.dryRun)
    for (const { kind, productId, title } of samples)
      say(`  ${{ create: "make", update: "change", unchanged: "leave" }[kind]}  ${title} (${productId})`);
  for (const line of notesAsLines(notes)) say(`  note: ${line}`);
  if (state === "cancelled") {
    say(CANCELLED);
    tellLeft(run, say);
    return;
  }
  if (state === "refused") {
    say(run.left > 0 ? "Refused; not all of it could be taken back:" : "Refused; nothing is changed:");
    for (const problem of problems.slice(0, PROBLEMS_SHOWN)) say(`  ${textOfProblem(problem)}`);
    tellLeft(run, say);
    return;
  }
  const words = begin.dryRun ? "to be created, {u} to be updated" : "created, {u} updated";
  say(
    `${number(created)} ${words.replace("{u}", number(updated))}, ${number(unchanged)} unchanged${refused > 0 ? `, ${number(refused)} left out` : ""}.`,
  );
  if (begin.dryRun) say("A dry run: nothing is changed.");
  else if (created + updated > 0) say(`To undo all of it: npm run import -- --undo ${id}`);
}

/** What is the same of many rows is told once, with the first of them. */
function notesAsLines(notes: readonly FileProblem[]): string[] {
  const groups = [...Map.groupBy(notes, ({ column, why }) => `${column} ${why}`).values()];
  const lines = groups.slice(0, PROBLEMS_SHOWN).flatMap(([first, ...more]) => {
    if (!first) return [];
    return more.length > 0 ? `${textOfProblem(first)} (and ${number(more.length)} more rows)` : textOfProblem(first);
  });
  return groups.length > PROBLEMS_SHOWN ? [...lines, `and ${number(groups.length - PROBLEMS_SHOWN)} others`] : lines;
}

async function awaitSearch(target: ImportTarget, say: Say): Promise<void> {
  say("Waiting until search finds them …");
  const tell = everySoOften((behind) => say(`Search is ${number(behind)} products behind`));
  say(
    (await target.awaitSearch(tell))
      ? "Done."
      : "Search is behind, and stands still: `npm run doctor -- --repair` makes it again.",
  );
}

/** Undoes a whole import, and says what it left alone. */
export async function undoImport(target: ImportTarget, id: string, say: Say): Promise<void> {
  let run = await target.act(id, "undo");
  const tell = everySoOften((done) => say(`Undone ${number(done)} products`));
  while (!run.isResting) {
    run = await target.act(id, "advance");
    tell(run.through);
  }
  tellUndone(run, say);
}

function tellUndone(run: ShownRun, say: Say): void {
  say(`${run.state === "undone" ? "Undone" : "Not undone"}: ${number(run.undone)} products are taken back.`);
  tellLeft(run, say);
}

/** What a way back left as it is. The store names the first, and counts all. */
function tellLeft({ left, leftAlone }: ShownRun, say: Say): void {
  if (left > 0) say(`Left alone: ${number(left)}.`);
  for (const { subject, why } of leftAlone) say(`  left alone: ${subject}, ${why}`);
  if (left > leftAlone.length) say(`  and ${number(left - leftAlone.length)} more`);
}

/** Ends an import; a program that drives it elsewhere stops, since it rests then. */
export async function cancelImport(target: ImportTarget, id: string, say: Say): Promise<void> {
  let run = await target.act(id, "cancel");
  const tell = everySoOften((done) => say(`Taken back ${number(done)} products`));
  while (!run.isResting) {
    run = await target.act(id, "advance");
    tell(run.through);
  }
  say(CANCELLED);
  tellLeft(run, say);
}
