/** Where a component's resources lie in AWS and how they are labelled. */
export interface RegionalArgs {
    /** AWS region; written at every resource, so that none lies where the provider happens to point. */
    region: string;
    tags: Record<string, string>;
}
