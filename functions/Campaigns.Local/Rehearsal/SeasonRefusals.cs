using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Campaigns.Local.Rehearsal.Summaries;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// What simulated people were refused. An act counts once, however often it is repeated. Who is late after the lock is refused because the behaviour says so;
/// every other refusal is one that nobody asked for, and the summary shows it apart.
/// </summary>
internal sealed class SeasonRefusals
{
    static readonly string[] Late = ["deadlinePassed", "reworkTimePassed"];

    // What a repeated write meets when its first answer was lost: it was done.
    static readonly string[] Repeated = ["preconditionFailed", "preconditionRequired"];
    readonly ConcurrentDictionary<string, (string What, string Code)> _refused = new();

    /// <summary>Notes that the act <paramref name="act"/>, one of <paramref name="what"/>, was refused; false where it was not.</summary>
    public bool Note(ApiAnswer answer, string what, string act)
    {
        if (!answer.IsSuccess && !Repeated.Contains(answer.Code))
            _refused[act] = (what, answer.Code);
        return !answer.IsSuccess;
    }

    /// <summary>Notes it where lateness is why; false for everything else.</summary>
    public bool NoteLate(ApiAnswer answer, string what, string act) => Late.Contains(answer.Code) && Note(answer, what, act);

    /// <summary>
    /// <c>late</c> and <c>unasked</c>: what was refused, by what it was and the refusal's code, each with its number of acts; null where nothing was.
    /// </summary>
    public JsonObject? ToJson()
    {
        var figures = new JsonObject();
        foreach (var group in _refused.Values.GroupBy(r => Late.Contains(r.Code) ? "late" : "unasked").OrderBy(g => g.Key, StringComparer.Ordinal))
            figures[group.Key] = Tally.Of(group.Select(r => $"{r.What} {r.Code}"));
        return figures.Count > 0 ? figures : null;
    }
}
