import { z } from "zod";

import { passwordSettings } from "./settings/passwords";
import { requestSettings } from "./settings/requests";
import type { Setting } from "./settings/setting";
import { signInSettings } from "./settings/signIn";

export interface ApplicationSetting extends Setting {
    /** Name in App Configuration. */
    readonly key: string;
}

/**
 * What the application must do for promises that only its own code can keep: the one table that the store, the contract's
 * document and its JSON schema are made of. A value outside what its row allows throws before anything is declared.
 */
export const applicationSettings: readonly ApplicationSetting[] = Object.entries<Setting>({
    ...passwordSettings,
    ...signInSettings,
    ...requestSettings,
}).map(([name, setting]) => checkedSetting(`settings:${name}`, setting));

/** @throws where the value is not allowed */
export function checkedSetting(key: string, setting: Setting): ApplicationSetting {
    const { success, error } = setting.allowed.safeParse(setting.value);
    if (!success) {
        throw new Error(
            `${key}: ${JSON.stringify(setting.value)} breaks ${setting.promises.join(", ")}: ${z.prettifyError(error)}`,
        );
    }
    return { key, ...setting };
}

/** What the application may find, for its own tests: JSON Schema, draft 2020-12. */
export function settingsSchema() {
    const properties = applicationSettings.map(
        ({ key, allowed, meaning, duty, promises }) =>
            [key, allowed.meta({ description: `${meaning} ${duty} (${promises.join(", ")})` })] as const,
    );
    return {
        ...z.toJSONSchema(z.strictObject(Object.fromEntries(properties))),
        title: "Settings of the Oxygis application: keys of App Configuration to their values, read as JSON",
    };
}
