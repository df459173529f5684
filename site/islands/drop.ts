/**
 * A drop, live: counts down, does the work that a ticket costs, and asks where the visitor stands as often as the store
 * says. Without it everything still goes on, by forms and by a page that loads itself again.
 */
import type { Challenge } from "altcha-lib";

type Place = { state: string; before: number | null; waitMs: number | null; soldOut: boolean; nextAskMs: number };

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_SECONDS = 86_400;
/** After an ask that failed. */
const ASK_AGAIN_MS = 15_000;

/** `<drop-countdown at="…">`: what is in it stays until the script counts. An element of its own counts wherever it is put in. */
class Countdown extends HTMLElement {
  #timer = 0;
  connectedCallback(): void {
    this.#timer = window.setInterval(() => this.#show(), SECOND_MS);
    this.#show();
  }
  disconnectedCallback(): void {
    window.clearInterval(this.#timer);
  }
  #show(): void {
    const left = Math.max(0, Math.ceil((Number(this.getAttribute("at")) - Date.now()) / SECOND_MS));
    const digits = this.querySelector<HTMLElement>("[data-left]");
    if (digits) digits.textContent = clock(left);
    this.classList.toggle("is-over", left === 0);
    for (const part of this.querySelectorAll<HTMLElement>("[data-until]")) part.hidden = left === 0;
    for (const part of this.querySelectorAll<HTMLElement>("[data-after]")) part.hidden = left > 0;
    if (left === 0) window.clearInterval(this.#timer);
  }
}

const locale = () => document.documentElement.lang;

/** `2 days 03:04:05`, as the page's language counts. */
function clock(seconds: number): string {
  const two = new Intl.NumberFormat(locale(), { minimumIntegerDigits: 2 });
  const days = Math.floor(seconds / DAY_SECONDS);
  const rest = [Math.floor((seconds % DAY_SECONDS) / 3_600), Math.floor((seconds % 3_600) / 60), seconds % 60];
  const time = rest.map((part) => two.format(part)).join(":");
  if (days === 0) return time;
  const unit = new Intl.NumberFormat(locale(), { style: "unit", unit: "day", unitDisplay: "long" });
  return `${unit.format(days)} ${time}`;
}

/** Counts wherever a countdown is, now or later. */
export function startCountdowns(): void {
  if (!customElements.get("drop-countdown")) customElements.define("drop-countdown", Countdown);
}

/** Works for the ticket before the form is sent. Where that cannot be done, the form goes as it is. */
export function startJoin(): void {
  const form = document.querySelector<HTMLFormElement>("[data-drop-join]");
  if (!form || !window.isSecureContext) return;
  let isWorking = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isWorking) return;
    isWorking = true;
    void work(form).finally(() => form.submit());
  });
}

async function work(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>("button");
  const says = form.querySelector<HTMLElement>("[data-says]");
  if (button) button.disabled = true;
  if (says) says.textContent = says.dataset.working ?? "";
  const payload = form.querySelector<HTMLInputElement>("[name=payload]");
  const solved = await solve(form.dataset.dropJoin ?? "").catch(() => null);
  if (payload && solved) payload.value = solved;
}

/** The keys are derived by the browser's own cryptography, off this thread: the page stays quick. */
async function solve(dropId: string): Promise<string | null> {
  const [{ solveChallenge }, { deriveKey }, response] = await Promise.all([
    import("altcha-lib"),
    import("altcha-lib/algorithms/web/pbkdf2"),
    // Browsers send an empty body with a POST, and a body is JSON.
    fetch(`/api/drops/${dropId}/challenge`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    }),
  ]);
  if (!response.ok) return null;
  const { challenge }: { challenge: Challenge } = await response.json();
  const solution = await solveChallenge({ challenge, deriveKey });
  return solution && btoa(JSON.stringify({ challenge, solution }));
}

/** Shows where the visitor stands, and loads the page anew when something else is to be done. */
export function startPlace(): void {
  const place = document.querySelector<HTMLElement>("[data-drop-place]");
  if (place) askLater(place, Number(place.dataset.next));
}

const askLater = (place: HTMLElement, ms: number) => window.setTimeout(() => void ask(place), ms);

async function ask(place: HTMLElement): Promise<void> {
  const response = await fetch(`/api/drops/${place.dataset.dropPlace}/place`).catch(() => null);
  if (!response || response.status >= 429) return void askLater(place, ASK_AGAIN_MS);
  const now: Place | null = response.ok ? await response.json() : null;
  if (!now || !(place.dataset.live ?? "").split(" ").includes(now.state)) return location.reload();
  show(place, now);
  askLater(place, now.nextAskMs);
}

function show(place: HTMLElement, { state, before, waitMs, soldOut }: Place): void {
  for (const part of place.querySelectorAll<HTMLElement>("[data-in]")) part.hidden = part.dataset.in !== state;
  const ahead = place.querySelector("[data-before]");
  if (ahead) ahead.textContent = before === null ? "…" : before.toLocaleString(locale());
  const wait = place.querySelector<HTMLElement>("[data-wait]");
  const text = wait && waitText(wait, waitMs);
  // The same words again would be read out again.
  if (wait && text && wait.textContent !== text) wait.textContent = text;
  const out = place.querySelector<HTMLElement>("[data-sold-out]");
  if (out) out.hidden = !soldOut;
}

function waitText({ dataset }: HTMLElement, waitMs: number | null): string {
  if (waitMs === null) return dataset.unknown ?? "";
  if (waitMs < MINUTE_MS) return dataset.soon ?? "";
  const minutes = new Intl.NumberFormat(locale(), { style: "unit", unit: "minute", unitDisplay: "long" });
  return minutes.format(Math.round(waitMs / MINUTE_MS));
}
