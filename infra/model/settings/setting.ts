import { z } from "zod";

import type { PromiseId } from "../promises";

type SettingValue = boolean | number | string | readonly string[];

/** One thing the application must do, that infrastructure can only tell it. */
export interface Setting {
    readonly value: SettingValue;
    /** What the value may be at all; whatever would break the promise lies outside it. */
    readonly allowed: z.ZodType<SettingValue>;
    readonly promises: readonly PromiseId[];
    readonly meaning: string;
    /** What the application must do with it. */
    readonly duty: string;
    /** Where the value comes from, with the date of what may change. */
    readonly source: string;
}

/** Lets the compiler compare the value with what is allowed: `value: false` beside `z.literal(true)` is a type error. */
export const setting = <Allowed extends z.ZodType<SettingValue>>(
    one: Omit<Setting, "value" | "allowed"> & { value: z.output<Allowed>; allowed: Allowed },
): Setting => one;

/** What must be so. */
export const always = { value: true, allowed: z.literal(true) } as const;

export const whole = (least: number, most: number) => z.int().min(least).max(most);
