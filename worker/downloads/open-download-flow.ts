/**
 * What a download's link opens. The file is asked for first and counted after, so that nothing is counted which cannot be
 * sent; what was counted is sent, whatever becomes of the connection.
 */

import { done, type Outcome, refused } from "../base/outcome.ts";
import { keyOfFile } from "../catalog/digital/digital.ts";
import type { Database, World } from "../world.ts";
import { type ByteRange, rangeOf } from "./byte-range.ts";
import { type DownloadClaims, readDownload } from "./download-link.ts";
import { type DownloadProblem, type Grant, leftOf, whyClosed } from "./grant.ts";
import { readGrant, takeOne, takePart } from "./grant-store.ts";

export type RangeProblem = { code: "download.range_invalid"; bytes: number };
/** What the link opens, without opening it. `left` is how often it may still be begun. */
export type DownloadView = Pick<Grant, "name" | "type" | "bytes" | "untilMs"> & { left: number };
/** `range` is null where the whole file is sent. */
export type OpenedDownload = DownloadView & { range: ByteRange | null; etag: string; body: ReadableStream | null };

type Found = { db: Database; link: DownloadClaims; grant: Grant };

/** A link that this store did not make is told like one whose order is not there. */
async function find(world: World, token: string): Promise<Outcome<Found, DownloadProblem>> {
  const link = readDownload(world.config.authSecret, token);
  const db = link && world.ordersOfNumber(link.orderId);
  if (!link || !db) return refused({ code: "download.link_invalid" });
  const grant = await readGrant(db, link);
  if (!grant) return refused({ code: "download.link_invalid" });
  const nowMs = world.nowMs();
  const closed =
    whyClosed(grant, link.issue, nowMs) ?? (nowMs >= link.untilMs ? { code: "download.expired" as const } : null);
  // One that is used up may still be taken to its end, part by part: that is for the count to say.
  return closed && closed.code !== "download.used_up" ? refused(closed) : done({ db, link, grant });
}

/** Counts nothing. */
export async function lookAtDownload(world: World, token: string): Promise<Outcome<DownloadView, DownloadProblem>> {
  const found = await find(world, token);
  if (!found.ok) return found;
  const { grant } = found.value;
  if (leftOf(grant) === 0) return refused({ code: "download.used_up" });
  return (await world.downloads.head(keyOfFile(grant.fileId))) ? done(viewOf(grant)) : fileGone(world, grant);
}

type Ask = { range: string | null; ifRange: string | null; headOnly: boolean };

/** A `range` that does not begin the file goes on with a download that was counted. `headOnly` counts and sends nothing. */
export async function openDownload(
  world: World,
  token: string,
  { range: asked, ifRange, headOnly }: Ask,
): Promise<Outcome<OpenedDownload, DownloadProblem | RangeProblem>> {
  const found = await find(world, token);
  if (!found.ok) return found;
  const { db, link, grant } = found.value;
  const etag = `"${grant.fileId}"`;
  // A file never changes under its id, so its id is its tag; a part of another file is not asked for.
  const range = ifRange !== null && ifRange !== etag ? null : rangeOf(asked, grant.bytes);
  if (range === "unsatisfiable") return refused({ code: "download.range_invalid", bytes: grant.bytes });
  if (headOnly) {
    const looked = await lookAtDownload(world, token);
    return looked.ok ? done({ ...looked.value, range, etag, body: null }) : looked;
  }
  const object = await world.downloads.get(keyOfFile(grant.fileId), range ? { range } : {});
  if (!object) return fileGone(world, grant);
  const nowMs = world.nowMs();
  const goesOn = range !== null && range.offset > 0 && (await takePart(db, link, range.length, nowMs));
  if (!goesOn && !(await takeOne(db, link, nowMs))) {
    await object.body.cancel();
    const now = await readGrant(db, link);
    return refused((now && whyClosed(now, link.issue, nowMs)) ?? { code: "download.used_up" });
  }
  return done({ ...viewOf(grant), range, etag, body: object.body });
}

const viewOf = (grant: Grant): DownloadView => {
  const { name, type, bytes, untilMs } = grant;
  return { name, type, bytes, untilMs, left: leftOf(grant) };
};

/** Nobody is charged for what the store lost, and staff learn of it from the log. */
function fileGone(world: World, { orderId, sku, fileId }: Grant): Outcome<never, DownloadProblem> {
  world.log.error("download.file_gone", { orderId, sku, fileId });
  return refused({ code: "download.file_gone" });
}
