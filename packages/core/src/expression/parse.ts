import { Environment, ParseError, type ASTNode } from "@marcbachmann/cel-js";

import { err, fault, isWellFormed, ok, type Fault, type Result } from "../kernel/index.ts";

/** How large an expression may be: UTF-16 units of text, nodes and levels of its tree, operands of a call. */
export const expressionLimits = { text: 4000, nodes: 500, depth: 40, operands: 50 } as const;

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  limits: {
    maxAstNodes: expressionLimits.nodes,
    maxDepth: expressionLimits.depth,
    maxListElements: 200,
    maxMapEntries: 1,
    maxCallArguments: expressionLimits.operands,
  },
});

/** A fault with the place in the text: `[from, to)` in UTF-16 units. */
export const faultAt = (
  code: `expression/${string}`,
  message: string,
  from: number,
  to: number,
): Fault => fault(code, message, undefined, { from, to });

/**
 * The syntax tree of a CEL text. Faults, each with its place: `expression/too-long`, `expression/too-complex`,
 * `expression/syntax`.
 */
export const parseText = (text: string): Result<ASTNode> => {
  if (text.length > expressionLimits.text) {
    const message = `An expression has at most ${expressionLimits.text} characters.`;
    return err(faultAt("expression/too-long", message, expressionLimits.text, text.length));
  }
  if (!isWellFormed(text)) {
    return err(faultAt("expression/syntax", "The text is not sound Unicode.", 0, text.length));
  }
  try {
    return ok(environment.parse(text).ast);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const { start, end } = error.range ?? { start: 0, end: text.length };
    const tooMuch = error.code === "limit_exceeded";
    return err(
      tooMuch
        ? faultAt("expression/too-complex", "The expression is too large; split it.", start, end)
        : faultAt("expression/syntax", `${error.summary}.`, start, end),
    );
  }
};
