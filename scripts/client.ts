// The types of the HTTP API for its clients: `node scripts/client.ts` writes packages/react-widgets/src/kernel/api.gen.ts
// from the OpenAPI document of the rooms.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { createEnnead } from "@ennead/edge";
import { format } from "oxfmt";

const target = new URL("../packages/react-widgets/src/kernel/api.gen.ts", import.meta.url);

/** Titles of schemas that are written by hand in core, and the door that has the type. */
const coreTypes: Readonly<Record<string, string>> = {
  ObjectDefinition: "@ennead/core/record",
  PivotSpec: "@ennead/core/pivot",
};

interface Schema {
  readonly title?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const plain: Readonly<Record<string, string>> = {
  string: "string",
  number: "number",
  integer: "number",
  boolean: "boolean",
  null: "null",
};

const keyOf = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `"${name}"`);

const pascal = (id: string): string =>
  id.replaceAll(/(?:^|[.-])([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Writes types and keeps those that have a name of their own, each once. */
class Writer {
  readonly named: Map<string, string> = new Map();
  readonly imported: Set<string> = new Set();

  members({ properties = {}, required = [] }: Schema, absent = ""): string {
    const lines = Object.entries(properties).map(([name, one]) =>
      required.includes(name)
        ? `readonly ${keyOf(name)}: ${this.typeOf(one)};`
        : `readonly ${keyOf(name)}?: ${this.typeOf(one)}${absent};`,
    );
    return `{\n${lines.join("\n")}\n}`;
  }

  /** An interface under this name; two schemas of one name are a mistake of theirs. */
  interface(name: string, text: string): string {
    const known = this.named.get(name);
    if (known !== undefined && known !== text) throw new Error(`Two schemas are called ${name}.`);
    this.named.set(name, text);
    return name;
  }

  typeOf(schema: Schema): string {
    const { title } = schema;
    if (title !== undefined && title in coreTypes) {
      this.imported.add(title);
      return title;
    }
    if (title !== undefined && schema.properties !== undefined) {
      return this.interface(title, this.members(schema));
    }
    if (schema.const !== undefined) return JSON.stringify(schema.const);
    if (schema.enum !== undefined) {
      return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
    }
    const several = schema.anyOf ?? schema.oneOf;
    if (several !== undefined) return several.map((one) => this.typeOf(one)).join(" | ");
    if (schema.type === "array") return `readonly (${this.typeOf(schema.items ?? {})})[]`;
    if (schema.properties !== undefined) return this.members(schema);
    if (schema.type === "object") {
      const { additionalProperties: values } = schema;
      const type = typeof values === "object" ? this.typeOf(values) : "unknown";
      return `Readonly<Record<string, ${type}>>`;
    }
    return plain[schema.type ?? ""] ?? "unknown";
  }

  /** The type under its own title, else as an interface of this name. */
  rootOf(name: string, schema: Schema): string {
    return schema.title === undefined && schema.properties !== undefined
      ? this.interface(name, this.members(schema))
      : this.typeOf(schema);
  }
}

const inputOf = (writer: Writer, name: string, operation: Operation, place: string): string => {
  const found = operation.parameters.filter((one) => one.in === place);
  if (found.length === 0) return "undefined";
  const schema: Schema = {
    properties: Object.fromEntries(found.map((one) => [one.name, one.schema])),
    required: found.filter((one) => one.required).map((one) => one.name),
  };
  return writer.interface(name, writer.members(schema, " | undefined"));
};

const bodyOf = (writer: Writer, name: string, { requestBody }: Operation): string => {
  if (requestBody === undefined) return "undefined";
  const schema = requestBody.content["application/json"]?.schema;
  return schema === undefined ? "BodyInit" : writer.rootOf(name, schema);
};

const answerOf = (writer: Writer, name: string, { responses }: Operation): string => {
  const [, success] = Object.entries(responses).find(([status]) => status.startsWith("2")) ?? [];
  if (success?.content === undefined) return "undefined";
  const schema = success.content["application/json"]?.schema;
  return schema === undefined ? "Response" : writer.rootOf(name, schema);
};

/** The file as it should be. */
export const clientSource = async (): Promise<string> => {
  const ennead = createEnnead({
    db: { url: "file::memory:" },
    auth: [],
    clock: () => 0,
    random: (count) => new Uint8Array(count),
    keys: [{ id: "none", secret: new Uint8Array(32) }],
  });
  const { paths } = ennead.openapi() as unknown as Document;
  await ennead.close();
  const writer = new Writer();
  const types: string[] = [];
  const places: string[] = [];
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const { operationId: id, summary } = operation;
      const name = pascal(id);
      types.push(`/** ${summary}. */
        readonly "${id}": {
          readonly params: ${inputOf(writer, `${name}Params`, operation, "path")};
          readonly query: ${inputOf(writer, `${name}Query`, operation, "query")};
          readonly body: ${bodyOf(writer, `${name}Body`, operation)};
          readonly answer: ${answerOf(writer, `${name}Answer`, operation)};
        };`);
      places.push(`"${id}": { method: "${method.toUpperCase()}", path: "${path}" },`);
    }
  }
  const imports = [...writer.imported]
    .toSorted((a, b) => ((coreTypes[a] ?? "") < (coreTypes[b] ?? "") ? -1 : 1))
    .map((type) => `import type { ${type} } from "${coreTypes[type]}";`);
  const interfaces = [...writer.named].map(([name, text]) => `export interface ${name} ${text}\n`);
  const source = `// Generated by scripts/client.ts from the routes of the edge. Do not edit.
${imports.join("\n")}

${interfaces.join("\n")}
/** What each operation takes and answers: undefined for nothing, Response for what is not JSON. */
export interface Operations {
  ${types.join("\n")}
}

/** Where each operation is; parameters of paths stand in braces. */
export const operations: {
  readonly [Id in keyof Operations]: { readonly method: string; readonly path: \`/\${string}\` };
} = {
  ${places.join("\n")}
};
`;
  const { code, errors } = await format("api.gen.ts", source, {
    printWidth: 100,
    sortImports: {},
  });
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  return code;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, await clientSource());
