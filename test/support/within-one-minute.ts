/** Does again what began in one minute of the clock and ended in another: network limits count by it, and begin anew with it. */
export async function withinOneMinute<Value>(work: () => Promise<Value>): Promise<Value> {
  const minute = () => Math.floor(Date.now() / 60_000);
  for (let tries = 0; tries < 5; tries += 1) {
    const began = minute();
    const value = await work();
    if (minute() === began) return value;
  }
  throw new Error("five times, this took longer than a minute had left");
}
