import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { parse, stringify } from "yaml";

import { type DrillFaultDefinition, struck } from "./fault";

/** What a customer may ask for, at a price that is stated beforehand. */
export const wishFaults: readonly DrillFaultDefinition[] = [
    {
        name: "kept-at-home",
        expect: "survived",
        breaks: [],
        what: "One customer wishes that no copy leaves the home region, and so gives up what is promised for its loss.",
        configure: (root, fleet) => {
            const file = join(root, "infra/customers", `${struck(fleet)}.yaml`);
            const { replicateTo: _copies, ...customer } = parse(readFileSync(file, "utf8")) as Record<string, unknown>;
            writeFileSync(
                file,
                stringify({
                    ...customer,
                    residency: "home",
                    residencyReason: "a contract with the customer's own customer",
                }),
            );
        },
    },
];
