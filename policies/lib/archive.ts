import { requireOneOf } from "./literal";
import type { Report } from "./policy";
import type { PropertyReader } from "./propertyReader";
import { requireAmount } from "./amount";
import { elementsOf } from "./requirement";

/** ACC-2: "at least a year". */
const aYear = { least: 365, unit: "days" };

const immutability = "immutableStorageWithVersioning";

/** Reports unless an account lets nobody change or delete, for a year, what was written to it. */
export function requireImmutable(props: PropertyReader, report: Report): void {
    requireOneOf(props, `${immutability}.enabled`, [true], report);
    requireAmount(props, `${immutability}.immutabilityPolicy.immutabilityPeriodSinceCreationInDays`, aYear, report);
    // Disabled is the third state. Unlocked can be taken back, which is for a platform that is being tried out.
    requireOneOf(props, `${immutability}.immutabilityPolicy.state`, ["Locked", "Unlocked"], report);
}

const deletion = ["baseBlob", "snapshot", "version"].flatMap((kind) =>
    ["Creation", "LastAccessTime", "LastTierChange", "Modification"].map(
        (since) => `definition.actions.${kind}.delete.daysAfter${since}GreaterThan`,
    ),
);

/** Reports a lifecycle that deletes before a year is over. */
export function requireYearBeforeDeletion(props: PropertyReader, report: Report): void {
    for (const { path, props: rule } of elementsOf(props, "policy.rules", report)) {
        for (const time of deletion) {
            if (rule.read(time).state !== "unset") {
                requireAmount(rule, time, aYear, (said) => report(`${path}: ${said}`));
            }
        }
    }
}
