/** Stands in for the European Central Bank's reference rates in a local store: the format as published, of today. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Units for one euro: near what they were in the autumn of 2025. The dirham is not among those that are published. */
export const SAMPLE_RATES: Readonly<Record<string, string>> = {
  ...{ USD: "1.1587", JPY: "177.30", BGN: "1.9558", CZK: "24.290", DKK: "7.4691", GBP: "0.86930", HUF: "390.08" },
  ...{ PLN: "4.2463", RON: "5.0845", SEK: "11.0070", CHF: "0.9289", ISK: "141.80", NOK: "11.6365", TRY: "48.4720" },
  ...{ AUD: "1.7802", BRL: "6.2300", CAD: "1.6270", CNY: "8.2519", HKD: "9.0037", IDR: "19223.34", ILS: "3.8155" },
  ...{ INR: "101.9030", KRW: "1649.30", MXN: "21.2961", MYR: "4.8961", NZD: "2.0224", PHP: "67.400", SGD: "1.5046" },
  ...{ THB: "37.912", ZAR: "20.1050" },
};

/** The feed of a day (`YYYY-MM-DD`), as the bank writes it. */
export const feedOf = (
  date: string,
  rates: Readonly<Record<string, string>> = SAMPLE_RATES,
): string => `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
	<gesmes:subject>Reference rates</gesmes:subject>
	<gesmes:Sender>
		<gesmes:name>European Central Bank</gesmes:name>
	</gesmes:Sender>
	<Cube>
		<Cube time='${date}'>
${Object.entries(rates)
  .map(([currency, rate]) => `\t\t\t<Cube currency='${currency}' rate='${rate}'/>`)
  .join("\n")}
		</Cube>
	</Cube>
</gesmes:Envelope>
`;

/** Serves the feed of the day at any path, to this machine alone. */
export async function startReferenceRates(): Promise<{ url: string; close(): void }> {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/xml" });
    response.end(feedOf(new Date().toISOString().slice(0, 10)));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/stats/eurofxref/eurofxref-daily.xml`, close: () => server.close() };
}
