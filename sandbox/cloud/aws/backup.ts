/** aws:backup - vaults of AWS Backup. Nothing is taken or restored by them here; what is declared is checked. */
import type { Problem } from "../model";
import { select, text, type Properties } from "../values";
import type { AwsTable } from "./entry";

const quick = { create: 3, source: "assumed" };
const VAULT = "backup/vault:Vault";
const part = { refers: { backupVaultName: VAULT }, id: "{backupVaultName}", seconds: quick } as const;

/** Days of a rule: cold storage needs 90 days at least. */
function wrongRules(inputs: Properties): Problem[] {
    return [...select(inputs, "rules[].lifecycle"), ...select(inputs, "rules[].copyActions[].lifecycle")].flatMap(
        ([property, lifecycle]) => {
            const [cold, gone] = ["coldStorageAfter", "deleteAfter"].map((name) => select(lifecycle, name)[0]?.[1]);
            return typeof cold === "number" && typeof gone === "number" && gone < cold + 90
                ? [
                      {
                          property,
                          reason: "InvalidParameterValueException: deleteAfter is 90 days or more after coldStorageAfter",
                      },
                  ]
                : [];
        },
    );
}

export const backup: AwsTable = {
    "backup/vault:Vault": {
        id: "{name}",
        arn: "arn:aws:backup:{region}:{account}:backup-vault:{name}",
        inputs: "forceDestroy kmsKeyArn name region tags",
        named: "name",
        name: { min: 2, max: 50, pattern: /^[\w-]+$/, text: "2-50 letters, digits, hyphens and underscores" },
        createOnly: "kmsKeyArn name",
        inUse: "InvalidRequestException",
        outputs: ({ inputs }) => ({ forceDestroy: false, ...inputs, recoveryPoints: 0 }),
        seconds: quick,
    },
    "backup/vaultLockConfiguration:VaultLockConfiguration": {
        ...part,
        inputs: "backupVaultName changeableForDays maxRetentionDays minRetentionDays region",
        required: "backupVaultName",
        createOnly: "backupVaultName changeableForDays maxRetentionDays minRetentionDays",
        check: (inputs) => {
            const days = inputs["changeableForDays"];
            return typeof days === "number" && days < 3
                ? [{ property: "changeableForDays", reason: "at least 3 days" }]
                : [];
        },
        outputs: ({ inputs, cloud }) => ({ backupVaultArn: vault(inputs, cloud.accountId) }),
    },
    "backup/plan:Plan": {
        id: "{uuid}",
        arn: "arn:aws:backup:{region}:{account}:backup-plan:{id}",
        inputs: "advancedBackupSettings name region rules scanSettings tags",
        required: "rules",
        named: "name",
        name: { min: 1, max: 50, pattern: /^[\w.-]+$/, text: "1-50 letters, digits and _.-" },
        createOnly: "name",
        refers: { "rules[].targetVaultName": VAULT },
        elsewhere: "rules",
        check: wrongRules,
        inUse: "InvalidRequestException",
        outputs: ({ cloud, id, revision }) => ({ version: cloud.guid(id, "version", String(revision)) }),
        seconds: quick,
    },
    "backup/selection:Selection": {
        id: "{uuid}",
        inputs: "conditions iamRoleArn name notResources planId region resources selectionTags",
        required: "iamRoleArn planId",
        named: "name",
        name: { min: 1, max: 50, pattern: /^[\w.-]+$/, text: "1-50 letters, digits and _.-" },
        createOnly: "conditions iamRoleArn name notResources planId resources selectionTags",
        refers: { planId: "backup/plan:Plan" },
        seconds: quick,
    },
    "backup/vaultNotifications:VaultNotifications": {
        ...part,
        inputs: "backupVaultEvents backupVaultName region snsTopicArn",
        required: "backupVaultEvents backupVaultName snsTopicArn",
        createOnly: "backupVaultEvents backupVaultName snsTopicArn",
        outputs: ({ inputs, cloud }) => ({ backupVaultArn: vault(inputs, cloud.accountId) }),
    },
    "backup/vaultPolicy:VaultPolicy": {
        ...part,
        inputs: "backupVaultName policy region",
        required: "backupVaultName policy",
        createOnly: "backupVaultName",
        documents: "policy",
        outputs: ({ inputs, cloud }) => ({ backupVaultArn: vault(inputs, cloud.accountId) }),
    },
};

function vault(inputs: Properties, account: string): string {
    const region = text(inputs, "region") ?? text(inputs, "__region") ?? "";
    return `arn:aws:backup:${region}:${account}:backup-vault:${text(inputs, "backupVaultName") ?? ""}`;
}
