/** The four providers of one world behind real gRPC ports, in this process. */
import { CloudPackage } from "../../../sandbox/provider/cloudPackage";
import { RandomPackage } from "../../../sandbox/provider/randomPackage";
import { serve } from "../../../sandbox/provider/server";
import { World } from "../../../sandbox/cloud/world";
import { Client } from "./client";
import { temporaryFolder } from "../../support/folders";

export async function openService(seed?: string) {
    const directory = temporaryFolder();
    const world = await World.open(directory, seed);
    const packages = [
        new CloudPackage("azure-native", "3.28.0", world),
        new CloudPackage("azuread", "6.9.1", world),
        new CloudPackage("aws", "7.48.0", world),
        new RandomPackage("4.21.2", seed),
    ];
    const servers = await Promise.all(
        packages.map((served) =>
            serve(served, (provider, stack) => {
                world.timeline.configure(provider, stack);
            }),
        ),
    );
    const [azure, azuread, aws, random] = servers.map(({ address }) => new Client(address)) as [
        Client,
        Client,
        Client,
        Client,
    ];
    return {
        directory,
        world,
        azure,
        azuread,
        aws,
        random,
        async close() {
            for (const client of [azure, azuread, aws, random]) client.close();
            for (const server of servers) server.stop();
            await world.close();
        },
    };
}

export type Service = Awaited<ReturnType<typeof openService>>;
