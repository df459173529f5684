/**
 * Whether pages may be measured on this device. What the browser asks of every site (Do Not Track, Global Privacy Control) is
 * heeded; who says no here is remembered here alone, by their browser.
 */
const KEY = "measuring";

type Asking = Navigator & { globalPrivacyControl?: boolean };

/** Of every site, by the browser's own settings. */
const isRefusedByBrowser = (): boolean =>
  navigator.doNotTrack === "1" || (navigator as Asking).globalPrivacyControl === true;

export function isMeasured(): boolean {
  if (isRefusedByBrowser()) return false;
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    // Whether it was refused cannot be told: then it was.
    return false;
  }
}

/** Shows the choice, which stays hidden where no script runs: nothing is measured there. */
export function startMeasureChoice(): void {
  const choice = document.querySelector<HTMLElement>("[data-measure-choice]");
  const box = choice?.querySelector("input");
  if (!choice || !box) return;
  box.checked = isMeasured();
  box.disabled = isRefusedByBrowser();
  const note = choice.querySelector<HTMLElement>("[data-refused]");
  if (note && isRefusedByBrowser()) {
    note.hidden = false;
    box.setAttribute("aria-describedby", note.id);
  }
  box.addEventListener("change", () => {
    try {
      if (box.checked) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, "off");
    } catch {
      // Storage is closed to this page: nothing is measured.
      box.checked = false;
    }
  });
  choice.hidden = false;
}
