using Campaigns.Local.Tests.Emulator;
using Xunit;

namespace Campaigns.Local.Tests.TaskHub;

public sealed class LocalTaskHubConformance(AzuriteFixture azurite) : TaskHubConformance, IClassFixture<AzuriteFixture>
{
    protected override Task<ITaskHubHarness> CreateAsync() =>
        Task.FromResult<ITaskHubHarness>(new LocalTaskHubHarness(azurite.ConnectionString, AzuriteFixture.NewPrefix()));
}
