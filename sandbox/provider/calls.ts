/** Which calls are under way: the answers of restores wait until nothing else can go on, and this says when that is. */
import { setTimeout as pause } from "node:timers/promises";

/** Milliseconds between two looks, and looks without a change after which nothing more is on its way from this machine. */
const LOOK = 5;
const CALM_LOOKS = 6;
/** The same where the asker expects other calls than have arrived: it is busy with an answer, or lost count. */
const PATIENT_LOOKS = 200;

export class Calls {
    private underWay = 0;
    private answered = 0;
    private arrived = 0;
    private settling: NodeJS.Timeout | undefined;

    /**
     * @param waiting how many of the calls wait for a release
     * @param release is called when only those have been under way for `settleSeconds`, where that is given
     */
    constructor(
        private readonly waiting: () => number,
        private readonly release: () => void,
        private readonly settleSeconds?: number,
    ) {}

    begin(): void {
        this.underWay++;
        this.arrived++;
        this.settle();
    }

    end(): void {
        this.underWay--;
        this.answered++;
        this.settle();
    }

    stop(): void {
        clearTimeout(this.settling);
    }

    /**
     * Resolves to whether only waiting calls are under way, once all that were sent have arrived. False as soon as another one is
     * answered: whoever asked has something to go on with.
     * @param expected how many calls the asker has under way, where it knows
     */
    async quiet(expected?: number): Promise<boolean> {
        const { answered } = this;
        let { arrived } = this;
        for (let calm = 0; calm < (expected === undefined ? CALM_LOOKS : PATIENT_LOOKS);) {
            if (this.answered !== answered) return false;
            const only = this.underWay === this.waiting();
            if (only && this.underWay === expected) return true;
            await pause(LOOK);
            calm = only && this.arrived === arrived ? calm + 1 : 0;
            ({ arrived } = this);
        }
        return this.answered === answered;
    }

    private settle(): void {
        if (this.settleSeconds === undefined) return;
        clearTimeout(this.settling);
        this.settling = setTimeout(() => {
            if (this.waiting() > 0 && this.underWay === this.waiting()) this.release();
        }, this.settleSeconds * 1000);
    }
}
