import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { describeMistakes } from "./mistake";
import { readProject } from "./project";
import type { Platform } from "./schema";

/**
 * The platform that the stack being deployed declares. The whole project is checked, so that a stack is never deployed beside one that
 * it would collide with; any mistake ends the program with the full report, before anything is registered.
 *
 * No other file reads `pulumi.Config` or the environment. `OXYGIS_ROOT` names another folder with stack files, customers and staff.
 */
export function loadPlatform(): Platform {
    const root = process.env.OXYGIS_ROOT ?? join(__dirname, "../..");
    const stack = pulumi.getStack();
    const value: unknown = new pulumi.Config("oxygis").getObject("stack");
    const project = readProject(root, { stack, value, awsRegion: new pulumi.Config("aws").get("region") });
    if (project.mistakes.length > 0) {
        throw new pulumi.RunError(describeMistakes(project.mistakes));
    }
    return project.platform(stack)!;
}
