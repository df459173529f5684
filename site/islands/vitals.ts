/**
 * Tells the store once how fast this page came: market, kind of page, kind of connection and device, and what web-vitals
 * measured. No cookie, no address of what was looked at, nothing of who looked. Who does not want it is not measured.
 */
import { type MetricType, onCLS, onFCP, onINP, onLCP, onTTFB } from "web-vitals";
import { pageTypeOf } from "../../worker/vitals/page-type.ts";
import type { Connection, Device } from "../../worker/vitals/vitals.ts";
import { isMeasured } from "./measure-choice.ts";

const PATH = "/api/vitals";
const PHONE_WIDTH_MAX = 600;
const TABLET_WIDTH_MAX = 1_024;
/** What takes longer was not looked at, as the store has it. */
const MS_MAX = 120_000;
const SHIFT_DIGITS = 4;

/** Begins when the page is there and has nothing else to do. */
export function startVitals(): void {
  if (!isMeasured()) return;
  const begin = () => ("requestIdleCallback" in window ? requestIdleCallback(measure) : setTimeout(measure));
  if (document.readyState === "complete") begin();
  else window.addEventListener("load", begin, { once: true });
}

function measure(): void {
  const values: Record<string, number> = {};
  const note = ({ name, value }: MetricType) => {
    const rounded = name === "CLS" ? Number(value.toFixed(SHIFT_DIGITS)) : Math.round(value);
    if (rounded <= MS_MAX) values[name.toLowerCase()] = rounded;
  };
  for (const on of [onCLS, onFCP, onINP, onLCP, onTTFB]) on(note, { reportAllChanges: true });
  let isSent = false;
  // Added after web-vitals' own: it has noted the last of it by then.
  const send = () => {
    if (isSent || document.visibilityState !== "hidden" || Object.keys(values).length === 0) return;
    isSent = true;
    tell(values);
  };
  document.addEventListener("visibilitychange", send);
}

function tell(values: object): void {
  // It may have been refused while the page was looked at.
  if (!isMeasured()) return;
  try {
    const note = {
      id: crypto.randomUUID(),
      market: location.pathname.split("/")[1],
      page: pageTypeOf(location.pathname),
      connection: connection(),
      device: device(),
      values,
    };
    navigator.sendBeacon(PATH, new Blob([JSON.stringify(note)], { type: "application/json" }));
  } catch {
    // The browser is not let to tell: then it is not counted.
  }
}

function connection(): Connection {
  const { effectiveType } = (navigator as { connection?: { effectiveType?: string } }).connection ?? {};
  if (effectiveType === "slow-2g" || effectiveType === "2g") return "2g";
  return effectiveType === "3g" || effectiveType === "4g" ? effectiveType : "unknown";
}

function device(): Device {
  if (innerWidth < PHONE_WIDTH_MAX) return "phone";
  return innerWidth < TABLET_WIDTH_MAX ? "tablet" : "desktop";
}
