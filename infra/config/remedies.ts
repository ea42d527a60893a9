import { addressSpacePrefix } from "../model/network";
import { plans } from "../model/plans";
import { awsSiteRegions } from "../model/awsRegions";
import { managedStorageGiB, managedStorageStepGiB, mostManagedInstances } from "../model/managedInstances";
import { origins, waves } from "../model/recovery";
import { copyRegions, regionOf, siteRegions } from "../model/regions";
import { poolLimits, sizes } from "../model/sizes";
import { statuses } from "./schema";
import { certificateNameLimit } from "./schemaParts";
import type { Remedies } from "./validate";

/** The pairs that Azure has made, for the regions a site may stand in. */
const pairs = siteRegions.map((name) => `${name}: ${regionOf(name).pair}`).join(", ");
const poolSizes = [...poolLimits.keys()].join(", ");

const imageRemedy =
    "write the id of one numbered version: /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Compute/galleries/<gallery>/images/<image>/versions/1.0.0 (latest would differ from one machine to the next)";
const vmSizeRemedy = "write a size with its version, for example Standard_D2s_v5";

const receiverRemedies = (path: string): Remedies => ({
    [path]: "write at least two people or mailboxes, each with name and email: one of them may be away",
    [`${path}[]`]: "write name and email, for example { name: on-call, email: on-call@oxygis-cloud.example }",
    [`${path}[].name`]: "write a short name, at most 64 characters",
    [`${path}[].email`]: "write an e-mail address, for example on-call@oxygis-cloud.example",
});

const everyStack: Remedies = {
    "": "write one object below config and oxygis:stack, beginning with kind: global or kind: cell",
    kind: "write kind: global for the stack of the edge, or kind: cell for a hosting site",
    domain: `write the platform's own domain, for example oxygis-cloud.example, at most ${certificateNameLimit} characters`,
    site: "write site with the keys cloud, region, zones and pairedRegion",
    "site.cloud": "write cloud: azure",
    "site.region": `write one of ${siteRegions.join(", ")}`,
    "site.zones": 'write zones: ["1", "2", "3"], with the quotes',
    "site.zones[]": 'write zones: ["1", "2", "3"], with the quotes',
    "site.pairedRegion": `write the region Azure has paired with the site's: ${pairs}`,
    immutability:
        "write locked in production (nobody can take the protection of backups and logs back, ever), reversible elsewhere",
    lockedArchives:
        "write regions whose archive of logs has been seen to fill, for example lockedArchives: [westeurope], or leave it out",
    "lockedArchives[]": `write one of ${copyRegions.join(", ")}`,
    tags: "write at most 20 lines of the form name: text, with names of 1 to 128 characters without < > % & \\ ? / and texts up to 256, numbers between quotes",
};

/** What to write instead, for every key of a global stack's file. */
export const globalRemedies: Remedies = {
    ...everyStack,
    cells: "write the names of the cells, for example cells: [eu1]",
    "cells[]":
        "write 2 to 8 characters a-z and 0-9 that begin with a letter, for example eu1: the name is part of a key vault's, which Azure limits to 24",
    waf: "write waf with the key requestsPerMinute",
    "waf.requestsPerMinute": "write a whole number from 10 to 1000000, for example 600",
    disclosure: "write disclosure with the keys contact, languages, expires and, if there is one, policy",
    "disclosure.contact": 'write at least one address, for example contact: ["mailto:security@oxygis-cloud.example"]',
    "disclosure.contact[]": "write an address that begins with mailto: or https:",
    "disclosure.policy": "write an address that begins with https:, or leave policy out",
    "disclosure.languages": "write the languages people may report in, for example languages: [nl, en]",
    "disclosure.languages[]": "write a language as two or three small letters, for example nl or en",
    "disclosure.expires": 'write a time in UTC between quotes, for example expires: "2027-10-31T00:00:00Z"',
    audit: "write audit with the key retentionDays",
    "audit.retentionDays":
        "write a whole number from 365 (a year is promised, ACC-2) to 730 (Azure's most), for example 400",
    alerts: "write alerts with the keys operations and security",
    ...receiverRemedies("alerts.operations"),
    ...receiverRemedies("alerts.security"),
    budget: "write budget with the keys monthlyEuros and firstMonth",
    "budget.monthlyEuros": "write a whole number of euros from 1 to 10000000, for example 20000",
    "budget.firstMonth": 'write the month of the first deployment between quotes, for example firstMonth: "2026-12"',
};

const poolRemedies = (path: string): Remedies => ({
    [path]: "write count and vCores, for example { count: 2, vCores: 4 }",
    [`${path}.count`]: "write a whole number from 1 to 50",
    [`${path}.vCores`]: `write one of ${poolSizes}`,
});

/** What to write instead, for the keys that a cell's stack file has on every cloud. */
export const everyCell: Remedies = {
    ...everyStack,
    cell: "write 2 to 8 characters a-z and 0-9 that begin with a letter, for example eu1: the name is part of a key vault's, which Azure limits to 24",
    globalStack: "write organization, project and name of the global stack, for example organization/oxygis/global",
    "network.addressSpace": `write a private block from /${addressSpacePrefix.largest} to /${addressSpacePrefix.smallest} that begins at a multiple of its size, for example 10.20.0.0/16`,
    egress: "write egress with the key allowedHosts",
    "egress.allowedHosts": "write a list of host names, or allowedHosts: [] for none",
    "egress.allowedHosts[]":
        "write a host name without https:// and path, for example login.microsoftonline.com or *.contoso.example",
    "application.instances": "write a whole number from 3 (one machine in each zone, DR-1) to 1000",
    watch: "write watch with the key image",
    "watch.image": "write a container image with its version or digest, never latest",
    recovers:
        "write recovers with the keys stack, region and wave, or leave it out of a stack that stands in for no other",
    "recovers.stack": "write the name of the lost stack, for example stack: prod",
    "recovers.wave": `write how far the recovery has come: ${waves.join(", ")}`,
    "recovers.waiting": "write slugs of customers that have no database here, or leave waiting out",
    "recovers.waiting[]": "write the slug of a customer of the cell",
    "recovers.returned": "write slugs of customers that are served at home again, or leave returned out",
    "recovers.returned[]": "write the slug of a customer of the cell",
    "recovers.cancelled":
        "write true to give the hosts of customers that are not verified back, or leave cancelled out",
    restores:
        "write one entry for each customer whose database is made from a backup or another database: slug, and below it from, source, point, wave and order",
    "restores.*.point":
        'write the moment the backup brings back, in UTC between quotes, for example "2026-01-19T03:10:00Z"',
    "restores.*.wave": "write paid for a customer who pays, rest for all others",
    "restores.*.order": "write the place in the wave, from 1 for the largest database to 9999",
    "restores.*.verified": "write true once the content of the database has been found right, or leave verified out",
    "restores.*.database":
        "write database: 2 to make a database beside the one that is there, or leave database out for the first one",
    administrators: "leave it out: who administers databases stands in infra/staff.yaml, below databaseAdministration",
    customers: "leave it out: each customer has a file in infra/customers",
    stack: "leave it out: the file's name says the stack",
};

/** What to write instead, for every key of the stack file of a cell on Azure. */
export const cellRemedies: Remedies = {
    ...everyCell,
    "site.cloud": "write cloud: azure, or cloud: aws for a cell on AWS",
    network: "write network with the key addressSpace",
    application: "write application with the keys imageId, vmSize and instances",
    "application.imageId": imageRemedy,
    "application.vmSize": vmSizeRemedy,
    jobs: "write jobs with the keys imageId, vmSize and dataDiskGiB",
    "jobs.imageId": imageRemedy,
    "jobs.vmSize": vmSizeRemedy,
    "jobs.dataDiskGiB": "write a whole number of GiB from 4 to 32767, for example 128",
    documents: "write documents with the key accounts",
    "documents.accounts": "write a whole number from 1 to 50: one for every 100 customers and some to spare",
    "documents.copies": `write a region that holds the copies of documents instead of the paired one: ${copyRegions.join(", ")}`,
    pools: "write pools with the keys paid and other",
    ...poolRemedies("pools.paid"),
    ...poolRemedies("pools.other"),
    managedInstances:
        "write managedInstances with the keys count, vCores and storageGiB, or leave it out where the cell stands in for none on AWS",
    "managedInstances.count": `write a whole number from 1 to ${mostManagedInstances}, as the lost stack has instances`,
    "managedInstances.vCores": `write one of ${[...managedStorageGiB.keys()].join(", ")}`,
    "managedInstances.storageGiB": `write a multiple of ${managedStorageStepGiB} of at most ${Math.max(...managedStorageGiB.values())}`,
    "recovers.region": `write the region that the lost stack stood in, one of ${[...siteRegions, ...awsSiteRegions].join(", ")}`,
    "restores.*": 'write { from: geo, source: <Azure id>, point: "2026-01-19T03:10:00Z", wave: paid, order: 1 }',
    "restores.*.from": `write one of ${origins.join(", ")}`,
    "restores.*.source":
        "write the Azure id of the backup or of the database to follow, or the address of a backup of a cell on AWS",
};

const personRemedies = (group: string): Remedies => ({
    [group]: "write at least one person, each with name and objectId",
    [`${group}[]`]: "write name and objectId, for example { name: Fay Fictive, objectId: <id> }",
    [`${group}[].name`]: "write the person's name, at most 100 characters",
    [`${group}[].objectId`]:
        "write an Entra object id, for example 00000000-0000-4000-8000-0000000000b1 (az ad user show --id <sign-in name> --query id)",
});

/** What to write instead, for every key of the staff's file. */
export const staffRemedies: Remedies = {
    "": "write the groups support, operations, databaseAdministration, security and breakGlass, each with a list of people",
    ...personRemedies("support"),
    ...personRemedies("operations"),
    ...personRemedies("databaseAdministration"),
    ...personRemedies("security"),
    security: "write at least two people: whoever asks for elevation cannot approve it",
    ...personRemedies("breakGlass"),
    breakGlass: "write at least two accounts that belong to no person: one may be lost",
};

/** What to write instead, for every key of a customer's file. */
export const customerRemedies: Remedies = {
    "": "write the keys name, plan, cell, size and status, one a line",
    name: "write the customer's name as people know it, at most 100 characters, between quotes if it is a number",
    plan: `write one of ${plans.join(", ")}`,
    cell: "write the name of the cell that hosts the customer, for example eu1",
    size: `write one of ${sizes.join(", ")}`,
    status: `write one of ${statuses.join(", ")}`,
    domains: "write a list, for example domains: [app.customer.example], or leave domains out",
    "domains[]": `write a host name without https:// and path, no *, at most ${certificateNameLimit} characters: Azure issues no certificate for a longer one`,
    replicateTo: "write a list of regions, for example replicateTo: [germanywestcentral], or leave replicateTo out",
    "replicateTo[]": `write one of ${copyRegions.join(", ")}`,
    residency:
        "write residency: home, or leave it out: the data is then also copied to the paired region, which saves it when the home region is lost",
    residencyReason: "write in a sentence of at most 200 characters why no copy may leave the home region",
    pool: "write a pool of the customer's cell, for example paid-1, or leave pool out",
    slug: "leave it out: the file's name is the slug",
};
