// The Function App: Flex Consumption, .NET 10 isolated, one user-assigned identity, no key anywhere. Its settings are those that README explains.
param base string
param suffix string
param location string
param tags object
param identityId string
param identityClientId string
param clientId string
param portalAddress string
param maximumInstances int
param alwaysReady int
param zoneRedundant bool
param noticeShards int
param malwareScanning bool
param hostStorageName string
param packages string
param tables string
param blobs string
param vaultAddress string
param insightsConnection string
param schedulerEndpoint string
param schedulerHub string
param mailHost string
param mailPort int
param mailUser string
param mailFrom string
param mails bool
param subnetId string
param traceShare string

var appName = 'func-${base}-${suffix}'
var address = empty(portalAddress) ? 'https://${appName}.azurewebsites.net' : portalAddress
var secrets = {
  mailPassword: '@Microsoft.KeyVault(SecretUri=${vaultAddress}secrets/mail-password)'
  webhooksKey: '@Microsoft.KeyVault(SecretUri=${vaultAddress}secrets/webhooks-key)'
}

// Where orchestrations run on the scheduler, host.json is told so by settings; the app is the same.
var schedulerSettings = empty(schedulerEndpoint)
  ? []
  : [
      { name: 'AzureFunctionsJobHost__extensions__durableTask__storageProvider__type', value: 'azureManaged' }
      { name: 'AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName', value: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING' }
      {
        name: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
        value: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'
      }
    ]

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-${base}-${suffix}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: appName
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    // References to the vault are resolved by this identity.
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      // No siteUpdateStrategy: by default a deployment ends what runs and starts anew. That is safe here and plainer than two versions at once: every act can
      // be repeated, every activity can run twice, and a driver goes on from the table.
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReady == 0 ? [] : [{ name: 'http', instanceCount: alwaysReady }]
        // A request mostly waits for storage and holds little: twice the platform's default, so that a morning of uploads needs half the instances.
        triggers: { http: { perInstanceConcurrency: 32 } }
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packages
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
    }
    siteConfig: {
      // No healthCheckPath: this plan has no health check, it replaces instances by itself. On a plan that has one it would be /api/v1/health, which says that
      // this process answers. /api/v1/health/ready also asks storage, which all instances share: to take all of them away for it would mend nothing.
      minTlsVersion: '1.2'
      http20Enabled: true
      appSettings: concat(
        [
          { name: 'AzureWebJobsStorage__accountName', value: hostStorageName }
          { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
          { name: 'AzureWebJobsStorage__clientId', value: identityClientId }
          // The identity that the app itself asks for tokens as.
          { name: 'AZURE_CLIENT_ID', value: identityClientId }
          { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insightsConnection }
          { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'ClientId=${identityClientId};Authorization=AAD' }
          // The Functions host and the app export by these alike, so a trace is kept by both or by neither.
          { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: '' }
          { name: 'OTEL_TRACES_SAMPLER', value: 'parentbased_traceidratio' }
          { name: 'OTEL_TRACES_SAMPLER_ARG', value: traceShare }
          { name: 'TASK_HUB', value: empty(schedulerHub) ? 'campaigns' : schedulerHub }
          // The root is the portal's, not the host's own greeting.
          { name: 'AzureWebJobsDisableHomepage', value: 'true' }
          { name: 'Storage__Tables', value: tables }
          { name: 'Storage__Blobs', value: blobs }
          { name: 'AzureAd__Instance', value: environment().authentication.loginEndpoint }
          { name: 'AzureAd__TenantId', value: tenant().tenantId }
          { name: 'AzureAd__ClientId', value: clientId }
          { name: 'Evidence__Scanner', value: malwareScanning ? 'defender' : '' }
          { name: 'Limits__PublicReads', value: '300' }
          { name: 'Limits__PublicWrites', value: '60' }
          // App Service's front end says who calls.
          { name: 'Limits__ForwardedHops', value: '1' }
          { name: 'Notices__Shards', value: string(noticeShards) }
          { name: 'Mail__Host', value: mails ? mailHost : '' }
          { name: 'Mail__Port', value: string(mailPort) }
          { name: 'Mail__Tls', value: 'true' }
          { name: 'Mail__User', value: mails ? mailUser : '' }
          { name: 'Mail__Password', value: mails && !empty(mailUser) ? secrets.mailPassword : '' }
          { name: 'Mail__From', value: mailFrom }
          { name: 'Mail__Portal', value: address }
          { name: 'Webhooks__Key', value: secrets.webhooksKey }
          { name: 'Webhooks__AllowedHosts', value: '' }
          { name: 'Portal__SignIn', value: '/.auth/login/aad?post_login_redirect_uri={return}' }
          { name: 'Portal__SignOut', value: 'get /.auth/logout' }
          // The sign-in proves itself by the app's identity instead of a client secret (register.sh gives the registration that trust).
          { name: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID', value: identityClientId }
        ],
        schedulerSettings
      )
    }
  }

  // Signs people in on the pages. Whoever is not signed in is let through: the app itself decides, route by route.
  resource signIn 'config' = {
    name: 'authsettingsV2'
    properties: {
      platform: { enabled: true }
      globalValidation: { requireAuthentication: false, unauthenticatedClientAction: 'AllowAnonymous' }
      identityProviders: {
        azureActiveDirectory: {
          enabled: true
          registration: {
            clientId: clientId
            clientSecretSettingName: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'
            openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
          }
          validation: { allowedAudiences: [clientId, 'api://${clientId}'] }
        }
      }
      login: { tokenStore: { enabled: true }, cookieExpiration: { convention: 'FixedTime', timeToExpiration: '08:00:00' } }
      httpSettings: { requireHttps: true }
    }
  }
}

// Deployments come by the deployer's own identity; there is no password to publish with.
resource noPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

output name string = app.name
output address string = address
