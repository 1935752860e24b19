/** What a statement binds and a row holds. */
export type SqlValue = null | string | number | bigint | Uint8Array;

/** One SQL statement with its bound values, in the order of the question marks. */
export interface Statement {
  readonly sql: string;
  readonly args: readonly SqlValue[];
}

const isStatement = (value: SqlValue | Statement): value is Statement =>
  typeof value === "object" && value !== null && "sql" in value;

/**
 * Builds a statement from a template. Every value becomes a bound parameter; a nested statement is spliced in with
 * its own parameters. Nothing a caller sends can become SQL text.
 *
 * @example
 * ```ts
 * const mine = sql`owner_id = ${user}`;
 * sql`select id from record where company_id = ${company} and ${mine}`;
 * ```
 */
export const sql = (
  texts: TemplateStringsArray,
  ...values: readonly (SqlValue | Statement)[]
): Statement => {
  let text = texts[0] ?? "";
  const args: SqlValue[] = [];
  for (const [at, value] of values.entries()) {
    if (isStatement(value)) {
      text += value.sql;
      args.push(...value.args);
    } else {
      text += "?";
      args.push(value);
    }
    text += texts[at + 1] ?? "";
  }
  return { sql: text, args };
};

/** SQL text without values, written by us: table names, columns, keywords. Never anything from a request. */
export const raw = (text: string): Statement => ({ sql: text, args: [] });

/** The statements one after the other with a separator between them; the empty list is the empty statement. */
export const join = (parts: readonly Statement[], separator: string): Statement => ({
  sql: parts.map((part) => part.sql).join(separator),
  args: parts.flatMap((part) => part.args),
});
