// E-mail by Communication Services. The domain is Azure's own, which sends from a fixed address and slowly: for trials. For the real thing verify the
// authority's domain in the portal and give it as mailFrom. The SMTP account is an Entra application; its secret is "mail-password" in the vault.
param base string
param suffix string

resource email 'Microsoft.Communication/emailServices@2023-04-01' = {
  name: 'acse-${base}-${suffix}'
  location: 'global'
  properties: { dataLocation: 'Asia Pacific' }

  resource domain 'domains' = {
    name: 'AzureManagedDomain'
    location: 'global'
    properties: { domainManagement: 'AzureManaged', userEngagementTracking: 'Disabled' }
  }
}

resource communication 'Microsoft.Communication/communicationServices@2023-04-01' = {
  name: 'acs-${base}-${suffix}'
  location: 'global'
  properties: {
    dataLocation: 'Asia Pacific'
    linkedDomains: [email::domain.id]
  }
}

output communicationName string = communication.name
@description('The SMTP account: resource, application and tenant; register.sh prints the application\'s part, which takes the place of the marker.')
output userName string = '${communication.name}.<mail application id>.${tenant().tenantId}'
output sender string = 'DoNotReply@${email::domain.properties.fromSenderDomain}'
