import { expect, test } from "vitest";
import { proofOf } from "../../worker/markets/domain-proof.ts";
import { domainProverOf } from "../../worker/markets/domain-proof-client.ts";

const SECRET = "a-secret-of-this-store-0123456789abcdef";
const NONCE = "8f14e45f-ceea-467f-a83d-4a5e0f0d3c1b";
const asked: string[] = [];
const answering = (answer: (url: URL) => Response | Promise<Response>) =>
  domainProverOf(SECRET, async (input) => {
    asked.push(String(input));
    return answer(new URL(String(input)));
  })("shop.example", NONCE);
const proof = (host: string, nonce = NONCE, secret = SECRET) => Response.json({ proof: proofOf(secret, host, nonce) });

test("a domain is asked over HTTPS, and leads here where the store itself answers there", async () => {
  expect(await answering(({ hostname }) => proof(hostname))).toBe(true);
  expect(asked).toEqual([`https://shop.example/api/domain-proof/${NONCE}`]);
});

test("it does not where anybody else answers, or nobody", async () => {
  const answers: Record<string, () => Response | Promise<Response>> = {
    "a stranger who asks the store under its own name": () => proof("store.example"),
    "one who kept an earlier answer": () => proof("shop.example", "another-number"),
    "another store": () => proof("shop.example", NONCE, "the-secret-of-another-store-0123456789"),
    "one who leads on to the store": () => Response.redirect("https://store.example/", 302),
    "a page for names that are for sale": () => new Response("<!doctype html>"),
    "a failure that says the right thing": () => new Response(proof("shop.example").body, { status: 503 }),
    "one who never ends": () =>
      new Response(new ReadableStream({ pull: (sent) => sent.enqueue(new TextEncoder().encode("x".repeat(500))) })),
    nobody: () => Promise.reject(new TypeError("fetch failed")),
  };
  for (const [who, answer] of Object.entries(answers)) expect(await answering(answer), who).toBe(false);
});
