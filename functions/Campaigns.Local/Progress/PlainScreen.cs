using System.Globalization;

namespace Campaigns.Local.Progress;

/// <summary>
/// Progress for a log file or a pipe: a line a milestone, a line a day on which counts changed and at least one a simulated week, no escape codes.
/// </summary>
internal sealed class PlainScreen(TextWriter writer, TimeZoneInfo zone) : IProgressScreen
{
    readonly HashSet<string> _shown = [];
    static readonly TimeSpan Longest = TimeSpan.FromDays(7);
    string _counts = "";
    DateTimeOffset _last;

    public void Show(ProgressSnapshot snapshot)
    {
        foreach (var milestone in snapshot.Done.Where(m => _shown.Add(m.Id)))
            writer.WriteLine($"{Local(milestone.At)}  {milestone.Id}{Told(milestone)}");
        var counts = string.Create(CultureInfo.InvariantCulture,
            $"sheets {snapshot.Sheets}  files {snapshot.Files}  appraisals {snapshot.Appraisals}  returned {snapshot.Returns}  notices {snapshot.Notices}  "
                + $"warnings {snapshot.Warnings}");
        if (counts == _counts && snapshot.Now - _last < Longest)
            return;
        (_counts, _last) = (counts, snapshot.Now);
        writer.WriteLine($"{Local(snapshot.Now)}  {snapshot.State}  {counts}");
        writer.Flush();
    }

    public void Note(string text)
    {
        writer.WriteLine(text);
        writer.Flush();
    }

    public void Dispose() => writer.Flush();

    static string Told(DoneMilestone milestone) => (milestone.Told, milestone.Cards) switch
    {
        (0, 0) => "",
        (var told, 0) => string.Create(CultureInfo.InvariantCulture, $"  told {told}"),
        var (told, cards) => string.Create(CultureInfo.InvariantCulture, $"  told {told}  cards {cards}"),
    };

    string Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
