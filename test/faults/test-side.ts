/**
 * Work of the test that an object asks for in the middle of its own. An object may touch nothing that another one, or the
 * test, has open, nor wait for their promises: the work is put down, the test does it, and both look whether it is done.
 */
type Job = { work(): Promise<unknown>; end: { ok: boolean; value: unknown } | null };
const LOOK_MS = 1;

const aMoment = () => new Promise<void>((wake) => setTimeout(wake, LOOK_MS));
/** Waits in a way that any object may. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await aMoment();
}

export function testSide() {
  const jobs: Job[] = [];
  const handOver = async (work: () => Promise<unknown>): Promise<unknown> => {
    const job: Job = { work, end: null };
    jobs.push(job);
    await until(() => job.end !== null);
    if (job.end?.ok) return job.end.value;
    throw job.end?.value;
  };
  const doJob = async (job: Job): Promise<void> => {
    try {
      job.end = { ok: true, value: await job.work() };
    } catch (error) {
      job.end = { ok: false, value: error };
    }
  };
  return {
    /** The same functions, done by the test. */
    handedOver: <Functions extends Record<string, (...given: never[]) => Promise<unknown>>>(functions: Functions) =>
      Object.fromEntries(
        Object.entries(functions).map(([name, work]) => [name, (...given: never[]) => handOver(() => work(...given))]),
      ) as Functions,
    /** Waits for the work, and does what is handed over meanwhile. */
    doing: async <Answer>(work: Promise<Answer>): Promise<Answer> => {
      let isOver = false;
      const over = () => {
        isOver = true;
      };
      const ends = work.then(over, over);
      while (!isOver) {
        await Promise.race([ends, aMoment()]);
        // Not awaited here: a job may wait for another one.
        for (const job of jobs.splice(0)) void doJob(job);
      }
      return work;
    },
  };
}
