/** azure-native:aadiam: where Entra ID's own logs go. The setting belongs to the tenant, not to a subscription. */
import { nameRule, words, type TypeTable } from "../model";
import { select } from "../values";
import { checkDestination, refuseArchive } from "./monitorDiagnostics";

/** The categories of "Microsoft Entra activity log integration options"; the SDK's enum, which is open, lists but two of them. */
const CATEGORIES = words(`ADFSSignInLogs AuditLogs B2CRequestLogs EnrichedOffice365AuditLogs ManagedIdentitySignInLogs
    MicrosoftGraphActivityLogs NetworkAccessTrafficLogs NonInteractiveUserSignInLogs ProvisioningLogs
    RemoteNetworkHealthLogs RiskyServicePrincipals RiskyUsers ServicePrincipalRiskEvents ServicePrincipalSignInLogs
    SignInLogs UserRiskEvents`);

export const aadiam: TypeTable = {
    DiagnosticSetting: {
        id: "/providers/microsoft.aadiam/diagnosticSettings/{name}",
        apiVersion: "2017-04-01",
        inputs: "eventHubAuthorizationRuleId eventHubName logs name serviceBusRuleId storageAccountId workspaceId",
        name: nameRule(
            1,
            260,
            /^[^<>*%&:\\?+/]*[^<>*%&:\\?+/ ]$/,
            "1-260 characters, none of <>*%&:\\?+/, no blank at the end",
        ),
        check: (inputs) => [
            ...checkDestination(inputs),
            ...select(inputs, "logs[].category")
                .filter(([, category]) => typeof category === "string" && !CATEGORIES.includes(category))
                .map(([property, category]) => ({
                    property,
                    reason: `${JSON.stringify(category)} is no log of Entra ID`,
                })),
        ],
        refuse: refuseArchive,
        quotas: ({ cloud }) => [
            { key: `entraDiagnosticSettings|${cloud.tenantId}`, limit: 5, what: "diagnostic settings per tenant" },
        ],
        seconds: { create: 5, source: "assumed" },
    },
};
