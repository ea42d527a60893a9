import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Az, AzError } from "./az";

/**
 * Copies a certificate with its key from the team's escrow vault into a cell's key vault. The file between lies in a folder that only this
 * user can enter, and is gone afterwards whatever happens; the key is in no argument, output or log.
 * @param from certificate in the escrow vault
 */
export async function copyCertificate(
    az: Az,
    from: { vault: string; name: string },
    to: { vault: string; name: string },
): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), "oxygis-"));
    try {
        const file = join(folder, "certificate.pfx");
        const source = ["--vault-name", from.vault, "--name", from.name];
        // The secret of the same name holds certificate and key together.
        await az.change(["keyvault", "secret", "download", ...source, "--file", file, "--encoding", "base64"], 120);
        await chmod(file, 0o600);
        const target = ["--vault-name", to.vault, "--name", to.name];
        await az.change(["keyvault", "certificate", "import", ...target, "--file", file], 120);
    } catch (error) {
        if (!(error instanceof AzError)) throw error;
        if (
            !/public network access is disabled|not authorized by|private link|name resolution|ForbiddenByConnection/i.test(
                error.message,
            )
        )
            throw error;
        throw new AzError(
            error.trouble,
            `${error.message} The vaults are reached privately only: run this from a machine that reaches both (a job server of the new ` +
                `cell, by Bastion): az keyvault secret download --vault-name ${from.vault} --name ${from.name} --file origin.pfx --encoding base64, ` +
                `then az keyvault certificate import --vault-name ${to.vault} --name ${to.name} --file origin.pfx, and delete the file.`,
        );
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}
