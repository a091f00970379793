using System.Diagnostics;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Campaigns.Local.Clocks;

namespace Campaigns.Local.Faults;

/// <summary>
/// Does to the app what its plan says, at storage calls: ends the process by SIGKILL, answers in the service's place, breaks the connection before or after
/// the call is applied, or keeps it waiting. Sits in the clients' pipelines where every try of a call passes, so that the clients' own tries are in play.
/// </summary>
internal sealed class StorageFaults(FaultPlan plan) : IDisposable
{
    // The network timeout of a call that hangs; what the product waits (25 s) is nothing that a year can afford some hundred times.
    static readonly TimeSpan HangsFor = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan Late = TimeSpan.FromMilliseconds(40);
    // One in so many asks for a whole second, as Retry-After does; the others for less, which Azure's own header can say.
    const int WholeSecondEvery = 25;
    readonly Lock _last = new();
    int _throttled;

    public FaultRecord Record { get; } = new(plan.Record);

    /// <summary>Platform time for an app whose campaign time is this.</summary>
    public TimeProvider Platform(TimeProvider campaign) => plan.Steps.Count == 0 ? TimeProvider.System : new SteppedTime(campaign, plan.Steps);

    FaultPlan Plan => plan;

    /// <summary>Adds the faults to a client of the data account, whose place goes by the function that calls.</summary>
    public void AddTo(ClientOptions options) => AddTo(options, null);

    /// <summary>Adds the faults to a client whose calls are all of one place.</summary>
    public void AddTo(ClientOptions options, FaultPlace? place)
    {
        options.AddPolicy(new Policy(this, place), HttpPipelinePosition.PerRetry);
        if (plan.LoseEvery == 0 && !plan.Mix.Injects)
            return;
        options.AddPolicy(new Watch(this, place), HttpPipelinePosition.PerCall);
        options.AddPolicy(new Silence(), HttpPipelinePosition.BeforeTransport);
        // As many tries as the client has, but a fault that was made on purpose need not be waited for.
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

    FaultKind? FaultAt(FaultPlace place, long call, long ofPlace) =>
        plan.LoseEvery > 0 && call % plan.LoseEvery == 0 ? FaultKind.Lost : plan.Mix.At(place, call, ofPlace);

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

    TimeSpan RetryAfter() =>
        Interlocked.Increment(ref _throttled) % WholeSecondEvery == 1 ? TimeSpan.FromSeconds(1) : TimeSpan.FromMilliseconds(20);

    static RequestFailedException Broken(string when) =>
        new($"The connection to the storage was reset on purpose, {when}.", new IOException("Connection reset by peer"));

    /// <summary>Counts calls that are answered with a fault when all tries are spent.</summary>
    sealed class Watch(StorageFaults faults, FaultPlace? place) : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            try
            {
                ProcessNext(message, pipeline);
            }
            catch (Exception e) when (Counted(e))
            {
                throw;
            }
            Look(message);
        }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            try
            {
                await ProcessNextAsync(message, pipeline);
            }
            catch (Exception e) when (Counted(e))
            {
                throw;
            }
            Look(message);
        }

        void Look(HttpMessage message)
        {
            if (message.HasResponse && message.Response.Status is 429 or 500 or 503)
                faults.Record.Surface(place ?? FaultPlaces.Now);
        }

        bool Counted(Exception _)
        {
            faults.Record.Surface(place ?? FaultPlaces.Now);
            return true;
        }
    }

    sealed class Policy(StorageFaults faults, FaultPlace? place) : HttpPipelinePolicy
    {
        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var (kill, fault) = Before(message);
            if (fault is FaultKind.Delay)
                Thread.Sleep(Late);
            if (!IsAnswered(message, fault))
                ProcessNext(message, pipeline);
            After(message, kill, fault);
        }

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var (kill, fault) = Before(message);
            if (fault is FaultKind.Delay)
                await Task.Delay(Late, TimeProvider.System, message.CancellationToken);
            if (fault is FaultKind.Hang)
                await HangAsync(message, pipeline);
            else if (!IsAnswered(message, fault))
                await ProcessNextAsync(message, pipeline);
            After(message, kill, fault);
        }

        (int? Kill, FaultKind? Fault) Before(HttpMessage message)
        {
            var at = place ?? FaultPlaces.Now;
            var (ordinal, all) = faults.Record.Count(at);
            var kill = faults.KillAt(at, ordinal);
            if (kill is { } now && !faults.Plan.Kills[now].Applied)
                faults.Die(now);
            var fault = faults.FaultAt(at, all, ordinal);
            if (fault is { } kind)
                faults.Record.Inject(kind);
            if (fault is FaultKind.Reset)
                throw Broken("before the request was sent");
            return (kill, fault);
        }

        bool IsAnswered(HttpMessage message, FaultKind? fault)
        {
            Response? answer = fault switch
            {
                FaultKind.Throttled => FaultAnswer.Throttled(message.Request, faults.RetryAfter()),
                FaultKind.ServerError => FaultAnswer.ServerError(message.Request),
                FaultKind.Busy => FaultAnswer.Busy(message.Request),
                _ => null,
            };
            if (answer is not null)
                message.Response = answer;
            return answer is not null;
        }

        // The pipeline's own timeout ends the wait, as it ends that for a server which says nothing.
        static async Task HangAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            var allowed = message.NetworkTimeout;
            message.NetworkTimeout = HangsFor;
            message.SetProperty(typeof(Silence), Silence.Mark);
            try
            {
                await ProcessNextAsync(message, pipeline);
            }
            finally
            {
                message.NetworkTimeout = allowed;
                message.SetProperty(typeof(Silence), "");
            }
        }

        void After(HttpMessage message, int? kill, FaultKind? fault)
        {
            if (kill is { } now)
                faults.Die(now);
            if (fault is not FaultKind.Lost)
                return;
            message.Response.ContentStream?.Dispose();
            throw Broken("after it was applied");
        }
    }

    /// <summary>Stands where the network is: lets a marked call wait for ever.</summary>
    sealed class Silence : HttpPipelinePolicy
    {
        public const string Mark = "silent";

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => ProcessNext(message, pipeline);

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (message.TryGetProperty(typeof(Silence), out var mark) && mark is Mark)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, message.CancellationToken);
            await ProcessNextAsync(message, pipeline);
        }
    }
}
