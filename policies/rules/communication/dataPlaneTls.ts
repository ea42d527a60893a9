import { transportSettings } from "../../catalogue/transportSettings";
import { definePolicy } from "../../lib/policy";
import { requireSettings } from "../../lib/requirements";

export const policy = definePolicy({
    name: "data-plane-tls-12",
    promise: "COM-1",
    also: ["PWD-3"],
    severity: "critical",
    description: "Everything behind the edge takes encrypted connections only, of TLS 1.2 or newer.",
    remedy:
        'Write the minimum out: sql.Server minimalTlsVersion "1.2" or "1.3"; storage.StorageAccount minimumTlsVersion ' +
        '"TLS1_2" and enableHttpsTrafficOnly true; of other types see policies/catalogue/transportSettings.ts.',
    url: "https://learn.microsoft.com/azure/security/fundamentals/encryption-overview#tls-encryption-in-azure",
    counterparts: [
        "Azure Policy 32e6bbec, fe83a0eb, f0e6e85b, 404c3081, a4af4a39",
        "CKV_AZURE_3/14/15/28/29/44/52/54/70/91/145/147/148/154/205/223",
        "CKV_AWS_31/83/228/323",
    ],
    ...requireSettings(transportSettings),
});
