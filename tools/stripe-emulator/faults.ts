/** Calls that are made to fail, on request: the provider's bad days, to be tried before they come. */

/** `error`: a 500. `disconnect`: the connection is cut. `hang`: no answer at all. */
export type Fault = {
  call: string | null;
  kind: "error" | "disconnect" | "hang";
  /** `after`: the work is done and kept under its idempotency key; only the answer is lost. */
  when: "before" | "after";
  times: number;
  /** Text that the request must hold (an id, say); null fits every one. */
  about: string | null;
};
/** Faults that may wait at once. */
export const FAULTS_MAX = 100;
/** Calls that one fault may hit. */
export const FAULT_TIMES_MAX = 1_000;
const HANG_MS_MAX = 60_000;

/** The connection is to be cut: no answer is to be sent. */
export class Disconnected extends Error {
  override name = "Disconnected";
}

/** The fault that a call is to have, if any; it is used up by one. */
export function takeFault(faults: Fault[], call: string, text: string): Fault | null {
  const index = faults.findIndex(
    (fault) => (fault.call === null || fault.call === call) && (fault.about === null || text.includes(fault.about)),
  );
  const fault = faults[index];
  if (!fault) return null;
  fault.times -= 1;
  if (fault.times === 0) faults.splice(index, 1);
  return fault;
}

/** Waits until the caller gives up, or long enough, then cuts the connection. */
export const hang = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(new Disconnected("the call was made to hang"));
    };
    const timer = setTimeout(end, HANG_MS_MAX);
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
