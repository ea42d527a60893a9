/** The two questions about health, each at its own path of the application. */
export const healthPaths = {
    /**
     * Does this machine answer? Machines that do not are replaced; so it must not ask for the database, or the loss of that would
     * replace every machine.
     */
    machine: "/livez",
    /** Does the whole cell serve its customers? Front Door shows the maintenance page where it does not. */
    cell: "/healthz",
} as const;
