/** What is logged as an error is for somebody to look at: a test that provokes one takes it, any other that logs one fails. */
import { afterEach, beforeEach, expect, vi } from "vitest";

const spyOnErrors = () => vi.spyOn(console, "error").mockImplementation(() => undefined);
let spy = spyOnErrors();

beforeEach(() => {
  spy = spyOnErrors();
});

afterEach(() => {
  const logged = takeErrors();
  spy.mockRestore();
  expect(logged, "errors that the test did not expect").toEqual([]);
});

/** The lines logged as errors since the test began, or since they were last taken. */
export function takeErrors(): string[] {
  const lines = spy.mock.calls.map((call) => call.map(String).join(" "));
  spy.mockClear();
  return lines;
}
