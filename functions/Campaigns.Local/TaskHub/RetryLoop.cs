using Microsoft.DurableTask;

namespace Campaigns.Local.TaskHub;

/// <summary>Tries a task again as its options say. Attempts and waits are ordinary actions of the orchestration, so a replay repeats them.</summary>
internal sealed class RetryLoop(ReplayContext context)
{
    /// <summary>Runs attempts until one succeeds or the options give up.</summary>
    /// <exception cref="TaskFailedException">The last attempt failed.</exception>
    public async Task<string?> RunAsync(string name, TaskRetryOptions? retry, Func<Task<TaskOutcome>> attempt)
    {
        var (started, startedPlatform) = (context.Now, context.PlatformNow);
        for (var attempts = 1; ; attempts++)
        {
            var outcome = await attempt();
            if (outcome.Failure is not { } failure)
            {
                return outcome.Result;
            }

            var failed = new TaskFailedException(name, outcome.Id, failure.ToDetails());
            if (failure.Final || retry is null)
            {
                throw failed;
            }

            if (retry.Handler is { } handler)
            {
                if (!await handler(new RetryContext(context, attempts, failed.FailureDetails, context.Now - started, CancellationToken.None)))
                {
                    throw failed;
                }
            }
            else if (retry.Policy is { } policy && NextDelay(policy, attempts, context.PlatformNow - startedPlatform, failed) is { } delay)
            {
                await context.RetryDelay(delay);
            }
            else
            {
                throw failed;
            }
        }
    }

    static TimeSpan? NextDelay(RetryPolicy policy, int attempts, TimeSpan elapsed, TaskFailedException failed)
    {
        if (attempts >= policy.MaxNumberOfAttempts
            || (policy.RetryTimeout != Timeout.InfiniteTimeSpan && elapsed >= policy.RetryTimeout)
            || !policy.Handle(failed))
        {
            return null;
        }

        var ticks = policy.FirstRetryInterval.Ticks * Math.Pow(policy.BackoffCoefficient, attempts - 1);
        return policy.MaxRetryInterval != Timeout.InfiniteTimeSpan && ticks >= policy.MaxRetryInterval.Ticks
            ? policy.MaxRetryInterval
            : TimeSpan.FromTicks((long)Math.Min(ticks, TimeSpan.MaxValue.Ticks / 2));
    }
}
