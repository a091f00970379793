// What somebody should know before the authority calls. Each rule says what to do about it.
param base string
param suffix string
param location string
param tags object
param email string
param insightsId string
param dataStorageId string

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${base}-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: take('camp-${base}', 12)
    enabled: true
    emailReceivers: [{ name: 'operations', emailAddress: email, useCommonAlertSchema: true }]
  }
}

// The app's own words, as they stand in its log messages; a test keeps both the same.
var rules = [
  {
    name: 'cycle-late'
    says: 'A cycle had no timely driver and the watchdog started another. Once is a restart; again and again is a milestone that cannot be finished: see the cycle\'s page for parked groups.'
    query: 'traces | where message has "has no timely driver at epoch"'
    severity: 1
    over: 0
  }
  {
    name: 'deadlines-stuck'
    says: 'A deadline could not be acted on and stays due. Look at the exception beside the message.'
    query: 'traces | where message has "could not be acted on and stays due"'
    severity: 2
    over: 3
  }
  {
    name: 'mail-unreachable'
    says: 'The mail server cannot be reached. Notices wait and are sent later; people still see them in their inbox.'
    query: 'traces | where message has "The mail server could not be reached"'
    severity: 2
    over: 3
  }
  {
    name: 'notices-untold'
    says: 'Notices of an act could not be told. They are tried again with the group\'s next count.'
    query: 'traces | where message has "could not be told; they are told with the group"'
    severity: 3
    over: 10
  }
  {
    name: 'requests-failed'
    says: 'Requests end in faults of the app itself.'
    query: 'requests | where toint(resultCode) >= 500'
    severity: 2
    over: 20
  }
]

resource logged 'Microsoft.Insights/scheduledQueryRules@2022-06-15' = [
  for rule in rules: {
    name: '${rule.name}-${base}'
    location: location
    tags: tags
    properties: {
      displayName: rule.name
      description: rule.says
      severity: rule.severity
      enabled: true
      scopes: [insightsId]
      evaluationFrequency: 'PT15M'
      windowSize: 'PT1H'
      criteria: {
        allOf: [
          {
            query: rule.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: rule.over
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      autoMitigate: true
      actions: { actionGroups: [people.id] }
    }
  }
]

resource throttled 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'storage-throttled-${base}'
  location: 'global'
  tags: tags
  properties: {
    description: 'The data account refuses requests because there are too many. More notice partitions or a second deployment move the limit.'
    severity: 2
    enabled: true
    scopes: [dataStorageId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'throttled'
          metricNamespace: 'Microsoft.Storage/storageAccounts'
          metricName: 'Transactions'
          dimensions: [
            { name: 'ResponseType', operator: 'Include', values: ['ServerBusyError', 'ClientThrottlingError', 'ClientAccountRequestThrottlingError'] }
          ]
          operator: 'GreaterThan'
          threshold: 100
          timeAggregation: 'Total'
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}
