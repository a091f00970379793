using Campaigns.Local.TaskHub;

namespace Campaigns.Local.Replay;

/// <summary>
/// Histories as files, <c>{version}/{orchestrator}/{case}.json</c>. What is there was released and is never written over: a file that is to be recorded anew is
/// deleted first.
/// </summary>
internal sealed class HistoryFolder(DirectoryInfo root)
{
    /// <summary>The versions that have histories.</summary>
    public IReadOnlyList<string> Versions => [.. root.GetDirectories().Select(d => d.Name).Order(StringComparer.Ordinal)];

    /// <summary>Every history of a version, in the order of names.</summary>
    public IReadOnlyList<(string Orchestrator, string Case, RecordedHistory History)> Of(string version)
    {
        var folder = new DirectoryInfo(Path.Combine(root.FullName, version));
        return !folder.Exists ? [] :
        [
            .. folder.GetFiles("*.json", SearchOption.AllDirectories).OrderBy(f => f.FullName, StringComparer.Ordinal)
                .Select(f => (f.Directory!.Name, Path.GetFileNameWithoutExtension(f.Name), RecordedHistory.Parse(File.ReadAllText(f.FullName)))),
        ];
    }

    /// <summary>Writes those that are not there yet; answers with their names.</summary>
    public IReadOnlyList<string> Add(string version, IReadOnlyDictionary<HistoryCase, string> texts)
    {
        var added = new List<string>();
        foreach (var (recorded, text) in texts)
        {
            var file = new FileInfo(Path.Combine(root.FullName, version, recorded.Orchestrator, recorded.Name + ".json"));
            if (file.Exists)
                continue;
            file.Directory!.Create();
            File.WriteAllText(file.FullName, text);
            added.Add($"{version}/{recorded.Orchestrator}/{recorded.Name}");
        }
        return added;
    }
}
