/** The first turn through an uploaded file: what it is, and what its rows say, noted a stretch a step and put together at the end. */
import type { World } from "../world.ts";
import { type Surveyor, surveyorOf } from "./formats/catalogue-reader.ts";
import { DETECT_LENGTH, nameOfFormat } from "./formats/detect-format.ts";
import { surveyGatherer } from "./formats/file-survey.ts";
import { NotText } from "./formats/file-text.ts";
import { readFacts, readKept, writeFacts, writeKept, writeSurvey } from "./import-parts-store.ts";
import { kept, RUN_PROBLEMS_MAX } from "./import-run.ts";
import { type ImportRun, moveRun } from "./import-run-store.ts";
import { formatOf } from "./read-file-flow.ts";
import { FileRefused } from "./unpack-file-flow.ts";
import { type Reading, type ReadingAt, textFromOffset } from "./upload-text-flow.ts";

/** Some hundred milliseconds of the processor's time. */
const SURVEY_BYTES_A_STEP = 4_000_000;
/** Rows whose numbers fit in the memory of a Worker. */
const UPLOAD_ROWS_MAX = 1_500_000;

type Here = Reading & { at: ReadingAt };

/** Bytes that are no text of the likeliest encoding are read again from the beginning in the next one. */
export async function surveyStep(world: World, run: ImportRun, reading: Here): Promise<void> {
  const { at } = reading;
  try {
    await surveyStretch(world, run, reading);
  } catch (error) {
    if (!(error instanceof NotText) || at.encodings.length < 2) throw error;
    const again = { ...at, encodings: at.encodings.slice(1), offset: 0, stretch: 0, format: null };
    await moveRun(world, run, { reading: { ...reading, at: again } });
  }
}

async function surveyStretch(world: World, run: ImportRun, reading: Here): Promise<void> {
  const { at } = reading;
  const before = at.stretch === 0 ? undefined : await readKept(world, run.id, "survey", at.stretch);
  let [format, offset, head] = [at.format, at.offset, ""];
  let surveyor: Surveyor | null = format && surveyorOf(format, reading, before);
  for await (const piece of textFromOffset(world, run.id, at)) {
    offset = piece.offset;
    head += piece.text;
    if (!surveyor && head.length < DETECT_LENGTH && offset < at.bytes) continue;
    format ??= formatOf(head, reading);
    surveyor ??= surveyorOf(format, reading);
    surveyor.push(head);
    head = "";
    if (offset - at.offset >= SURVEY_BYTES_A_STEP) break;
  }
  if (!surveyor) throw new FileRefused("The file is empty");
  const isWhole = offset >= at.bytes;
  if (isWhole) surveyor.end();
  const { faults } = surveyor;
  if (faults.length > 0)
    return void (await moveRun(world, run, { state: "refused", problems: kept([], faults, RUN_PROBLEMS_MAX) }));
  const stretch = at.stretch + 1;
  await writeFacts(world, run.id, stretch, surveyor.take());
  await writeKept(world, run.id, "survey", stretch, surveyor.keep());
  const next = { ...at, format, offset, stretch, turn: isWhole ? ("gather" as const) : at.turn };
  await moveRun(world, run, { reading: { ...reading, at: next }, ...(format ? { format: nameOfFormat(format) } : {}) });
}

export async function gatherStep(world: World, run: ImportRun, reading: Here): Promise<void> {
  const { at } = reading;
  const gatherer = surveyGatherer({ isList: at.format !== null && "list" in at.format });
  for (let stretch = 1; stretch <= at.stretch; stretch += 1) {
    gatherer.add(await readFacts(world, run.id, stretch));
    if (gatherer.rows > UPLOAD_ROWS_MAX)
      throw new FileRefused(`The file has more than ${UPLOAD_ROWS_MAX} rows: cut it in parts, or use the command line`);
  }
  await writeSurvey(world, run.id, gatherer.end([]));
  await moveRun(world, run, { reading: { ...reading, at: { ...at, turn: "read", offset: 0, stretch: 0 } } });
}
