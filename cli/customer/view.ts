import type { Project } from "../../infra/config/project";
import type { AwsCellStack } from "../../infra/config/awsSchema";
import type { CellStack, Customer } from "../../infra/config/schema";
import { awsBackups } from "../../infra/model/awsBackups";
import { hostedCustomerNames, instanceFor, instanceNames } from "../../infra/model/awsCustomers";
import { documentsAccountOf } from "../../infra/model/documents";
import { hostedNames } from "../../infra/model/hostedDatabases";
import { managedBackups, managedInstanceNames } from "../../infra/model/managedInstances";
import { cellNames, customerHost, customerNames } from "../../infra/model/naming";
import { poolFor, poolsOf } from "../../infra/model/placement";
import { givenUp, residencyOf } from "../../infra/model/residency";
import { backupSchedule } from "../../infra/model/schedules";
import { sizeClasses } from "../../infra/model/sizes";
import { databasesOf } from "../../infra/model/standIn";
import { type PriceFile, type Surcharge, surchargeOf } from "../../infra/model/surcharge";

type AnyCell = CellStack | AwsCellStack;

/** What a customer has, by its file and its cell's: nothing here was asked of a cloud. */
export interface CustomerView extends Pick<Customer, "slug" | "name" | "plan" | "cell" | "size" | "status"> {
    hosts: string[];
    /** Where its data lies: the home region first, then the pair (unless everything stays at home), then what it asked for. */
    regions: string[];
    pool?: string;
    /** Undefined for an erased customer, of which only backups are left until those run out. */
    database?: { name: string; server: string; maxSizeGiB: number };
    documents?: { account: string; container: string };
    /** Hours between differential ones, or, on AWS, between full ones: there a single database has no others. */
    backups?: { weeklyRetention: string; pointInTimeDays: number; differentialHours?: number; fullHours?: number };
    residencyReason?: string;
    /** Promises that do not hold for this customer, and why. */
    givenUp: { promise: string; sentence: string }[];
    surcharge: Surcharge;
}

/** Every customer of a valid project, sorted by slug. */
export function viewCustomers(project: Project, prices: PriceFile): CustomerView[] {
    const sites = project.stacks
        .map((stack) => project.platform(stack))
        .filter((platform) => platform !== undefined && platform.kind !== "global");
    return project.roster.map((customer) => {
        const { slug, name, plan, cell, size, status } = customer;
        const common = { slug, name, plan, cell, size, status };
        const home = status === "erased" ? undefined : siteOf(customer, sites);
        return home
            ? { ...common, ...viewAt(customer, home), surcharge: surchargeOf(customer, prices) }
            : {
                  ...common,
                  hosts: [],
                  regions: [],
                  givenUp: [],
                  surcharge: surchargeOf({ size, replicateTo: [] }, prices),
              };
    });
}

/** Where a customer is served: at the site that stands in for a lost one, once it has a database there and until it is home again. */
function siteOf({ slug, cell }: Customer, sites: readonly AnyCell[]): AnyCell | undefined {
    const own = sites.filter((site) => site.cell === cell);
    const standIn = own.find(
        (site) => site.recovers && !site.recovers.returned.includes(slug) && holdingOf(slug, site),
    );
    return standIn ?? own.find(({ recovers }) => !recovers);
}

/** The database that serves a customer at a site. */
const holdingOf = (slug: string, site: AnyCell) =>
    // The same for both clouds, whose restores are of two types.
    (site.kind === "awsCell" ? databasesOf(site) : databasesOf(site)).find(
        ({ customer, serves }) => serves && customer.slug === slug,
    );

const viewAt = (customer: Customer, site: AnyCell) =>
    site.kind === "awsCell" ? viewHosted(customer, site) : viewServed(customer, site);

function viewHosted(customer: Customer, stack: AwsCellStack) {
    const { cell, domain, site, aws } = stack;
    const { slug, size } = customer;
    const names = hostedNames({ cell, region: site.region, accountId: aws.accountId });
    const instance = instanceFor(
        customer,
        instanceNames(stack.data.instances).map((name) => ({ name })),
    );
    return {
        hosts: [customerHost(slug, cell, domain), ...customer.domains],
        regions: [site.region, site.pairedRegion, site.backupSite.region],
        pool: instance.name,
        database: {
            name: customerNames(slug, holdingOf(slug, stack)?.generation).database,
            server: names.instance(instance.name),
            maxSizeGiB: sizeClasses[size].maxSizeGiB,
        },
        documents: {
            account: names.documentsBucket.home,
            container: hostedCustomerNames({ cell, region: site.region }, slug).documentsPrefix,
        },
        backups: {
            weeklyRetention: `P${awsBackups.keptDays}D`,
            pointInTimeDays: awsBackups.pointInTimeDays,
            fullHours: awsBackups.hoursBetween,
        },
        givenUp: givenUp(customer),
    };
}

function viewServed(customer: Customer, stack: CellStack) {
    const { cell, domain, site, pools, documents } = stack;
    const { slug, plan, size, replicateTo } = customer;
    const residency = residencyOf(customer);
    const names = cellNames({ cell, domain, region: site.region });
    const holding = holdingOf(slug, stack);
    const own = customerNames(slug, holding?.generation);
    const instance =
        holding?.restore?.from === "native"
            ? instanceFor(
                  customer,
                  managedInstanceNames(stack.managedInstances!).map((name) => ({ name })),
              ).name
            : undefined;
    const { weeklyRetention } = backupSchedule(plan);
    return {
        hosts: [customerHost(slug, cell, domain), ...customer.domains],
        regions: [
            ...new Set([
                site.region,
                ...(residency.homeOnly ? [] : [site.pairedRegion, documents.copies ?? site.pairedRegion]),
                ...replicateTo,
            ]),
        ],
        pool: instance ?? poolFor(customer, poolsOf(pools)),
        database: {
            name: own.database,
            server: instance ? names.managedInstance(instance) : names.sqlServer,
            maxSizeGiB: sizeClasses[size].maxSizeGiB,
        },
        documents: {
            account: names.documentsAccount(documentsAccountOf(customer, documents.accounts)),
            container: own.documentsContainer,
        },
        backups: instance ? { weeklyRetention, ...managedBackups } : backupSchedule(plan),
        ...(residency.homeOnly && { residencyReason: residency.reason }),
        givenUp: givenUp(customer),
    };
}
