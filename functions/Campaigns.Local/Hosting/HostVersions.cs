using System.Text.Json;
using Campaigns.Local.TaskHub;
using static Microsoft.DurableTask.Worker.DurableTaskWorkerOptions;

namespace Campaigns.Local.Hosting;

/// <summary>What host.json says about versions of orchestrations.</summary>
/// <param name="Default">The version of those that are started without one.</param>
/// <param name="Match">Which of them the host runs.</param>
/// <param name="Failure">What becomes of the others.</param>
public sealed record HostVersions(string Default, VersionMatchStrategy Match, VersionFailureStrategy Failure)
{
    /// <summary>Reads <c>extensions.durableTask</c> of a host.json; what it does not say is as on the Functions host.</summary>
    /// <exception cref="FormatException">A strategy has a name that there is not.</exception>
    public static HostVersions Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file), new() { CommentHandling = JsonCommentHandling.Skip });
        var durable = json.RootElement.TryGetProperty("extensions", out var extensions) && extensions.TryGetProperty("durableTask", out var found)
            ? found : default;
        return new(Text("defaultVersion") ?? "", Named("versionMatchStrategy", VersionMatchStrategy.CurrentOrOlder),
            Named("versionFailureStrategy", VersionFailureStrategy.Reject));

        string? Text(string name) => durable.ValueKind == JsonValueKind.Object && durable.TryGetProperty(name, out var value) ? value.GetString() : null;

        T Named<T>(string name, T usual) where T : struct, Enum => Text(name) is not { } text ? usual
            : Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value
            : throw new FormatException($"{file}: {name} is none of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    /// <summary>A hub that keeps to it. Where there is no default version, versions do not matter.</summary>
    public TaskHubOptions Of(TaskHubOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { DefaultVersion = Default, VersionMatch = Default.Length == 0 ? VersionMatchStrategy.None : Match, VersionFailure = Failure };
    }
}
