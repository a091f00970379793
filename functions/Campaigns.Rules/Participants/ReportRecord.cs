namespace Campaigns.Rules.Participants;

/// <summary>
/// Reports from the public about a participant (K17): how many came in, whatever became of them, and the references of those that wait, oldest first.
/// </summary>
public sealed record ReportRecord(int Received, IReadOnlyList<string> Waiting)
{
    public static ReportRecord None { get; } = new(0, []);
}
