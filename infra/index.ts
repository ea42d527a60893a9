import { sdkDefaults } from "./config/environment";
import { loadPlatform } from "./config/load";
import { declarePlatform } from "./program";
import { speedUpSdk } from "./sdkSpeed";

if (!sdkDefaults) {
    speedUpSdk();
}

export = declarePlatform(loadPlatform());
