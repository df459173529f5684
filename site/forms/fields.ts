/** What a form sent, as text; a file or a missing field reads as empty. */
export type Fields = { text(name: string): string; isOn(name: string): boolean };

const FIELD_LENGTH_MAX = 2_000;

/** A body that is not the form it says it is reads as an empty one, and is then refused as one. */
export const readFields = async (request: Request): Promise<Fields> =>
  fieldsOf(await request.formData().catch(() => new FormData()));

/** Text is cut nowhere: a field over the limit reads as empty, and is then refused as missing. */
function fieldsOf(form: FormData): Fields {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" && value.length <= FIELD_LENGTH_MAX ? value : "";
  };
  return { text, isOn: (name) => text(name) === "on" };
}

/** An operation id: the form's own when it brought one that can be one, else a new one. */
export const operationIdOf = (fields: Fields, newId: () => string): string => {
  const given = fields.text("operationId");
  return /^[\w:-]{8,64}$/.test(given) ? given : newId();
};
