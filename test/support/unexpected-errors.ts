/** What is logged as an error is for somebody to look at: a test that provokes one takes it, any other that logs one fails. */
import { afterEach, beforeEach, expect } from "vitest";
import { listenForErrors, stopListening, takeErrors } from "./logged-errors.ts";

beforeEach(listenForErrors);

afterEach(() => {
  const logged = takeErrors();
  stopListening();
  expect(logged, "errors that the test did not expect").toEqual([]);
});
