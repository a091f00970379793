// The data's account: every fact that somebody would ask about later. Tables hold campaigns and ledgers, blobs hold evidence, documents and archives.
param base string
param suffix string
param location string
param tags object
param redundancy string
param evidenceRetentionDays int
param evidenceLocked bool
@description('From where browsers upload straight to the blob.')
param origins array
param malwareScanning bool
param scanGigabytesAMonth int
param privateNetwork bool
param workspaceId string

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: take('std${base}${suffix}', 24)
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    isLocalUserEnabled: false
    defaultToOAuthAuthentication: true
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: privateNetwork ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'AzureServices'
      defaultAction: privateNetwork ? 'Deny' : 'Allow'
      // Defender scans from outside the network, by a rule of its own. It writes the rule itself; left out here, the next deployment would take it away.
      resourceAccessRules: malwareScanning
        ? [{ tenantId: tenant().tenantId, resourceId: subscriptionResourceId('Microsoft.Security/datascanners', 'StorageDataScanner') }]
        : []
    }
  }

  resource tables 'tableServices' = {
    name: 'default'
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: true
      deleteRetentionPolicy: { enabled: true, days: 14 }
      containerDeleteRetentionPolicy: { enabled: true, days: 14 }
      cors: {
        corsRules: [
          {
            allowedOrigins: origins
            allowedMethods: ['PUT', 'OPTIONS']
            allowedHeaders: ['content-type', 'x-ms-blob-type', 'x-ms-version', 'x-ms-date', 'x-ms-client-request-id']
            exposedHeaders: ['etag', 'x-ms-request-id']
            maxAgeInSeconds: 3600
          }
        ]
      }
    }

    // What is being uploaded; nothing here counts as evidence yet.
    resource incoming 'containers' = {
      name: 'incoming'
    }

    // What was accepted. A file is written once; for its retention nobody can overwrite or delete it, the app's own identity included.
    resource evidence 'containers' = {
      name: 'evidence'

      // Locked, it takes no deployment any more, not even the same one: only az storage container immutability-policy extend.
      resource retention 'immutabilityPolicies' = if (!evidenceLocked) {
        name: 'default'
        properties: {
          immutabilityPeriodSinceCreationInDays: evidenceRetentionDays
          allowProtectedAppendWrites: false
        }
      }
    }

    // Bulletins, certificates, long texts, the picture of the directory.
    resource documents 'containers' = {
      name: 'documents'
    }

    // Archives as they were asked for; they can be made again.
    resource archives 'containers' = {
      name: 'archives'
    }
  }

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
              actions: {
                baseBlob: { delete: { daysAfterCreationGreaterThan: 7 } }
                version: { delete: { daysAfterCreationGreaterThan: 7 } }
              }
            }
          }
          {
            name: 'archives'
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['archives/'] }
              actions: {
                baseBlob: { delete: { daysAfterModificationGreaterThan: 30 } }
                version: { delete: { daysAfterCreationGreaterThan: 7 } }
              }
            }
          }
          {
            // Evidence of past years is read by auditors only: a cheaper tier, the same bytes.
            name: 'evidence'
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['evidence/'] }
              actions: { baseBlob: { tierToCool: { daysAfterCreationGreaterThan: 180 } } }
            }
          }
          {
            name: 'documents'
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['documents/'] }
              actions: { version: { delete: { daysAfterCreationGreaterThan: 90 } } }
            }
          }
        ]
      }
    }
  }
}

// Whoever deletes the resource group in a hurry is stopped here. Moving to another region lifts it on purpose (backup.md).
resource keep 'Microsoft.Authorization/locks@2020-05-01' = {
  name: 'keep'
  scope: account
  properties: { level: 'CanNotDelete', notes: 'The authority\'s record of years.' }
}

// Every upload is scanned as it comes; the verdict is an index tag of the blob, which the app waits for before it seals. What the app itself writes, evidence
// among it, was scanned on its way in: a second time would double the bill.
resource scanning 'Microsoft.Security/defenderForStorageSettings@2025-06-01' = if (malwareScanning) {
  name: 'current'
  scope: account
  properties: {
    isEnabled: true
    overrideSubscriptionLevelSettings: true
    malwareScanning: {
      onUpload: {
        isEnabled: true
        capGBPerMonth: scanGigabytesAMonth
        filters: { excludeBlobsWithPrefix: ['evidence/', 'documents/', 'archives/'] }
      }
    }
    sensitiveDataDiscovery: { isEnabled: false }
  }
}

// Deletions, done or refused, for whoever must prove what happened; reads and writes are in the app's own ledgers.
resource blobLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: account::blobs
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'StorageDelete', enabled: true }]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

resource tableLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: account::tables
  properties: {
    workspaceId: workspaceId
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

output id string = account.id
output name string = account.name
output tables string = account.properties.primaryEndpoints.table
output blobs string = account.properties.primaryEndpoints.blob
