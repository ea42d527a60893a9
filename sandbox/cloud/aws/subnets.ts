/** In which zones things lie: AWS tells it by their subnets. */
import type { Facts } from "../model";
import { text, texts } from "../values";
import { regionOf } from "./templates";

/** The zones of the subnets at a path of the inputs, in their order; "" for one that is not there. */
export const zonesOfSubnets = ({ inputs, cloud }: Facts, path: string): string[] =>
    texts(inputs, path).map(
        (id) => text(cloud.named("aws:ec2/subnet:Subnet", regionOf(inputs), id)?.outputs, "availabilityZone") ?? "",
    );
