using Campaigns.Local.TaskHub;
using Microsoft.DurableTask.Client;

namespace Campaigns.Local.Faults;

/// <summary>
/// Who drove a cycle, by the instances that the task hub keeps: <c>cycle:{cycle}:{epoch}</c> for a driver, <c>…:{milestone}</c> for what it ran.
/// </summary>
internal sealed record DriverTrace(IReadOnlyList<int> Epochs, IReadOnlyList<int> Alive, IReadOnlyDictionary<string, IReadOnlyList<int>> Ran)
{
    public static async Task<DriverTrace> ReadAsync(LocalTaskHub hub, string cycle, CancellationToken cancellation)
    {
        var prefix = $"cycle:{cycle}:";
        var (epochs, alive, ran) = (new List<int>(), new List<int>(), new SortedDictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal));
        await foreach (var instance in hub.Client.GetAllInstancesAsync(new OrchestrationQuery { InstanceIdPrefix = prefix }).WithCancellation(cancellation))
        {
            var parts = instance.InstanceId[prefix.Length..].Split(':');
            var epoch = int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture);
            if (parts.Length == 1)
            {
                epochs.Add(epoch);
                if (!instance.IsCompleted)
                    alive.Add(epoch);
            }
            else if (parts.Length == 2)
            {
                ran[parts[1]] = [.. ran.GetValueOrDefault(parts[1]) ?? [], epoch];
            }
        }
        return new([.. epochs.Order()], [.. alive.Order()], ran);
    }

    /// <summary>
    /// What is wrong with it when a cycle is over that was taken over <paramref name="midway"/> times while a milestone ran; empty when nothing is.
    /// </summary>
    public IReadOnlyList<string> Differences(int midway)
    {
        var differences = new List<string>();
        if (Alive.Count > 0)
            differences.Add($"drivers of epochs {string.Join(", ", Alive)} have not ended");
        var twice = Ran.Where(r => r.Value.Count > 1).Select(r => $"{r.Key} (epochs {string.Join(", ", r.Value)})").ToList();
        if (twice.Count > midway)
            differences.Add($"milestones were run by several drivers: {string.Join(", ", twice)}");
        return differences;
    }
}
