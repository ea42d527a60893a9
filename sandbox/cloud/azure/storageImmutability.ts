/** azure-native:storage: what an account keeps from being changed and deleted ("Immutable storage for Azure Blob Storage", account level). */
import { CloudError, type Facts, type Problem } from "../model";
import { isUnknown, select, text, type Properties, type Value } from "../values";

const PATH = "immutableStorageWithVersioning";
const of = (inputs: Properties | undefined, path: string): Value | undefined =>
    select(inputs, `${PATH}.${path}`)[0]?.[1];

export function checkImmutability(inputs: Properties): Problem[] {
    const days = of(inputs, "immutabilityPolicy.immutabilityPeriodSinceCreationInDays");
    const outside = typeof days === "number" && (days < 1 || days > 146_000);
    const enabled = of(inputs, "enabled");
    const policy = of(inputs, "immutabilityPolicy") !== undefined;
    return [
        ...(outside
            ? [
                  {
                      property: `${PATH}.immutabilityPolicy.immutabilityPeriodSinceCreationInDays`,
                      reason: `${String(days)} is not between 1 and 146000`,
                  },
              ]
            : []),
        ...(policy && enabled !== true && !isUnknown(enabled)
            ? [
                  {
                      property: `${PATH}.immutabilityPolicy`,
                      reason: "Storage account level default immutability policy cannot be set as account level WORM is disabled",
                  },
              ]
            : []),
    ];
}

/** What an account never takes back: that it keeps versions for good, and a policy once it is locked. */
export function refuseImmutability({ inputs, before, name }: Facts): void {
    const refuse = (message: string): never => {
        throw new CloudError("InvalidStorageAccountImmutabilityPolicy", message);
    };
    const is = text(inputs, `${PATH}.immutabilityPolicy.state`);
    if (before === undefined) {
        if (is === "Locked")
            refuse(`The policy of a new storage account '${name}' is Disabled or Unlocked; it is locked later.`);
        return;
    }
    if ((of(before, "enabled") === true) !== (of(inputs, "enabled") === true))
        refuse(`Version-level immutability of storage account '${name}' is chosen when the account is created.`);
    const was = text(before, `${PATH}.immutabilityPolicy.state`);
    if (is === "Locked" && was !== "Locked" && was !== "Unlocked")
        refuse(`The policy of storage account '${name}' can be locked from the state Unlocked only.`);
    if (was !== "Locked") return;
    if (is !== "Locked") refuse(`The policy of storage account '${name}' is locked: its state cannot change any more.`);
    const days = (from: Properties) => of(from, "immutabilityPolicy.immutabilityPeriodSinceCreationInDays");
    if (Number(days(inputs)) < Number(days(before)))
        refuse(`The policy of storage account '${name}' is locked: its period can only grow.`);
    const appends = "immutabilityPolicy.allowProtectedAppendWrites";
    if (of(before, appends) !== of(inputs, appends))
        refuse(`The policy of storage account '${name}' is locked: protected appends cannot be switched any more.`);
}
