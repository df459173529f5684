/**
 * Sends a form's files before the form, each in parts: so they may be larger than a request, what breaks off goes on where it
 * ended, and one sees how far it is. Without it the form brings its files itself, as many as a form takes.
 */

/** What `beginUpload` answers. */
type Begun = { partBytes: number; parts: number; received: readonly number[]; isStored: boolean };
/** Of one request, with longer and longer waits between. */
const TRIES_MAX = 5;
const WAIT_MS = 1_000;

/** Why it ended; `name` is the file's. */
class Ended extends Error {
  constructor(
    readonly why: "failed" | "signedOut",
    readonly file: string,
  ) {
    super(why);
  }
}

export function sendFiles(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-sends-files]");
  if (form) start(form);
}

function start(form: HTMLFormElement): void {
  const input = form.querySelector<HTMLInputElement>("input[type=file]");
  const arrived = form.querySelector<HTMLInputElement>("input[name=arrived]");
  const panel = form.querySelector<HTMLElement>("[data-sending]");
  const fault = form.querySelector<HTMLElement>("[data-send-fault]");
  const save = form.querySelector<HTMLButtonElement>("button[type=submit]");
  if (!input || !arrived || !panel || !fault || !save) return;
  const { status, share, bar, stop } = partsOf(panel);
  const words = (name: string, file: string) => (panel.dataset[name] ?? "").replace("{name}", file);
  /** The same file keeps its id for as long as the page is there, so that it goes on. */
  const ids = new Map<string, string>();
  let ask: AbortController | null = null;
  const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });

  const say = (text: string) => {
    fault.textContent = text;
    fault.parentElement?.toggleAttribute("hidden", text === "");
    if (text !== "") input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  };
  const show = (done: number) => {
    bar.value = done;
    share.textContent = percent.format(done);
  };
  const setBusy = (isBusy: boolean) => {
    panel.hidden = !isBusy;
    save.disabled = isBusy;
    input.disabled = isBusy;
    if (isBusy) window.addEventListener("beforeunload", stay);
    else window.removeEventListener("beforeunload", stay);
  };

  const send = async (files: readonly File[]) => {
    say("");
    setBusy(true);
    ask = new AbortController();
    try {
      for (const file of files) {
        const mark = [file.name, file.size, file.lastModified].join(" ");
        const id = ids.get(mark) ?? crypto.randomUUID();
        ids.set(mark, id);
        status.textContent = words("sending", file.name);
        await sendFile(file, id, ask.signal, show);
        if (!arrived.value.split(" ").includes(id)) arrived.value = `${arrived.value} ${id}`.trim();
      }
      input.value = "";
      setBusy(false);
      form.submit();
    } catch (error) {
      setBusy(false);
      if (error instanceof Ended) say(words(error.why, error.file));
      else if (ask.signal.aborted) say(words("stopped", ""));
      else throw error;
      save.focus();
    }
  };

  stop.addEventListener("click", () => ask?.abort());
  input.addEventListener("change", () => say(""));
  form.addEventListener("submit", (event) => {
    const files = [...(input.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    const why = whyNotSent(files, panel);
    if (why) say(words(why.name, why.file));
    else void send(files);
  });
}

function partsOf(panel: HTMLElement) {
  const found = {
    status: panel.querySelector<HTMLElement>("[role=status]"),
    share: panel.querySelector<HTMLElement>("[data-share]"),
    bar: panel.querySelector("progress"),
    stop: panel.querySelector("button"),
  };
  const { status, share, bar, stop } = found;
  if (!status || !share || !bar || !stop) throw new Error("The panel has all its parts");
  return { status, share, bar, stop };
}

/** What the store would say too, said before anything is sent. */
function whyNotSent(files: readonly File[], { dataset }: HTMLElement): { name: string; file: string } | null {
  if (files.length > Number(dataset.filesMax)) return { name: "many", file: "" };
  for (const { name, size } of files) {
    if (size === 0) return { name: "empty", file: name };
    if (size > Number(dataset.bytesMax)) return { name: "large", file: name };
  }
  return null;
}

async function sendFile(file: File, id: string, signal: AbortSignal, show: (done: number) => void): Promise<void> {
  const path = `/api/admin/files/${id}`;
  const { name, type, size: bytes } = file;
  const begun = await answerOf(file, () =>
    fetch(`${path}/upload`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name, type, bytes }),
      signal,
    }),
  );
  const { partBytes, parts, received, isStored } = (await begun.json()) as Begun;
  if (isStored) return show(1);
  const there = new Set(received);
  show(there.size / parts);
  for (let number = 1; number <= parts; number += 1) {
    if (there.has(number)) continue;
    const body = file.slice((number - 1) * partBytes, number * partBytes);
    await answerOf(file, () => fetch(`${path}/parts/${number}`, { method: "PUT", body, signal }));
    there.add(number);
    show(there.size / parts);
  }
  await answerOf(file, () => fetch(`${path}/complete`, { method: "POST", signal }));
}

/** Tries again where the connection or the store failed; what is refused is refused. */
async function answerOf({ name }: File, go: () => Promise<Response>): Promise<Response> {
  for (let tries = 1; ; tries += 1) {
    const response = await go().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === "AbortError") throw error;
      return null;
    });
    if (response?.ok) return response;
    if (response?.status === 401) throw new Ended("signedOut", name);
    const mayPass = !response || response.status === 429 || response.status >= 500;
    if (!mayPass || tries === TRIES_MAX) throw new Ended("failed", name);
    await new Promise((wake) => setTimeout(wake, WAIT_MS * 2 ** (tries - 1)));
  }
}

const stay = (event: BeforeUnloadEvent) => event.preventDefault();
