import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import {
    isBag,
    isSecret,
    rewriteAll,
    secretSignature,
    signatureKey,
    type Properties,
    type Secret,
    type Value,
} from "./properties";

const derive = promisify(pbkdf2);
/** Keys by passphrase and salt: one derivation costs a million rounds, most of a second. */
const keys = new Map<string, Promise<Buffer>>();

function keyOf(passphrase: string, salt: string): Promise<Buffer> {
    const name = JSON.stringify([passphrase, salt]);
    let key = keys.get(name);
    if (key === undefined) {
        key = derive(passphrase, Buffer.from(salt, "base64"), 1_000_000, 32, "sha256");
        keys.set(name, key);
    }
    return key;
}

function decrypt(key: Buffer, text: string): string {
    const [version, nonce, body] = text.split(":");
    if (version !== "v1" || nonce === undefined || body === undefined) {
        throw new Error("unknown form of a secret");
    }
    const sealed = Buffer.from(body, "base64");
    const cipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
    cipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]).toString("utf8");
}

function encrypt(key: Buffer, plain: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString("base64")}:${body.toString("base64")}`;
}

/**
 * Pulumi's passphrase secrets provider: PBKDF2 (SHA-256, a million rounds) gives the key, AES-256-GCM the ciphertexts; the salt
 * carries a verifier of the passphrase.
 */
export class Secrets {
    /** Ciphertext and plaintext of secret values that were read from or written to a file, so that unchanged ones keep theirs. */
    private readonly sealed = new WeakMap<Secret, { ciphertext: string; plaintext: string }>();

    private constructor(
        private readonly key: Buffer,
        /** `v1:<salt>:<verifier>`, as in a stack's configuration and state. */
        readonly salt: string,
    ) {}

    /** @throws "incorrect passphrase" when the salt's verifier was made with another one. */
    static async open(passphrase: string, salt: string | undefined): Promise<Secrets> {
        if (salt === undefined) {
            const fresh = randomBytes(8).toString("base64");
            const key = await keyOf(passphrase, fresh);
            return new Secrets(key, `v1:${fresh}:${encrypt(key, "pulumi")}`);
        }
        const [version, bytes, ...verifier] = salt.split(":");
        if (version !== "v1" || bytes === undefined) {
            throw new Error("unknown form of the secrets salt");
        }
        const key = await keyOf(passphrase, bytes);
        try {
            if (decrypt(key, verifier.join(":")) === "pulumi") {
                return new Secrets(key, salt);
            }
        } catch {
            // A wrong key fails at the authentication tag, before there is a text to compare.
        }
        throw new Error("incorrect passphrase");
    }

    decrypt(text: string): string {
        return decrypt(this.key, text);
    }

    /** Secrets of a file, in the clear. */
    unseal(properties: Properties): Properties {
        return rewriteAll(properties, (part) => {
            if (!isBag(part) || part[signatureKey] !== secretSignature || typeof part.ciphertext !== "string") {
                return undefined;
            }
            const plaintext = decrypt(this.key, part.ciphertext);
            const opened: Secret = { [signatureKey]: secretSignature, value: JSON.parse(plaintext) as Value };
            this.sealed.set(opened, { ciphertext: part.ciphertext, plaintext });
            return opened;
        });
    }

    /** Properties for a file. A secret that `before` holds at the same place with the same value keeps its ciphertext. */
    seal(properties: Properties, before?: Properties): Properties {
        return this.sealValue(properties, before) as Properties;
    }

    private sealValue(value: Value, before: Value | undefined): Value {
        if (isSecret(value)) {
            return { [signatureKey]: secretSignature, ciphertext: this.ciphertext(value, before) };
        }
        if (Array.isArray(value)) {
            const items = Array.isArray(before) ? before : [];
            return value.map((item, index) => this.sealValue(item, items[index]));
        }
        if (!isBag(value)) {
            return value;
        }
        const members = isBag(before) ? before : {};
        return Object.fromEntries(
            Object.entries(value).map(([key, item]) => [key, this.sealValue(item, members[key])]),
        );
    }

    private ciphertext(value: Secret, before: Value | undefined): string {
        const own = this.sealed.get(value);
        if (own !== undefined) {
            return own.ciphertext;
        }
        const plaintext = JSON.stringify(value.value);
        const known = isSecret(before) ? this.sealed.get(before) : undefined;
        const made =
            known !== undefined && known.plaintext === plaintext
                ? known
                : { ciphertext: encrypt(this.key, plaintext), plaintext };
        this.sealed.set(value, made);
        return made.ciphertext;
    }
}
