// A city of ten counties, some 20,000 participants: answers at once in the morning, survives the loss of a zone.
using 'main.bicep'

param name = 'heyang'
param clientId = '00000000-0000-0000-0000-000000000000'
param alertEmail = 'operations@example.org'
param alwaysReady = 1
param noticeShards = 4
param maximumInstances = 100
param malwareScanning = true
param monthlyBudget = 300
