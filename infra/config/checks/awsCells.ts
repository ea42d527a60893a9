import { instanceNames } from "../../model/awsCustomers";
import { databasesPerInstance } from "../../model/awsSizes";
import { planClassOf } from "../../model/plans";
import { sizeClasses } from "../../model/sizes";
import { allCells, type AwsCellDraft, type CustomerDraft, type ProjectDraft } from "../draft";
import { type Mistake, show } from "../mistake";
import { awsRegionKey } from "../stackFile";
import { checkAwsRecovery } from "./awsRecovery";

type Add = (path: string, message: string, remedy: string, file?: string) => void;

/** What is wrong with a cell on AWS as a whole, and between it and its customers. */
export function checkAwsCells(draft: ProjectDraft): Mistake[] {
    return draft.awsCells.flatMap((cell, index) => {
        const mistakes: Mistake[] = [];
        const add: Add = (path, message, remedy, file = cell.file) => mistakes.push({ file, path, message, remedy });
        const mine = draft.customers.filter(
            ({ rest }) => cell.rest.cell !== undefined && rest.cell === cell.rest.cell && rest.status !== "erased",
        );
        checkRegions(cell, add);
        checkReadiness(cell, add);
        checkAccount(cell, draft.awsCells.slice(0, index), add);
        const azure = draft.cells.flatMap(({ rest }) => (rest.recovers ? [] : (rest.cell ?? [])));
        for (const customer of mine) checkCustomer(customer, cell, azure, add);
        checkInstances(cell, mine, add);
        checkAwsRecovery(cell, allCells(draft), mine, draft.incomplete, add);
        return mistakes;
    });
}

/** One region is written in several places, because AWS or its provider reads it there. */
function checkRegions({ rest: { site, databases }, awsRegion }: AwsCellDraft, add: Add): void {
    const region = site?.region;
    if (region === undefined) return;
    const write = `write ${awsRegionKey}: ${region} below config, beside oxygis:stack`;
    if (awsRegion === undefined) {
        add(awsRegionKey, "is missing", write);
    } else if (awsRegion !== region) {
        add(awsRegionKey, `${show(awsRegion)} is not the region of the site, ${region}`, write);
    }
    if (site?.pairedRegion === region) {
        add(
            "site.pairedRegion",
            `"${region}" is the region of the site, and copies must outlive it (DR-2)`,
            "write another region of AWS in the European Union",
        );
    }
    const registry = /\.ecr\.(?<region>[^.]+)\./.exec(databases?.image ?? "")?.groups?.["region"];
    if (registry !== undefined && registry !== region) {
        add(
            "databases.image",
            `lies in ${registry}, and Lambda takes images of its own region only`,
            `copy it to a registry in ${region}`,
        );
    }
}

/** What must be there before the region is lost: afterwards nobody can copy an image out of it, or sign in to mend anything. */
function checkReadiness({ rest: { site, application, jobs, aws, recovers } }: AwsCellDraft, add: Add): void {
    // A site that stands in is as ready as the night allows.
    if (recovers !== undefined) return;
    if (site?.region !== undefined && aws?.identityCenter?.region === site.region) {
        add(
            "aws.identityCenter.region",
            `"${site.region}" is the region of the site: staff could not sign in when it is lost`,
            "have Identity Center in another region, and write that",
        );
    }
    for (const [part, holds] of Object.entries({ application, jobs })) {
        if (holds === undefined || "pairedImageId" in holds) continue;
        add(
            `${part}.pairedImageId`,
            "is missing, and an image has another id in every region",
            `copy it to ${site?.pairedRegion ?? "the paired region"} (aws ec2 copy-image) and write the id that it has there`,
        );
    }
}

/** Much of an account, such as its scans and the settings of sessions, exists once in a region. */
function checkAccount(cell: AwsCellDraft, others: readonly AwsCellDraft[], add: Add): void {
    const { accountId } = cell.rest.aws ?? {};
    const other = others.find(
        ({ rest }) => accountId !== undefined && rest.aws?.accountId === accountId && rest.cell !== cell.rest.cell,
    );
    if (other) {
        add(
            "aws.accountId",
            `is the account of ${other.file}, and each cell on AWS has one of its own`,
            "have another account made in the organization, and write its number",
        );
    }
}

/** AWS licenses SQL Server by the instance, so only who pays is hosted there; and a customer's copies lie where the cell's do. */
function checkCustomer({ file, rest }: CustomerDraft, { rest: cell }: AwsCellDraft, azure: string[], add: Add): void {
    const elsewhere = azure.length > 0 ? `move the customer to a cell on Azure: ${azure.join(", ")}` : undefined;
    const or = (remedy: string) => (elsewhere ? `${remedy}, or ${elsewhere}` : remedy);
    if (rest.plan !== undefined && planClassOf(rest.plan) !== "paid") {
        const message = `${show(rest.plan)} is not offered in the cell ${cell.cell}: on AWS are paid customers only`;
        add("plan", message, or("write plan: paid"), file);
    }
    if (rest.residency !== undefined) {
        const message = `is not possible in the cell ${cell.cell}: its backups lie on Azure too (BKP-2)`;
        add("residency", message, or("take it out"), file);
    }
    if (rest.replicateTo !== undefined && rest.replicateTo.length > 0) {
        const message = `is not offered in the cell ${cell.cell}: its copies lie in ${cell.site?.pairedRegion ?? "its paired region"} and on Azure`;
        add("replicateTo", message, or("take it out"), file);
    }
    const names = instanceNames(cell.data?.instances ?? 0);
    if (names.length > 1 && rest.pool === undefined && !("pool" in rest)) {
        const message = `is missing, and the cell ${cell.cell} has ${names.length} instances`;
        add("pool", message, `write one of ${names.join(", ")}: a database does not move by itself`, file);
    } else if (names.length > 0 && rest.pool !== undefined && !names.includes(rest.pool)) {
        add("pool", `there is no pool "${rest.pool}"`, `write one of ${names.join(", ")}`, file);
    }
}

/** Each instance must hold its customers' databases, and one more of the largest beside them: a restore (BKP-5). */
function checkInstances({ rest }: AwsCellDraft, mine: readonly CustomerDraft[], add: Add): void {
    const { instances, class: instanceClass, storageGiB } = rest.data ?? {};
    const names = instanceNames(instances ?? 0);
    for (const name of names) {
        const sizes = mine
            .filter(({ rest: { pool } }) => (names.length === 1 && pool === undefined) || pool === name)
            .flatMap((customer) => {
                const size = customer.rest.size && sizeClasses[customer.rest.size].maxSizeGiB;
                const second = rest.restores?.[customer.name]?.database === 2 && !rest.recovers;
                return size === undefined ? [] : second ? [size, size] : [size];
            });
        const limit = databasesPerInstance(instanceClass ?? "");
        if (limit !== undefined && sizes.length + 1 > limit) {
            add(
                "data",
                `instance ${name} gets ${sizes.length} databases, and ${instanceClass} holds ${limit}, one of them kept free for a restore`,
                "write a larger class or more instances, or move customers to another cell",
            );
        }
        const needed = sizes.reduce((sum, size) => sum + size, 0) + Math.max(0, ...sizes);
        if (storageGiB?.most !== undefined && needed > storageGiB.most) {
            add(
                "data.storageGiB",
                `instance ${name} needs ${needed} GiB with room for a restore, and may grow to ${storageGiB.most}`,
                `write most: ${needed}, or more instances`,
            );
        }
    }
}
