// A city of ten counties, some 20,000 participants: answers at once in the morning, survives the loss of a zone.
using 'main.bicep'

param name = 'heyang'
param clientId = '00000000-0000-0000-0000-000000000000'
param alertEmail = 'operations@example.org'
param alwaysReady = 2
param noticeShards = 4
param maximumInstances = 100
param malwareScanning = true
param monthlyBudget = 300
param zoneRedundant = true
param traceShare = '0.25'

// What must not stand in a file, or is known to the deployment only; deploy.sh sets them.
param mailPassword = readEnvironmentVariable('MAIL_PASSWORD', '')
param webhooksKey = readEnvironmentVariable('WEBHOOKS_KEY', '')
param budgetStart = readEnvironmentVariable('BUDGET_START', '')
