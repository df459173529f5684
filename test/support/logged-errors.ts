/** What was logged as an error. One for all who ask: a set-up is evaluated anew for every file, this is not. */
import { vi } from "vitest";

const spyOnErrors = () => vi.spyOn(console, "error").mockImplementation(() => undefined);
let spy: ReturnType<typeof spyOnErrors> | null = null;

export function listenForErrors(): void {
  spy = spyOnErrors();
}

export function stopListening(): void {
  spy?.mockRestore();
  spy = null;
}

/** The lines logged as errors since the test began, or since they were last taken. */
export function takeErrors(): string[] {
  const lines = (spy?.mock.calls ?? []).map((call) => call.map(String).join(" "));
  spy?.mockClear();
  return lines;
}
