namespace Campaigns.Local.Faults;

/// <summary>What a year went through and what it came to, in two lines that people read.</summary>
internal static class FaultReport
{
    public static IReadOnlyList<string> Of(FaultyYear year, Aftermath undisturbed)
    {
        ArgumentNullException.ThrowIfNull(year);
        var (waiting, midway, hub) = year.Takeovers;
        List<string> injected =
        [
            year.Tally.ToString(), Some(year.Deaths, "SIGKILL"), Some(year.Steps, "clock step"),
            Some(waiting, "takeover from a driver that waits"), Some(midway, "takeover in the middle of a milestone"),
            Some(hub, "change of the task hub's owner"),
            Some(year.Outages, "outage of days"),
        ];
        var aftermath = year.Aftermath;
        var differences = aftermath.DifferencesFrom(undisturbed, year.CutShort).Count;
        return
        [
            $"injected: {string.Join(", ", injected.Where(i => i.Length > 0).DefaultIfEmpty("nothing"))}",
            $"survived: {year.Calls.Values.Sum()} storage calls, {year.Tally.SeenByTheApp} of which failed past all tries of the client "
                + $"({Places(year.Tally.Seen)}); {aftermath.Messages.Count} messages, {aftermath.Repeated} of them again; {aftermath.Items.Count} items, "
                + $"{aftermath.Notices.Count} notices, {aftermath.Result["ledgers"]!["verified"]} ledgers verified; "
                + $"{differences} differences from the undisturbed year; {(int)year.Took.TotalSeconds} s",
        ];
    }

    /// <summary>How often the app was killed and where, and how many messages that excuses; nothing of what did not happen.</summary>
    public static IEnumerable<string> OfKills(FaultyYear year)
    {
        ArgumentNullException.ThrowIfNull(year);
        var places = year.Kills.GroupBy(k => k.Place).Select(g => $"{g.Count()} in {Name(g.Key)}");
        if (year.Deaths > 0)
            yield return $"The app was killed {(year.Deaths == 1 ? "once" : $"{year.Deaths} times")}: {string.Join(", ", places)}.";
        if (year.CutShort > 0)
            yield return $"At most {year.CutShort * Aftermath.RepeatsAKill} messages may have come again.";
    }

    public static string Name(FaultPlace place) => place switch
    {
        FaultPlace.Wave => "waves",
        FaultPlace.Submission => "submissions",
        FaultPlace.Dispatch => "dispatches",
        FaultPlace.Hub => "the task hub",
        _ => "other work",
    };

    static string Places(IReadOnlyDictionary<FaultPlace, long> seen) =>
        string.Join(", ", seen.Where(s => s.Value > 0).Select(s => $"{s.Value} in {Name(s.Key)}").DefaultIfEmpty("none"));

    static string Some(int count, string what) => count switch
    {
        0 => "",
        1 => $"1 {what}",
        _ => $"{count} × {what}",
    };
}
