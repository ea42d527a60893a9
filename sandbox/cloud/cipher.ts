/** Keeps secrets off the disk in plain text: every secret value is encrypted with a key that lies beside the world. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isSecret, isObject, secret, type Properties, type Value } from "./values";

const SEALED = "sealed";

export class Cipher {
    private constructor(private readonly key: Buffer) {}

    /** The key in `file`, made on first use and readable by its owner only. */
    static open(file: string): Cipher {
        if (!existsSync(file))
            writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600, flag: "wx", flush: true });
        return new Cipher(Buffer.from(readFileSync(file, "utf8").trim(), "hex"));
    }

    /** Replaces what is inside secret wrappers by AES-256-GCM ciphertext. */
    seal(value: Value): Value {
        if (isSecret(value)) return { [SEALED]: this.encrypt(JSON.stringify(value["value"] ?? null)) };
        return walk(value, (member) => this.seal(member));
    }

    /** @throws when the key is not the one that sealed the value */
    unseal(value: Value): Value {
        if (isObject(value) && typeof value[SEALED] === "string")
            return secret(JSON.parse(this.decrypt(value[SEALED])) as Value);
        return walk(value, (member) => this.unseal(member));
    }

    private encrypt(text: string): string {
        const nonce = randomBytes(12);
        const cipher = createCipheriv("aes-256-gcm", this.key, nonce);
        const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
        return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64");
    }

    private decrypt(sealed: string): string {
        const bytes = Buffer.from(sealed, "base64");
        const decipher = createDecipheriv("aes-256-gcm", this.key, bytes.subarray(0, 12));
        decipher.setAuthTag(bytes.subarray(12, 28));
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
    }
}

function walk(value: Value, change: (member: Value) => Value): Value {
    if (Array.isArray(value)) return value.map(change);
    if (!isObject(value)) return value;
    const result: Properties = {};
    for (const [name, member] of Object.entries(value)) result[name] = change(member);
    return result;
}
