/** What the inputs of a resource of AWS name must exist, in the same region. */
import type { CloudType } from "../catalogue";
import { CloudError, type CloudView, type Facts, type Found } from "../model";
import type { State } from "../state";
import { eachString, select, text } from "../values";
import { regionOf } from "./templates";

/** Ids that AWS makes up for parts of a network and the like; images, zones and organisations are not modelled. */
const MADE_UP = /^(vpc|subnet|sg|sgr|rtb|rtbassoc|igw|nat|eipalloc|vpce|pl|lt|acl|eni|fl)-[0-9a-f]{8,17}$/;

/** Everything the inputs refer to, as lower-case ids. @throws CloudError for what does not exist, or not in this region */
export function awsReferences(state: State, type: CloudType, facts: Facts): Set<string> {
    const found = new Set<string>();
    const unchecked = new Set(
        type.uncheckedPaths.flatMap((path) => select(facts.inputs, path).map(([, value]) => value)),
    );
    const own = regionOf(facts.inputs);
    const add = (name: string, target: Found | undefined, shown: string): void => {
        if (target === undefined) throw missing(shown);
        const region = text(target.outputs, "region");
        if (type.aws?.global === false && region !== undefined && region !== own && !elsewhere(type, name))
            throw new CloudError("InvalidParameterValue", `'${shown}' (${name}) is in ${region}, not in ${own}.`);
        found.add(target.id.toLowerCase());
    };
    for (const [name, value] of Object.entries(facts.inputs)) {
        if (name === "tags" || name.startsWith("__") || unchecked.has(value)) continue;
        eachString(value, (shown) => {
            if (unchecked.has(shown)) return;
            if (isOwnArn(facts.cloud, shown)) add(name, byArn(state, shown), shown);
            else if (MADE_UP.test(shown)) add(name, known(state, state.answeredBy(shown)), shown);
            else {
                const answered = known(state, state.answeredBy(shown));
                if (answered !== undefined) found.add(answered.id.toLowerCase());
            }
        });
    }
    for (const [path, token] of type.aws?.refers ?? [])
        for (const [, shown] of select(facts.inputs, path))
            if (typeof shown === "string" && !shown.startsWith("arn:"))
                add(path.split(/[.[]/)[0] ?? path, facts.cloud.named(token, own, shown), shown);
    found.delete(facts.id.toLowerCase());
    return found;
}

const elsewhere = (type: CloudType, name: string): boolean => type.aws?.elsewhere.has(name) ?? false;

const known = (state: State, id: string | undefined): Found | undefined =>
    id === undefined ? undefined : state.find(id);

/** An ARN of this account, or of a bucket; not a pattern of several. AWS' own and other accounts' things need not be modelled. */
function isOwnArn(cloud: CloudView, shown: string): boolean {
    const [arn, , service, , account, ...rest] = shown.split(":");
    if (
        arn !== "arn" ||
        rest
            .join(":")
            .replace(/:\*$|\/\*$/, "")
            .includes("*")
    )
        return false;
    if (/^role\/aws-service-role\/|^root$/.test(rest.join(":"))) return false;
    return account === cloud.accountId || (service === "s3" && account === "");
}

/** The resource of an ARN, or of what it is a part of: an object of a bucket, a field of a secret, a version of a function. */
function byArn(state: State, arn: string): Found | undefined {
    for (let at = arn; at.split(":").length >= 6; at = at.replace(/[:/][^:/]*$/, "")) {
        const target = known(state, at) ?? known(state, state.answeredBy(at));
        if (target !== undefined) return target;
    }
    return undefined;
}

/** EC2 has a code of its own for each kind. */
const CODES: Readonly<Record<string, string>> = {
    vpc: "InvalidVpcID.NotFound",
    subnet: "InvalidSubnetID.NotFound",
    sg: "InvalidGroup.NotFound",
    rtb: "InvalidRouteTableID.NotFound",
    igw: "InvalidInternetGatewayID.NotFound",
    eipalloc: "InvalidAllocationID.NotFound",
};

function missing(shown: string): CloudError {
    const kind = MADE_UP.test(shown) ? (/^([a-z]+)-/.exec(shown)?.[1] ?? "") : "";
    return new CloudError(CODES[kind] ?? "ResourceNotFoundException", `'${shown}' does not exist.`);
}
