import { requireOneOf } from "../../lib/literal";
import { definePolicy } from "../../lib/policy";

interface Requirement {
    readonly path: string;
    readonly allowed: readonly (string | boolean)[];
}

/**
 * The transport settings of every reviewed type that has one. Allow-lists, because "at least" cannot be said of texts, and
 * nothing may be left out, because what an unset version means has changed over the years.
 */
const requirements: Readonly<Record<string, readonly Requirement[]>> = {
    "azure-native:sql:Server": [{ path: "minimalTlsVersion", allowed: ["1.2", "1.3"] }],
    "azure-native:sql:ManagedInstance": [{ path: "minimalTlsVersion", allowed: ["1.2", "1.3"] }],
    "azure-native:storage:StorageAccount": [
        // The SDK lists TLS1_3 too; the service does not support it as a minimum.
        { path: "minimumTlsVersion", allowed: ["TLS1_2"] },
        { path: "enableHttpsTrafficOnly", allowed: [true] },
    ],
};

export const policy = definePolicy({
    name: "data-plane-tls-12",
    promise: "COM-1",
    severity: "critical",
    description: "Everything behind the edge takes encrypted connections only, of TLS 1.2 or newer.",
    remedy:
        'Write the minimum out: sql.Server minimalTlsVersion "1.2" or "1.3"; storage.StorageAccount minimumTlsVersion ' +
        '"TLS1_2" and enableHttpsTrafficOnly true.',
    url: "https://learn.microsoft.com/azure/security/fundamentals/encryption-overview#tls-encryption-in-azure",
    types: Object.keys(requirements),
    resource: ({ token, props }, report) => {
        for (const { path, allowed } of requirements[token] ?? []) {
            requireOneOf(props, path, allowed, report);
        }
    },
});
