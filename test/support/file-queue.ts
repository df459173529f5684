/**
 * What the real queues deliver while a test file runs. Files share a runtime: what an earlier one sent is let go, and a
 * file begins once nothing of it is being handled any more.
 */
let sinceMs = 0;
let underWay = 0;

const [LOOK_MS, LOOKS_MAX] = [10, 3_000];

/** Throws when what is being handled does not end. */
export async function beginFile(): Promise<void> {
  sinceMs = Date.now();
  for (let looks = 0; underWay > 0; looks += 1) {
    if (looks === LOOKS_MAX) throw new Error("A queue of the test file before does not come to rest");
    await new Promise((wake) => setTimeout(wake, LOOK_MS));
  }
}

/** Hands on the messages that were sent since the file began. */
export async function ofThisFile(
  batch: MessageBatch,
  consume: (messages: MessageBatch) => Promise<void>,
): Promise<void> {
  const isOld = ({ timestamp }: Message) => timestamp.getTime() < sinceMs;
  for (const message of batch.messages.filter(isOld)) message.ack();
  const messages = batch.messages.filter((message) => !isOld(message));
  underWay += 1;
  try {
    if (messages.length > 0) await consume({ ...batch, queue: batch.queue, messages });
  } finally {
    underWay -= 1;
  }
}
