/** The sandbox's types of AWS against CloudFormation's description of the same resources: what differs is listed with its reason. */
import { loadAwsServiceSpecSync } from "@aws-cdk/aws-service-spec";
import { allTypes, type CloudType } from "../../sandbox/cloud/catalogue";
import { words } from "../../sandbox/cloud/model";
import { ALONE, SPLIT, WHY, type Mapping } from "./support/awsServiceSpec";
import { MAPPED_ACCOUNT } from "./support/awsServiceSpecAccount";
import { MAPPED_CELL } from "./support/awsServiceSpecCell";

const MAPPED: Readonly<Record<string, Mapping>> = { ...MAPPED_ACCOUNT, ...MAPPED_CELL };
const specification = loadAwsServiceSpecSync();
const propertiesOf = (type: string) => {
    const [found] = specification.lookup("resource", "cloudFormationType", "equals", type);
    if (found === undefined) throw new Error(`CloudFormation has no ${type}`);
    return found.properties;
};

/** Names agree but for capitals and an s at the end. */
const folded = (name: string): string => name.toLowerCase().replace(/s$/, "");
const pairs = (list: string | undefined): [string, string][] =>
    words(list).map((pair) => pair.split("=") as [string, string]);
const listed = (by: Mapping["ours"]): string[] => Object.values(by ?? {}).flatMap((list) => words(list));

/** What the provider alone knows, in every type. */
const EVERYWHERE = /^(region|(name|bucket|identifier|statementId)Prefix)$/;

type Differences = Record<"ours" | "theirs" | "required" | "createOnly", string[]>;

function differences(
    type: Pick<CloudType, "inputNames" | "requiredNames" | "replacing">,
    mapping: Mapping,
): Differences {
    const theirs = propertiesOf(mapping.cfn);
    const renamed = new Map(pairs(mapping.renamed));
    const shaped = pairs(mapping.shaped);
    const met = new Set(shaped.map(([, name]) => name));
    const found: Differences = { ours: [], theirs: [], required: [], createOnly: [] };
    for (const name of type.inputNames) {
        if (EVERYWHERE.test(name) || shaped.some(([ours]) => ours === name)) continue;
        const wanted = renamed.get(name);
        const [theirName, property] =
            Object.entries(theirs).find(([each]) =>
                wanted === undefined ? folded(each) === folded(name) : each === wanted,
            ) ?? [];
        if (theirName === undefined) {
            found.ours.push(name);
            continue;
        }
        met.add(theirName);
        if ((property?.required === true) !== type.requiredNames.includes(name)) found.required.push(name);
        // "maybe" depends on values: both are right.
        const replaces = property?.causesReplacement;
        if (replaces !== "maybe" && (replaces === "yes") !== type.replacing.has(name)) found.createOnly.push(name);
    }
    found.theirs = Object.keys(theirs).filter((name) => !met.has(name));
    return found;
}

const types = allTypes().filter(({ aws }) => aws !== undefined);
const short = (type: CloudType): string => type.token.replace("aws:", "");
const mapped = types.flatMap((type): [string, CloudType, Mapping][] => {
    const mapping = MAPPED[short(type)];
    return mapping === undefined ? [] : [[short(type), type, mapping]];
});

test("every type of AWS is compared, is a part of one that is, or stands alone for a reason", () => {
    const told = [...Object.keys(MAPPED), ...Object.keys(SPLIT), ...Object.keys(ALONE)];
    expect(told.sort()).toEqual(types.map(short).sort());
    expect(mapped.length).toBeGreaterThan(60);
});

describe.each(mapped)("%s", (_, type, mapping) => {
    const found = differences(type, mapping);

    test("has the properties of CloudFormation, or says which it has alone and why", () => {
        expect(found.ours.sort()).toEqual(listed(mapping.ours).sort());
    });

    test("lacks no property of CloudFormation but for a reason", () => {
        expect(found.theirs.sort()).toEqual(listed(mapping.theirs).sort());
    });

    test("requires what CloudFormation requires, but for a reason", () => {
        expect(found.required.sort()).toEqual(listed(mapping.required).sort());
    });

    test("replaces for what CloudFormation replaces, but for a reason", () => {
        expect(found.createOnly.sort()).toEqual(listed(mapping.createOnly).sort());
    });

    test("is mapped by names that exist on both sides", () => {
        const both = [...pairs(mapping.renamed), ...pairs(mapping.shaped)];
        expect(both.filter(([ours]) => !type.inputNames.has(ours))).toEqual([]);
        const theirs = propertiesOf(mapping.cfn);
        expect(both.filter(([, name]) => !(name in theirs))).toEqual([]);
    });
});

test.each(Object.entries(SPLIT))("%s is %s of CloudFormation", (_, where) => {
    const [type = "", property = ""] = where.split(" ");
    expect(Object.keys(propertiesOf(type))).toContain(property);
});

test("an invented, a forgotten, a needlessly required and a wrongly replacing property are found", () => {
    const [, type, mapping] = mapped.find(([name]) => name === "rds/subnetGroup:SubnetGroup") ?? [];
    if (type === undefined || mapping === undefined) throw new Error("the subnet group is not mapped");
    const broken = {
        inputNames: new Set([...type.inputNames, "colour"].filter((name) => name !== "tags")),
        requiredNames: ["name"],
        replacing: new Set(["subnetIds"]),
    };
    expect(differences(broken, mapping)).toEqual({
        ours: ["colour"],
        theirs: ["Tags"],
        required: expect.arrayContaining(["name", "subnetIds"]) as string[],
        createOnly: expect.arrayContaining(["name", "subnetIds"]) as string[],
    });
});

test("every reason is used, and told in words", () => {
    const used = Object.values(MAPPED).flatMap(({ ours = {}, theirs = {}, required = {}, createOnly = {} }) => [
        ...Object.keys({ ...ours, ...theirs, ...required, ...createOnly }),
    ]);
    expect([...new Set(used)].sort()).toEqual(Object.keys(WHY).sort());
});
