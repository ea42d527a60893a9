import { createHash } from "node:crypto";
import {
    archiveSignature,
    assetSignature,
    isBag,
    rewriteAll,
    signatureKey,
    UnsupportedError,
    type Bag,
    type Properties,
} from "./properties";

type ReadFile = (path: string) => Buffer;

const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");

/** Adds the hash that the engine puts on assets and archives: Pulumi compares them by it, and providers get it. */
export function hashAssets(properties: Properties, read: ReadFile): Properties {
    return rewriteAll(properties, (part) => {
        if (!isBag(part)) {
            return undefined;
        }
        if (part[signatureKey] === assetSignature) {
            return hashAsset(part, read);
        }
        return part[signatureKey] === archiveSignature ? hashArchive(part, read) : undefined;
    });
}

function contentsOf({ path, text, uri }: Bag, read: ReadFile): { source: Bag; data: Buffer } {
    if (typeof uri === "string" && uri !== "") {
        throw new UnsupportedError("remote assets");
    }
    return typeof path === "string" && path !== ""
        ? { source: { path }, data: read(path) }
        : { source: { text: text ?? "" }, data: Buffer.from(typeof text === "string" ? text : "") };
}

function hashAsset(asset: Bag, read: ReadFile): Bag {
    const { source, data } = contentsOf(asset, read);
    return { [signatureKey]: assetSignature, hash: sha256(data), ...source };
}

/** An archive that is a file has that file's hash, any other that of the tar file of its members, by name. */
function hashArchive(archive: Bag, read: ReadFile): Bag {
    const { path, assets } = archive;
    if (typeof path === "string" && /\.(tar|tar\.gz|tgz|zip|jar)$/.test(path)) {
        return { [signatureKey]: archiveSignature, hash: sha256(read(path)), path };
    }
    if (!isBag(assets)) {
        throw new UnsupportedError("archives of folders, and remote ones");
    }
    const tar = createHash("sha256");
    const hashed: Bag = {};
    for (const name of Object.keys(assets).sort()) {
        const member = assets[name];
        if (!isBag(member) || member[signatureKey] !== assetSignature) {
            throw new UnsupportedError("archives within archives");
        }
        const { data } = contentsOf(member, read);
        tar.update(tarHeader(name, data.length))
            .update(data)
            .update(Buffer.alloc((512 - (data.length % 512)) % 512));
        hashed[name] = hashAsset(member, read);
    }
    return { [signatureKey]: archiveSignature, assets: hashed, hash: tar.update(Buffer.alloc(1024)).digest("hex") };
}

/** The header of a file in a tar (ustar) as Go writes it: mode 600, time 0, no owner. */
function tarHeader(name: string, size: number): Buffer {
    // Longer and foreign names need the extended format.
    if (!/^[\x20-\x7e]{1,100}$/.test(name)) {
        throw new UnsupportedError("archives with names that are not ASCII or have more than 100 characters");
    }
    const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, "0")}\0`;
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(
        octal(0o600, 7) + octal(0, 7) + octal(0, 7) + octal(size, 11) + octal(0, 11) + " ".repeat(8) + "0",
        100,
    );
    header.write("ustar\0" + "00", 257);
    header.write(octal(0, 7) + octal(0, 7), 329);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${octal(sum, 6)} `, 148);
    return header;
}
