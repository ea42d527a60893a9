import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";

/** What keeps `az` from answering: what a person must put right, what passes by itself, or what Azure refuses. */
type Trouble = "missing" | "signedOut" | "subscription" | "transient" | "notFound" | "refused";

/** A message for the on-call engineer, with what to do; nothing secret is ever in it. */
export class AzError extends Error {
    constructor(
        readonly trouble: Trouble,
        message: string,
    ) {
        super(message);
    }
}

export interface AzSettings {
    /** Id or name of the subscription. @default the one that `az` has chosen */
    subscription?: string | undefined;
    /** Seconds between two attempts; each further one waits as much longer. */
    pauseSeconds?: number;
    /** Seconds after which a call that does not answer is ended. */
    timeoutSeconds?: number;
}

interface Patience {
    attempts?: number;
    timeoutSeconds?: number;
}

interface Page<T> {
    value?: T[];
    nextLink?: string;
}

/** Calls under way at once: each is a Python of its own, and a plan asks five regions for everything. */
const atOnce = 8;

const management = "https://management.azure.com";

/**
 * Azure's own command line, which the on-call engineer has and is signed in with: no credential passes through here. Only what must be
 * written is a command of its own; everything that is read goes through `az rest`, whose answers do not change with the version of `az`.
 */
export class Az {
    private underWay = 0;
    private readonly queue: (() => void)[] = [];

    private constructor(
        readonly subscriptionId: string,
        private readonly settings: Required<Pick<AzSettings, "pauseSeconds" | "timeoutSeconds">>,
    ) {}

    /** @throws AzError where `az` is missing, nobody is signed in, or the subscription is not theirs */
    static async open({ subscription, pauseSeconds = 5, timeoutSeconds = 90 }: AzSettings = {}): Promise<Az> {
        const chosen = subscription === undefined ? [] : ["--subscription", subscription];
        const account = await new Az("", { pauseSeconds, timeoutSeconds }).read<
            Record<"id" | "name" | "state", string>
        >([...["account", "show"], ...chosen]);
        if (account.state !== "Enabled") {
            const message = `The subscription ${account.name} (${account.id}) is ${account.state.toLowerCase()}. Choose another one: az account set --subscription <id>`;
            throw new AzError("subscription", message);
        }
        return new Az(account.id, { pauseSeconds, timeoutSeconds });
    }

    /** A path below the subscription as a whole address. */
    url(path: string, query: Record<string, string>): string {
        return `${management}/subscriptions/${this.subscriptionId}${path}?${queryText(query)}`;
    }

    /** A resource by its id. */
    async resource<T>(id: string, apiVersion: string, patience?: Patience): Promise<T> {
        return this.get(`${management}${id}?${queryText({ "api-version": apiVersion })}`, patience);
    }

    get<T>(url: string, patience?: Patience): Promise<T> {
        return this.read<T>(["rest", "--method", "get", "--url", url], patience);
    }

    /** All entries of a list, page by page. */
    async list<T>(url: string, patience?: Patience): Promise<T[]> {
        const all: T[] = [];
        for (let next: string | undefined = url; next;) {
            const page: Page<T> = await this.get<Page<T>>(next, patience);
            all.push(...(page.value ?? []));
            next = page.nextLink;
        }
        return all;
    }

    /** A question that is put by POST and changes nothing. */
    ask<T>(url: string, body: unknown, resource?: string): Promise<T> {
        const audience = resource === undefined ? [] : ["--resource", resource];
        return this.read<T>(["rest", "--method", "post", "--url", url, ...audience, "--body", JSON.stringify(body)]);
    }

    /** A command that only reads, so that it may be tried again. */
    async read<T>(args: readonly string[], { attempts = 4, timeoutSeconds }: Patience = {}): Promise<T> {
        for (let attempt = 1; ; attempt++) {
            try {
                const text = await this.run(args, timeoutSeconds ?? this.settings.timeoutSeconds);
                return (text.trim() === "" ? undefined : JSON.parse(text)) as T;
            } catch (error) {
                const passing = error instanceof AzError && error.trouble === "transient";
                if (!passing || attempt >= attempts) throw error;
                await pause(this.settings.pauseSeconds * attempt * 1000);
            }
        }
    }

    /** A command that changes something: once, and with the time that it takes. Nothing of its answer is kept. */
    async change(args: readonly string[], timeoutSeconds = 1800): Promise<void> {
        await this.run([...args, "--subscription", this.subscriptionId, "--output", "none"], timeoutSeconds);
    }

    /** Waits as between two attempts. */
    async wait(times = 1): Promise<void> {
        await pause(this.settings.pauseSeconds * times * 1000);
    }

    private async run(args: readonly string[], timeoutSeconds: number): Promise<string> {
        // Whoever ends hands its place on, so that nobody overtakes those who wait.
        if (this.underWay < atOnce) this.underWay++;
        else await new Promise<void>((go) => this.queue.push(go));
        try {
            return await this.call(args, timeoutSeconds);
        } finally {
            const next = this.queue.shift();
            if (next) next();
            else this.underWay--;
        }
    }

    private call(args: readonly string[], timeoutSeconds: number): Promise<string> {
        const format = args.includes("--output") ? [] : ["--output", "json"];
        return new Promise((resolve, reject) => {
            // A group of its own: `az` is a script around Python, and both must end at the time limit.
            const child = spawn("az", [...args, ...format, "--only-show-errors"], {
                stdio: ["ignore", "pipe", "pipe"],
                detached: true,
                env: process.env,
            });
            const output = { out: "", errors: "" };
            child.stdout.setEncoding("utf8").on("data", (text: string) => (output.out += text));
            child.stderr.setEncoding("utf8").on("data", (text: string) => (output.errors += text));
            const timer = setTimeout(() => {
                end(child.pid);
                reject(new AzError("transient", `${spoken(args)} gave no answer in ${timeoutSeconds} seconds.`));
            }, timeoutSeconds * 1000);
            child.on("error", (error: NodeJS.ErrnoException) => {
                clearTimeout(timer);
                reject(
                    new AzError(
                        "missing",
                        error.code === "ENOENT" ? notInstalled : `az cannot be run: ${error.message}`,
                    ),
                );
            });
            child.on("close", (code) => {
                clearTimeout(timer);
                if (code === 0) resolve(output.out);
                else reject(troubleOf(args, output.errors));
            });
        });
    }
}

/** Ends a whole process group; one that ended in this moment is fine too. */
function end(group: number | undefined): void {
    try {
        if (group !== undefined) process.kill(-group, "SIGKILL");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
}

const queryText = (query: Record<string, string>): string =>
    Object.entries(query)
        .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
        .join("&");

const notInstalled =
    "The Azure command line (az) is not on the PATH. Install it, https://learn.microsoft.com/cli/azure/install-azure-cli, and sign in: az login";

/** The words of a command up to its first flag, and the path it was about: enough to know what failed. */
function spoken(args: readonly string[]): string {
    const flag = args.findIndex((arg) => arg.startsWith("--"));
    const words = args.slice(0, flag < 0 ? args.length : flag).join(" ");
    const url = args[args.indexOf("--url") + 1] ?? "";
    return args.includes("--url") ? `az ${words} ${url.replace(management, "").replace(/\?.*/, "")}` : `az ${words}`;
}

const passing =
    /too ?many ?requests|throttl|\b(429|500|502|503|504)\b|service ?unavailable|gateway|internal ?server ?error|timed? ?out|connection (aborted|reset|refused|error)|max retries|temporar|name resolution|retryable/i;

function troubleOf(args: readonly string[], errors: string): AzError {
    const text = harmless(errors);
    if (/az login|AADSTS|no subscription found|refresh token/i.test(text)) {
        return new AzError("signedOut", `Nobody is signed in to Azure, or no longer: az login. (${text})`);
    }
    if (/subscription .*(doesn't exist|not found|could not be found)/i.test(text)) {
        const message = `The account that is signed in has no such subscription: az account list --output table, then az account set --subscription <id>, or ARM_SUBSCRIPTION_ID. (${text})`;
        return new AzError("subscription", message);
    }
    if (/not ?found/i.test(text)) return new AzError("notFound", `${spoken(args)}: ${text}`);
    if (/AuthorizationFailed|does not have authorization|forbidden/i.test(text)) {
        return new AzError(
            "refused",
            `${spoken(args)}: ${text} Is your elevation active? (docs/runbooks/request-elevation.md)`,
        );
    }
    return new AzError(passing.test(text) ? "transient" : "refused", `${spoken(args)}: ${text}`);
}

/** One line, without anything that looks like a token, a key or a certificate. */
function harmless(errors: string): string {
    const line = errors
        .replaceAll(/eyJ[\w-]+\.[\w.-]+/g, "<token>")
        .replaceAll(/-----BEGIN[\s\S]*?(-----END [^-]*-----|$)/g, "<key>")
        .replaceAll(/[A-Za-z0-9+/=_-]{80,}/g, "<long text>")
        .replaceAll(/\s+/g, " ")
        .replace(/^ ?ERROR: /, "")
        .trim();
    const text = line.length > 400 ? `${line.slice(0, 400)}...` : line;
    return text === "" ? "it ended without a reason" : text;
}
