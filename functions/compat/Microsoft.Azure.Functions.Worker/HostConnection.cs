using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Stands where the real worker connects to the Functions host that started it. Built against the stand-ins there is none to connect to,
/// and a process that waits for ever would hide it.
/// </summary>
sealed class HostConnection : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException(
        "This build has no connection to a Functions host. Publish with -c Azure for the Functions host, or run Campaigns.Local.");

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
