/** The smallest arguments of components, for tests to spread over. */
export const common = { resourceGroupName: "group", location: "somewhere", tags: { platform: "test" } };
export const edge = { resourceGroupName: "group", profileName: "profile" };
export const zones = ["1", "2", "3"];
export const site = { accountId: "account", hostName: "site.test", location: "somewhere" };
export const subnets = {
    application: "10.0.0.0/24",
    privateEndpoints: "10.0.1.0/24",
    privateLink: "10.0.2.0/26",
    firewall: "10.0.2.64/26",
    jobs: "10.0.2.128/26",
    bastion: "10.0.2.192/26",
    watch: "10.0.3.0/26",
    managedInstances: "10.0.3.64/26",
};
export const database = {
    ...common,
    serverName: "server",
    databaseName: "db-acme",
    poolId: "pool",
    maxSizeGiB: 5,
    residency: { homeOnly: false as const },
    origin: { from: "new" as const },
    weeklyRetention: "P53W",
    pointInTimeDays: 35,
    differentialHours: 12,
};
export const scaleSet = {
    ...common,
    scaleSetName: "web",
    imageId: "image",
    vmSize: "size",
    instances: 3,
    zones,
    subnetId: "subnet",
    backendPoolId: "pool",
    identity: { id: "identity", clientId: "client" },
    certificateUrl: "certificate",
    configurationEndpoint: "configuration",
    frontDoorId: "front-door",
};
export const domains = {
    ...edge,
    endpointName: "endpoint",
    tags: {},
    wildcardHost: "*.eu1.platform.test",
    vanityHosts: ["app.acme.test"],
    zone: { id: "zone", name: "platform.test", domain: "platform.test" },
    wafPolicyId: "waf",
    names: {
        customDomain: (host: string) => host.replace("*", "any").replaceAll(".", "-"),
        securityPolicy: (number: number) => `waf-${number}`,
    },
};
export const secretNames = { firstLogin: "first-login--acme", signingKey: "url-signing--acme" };
export const customerSecrets = {
    resourceGroupName: "group",
    vaultName: "vault",
    customers: [{ slug: "acme", secretNames, tags: { "oxygis:customer": "acme" } }],
    rotation: { firstLogin: 1, signingKey: 1 },
};
export const content = {
    ...common,
    accountName: "account",
    securityTxt: "Contact: mailto:security@platform.test\n",
};
export const network = {
    ...common,
    addressSpace: "10.0.0.0/22",
    subnets,
    zones,
    allowedHosts: { machines: ["machines.test"], signIn: ["login.test"], watch: ["watch.test"] },
    names: {
        virtualNetwork: "vnet",
        firewall: "firewall",
        firewallPolicy: "policy",
        firewallAddress: "address",
        routeTable: "routes",
        instancesRouteTable: "routes-instances",
        networkSecurityGroup: (subnet: string) => `nsg-${subnet}`,
    },
};
