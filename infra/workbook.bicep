// What operations looks at, beside the alerts: cycles and their lateness, what is parked, notices, seal time, storage, failures. Under Monitoring > Workbooks.
param base string
param location string
param tags object
param insightsId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  // The name of a workbook is a GUID; the same one with every deployment, so that links to it stay.
  name: guid(insightsId, 'campaigns')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Campaigns ${base}'
    category: 'workbook'
    sourceId: insightsId
    serializedData: replace(loadTextContent('workbook.json'), '__insights__', insightsId)
  }
}

output id string = workbook.id
