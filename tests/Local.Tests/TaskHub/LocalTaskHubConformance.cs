using Campaigns.Local.Tests.Emulator;
using Xunit;

namespace Campaigns.Local.Tests.TaskHub;

/// <summary>The local hub under the suite's calls.</summary>
public sealed class LocalCallConformance(AzuriteFixture azurite) : CallConformance, IClassFixture<AzuriteFixture>
{
    protected override Task<ITaskHubHarness> CreateAsync() => LocalTaskHubHarness.NewAsync(azurite);
}

/// <summary>The local hub under the suite's timers and events.</summary>
public sealed class LocalTimeConformance(AzuriteFixture azurite) : TimeConformance, IClassFixture<AzuriteFixture>
{
    protected override Task<ITaskHubHarness> CreateAsync() => LocalTaskHubHarness.NewAsync(azurite);
}

/// <summary>The local hub under the suite's lives.</summary>
public sealed class LocalLifeConformance(AzuriteFixture azurite) : LifeConformance, IClassFixture<AzuriteFixture>
{
    protected override Task<ITaskHubHarness> CreateAsync() => LocalTaskHubHarness.NewAsync(azurite);
}
