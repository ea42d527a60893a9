import type { RequiredSetting } from "../catalogue/requiredSettings";
import { textOf } from "./customerDatabase";
import { mustBeKnown } from "./literal";
import type { CheckedResource, Report } from "./policy";

interface SettingType {
    /** Input that holds the name, and those of which one holds the value. */
    name: string;
    values: readonly string[];
    /** The key that a name stands for, in lower case. */
    keyOf: (name: string) => string | undefined;
    /** What is asked for there instead. */
    instead?: Readonly<Record<string, RequiredSetting>>;
}

export const keyValueType = "azure-native:appconfiguration:KeyValue";

const types: Readonly<Record<string, SettingType>> = {
    // App Configuration calls an entry `key$label`.
    [keyValueType]: {
        name: "keyValueName",
        values: ["value"],
        keyOf: (name) => name.split("$")[0]?.toLowerCase(),
    },
    // Parameter Store: `/oxygis/<cell>/settings/a/b`.
    "aws:ssm/parameter:Parameter": {
        name: "name",
        values: ["insecureValue", "value"],
        keyOf: (name) => /\/(settings\/.+)$/i.exec(name)?.[1]?.replaceAll("/", ":").toLowerCase(),
        instead: {
            // SQL Server on RDS takes no identity of AWS: each database has one user, whose password the application reads from its secret.
            "settings:data:sign-in": { keeps: (value) => value === "database-secret", ask: '"database-secret"' },
        },
    },
};
export const settingTypes = Object.keys(types);

/** Reports an entry of a configuration store whose value, as JSON, does not keep what its key stands for; a customer's own too. */
export function judgeSetting(
    { token, props }: CheckedResource,
    settings: Readonly<Record<string, RequiredSetting>>,
    report: Report,
): void {
    const type = types[token];
    if (!type) {
        return;
    }
    if (props.read(type.name).state === "unknown") {
        return report(mustBeKnown(type.name));
    }
    const key = type.keyOf(textOf(props, type.name) ?? "") ?? "";
    const setting = Object.hasOwn(settings, key) ? (type.instead?.[key] ?? settings[key]) : undefined;
    if (!setting) {
        return;
    }
    const path = type.values.find((each) => props.read(each).state !== "unset") ?? type.values[0]!;
    if (props.read(path).state === "unknown") {
        report(mustBeKnown(path));
    } else if (!setting.keeps(parsed(textOf(props, path)))) {
        report(`${path} of ${key} must be ${setting.ask}, as JSON.`);
    }
}

function parsed(text: string | undefined): unknown {
    try {
        return JSON.parse(text ?? "") as unknown;
    } catch {
        return undefined;
    }
}
