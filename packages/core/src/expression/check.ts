import type { ASTNode } from "@marcbachmann/cel-js";

import { err, ok, parseDecimal, shown, type Fault, type Result } from "../kernel/index.ts";
import { arithmetic, mostDigits, negated, type Misfit } from "./arithmetic.ts";
import { comparison, type Comparison } from "./comparison.ts";
import type { Expression } from "./expression.ts";
import { functions, unknownFunction } from "./functions.ts";
import { call, literal, placeOf, unified, type Place } from "./nodes.ts";
import { faultAt, parseText } from "./parse.ts";
import { inWords, type ExpressionType, type TypeEnvironment } from "./type.ts";
import { inRange } from "./value.ts";

const bool = { kind: "bool" } as const;

type Arithmetic = "+" | "-" | "*" | "/" | "%";

/** A number as it is written: whole, decimal (exact, `1.10`), or float (with an exponent, `1e3`). */
const numberType = (written: string): ExpressionType => {
  if (/^(?:0[xX][\dA-Fa-f]+|\d+)$/.test(written)) return { kind: "int" };
  const [, fraction] = /^\d*\.(\d*)$/.exec(written) ?? [];
  return fraction === undefined ? { kind: "float" } : { kind: "decimal", scale: fraction.length };
};

/** Reads one syntax tree; every fault it finds stands in `faults`. */
class Checker {
  readonly faults: Fault[] = [];
  readonly #environment: TypeEnvironment;

  constructor(environment: TypeEnvironment) {
    this.#environment = environment;
  }

  #refuse(code: `expression/${string}`, message: string, { from, to }: Place): undefined {
    this.faults.push(faultAt(code, message, from, to));
    return undefined;
  }

  #built(built: Expression | Misfit | undefined, message: string, place: Place) {
    if (built !== undefined && "kind" in built) return built;
    const hint = built?.hint === undefined ? "" : ` ${built.hint}`;
    return this.#refuse("expression/type", `${message}${hint}`, place);
  }

  /** The operands, or undefined when one of them has a fault, which is told already. */
  #all(nodes: readonly ASTNode[]): readonly Expression[] | undefined {
    const read = nodes.map((node) => this.read(node));
    return read.includes(undefined) ? undefined : (read as Expression[]);
  }

  #number(node: ASTNode): Expression | undefined {
    const place = placeOf(node);
    const written = node.input.slice(node.start, node.end);
    const type = numberType(written);
    if (type.kind === "float") return literal(type, Number(node.args), place);
    const decimal = type.kind === "int" ? undefined : parseDecimal(written);
    const units = typeof node.args === "bigint" ? node.args : decimal?.units;
    if (units === undefined || inRange(units) === null || (decimal?.scale ?? 0) > mostDigits) {
      const message = `${shown(written)} has more digits than a number can hold.`;
      return this.#refuse("expression/type", message, place);
    }
    return literal(type, units, place);
  }

  #value(node: ASTNode): Expression | undefined {
    const place = placeOf(node);
    const { args } = node;
    if (args === null) return literal({ kind: "null" }, null, place);
    if (typeof args === "string") return literal({ kind: "text" }, args, place);
    if (typeof args === "boolean") return literal(bool, args, place);
    if (typeof args === "bigint" || typeof args === "number") return this.#number(node);
    return this.#refuse("expression/type", "Bytes and unsigned numbers are not known here.", place);
  }

  #path(node: ASTNode): readonly string[] | undefined {
    if (node.op === "id") return [node.args];
    if (node.op !== ".") return undefined;
    const [owner, name] = node.args;
    const path = this.#path(owner);
    return path === undefined ? undefined : [...path, name];
  }

  #field(path: readonly string[] | undefined, place: Place): Expression | undefined {
    if (path === undefined) {
      return this.#refuse("expression/type", "Only a field has parts.", place);
    }
    const type = this.#environment.typeOf(path);
    if (type === undefined) {
      const message = `There is no field ${shown(path.join("."))}.`;
      return this.#refuse("expression/unknown-field", message, place);
    }
    return { kind: "field", type, path, ...place };
  }

  #condition(node: ASTNode): Expression | undefined {
    const read = this.read(node);
    if (read === undefined || read.type.kind === "bool") return read;
    const message = `This must be true or false, and is ${inWords(read.type)}.`;
    return this.#refuse("expression/type", message, placeOf(node));
  }

  #member(needle: ASTNode, list: ASTNode, place: Place): Expression | undefined {
    if (list.op !== "list") {
      const both = this.#all([needle, list]);
      if (both === undefined) return undefined;
      const [one, many] = both;
      return one?.type.kind === "text" && many?.type.kind === "textList"
        ? call(bool, "isMember", both, place)
        : this.#refuse("expression/type", "`in` asks a list.", place);
    }
    const tests = list.args.map((item) => this.#compared("==", needle, item, place));
    if (tests.includes(undefined)) return undefined;
    const [only, ...others] = tests as Expression[];
    if (only === undefined) return literal(bool, false, place);
    return others.length === 0 ? only : call(bool, "or", tests as Expression[], place);
  }

  #compared(operator: Comparison, left: ASTNode, right: ASTNode, place: Place) {
    const both = this.#all([left, right]);
    const [a, b] = both ?? [];
    if (a === undefined || b === undefined) return undefined;
    const kinds = `${inWords(a.type)} and ${inWords(b.type)}`;
    const isDay = [a, b].some(({ type }) => type.kind === "date");
    const hint =
      isDay && kinds.includes("text") ? { hint: 'Write date("2026-01-31").' } : undefined;
    return this.#built(
      comparison(operator, a, b, place) ?? hint,
      `\`${operator}\` cannot compare ${kinds}.`,
      place,
    );
  }

  #called(name: string, given: readonly ASTNode[], node: ASTNode): Expression | undefined {
    const place = placeOf(node);
    if (name === "field") {
      const [only, ...rest] = given;
      const isName = only?.op === "value" && typeof only.args === "string" && rest.length === 0;
      return isName
        ? this.#field([String(only.args)], place)
        : this.#refuse("expression/type", 'A field is named field("Name").', place);
    }
    const signature = functions.get(name);
    if (signature === undefined) {
      return this.#refuse("expression/unknown-function", unknownFunction(name), place);
    }
    const operands = this.#all(given);
    if (operands === undefined) return undefined;
    const kinds = operands.map(({ type }) => inWords(type)).join(", ");
    return this.#built(
      signature.build(operands, place),
      `${name} is used as \`${signature.usage}\`, not with ${kinds === "" ? "nothing" : kinds}.`,
      place,
    );
  }

  #chosen(test: ASTNode, yes: ASTNode, no: ASTNode, place: Place): Expression | undefined {
    const condition = this.#condition(test);
    const branches = this.#all([yes, no]);
    if (condition === undefined || branches === undefined) return undefined;
    const both = unified(branches);
    if (both === undefined || both.type.kind === "null") {
      const kinds = branches.map(({ type }) => inWords(type)).join(" and ");
      return this.#refuse("expression/type", `The two results are ${kinds}.`, place);
    }
    return call(both.type, "if", [condition, ...both.nodes], place);
  }

  read(node: ASTNode): Expression | undefined {
    const place = placeOf(node);
    switch (node.op) {
      case "value":
        return this.#value(node);
      case "id":
      case ".":
        return this.#field(this.#path(node), place);
      case "&&":
      case "||": {
        const [left, right] = node.args.map((one) => this.#condition(one));
        if (left === undefined || right === undefined) return undefined;
        return call(bool, node.op === "&&" ? "and" : "or", [left, right], place);
      }
      case "!_": {
        const condition = this.#condition(node.args);
        return condition === undefined ? undefined : call(bool, "not", [condition], place);
      }
      case "-_": {
        const one = this.read(node.args);
        if (one === undefined) return undefined;
        return this.#built(negated(one, place), `${inWords(one.type)} has no minus.`, place);
      }
      case "==":
      case "!=":
      case "<":
      case "<=":
      case ">":
      case ">=":
        return this.#compared(node.op, node.args[0], node.args[1], place);
      case "+":
      case "-":
      case "*":
      case "/":
      case "%": {
        const [a, b] = this.#all(node.args) ?? [];
        if (a === undefined || b === undefined) return undefined;
        const message = `\`${node.op}\` does not take ${inWords(a.type)} and ${inWords(b.type)}.`;
        return this.#built(arithmetic(node.op satisfies Arithmetic, a, b, place), message, place);
      }
      case "in":
        return this.#member(node.args[0], node.args[1], place);
      case "?:":
        return this.#chosen(node.args[0], node.args[1], node.args[2], place);
      case "call":
        return this.#called(node.args[0], node.args[1], node);
      case "rcall": {
        const [name, receiver, operands] = node.args;
        return this.#called(name, [receiver, ...operands], node);
      }
      default:
        return this.#refuse(
          "expression/type",
          "Lists, maps and indexes are not known here.",
          place,
        );
    }
  }
}

/**
 * Reads a text of the Ennead profile of CEL, with its types. Faults, each with its place in `detail` (`from`, `to`, UTF-16
 * units): `expression/too-long`, `too-complex`, `syntax`, `unknown-field`, `unknown-function`, `type`.
 */
export const checkExpression = (
  text: string,
  environment: TypeEnvironment,
): Result<Expression, readonly Fault[]> => {
  const parsed = parseText(text);
  if (!parsed.ok) return err([parsed.error]);
  const checker = new Checker(environment);
  const read = checker.read(parsed.value);
  return read === undefined || checker.faults.length > 0 ? err(checker.faults) : ok(read);
};
