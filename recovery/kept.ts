import type { DatabaseBackups } from "../sandbox/control";

/** When the newest backup that is kept for a year was made: on Azure a weekly one, of a database on AWS the newest that came to Azure. */
export const newestKept = ({ newest, paths }: DatabaseBackups): number | undefined =>
    newest.longTerm ?? paths.find(({ path }) => path === "nativeOnAzure")?.newest;
