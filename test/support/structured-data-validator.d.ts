/** What is used of it: the package says no types of its own. */
declare module "@adobe/structured-data-validator" {
  type Issue = { severity: "ERROR" | "WARNING"; issueMessage: string };
  type Extracted = { jsonld: Record<string, object[]>; microdata: object; rdfa: object; errors: object[] };
  /** Without schema.org's own vocabulary it holds data to Google's rules alone. */
  export default class Validator {
    validate(found: Extracted): Promise<Issue[]>;
  }
}
