using Campaigns.App.Participants;

namespace Campaigns.App.Evidence;

/// <summary>Evidence with the participant under whose name it stands.</summary>
public sealed record FiledEvidence(ParticipantKey Of, EvidenceFile File);

/// <summary>
/// The evidence that a participant's scores rest on (J20): its own and, of the phases whose sheet it carries on from a unit that was merged or split, that
/// unit's, which stays where it was filed. It is shown and opened as the participant's own.
/// </summary>
public sealed class CarriedEvidence(ParticipantStore participants, ParticipationIndex index, EvidenceFiling filing)
{
    /// <summary>
    /// The evidence of one phase, or of all, in order of receipt. Two requests, and one or two for each unit whose sheets it carries on.
    /// </summary>
    public async Task<IReadOnlyList<FiledEvidence>> ListAsync(ParticipantKey key, string? phase, string? clause, CancellationToken cancellationToken)
    {
        var files = new List<FiledEvidence>((await filing.ListAsync(key, phase, clause, cancellationToken)).Select(f => new FiledEvidence(key, f)));
        foreach (var (of, phases) in await CarriedAsync(key, cancellationToken))
        {
            var theirs = await filing.ListAsync(of, phase, clause, cancellationToken);
            files.AddRange(theirs.Where(f => phases.Contains(f.Phase)).Select(f => new FiledEvidence(of, f)));
        }
        return [.. files.OrderBy(f => f.File.ReceivedAt).ThenBy(f => f.File.Id, StringComparer.Ordinal)];
    }

    /// <summary>One piece of evidence, or null. One request where it is the participant's own.</summary>
    public async Task<FiledEvidence?> FindAsync(ParticipantKey key, string id, CancellationToken cancellationToken)
    {
        if (await filing.FindAsync(key, id, cancellationToken) is { } own)
            return new(key, own);
        foreach (var (of, phases) in await CarriedAsync(key, cancellationToken))
        {
            if (await filing.FindAsync(of, id, cancellationToken) is { } file && phases.Contains(file.Phase))
                return new(of, file);
        }
        return null;
    }

    /// <summary>The units whose sheets the participant carries on, each with the phases in which it does.</summary>
    private async Task<IReadOnlyList<(ParticipantKey Of, HashSet<string> Phases)>> CarriedAsync(ParticipantKey key, CancellationToken cancellationToken)
    {
        var carried = new List<(ParticipantKey, HashSet<string>)>();
        if (await participants.ReadAsync(key, cancellationToken) is not { State: var state })
            return carried;
        foreach (var phases in state.Phases.Where(p => p.Value.SheetOf is not null).GroupBy(p => p.Value.SheetOf!, p => p.Key))
        {
            if (await index.GroupOfAsync(key.Cycle, key.Track, phases.Key, cancellationToken) is { } group)
                carried.Add((key with { Group = group, Unit = phases.Key }, phases.ToHashSet(StringComparer.Ordinal)));
        }
        return carried;
    }
}
