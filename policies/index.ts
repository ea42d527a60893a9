import { PolicyPack } from "@pulumi/policy";

import { discoverPolicies } from "./lib/discover";
import { committedExemptions, Exemptions } from "./lib/exemptions";
import { packOf } from "./lib/pack";

const rules = discoverPolicies();
const exemptions = new Exemptions(committedExemptions(), rules);

// The only `new PolicyPack`: it starts a server and keeps the process alive, so nothing else may import this file.
new PolicyPack("oxygis", { policies: packOf(rules, exemptions), enforcementLevel: "mandatory" });
