/** What is bound to a `?`. */
export type SqlValue = string | number;

/** SQLite text and the values of its `?`, in order. */
export interface SqlText {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** A piece of SQL while it is put together; `depth` is about how deep it nests. */
export interface Piece extends SqlText {
  readonly depth: number;
}

export const text = (sql: string, ...params: readonly SqlValue[]): Piece => ({
  sql,
  params,
  depth: 0,
});

const below = (operands: readonly Piece[], levels: number): number =>
  Math.max(0, ...operands.map(({ depth }) => depth)) + levels;

/** Joins texts of ours and compiled operands, whose values keep their order. */
export const sql = (parts: TemplateStringsArray, ...operands: readonly Piece[]): Piece => ({
  sql: parts.reduce((all, part, at) => `${all}${operands[at - 1]?.sql ?? ""}${part}`),
  params: operands.flatMap(({ params }) => params),
  depth: below(operands, 1),
});

export const list = (operands: readonly Piece[], between: string): Piece => ({
  sql: operands.map((one) => one.sql).join(between),
  params: operands.flatMap(({ params }) => params),
  depth: below(operands, 0),
});

/** Names operands, so that an expression of ours may use each more than once: `a`, `b`, `c`. */
export const named = (expression: string, ...operands: readonly Piece[]): Piece => ({
  sql: `(select ${expression} from (select ${operands.map((one, at) => `${one.sql} as ${"abc"[at]}`).join(", ")}))`,
  params: operands.flatMap(({ params }) => params),
  depth: below(operands, 2),
});
