// Orchestrations on the Durable Task Scheduler instead of the host's storage account: for a province, whose milestones run over thousands of groups at once.
// The package must have been published with -p:DurableTaskScheduler=true, as deploy.sh does. The scheduler keeps what is under way only; the record is in
// the data account, so that moving between the two loses nothing (README, "Change a running workflow").
param base string
param suffix string
param location string
param tags object

resource scheduler 'Microsoft.DurableTask/schedulers@2025-11-01' = {
  name: 'dts-${base}-${suffix}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'Consumption' }
    // Access is by role (access.bicep); the list must not be empty, or nobody is let in.
    ipAllowlist: ['0.0.0.0/0']
  }
}

resource hub 'Microsoft.DurableTask/schedulers/taskHubs@2025-11-01' = {
  parent: scheduler
  name: 'campaigns'
}

output name string = scheduler.name
output endpoint string = scheduler.properties.endpoint
output hub string = hub.name
