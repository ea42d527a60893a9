import { customersPerCell } from "../../model/recovery";
import { customersOf, type CustomerDraft, type ProjectDraft } from "../draft";
import { type Mistake, withGuess } from "../mistake";

/** What is wrong between customers, and between a customer and its cell. */
export function checkCustomers(draft: ProjectDraft): Mistake[] {
    return [
        ...checkSlugs(draft.customers),
        ...draft.customers
            .filter(({ rest }) => rest.status !== "erased")
            .flatMap((customer) => checkHome(customer, draft)),
        ...draft.cells.flatMap(({ file, rest: { cell } }) => {
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

function checkHome(
    { file, rest: { cell: home, replicateTo = [] } }: CustomerDraft,
    { cells, globals, incomplete }: ProjectDraft,
): Mistake[] {
    const known = [
        ...new Set([...cells.map(({ rest }) => rest.cell), ...globals.flatMap(({ rest }) => rest.cells ?? [])]),
    ].flatMap((name) => name ?? []);
    if (home !== undefined && !known.includes(home) && !incomplete) {
        const sentence = known.length > 0 ? `the cells are ${known.join(", ")}` : "write the cell's stack file first";
        return [
            { file, path: "cell", message: `there is no cell "${home}"`, remedy: withGuess(home, known, sentence) },
        ];
    }
    const site = cells.find(({ rest }) => home !== undefined && rest.cell === home)?.rest.site;
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
