/** A visitor of the store by several host names, as DNS would lead them all to this machine: each has cookies of its own. */
import { request } from "node:http";

export type HostAnswer = { status: number; location: string | null; text: string; header(name: string): string | null };
export type HostAsk = {
  method?: string;
  form?: Readonly<Record<string, string>>;
  headers?: Readonly<Record<string, string>>;
};

export function hostVisitor(storeUrl: string) {
  const { hostname, port } = new URL(storeUrl);
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (host: string) => {
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };

  /** One request, no redirect followed. Whatever the address's scheme, it goes to the store as it is on this machine. */
  async function ask(address: string, { method = "GET", form, headers = {} }: HostAsk = {}): Promise<HostAnswer> {
    const { host, pathname, search } = new URL(address);
    const jar = jarOf(host);
    const body = form ? new URLSearchParams(form).toString() : null;
    const sent = {
      host,
      "accept-encoding": "identity",
      ...(jar.size > 0 ? { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") } : {}),
      ...(body === null ? {} : { "content-type": "application/x-www-form-urlencoded", origin: `http://${host}` }),
      ...headers,
    };
    return new Promise((resolve, reject) => {
      const asked = request({ hostname, port, path: pathname + search, method, headers: sent }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          for (const line of answer.headers["set-cookie"] ?? []) keep(jar, line);
          const header = (name: string) => [answer.headers[name] ?? []].flat().join(", ") || null;
          const text = Buffer.concat(chunks).toString();
          resolve({ status: answer.statusCode ?? 0, location: header("location"), text, header });
        });
      });
      asked.on("error", reject);
      asked.end(body ?? undefined);
    });
  }

  return { ask, cookies: (host: string): ReadonlyMap<string, string> => jarOf(host) };
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";").map((part) => part.trim());
  const [name = "", value = ""] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
  const isOver = attributes.some((each) => /^max-age=0$/i.test(each) || /^expires=thu, 01 jan 1970/i.test(each));
  if (isOver) jar.delete(name);
  else jar.set(name, value);
}
