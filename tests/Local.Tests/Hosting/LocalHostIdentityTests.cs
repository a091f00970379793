using System.Diagnostics;
using Campaigns.Local.Hosting;
using Xunit;

namespace Campaigns.Local.Tests.Hosting;

public sealed class LocalHostIdentityTests
{
    readonly LocalHostIdentity _identity = new();

    [Fact]
    public void Owner_ThatIsThisProcess_IsNotGone() => Assert.False(_identity.IsGone(_identity.Id));

    [Fact]
    public async Task Owner_WhoseProcessEnded_IsGone()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!;
        await process.WaitForExitAsync();

        Assert.True(_identity.IsGone(LocalHostIdentity.Name(Environment.MachineName, process.Id, ProcessLife.OwnStart)));
    }

    [Fact]
    public void Owner_WhoseProcessIdWasGivenToAnother_IsGone() =>
        Assert.True(_identity.IsGone(LocalHostIdentity.Name(Environment.MachineName, Environment.ProcessId, "another start")));

    [Theory]
    [InlineData("elsewhere/1/1")]
    [InlineData("no name of ours")]
    public void Owner_OfWhomNothingIsKnown_IsNotGone(string owner) => Assert.False(_identity.IsGone(owner));
}
