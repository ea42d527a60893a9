import type { ProjectDraft } from "../draft";
import { type Mistake, show } from "../mistake";
import type { Staff } from "../schema";

type Group = keyof Staff;

/** Groups whose elevation the group `security` approves. */
const approved: readonly Group[] = ["operations", "databaseAdministration"];

interface Place {
    group: Group;
    path: string;
    /** As it is shown in a message. */
    name: string;
    id: string;
}

/** Nobody stands in a group twice, approves what they may ask for themselves, or shares a break-glass account. */
export function checkStaff({ staff }: ProjectDraft): Mistake[] {
    if (!staff) {
        return [];
    }
    const places = Object.entries(staff.rest).flatMap(([group, people]) =>
        (people ?? []).flatMap((person, index): Place[] =>
            person?.objectId === undefined
                ? []
                : [
                      {
                          group: group as Group,
                          path: `${group}[${index}]`,
                          name: show(person.name ?? person.objectId),
                          id: person.objectId.toLowerCase(),
                      },
                  ],
        ),
    );
    return places.flatMap((place, index) =>
        places
            .slice(0, index)
            .filter(({ id }) => id === place.id)
            .flatMap((other) => objection(place, other) ?? [])
            .map(({ message, remedy }) => ({ file: staff.file, path: place.path, message, remedy })),
    );
}

/** What is wrong with one and the same account in two places. */
function objection(place: Place, other: Place): { message: string; remedy: string } | undefined {
    const groups = [place.group, other.group];
    if (place.group === other.group) {
        return { message: `${place.name} stands in the group twice`, remedy: "take one of the two out" };
    }
    if (groups.includes("breakGlass")) {
        return {
            message: `${place.name} stands in ${other.path} too, and a break-glass account belongs to nobody`,
            remedy: "give the person an account of their own, and keep the break-glass account for emergencies",
        };
    }
    if (groups.includes("security") && groups.some((group) => approved.includes(group))) {
        return {
            message: `${place.name} stands in ${other.path} too, and would approve what they may ask for`,
            remedy: "keep the person in one of the two groups",
        };
    }
    if (place.name !== other.name) {
        return {
            message: `${place.name} has the object id of ${other.name} in ${other.path}`,
            remedy: "write the object id of the person who is meant, or the same name in both groups",
        };
    }
    return undefined;
}
