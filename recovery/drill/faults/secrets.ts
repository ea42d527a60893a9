import type { Site } from "../../site";
import type { DrillFaultDefinition } from "./fault";

const noCopy = "no key vault that answers holds a copy of the origin's certificate";

/** A certificate that is not at hand: at once, or never. */
function certificateAfter(refusals: number) {
    return (site: Site): Partial<Site> => {
        let asked = 0;
        return {
            importCertificate: (vaultName, name) =>
                asked++ < refusals ? Promise.reject(new Error(noCopy)) : site.importCertificate(vaultName, name),
        };
    };
}

/** What the site cannot be built without, lost with the region. */
export const secretFaults: readonly DrillFaultDefinition[] = [
    {
        name: "key-vault-gone",
        expect: "survived",
        breaks: [],
        what: "The vault with the origin's certificate is gone with the region; somebody brings another copy an hour later.",
        site: certificateAfter(1),
    },
    {
        name: "secrets-not-elsewhere",
        expect: "broken",
        breaks: ["DR-2", "DR-3", "DR-5", "DR-6"],
        what: "No copy of the origin's certificate exists outside the lost region.",
        site: certificateAfter(Infinity),
    },
    {
        name: "state-in-lost-region",
        expect: "broken",
        breaks: ["DR-2", "DR-3", "DR-5", "DR-6"],
        what: "The state of all stacks lies in the region that is lost.",
        plan: ({ fleet }) => ({ stateRegion: fleet.home.site.region }),
    },
];
