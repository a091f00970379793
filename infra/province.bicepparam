// A province of a hundred counties, some 200,000 participants: a second region, orchestrations on the scheduler, a record that nobody reaches from outside.
// 400 instances are more than a subscription has in a region at first (250): ask for them before the first cycle, or the app stops growing there.
using 'main.bicep'

param name = 'linjiang'
param clientId = '00000000-0000-0000-0000-000000000000'
param alertEmail = 'operations@example.org'
param alwaysReady = 4
param noticeShards = 32
param maximumInstances = 400
param dataRedundancy = 'Standard_GZRS'
param orchestration = 'scheduler'
param malwareScanning = true
param scanGigabytesAMonth = 5000
param privateNetwork = true
param monthlyBudget = 3000
param zoneRedundant = true
param logGigabytesADay = 10
param traceShare = '0.05'

// What must not stand in a file, or is known to the deployment only; deploy.sh sets them.
param mailPassword = readEnvironmentVariable('MAIL_PASSWORD', '')
param webhooksKey = readEnvironmentVariable('WEBHOOKS_KEY', '')
param budgetStart = readEnvironmentVariable('BUDGET_START', '')
