import { sdkDefaults } from "./config/environment";
import { loadPlatform } from "./config/load";
import { declarePlatform } from "./program";
import { dropTypeOnlyAliases } from "./typeAliases";

if (!sdkDefaults) {
    dropTypeOnlyAliases();
}

export = declarePlatform(loadPlatform());
