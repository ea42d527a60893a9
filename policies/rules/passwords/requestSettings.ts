import { requestSettings } from "../../catalogue/requiredSettings";
import { judgeSetting, settingTypes } from "../../lib/applicationSetting";
import { definePolicy } from "../../lib/policy";

export const policy = definePolicy({
    name: "application-settings-safe",
    promise: "SW-5",
    also: ["SW-3", "SW-4", "SW-9", "AUTH-1", "STAFF-1"],
    severity: "high",
    description:
        "The application is told to refuse forged requests, to sign its links, to end sessions and to offer a second factor.",
    remedy: "Write the named key of the configuration store as docs/application-settings.md lists it.",
    url: "https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html",
    types: settingTypes,
    resource: (resource, report) => judgeSetting(resource, requestSettings, report),
});
