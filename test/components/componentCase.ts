import type * as pulumi from "@pulumi/pulumi";

export interface ComponentCase {
    /** Area and class, as in the type token and (in camelCase) the path of the file. */
    component: string;
    create: (name: string, options?: pulumi.ComponentResourceOptions) => pulumi.ComponentResource;
    /** What it registers besides itself: type and suffix of the name. */
    children: string[];
}
