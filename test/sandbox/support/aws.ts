/** AWS of a world of its own for a test: the package without the wire. */
import { CloudPackage } from "../../../sandbox/provider/cloudPackage";
import type { Answer } from "../../../sandbox/provider/package";
import { answerQuestion } from "../../../sandbox/cloud/recovery/questions";
import type { Properties } from "../../../sandbox/cloud/values";
import { World } from "../../../sandbox/cloud/world";
import type { Answer as Answered, Arguments, Question } from "../../../sandbox/control";
import { temporaryFolder } from "../../support/folders";
import { urnOf } from "./client";

export interface MadeOfAws extends Answer {
    /** Checked inputs. */
    inputs?: Properties;
}

/** Types go by their tokens without `aws:`. */
export class AwsCloud {
    private constructor(
        readonly world: World,
        readonly served: CloudPackage,
    ) {}

    static async open(directory = temporaryFolder(), seed = "test"): Promise<AwsCloud> {
        const world = await World.open(directory, seed);
        return new AwsCloud(world, new CloudPackage("aws", "7.48.0", world));
    }

    close(): Promise<void> {
        return this.world.close();
    }

    check(short: string, news: Properties, olds: Properties = {}, name = "it") {
        const type = `aws:${short}`;
        return this.served.check({ type, urn: urnOf(type, name), olds, news, randomSeed: new Uint8Array(32) });
    }

    reasons(short: string, news: Properties): string[] {
        return this.check(short, news).failures.map(({ property, reason }) =>
            property === "" ? reason : `${property}: ${reason}`,
        );
    }

    /** Check and create; a failed check is an error with its reasons. */
    async make(short: string, news: Properties, name = "it"): Promise<MadeOfAws> {
        const type = `aws:${short}`;
        const { inputs, failures } = this.check(short, news, {}, name);
        if (failures.length > 0)
            throw new Error(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
        return { ...(await this.served.create({ type, urn: urnOf(type, name), inputs, preview: false })), inputs };
    }

    diff(short: string, made: MadeOfAws, news: Properties) {
        const { inputs: oldInputs = {}, id, outputs: state } = made;
        const inputs = this.check(short, news, oldInputs).inputs;
        return this.served.diff({ type: `aws:${short}`, id, state, oldInputs, news: inputs });
    }

    update(short: string, made: MadeOfAws, news: Properties, name = "it"): Promise<Properties> {
        const type = `aws:${short}`;
        const { inputs } = this.check(short, news, made.inputs, name);
        return this.served.update({
            type,
            urn: urnOf(type, name),
            id: made.id,
            inputs,
            state: made.outputs,
            preview: false,
        });
    }

    async read(short: string, { id, outputs }: Answer) {
        const known = Object.keys(outputs).length > 0 ? { known: { state: outputs, inputs: {} } } : {};
        return this.served.read({ type: `aws:${short}`, id, ...known });
    }

    delete(short: string, { id, outputs }: Answer, name = "it"): Promise<void> {
        return this.served.delete({ urn: urnOf(`aws:${short}`, name), id, state: outputs });
    }

    ask<Q extends Question>(question: Q, args: Arguments<Q>): Promise<Answered<Q>> {
        return answerQuestion(this.world, question, args);
    }
}

/** A network with a subnet in each of three zones. */
export async function network(cloud: AwsCloud, region: string) {
    const vpc = await cloud.make("ec2/vpc:Vpc", { region, cidrBlock: "10.0.0.0/16" }, "vpc");
    const subnets = [];
    for (const [index, zone] of ["a", "b", "c"].entries())
        subnets.push(
            await cloud.make(
                "ec2/subnet:Subnet",
                {
                    region,
                    vpcId: vpc.id,
                    cidrBlock: `10.0.${String(index)}.0/24`,
                    availabilityZone: `${region}${zone}`,
                },
                `subnet-${zone}`,
            ),
        );
    return { vpc, subnets };
}
