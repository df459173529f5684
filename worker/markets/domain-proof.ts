/**
 * What shows that a host leads to this store: an answer that takes the store's secret, for the host that was asked and a
 * number that was never used before. A host that passes the question on to the store is answered for the store's own name.
 */
import { createHmac } from "node:crypto";
import { keyFor } from "../drops/signed.ts";

/** Whether a domain leads here, as it answers right now. Never rejects. */
export type DomainProver = (domain: string, nonce: string) => Promise<boolean>;

export const PROOF_PATH = "/api/domain-proof";

export const proofOf = (secret: string, host: string, nonce: string): string =>
  createHmac("sha256", keyFor(secret, "domain proof")).update(`${host} ${nonce}`).digest("base64url");
