// E-mail by Communication Services. The domain is Azure's own, which sends from a fixed address and slowly: for trials. For the real thing add and verify the
// authority's domain under the e-mail service in the portal, then give it as mailDomain and its sender as mailFrom. SMTP is signed in to by an Entra
// application (register.sh NAME mail makes it); the right to send is its own (access.bicep), its secret is "mail-password" in the vault.
param base string
param suffix string
param tags object
param dataLocation string
@description('A domain that is verified already; one that is not cannot be linked. Empty: Azure\'s own alone.')
param ownDomain string
param applicationId string

var userName = '${base}-${suffix}'

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
    // The whole list: a domain that was linked by hand would be let go by the next deployment.
    linkedDomains: concat(
      [email::domain.id],
      empty(ownDomain) ? [] : [resourceId('Microsoft.Communication/emailServices/domains', email.name, ownDomain)]
    )
    // Only the Entra application signs in; the resource's own keys open nothing.
    disableLocalAuth: true
  }

  // The name that the application signs in to SMTP by.
  resource sender 'smtpUsernames' = if (!empty(applicationId)) {
    name: 'campaigns-smtp'
    properties: { username: userName, entraApplicationId: applicationId, tenantId: tenant().tenantId }
  }
}

output communicationName string = communication.name
output userName string = userName
output sender string = 'DoNotReply@${email::domain.properties.fromSenderDomain}'
