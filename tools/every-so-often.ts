/** Long work tells how far it is, every two seconds at most. */
const PROGRESS_MS = 2_000;

export function everySoOften(tell: (done: number) => void): (done: number) => void {
  let toldAtMs = Date.now();
  return (done) => {
    if (Date.now() - toldAtMs < PROGRESS_MS) return;
    toldAtMs = Date.now();
    tell(done);
  };
}
