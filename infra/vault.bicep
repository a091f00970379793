// The few secrets that there are: the mail server's password ("mail-password") and the key that webhooks' secrets are kept under ("webhooks-key").
// They come in as secure parameters and only when they are new, so that nobody needs a right to read them, or a way into the vault, to deploy.
param base string
param suffix string
param location string
param tags object
param privateNetwork bool
param workspaceId string
@secure()
param mailPassword string
@secure()
param webhooksKey string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: take('kv-${base}-${suffix}', 24)
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: privateNetwork ? 'Disabled' : 'Enabled'
    networkAcls: { bypass: 'AzureServices', defaultAction: privateNetwork ? 'Deny' : 'Allow' }
  }

  resource mail 'secrets' = if (!empty(mailPassword)) {
    name: 'mail-password'
    properties: { value: mailPassword }
  }

  resource webhooks 'secrets' = if (!empty(webhooksKey)) {
    name: 'webhooks-key'
    properties: { value: webhooksKey }
  }
}

resource audit 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'audit'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'AuditEvent', enabled: true }]
  }
}

output name string = vault.name
output address string = vault.properties.vaultUri
