using System.Globalization;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Honouring;

/// <summary>
/// What a decision is decided on: the intended list, what is still open against whom, whether the panel is held below its quorum, who is not assessed on site
/// yet, and what the departments said.
/// </summary>
public sealed record DecisionScene(Track Track, Phase Phase, PhaseWindow Window, IntendedList Intended)
{
    /// <summary>Units with an objection or appeal that waits for its answer.</summary>
    public IReadOnlyCollection<string> Open { get; init; } = [];
    public bool PanelHeld { get; init; }
    public IReadOnlyCollection<VettingReply> Vetting { get; init; } = [];
    /// <summary>Candidates that were not assessed on site yet (K3).</summary>
    public IReadOnlyCollection<string> Unassessed { get; init; } = [];
}

/// <summary>Decides the final list of a track (L2, B6): quota respected, departures explained, nothing open, departments heard.</summary>
public static class DecisionDecider
{
    const int MaxDocument = 100;
    const int MostNamed = 20;

    /// <summary>
    /// The decision, or every reason against it. From the phase's opening on, also after its lock while nothing was decided: a list that stayed intended is
    /// decided late rather than never. Whether one was decided before is asked by whoever writes it.
    /// </summary>
    public static Decision<FinalDecision> Decide(DecisionScene scene, DecideHonours command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(command);
        if (scene.Window.At(now) == Timeliness.NotOpen)
            return Decision.Refuse<FinalDecision>(RefusalCode.NotOpenYet, null, SheetDecider.Fact("opensAt", scene.Window.OpensAt));
        if (Refusal.Of([.. Problems(scene, command)]) is { } refusal)
            return Decision.Refuse<FinalDecision>(refusal);
        return Decision.Accept(new FinalDecision(scene.Track.Id, [.. command.Units], now, command.By)
        {
            Meeting = command.Meeting,
            Document = command.Document,
            Departures = command.Departures,
            ShortfallReason = command.ShortfallReason,
        });
    }

    /// <summary>
    /// What stands when the phase locks and nobody has decided: with <see cref="Unattended.Adopt"/> the intended list without those that something is open
    /// against, who is not assessed or vetted yet (K3), or a department does not agree to, filled up with the reserves in their order; null where it stays
    /// intended: the definition says so, the panel is held or a department is silent.
    /// </summary>
    public static FinalDecision? AtLock(DecisionScene scene, string by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(scene);
        if (scene.Phase.Selecting.Unattended != Unattended.Adopt || scene.PanelHeld || Unheard(scene).Any())
            return null;
        var units = scene.Intended.Units.Concat(scene.Intended.Reserves).Where(u => IsFree(scene, u));
        return new FinalDecision(scene.Track.Id, [.. units.Take(scene.Intended.Units.Count)], now, by) { Unattended = true };
    }

    /// <summary>Departments that have to be heard and have said nothing yet.</summary>
    public static IEnumerable<string> Unheard(DecisionScene scene) => scene.Phase.Selecting.Vetting.Union(VettedBy(scene))
        .Where(d => scene.Vetting.All(v => v.Department != d));

    /// <summary>
    /// Departments that answered and left <paramref name="unit"/> out, where each individual is vetted 考察 (K3); elsewhere silence about one is agreement.
    /// </summary>
    public static IEnumerable<string> Unvetted(DecisionScene scene, string unit) => VettedBy(scene)
        .Where(d => scene.Vetting.Any(v => v.Department == d && !v.Units.ContainsKey(unit)));

    static IEnumerable<Refusal> Problems(DecisionScene scene, DecideHonours command)
    {
        if (scene.PanelHeld)
            yield return new Refusal(RefusalCode.PanelBelowQuorum);
        if (Unheard(scene).ToList() is { Count: > 0 } unheard)
            yield return new Refusal(RefusalCode.VettingMissing, null, Fact("departments", string.Join(", ", unheard)));
        if (scene.Unassessed.Count > 0)
        {
            yield return new Refusal(RefusalCode.AssessmentMissing, null, new Dictionary<string, string>
            {
                ["count"] = scene.Unassessed.Count.ToString(CultureInfo.InvariantCulture),
                ["units"] = string.Join(", ", scene.Unassessed.Order(StringComparer.Ordinal).Take(MostNamed)),
            });
        }
        if (string.IsNullOrWhiteSpace(command.Meeting))
            yield return new Refusal(RefusalCode.TextMissing, "meeting");
        if (string.IsNullOrWhiteSpace(command.Document))
            yield return new Refusal(RefusalCode.TextMissing, "document");
        if (SheetValidation.TooLong(command.Meeting, "meeting") is { } longMeeting)
            yield return longMeeting;
        if (SheetValidation.TooLong(command.Document, "document", MaxDocument) is { } longDocument)
            yield return longDocument;
        if (SheetValidation.TooLong(command.ShortfallReason, "shortfallReason") is { } longReason)
            yield return longReason;

        var quota = scene.Track.Select?.Quota ?? 0;
        if (command.Units.Count > quota)
            yield return new Refusal(RefusalCode.QuotaExceeded, "units", Fact("quota", quota.ToString(CultureInfo.InvariantCulture)));
        if (command.Units.Count < (scene.Track.Select?.Least ?? 0) && string.IsNullOrWhiteSpace(command.ShortfallReason))
            yield return new Refusal(RefusalCode.ReasonMissing, "shortfallReason");
        foreach (var problem in List(scene, command))
            yield return problem;
        var chosen = command.Units.ToHashSet(StringComparer.Ordinal);
        var intended = scene.Intended.Units.ToHashSet(StringComparer.Ordinal);
        // A reserve that is next in line for a place that comes free follows from the list; every other difference departs from it.
        var next = scene.Intended.Reserves.Where(r => IsFree(scene, r))
            .Take(intended.Count(u => !chosen.Contains(u))).ToHashSet(StringComparer.Ordinal);
        foreach (var unit in chosen.Union(intended).Where(u => chosen.Contains(u) != intended.Contains(u) && !next.Contains(u)).Order(StringComparer.Ordinal))
        {
            var path = $"departures.{unit}";
            if (!command.Departures.TryGetValue(unit, out var reason) || string.IsNullOrWhiteSpace(reason))
                yield return new Refusal(RefusalCode.DepartureUnexplained, path, Fact("unit", unit));
            else if (SheetValidation.TooLong(reason, path) is { } tooLong)
                yield return tooLong;
        }
    }

    static IEnumerable<Refusal> List(DecisionScene scene, DecideHonours command)
    {
        var candidates = scene.Intended.Candidates.ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < command.Units.Count; i++)
        {
            var (unit, path) = (command.Units[i], $"units[{i.ToString(CultureInfo.InvariantCulture)}]");
            if (!seen.Add(unit))
                yield return new Refusal(RefusalCode.NomineeTwice, path);
            else if (!candidates.Contains(unit))
                yield return new Refusal(RefusalCode.NotACandidate, path);
            else if (scene.Open.Contains(unit))
                yield return new Refusal(RefusalCode.ObjectionOpen, path);
            else if (Against(scene, unit) is { } department)
                yield return new Refusal(RefusalCode.VettingAgainst, path, Fact("department", department));
            else if (Unvetted(scene, unit).ToList() is { Count: > 0 } silent)
                yield return new Refusal(RefusalCode.VettingMissing, path, Fact("departments", string.Join(", ", silent)));
        }
    }

    /// <summary>Nothing keeps <paramref name="unit"/> from being honoured.</summary>
    static bool IsFree(DecisionScene scene, string unit) =>
        !scene.Open.Contains(unit) && !scene.Unassessed.Contains(unit) && Against(scene, unit) is null && !Unvetted(scene, unit).Any();

    static IReadOnlyList<string> VettedBy(DecisionScene scene) => scene.Track.Select?.VettedBy ?? [];

    static string? Against(DecisionScene scene, string unit) => scene.Vetting
        .Where(v => v.Units.TryGetValue(unit, out var word) && word.Verdict != VettingVerdict.Yes)
        .Select(v => v.Department).Order(StringComparer.Ordinal).FirstOrDefault();

    static Dictionary<string, string> Fact(string name, string value) => new() { [name] = value };
}
