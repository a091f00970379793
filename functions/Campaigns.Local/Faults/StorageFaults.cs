using System.Diagnostics;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Campaigns.Local.Faults;

/// <summary>
/// Does to the app what its plan says, at storage calls: ends the process by SIGKILL, or lets a call be applied and loses the answer, which the client's
/// own retry then repeats. Sits in the clients' pipelines where every try of a call passes.
/// </summary>
internal sealed class StorageFaults(FaultPlan plan) : IDisposable
{
    readonly Lock _last = new();

    public FaultRecord Record { get; } = new(plan.Record);

    /// <summary>Adds the faults to a client of the data account, whose place goes by the function that calls.</summary>
    public void AddTo(ClientOptions options) => AddTo(options, null);

    /// <summary>Adds the faults to a client whose calls are all of one place.</summary>
    public void AddTo(ClientOptions options, FaultPlace? place)
    {
        options.AddPolicy(new Policy(this, place), HttpPipelinePosition.PerRetry);
        if (plan.LoseEvery == 0)
            return;
        // An answer that was lost on purpose need not be waited for.
        options.Retry.Delay = TimeSpan.FromMilliseconds(5);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(50);
    }

    public void Dispose() => Record.Dispose();

    int? KillAt(FaultPlace place, long ordinal)
    {
        for (var n = 0; n < plan.Kills.Count; n++)
        {
            // At or after: another kill may have ended the process while this one's call was on its way.
            if (plan.Kills[n].Place == place && plan.Kills[n].Ordinal <= ordinal && !Record.HasHappened(n))
                return n;
        }
        return null;
    }

    // Nothing of this process runs on after the signal; the lock keeps a second kill from being noted that did not happen.
    void Die(int kill)
    {
        lock (_last)
        {
            if (!Record.Happen(kill))
                return;
            using var self = Process.GetCurrentProcess();
            self.Kill();
            using var never = new ManualResetEvent(false);
            never.WaitOne();
        }
    }

    sealed class Policy(StorageFaults faults, FaultPlace? place) : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var (kill, lost) = Before();
            ProcessNext(message, pipeline);
            After(message, kill, lost);
        }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var (kill, lost) = Before();
            await ProcessNextAsync(message, pipeline);
            After(message, kill, lost);
        }

        (int? Kill, bool Lost) Before()
        {
            var at = place ?? FaultPlaces.Now;
            var (ordinal, all) = faults.Record.Count(at);
            var kill = faults.KillAt(at, ordinal);
            if (kill is { } now && !faults.Plan.Kills[now].Applied)
                faults.Die(now);
            return (kill, faults.Plan.LoseEvery > 0 && all % faults.Plan.LoseEvery == 0);
        }

        void After(HttpMessage message, int? kill, bool lost)
        {
            if (kill is { } now)
                faults.Die(now);
            if (!lost)
                return;
            faults.Record.Lose();
            message.Response.ContentStream?.Dispose();
            throw new RequestFailedException(
                "The storage's answer was lost on purpose.", new IOException("The connection was closed before the answer was read."));
        }
    }

    FaultPlan Plan => plan;
}
