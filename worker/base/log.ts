/** One JSON line an event. Facts are ids, codes and counts: never names, addresses, mail addresses or secrets. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;
export type Log = { info(event: string, facts?: Facts): void; error(event: string, facts?: Facts): void };

/** Errors go to `console.error`, the rest to `console.log`. */
export const logOf = (requestId: string): Log => ({
  info: (event, facts) => console.log(JSON.stringify({ level: "info", event, requestId, ...facts })),
  error: (event, facts) => console.error(JSON.stringify({ level: "error", event, requestId, ...facts })),
});
