/** The right to download what was bought: a grant for each file of each line. What may be done with one is decided here. */
import type { DownloadTerms } from "../catalog/digital/digital.ts";

/**
 * `issue` rises when staff gives the line's links out anew: links of an earlier one open nothing. `used` counts downloads
 * that were begun, `resumedBytes` what was sent of later parts of them. `revokedBy` is the refund that took it back.
 */
export type Grant = {
  orderId: string;
  sku: string;
  fileId: string;
  /** In the order of the order's lines, and of their files. */
  position: number;
  name: string;
  type: string;
  bytes: number;
  issue: number;
  downloadsMax: number;
  days: number;
  used: number;
  resumedBytes: number;
  untilMs: number;
  lastAtMs: number | null;
  revokedAtMs: number | null;
  revokedBy: string | null;
};

const DAY_MS = 86_400_000;
export const untilOf = (atMs: number, days: number): number => atMs + days * DAY_MS;

type Sold = { sku: string; quantity: number; download?: DownloadTerms | undefined };

/** The grants of a new order's lines, from the moment it is paid. */
export function grantsOf(orderId: string, lines: readonly Sold[], atMs: number): Grant[] {
  const files = lines.flatMap(({ sku, quantity, download }) =>
    (download?.files ?? []).map((file) => ({
      sku,
      quantity,
      file,
      days: download?.days ?? 0,
      each: download?.downloadsMax ?? 0,
    })),
  );
  return files.map(({ sku, quantity, file, days, each }, position) => ({
    orderId,
    sku,
    fileId: file.id,
    position,
    name: file.name,
    type: file.type,
    bytes: file.bytes,
    issue: 1,
    downloadsMax: each * quantity,
    days,
    used: 0,
    resumedBytes: 0,
    untilMs: untilOf(atMs, days),
    lastAtMs: null,
    revokedAtMs: null,
    revokedBy: null,
  }));
}

export type DownloadProblem = {
  code:
    | "download.link_invalid"
    | "download.replaced"
    | "download.revoked"
    | "download.expired"
    | "download.used_up"
    | "download.file_gone";
};

/** Why nothing may be downloaded by a link of this issue; null where it may. */
export function whyClosed(grant: Grant, issue: number, nowMs: number): DownloadProblem | null {
  if (grant.issue !== issue) return { code: "download.replaced" };
  if (grant.revokedAtMs !== null) return { code: "download.revoked" };
  if (nowMs >= grant.untilMs) return { code: "download.expired" };
  return grant.used >= grant.downloadsMax ? { code: "download.used_up" } : null;
}

export const leftOf = ({ downloadsMax, used }: Pick<Grant, "downloadsMax" | "used">): number =>
  Math.max(0, downloadsMax - used);

/**
 * Later parts of a download that was begun are not counted again, so a connection may break; but all of them together are
 * no more than this many times the file for each download that was counted. Past that, a part is a download of its own.
 */
export const RESUMED_TIMES_MAX = 2;

type Line = { sku: string; quantity: number; digital?: boolean | undefined; restockedQuantity: number };
type Back = { amountMinor: number; restock: readonly { sku: string; quantity: number }[] };

/** The downloads that a refund takes back: all when no money is left, else those of lines whose every unit came back. */
export function revokedLines(order: { refundableMinor: number; lines: readonly Line[] }, refund: Back): string[] {
  const isAll = refund.amountMinor >= order.refundableMinor;
  return order.lines
    .filter(({ digital }) => digital)
    .filter(({ sku, quantity, restockedQuantity }) => {
      const back = refund.restock.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.quantity, 0);
      return isAll || (back > 0 && restockedQuantity + back >= quantity);
    })
    .map(({ sku }) => sku);
}
