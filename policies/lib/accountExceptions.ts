import { textOf } from "./customerDatabase";
import type { PropertyReader } from "./propertyReader";

type Exceptional = "public-network" | "shared-key" | "cross-tenant-replication";

/**
 * Whether an account says, in a tag, why it may have what others may not. That is for people, and frees from nothing by itself: each
 * such account is judged by what else the stack makes of it, which a tag cannot change.
 */
export function givesReason(props: PropertyReader, what: Exceptional): boolean {
    return textOf(props, `tags.oxygis:${what}`) !== undefined;
}
