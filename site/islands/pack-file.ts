/**
 * Packs a large file before its form is sent, so that it goes through in a fraction of the time, and one may be sent that
 * would be too large as it is. Without it, whoever has such a file packs it by hand.
 */
const SMALL_BYTES = 1_000_000;

export function startPackFile(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-packs]");
  form?.addEventListener("submit", (event) => {
    const input = form.querySelector<HTMLInputElement>("input[type=file]");
    const [file] = input?.files ?? [];
    if (!input || !file || file.size < SMALL_BYTES || /\.(gz|zip)$/i.test(file.name)) return;
    event.preventDefault();
    void sendPacked(form, input, file);
  });
}

async function sendPacked(form: HTMLFormElement, input: HTMLInputElement, file: File): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  form.setAttribute("aria-busy", "true");
  if (button) button.disabled = true;
  const packed = await pack(file).catch(() => null);
  if (button) button.disabled = false;
  form.removeAttribute("aria-busy");
  // What cannot be packed is sent as it is, and what is wrong with it is said by the answer.
  if (packed && input.files?.[0] === file) {
    const held = new DataTransfer();
    held.items.add(packed);
    input.files = held.files;
  }
  form.submit();
}

async function pack(file: File): Promise<File> {
  const stream = file.stream().pipeThrough(new CompressionStream("gzip"));
  return new File([await new Response(stream).blob()], `${file.name}.gz`, { type: "application/gzip" });
}
