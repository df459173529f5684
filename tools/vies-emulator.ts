/**
 * Stands in for VIES, the European Commission's register of VAT numbers, in local stores and tests: `POST /check-vat-number`
 * of its REST API, with answers and failures as it gives them (swagger_publicVAT; a state that is down is told with status
 * 200). Every number is listed, under a name of its own, but for those of `VIES_CASES`, which do what they are named for.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Austrian numbers whose form and check are right. */
export const VIES_CASES = {
  listed: "ATU10000005",
  /** Listed by a state that tells no names. */
  nameless: "ATU11111116",
  unlisted: "ATU20000004",
  refused: "ATU22222226",
  stateDown: "ATU30000003",
  busy: "ATU40000002",
  hangs: "ATU50000001",
  garbled: "ATU60000000",
} as const;
/** A shop that asks under this number is not known. */
export const UNKNOWN_ASKER = "ATU70000009";
const HANG_MS = 60_000;

type Ask = { countryCode?: string; vatNumber?: string; requesterMemberStateCode?: string; requesterNumber?: string };
const failure = (error: string, status = 200) =>
  Response.json({ actionSucceed: false, errorWrappers: [{ error }] }, { status });

/** Answers one request to the API, whatever stands before its last part. `hang` waits as long as the register does. */
export async function answerVies(
  request: Request,
  hang = () => new Promise<void>((wake) => setTimeout(wake, HANG_MS).unref()),
): Promise<Response> {
  if (request.method !== "POST" || !new URL(request.url).pathname.endsWith("/check-vat-number"))
    return new Response(null, { status: 404 });
  const ask = (await request.json().catch(() => null)) as Ask | null;
  const { countryCode, vatNumber, requesterMemberStateCode, requesterNumber } = ask ?? {};
  if (!countryCode || !vatNumber) return failure("INVALID_INPUT", 400);
  const asker = requesterNumber ? `${requesterMemberStateCode}${requesterNumber}` : "";
  if (asker === UNKNOWN_ASKER) return failure("INVALID_REQUESTER_INFO");
  const number = `${countryCode}${vatNumber}`;
  if (number === VIES_CASES.refused) return failure("INVALID_INPUT");
  if (number === VIES_CASES.stateDown) return failure("MS_UNAVAILABLE");
  if (number === VIES_CASES.busy) return failure("MS_MAX_CONCURRENT_REQ", 500);
  if (number === VIES_CASES.garbled) return new Response("<html>Service</html>", { status: 200 });
  if (number === VIES_CASES.hangs) await hang();
  return Response.json(answerOf({ countryCode, vatNumber, number, asker }));
}

function answerOf({
  countryCode,
  vatNumber,
  number,
  asker,
}: Record<"countryCode" | "vatNumber" | "number" | "asker", string>) {
  const valid = number !== VIES_CASES.unlisted;
  const isNamed = valid && number !== VIES_CASES.nameless;
  return {
    ...{ countryCode, vatNumber, requestDate: new Date().toISOString(), valid },
    requestIdentifier: valid && asker ? `WAPI${vatNumber.replaceAll(/\D/g, "").padStart(12, "0")}` : "",
    name: isNamed ? `Example Trading ${countryCode}` : "---",
    address: isNamed ? "Example Street 1\n1010 Example" : "---",
    ...{ traderName: "---", traderStreet: "---", traderPostalCode: "---", traderCity: "---", traderCompanyType: "---" },
    ...{ traderNameMatch: "NOT_PROCESSED", traderStreetMatch: "NOT_PROCESSED" },
    ...{
      traderPostalCodeMatch: "NOT_PROCESSED",
      traderCityMatch: "NOT_PROCESSED",
      traderCompanyTypeMatch: "NOT_PROCESSED",
    },
  };
}

/** Serves it to this machine alone. */
export async function startVies(): Promise<{ url: string; close(): void }> {
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { method = "GET", url = "/" } = incoming;
    const body = chunks.length > 0 ? Buffer.concat(chunks) : null;
    const answer = await answerVies(new Request(new URL(url, "http://127.0.0.1"), { method, body }));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(await answer.text());
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}/rest-api`, close };
}
