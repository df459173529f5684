/** An order's downloads with their links, for who may see the order: callers have made sure of that. */
import type { Database, World } from "../world.ts";
import { downloadPagePathOf, downloadPathOf, signDownload } from "./download-link.ts";
import { type DownloadProblem, type Grant, leftOf, whyClosed } from "./grant.ts";
import { listGrants } from "./grant-store.ts";

/**
 * One file. `path` answers the file, `pagePath` the page about it; both null where `closed` says why nothing may be
 * downloaded.
 */
export type OrderDownload = Pick<Grant, "sku" | "name" | "bytes" | "untilMs" | "downloadsMax" | "used"> & {
  left: number;
  closed: ClosedBy | null;
  path: string | null;
  pagePath: string | null;
};

/** A problem's name without its domain. */
export type ClosedBy = DownloadProblem["code"] extends `download.${infer Name}` ? Name : never;
export const closedBy = ({ code }: DownloadProblem): ClosedBy => code.slice("download.".length) as ClosedBy;

/** None of an order without digital goods. */
export async function listDownloads(
  world: World,
  db: Database,
  order: { id: string; market: string },
): Promise<OrderDownload[]> {
  const nowMs = world.nowMs();
  return (await listGrants(db, order.id)).map((grant) => {
    const { sku, name, bytes, untilMs, downloadsMax, used } = grant;
    const why = whyClosed(grant, grant.issue, nowMs);
    const closed = why && closedBy(why);
    const token = closed === null ? signDownload(world.config.authSecret, grant) : null;
    return {
      ...{ sku, name, bytes, untilMs, downloadsMax, used, closed },
      left: leftOf(grant),
      path: token && downloadPathOf(order.market, token),
      pagePath: token && downloadPagePathOf(order.market, token),
    };
  });
}
