/** azuread: applications, and the principals by which a tenant knows them. */
import { CloudError, type Facts, type TypeTable } from "../model";
import { isUnknown, text, texts, type Properties } from "../values";

const named = (inputs: Properties): string => `applicationsNamed|${(text(inputs, "displayName") ?? "").toLowerCase()}`;

function refuseDuplicate({ inputs, cloud, before }: Facts): void {
    const own = text(before, "displayName") === text(inputs, "displayName") ? 1 : 0;
    if (inputs["preventDuplicateNames"] === true && cloud.count(named(inputs)) > own)
        throw new CloudError(
            "ImportAsExists",
            `An application named "${text(inputs, "displayName") ?? ""}" already exists.`,
        );
}

/** Names below a domain that need not be proved: the tenant's own id. */
const UNPROVED = /^api:\/\/[0-9a-f-]{36}(\/|$)/i;

export const applications: TypeTable = {
    "azuread:index/application:Application": {
        id: "",
        inputs: `api appRoles description deviceOnlyAuthEnabled displayName fallbackPublicClientEnabled featureTags
            groupMembershipClaims identifierUris logoImage marketingUrl notes oauth2PostResponseRequired optionalClaims owners
            password preventDuplicateNames privacyStatementUrl publicClient requiredResourceAccesses serviceManagementReference
            signInAudience singlePageApplication supportUrl tags templateId termsOfServiceUrl web`,
        required: "displayName",
        createOnly: "templateId",
        usual: "",
        values: {
            signInAudience: [
                "AzureADMyOrg",
                "AzureADMultipleOrgs",
                "AzureADandPersonalMicrosoftAccount",
                "PersonalMicrosoftAccount",
            ],
            "api.requestedAccessTokenVersion": [1, 2],
        },
        check: (inputs) =>
            texts(inputs, "identifierUris[]").flatMap((uri) =>
                isUnknown(uri) || UNPROVED.test(uri)
                    ? []
                    : [
                          {
                              property: "identifierUris",
                              reason: `'${uri}' is not below api://<tenant>: no domain is proved here`,
                          },
                      ],
            ),
        claims: ({ inputs }) =>
            texts(inputs, "identifierUris[]").map((value) => ({
                kind: "identifierUri",
                value,
                code: "Request_BadRequest",
            })),
        // Names need not be unique: the count only serves preventDuplicateNames.
        quotas: ({ inputs }) => [{ key: named(inputs), limit: Infinity, what: "applications of one name" }],
        refuse: refuseDuplicate,
        identify: ({ cloud, urn }, attempt) => `/applications/${cloud.guid("application", urn, String(attempt))}`,
        outputs: ({ id, inputs, cloud }) => ({
            signInAudience: "AzureADMyOrg",
            ...inputs,
            objectId: id.slice("/applications/".length),
            clientId: cloud.guid(id, "client"),
            publisherDomain: "oxygis.onmicrosoft.com",
        }),
        seconds: { create: 10, source: "assumed" },
    },
    "azuread:index/servicePrincipal:ServicePrincipal": {
        id: "",
        inputs: `accountEnabled alternativeNames appRoleAssignmentRequired clientId description featureTags features loginUrl notes
            notificationEmailAddresses owners preferredSingleSignOnMode samlSingleSignOn tags useExisting`,
        required: "clientId",
        createOnly: "clientId",
        usual: "type",
        claims: ({ inputs }) => [
            {
                kind: "principalOf",
                value: text(inputs, "clientId") ?? "",
                code: "Request_MultipleObjectsWithSameKeyValue",
            },
        ],
        identify: ({ cloud, urn }, attempt) => `/servicePrincipals/${cloud.guid("principal", urn, String(attempt))}`,
        outputs: ({ id, inputs, cloud }) => ({
            accountEnabled: true,
            ...inputs,
            objectId: id.slice("/servicePrincipals/".length),
            applicationTenantId: cloud.tenantId,
            type: "Application",
        }),
        seconds: { create: 10, source: "assumed" },
    },
};
