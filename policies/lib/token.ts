/**
 * The same cloud object is reachable under several type tokens; a rule that compares with one of them misses the others:
 * `azure-native:sql:Server`, `azure-native:sql/v20230801:Server` (a pinned API version), and
 * `azure-native_sql_v20230801:sql:Server` (a locally generated package).
 */
const azureNative = /^azure-native(?:_[a-z0-9]+_v[0-9a-z]+)?:([a-z0-9]+)(?:\/v[0-9a-z]+)?:([a-z0-9]+)$/i;

/** Older names of resources the rules know; from the aliases that the SDK itself puts on them. */
const aliases: ReadonlyMap<string, string> = new Map(
    Object.entries({
        "azure-native:sql:BackupLongTermRetentionPolicy": "azure-native:sql:LongTermRetentionPolicy",
        "azure-native:alertsmanagement:ActionRuleByName": "azure-native:alertsmanagement:AlertProcessingRuleByName",
        "azure-native:network:FrontDoor": "azure-native:frontdoor:FrontDoor",
        "azure-native:network:Policy": "azure-native:frontdoor:Policy",
        "azure-native:network:PrivateZone": "azure-native:privatedns:PrivateZone",
        "azure-native:network:Zone": "azure-native:dns:Zone",
        "azure-native:network:RecordSet": "azure-native:dns:RecordSet",
        "azure-native:network:VirtualNetworkLink": "azure-native:privatedns:VirtualNetworkLink",
        "azure-native:network:InterfaceEndpoint": "azure-native:network:PrivateEndpoint",
    }),
);

/** AWS names load balancers after two services, and once called the newer resources of buckets V2. */
const awsTwins: readonly (readonly [RegExp, string])[] = [
    [/^aws:(?:alb|applicationloadbalancing)\//, "aws:lb/"],
    [/^aws:s3\/(\w+)V2:(\w+)V2$/, "aws:s3/$1:$2"],
];

const known = new Map<string, string>();

/** The one token under which rules and catalogue know a resource type. Unrecognised tokens come back as they are. */
export function normaliseToken(type: string): string {
    let token = known.get(type);
    if (token === undefined) {
        const [, module, name] = azureNative.exec(type) ?? [];
        // The whole module was called insights before.
        const current = module?.toLowerCase().replace(/^insights$/, "monitor");
        const plain =
            current && name
                ? `azure-native:${current}:${name}`
                : awsTwins.reduce((text, [pattern, twin]) => text.replace(pattern, twin), type);
        token = aliases.get(plain) ?? plain;
        known.set(type, token);
    }
    return token;
}
