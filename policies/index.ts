import { PolicyPack } from "@pulumi/policy";

import { discoverPolicies } from "./lib/discover";

// The only `new PolicyPack`: it starts a server and keeps the process alive, so nothing else may import this file.
new PolicyPack("oxygis", { policies: discoverPolicies(), enforcementLevel: "mandatory" });
