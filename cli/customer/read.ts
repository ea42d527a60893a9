import { readPrices } from "../../infra/config/prices";
import { describeMistakes } from "../../infra/config/mistake";
import { readProject } from "../../infra/config/project";
import { UsageError } from "../errors";
import { type CustomerView, viewCustomers } from "./view";

/** The customers of a configuration root, and the date of the prices. @throws UsageError where the configuration has mistakes */
export function readCustomers(root: string): CustomerView[] {
    const project = readProject(root);
    if (project.mistakes.length > 0) throw new UsageError(describeMistakes(project.mistakes));
    return viewCustomers(project, readPrices());
}
