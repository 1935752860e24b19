// `npm run new-room -- <name>`: a room in every package, registered, with a table, routes, tests, texts and pages. What it
// leaves passes the checks; docs/explanation/a-room.md says what each part is for.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { planRoom, refusalOf } from "./room/plan.ts";
import { environment, root } from "./tools.mjs";

const fail = (message) => {
  console.error(message);
  process.exit(2);
};

const call = (command, ...args) => {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    env: environment,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr || stdout}`);
  return stdout;
};

const [name] = process.argv.slice(2);
const refusal = refusalOf(root, name);
if (refusal !== null) fail(refusal);
// What is generated from the tables and routes would take unfinished work along.
const unclean = call("git", "status", "--porcelain");
if (unclean.trim() !== "") fail(`Commit or put away what has been changed first:\n${unclean}`);

let plan;
try {
  plan = planRoom(root, name);
} catch (error) {
  fail(error.message);
}
const { files, edits } = plan;
for (const [path, text] of Object.entries({ ...files, ...edits })) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
// In this order: the migration before the routes that read its table, the types before who formats them.
call("node", "packages/react-widgets/scripts/styles.mjs");
call("node", "packages/edge/scripts/migrations.ts", name);
call("node", "scripts/client.ts");
call("node", "scripts/faults.ts");
call("oxfmt", ...Object.keys({ ...files, ...edits }).filter((path) => !path.startsWith(".")));

for (const path of Object.keys(files)) console.log(`made    ${path}`);
for (const path of Object.keys(edits)) console.log(`changed ${path}`);
console.log(`
Next: say in docs/explanation/${name}.md what the room is for, and replace the note by its own first noun.
npm run lint, npm test`);
