// A county of some 2,000 participants: sleeps when nobody is at it, costs a few coins a month beside its evidence.
using 'main.bicep'

param name = 'qinghe'
param clientId = '00000000-0000-0000-0000-000000000000'
param alertEmail = 'operations@example.org'

// What must not stand in a file, or is known to the deployment only; deploy.sh sets them.
param mailPassword = readEnvironmentVariable('MAIL_PASSWORD', '')
param webhooksKey = readEnvironmentVariable('WEBHOOKS_KEY', '')
param budgetStart = readEnvironmentVariable('BUDGET_START', '')
