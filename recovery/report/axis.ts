/** What lies behind every row of a drawing: hours, waves, promises. */
import type { DrillResult } from "../drill/result";
import { html, type Markup } from "./markup";
import { type Scale } from "./scale";
import { classNames, promisedHours } from "./words";

/** Promised hours until a site is back, shortest first, with the classes they are promised to. */
export function promiseLines({ classes }: DrillResult): { atHours: number; label: string }[] {
    const atHours = [...new Set(classes.map(({ promisedRtoHours }) => promisedRtoHours))].sort((a, b) => a - b);
    return atHours.map((each) => ({
        atHours: each,
        label: `${promisedHours(each)} promised: ${classes
            .filter(({ promisedRtoHours }) => promisedRtoHours === each)
            .map(({ planClass }) => classNames[planClass])
            .join(", ")}`,
    }));
}

/** Vertical lines over the whole height of what they are laid upon. */
export function backdrop(result: DrillResult, scale: Scale, bands: Markup | undefined): Markup {
    const line = (hour: number, kind: string) =>
        html`<line class="${kind}" x1="${scale.at(hour)}" x2="${scale.at(hour)}" y1="0" y2="100%" />`;
    const promises = promiseLines(result)
        .filter(({ atHours }) => atHours <= scale.to)
        .map(
            ({ atHours }) =>
                html`<line
                    class="promise"
                    data-hours="${atHours}"
                    x1="${scale.at(atHours)}"
                    x2="${scale.at(atHours)}"
                    y1="0"
                    y2="100%"
                />`,
        );
    return html`<svg class="backdrop" aria-hidden="true" data-from="${scale.from}" data-to="${scale.to}">
        ${bands}${scale.ticks.map((hour) => line(hour, "tick"))}${line(0, "loss")}${promises}
    </svg>`;
}

/** Names of the promise lines, each beside its line, on the side where there is room. */
export function promiseNames(result: DrillResult, scale: Scale): Markup {
    const inside = promiseLines(result).filter(({ atHours }) => atHours <= scale.to);
    return html`<svg class="names" height="${16 * inside.length}" aria-hidden="true">
        ${inside.map(({ atHours, label }, index) => {
            const left = atHours - scale.from > (scale.to - scale.from) / 2;
            return html`<text
                class="promiseName ${left && "end"}"
                x="${scale.at(atHours)}"
                dx="${left ? -5 : 5}"
                y="${12 + 16 * index}"
            >
                ${label}
            </text>`;
        })}
    </svg>`;
}

export function axis(scale: Scale): Markup {
    const spread = (scale.to - scale.from) / 14;
    return html`<svg class="axis" height="20" aria-hidden="true">
        ${scale.ticks.map((hour, index) => {
            const edge = hour - scale.from < spread ? "start" : scale.to - hour < spread ? "end" : "";
            return html`<text class="${edge} ${index % 2 === 1 && "second"}" x="${scale.at(hour)}" y="14"
                >${hour === 0 ? "loss" : `${hour} h`}</text
            >`;
        })}
    </svg>`;
}
