/** Sends a form as it stands without leaving the page; answers the page that came back, null where none did. */
export async function askForm(
  form: HTMLFormElement,
  { step, signal }: { step?: string; signal?: AbortSignal } = {},
): Promise<Document | null> {
  const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  if (step) body.set("step", step);
  const response = await fetch(form.action, { method: "POST", body, ...(signal && { signal }) }).catch(() => null);
  return response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
}
