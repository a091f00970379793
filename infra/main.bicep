// One deployment serves one authority. This file composes it; each concern stands in a module of its own, and every role assignment in access.bicep.
targetScope = 'resourceGroup'

@description('Short name of the authority, letters and digits; every resource name derives from it.')
@minLength(3)
@maxLength(12)
param name string

@description('Region of everything in this deployment.')
param location string = resourceGroup().location

@description('Application (client) id of the app registration whose tokens the API accepts; register.sh makes one.')
param clientId string

@description('Where people reach the app; the app\'s own host name where it is empty.')
param portalAddress string = ''

@description('Most instances that the app scales out to. A subscription has 250 of them in a region, all apps together, until it asks for more.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Instances that are kept warm for requests; 0 lets the app sleep, and the first request after a pause then waits some seconds.')
@minValue(0)
param alwaysReady int = 0

@description('The app and its host storage survive the loss of a zone. The platform then keeps two instances a group warm, and bills them.')
param zoneRedundant bool = false

@description('Partitions for notices, 1 to 64. Choose once, before the first notice: one partition serves some 20,000 recipients.')
@minValue(1)
@maxValue(64)
param noticeShards int = 1

@description('Copies of the data: within one zone, across three zones, or across three zones and a second region.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param dataRedundancy string = 'Standard_ZRS'

@description('Days for which accepted evidence can be neither changed nor deleted by anybody.')
@minValue(1)
@maxValue(146000)
param evidenceRetentionDays int = 1825

@description('Set it once the policy on evidence has been locked: a locked policy can be lengthened only, and not by a deployment.')
param evidenceLocked bool = false

@description('Orchestrations run on Azure Storage, or on the Durable Task Scheduler, which carries more of them at once.')
@allowed(['storage', 'scheduler'])
param orchestration string = 'storage'

@description('E-mail by Azure Communication Services with a domain of Azure\'s own; without it set mailHost, or nothing is mailed.')
param communicationServices bool = false

@description('Where Communication Services keeps what it sends, e.g. Asia Pacific or Europe. It cannot be changed later.')
param mailDataLocation string = 'Asia Pacific'

@description('With communicationServices: the authority\'s own domain, once it is verified in the portal; its sender is mailFrom. Empty: Azure\'s domain.')
param mailDomain string = ''

@description('With communicationServices: the application that signs in to SMTP, as register.sh NAME mail prints it.')
param mailApplicationId string = ''

@description('With communicationServices: the object id of that application\'s service principal, which is given the right to send.')
param mailApplicationPrincipalId string = ''

@description('An SMTP server to mail by, where communicationServices is false.')
param mailHost string = ''

@description('Its port.')
param mailPort int = 587

@description('Its account.')
param mailUser string = ''

@description('The password of the mail account, or the secret of the mail application. It goes to the vault; empty leaves what is there.')
@secure()
param mailPassword string = ''

@description('What webhooks\' secrets are encrypted with at rest, 32 characters or more. deploy.sh makes it once; empty leaves what is there.')
@secure()
param webhooksKey string = ''

@description('The sender of the app\'s e-mail; with communicationServices and without mailDomain Azure\'s own.')
param mailFrom string = ''

@description('Scans every upload for malware and seals none without a clean verdict. Costs by the gigabyte.')
param malwareScanning bool = false

@description('With malwareScanning: what may be scanned a month, in GB. Beyond it no file has a verdict, so none is sealed until the next month.')
@minValue(10)
param scanGigabytesAMonth int = 500

@description('Storage and vault answer only inside a network of their own. Browsers then upload through the app; straight to the blob they cannot reach.')
param privateNetwork bool = false

@description('Logs and traces that are kept a day, in GB; beyond that the day\'s rest is dropped.')
@minValue(1)
param logGigabytesADay int = 1

@description('Share of traces that are kept, 0 to 1. What failed, the watchdog, all logs and all figures are kept whatever it says.')
param traceShare string = '1'

@description('Who gets alerts and the budget\'s warnings.')
param alertEmail string

@description('What this deployment may cost a month, in the subscription\'s currency, before a warning goes out.')
param monthlyBudget int = 50

@description('Month in which the budget was first made, as yyyy-MM-01. It can never be changed, so deploy.sh asks for it; empty for a first deployment.')
param budgetStart string = ''

@description('Leave it: the month of the deployment.')
param thisMonth string = utcNow('yyyy-MM-01')

@description('Put on every resource, for bills and inventories.')
param tags object = { application: 'campaigns', authority: name }

var suffix = take(uniqueString(resourceGroup().id, name), 6)
var base = toLower(name)

// One identity for the app: no keys, no connection strings.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${base}-${suffix}'
  location: location
  tags: tags
}

module monitoring 'monitoring.bicep' = {
  name: 'monitoring'
  params: { base: base, suffix: suffix, location: location, tags: tags, gigabytesADay: logGigabytesADay }
}

module network 'network.bicep' = if (privateNetwork) {
  name: 'network'
  params: { base: base, suffix: suffix, location: location, tags: tags }
}

module hostStorage 'hoststorage.bicep' = {
  name: 'host-storage'
  params: { base: base, suffix: suffix, location: location, tags: tags, zoneRedundant: zoneRedundant, privateNetwork: privateNetwork }
}

module dataStorage 'datastorage.bicep' = {
  name: 'data-storage'
  params: {
    base: base
    suffix: suffix
    location: location
    tags: tags
    redundancy: dataRedundancy
    evidenceRetentionDays: evidenceRetentionDays
    evidenceLocked: evidenceLocked
    origins: empty(portalAddress) ? ['https://func-${base}-${suffix}.azurewebsites.net'] : [portalAddress]
    malwareScanning: malwareScanning
    scanGigabytesAMonth: scanGigabytesAMonth
    privateNetwork: privateNetwork
    workspaceId: monitoring.outputs.workspaceId
  }
}

module vault 'vault.bicep' = {
  name: 'vault'
  params: {
    base: base
    suffix: suffix
    location: location
    tags: tags
    privateNetwork: privateNetwork
    workspaceId: monitoring.outputs.workspaceId
    mailPassword: mailPassword
    webhooksKey: webhooksKey
  }
}

module scheduler 'scheduler.bicep' = if (orchestration == 'scheduler') {
  name: 'scheduler'
  params: { base: base, suffix: suffix, location: location, tags: tags }
}

module mail 'mail.bicep' = if (communicationServices) {
  name: 'mail'
  params: {
    base: base
    suffix: suffix
    tags: tags
    dataLocation: mailDataLocation
    ownDomain: mailDomain
    applicationId: mailApplicationId
  }
}

module endpoints 'endpoints.bicep' = if (privateNetwork) {
  name: 'endpoints'
  params: {
    location: location
    tags: tags
    networkId: privateNetwork ? network!.outputs.networkId : ''
    subnetId: privateNetwork ? network!.outputs.endpointSubnetId : ''
    hostStorageName: hostStorage.outputs.name
    dataStorageName: dataStorage.outputs.name
    vaultName: vault.outputs.name
  }
}

module access 'access.bicep' = {
  name: 'access'
  params: {
    principalId: identity.properties.principalId
    hostStorageName: hostStorage.outputs.name
    dataStorageName: dataStorage.outputs.name
    vaultName: vault.outputs.name
    insightsName: monitoring.outputs.insightsName
    schedulerName: orchestration == 'scheduler' ? scheduler!.outputs.name : ''
    communicationName: communicationServices ? mail!.outputs.communicationName : ''
    mailPrincipalId: mailApplicationPrincipalId
  }
}

module app 'functionapp.bicep' = {
  name: 'function-app'
  params: {
    base: base
    suffix: suffix
    location: location
    tags: tags
    identityId: identity.id
    identityClientId: identity.properties.clientId
    clientId: clientId
    portalAddress: portalAddress
    maximumInstances: maximumInstances
    alwaysReady: alwaysReady
    zoneRedundant: zoneRedundant
    noticeShards: noticeShards
    malwareScanning: malwareScanning
    hostStorageName: hostStorage.outputs.name
    packages: hostStorage.outputs.packages
    tables: dataStorage.outputs.tables
    blobs: dataStorage.outputs.blobs
    vaultAddress: vault.outputs.address
    insightsConnection: monitoring.outputs.insightsConnection
    schedulerEndpoint: orchestration == 'scheduler' ? scheduler!.outputs.endpoint : ''
    schedulerHub: orchestration == 'scheduler' ? scheduler!.outputs.hub : ''
    mailHost: communicationServices ? 'smtp.azurecomm.net' : mailHost
    mailPort: communicationServices ? 587 : mailPort
    mailUser: communicationServices ? mail!.outputs.userName : mailUser
    mailFrom: communicationServices && empty(mailDomain) ? mail!.outputs.sender : mailFrom
    mails: communicationServices || !empty(mailHost)
    subnetId: privateNetwork ? network!.outputs.appSubnetId : ''
    traceShare: traceShare
  }
  // The app's first start reads its package and writes its tables by these roles.
  dependsOn: [access, endpoints]
}

module alerts 'alerts.bicep' = {
  name: 'alerts'
  params: {
    base: base
    suffix: suffix
    location: location
    tags: tags
    email: alertEmail
    insightsId: monitoring.outputs.insightsId
    dataStorageId: dataStorage.outputs.id
  }
}

module workbook 'workbook.bicep' = {
  name: 'workbook'
  params: { base: base, location: location, tags: tags, insightsId: monitoring.outputs.insightsId }
}

module budget 'budget.bicep' = {
  name: 'budget'
  params: { base: base, amount: monthlyBudget, start: empty(budgetStart) ? thisMonth : budgetStart, email: alertEmail }
}

output appName string = app.outputs.name
output address string = app.outputs.address
output identityName string = identity.name
output vaultName string = vault.outputs.name
