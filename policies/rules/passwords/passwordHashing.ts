import { hashingSettings } from "../../catalogue/requiredSettings";
import { judgeSetting, settingTypes } from "../../lib/applicationSetting";
import { definePolicy } from "../../lib/policy";

export const policy = definePolicy({
    name: "password-hashing-delivered",
    promise: "PWD-1",
    also: ["SW-8"],
    severity: "critical",
    description:
        "The application is told to hash passwords with PBKDF2 and SHA-512, salted and at least 210,000 times over.",
    remedy: "Write the settings:password:hash:* keys of the configuration store as docs/application-settings.md lists them.",
    url: "https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html",
    types: settingTypes,
    resource: (resource, report) => judgeSetting(resource, hashingSettings, report),
});
