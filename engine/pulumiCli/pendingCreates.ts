import type { PulumiCommand } from "@pulumi/pulumi/automation";

import type { RunRequest } from "../engine";
import { runCommand } from "./command";
import type { EventLog } from "./events";
import type { Setting } from "./setting";

/**
 * Takes resources into the state whose creation an earlier run was killed in, as far as the request knows their ids: the CLI reads
 * them from the cloud. The Automation API for Node has no option for it.
 *
 * @throws CommandError when a resource cannot be read
 */
export async function takeOver(
    { stack, pendingIds, parallel = 16, signal }: RunRequest,
    setting: Setting,
    command: PulumiCommand,
    log: EventLog,
): Promise<void> {
    if (pendingIds === undefined) return;
    const pending = (await setting.deployment())?.pending_operations ?? [];
    const found = pending.flatMap(({ type, resource: { urn } }) => {
        const id = type === "creating" ? pendingIds(urn) : undefined;
        return id === undefined ? [] : [{ urn, id }];
    });
    if (found.length === 0) return;
    for (const { urn, id } of found) {
        const message = `An earlier run was killed while this was created. It exists as ${id} and is taken over.`;
        log.diagnose({ severity: "info", urn, message });
    }
    // The flag is given once for a urn and once more for its id.
    const imports = found.flatMap(({ urn, id }) => [urn, id]).map((part) => `--import-pending-creates=${part}`);
    const flags = ["--yes", "--skip-preview", "--parallel", `${parallel}`, "--color", "never", "--stack", stack];
    await runCommand(command, ["refresh", ...flags, ...imports], setting, { onError: log.addErrorOutput, signal });
}
