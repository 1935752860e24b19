// Checked by the compiler: `tsc -b`.
import { err, fault, ok, unwrap, type Fault, type Result } from "@ennead/core/kernel";
import { expectTypeOf } from "vitest";

declare const read: () => Result<number, readonly Fault[]>;

const result = read();
// Neither side can be read before it is known which one it is.
// @ts-expect-error -- a failure has no value
void result.value;
if (result.ok) expectTypeOf(result.value).toEqualTypeOf<number>();
else expectTypeOf(result.error).toEqualTypeOf<readonly Fault[]>();

expectTypeOf(unwrap(result)).toEqualTypeOf<number>();
expectTypeOf(ok(1)).toExtend<Result<number>>();
expectTypeOf(err("no")).toExtend<Result<never, string>>();

// @ts-expect-error -- a code is room/what
fault("nothing", "A code has a room.");
