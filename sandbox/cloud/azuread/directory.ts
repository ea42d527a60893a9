/** azuread: groups and their members. Users are not modelled: every GUID may be one. */
import { CloudError, type Facts, type TypeTable } from "../model";
import { isUnknown, text, type Properties } from "../values";

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const sameName = (inputs: Properties): string => `groupsNamed|${(text(inputs, "displayName") ?? "").toLowerCase()}`;

function refuseDuplicate({ inputs, cloud, before }: Facts): void {
    const others =
        cloud.count(sameName(inputs)) - (text(before, "displayName") === text(inputs, "displayName") ? 1 : 0);
    if (inputs["preventDuplicateNames"] === true && others > 0)
        throw new CloudError("ImportAsExists", `A group named "${text(inputs, "displayName") ?? ""}" already exists.`);
}

export const directory: TypeTable = {
    "azuread:index/group:Group": {
        id: "",
        inputs: `administrativeUnitIds assignableToRole autoSubscribeNewMembers behaviors description displayName
            dynamicMembership externalSendersAllowed hideFromAddressLists hideFromOutlookClients mailEnabled mailNickname members
            onpremisesGroupType owners preventDuplicateNames provisioningOptions securityEnabled theme types visibility
            writebackEnabled`,
        required: "displayName",
        createOnly: "assignableToRole behaviors mailNickname provisioningOptions types",
        usual: "",
        check: (inputs) =>
            ["securityEnabled", "mailEnabled"].some((name) => inputs[name] === true || isUnknown(inputs[name]))
                ? []
                : [{ property: "securityEnabled", reason: "a group is securityEnabled, mailEnabled, or both" }],
        // Names need not be unique: the count only serves preventDuplicateNames.
        quotas: ({ inputs, cloud }) => [
            { key: sameName(inputs), limit: Infinity, what: "groups of one name" },
            ...(inputs["assignableToRole"] === true
                ? [{ key: `roleAssignable|${cloud.tenantId}`, limit: 500, what: "role-assignable groups per tenant" }]
                : []),
        ],
        refuse: refuseDuplicate,
        identify: ({ cloud, urn }, attempt) => `/groups/${cloud.guid("group", urn, String(attempt))}`,
        outputs: ({ id, inputs, cloud }) => {
            const objectId = id.slice("/groups/".length);
            return {
                mailEnabled: false,
                members: [],
                owners: [cloud.guid("client", "object")],
                mailNickname: objectId.slice(0, 10),
                ...inputs,
                objectId,
                preferredLanguage: "",
                proxyAddresses: [],
            };
        },
        seconds: { create: 20, update: 10, delete: 10, source: "assumed" },
    },
    "azuread:index/groupMember:GroupMember": {
        id: "",
        inputs: "groupObjectId memberObjectId",
        required: "groupObjectId memberObjectId",
        createOnly: "groupObjectId memberObjectId",
        usual: "",
        check: (inputs) =>
            ["groupObjectId", "memberObjectId"].flatMap((property) => {
                const value = text(inputs, property);
                return value === undefined || GUID.test(value)
                    ? []
                    : [{ property, reason: `'${value}' is not an object id (a GUID)` }];
            }),
        refuse: ({ inputs, cloud }) => {
            const group = text(inputs, "groupObjectId") ?? "";
            const found = cloud.find(`/groups/${group}`);
            if (found === undefined)
                throw new CloudError("Request_ResourceNotFound", `Resource '${group}' does not exist.`);
            const member = text(inputs, "memberObjectId") ?? "";
            if (found.inputs["assignableToRole"] === true && cloud.find(`/groups/${member}`) !== undefined)
                throw new CloudError("Request_BadRequest", "A group cannot be a member of a role-assignable group.");
        },
        identify: ({ inputs }) =>
            `${text(inputs, "groupObjectId") ?? ""}/member/${text(inputs, "memberObjectId") ?? ""}`,
        seconds: { create: 5, source: "assumed" },
    },
};
