/** Asks a host whether it leads to this store: once, in time, and reads no more than an answer can be. Staff ask again. */
import { type DomainProver, PROOF_PATH, proofOf } from "./domain-proof.ts";

const TIMEOUT_MS = 5_000;
const ANSWER_BYTES_MAX = 1_000;

/** `ask` is replaced in tests. */
export const domainProverOf =
  (secret: string, ask: typeof fetch = (input, init) => fetch(input, init)): DomainProver =>
  async (domain, nonce) => {
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const address = `https://${domain}${PROOF_PATH}/${nonce}`;
      const response = await ask(address, { signal, redirect: "manual", headers: { accept: "application/json" } });
      const text = await beginningOf(response);
      return response.status === 200 && text === JSON.stringify({ proof: proofOf(secret, domain, nonce) });
    } catch {
      // No such host, no answer in time, no certificate yet: it does not lead here.
      return false;
    }
  };

async function beginningOf(response: Response): Promise<string> {
  const [decoder, reader] = [new TextDecoder(), response.body?.getReader()];
  let text = "";
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    text += decoder.decode(read.value, { stream: true });
    if (text.length > ANSWER_BYTES_MAX) {
      await reader?.cancel();
      break;
    }
  }
  return text;
}
