import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A secret and the id that is written beside what it signed. */
export interface SigningKey {
  readonly id: string;
  readonly secret: Uint8Array;
}

export interface SigningKeys {
  /** Signs cursors and the like inside the edge. */
  readonly ring: SigningKey;
  /** Signs the bearer tokens that `POST /demo/session` hands out. */
  readonly token: SigningKey;
}

interface Stored {
  readonly id: string;
  readonly secret: string;
}

const restore = ({ id, secret }: Stored): SigningKey => ({
  id,
  secret: Uint8Array.from(Buffer.from(secret, "base64")),
});

/** The keys of this data folder, made at the first start and readable by their owner alone. */
export const openKeys = (folder: string, random: (count: number) => Uint8Array): SigningKeys => {
  const file = join(folder, "keys.json");
  if (!existsSync(file)) {
    const fresh = (): Stored => ({
      id: "k1",
      secret: Buffer.from(random(32)).toString("base64"),
    });
    // Written beside and moved: a crash leaves either no file or a whole one.
    writeFileSync(`${file}.new`, JSON.stringify({ ring: fresh(), token: fresh() }), {
      mode: 0o600,
    });
    renameSync(`${file}.new`, file);
  }
  chmodSync(file, 0o600);
  const stored = JSON.parse(readFileSync(file, "utf8")) as { ring: Stored; token: Stored };
  return { ring: restore(stored.ring), token: restore(stored.token) };
};
