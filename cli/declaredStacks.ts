import { collectDeclared, type DeclaredResource } from "../engine/declared";
import type { Progress } from "./progress";
import { describeFailure } from "./sandbox/report";
import { inThrowAwayWorld } from "./throwAway";

export interface DeclaredStack {
    stack: string;
    resources: DeclaredResource[];
}

/**
 * What the stacks of a configuration root declare. Their programs run against a sandbox that is made for it and thrown away: the
 * stacks that others read are brought up there, the rest is only previewed. No policies: this says what is, not whether it is right.
 *
 * @param root a configuration without mistakes
 * @throws where a program or the cloud refuses, with what they said
 */
export async function declareStacks(
    root: string,
    { read, rest }: { read: readonly string[]; rest: readonly string[] },
    progress: Progress,
): Promise<DeclaredStack[]> {
    return inThrowAwayWorld(root, async (requestFor) => {
        const stacks: DeclaredStack[] = [];
        for (const stack of [...read, ...rest]) {
            progress.phase(`${stack}: what it declares`);
            const { run, resources } = await collectDeclared(requestFor(stack), !read.includes(stack));
            if (!run.ok) {
                progress.fail("failed");
                throw new Error(describeFailure(run));
            }
            progress.done(`${resources.length} resources`);
            stacks.push({ stack, resources });
        }
        return stacks;
    });
}
