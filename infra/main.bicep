// A deployment serves one authority. This first composition holds what the app cannot run without; monitoring, network and alerts come as modules beside it.
targetScope = 'resourceGroup'

@description('Short name of the authority; every resource name derives from it.')
@minLength(3)
@maxLength(12)
param name string

@description('Region of everything in this deployment.')
param location string = resourceGroup().location

@description('Application (client) id of the app registration whose tokens the API accepts.')
param clientId string

@description('Most instances that the app scales out to.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

var suffix = take(uniqueString(resourceGroup().id, name), 6)

// One identity for the app: no keys, no connection strings.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-${name}-${suffix}'
  location: location
}

// The host's account: deployment package, task hub, timers' leases.
resource hostStorage 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: take('sth${name}${suffix}', 24)
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource packages 'containers' = {
      name: 'packages'
    }
  }
}

// The data's account: every fact that a person would ask about later.
resource dataStorage 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: take('std${name}${suffix}', 24)
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: true
      deleteRetentionPolicy: { enabled: true, days: 14 }
      containerDeleteRetentionPolicy: { enabled: true, days: 14 }
    }

    resource incoming 'containers' = {
      name: 'incoming'
    }

    resource evidence 'containers' = {
      name: 'evidence'
    }

    resource documents 'containers' = {
      name: 'documents'
    }

    resource archives 'containers' = {
      name: 'archives'
    }
  }

  // What was never accepted is gone after a week, an archive, which can be made again, after a month.
  resource lifecycle 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'incoming'
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['incoming/'] }
              actions: { baseBlob: { delete: { daysAfterCreationGreaterThan: 7 } } }
            }
          }
          {
            name: 'archives'
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['archives/'] }
              actions: { baseBlob: { delete: { daysAfterCreationGreaterThan: 30 } } }
            }
          }
        ]
      }
    }
  }
}

module access 'access.bicep' = {
  name: 'access'
  params: {
    principalId: identity.properties.principalId
    hostStorageName: hostStorage.name
    dataStorageName: dataStorage.name
  }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}-${suffix}'
  location: location
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: 'func-${name}-${suffix}'
  location: location
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: { instanceMemoryMB: 2048, maximumInstanceCount: maximumInstances }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostStorage.properties.primaryEndpoints.blob}packages'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id }
        }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      appSettings: [
        { name: 'AzureWebJobsStorage__accountName', value: hostStorage.name }
        { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
        { name: 'AzureWebJobsStorage__clientId', value: identity.properties.clientId }
        { name: 'AZURE_CLIENT_ID', value: identity.properties.clientId }
        { name: 'TASK_HUB', value: 'campaigns' }
        // The root is the portal's, not the host's own greeting.
        { name: 'AzureWebJobsDisableHomepage', value: 'true' }
        { name: 'Storage__Tables', value: dataStorage.properties.primaryEndpoints.table }
        { name: 'Storage__Blobs', value: dataStorage.properties.primaryEndpoints.blob }
        { name: 'AzureAd__Instance', value: environment().authentication.loginEndpoint }
        { name: 'AzureAd__TenantId', value: tenant().tenantId }
        { name: 'AzureAd__ClientId', value: clientId }
      ]
    }
  }
  dependsOn: [access]
}

output appName string = app.name
output address string = 'https://${app.properties.defaultHostName}'
