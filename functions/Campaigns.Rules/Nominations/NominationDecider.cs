using System.Globalization;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Nominations;

/// <summary>
/// What a nominator put forward (G3): the units in its own order, the best first. <see cref="Shortfall"/> is written when the phase locks: how many fewer
/// than its allotted number it named.
/// </summary>
public sealed record Nomination(string Track, string Nominator, IReadOnlyList<string> Units, string By, DateTimeOffset At)
{
    public string? Reason { get; init; }
    public int? Shortfall { get; init; }
}

/// <summary>A participant that a nominator may speak for, with what keeps it from being put forward, if anything.</summary>
public sealed record Nominable(string Unit, NominationBar Bar);

public enum NominationBar
{
    None,
    /// <summary>Does not reach the least grade: only after everybody who does.</summary>
    BelowGrade,
    /// <summary>Handed nothing in: there was no check of its own.</summary>
    NothingHandedIn,
    Vetoed,
    /// <summary>Disqualified for the year.</summary>
    Barred,
}

/// <summary>What a nomination is decided on: the track's phase and window, and the nominator's own participants.</summary>
public sealed record NominationScene(Track Track, Phase Phase, PhaseWindow Window, string Nominator, IReadOnlyList<Nominable> Own)
{
    /// <summary>The nominator's allotted number; null for no number (individuals, or a track that sets none).</summary>
    public IntRange? Allotted => Track.Select?.Allotted;
}

/// <summary>Decides nominations 申报 (G3, K4): only one's own participants, the eligible first, never more than allotted, while the phase takes them.</summary>
public static class NominationDecider
{
    /// <summary>The most units in one list; a bound for what a request may send where no number is allotted.</summary>
    public const int MostUnits = 1000;

    /// <summary>What keeps <paramref name="state"/> from being put forward, by its composite score as it is now.</summary>
    public static NominationBar BarOf(CampaignDefinition definition, Track track, ParticipantState state)
    {
        var composite = Evaluation.Evaluator.Evaluate(definition, state);
        return composite.Vetoed ? NominationBar.Vetoed
            : state.Selection?.BarredBy is not null || state.Standing is not null ? NominationBar.Barred
            : composite.SilentThroughout ? NominationBar.NothingHandedIn
            : Evaluation.Evaluator.Reaches(definition.Standard(track.Standard), composite.Total, track.Select?.MinimumGrade) ? NominationBar.None
            : NominationBar.BelowGrade;
    }

    /// <summary>The nomination of <paramref name="units"/>, replacing what was put forward before; every mistake with its path.</summary>
    public static Decision<Nomination> Decide(NominationScene scene, IReadOnlyList<string> units, string? reason, string by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(units);
        var timeliness = scene.Window.At(now);
        if (timeliness == Timeliness.NotOpen)
            return Decision.Refuse<Nomination>(RefusalCode.NotOpenYet, null, SheetDecider.Fact("opensAt", scene.Window.OpensAt));
        if (timeliness == Timeliness.Locked)
            return Decision.Refuse<Nomination>(RefusalCode.DeadlinePassed, null, SheetDecider.Fact("lockedAt", scene.Window.LockedAt));
        if (Refusal.Of([.. Problems(scene, units, reason)]) is { } refusal)
            return Decision.Refuse<Nomination>(refusal);
        return Decision.Accept(new Nomination(scene.Track.Id, scene.Nominator, [.. units], by, now) { Reason = reason });
    }

    /// <summary>How many fewer than allotted <paramref name="nomination"/> (null: none) names when the phase locks; 0 where no number is allotted.</summary>
    public static int Shortfall(IntRange? allotted, Nomination? nomination) => Math.Max(0, (allotted?.From ?? 0) - (nomination?.Units.Count ?? 0));

    static IEnumerable<Refusal> Problems(NominationScene scene, IReadOnlyList<string> units, string? reason)
    {
        var most = scene.Allotted?.To ?? MostUnits;
        if (units.Count > most)
            yield return new Refusal(RefusalCode.TooManyNominees, "units", Fact("most", most));
        var own = scene.Own.ToDictionary(o => o.Unit, o => o.Bar);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = scene.Own.Any(o => o.Bar == NominationBar.None && !units.Contains(o.Unit));
        for (var i = 0; i < units.Count; i++)
        {
            var path = $"units[{i.ToString(CultureInfo.InvariantCulture)}]";
            if (!seen.Add(units[i]))
                yield return new Refusal(RefusalCode.NomineeTwice, path);
            else if (!own.TryGetValue(units[i], out var bar))
                yield return new Refusal(RefusalCode.NomineeNotYours, path);
            else if (bar is NominationBar.Vetoed or NominationBar.Barred)
                yield return new Refusal(RefusalCode.NomineeBarred, path);
            else if (bar == NominationBar.NothingHandedIn)
                yield return new Refusal(RefusalCode.NomineeNotChecked, path);
            else if (bar == NominationBar.BelowGrade && waiting)
                yield return new Refusal(RefusalCode.NomineeBehindEligible, path);
        }
        if (SheetValidation.TooLong(reason, "reason") is { } tooLong)
            yield return tooLong;
    }

    static Dictionary<string, string> Fact(string name, int value) => new() { [name] = value.ToString(CultureInfo.InvariantCulture) };
}
