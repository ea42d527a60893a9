import { planClassOf } from "../model/plans";
import { awsCellRemedies } from "./awsRemedies";
import { type AwsCellFile, awsCellFileSchema } from "./awsSchema";
import type { RawFile, RawProject } from "./files";
import { type Mistake, show, withGuess } from "./mistake";
import { cellRemedies, customerRemedies, globalRemedies, staffRemedies } from "./remedies";
import {
    type CellFile,
    cellFileSchema,
    type CustomerFile,
    customerFileSchema,
    type GlobalFile,
    globalFileSchema,
    slugSchema,
    type Staff,
    staffFileSchema,
} from "./schema";
import { secretMistakes } from "./secretScan";
import { isKeys } from "./stackFile";
import { type DeepPartial, validate, type Validated } from "./validate";

/** A file as far as it is valid; the checks across files look at what is there and pass over what is not. */
interface Draft<T> {
    file: string;
    /** The stack of a stack file, the slug of a customer's. */
    name: string;
    rest: DeepPartial<T>;
    /** Set when the file itself holds no mistake. */
    valid: T | undefined;
}

export type GlobalDraft = Draft<GlobalFile>;
export type CellDraft = Draft<CellFile>;
export type AwsCellDraft = Draft<AwsCellFile> & { awsRegion: unknown };
export type CustomerDraft = Draft<CustomerFile>;

/** All files of a project, each checked by itself. */
export interface ProjectDraft {
    globals: GlobalDraft[];
    cells: CellDraft[];
    awsCells: AwsCellDraft[];
    customers: CustomerDraft[];
    /** Undefined where the file cannot be read. */
    staff: Draft<Staff> | undefined;
    /** Whether a stack file could not be understood at all, so that the cell it may declare is unknown. */
    incomplete: boolean;
    mistakes: Mistake[];
}

export function draftProject(files: RawProject): ProjectDraft {
    const draft: ProjectDraft = {
        globals: [],
        cells: [],
        awsCells: [],
        customers: [],
        staff: undefined,
        incomplete: files.incomplete,
        mistakes: [...files.mistakes],
    };
    for (const file of files.stacks) {
        addStack(draft, file);
    }
    for (const file of files.customers) {
        addCustomer(draft, file);
    }
    if (files.staff) {
        addStaff(draft, files.staff);
    }
    return draft;
}

/** `value` is the file's `oxygis:stack` object; what else the file holds, and that there is one, has been looked at before. */
function addStack(draft: ProjectDraft, { file, name, value, awsRegion }: RawFile): void {
    if (!isKeys(value) || "secure" in value) {
        draft.incomplete = true;
        return;
    }
    draft.mistakes.push(...secretMistakes(file, value));
    const kind = value.kind ?? ("cells" in value ? "global" : "cell" in value ? "cell" : undefined);
    const take = <T>(checked: Validated<T>) => {
        draft.mistakes.push(...checked.mistakes);
        return { file, name, rest: checked.rest, valid: checked.valid };
    };
    if (kind === "global") {
        draft.globals.push(take(validate(globalFileSchema, value, file, globalRemedies)));
    } else if (kind === "cell" && isKeys(value.site) && value.site.cloud === "aws") {
        draft.awsCells.push({ ...take(validate(awsCellFileSchema, value, file, awsCellRemedies)), awsRegion });
    } else if (kind === "cell") {
        draft.cells.push(take(validate(cellFileSchema, value, file, cellRemedies)));
    } else {
        const message = kind === undefined ? "is missing" : `${show(kind)} is not allowed here`;
        draft.mistakes.push({
            file,
            path: "kind",
            message,
            remedy: withGuess(kind, ["global", "cell"], globalRemedies.kind!),
        });
        draft.incomplete = true;
    }
}

function addCustomer(draft: ProjectDraft, { file, name, value }: RawFile): void {
    draft.mistakes.push(...slugMistakes(file, name));
    if (value === null) {
        draft.mistakes.push({ file, path: "", message: "is empty", remedy: customerRemedies[""]! });
        return;
    }
    const { rest, valid, mistakes } = validate(customerFileSchema, value, file, customerRemedies);
    draft.mistakes.push(...secretMistakes(file, value), ...mistakes);
    draft.customers.push({ file, name, rest, valid });
}

function addStaff(draft: ProjectDraft, { file, name, value }: RawFile): void {
    if (value === null) {
        draft.mistakes.push({ file, path: "", message: "is empty", remedy: staffRemedies[""]! });
        return;
    }
    const { rest, valid, mistakes } = validate(staffFileSchema, value, file, staffRemedies);
    draft.mistakes.push(...secretMistakes(file, value), ...mistakes);
    draft.staff = { file, name, rest, valid };
}

function slugMistakes(file: string, slug: string): Mistake[] {
    const result = slugSchema.safeParse(slug);
    return (result.error?.issues ?? []).map(({ message }) => {
        const better = slug
            .toLowerCase()
            .replaceAll(/[^a-z0-9]+/g, "-")
            .replaceAll(/^[-0-9]+|-+$/g, "")
            .slice(0, 20)
            .replace(/-$/, "");
        const remedy = slugSchema.safeParse(better).success
            ? `rename the file, for example to ${better}.yaml`
            : "rename the file";
        return { file, path: "", message: `the slug ${show(slug)} ${message}`, remedy };
    });
}

/** The cells of every cloud, in the order of their files. */
export const allCells = ({ cells, awsCells }: ProjectDraft): (CellDraft | AwsCellDraft)[] =>
    [...cells, ...awsCells].sort((one, other) => (one.file < other.file ? -1 : 1));

/** The customers a cell serves, each with what must be known to place its database; erased ones have none. */
export function customersOf(cell: string | undefined, customers: readonly CustomerDraft[]) {
    return customers.flatMap(({ file, name, rest: { plan, size, status, pool, cell: home } }) =>
        home !== undefined && home === cell && plan && size && status !== "erased"
            ? [{ file, slug: name, plan, planClass: planClassOf(plan), size, pool }]
            : [],
    );
}
