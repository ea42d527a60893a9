/** Documents of one customer that share a bucket, or a container of copies, with those of others: everything below a prefix. */
import { folderIn, type ContainerHistory } from "../data/history";
import { text } from "../values";
import type { World } from "../world";

const bucketArn = "arn:aws:s3:::";

/**
 * The folder with an id: `arn:aws:s3:::<bucket>/<prefix>`, or the id of a container on Azure and `/<prefix>`. It is there as soon as what
 * it lies in is; who never wrote into it finds what was brought there.
 */
export function folderOf(world: World, folderId: string): ContainerHistory | undefined {
    const at = folderId.lastIndexOf("/");
    const [outerId, name] = [folderId.slice(0, at), folderId.slice(at + 1)];
    const container = world.histories.container(outerId);
    if (container !== undefined) return folderIn(container, name);
    const bucket = outerId.startsWith(bucketArn) ? world.state.find(outerId) : undefined;
    if (bucket === undefined) return undefined;
    return {
        id: `${folderId.toLowerCase()}@0`,
        containerId: folderId,
        host: outerId.replace(bucketArn, ""),
        name,
        region: text(bucket.outputs, "region") ?? "",
        createdAt: 0,
        uses: [],
    };
}
