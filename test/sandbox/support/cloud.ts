/** A cloud of its own for a test: the packages without the wire. */
import type { Answer } from "../../../sandbox/provider/package";
import { CloudPackage } from "../../../sandbox/provider/cloudPackage";
import type { Properties } from "../../../sandbox/cloud/values";
import { answerQuestion } from "../../../sandbox/cloud/recovery/questions";
import { World } from "../../../sandbox/cloud/world";
import type { Answer as Answered, Arguments, Question } from "../../../sandbox/control";
import { urnOf } from "./client";
import { temporaryFolder } from "../../support/folders";

/** The modules of azure-native by the short names tests use: `sql:Server`. */
export const tokenOf = (short: string): string => (short.startsWith("azuread:") ? short : `azure-native:${short}`);

export class TestCloud {
    private constructor(
        readonly directory: string,
        readonly world: World,
        readonly served: CloudPackage,
    ) {}

    static async open(directory = temporaryFolder(), seed = "test"): Promise<TestCloud> {
        return TestCloud.of(await World.open(directory, seed), directory);
    }

    /** Azure in a world that is open already. */
    static of(world: World, directory = world.directory): TestCloud {
        return new TestCloud(directory, world, new CloudPackage("azure-native", "3.28.0", world));
    }

    close(): Promise<void> {
        return this.world.close();
    }

    check(short: string, news: Properties, olds: Properties = {}, name = "it") {
        const type = tokenOf(short);
        return this.served.check({ type, urn: urnOf(type, name), olds, news, randomSeed: new Uint8Array(32) });
    }

    /** The reasons why Check refuses inputs. */
    reasons(short: string, news: Properties): string[] {
        return this.check(short, news).failures.map(({ property, reason }) =>
            property === "" ? reason : `${property}: ${reason}`,
        );
    }

    /** Check and create; a failed check is an error with its reasons. */
    async make(short: string, news: Properties, name = short): Promise<Answer> {
        const type = tokenOf(short);
        const { inputs, failures } = this.check(short, news, {}, name);
        if (failures.length > 0) throw new Error(failures.map((failure) => failure.reason).join("\n"));
        return this.served.create({ type, urn: urnOf(type, name), inputs, preview: false });
    }

    async update(short: string, made: Answer, news: Properties, name = "it"): Promise<Properties> {
        const type = tokenOf(short);
        const { inputs } = this.check(short, news, {}, name);
        return this.served.update({
            type,
            urn: urnOf(type, name),
            id: made.id,
            inputs,
            state: made.outputs,
            preview: false,
        });
    }

    delete(made: Answer, name = "it"): Promise<void> {
        return this.served.delete({ urn: urnOf("x", name), id: made.id });
    }

    ask<Q extends Question>(question: Q, args: Arguments<Q>): Promise<Answered<Q>> {
        return answerQuestion(this.world, question, args);
    }

    /** A run begins, as when an engine configures a provider. */
    beginRun(stack = "dev"): void {
        const prefix = `urn:pulumi:${stack}::p`;
        this.world.timeline.configure(`${prefix}|azure-native|default`, prefix);
    }
}

export const group = { resourceGroupName: "rg" };
export const regional = { ...group, location: "westeurope" };
export const global = { ...group, location: "Global" };
const GUID = "00000000-0000-4000-8000-000000000001";
export const administrators: Properties = {
    administratorType: "ActiveDirectory",
    login: "admins",
    sid: GUID,
    tenantId: GUID,
};

/** The things most others hang on, in one resource group `rg`. */
export async function foundation(cloud: TestCloud) {
    await cloud.make("resources:ResourceGroup", regional);
    const network = await cloud.make("network:VirtualNetwork", {
        ...regional,
        virtualNetworkName: "vnet",
        addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    });
    const subnet = await cloud.make("network:Subnet", {
        ...group,
        virtualNetworkName: "vnet",
        subnetName: "apps",
        addressPrefix: "10.0.1.0/24",
        privateLinkServiceNetworkPolicies: "Disabled",
    });
    const server = await cloud.make("sql:Server", { ...regional, serverName: "sql-1", administrators });
    const pool = await cloud.make("sql:ElasticPool", {
        ...regional,
        serverName: "sql-1",
        elasticPoolName: "pool-1",
        sku: { name: "GP_Gen5", tier: "GeneralPurpose", capacity: 2 },
    });
    return { network, subnet, server, pool };
}

/** A Front Door with one endpoint, origin group and custom domain. */
export async function edge(cloud: TestCloud) {
    const profile = await cloud.make("cdn:Profile", {
        ...global,
        profileName: "afd",
        sku: { name: "Premium_AzureFrontDoor" },
    });
    const part = { ...group, profileName: "afd" };
    const endpoint = await cloud.make("cdn:AFDEndpoint", { ...part, ...global, endpointName: "edge" });
    const originGroup = await cloud.make("cdn:AFDOriginGroup", { ...part, originGroupName: "cell" });
    const domain = await cloud.make("cdn:AFDCustomDomain", {
        ...part,
        customDomainName: "app",
        hostName: "app.example.com",
    });
    return { profile, endpoint, originGroup, domain, part };
}
