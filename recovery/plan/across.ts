/** The site on Azure that a lost cell on AWS can be rebuilt as, from the backups that were pulled there (decision 029). */
import type { AwsCellStack } from "../../infra/config/awsSchema";
import type { CellStack, Platform } from "../../infra/config/schema";
import { findAwsRegion } from "../../infra/model/awsRegions";
import { sizingFor } from "../../infra/model/managedInstances";
import { poolLimits } from "../../infra/model/sizes";
import type { AnyCell } from "../clouds";

/** Well below the 99 customers of an account, because a computed placement is never quite even. */
const customersPerAccount = 60;

/** Whether a region is one of another cloud than the lost cell's. */
export const isAcross = (lost: AnyCell, region: string): lost is AwsCellStack =>
    lost.kind === "awsCell" && findAwsRegion(region) === undefined;

/**
 * The cell on Azure whose stack file says what is the same of all: images and sizes of machines, what they may call, what runs beside them.
 * Undefined where the project has none.
 */
export const templateOf = ({ domain }: AnyCell, platforms: readonly (Platform | undefined)[]): CellStack | undefined =>
    platforms.find(
        (platform): platform is CellStack =>
            platform?.kind === "cell" && platform.domain === domain && platform.recovers === undefined,
    );

/** What of the site follows the lost one instead. */
export function shapeAcross(
    { data, customers }: AwsCellStack,
    template: CellStack,
): Pick<CellStack, "pools" | "documents"> & Required<Pick<CellStack, "managedInstances">> {
    const vCores = Math.min(...poolLimits.keys());
    const accounts = Math.max(template.documents.accounts, Math.ceil(customers.length / customersPerAccount));
    return {
        // For who comes meanwhile; on AWS a customer's file may name an instance, and these have the same names.
        pools: { paid: { count: data.instances, vCores }, other: { count: 1, vCores } },
        documents: { accounts },
        managedInstances: sizingFor(data),
    };
}
