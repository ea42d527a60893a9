import { createCipheriv, createDecipheriv, pbkdf2Sync } from "node:crypto";

/** Pulumi's passphrase secrets once more, written from its description: the engine's own code is not to check itself. */
export const passphrase = "trace-passphrase";
export const salt = "v1:QLRFY5rkUt8=:v1:AQtKZ4KZU+eEGo4d:J8+chWw6PLDhLhsFVFwhZckpvrjGTg==";

let key: Buffer | undefined;
const keyOf = (): Buffer =>
    (key ??= pbkdf2Sync(passphrase, Buffer.from(salt.split(":")[1] ?? "", "base64"), 1_000_000, 32, "sha256"));

export function encrypt(plain: string): string {
    const nonce = Buffer.alloc(12, 7);
    const cipher = createCipheriv("aes-256-gcm", keyOf(), nonce);
    const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString("base64")}:${body.toString("base64")}`;
}

function decrypt(text: string): string {
    const [, nonce = "", body = ""] = text.split(":");
    const all = Buffer.from(body, "base64");
    const cipher = createDecipheriv("aes-256-gcm", keyOf(), Buffer.from(nonce, "base64"));
    cipher.setAuthTag(all.subarray(-16));
    return Buffer.concat([cipher.update(all.subarray(0, -16)), cipher.final()]).toString("utf8");
}

const signature = "4dabf18193072939515e22adb298388d";

/** Every ciphertext replaced by its plaintext, as `pulumi stack export --show-secrets` does. */
export function openSecrets(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(openSecrets);
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    const bag = value as Record<string, unknown>;
    return signature in bag && typeof bag.ciphertext === "string"
        ? { [signature]: bag[signature], plaintext: decrypt(bag.ciphertext) }
        : Object.fromEntries(Object.entries(bag).map(([name, member]) => [name, openSecrets(member)]));
}
