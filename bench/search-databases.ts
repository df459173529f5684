/** Those of the search index that a bench's runtime has, by the names of their bindings. */
export const searchDatabasesOf = (env: Env): [string, D1Database][] =>
  Object.entries(env).flatMap(([name, binding]) =>
    /^SEARCH(_\d+)?$/.test(name) ? [[name, binding as D1Database] as [string, D1Database]] : [],
  );
