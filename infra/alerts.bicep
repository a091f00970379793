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

// By the names of log events and figures, as the app has them; a test keeps both the same, and infra/operate.md says what to do about each.
var rules = [
  {
    name: 'cycle-stuck'
    says: 'A cycle has had no timely driver more than once in an hour, so that a new one did not help. Look at the exceptions beside it, and at the cycle\'s page for parked groups.'
    query: 'traces | where tostring(customDimensions["EventName"]) == "DriverNotTimely"'
    severity: 1
    operator: 'GreaterThan'
    threshold: 1
  }
  {
    name: 'driver-restarted'
    says: 'A cycle had lost its driver and has a new one. Once is what the watchdog is for.'
    query: 'traces | where tostring(customDimensions["EventName"]) == "DriverTakenOver"'
    severity: 3
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'cycle-late'
    says: 'A milestone was done more than an hour after its instant. After an outage it catches up by itself; else look at what the milestone waited for.'
    query: 'customMetrics | where name == "campaigns.milestone.lateness" and valueMax > 3600'
    severity: 2
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'groups-parked'
    says: 'A group of participants kept failing at a milestone and waits; the others go on. Its error and a button to retry it are on the cycle\'s page.'
    query: 'traces | where tostring(customDimensions["EventName"]) == "GroupParked"'
    severity: 1
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'notices-undelivered'
    says: 'Notices could not be mailed however often it was tried. They stand in the inbox; mend addresses or the mail server.'
    query: 'traces | where tostring(customDimensions["EventName"]) == "NoticeUndelivered"'
    severity: 2
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'notices-late'
    says: 'A notice has been due for more than four hours. The mail server refuses, or is slower than what is sent.'
    query: 'customMetrics | where name == "campaigns.notices.oldest" and valueMax > 14400'
    severity: 2
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'mail-unreachable'
    says: 'The mail server cannot be reached. Notices wait and are sent later; people still see them in their inbox.'
    query: 'traces | where tostring(customDimensions["EventName"]) == "MailUnreachable"'
    severity: 2
    operator: 'GreaterThan'
    threshold: 3
  }
  {
    name: 'deadlines-stuck'
    says: 'A deadline could not be acted on and stays due. Look at the exception beside the message.'
    query: 'traces | where tostring(customDimensions["EventName"]) == "DeadlineStuck"'
    severity: 2
    operator: 'GreaterThan'
    threshold: 3
  }
  {
    name: 'deadlines-lost'
    says: 'The nightly check of the due index found deadlines without a hint and entered them again. Something has lost them; the message names some.'
    query: 'traces | where tostring(customDimensions["EventName"]) == "DeadlinesUnhinted"'
    severity: 2
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'notices-untold'
    says: 'Notices of an act could not be told. They are tried again with the group\'s next count.'
    query: 'traces | where tostring(customDimensions["EventName"]) == "NoticesUntold"'
    severity: 3
    operator: 'GreaterThan'
    threshold: 10
  }
  {
    name: 'archive-failed'
    says: 'An archive that somebody asked for could not be made. Look at the exception of its activity; asking again begins anew.'
    query: 'traces | where tostring(customDimensions["EventName"]) == "ArchiveFailed"'
    severity: 3
    operator: 'GreaterThan'
    threshold: 0
  }
  {
    name: 'requests-failed'
    says: 'Requests end in faults of the app itself.'
    query: 'traces | where tostring(customDimensions["EventName"]) == "RequestFailed"'
    severity: 2
    operator: 'GreaterThan'
    threshold: 20
  }
  {
    name: 'not-ready'
    says: 'Somebody asked whether the app is ready and it was not: the log names the part.'
    query: 'traces | where tostring(customDimensions["EventName"]) == "NotReady"'
    severity: 2
    operator: 'GreaterThan'
    threshold: 3
  }
  {
    name: 'app-silent'
    says: 'The dispatcher runs each minute and has said nothing for an hour: the app is down, its logs do not come through, or the day\'s quota of logs is used up.'
    query: 'customMetrics | where name == "campaigns.notices.outstanding"'
    severity: 1
    operator: 'LessThan'
    threshold: 1
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
            operator: rule.operator
            threshold: rule.threshold
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
