import { confirm as ask, isCancel } from "@clack/prompts";

import type { RecoveryPlan } from "../../recovery/plan/types";
import { UsageError } from "../errors";
import type { RecoverValues } from "./context";

/** A real cloud is only touched after somebody said so: on the command line, or here. @throws UsageError */
export async function confirm({ cloud, yes }: RecoverValues, plan: RecoveryPlan): Promise<void> {
    if (cloud !== "azure" || yes) return;
    const what = `${plan.cell}: stack ${plan.stack} in ${plan.target.region} for ${plan.customers.length} customers`;
    if (!process.stdin.isTTY)
        throw new UsageError(`This would change the real cloud (${what}). Add --yes if that is meant.`);
    const answer = await ask({
        message: `This changes the real cloud (${what}). Go on?`,
        initialValue: false,
        output: process.stderr,
    });
    if (isCancel(answer) || !answer) throw new UsageError("Nothing was begun.");
}
