import { type ApplicationSetting, applicationSettings } from "./applicationSettings";

/** SQL Server on RDS knows no sign-in by IAM: the application has a user of its own in each database, whose password it reads from its secret. */
const signIn = "settings:data:sign-in";

/** What the application is told on AWS: the same as on Azure, but for the way it signs in to databases. */
export const hostedSettings: readonly Pick<ApplicationSetting, "key" | "value" | "promises">[] =
    applicationSettings.map((setting) => (setting.key === signIn ? { ...setting, value: "database-secret" } : setting));
