using System.Globalization;
using Campaigns.Local.TaskHub;
using Microsoft.DurableTask;
using Xunit;

namespace Campaigns.Local.Tests.Replay;

public sealed class OrderedHistoryTests
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Histories_OfTheSameCalls_ThatEndedInAnotherOrder_AreTheSameText()
    {
        var one = Raw([[new TaskFailed(1, new("Busy", "Busy.", "at Here"))], [new TaskCompleted(0, "1"), new TaskCompleted(2, "3")], [new TimerFired(3)], [new TaskCompleted(4, "2")]],
            platform: Start.AddHours(1));
        var other = Raw([[new TaskCompleted(2, "3")], [new TaskFailed(1, new("Busy", "Busy.", "at There")), new TaskCompleted(0, "1")], [new TimerFired(3)],
            [new TaskCompleted(4, "2")]], platform: Start.AddDays(9));

        var text = OrderedHistory.Of(one, Sum).ToString();

        Assert.NotEqual(one.ToString(), other.ToString());
        Assert.Equal(text, OrderedHistory.Of(other, Sum).ToString());
        Assert.Null(RecordedHistory.Parse(text).Replay(Sum));
    }

    [Fact]
    public void Text_ReadAgain_IsTheSame()
    {
        var text = Raw([[new TaskCompleted(0, "\"一\"")]], Start).ToString();

        Assert.Equal(text, RecordedHistory.Parse(text).ToString());
    }

    static async Task<object?> Sum(TaskOrchestrationContext context)
    {
        var retry = TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromSeconds(2)));
        var sums = await Task.WhenAll(Enumerable.Range(0, 3).Select(n => context.CallActivityAsync<int>("Add", n, retry)));
        return sums.Sum();
    }

    // A history as a run would have left it whose results came in like this.
    static RecordedHistory Raw(IReadOnlyList<IReadOnlyList<HistoryEvent>> batches, DateTimeOffset platform)
    {
        var state = new InstanceState { InstanceId = "i", Name = "Sum", Execution = 7 };
        var settings = new EpisodeSettings(Microsoft.DurableTask.Converters.JsonDataConverter.Default, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, "");
        var history = new List<HistoryEvent> { new ExecutionStarted("Sum", "1.0", null) };
        GenerationEnd? end = null;
        foreach (var (n, batch) in batches.Prepend([]).Index())
        {
            HistoryEvent[] fresh = [new EpisodeStarted(Start, platform.AddSeconds(3 * n)), .. batch];
            var outcome = Episode.Run(state, history, fresh, Sum, settings);
            history.AddRange(fresh);
            history.AddRange(outcome.Actions);
            end = GenerationEnd.Of(outcome);
        }
        Assert.True(end is null || end.Output == 6.ToString(CultureInfo.InvariantCulture));
        return RecordedHistory.Of(state, history, end);
    }
}
