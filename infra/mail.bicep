// E-mail by Communication Services. The domain is Azure's own, which sends from a fixed address and slowly: for trials. For the real thing verify the
// authority's domain in the portal and give its sender as mailFrom. SMTP is signed in to by an Entra application (register.sh NAME mail makes it); the
// right to send is its own (access.bicep), its secret is "mail-password" in the vault.
param base string
param suffix string
param tags object
param dataLocation string
param applicationId string

resource email 'Microsoft.Communication/emailServices@2025-09-01' = {
  name: 'acse-${base}-${suffix}'
  location: 'global'
  tags: tags
  properties: { dataLocation: dataLocation }

  resource domain 'domains' = {
    name: 'AzureManagedDomain'
    location: 'global'
    tags: tags
    properties: { domainManagement: 'AzureManaged', userEngagementTracking: 'Disabled' }
  }
}

resource communication 'Microsoft.Communication/communicationServices@2025-09-01' = {
  name: 'acs-${base}-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    dataLocation: dataLocation
    linkedDomains: [email::domain.id]
  }

  // The name that the application signs in to SMTP by; the resource's own name must be another.
  resource sender 'smtpUsernames' = if (!empty(applicationId)) {
    name: 'campaigns-smtp'
    properties: { username: '${base}-campaigns', entraApplicationId: applicationId, tenantId: tenant().tenantId }
  }
}

output communicationName string = communication.name
output userName string = '${base}-campaigns'
output sender string = 'DoNotReply@${email::domain.properties.fromSenderDomain}'
