import type { RequiredSetting } from "../catalogue/requiredSettings";
import { textOf } from "./customerDatabase";
import { mustBeKnown } from "./literal";
import type { Report } from "./policy";
import type { PropertyReader } from "./propertyReader";

export const keyValueType = "azure-native:appconfiguration:KeyValue";

/** The key of an entry without its label: App Configuration calls one `key$label`. Undefined when it is unknown or unset. */
function keyOf(props: PropertyReader): string | undefined {
    return textOf(props, "keyValueName")?.split("$")[0]?.toLowerCase();
}

/** Reports an entry of the configuration store whose value, as JSON, does not keep what its key stands for; a customer's own too. */
export function judgeSetting(
    props: PropertyReader,
    settings: Readonly<Record<string, RequiredSetting>>,
    report: Report,
): void {
    const name = props.read("keyValueName");
    if (name.state === "unknown") {
        return report(mustBeKnown("keyValueName"));
    }
    const key = keyOf(props) ?? "";
    const setting = Object.hasOwn(settings, key) ? settings[key] : undefined;
    if (!setting) {
        return;
    }
    const value = props.read("value");
    if (value.state === "unknown") {
        report(mustBeKnown("value"));
    } else if (!setting.keeps(parsed(textOf(props, "value")))) {
        report(`value of ${key} must be ${setting.ask}, as JSON.`);
    }
}

function parsed(text: string | undefined): unknown {
    try {
        return JSON.parse(text ?? "") as unknown;
    } catch {
        return undefined;
    }
}
