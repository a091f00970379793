using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NCrontab;

namespace Campaigns.Local.Hosting;

/// <summary>Fires timer functions, by their schedules or when told to; one timer function never runs twice at the same time.</summary>
sealed class TimerFunctions : IDisposable
{
    // A wait longer than this is cut, since a timer of the platform does not wait for months.
    static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    readonly List<HostedTimer> _timers;
    readonly IServiceProvider _services;
    readonly FunctionExecutionDelegate _pipeline;
    readonly TimeProvider _campaignTime;
    readonly TimeProvider _platformTime;
    readonly InvocationIds _ids;
    readonly ILogger _logger;

    public TimerFunctions(
        IEnumerable<HostedFunction> functions, IServiceProvider services, FunctionExecutionDelegate pipeline, FunctionsHostOptions options, InvocationIds ids)
    {
        _services = services;
        _pipeline = pipeline;
        (_campaignTime, _platformTime) = (options.CampaignTime, options.PlatformTime);
        _ids = ids;
        _logger = services.GetRequiredService<ILoggerFactory>().CreateLogger<TimerFunctions>();
        var configuration = services.GetRequiredService<IConfiguration>();
        _timers = [.. functions
            .Where(function => function.Trigger is TimerTriggerAttribute)
            .OrderBy(function => function.Name, StringComparer.Ordinal)
            .Select(function => new HostedTimer(function, (TimerTriggerAttribute)function.Trigger, TimerSchedule.Of(function, configuration))
            {
                Rest = options.TimerRests.GetValueOrDefault(function.Name),
            })];
    }

    /// <summary>Fires every timer function that does not rest once, in the order of names, each after the one before has ended.</summary>
    /// <exception cref="AggregateException">Timer functions failed; the others ran.</exception>
    public async Task FireAllAsync(CancellationToken cancellation)
    {
        var faults = new List<Exception>();
        foreach (var timer in _timers.Where(timer => !timer.Rests(_platformTime)))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                await FireAsync(timer, pastDue: false, cancellation);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                _logger.LogError(fault, "{Function} failed", timer.Function.Name);
                faults.Add(new InvalidOperationException($"Timer function {timer.Function.Name} failed: {fault.Message}", fault));
            }
        }

        if (faults.Count > 0) throw new AggregateException(faults);
    }

    /// <summary>Fires every timer function by its schedule until cancelled; a failure is logged and the schedule goes on.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(_timers.Select(timer => RunAsync(timer, cancellation)));

    public void Dispose() => _timers.ForEach(timer => timer.Dispose());

    async Task RunAsync(HostedTimer timer, CancellationToken cancellation)
    {
        try
        {
            if (timer.Attribute.RunOnStartup) await FireLoggedAsync(timer, pastDue: false, cancellation);
            var next = timer.Schedule.GetNextOccurrence(_campaignTime.GetUtcNow().UtcDateTime);
            while (!cancellation.IsCancellationRequested)
            {
                await WaitUntilAsync(next, cancellation);
                var late = _campaignTime.GetUtcNow().UtcDateTime - next > TimeSpan.FromSeconds(1);
                await FireLoggedAsync(timer, late, cancellation);
                var now = _campaignTime.GetUtcNow().UtcDateTime;
                next = timer.Schedule.GetNextOccurrence(now > next ? now : next);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _logger.LogDebug("{Function} no longer fires", timer.Function.Name);
        }
    }

    async Task WaitUntilAsync(DateTime instant, CancellationToken cancellation)
    {
        for (var left = instant - _campaignTime.GetUtcNow().UtcDateTime; left > TimeSpan.Zero; left = instant - _campaignTime.GetUtcNow().UtcDateTime)
            await Task.Delay(left < LongestWait ? left : LongestWait, _campaignTime, cancellation);
    }

    async Task FireLoggedAsync(HostedTimer timer, bool pastDue, CancellationToken cancellation)
    {
        try
        {
            await FireAsync(timer, pastDue, cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            _logger.LogError(fault, "{Function} failed", timer.Function.Name);
        }
    }

    async Task FireAsync(HostedTimer timer, bool pastDue, CancellationToken cancellation)
    {
        await timer.Turn.WaitAsync(cancellation);
        try
        {
            var now = _campaignTime.GetUtcNow().UtcDateTime;
            var status = new ScheduleStatus { Last = timer.Last, Next = timer.Schedule.GetNextOccurrence(now), LastUpdated = timer.Last };
            var told = new TimerInfo { IsPastDue = pastDue, ScheduleStatus = timer.Attribute.UseMonitor ? status : null };
            await using var scope = _services.CreateAsyncScope();
            await _pipeline(new Invocation(timer.Function, _ids, scope.ServiceProvider, told, cancellation));
            (timer.Last, timer.Ended) = (now, _platformTime.GetTimestamp());
        }
        finally
        {
            timer.Turn.Release();
        }
    }

    sealed class HostedTimer(HostedFunction function, TimerTriggerAttribute attribute, CrontabSchedule schedule) : IDisposable
    {
        public HostedFunction Function => function;
        public TimerTriggerAttribute Attribute => attribute;
        public CrontabSchedule Schedule => schedule;
        public SemaphoreSlim Turn { get; } = new(1, 1);

        /// <summary>The last firing in campaign time; the minimum before the first.</summary>
        public DateTime Last { get; set; }

        /// <summary>When the last firing ended, as a timestamp of platform time; null before the first.</summary>
        public long? Ended { get; set; }

        public TimeSpan Rest { get; init; }

        public bool Rests(TimeProvider platformTime) => Ended is { } ended && platformTime.GetElapsedTime(ended) < Rest;

        public void Dispose() => Turn.Dispose();
    }
}
