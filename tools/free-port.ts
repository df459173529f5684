/** Ports of this machine that nobody listens on, for stores that tests, proofs and benches open beside others. */
import { createServer } from "node:net";

/** The port asked for, any where that is 0; null when somebody listens there. */
export const portIfFree = (wanted: number): Promise<number | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen(wanted, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : null));
    });
  });

/** Any port that is free now. */
export async function freePort(): Promise<number> {
  const port = await portIfFree(0);
  if (port === null) throw new Error("This machine has no free port");
  return port;
}
