import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";

import { healthPaths } from "../../model/health";
import { securityTxtPath } from "../../model/securityTxt";
import type { CommonArgs } from "../commonArgs";
import { maintenancePage } from "./maintenancePage";

export interface PublicContentArgs extends CommonArgs {
    accountName: string;
    /** Content of `/.well-known/security.txt`. */
    securityTxt: string;
}

/**
 * What this one account may and no other: the provider uploads files over the account's public address and with its shared key
 * (docs/decisions/002). The reasons are tags, so that a policy can tell them from an oversight.
 */
const exceptions = {
    "oxygis:public-network": "public pages only, uploaded by the pipeline",
    "oxygis:shared-key": "the provider uploads files with it; public pages only",
};

/** Where Azure's static website listens, and for which Front Door asks a private connection. */
export interface StaticSite {
    accountId: pulumi.Input<string>;
    hostName: pulumi.Input<string>;
    location: pulumi.Input<string>;
}

/**
 * What is public by intent and holds no customer data: the page shown while a cell is down, and security.txt. It lies in the
 * global stack's region, so it outlives every cell's.
 *
 * Keeps: VULN-1 (security.txt), SW-9 (no anonymous container).
 */
export class PublicContent extends pulumi.ComponentResource {
    public readonly site: StaticSite;

    constructor(name: string, args: PublicContentArgs, opts?: pulumi.ComponentResourceOptions) {
        super("oxygis:edge:PublicContent", name, args, opts);

        const { resourceGroupName, location } = args;
        const account = new storage.StorageAccount(
            `${name}-account`,
            {
                resourceGroupName,
                location,
                tags: { ...args.tags, ...exceptions },
                accountName: args.accountName,
                kind: storage.Kind.StorageV2,
                sku: { name: storage.SkuName.Standard_ZRS },
                minimumTlsVersion: storage.MinimumTlsVersion.TLS1_2,
                enableHttpsTrafficOnly: true,
                allowSharedKeyAccess: true,
                defaultToOAuthAuthentication: true,
                allowBlobPublicAccess: false,
                allowCrossTenantReplication: false,
                isLocalUserEnabled: false,
                isSftpEnabled: false,
                publicNetworkAccess: storage.PublicNetworkAccess.Enabled,
            },
            { parent: this },
        );
        const website = new storage.StorageAccountStaticWebsite(
            `${name}-website`,
            {
                resourceGroupName,
                accountName: account.name,
                indexDocument: "index.html",
                // Any address of the application, however deep, shows the maintenance page.
                error404Document: "index.html",
            },
            { parent: this },
        );
        const file = (suffix: string, blobName: string, contentType: string, text: string) =>
            new storage.Blob(
                `${name}-${suffix}`,
                {
                    resourceGroupName,
                    accountName: account.name,
                    containerName: website.containerName,
                    blobName,
                    contentType,
                    source: new pulumi.asset.StringAsset(text),
                },
                { parent: this },
            );
        file("page", "index.html", "text/html; charset=utf-8", maintenancePage);
        // Front Door holds every origin of a group for healthy when all of them fail their probe: this one must pass it.
        file("health", healthPaths.cell.slice(1), "text/plain; charset=utf-8", "maintenance\n");
        file("security-txt", securityTxtPath.slice(1), "text/plain; charset=utf-8", args.securityTxt);

        this.site = {
            accountId: account.id,
            hostName: account.primaryEndpoints.apply(({ web }) => new URL(web).host),
            location,
        };
        this.registerOutputs({ accountId: account.id });
    }
}
