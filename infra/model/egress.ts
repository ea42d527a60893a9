/**
 * What Entra sign-in to a Windows machine calls ("Sign in to a Windows virtual machine in Azure by using Microsoft Entra ID", network
 * requirements).
 */
export const signInHosts = ["enterpriseregistration.windows.net", "login.microsoftonline.com", "pas.windows.net"];

/**
 * What the watch calls: Azure Resource Manager and Azure Monitor, and what any container needs to start and to sign in ("Integrate Azure
 * Container Apps with Azure Firewall", application rules for all scenarios and for managed identities).
 */
export const watchHosts = [
    "*.data.mcr.microsoft.com",
    "*.identity.azure.net",
    "*.ingest.monitor.azure.com",
    "*.login.microsoft.com",
    "*.login.microsoftonline.com",
    "acs-mirror.azureedge.net",
    "login.microsoft.com",
    "login.microsoftonline.com",
    "management.azure.com",
    "mcr.microsoft.com",
    "packages.aks.azure.com",
];
