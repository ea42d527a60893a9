import { customersPerCell } from "../../model/recovery";
import { mostReplicas } from "../../model/replication";
import { allCells, customersOf, type CustomerDraft, type ProjectDraft } from "../draft";
import { type Mistake, withGuess } from "../mistake";
import { customerRemedies } from "../remedies";

/** What is wrong between customers, and between a customer and its cell. */
export function checkCustomers(draft: ProjectDraft): Mistake[] {
    return [
        ...checkSlugs(draft.customers),
        ...draft.customers
            .filter(({ rest }) => rest.status !== "erased")
            .flatMap((customer) => [...checkHome(customer, draft), ...checkCopies(customer)]),
        ...allCells(draft).flatMap(({ file, rest: { cell } }) => {
            const count = customersOf(cell, draft.customers).length;
            return count <= customersPerCell
                ? []
                : {
                      file,
                      path: "cell",
                      message: `${cell} has ${count} customers, and a cell holds at most ${customersPerCell}`,
                      remedy: "write the stack file of a new cell, and name that cell in the files of some customers",
                  };
        }),
    ];
}

/** Azure allows no hyphens in some names, and people mix such names up. An erased customer's backups still hold its slug. */
function checkSlugs(customers: readonly CustomerDraft[]): Mistake[] {
    const collapsed = customers.map(({ name }) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, ""));
    return customers.flatMap(({ file, name }, index) => {
        const first = collapsed.indexOf(collapsed[index]!);
        return first === index
            ? []
            : {
                  file,
                  path: "",
                  message: `"${name}" and "${customers[first]!.name}" are one name where Azure allows no hyphens`,
                  remedy: "rename the newer of the two files, so that they differ in a letter or digit",
              };
    });
}

function checkHome({ file, rest: { cell: home, replicateTo = [] } }: CustomerDraft, draft: ProjectDraft): Mistake[] {
    const { cells, globals, incomplete } = draft;
    const known = [
        ...new Set([
            ...allCells(draft).map(({ rest }) => rest.cell),
            ...globals.flatMap(({ rest }) => rest.cells ?? []),
        ]),
    ].flatMap((name) => name ?? []);
    if (home !== undefined && !known.includes(home) && !incomplete) {
        const sentence = known.length > 0 ? `the cells are ${known.join(", ")}` : "write the cell's stack file first";
        return [
            { file, path: "cell", message: `there is no cell "${home}"`, remedy: withGuess(home, known, sentence) },
        ];
    }
    // Copies are asked for beside the home site; one that stands in for it leaves out those that it needs not.
    const site = cells.find(({ rest }) => home !== undefined && rest.cell === home && !rest.recovers)?.rest.site;
    return replicateTo.flatMap((region, index) => {
        const role =
            region === site?.region
                ? "the home region"
                : region === site?.pairedRegion
                  ? "the paired region"
                  : undefined;
        return region === undefined || role === undefined
            ? []
            : {
                  file,
                  path: `replicateTo[${index}]`,
                  message: `"${region}" is ${role} of the cell ${home}, where the data lies anyway`,
                  remedy: "write another region, or take it out",
              };
    });
}

/** What a customer says of the places of its copies must agree with itself, and with what Azure can carry. */
function checkCopies({ file, rest }: CustomerDraft): Mistake[] {
    const mistakes: Mistake[] = [];
    const add = (path: string, message: string, remedy: string) => mistakes.push({ file, path, message, remedy });
    const regions = rest.replicateTo?.length ?? 0;

    if (rest.residency !== undefined && regions > 0) {
        add(
            "residency",
            "contradicts replicateTo: one keeps every copy in the home region, the other asks for copies elsewhere",
            "take one of the two out",
        );
    }
    // A key with a mistake of its own is there, though its value is not.
    if (rest.residency !== undefined && !("residencyReason" in rest)) {
        add("residencyReason", "is missing", customerRemedies.residencyReason!);
    }
    if (rest.residencyReason !== undefined && !("residency" in rest)) {
        add(
            "residencyReason",
            "gives a reason for nothing: there is no residency",
            "write residency: home beside it, or take it out",
        );
    }
    if (regions > mostReplicas) {
        add(
            "replicateTo",
            `names ${regions} regions, and Azure replicates a database to at most ${mostReplicas}`,
            `write at most ${mostReplicas} regions`,
        );
    }
    return mistakes;
}
