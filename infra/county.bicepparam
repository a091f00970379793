// A county of some 2,000 participants: sleeps when nobody is at it, costs a few coins a month beside its evidence.
using 'main.bicep'

param name = 'qinghe'
param clientId = '00000000-0000-0000-0000-000000000000'
param alertEmail = 'operations@example.org'
