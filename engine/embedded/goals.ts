import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Alias as AliasMessage } from "@pulumi/pulumi/proto/alias_pb";
import type { ReadResourceRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { hashAssets } from "./assets";
import { received, UnsupportedError } from "./properties";
import type { Alias, Goal, Timeouts } from "./state/model";
import type { ReadGoal } from "./stepGenerator";
import { carriedBy } from "./structs";

const units: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** A duration as Go writes it (`1h30m`, `1.5h`, `90s`) in seconds. */
function seconds(text: string): number {
    const parts = [...text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/gy)];
    if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) {
        throw new Error(`unable to parse customTimeout Value ${text}`);
    }
    return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (units[unit ?? ""] ?? 0), 0);
}

function timeouts(request: RegisterResourceRequest): Timeouts {
    const custom = request.getCustomtimeouts();
    const all = { create: custom?.getCreate(), update: custom?.getUpdate(), delete: custom?.getDelete() };
    return Object.fromEntries(
        Object.entries(all).flatMap(([operation, text]) => (text ? [[operation, seconds(text)]] : [])),
    );
}

function alias(message: AliasMessage): Alias {
    const spec = message.getSpec();
    if (spec === undefined) {
        return { urn: message.getUrn() };
    }
    return {
        name: spec.getName(),
        type: spec.getType(),
        stack: spec.getStack(),
        project: spec.getProject(),
        parent: spec.getParenturn(),
        noParent: spec.getNoparent(),
    };
}

/** What a registration asks for that this engine does not do. */
function unsupported(request: RegisterResourceRequest): string | undefined {
    const asked: [boolean, string][] = [
        [request.getRemote(), "components of other languages"],
        [request.getImportid() !== "", "the import option"],
        [request.getTransformsList().length > 0, "transforms"],
        [request.hasHooks() && Object.values(request.getHooks()?.toObject() ?? {}).flat().length > 0, "resource hooks"],
        [request.getStateMigrationsList().length > 0, "state migrations"],
        [request.getEnvvarmappingsMap().getLength() > 0, "environment variable mappings"],
        [request.getPlugindownloadurl() !== "", "plugin download addresses"],
    ];
    return asked.find(([present]) => present)?.[1];
}

/** The goal of a registration, but for its provider. @throws UnsupportedError for what this engine does not do */
export function goalOf(request: RegisterResourceRequest, program: string): Goal {
    const what = unsupported(request);
    if (what !== undefined) {
        throw new UnsupportedError(what);
    }
    const properties = hashAssets(received(carriedBy(request, "object")), (path) =>
        readFileSync(resolve(program, path)),
    );
    const dependencies = [...new Set(request.getDependenciesList())];
    // Without a word on properties, each of them may come of any dependency.
    const propertyDependencies: Record<string, string[]> = {};
    request.getPropertydependenciesMap().forEach((message, key) => (propertyDependencies[key] = message.getUrnsList()));
    for (const key of Object.keys(properties)) {
        propertyDependencies[key] ??= request.getPropertydependenciesMap().getLength() > 0 ? [] : dependencies;
    }
    const dbr = request.getDeletebeforereplace();
    return {
        type: request.getType(),
        name: request.getName(),
        custom: request.getCustom(),
        properties,
        parent: request.getParent(),
        protect: request.getProtect() ?? false,
        dependencies,
        provider: request.getProvider(),
        propertyDependencies,
        deleteBeforeReplace: dbr || request.getDeletebeforereplacedefined() ? dbr : undefined,
        ignoreChanges: request.getIgnorechangesList(),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
        aliases: [...request.getAliasurnsList().map((urn) => ({ urn })), ...request.getAliasesList().map(alias)],
        customTimeouts: timeouts(request),
        replaceOnChanges: request.getReplaceonchangesList(),
        retainOnDelete: request.getRetainondelete() ?? false,
        deletedWith: request.getDeletedwith(),
        replaceWith: request.getReplaceWithList(),
        hideDiff: request.getHidediffsList(),
        replacementTrigger: request.getReplacementTrigger()?.toJavaScript() ?? null,
    };
}

export function readGoalOf(request: ReadResourceRequest): ReadGoal {
    return {
        type: request.getType(),
        name: request.getName(),
        id: request.getId(),
        parent: request.getParent(),
        provider: request.getProvider(),
        properties: received(carriedBy(request, "properties")),
        dependencies: request.getDependenciesList(),
        additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    };
}
